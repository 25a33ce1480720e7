defmodule RustInElixir.Schema.TypeNames do
  @moduledoc false

  # The names of types in a schema. A type of another boundary is written as its module, `MyApp.Pricing.Decimal`, whole or by an
  # alias. Of such a name the schema alone cannot say more; see `RustInElixir.Project.ForeignTypes`.

  alias RustInElixir.Core.{Boundary, Definition, Field, Nif, Type, Variant}

  @doc """
  Source in which a name of several parts does not depend on the aliases of `env`, and the aliases that names of one part have
  there.

  One part may be the name of a type that the schema declares further down, so these are left.
  """
  @spec expand(Macro.t(), Macro.Env.t()) :: {Macro.t(), %{optional(String.t()) => String.t()}}
  def expand(ast, env), do: Macro.prewalk(ast, %{}, &expand(&1, &2, env))

  defp expand({:__aliases__, meta, [first | rest]} = name, aliases, env) when is_atom(first) do
    case {Macro.expand(name, env), rest} do
      {module, []} when is_atom(module) ->
        known = if plain?(module, [first]), do: %{}, else: %{part(first) => inspect(module)}
        {name, Map.merge(aliases, known)}

      {module, rest} when is_atom(module) ->
        if plain?(module, [first | rest]),
          do: {name, aliases},
          else: {{:__aliases__, [{:alias, module} | meta], parts(module)}, aliases}

      _not_a_module ->
        {name, aliases}
    end
  end

  defp expand(node, aliases, _env), do: {node, aliases}

  defp plain?(module, parts), do: Module.concat(parts) == module
  defp parts(module), do: module |> Module.split() |> Enum.map(&String.to_atom/1)
  defp part(atom), do: Atom.to_string(atom)

  @doc """
  The name that the parts of an alias are.

      iex> RustInElixir.Schema.TypeNames.joined([:Elixir, :MyApp, :Point])
      "MyApp.Point"
  """
  @spec joined([atom]) :: String.t()
  def joined([:"Elixir" | [_ | _] = parts]), do: joined(parts)
  def joined(parts), do: Enum.map_join(parts, ".", &part/1)

  @doc """
  The facade and the own name of a type of another boundary; `nil` for a name of one part.

      iex> RustInElixir.Schema.TypeNames.split("MyApp.Pricing.Decimal")
      {"MyApp.Pricing", "Decimal"}

      iex> RustInElixir.Schema.TypeNames.split("Decimal")
      nil
  """
  @spec split(String.t()) :: {facade :: String.t(), name :: String.t()} | nil
  def split(name) do
    case name |> String.split(".") |> Enum.split(-1) do
      {[], _name} -> nil
      {facade, [name]} -> {Enum.join(facade, "."), name}
    end
  end

  @doc "The definition or NIF with each type of its own schema by its last name, and the others by their modules."
  @spec written(part, String.t() | nil, MapSet.t(String.t()), %{
          optional(String.t()) => String.t()
        }) ::
          part
        when part: Definition.t() | Nif.t()
  def written(part, facade, declared, aliases) do
    map(part, fn name, _line ->
      whole = if name in declared, do: name, else: Map.get(aliases, name, name)

      case split(whole) do
        {^facade, own} -> {:named, own}
        _ -> {:named, whole}
      end
    end)
  end

  @doc "The names of several parts, each with the line of its first use."
  @spec foreign(Boundary.t()) :: [{String.t(), pos_integer}]
  def foreign(%Boundary{definitions: definitions, nifs: nifs}) do
    for(part <- definitions ++ nifs, {name, line} <- names(part), split(name), do: {name, line})
    |> Enum.sort_by(fn {name, line} -> {line, name} end)
    |> Enum.uniq_by(&elem(&1, 0))
  end

  @doc "The names in a definition or NIF, each with its line."
  @spec names(Definition.t() | Nif.t()) :: [{String.t(), pos_integer}]
  def names(part), do: names(part, part.line)

  defp names({:named, name}, line), do: [{name, line}]

  defp names(%{line: line} = part, _line),
    do: part |> Map.from_struct() |> Map.values() |> names(line)

  defp names(list, line) when is_list(list), do: Enum.flat_map(list, &names(&1, line))
  defp names(tuple, line) when is_tuple(tuple), do: tuple |> Tuple.to_list() |> names(line)
  defp names(_other, _line), do: []

  @doc "The definition or NIF with what `fun` makes of each name in it and its line."
  @spec map(part, (String.t(), pos_integer -> Type.t())) :: part
        when part: Definition.t() | Nif.t()
  def map(%Definition{} = definition, fun),
    do: %{definition | kind: kind(definition.kind, definition.line, fun)}

  def map(%Nif{line: line} = nif, fun) do
    params = for param <- nif.params, do: %{param | type: type(param.type, param.line, fun)}
    %{nif | params: params, returns: returned(nif.returns, line, fun)}
  end

  defp kind({:record, tag, fields}, _line, fun), do: {:record, tag, fields(fields, fun)}

  defp kind({kind, type, rest}, line, fun) when kind in [:newtype, :remote],
    do: {kind, type(type, line, fun), rest}

  defp kind({kind, members}, _line, fun) when is_list(members), do: {kind, fields(members, fun)}
  defp kind(kind, _line, _fun), do: kind

  defp fields(members, fun), do: Enum.map(members, &member(&1, fun))

  defp member(%Field{} = field, fun), do: %{field | type: type(field.type, field.line, fun)}

  defp member(%Variant{shape: {:values, types}} = variant, fun),
    do: %{variant | shape: {:values, Enum.map(types, &type(&1, variant.line, fun))}}

  defp member(%Variant{shape: {:fields, fields}} = variant, fun),
    do: %{variant | shape: {:fields, fields(fields, fun)}}

  defp member(%Variant{} = variant, _fun), do: variant

  defp returned({:value, type}, line, fun), do: {:value, type(type, line, fun)}

  defp returned({:result, value, error}, line, fun),
    do: {:result, type(value, line, fun), type(error, line, fun)}

  defp returned({:stream, item, item_error, error}, line, fun),
    do: {:stream, type(item, line, fun), type(item_error, line, fun), type(error, line, fun)}

  defp returned(:ok, _line, _fun), do: :ok

  defp type({:named, name}, line, fun), do: fun.(name, line)

  defp type({kind, inner}, line, fun) when kind in [:list, :set, :optional],
    do: {kind, type(inner, line, fun)}

  defp type({:array, inner, length}, line, fun), do: {:array, type(inner, line, fun), length}

  defp type({:tuple, items}, line, fun), do: {:tuple, Enum.map(items, &type(&1, line, fun))}

  defp type({:map, key, value}, line, fun),
    do: {:map, type(key, line, fun), type(value, line, fun)}

  defp type(type, _line, _fun), do: type
end
