defmodule RustInElixir.Agreement.Oracle do
  @moduledoc """
  What the terms of a draft's types are, worked out from the documentation of the notation alone,
  so that nothing generated judges itself.
  """

  alias RustInElixir.Agreement.Draft

  @enforce_keys [:facade, :types, :recursive, :heights, :handles, :time, :decimal]
  defstruct [:facade, :types, :recursive, :heights, :handles, :time, :decimal]

  @typedoc "A draft, with the handles to each of its resources that there are."
  @type t :: %__MODULE__{
          facade: String.t(),
          types: %{String.t() => Draft.definition()},
          recursive: MapSet.t(String.t()),
          heights: %{String.t() => pos_integer | :infinity},
          handles: %{String.t() => [struct]},
          time: :chrono | :jiff,
          decimal: :rust_decimal | :bigdecimal
        }

  @integers for {letter, bits} <- [{"i", 8}, {"i", 16}, {"i", 32}, {"i", 64}, {"i", 128}],
                signed <- [true, false],
                into: %{isize: {-(2 ** 63), 2 ** 63 - 1}, usize: {0, 2 ** 64 - 1}},
                do:
                  if(signed,
                    do: {:"#{letter}#{bits}", {-(2 ** (bits - 1)), 2 ** (bits - 1) - 1}},
                    else: {:"u#{bits}", {0, 2 ** bits - 1}}
                  )

  # The largest number of 32 bits.
  @f32 (2.0 - 2 ** -23) * 2 ** 127

  # A recursive type may begin at most this many steps from the argument's name.
  @deepest 128

  # What is filled in may lie deeper than a caller's value.
  @far_above -1000

  @doc "Reads a draft."
  @spec new(Draft.t(), %{String.t() => [struct]}) :: t
  def new(draft, handles) do
    types = Map.new(draft.types, &{&1.name, &1})

    recursive =
      for name <- Map.keys(types), name in reach(types, name), into: MapSet.new(), do: name

    oracle = %__MODULE__{
      facade: draft.facade,
      types: types,
      recursive: recursive,
      heights: heights(types),
      handles: handles,
      time: draft.time,
      decimal: draft.decimal
    }

    %{oracle | types: Map.new(types, fn {name, type} -> {name, with_structs(oracle, type)} end)}
  end

  # A default as it stands in the struct or is filled in: with structs in the place of maps.
  defp with_structs(oracle, %{fields: fields} = type) do
    fields =
      for field <- fields do
        case field.default do
          {:value, default} -> %{field | default: {:value, made(oracle, field.type, default)}}
          :none -> field
        end
      end

    %{type | fields: fields}
  end

  defp with_structs(_oracle, type), do: type

  @doc """
  What a default becomes; an error where a caller could not pass it, or where the structs in it have
  defaults that lead back to the struct that it is the default of.
  """
  @spec default(t, Draft.definition(), Draft.field()) :: {:ok, term} | :error
  def default(oracle, definition, field) do
    {:value, default} =
      Enum.find(oracle.types[definition.name].fields, &(&1.name == field.name)).default

    if definition.kind in [:struct, :exception] and definition.name in led_to(oracle, default),
      do: :error,
      else: judge(oracle, field.type, default)
  end

  # The structs in a term, those in their defaults, and so on.
  defp led_to(oracle, term) do
    Stream.iterate({structs(oracle, term), []}, fn {open, seen} ->
      held =
        for name <- open,
            %{default: {:value, default}} <- oracle.types[name].fields,
            name <- structs(oracle, default),
            uniq: true,
            do: name

      {held -- (open ++ seen), open ++ seen}
    end)
    |> Enum.find_value(fn {open, seen} -> if open == [], do: seen end)
  end

  defp structs(oracle, %{__struct__: module} = struct) do
    prefix = "Elixir.#{oracle.facade}."
    own = for {:ok, name} <- [own_name(module, prefix)], is_map_key(oracle.types, name), do: name
    own ++ structs(oracle, Map.to_list(Map.delete(struct, :__struct__)))
  end

  defp structs(oracle, map) when is_map(map), do: structs(oracle, Map.to_list(map))
  defp structs(oracle, [head | tail]), do: structs(oracle, head) ++ structs(oracle, tail)
  defp structs(oracle, tuple) when is_tuple(tuple), do: structs(oracle, Tuple.to_list(tuple))
  defp structs(_oracle, _term), do: []

  defp own_name(module, prefix) when is_atom(module) do
    with name when is_binary(name) <- Atom.to_string(module),
         true <- String.starts_with?(name, prefix),
         do: {:ok, String.replace_prefix(name, prefix, "")}
  end

  defp own_name(_module, _prefix), do: :error

  @doc "A term of the schema with the structs that its maps stand for; what is of no use stays as it is."
  @spec made(t, Draft.type(), term) :: term
  def made(oracle, type, term), do: made(oracle, type, term, 5)

  # Defaults without end are nowhere as deep.
  defp made(_oracle, _type, term, 0), do: term

  defp made(oracle, type, term, levels) do
    go = &made(oracle, &1, &2, levels)

    case {type, term} do
      {{:optional, _}, nil} ->
        nil

      {{:optional, item}, _} ->
        go.(item, term)

      {{:list, item}, [_ | _]} ->
        if(List.improper?(term), do: term, else: Enum.map(term, &go.(item, &1)))

      {{:array, item, _length}, _} ->
        go.({:list, item}, term)

      {{:tuple, types}, _} when is_tuple(term) ->
        made_each(types, term, go)

      {{:map, key, item}, %{}} when not is_struct(term) ->
        Map.new(term, fn {at, held} -> {go.(key, at), go.(item, held)} end)

      {{:named, name}, _} ->
        made_named(oracle, oracle.types[name], term, levels, go)

      _ ->
        term
    end
  end

  defp made_each(types, tuple, go) do
    if tuple_size(tuple) == length(types),
      do: tuple |> Tuple.to_list() |> Enum.zip_with(types, &go.(&2, &1)) |> List.to_tuple(),
      else: tuple
  end

  defp made_named(oracle, %{kind: kind, fields: fields} = type, term, levels, go)
       when kind in [:struct, :exception] and is_map(term) and not is_struct(term) do
    mark = if kind == :exception, do: [__exception__: true], else: []

    own =
      for field <- fields,
          {:ok, default} <- [absent(field)],
          do: {field.name, made(oracle, field.type, default, levels - 1)}

    [__struct__: module(oracle, type.name)]
    |> Enum.concat(mark ++ own)
    |> Map.new()
    |> Map.merge(made_fields(fields, term, go))
  end

  defp made_named(_oracle, %{kind: :map, fields: fields}, term, _levels, go)
       when is_map(term) and not is_struct(term),
       do: made_fields(fields, term, go)

  defp made_named(_oracle, %{kind: :tuple, fields: fields}, term, _levels, go)
       when is_tuple(term),
       do: made_each(Enum.map(fields, & &1.type), term, go)

  defp made_named(_oracle, %{kind: :record, fields: fields}, term, _levels, go)
       when is_tuple(term) and tuple_size(term) > 0,
       do: made_each([{:scalar, :term} | Enum.map(fields, & &1.type)], term, go)

  defp made_named(_oracle, %{kind: :newtype, inner: inner}, term, _levels, go),
    do: go.(inner, term)

  defp made_named(_oracle, %{kind: :tagged_enum, variants: variants}, term, _levels, go)
       when is_tuple(term) and tuple_size(term) > 0 do
    case {Enum.find(variants, &(&1.name === elem(term, 0))), term} do
      {%{shape: {:values, types}}, _} -> made_each([{:scalar, :term} | types], term, go)
      {%{shape: {:fields, fields}}, {tag, %{} = map}} -> {tag, made_fields(fields, map, go)}
      _ -> term
    end
  end

  # A value that already fits is not cast.
  defp made_named(oracle, %{kind: :untagged_enum, variants: variants}, term, _levels, go) do
    types = for %{shape: {:values, [type]}} <- variants, do: type
    fits? = fn type, term -> match?({:ok, _}, judge(oracle, type, term)) end

    if Enum.any?(types, &fits?.(&1, term)),
      do: term,
      else:
        types
        |> Enum.map(&{&1, go.(&1, term)})
        |> Enum.find({nil, term}, fn {type, made} -> fits?.(type, made) end)
        |> elem(1)
  end

  defp made_named(_oracle, _type, term, _levels, _go), do: term

  defp made_fields(fields, map, go) do
    for {key, held} <- map, into: %{} do
      case Enum.find(fields, &(&1.name === key)) do
        nil -> {key, held}
        field -> {key, go.(field.type, held)}
      end
    end
  end

  @doc "What a type is made of without its newtypes; a newtype that is made of itself is its own base."
  @spec base(t, Draft.type()) :: Draft.type()
  def base(oracle, type), do: base(oracle, type, [])

  defp base(oracle, {:named, name} = type, outer) do
    case oracle.types[name] do
      %{kind: :newtype, inner: inner} ->
        if name in outer, do: type, else: base(oracle, inner, [name | outer])

      _ ->
        type
    end
  end

  defp base(_oracle, type, _outer), do: type

  @doc "The least and the greatest integer of each integer type."
  @spec integers() :: %{atom => {integer, integer}}
  def integers, do: @integers

  @doc "The module of a type."
  @spec module(t, String.t()) :: module
  def module(oracle, name), do: Module.concat(oracle.facade, name)

  @doc "Whether a value of the type can hold one of a recursive type."
  @spec recursive?(t, Draft.type()) :: boolean
  def recursive?(oracle, type), do: Enum.any?(reached(oracle, type), &(&1 in oracle.recursive))

  @doc "The names of the types that a value of the type can hold, or be."
  @spec reached(t, Draft.type()) :: [String.t()]
  def reached(oracle, type) do
    names = references(type)
    Enum.uniq(names ++ Enum.flat_map(names, &MapSet.to_list(reach(oracle.types, &1))))
  end

  @doc "How many types at least are inside of each other in a value of a variant."
  @spec height(t, Draft.variant()) :: pos_integer | :infinity
  def height(oracle, variant), do: variant_height(variant, oracle.heights)

  @doc """
  Whether a term is of a type, and the term that comes back for it.

  It is the same term but for what the schema asks to be changed: a number of 32 bits is rounded,
  white space trimmed, and what may be left out filled in. Times have six digits of a second, and a decimal
  has what its type in Rust has.
  """
  @spec judge(t, Draft.type(), term) :: {:ok, term} | :error
  def judge(oracle, type, term), do: judge(oracle, type, term, 1)

  defp judge(oracle, type, term, depth) do
    {:ok, value(oracle, type, term, depth)}
  catch
    :refused -> :error
  end

  defp value(oracle, {:scalar, :datetime}, term, _depth) do
    held = calendar(term, DateTime)
    require!(oracle.time == :chrono or instant?(DateTime.to_naive(held)))
    held
  end

  defp value(oracle, {:scalar, :decimal}, term, _depth), do: decimal(oracle.decimal, term)
  defp value(_oracle, {:scalar, scalar}, term, _depth), do: scalar(scalar, term)

  defp value(oracle, {:optional, item}, term, depth),
    do: if(term == nil, do: nil, else: value(oracle, item, term, depth))

  defp value(oracle, {:list, item}, term, depth) do
    list(term, &value(oracle, item, &1, depth + 1))
  end

  defp value(oracle, {:array, item, length}, term, depth) do
    require!(is_list(term) and not List.improper?(term) and length(term) == length)
    list(term, &value(oracle, item, &1, depth + 1))
  end

  # A set has its elements as the keys of a map, each with an empty list.
  defp value(oracle, {:set, item}, term, depth) do
    require!(match?(%{__struct__: MapSet, map: %{}}, term))
    require!(Enum.all?(:maps.values(term.map), &(&1 === [])))
    MapSet.new(:maps.keys(term.map), &value(oracle, item, &1, depth + 1))
  end

  defp value(oracle, {:tuple, items}, term, depth), do: elements(oracle, items, term, depth)

  defp value(oracle, {:map, key, item}, term, depth) do
    require!(is_map(term) and not is_struct(term))

    for {at, held} <- term, into: %{} do
      {value(oracle, key, at, depth + 1), value(oracle, item, held, depth + 1)}
    end
  end

  defp value(oracle, {:named, name}, term, depth) do
    require!(depth <= @deepest or name not in oracle.recursive)
    named(oracle, Map.fetch!(oracle.types, name), term, depth)
  end

  defp named(_oracle, %{kind: :unit_enum} = type, term, _depth) do
    require!(is_atom(term) and Enum.any?(type.variants, &(&1.name == term)))
    term
  end

  defp named(oracle, %{kind: :tagged_enum} = type, term, depth) do
    tag = if is_tuple(term) and tuple_size(term) > 0, do: elem(term, 0), else: term
    variant = Enum.find(type.variants, &(&1.name === tag))
    require!(variant)
    variant(oracle, variant, term, depth)
  end

  defp named(oracle, %{kind: :untagged_enum} = type, term, depth) do
    type.variants
    |> Enum.find_value(fn %{shape: {:values, [inner]}} ->
      try do
        {:ok, value(oracle, inner, term, depth)}
      catch
        :refused -> nil
      end
    end)
    |> case do
      {:ok, term} -> term
      nil -> throw(:refused)
    end
  end

  defp named(oracle, %{kind: kind, fields: fields} = type, term, depth)
       when kind in [:struct, :exception] do
    mark = if kind == :exception, do: [:__exception__], else: []
    keys = Enum.map(fields, & &1.name) ++ [:__struct__ | mark]
    require!(is_map(term) and Enum.sort(Map.keys(term)) == Enum.sort(keys))
    require!(term.__struct__ === module(oracle, type.name))
    require!(kind == :struct or term.__exception__ === true)

    for %{name: name, type: type} <- fields, reduce: term do
      term -> %{term | name => value(oracle, type, Map.fetch!(term, name), depth + 1)}
    end
  end

  defp named(oracle, %{kind: :map, fields: fields}, term, depth) do
    fields(oracle, fields, term, depth)
  end

  defp named(oracle, %{kind: :tuple, fields: fields}, term, depth) do
    elements(oracle, Enum.map(fields, & &1.type), term, depth)
  end

  defp named(oracle, %{kind: :record, fields: fields, tag: tag}, term, depth) do
    require!(is_tuple(term) and tuple_size(term) == length(fields) + 1 and elem(term, 0) === tag)
    held = term |> Tuple.delete_at(0) |> Tuple.to_list()

    items =
      for {item, field} <- Enum.zip(held, fields), do: value(oracle, field.type, item, depth + 1)

    List.to_tuple([tag | items])
  end

  defp named(oracle, %{kind: :options, fields: fields}, term, depth) do
    pairs =
      list(term, fn pair ->
        require!(match?({key, _} when is_atom(key), pair))
        pair
      end)

    require!(Enum.uniq_by(pairs, &elem(&1, 0)) == pairs)
    fields(oracle, fields, Map.new(pairs), depth)
  end

  defp named(oracle, %{kind: :newtype} = type, term, depth) do
    base = base(oracle, type.inner)
    # Every rule holds for the value as it arrives.
    subject = if trimmed?(oracle, type) and is_binary(term), do: String.trim(term), else: term
    held = value(oracle, type.inner, subject, depth)
    # A limit is one of what was passed, and not of what 32 bits make of it.
    require!(Enum.all?(type.constraints, &meets?(&1, subject, base)))
    held
  end

  defp named(_oracle, %{kind: :custom}, term, _depth) do
    {least, greatest} = @integers.i64
    require!(match?({:custom, n} when is_integer(n) and n >= least and n <= greatest, term))
    term
  end

  defp named(oracle, %{kind: :resource, name: name}, term, _depth) do
    require!(Enum.any?(Map.get(oracle.handles, name, []), &(&1 === term)))
    term
  end

  defp variant(_oracle, %{shape: :unit}, term, _depth) do
    require!(is_atom(term))
    term
  end

  defp variant(oracle, %{name: tag, shape: {:values, types}}, term, depth) do
    require!(is_tuple(term) and tuple_size(term) == length(types) + 1)
    held = term |> Tuple.delete_at(0) |> Tuple.to_list()
    items = for {item, type} <- Enum.zip(held, types), do: value(oracle, type, item, depth + 1)
    List.to_tuple([tag | items])
  end

  defp variant(oracle, %{name: tag, shape: {:fields, fields}}, term, depth) do
    require!(is_tuple(term) and tuple_size(term) == 2)
    {tag, fields(oracle, fields, elem(term, 1), depth + 1)}
  end

  defp fields(oracle, fields, term, depth) do
    require!(is_map(term) and not is_struct(term))
    require!(Map.keys(term) -- Enum.map(fields, & &1.name) == [])

    for %{name: name, type: type} = field <- fields, into: %{} do
      case {term, absent(field)} do
        {%{^name => held}, _} -> {name, value(oracle, type, held, depth + 1)}
        # How deep a caller's value is does not count what is filled in.
        {_, {:ok, default}} -> {name, value(oracle, type, default, 1)}
        {_, :error} -> throw(:refused)
      end
    end
  end

  @doc """
  Which variants and absent values are in a term, in order, as `RustInElixir.Agreement.LibRs` has Rust
  say it. The term is one that `judge/3` gave.

  A value that Rust takes for another one may still be encoded as the same term.
  """
  @spec witness(t, Draft.type(), term) :: String.t()
  def witness(_oracle, {:scalar, _}, _term), do: ""
  def witness(_oracle, {:optional, _}, nil), do: "none"
  def witness(oracle, {:optional, item}, term), do: "some" <> witness(oracle, item, term)

  def witness(oracle, {:list, item}, term),
    do: "[#{Enum.map_join(term, ",", &witness(oracle, item, &1))}]"

  def witness(oracle, {:array, item, _length}, term), do: witness(oracle, {:list, item}, term)

  def witness(oracle, {:set, item}, term),
    do: "{#{term |> Enum.map(&witness(oracle, item, &1)) |> Enum.sort() |> Enum.join(",")}}"

  def witness(oracle, {:tuple, items}, term), do: witness_each(oracle, items, Tuple.to_list(term))

  def witness(oracle, {:map, key, item}, term) do
    pairs =
      for {at, held} <- term, do: "#{witness(oracle, key, at)}:#{witness(oracle, item, held)}"

    "{#{pairs |> Enum.sort() |> Enum.join(",")}}"
  end

  def witness(oracle, {:named, name}, term) do
    case oracle.types[name] do
      %{kind: :newtype, inner: inner} ->
        witness(oracle, inner, term)

      %{kind: :tagged_enum, variants: variants} ->
        tag = if is_tuple(term), do: elem(term, 0), else: term
        index = Enum.find_index(variants, &(&1.name === tag))
        "#{index}" <> variant_witness(oracle, Enum.at(variants, index).shape, term)

      %{kind: :untagged_enum, variants: variants} ->
        index =
          Enum.find_index(variants, fn %{shape: {:values, [type]}} ->
            match?({:ok, _}, judge(oracle, type, term, @far_above))
          end)

        %{shape: {:values, [type]}} = Enum.at(variants, index)
        "#{index}" <> witness(oracle, type, term)

      %{kind: kind, fields: fields} when kind in [:struct, :exception, :map, :options] ->
        witness_fields(oracle, fields, term)

      %{kind: :record, fields: fields} ->
        witness_each(oracle, Enum.map(fields, & &1.type), tl(Tuple.to_list(term)))

      %{kind: :tuple, fields: fields} ->
        witness_each(oracle, Enum.map(fields, & &1.type), Tuple.to_list(term))

      _ ->
        ""
    end
  end

  defp variant_witness(_oracle, :unit, _term), do: ""

  defp variant_witness(oracle, {:values, types}, term),
    do: witness_each(oracle, types, tl(Tuple.to_list(term)))

  defp variant_witness(oracle, {:fields, fields}, {_tag, map}),
    do: witness_fields(oracle, fields, map)

  defp witness_fields(oracle, fields, map),
    do: Enum.map_join(fields, &witness(oracle, &1.type, Map.fetch!(map, &1.name)))

  defp witness_each(oracle, types, terms),
    do: types |> Enum.zip_with(terms, &witness(oracle, &1, &2)) |> Enum.join()

  @doc "The value of an absent field, if it may be absent."
  @spec absent(Draft.field()) :: {:ok, term} | :error
  def absent(%{default: {:value, default}}), do: {:ok, default}
  def absent(%{type: {:optional, _}}), do: {:ok, nil}
  def absent(_field), do: :error

  defp elements(oracle, types, term, depth) do
    require!(is_tuple(term) and tuple_size(term) == length(types))

    term
    |> Tuple.to_list()
    |> Enum.zip_with(types, &value(oracle, &2, &1, depth + 1))
    |> List.to_tuple()
  end

  defp list([item | rest], read), do: [read.(item) | list(rest, read)]
  defp list([], _read), do: []
  defp list(_tail, _read), do: throw(:refused)

  for {name, {least, greatest}} <- @integers do
    defp scalar(unquote(name), term) do
      require!(is_integer(term) and term >= unquote(least) and term <= unquote(greatest))
      term
    end
  end

  defp scalar(:f32, term) do
    require!(is_float(term) and abs(term) <= @f32)
    <<rounded::float-32>> = <<term::float-32>>
    rounded
  end

  defp scalar(:f64, term), do: only(term, is_float(term))
  defp scalar(:bool, term), do: only(term, is_boolean(term))
  defp scalar(:string, term), do: only(term, is_binary(term) and String.valid?(term))

  defp scalar(:path, term),
    do: only(term, is_binary(term) and :binary.match(term, <<0>>) == :nomatch)

  defp scalar(:binary, term), do: only(term, is_binary(term))
  defp scalar(:atom, term), do: only(term, is_atom(term))
  defp scalar(:pid, term), do: only(term, is_pid(term))
  defp scalar(:reference, term), do: only(term, is_reference(term))
  defp scalar(:term, term), do: term

  defp scalar(:char, term),
    do: only(term, is_integer(term) and (term in 0..0xD7FF or term in 0xE000..0x10FFFF))

  defp scalar(:ip, term) do
    greatest = is_tuple(term) && %{4 => 0xFF, 8 => 0xFFFF}[tuple_size(term)]
    require!(greatest)
    only(term, Enum.all?(Tuple.to_list(term), &(is_integer(&1) and &1 in 0..greatest)))
  end

  defp scalar(:uuid, term),
    do: only(term, is_binary(term) and term =~ ~r/\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z/)

  defp scalar(:packed_i16, term), do: only(term, is_binary(term) and rem(byte_size(term), 2) == 0)
  defp scalar(:packed_f64, term), do: only(term, is_binary(term) and rem(byte_size(term), 8) == 0)

  defp scalar(:range, term) do
    {least, greatest} = @integers.i64
    require!(is_map(term) and Enum.sort(Map.keys(term)) == [:__struct__, :first, :last, :step])
    %{__struct__: module, first: first, last: last, step: step} = term
    require!(module === Range and step === 1)
    only(term, Enum.all?([first, last], &(is_integer(&1) and &1 >= least and &1 <= greatest)))
  end

  # In seconds and microseconds, without what has no fixed length.
  defp scalar(:duration, term) do
    units = [week: 604_800, day: 86_400, hour: 3600, minute: 60, second: 1]
    keys = Enum.sort([:__struct__, :year, :month, :microsecond | Keyword.keys(units)])
    {least, greatest} = @integers.i64
    within? = &(is_integer(&1) and &1 >= least and &1 <= greatest)

    require!(is_map(term) and Enum.sort(Map.keys(term)) == keys)
    require!(term.__struct__ === Duration and term.year === 0 and term.month === 0)
    require!(match?({_, precision} when precision in 0..6, term.microsecond))
    part = elem(term.microsecond, 0)

    require!(
      within?.(part) and Enum.all?(units, fn {unit, _} -> within?.(Map.fetch!(term, unit)) end)
    )

    total =
      part +
        Enum.sum(for {unit, seconds} <- units, do: Map.fetch!(term, unit) * seconds * 1_000_000)

    require!(within?.(total))

    none = Map.new(units, fn {unit, _} -> {unit, 0} end)

    term
    |> Map.merge(none)
    |> Map.merge(%{second: div(total, 1_000_000), microsecond: {rem(total, 1_000_000), 6}})
  end

  defp scalar(:integer, term), do: only(term, is_integer(term))
  defp scalar(:date, term), do: calendar(term, Date)
  defp scalar(:time, term), do: calendar(term, Time)
  defp scalar(:naive_datetime, term), do: calendar(term, NaiveDateTime)

  # The keys of a struct, the ISO calendar, a day and a time that exist in the years of Elixir, and UTC.
  defp calendar(term, module) do
    require!(is_struct(term, module))
    require!(Enum.sort(Map.keys(term)) == Enum.sort(Map.keys(module.__struct__())))
    require!(term.calendar === Calendar.ISO)
    require!(module == Time or day?(term.year, term.month, term.day))

    require!(
      module != DateTime or
        {term.time_zone, term.zone_abbr, term.utc_offset, term.std_offset} ===
          {"Etc/UTC", "UTC", 0, 0}
    )

    if module == Date, do: term, else: clock(term)
  end

  # The documentation of jiff has the first and the last one, with all fractions of its second.
  defp instant?(naive) do
    NaiveDateTime.compare(naive, ~N[-9999-01-02 01:59:59]) != :lt and
      NaiveDateTime.compare(naive, ~N[9999-12-30 22:00:01]) == :lt
  end

  defp day?(year, month, day) do
    Enum.all?([year, month, day], &is_integer/1) and year in -9999..9999 and
      Calendar.ISO.valid_date?(year, month, day)
  end

  defp clock(term) do
    require!(match?({_, _}, term.microsecond))
    {microsecond, precision} = term.microsecond

    within = [
      {term.hour, 23},
      {term.minute, 59},
      {term.second, 59},
      {microsecond, 999_999},
      {precision, 6}
    ]

    require!(
      Enum.all?(within, fn {part, most} -> is_integer(part) and part >= 0 and part <= most end)
    )

    %{term | microsecond: {microsecond, 6}}
  end

  defp decimal(crate, term) do
    require!(is_map(term) and Enum.sort(Map.keys(term)) == [:__struct__, :coef, :exp, :sign])
    %{__struct__: module, sign: sign, coef: coef, exp: exp} = term
    require!(module === Decimal and (sign === 1 or sign === -1))
    require!(is_integer(coef) and coef >= 0 and is_integer(exp))
    decimal(crate, term, exp)
  end

  # It has no positive exponents. Those of zero end where others could.
  defp decimal(:rust_decimal, term, exp) do
    require!(exp in -28..28)
    coef = term.coef * 10 ** max(exp, 0)
    require!(coef < 2 ** 96)
    %{term | coef: coef, exp: min(exp, 0)}
  end

  # It has no negative zero.
  defp decimal(:bigdecimal, term, exp) do
    require!(exp in -6144..6144)
    if term.coef == 0, do: %{term | sign: 1}, else: term
  end

  defp meets?({:trim, true}, _term, _type), do: true
  defp meets?({:min, least}, term, {:scalar, :decimal}), do: compared(term, least) >= 0
  defp meets?({:max, greatest}, term, {:scalar, :decimal}), do: compared(term, greatest) <= 0
  defp meets?({:min, least}, term, _type), do: term >= least
  defp meets?({:max, greatest}, term, _type), do: term <= greatest
  defp meets?({:in, values}, term, _type), do: Enum.any?(values, &(&1 === term))
  defp meets?({:min_length, least}, term, type), do: size(term, type) >= least
  defp meets?({:max_length, greatest}, term, type), do: size(term, type) <= greatest
  defp meets?({:max_bytes, greatest}, term, _type), do: byte_size(term) <= greatest

  # The end of a format is the end of the string.
  defp meets?({:format, format}, term, _type) do
    {:ok, compiled} = :re.compile(format, [:unicode, :ucp, :dollar_endonly])
    String.valid?(term) and :re.run(term, compiled, capture: :none) == :match
  end

  # How a decimal compares with an integer: both as integers, times the same power of ten.
  defp compared(%{sign: sign, coef: coef, exp: exp}, integer) when exp >= 0,
    do: sign * coef * 10 ** exp - integer

  defp compared(%{sign: sign, coef: coef, exp: exp}, integer),
    do: sign * coef - integer * 10 ** -exp

  defp size(term, {:scalar, scalar}) when scalar in [:binary, :path], do: byte_size(term)
  defp size(term, {:scalar, :string}), do: length(String.codepoints(term))
  defp size(term, {:list, _}), do: length(term)
  defp size(term, {:array, _, _}), do: length(term)
  defp size(term, {:set, _}), do: MapSet.size(term)
  defp size(term, {:map, _, _}), do: map_size(term)

  defp trimmed?(oracle, %{kind: :newtype, inner: inner, constraints: constraints}) do
    within = with {:named, name} <- inner, do: oracle.types[name]
    Keyword.has_key?(constraints, :trim) or trimmed?(oracle, within)
  end

  defp trimmed?(_oracle, _type), do: false

  # Every type is taken for endless until one of its values is known to end; `:infinity` is above
  # every integer.
  defp heights(types) do
    types
    |> Map.new(fn {name, _} -> {name, :infinity} end)
    |> Stream.iterate(fn heights ->
      Map.new(types, fn {name, type} -> {name, type |> height_of(heights) |> above()} end)
    end)
    |> Enum.at(map_size(types) + 1)
  end

  defp height_of(
         %{kind: :newtype, inner: {:list, item}, constraints: [_ | _]},
         heights
       ),
       do: above(type_height(item, heights))

  defp height_of(%{kind: :newtype, inner: inner}, heights), do: type_height(inner, heights)
  defp height_of(%{kind: :options}, _heights), do: 0

  defp height_of(%{fields: fields}, heights),
    do: fields |> Enum.map(&type_height(&1.type, heights)) |> highest()

  defp height_of(%{variants: variants}, heights),
    do: variants |> Enum.map(&variant_height(&1, heights)) |> Enum.min(fn -> :infinity end)

  defp height_of(_type, _heights), do: 0

  defp variant_height(%{shape: :unit}, _heights), do: 0

  defp variant_height(%{shape: {:values, types}}, heights),
    do: types |> Enum.map(&type_height(&1, heights)) |> highest()

  defp variant_height(%{shape: {:fields, fields}}, heights),
    do: fields |> Enum.map(&type_height(&1.type, heights)) |> highest()

  defp type_height({:named, name}, heights), do: Map.get(heights, name, 0)

  defp type_height({:array, item, _length}, heights), do: type_height(item, heights)

  defp type_height({:tuple, items}, heights),
    do: items |> Enum.map(&type_height(&1, heights)) |> highest()

  defp type_height(_type, _heights), do: 0

  defp highest(heights), do: Enum.max(heights, fn -> 0 end)

  defp above(:infinity), do: :infinity
  defp above(height), do: height + 1

  defp only(term, true), do: term
  defp only(_term, false), do: throw(:refused)

  defp require!(falsy) when falsy in [nil, false], do: throw(:refused)
  defp require!(_truthy), do: :ok

  # The types that are named in a type, or in one that it names, and so on.
  defp reach(types, name), do: reach(types, held(types[name]), MapSet.new())

  defp reach(_types, [], seen), do: seen

  defp reach(types, [name | rest], seen) do
    if name in seen,
      do: reach(types, rest, seen),
      else: reach(types, held(types[name]) ++ rest, MapSet.put(seen, name))
  end

  defp held(%{fields: fields}), do: Enum.flat_map(fields, &references(&1.type))
  defp held(%{inner: inner}), do: references(inner)

  defp held(%{variants: variants}) do
    Enum.flat_map(variants, fn
      %{shape: :unit} -> []
      %{shape: {:values, types}} -> Enum.flat_map(types, &references/1)
      %{shape: {:fields, fields}} -> Enum.flat_map(fields, &references(&1.type))
    end)
  end

  defp held(_type), do: []

  defp references({:named, name}), do: [name]
  defp references({:scalar, _}), do: []
  defp references({:array, item, _length}), do: references(item)
  defp references({:map, key, item}), do: references(key) ++ references(item)
  defp references({:tuple, items}), do: Enum.flat_map(items, &references/1)
  defp references({_wrapper, item}), do: references(item)
end
