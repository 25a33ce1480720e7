defmodule RustInElixir.Schema.Qualified do
  @moduledoc false

  # Source of a schema's that is copied into generated code means there what it means in the schema.
  #
  # Generated modules have aliases for their siblings. Where the schema has a type `Decimal`, a default of
  # `Decimal.new("0.1")` would call that type's module; as `Elixir.Decimal.new("0.1")` it does not.

  alias RustInElixir.Core.{Boundary, Custom, Default, Remote}

  # The generated modules that have an alias beside those of the types.
  @own ~w(Arguments Behaviour CallError Cast Double Native PanicError Representation ResourceError) ++
         ~w(Stream Validation ValidationError)

  @doc "The boundary with every default, typespec and function written out where an alias would change it."
  @spec boundary(Boundary.t()) :: Boundary.t()
  def boundary(boundary) do
    names = MapSet.new(@own ++ Enum.map(boundary.definitions, & &1.name))
    %{boundary | definitions: Enum.map(boundary.definitions, &definition(&1, names))}
  end

  defp definition(%{kind: {:custom, %Custom{} = custom}} = definition, names) do
    custom = %{
      custom
      | typespec: source(custom.typespec, names),
        validator: source(custom.validator, names),
        caster: source(custom.caster, names)
    }

    %{definition | kind: {:custom, custom}}
  end

  defp definition(%{kind: {:remote, type, %Remote{} = remote}} = definition, names) do
    sources = Map.take(remote, [:typespec, :module, :from, :to, :validator])
    sources = Map.new(sources, fn {key, source} -> {key, source(source, names)} end)
    %{definition | kind: {:remote, type, Map.merge(remote, sources)}}
  end

  defp definition(%{kind: {:record, tag, fields}} = definition, names),
    do: %{definition | kind: {:record, tag, Enum.map(fields, &field(&1, names))}}

  defp definition(%{kind: {kind, [%{default: _} | _] = fields}} = definition, names),
    do: %{definition | kind: {kind, Enum.map(fields, &field(&1, names))}}

  defp definition(definition, _names), do: definition

  defp field(%{default: %Default{} = default} = field, names) do
    default = %{
      default
      | source: source(default.source, names),
        value: literal(default.value, names)
    }

    %{field | default: default}
  end

  defp field(field, _names), do: field

  defp literal({:other, source}, names), do: {:other, source(source, names)}

  defp literal({kind, items}, names) when kind in [:list, :set, :tuple],
    do: {kind, Enum.map(items, &literal(&1, names))}

  defp literal({:map, pairs}, names),
    do: {:map, for({key, value} <- pairs, do: {literal(key, names), literal(value, names)})}

  defp literal(literal, _names), do: literal

  @doc """
  Elixir source in which no module begins with one of the names.

      iex> names = MapSet.new(["Decimal"])
      iex> RustInElixir.Schema.Qualified.source(~S({Decimal.new("Decimal.t"), My.Decimal}), names)
      ~S({Elixir.Decimal.new("Decimal.t"), My.Decimal})
  """
  @spec source(String.t() | nil, MapSet.t(String.t())) :: String.t() | nil
  def source(nil, _names), do: nil

  def source(source, names) do
    case Code.string_to_quoted(source, columns: true, emit_warnings: false) do
      {:ok, ast} ->
        ast
        |> places(names)
        |> Enum.reduce(String.split(source, "\n"), &qualify/2)
        |> Enum.join("\n")

      {:error, _reason} ->
        source
    end
  end

  # From the last one on, so that those before it stay where they are.
  defp places(ast, names) do
    {_ast, places} =
      Macro.prewalk(ast, [], fn
        {:__aliases__, meta, [first | _]} = alias, places when is_atom(first) ->
          if Atom.to_string(first) in names,
            do: {alias, [{meta[:line], meta[:column]} | places]},
            else: {alias, places}

        node, places ->
          {node, places}
      end)

    Enum.sort(places, :desc)
  end

  defp qualify({line, column}, lines) do
    List.update_at(lines, line - 1, fn text ->
      {before, rest} = String.split_at(text, column - 1)
      before <> "Elixir." <> rest
    end)
  end
end
