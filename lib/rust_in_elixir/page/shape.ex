defmodule RustInElixir.Page.Shape do
  @moduledoc false

  # Types in the notation of a schema, the terms that they represent, and their limits.

  alias RustInElixir.Core.{Definition, Nif}

  @doc """
  A type in the notation of a schema.

      iex> RustInElixir.Page.Shape.notation({:optional, {:list, {:scalar, :u8}}})
      "[u8] | nil"
  """
  @spec notation(RustInElixir.Core.Type.t()) :: String.t()
  def notation({:scalar, scalar}) do
    case Atom.to_string(scalar) do
      "packed_" <> number -> "packed(#{number})"
      "slice_" <> whole -> "slice(#{whole})"
      name -> name
    end
  end

  def notation({:named, name}), do: name
  def notation({:list, item}), do: "[#{notation(item)}]"
  def notation({:array, item, length}), do: "array(#{notation(item)}, #{length})"
  def notation({:set, item}), do: "mapset(#{notation(item)})"
  def notation({:tuple, items}), do: "{#{notations(items)}}"
  def notation({:map, key, value}), do: "%{#{notation(key)} => #{notation(value)}}"
  def notation({:optional, item}), do: "#{notation(item)} | nil"
  def notation({:invalid, source}), do: source

  @doc "A parameter's type as a schema writes it, with how the value is passed."
  @spec parameter(RustInElixir.Core.Param.t()) :: String.t()
  def parameter(%{passing: :plain, type: type}), do: notation(type)
  def parameter(%{passing: passing, type: type}), do: "#{passing}(#{notation(type)})"

  @doc "The term of a definition: what a value of it looks like in Elixir."
  @spec term(Definition.t(), String.t()) :: String.t()
  def term(%{name: name, kind: kind, owner: owner}, facade),
    do: kind_term(kind, "#{owner || facade}.#{name}")

  defp kind_term({enum, variants}, _) when enum in [:unit_enum, :tagged_enum, :untagged_enum],
    do: Enum.map_join(variants, "\n| ", &variant(&1, enum))

  defp kind_term({kind, fields}, module) when kind in [:struct, :exception],
    do: container("%#{module}{", pairs(fields), "}")

  defp kind_term({:map, fields}, _module), do: container("%{", pairs(fields), "}")
  defp kind_term({:options, fields}, _module), do: container("[", pairs(fields), "]")

  defp kind_term({:tuple, fields}, _module),
    do: container("{", Enum.map(fields, &notation(&1.type)), "}")

  defp kind_term({:record, tag, fields}, _module),
    do: container("{", [atom(tag) | Enum.map(fields, &notation(&1.type))], "}")

  defp kind_term({:newtype, type, _constraints}, _module), do: notation(type)
  defp kind_term({:custom, custom}, _module), do: custom.typespec
  defp kind_term({:remote, _type, remote}, _module), do: remote.typespec
  defp kind_term({:resource, _resource}, module), do: "%#{module}{}"

  @doc "A variant as a term."
  @spec variant(RustInElixir.Core.Variant.t(), atom) :: String.t()
  def variant(%{shape: {:values, types}}, :untagged_enum), do: notations(types)
  def variant(%{name: name, shape: :unit}, _enum), do: atom(name)

  def variant(%{name: name, shape: {:values, types}}, _enum),
    do: "{#{atom(name)}, #{notations(types)}}"

  def variant(%{name: name, shape: {:fields, fields}}, _enum),
    do: "{#{atom(name)}, %{#{Enum.join(pairs(fields), ", ")}}}"

  @doc """
  The terms of a call, a parameter a line, and what comes back. A type of the schema is shown as what
  it is made of, where that fits a line.
  """
  @spec call(Nif.t(), %{optional(String.t()) => Definition.t()}, String.t()) :: String.t()
  def call(nif, definitions, facade) do
    open = &opened(&1, definitions, facade)
    params = for param <- nif.params, do: "#{param.name} :: #{passed(param, open)}"
    Enum.join(params ++ ["→ " <> returned(nif, open)], "\n")
  end

  defp passed(%{passing: :plain, type: type}, open), do: open.(type)
  defp passed(%{passing: passing, type: type}, open), do: "#{passing}(#{open.(type)})"

  defp returned(%{returns: returns, return_style: style, name: name}, open) do
    {value, error} = parts(returns, open)

    value =
      if value == ":ok" or style != :tagged or String.ends_with?(name, "?"),
        do: value,
        else: "{:ok, #{value}}"

    if error && style != :bare, do: "#{value}\n| {:error, #{error}}", else: value
  end

  defp parts(:ok, _open), do: {":ok", nil}
  defp parts({:value, type}, open), do: {open.(type), nil}
  defp parts({:result, nil, error}, open), do: {":ok", open.(error)}
  defp parts({:result, value, error}, open), do: {open.(value), open.(error)}

  defp parts({:stream, item, item_error, error}, open) do
    item =
      if item_error,
        do: "{:ok, #{open.(item)}} | {:error, #{open.(item_error)}}",
        else: open.(item)

    {"stream(#{item})", error && open.(error)}
  end

  # A type of one line is shown as what it is; of anything longer the name is a link.
  defp opened({:named, name}, definitions, facade) do
    with %Definition{} = definition <- definitions[name],
         term = definition |> term(facade) |> String.replace("\n| ", " | "),
         true <- String.length(term) <= 40 and not String.contains?(term, "\n") do
      if resource?(definition) or struct?(definition), do: term, else: "#{name} as #{term}"
    else
      _ -> name
    end
  end

  defp opened(type, _definitions, _facade), do: notation(type)

  defp resource?(%{kind: kind}), do: elem(kind, 0) == :resource
  defp struct?(%{kind: kind}), do: elem(kind, 0) in [:struct, :exception]

  defp container(open, [], close), do: open <> close

  defp container(open, parts, close) do
    line = open <> Enum.join(parts, ", ") <> close

    if String.length(line) <= 40,
      do: line,
      else: open <> "\n" <> Enum.map_join(parts, ",\n", &("  " <> &1)) <> "\n" <> close
  end

  defp pairs(fields), do: for(field <- fields, do: "#{key(field.name)} #{notation(field.type)}")
  defp notations(types), do: Enum.map_join(types, ", ", &notation/1)

  @doc """
  The limits of the values of a type, in words; `nil` if the type itself says it.

      iex> RustInElixir.Page.Shape.limits({:scalar, :u16})
      "0..65535"
  """
  @spec limits(RustInElixir.Core.Type.t()) :: String.t() | nil
  def limits({:scalar, scalar}), do: scalar_limits(scalar)

  def limits({:optional, type}),
    do: if(limits = limits(type), do: "nil or " <> limits)

  def limits({kind, item}) when kind in [:list, :set],
    do: if(limits = limits(item), do: "each " <> limits)

  def limits({:array, item, _length}), do: limits({:list, item})
  def limits(_type), do: nil

  for bits <- [8, 16, 32, 64, 128] do
    half = Integer.pow(2, bits - 1)
    defp scalar_limits(unquote(:"i#{bits}")), do: range(unquote(-half), unquote(half - 1))
    defp scalar_limits(unquote(:"u#{bits}")), do: range(0, unquote(2 * half - 1))
  end

  defp scalar_limits(:isize), do: scalar_limits(:i64)
  defp scalar_limits(:usize), do: scalar_limits(:u64)
  defp scalar_limits(:f32), do: "rounded to 32 bits"
  defp scalar_limits(:datetime), do: "in UTC"
  defp scalar_limits(:duration), do: "without years and months"
  defp scalar_limits(:range), do: "with the step 1, within 64 bits"
  defp scalar_limits(_scalar), do: nil

  # Powers of two are easier to read than such long numbers.
  defp range(least, greatest) when greatest > 4_294_967_295 do
    bits = greatest |> Integer.digits(2) |> length()
    least = if least == 0, do: "0", else: "-2^#{bits}"
    "#{least}..2^#{bits} - 1"
  end

  defp range(least, greatest), do: "#{source(least)}..#{source(greatest)}"

  @doc "A constraint of a newtype, in words."
  @spec constraint(RustInElixir.Core.Constraint.t(), RustInElixir.Core.Type.t()) :: String.t()
  def constraint(:trim, _type), do: "white space at its ends is removed"
  def constraint({:min, least}, _type), do: "at least #{literal(least)}"
  def constraint({:max, greatest}, _type), do: "at most #{literal(greatest)}"
  def constraint({:min_length, least}, type), do: "at least #{counted(least, type)}"
  def constraint({:max_length, greatest}, type), do: "at most #{counted(greatest, type)}"

  def constraint({:max_bytes, greatest}, _),
    do: "at most #{counted(greatest, {:scalar, :binary})}"

  def constraint({:format, format}, _type), do: "of the format #{format}"
  def constraint({:in, values}, _type), do: "one of #{Enum.map_join(values, ", ", &literal/1)}"

  defp counted(1, type), do: "1 " <> unit(type)
  defp counted(count, type), do: "#{source(count)} #{unit(type)}s"

  defp unit({:scalar, scalar}) when scalar in [:binary, :path], do: "byte"
  defp unit({:scalar, _text}), do: "character"
  defp unit({:named, _name}), do: "unit of length"
  defp unit(_list), do: "element"

  defp literal(:none), do: "nil"
  defp literal({:integer, digits}), do: digits |> String.to_integer() |> source()
  defp literal({:atom, name}), do: atom(name)
  defp literal({kind, value}) when kind in [:bool, :float], do: inspect(value)
  defp literal({kind, text}) when kind in [:string, :binary], do: inspect(text, limit: :infinity)
  defp literal({:list, items}), do: "[#{Enum.map_join(items, ", ", &literal/1)}]"
  defp literal({:set, items}), do: "MapSet.new([#{Enum.map_join(items, ", ", &literal/1)}])"
  defp literal({:tuple, items}), do: "{#{Enum.map_join(items, ", ", &literal/1)}}"
  defp literal({:other, source}), do: source

  defp literal({:map, pairs}) do
    "%{#{Enum.map_join(pairs, ", ", fn {key, value} -> "#{literal(key)} => #{literal(value)}" end)}}"
  end

  # As Elixir's formatter writes numbers of six digits or more.
  defp source(integer) when integer < 0, do: "-" <> source(-integer)
  defp source(integer) when integer < 100_000, do: Integer.to_string(integer)

  defp source(integer) do
    integer
    |> Integer.digits(1000)
    |> Enum.map_join("_", &String.pad_leading(Integer.to_string(&1), 3, "0"))
    |> String.trim_leading("0")
  end

  # No atom is made of what a schema says.
  defp atom(name) do
    if name =~ ~r/\A[a-z_]\w*[?!]?\z/, do: ":" <> name, else: ":" <> inspect(name)
  end

  defp key(name) do
    if name =~ ~r/\A[a-z_]\w*[?!]?\z/, do: name <> ":", else: inspect(name) <> ":"
  end
end
