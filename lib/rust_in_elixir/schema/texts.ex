defmodule RustInElixir.Schema.Texts do
  @moduledoc false

  # Facts about the strings in a schema's defaults and constraints that only Elixir knows: how it trims them, and
  # which of the schema's formats they match. With them the core checks a default as the generated validation
  # checks a caller's value.

  alias RustInElixir.Core.{Default, Definition, Field, Text}

  # As a format in generated code: `$` is the end.
  @options [:unicode, :ucp, :dollar_endonly]

  @doc "The options that a format is compiled with."
  @spec options() :: [atom]
  def options, do: @options

  @doc "The strings in the defaults and constraints of some definitions, and what is said of them."
  @spec of([Definition.t()]) :: %{String.t() => Text.t()}
  def of(definitions) do
    strings =
      definitions
      |> Enum.flat_map(&literals/1)
      |> Enum.flat_map(&strings/1)
      |> Enum.flat_map(&[&1, String.trim(&1)])
      |> Enum.uniq()

    formats = if strings == [], do: [], else: formats(definitions)
    Map.new(strings, &{&1, text(&1, formats)})
  end

  defp text(string, formats) do
    matched =
      for {format, compiled} <- formats,
          :re.run(string, compiled, capture: :none) == :match,
          do: format

    %Text{trimmed: String.trim(string), formats: matched}
  end

  defp formats(definitions) do
    for %{kind: {:newtype, _inner, constraints}} <- definitions,
        {:format, format} <- constraints,
        {:ok, compiled} <- [:re.compile(format, @options)],
        into: %{},
        do: {format, compiled}
  end

  defp literals(%Definition{kind: {:newtype, _inner, constraints}}),
    do: for({:in, values} <- constraints, value <- values, do: value)

  defp literals(%Definition{kind: {:record, _tag, fields}}), do: defaults(fields)
  defp literals(%Definition{kind: {_kind, members}}) when is_list(members), do: defaults(members)
  defp literals(_definition), do: []

  defp defaults(members), do: for(%Field{default: %Default{value: value}} <- members, do: value)

  defp strings({:string, string}), do: [string]

  defp strings({kind, items}) when kind in [:list, :set, :tuple],
    do: Enum.flat_map(items, &strings/1)

  defp strings({:map, pairs}),
    do: Enum.flat_map(pairs, fn {key, value} -> strings(key) ++ strings(value) end)

  defp strings(_literal), do: []
end
