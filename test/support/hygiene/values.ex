defmodule RustInElixir.Hygiene.Values do
  @moduledoc """
  Values for the types of a boundary, made from its data alone.
  """

  @doc "Values of a type: one for each variant of an enum, else one."
  @spec of(RustInElixir.Core.Boundary.t(), RustInElixir.Core.Type.t()) :: [term, ...]
  def of(_boundary, {:scalar, :u8}), do: [7]
  def of(_boundary, {:scalar, :string}), do: ["text"]
  def of(_boundary, {:scalar, :atom}), do: [:atom]
  def of(boundary, {:list, type}), do: [of(boundary, type)]
  def of(boundary, {:optional, type}), do: of(boundary, type)

  def of(boundary, {:map, key, value}),
    do: [%{first(boundary, key) => first(boundary, value)}]

  def of(boundary, {:tuple, types}),
    do: [types |> Enum.map(&first(boundary, &1)) |> List.to_tuple()]

  def of(boundary, {:named, name}) do
    definition = Enum.find(boundary.definitions, &(&1.name == name))
    module = Module.concat(boundary.facade, name)
    of_kind(boundary, definition.kind, module)
  end

  @doc "The first value of a type."
  @spec first(RustInElixir.Core.Boundary.t(), RustInElixir.Core.Type.t()) :: term
  def first(boundary, type), do: boundary |> of(type) |> hd()

  defp of_kind(_boundary, {:unit_enum, variants}, _module), do: Enum.map(variants, &atom(&1.name))

  defp of_kind(boundary, {kind, variants}, _module) when kind in [:tagged_enum, :untagged_enum],
    do: Enum.map(variants, &variant(boundary, kind, &1))

  defp of_kind(boundary, {kind, fields}, module) when kind in [:struct, :exception],
    do: [struct!(module, pairs(boundary, fields))]

  defp of_kind(boundary, {:map, fields}, _module), do: [Map.new(pairs(boundary, fields))]
  defp of_kind(boundary, {:options, fields}, _module), do: [pairs(boundary, fields)]

  defp of_kind(boundary, {:tuple, fields}, _module),
    do: [boundary |> pairs(fields) |> Enum.map(&elem(&1, 1)) |> List.to_tuple()]

  defp of_kind(boundary, {:record, tag, fields}, _module),
    do: [List.to_tuple([atom(tag) | Enum.map(pairs(boundary, fields), &elem(&1, 1))])]

  defp of_kind(boundary, {:newtype, type, constraints}, _module) do
    case constraints[:in] do
      nil -> of(boundary, type)
      choices -> for {:atom, name} <- choices, do: atom(name)
    end
  end

  defp of_kind(_boundary, {:remote, _type, _remote}, _module), do: [URI.parse("/text")]

  defp variant(_boundary, _kind, %{shape: :unit, name: name}), do: atom(name)

  defp variant(boundary, :untagged_enum, %{shape: {:values, [type]}}), do: first(boundary, type)

  defp variant(boundary, _kind, %{shape: {:values, types}, name: name}),
    do: List.to_tuple([atom(name) | Enum.map(types, &first(boundary, &1))])

  defp variant(boundary, _kind, %{shape: {:fields, fields}, name: name}),
    do: {atom(name), Map.new(pairs(boundary, fields))}

  # Numbers differ, so that no field stands for another one.
  defp pairs(boundary, fields) do
    for {field, index} <- Enum.with_index(fields, 1) do
      value =
        case field do
          %{type: {:scalar, :u8}} -> rem(index, 256)
          %{default: %{value: {_kind, value}}, type: {:scalar, :string}} -> value
          %{default: %{value: :none}} -> nil
          %{default: %{value: {:bool, value}}} -> value
          %{default: %{value: {:atom, name}}} -> atom(name)
          %{type: type} -> first(boundary, type)
        end

      {atom(field.name), value}
    end
  end

  defp atom(name), do: String.to_atom(name)
end
