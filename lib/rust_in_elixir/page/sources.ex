defmodule RustInElixir.Page.Sources do
  @moduledoc false

  # The generated code that a page shows: the specs of each function and type out of the Elixir files,
  # the signatures and types out of `boundary.rs`.
  #
  # They are taken from the core's output, so that the page cannot differ from it.

  alias RustInElixir.Core.{Boundary, Rendered}

  defstruct functions: %{}, types: %{}

  @typedoc "The source on both sides: of functions by `name/arity`, of types by their names."
  @type t :: %__MODULE__{
          functions: %{optional(String.t()) => side_by_side},
          types: %{optional(String.t()) => side_by_side}
        }
  @type side_by_side :: %{elixir: String.t(), rust: String.t()}

  # The types that represent built-in ones come first in `boundary.rs`.
  @scalars ~w(Bytes Atom Pid Reference AnyTerm)
  # As wide as a column of the page shows without scrolling.
  @width 40

  @doc "Finds the source of all that a boundary has."
  @spec new(Boundary.t(), Rendered.t()) :: t
  def new(%Boundary{} = boundary, %Rendered{files: files}) do
    elixir = for %{language: :elixir} = file <- files, do: specs(file.text)
    specs = Map.new(elixir)
    [rust] = for %{language: :rust} = file <- files, do: file.text
    {types, methods} = rust(rust)

    %__MODULE__{
      functions: functions(boundary, Map.get(specs, boundary.facade, []), methods),
      types: types(boundary, specs, types)
    }
  end

  defp functions(boundary, specs, methods) do
    by_label = Enum.group_by(specs, & &1.label, & &1.source)

    for {nif, index} <- Enum.with_index(boundary.nifs), into: %{} do
      arity = length(nif.params)
      labels = ["#{nif.name}/#{arity}", "#{nif.name}!/#{arity}"]
      both = Enum.flat_map(labels, &Map.get(by_label, &1, []))

      {hd(labels), %{elixir: Enum.join(both, "\n\n"), rust: Enum.at(methods, index, "")}}
    end
  end

  defp types(boundary, specs, rust) do
    {own, declared} = Enum.split_with(boundary.definitions, &own?/1)
    rust = Enum.drop_while(rust, fn {name, _source} -> name in @scalars end)
    declared = declared |> Enum.zip(rust) |> Enum.map(fn {it, {_, source}} -> {it, source} end)

    for {definition, source} <- declared ++ Enum.map(own, &{&1, own(&1)}), into: %{} do
      specs = Map.get(specs, "#{boundary.facade}.#{definition.name}", [])
      specs = for %{kind: kind, source: source} <- specs, kind != :spec, do: source
      elixir = specs |> Enum.join("\n") |> String.replace("%__MODULE__{", "%#{definition.name}{")
      {definition.name, %{elixir: elixir, rust: source}}
    end
  end

  # The Rust type of these is the user's.
  defp own?(%{kind: {kind, _}}), do: kind in [:custom, :resource]
  defp own?(_definition), do: false

  defp own(%{kind: {:custom, %{rust: path}}}), do: "use #{path};"

  defp own(%{name: name, kind: {:resource, %{rust: path}}}),
    do: "use #{path};\npub struct #{name}Handle;"

  defp specs(text) do
    {:ok, {:defmodule, _, [{:__aliases__, _, name}, [do: body]]}} = Code.string_to_quoted(text)

    specs =
      for {:@, _, [{kind, _, [spec]}]} <- statements(body),
          kind in [:spec, :type, :opaque],
          do: %{
            kind: kind,
            label: label(spec),
            source: format("@#{kind} #{Macro.to_string(spec)}")
          }

    {Enum.map_join(name, ".", &to_string/1), specs}
  end

  defp statements({:__block__, _, statements}), do: statements
  defp statements(statement), do: [statement]

  defp label({:when, _, [spec | _]}), do: label(spec)
  # A word of Elixir as a name is unquoted.
  defp label({:"::", _, [{{:unquote, _, [name]}, _, args} | _]}), do: label(name, args)
  defp label({:"::", _, [{name, _, args} | _]}), do: label(name, args)

  # `nil` is a name as well, and as a string an empty one.
  defp label(name, args), do: "#{Atom.to_string(name)}/#{arity(args)}"

  defp arity(args) when is_list(args), do: length(args)
  defp arity(_none), do: 0

  defp format(source) do
    source
    |> Code.format_string!(line_length: @width + 4)
    |> IO.iodata_to_binary()
    |> String.replace(~r/^ {8}/m, "    ")
    |> String.replace(~r/^ {6}(?=})/m, "")
  end

  # The types in front of the trait, each with its name; and the functions in it.
  defp rust(text) do
    lines = text |> String.split("\n") |> code()
    {types, rest} = Enum.split_while(lines, &(not String.starts_with?(&1, "pub trait Nifs")))
    {items(types), rest |> Enum.drop(1) |> Enum.take_while(&(&1 != "}")) |> methods([])}
  end

  # Without comments and attributes; one that takes several lines ends where it is indented as it began.
  defp code([]), do: []

  defp code([line | rest]) do
    trimmed = String.trim_leading(line)

    cond do
      trimmed == "" or String.starts_with?(trimmed, "//") -> code(rest)
      not String.starts_with?(trimmed, "#") -> [line | code(rest)]
      String.ends_with?(line, "]") -> code(rest)
      true -> code(after_attribute(rest, line))
    end
  end

  defp after_attribute(lines, first) do
    indent =
      String.duplicate(" ", String.length(first) - String.length(String.trim_leading(first)))

    closed? = &(&1 in [indent <> ")]", indent <> "]"])
    lines |> Enum.drop_while(&(not closed?.(&1))) |> Enum.drop(1)
  end

  defp items([]), do: []

  defp items([line | rest]) do
    case Regex.run(~r/^pub (?:struct|enum|type) (\w+)/u, line) do
      [_, name] ->
        {lines, rest} = item([line | rest])
        [{name, Enum.join(lines, "\n")} | items(rest)]

      nil ->
        items(rest)
    end
  end

  defp item([line | rest]) do
    if String.ends_with?(line, [";", "{}"]) do
      {[line], rest}
    else
      {inside, [last | rest]} = Enum.split_while(rest, &(not String.starts_with?(&1, ["}", ")"])))
      {[line | inside] ++ [last], rest}
    end
  end

  defp methods([], _method), do: []

  defp methods([line | rest], method) do
    line = String.replace_prefix(line, "    ", "")
    method = [line | method]

    if String.ends_with?(line, ";"),
      do: [method |> Enum.reverse() |> Enum.join("\n") |> wrapped() | methods(rest, [])],
      else: methods(rest, method)
  end

  # A signature that rustfmt leaves in one line may still be wider than a column.
  defp wrapped(signature) do
    with true <- String.length(signature) > @width and not String.contains?(signature, "\n"),
         [_, head, params, tail] <- Regex.run(~r/^(fn [^(]+\()(.+)(\)(?: ->.*)?;)$/u, signature),
         [_, _] = sides = [head <> params <> ")", String.replace_prefix(tail, ") ", "")] do
      if Enum.all?(sides, &(String.length(&1) <= @width)),
        do: Enum.join(sides, "\n    "),
        else: head <> "\n" <> Enum.map_join(split(params, 0, "", []), &"    #{&1},\n") <> tail
    else
      _ -> signature
    end
  end

  # At the commas outside of brackets.
  defp split("", _depth, param, params), do: Enum.reverse([String.trim(param) | params])

  defp split("," <> rest, 0, param, params),
    do: split(rest, 0, "", [String.trim(param) | params])

  defp split(<<character::utf8, rest::binary>>, depth, param, params) do
    depth =
      cond do
        character in ~c"<([" -> depth + 1
        character in ~c">)]" -> depth - 1
        true -> depth
      end

    split(rest, depth, param <> <<character::utf8>>, params)
  end
end
