defmodule RustInElixir.Agreement.Terms do
  @moduledoc """
  Random terms for the types of a draft: valid ones, such that are nearly valid, and hostile ones.
  """

  import Bitwise
  import RustInElixir.Agreement.Random

  alias RustInElixir.Agreement.{Draft, Oracle, OtherCrates}

  @edges for bits <- [7, 8, 15, 16, 31, 32, 53, 63, 64, 96, 127, 128, 200, 2040],
             sign <- [1, -1],
             step <- [-1, 0, 1],
             do: sign * 2 ** bits + step

  @f32 (2.0 - 2 ** -23) * 2 ** 127
  @floats [
    0.0,
    -0.0,
    1.0,
    0.1,
    -1.5,
    100.0,
    @f32,
    -@f32,
    @f32 * 1.0000001,
    1.0e-46,
    5.0e-324,
    1.7976931348623157e308,
    9_007_199_254_740_993.0
  ]

  @texts [
    "",
    "a",
    "abc",
    "b c",
    " a ",
    "\u00A0a\u2003",
    "é",
    "e\u0301",
    "ab/",
    "7",
    "a\nb",
    "nil",
    "\u{10FFFF}",
    "👩‍🔬",
    "a\0b",
    "../../etc"
  ]

  # Lone surrogates, characters that break off, bytes that begin none, forms that are too long.
  @bytes [
    <<0xED, 0xA0, 0x80>>,
    <<0xED, 0xBF, 0xBF>>,
    <<0xF0, 0x9F, 0xA6>>,
    <<0xC3>>,
    <<0xFF>>,
    <<0x80>>,
    <<0xC0, 0x80>>,
    <<0xF4, 0x90, 0x80, 0x80>>,
    <<"abc", 0xE2, 0x82>>
  ]

  @atoms [:a, :left, :ok, :error, :none, nil, true, false, :"two words", :é, :"", Elixir, String]

  @of_other_crates [:integer, :decimal, :date, :time, :naive_datetime, :datetime]

  @doc "A term of the type; the larger `size`, the deeper it may be."
  @spec valid(Oracle.t(), Draft.type(), integer) :: term
  def valid(oracle, {:scalar, scalar}, _size) when scalar in @of_other_crates,
    do: OtherCrates.valid(oracle, scalar)

  def valid(_oracle, {:scalar, scalar}, _size), do: scalar(scalar)

  def valid(oracle, {:optional, item}, size) do
    if size <= 0 or chance?(30), do: nil, else: valid(oracle, item, size)
  end

  def valid(oracle, {:list, item}, size) do
    some(0..max(0, min(size, 3)), fn -> valid(oracle, item, size - 1) end)
  end

  def valid(oracle, {:array, item, length}, size),
    do: for(_ <- 1..length, do: valid(oracle, item, size - 1))

  def valid(oracle, {:set, item}, size),
    do: MapSet.new(some(0..3, fn -> valid(oracle, item, size - 1) end))

  def valid(oracle, {:tuple, items}, size) do
    items |> Enum.map(&valid(oracle, &1, size - 1)) |> List.to_tuple()
  end

  def valid(oracle, {:map, key, item}, size) do
    fn -> {valid(oracle, key, size - 1), valid(oracle, item, size - 1)} end
    |> then(&some(0..max(0, min(size, 3)), &1))
    |> Map.new()
  end

  def valid(oracle, {:named, name}, size) do
    named(oracle, Map.fetch!(oracle.types, name), size)
  end

  @doc """
  A term of the type with one that holds itself nested in it for as many `levels`, if there is one.
  """
  @spec deep(Oracle.t(), Draft.type(), non_neg_integer) :: term
  def deep(oracle, type, levels) do
    if levels > 0 and Oracle.recursive?(oracle, type),
      do: nested(oracle, type, levels),
      else: valid(oracle, type, 0)
  end

  @doc """
  A term of the type as a schema writes it, with maps of fields in the place of structs; `:none` where it
  has no source.
  """
  @spec written(Oracle.t(), Draft.type()) :: {:value, term} | :none
  def written(oracle, type) do
    term = oracle |> valid(type, between(0..2)) |> unmade()
    if writable?(term), do: {:value, term}, else: :none
  end

  @doc "Whether the term can stand in a schema: it is not, and holds no handle, pid, reference or function."
  @spec writable?(term) :: boolean
  def writable?([head | tail]), do: writable?(head) and writable?(tail)
  def writable?(tuple) when is_tuple(tuple), do: tuple |> Tuple.to_list() |> writable?()

  def writable?(%MapSet{map: %{}} = set),
    do: MapSet.new(:maps.keys(set.map)) === set and set.map |> :maps.keys() |> writable?()

  def writable?(%Range{first: first, last: last, step: step} = range) when map_size(range) == 4,
    do: is_integer(first) and is_integer(last) and is_integer(step) and step != 0

  def writable?(%module{} = struct) when is_atom(module), do: OtherCrates.sigil?(struct)
  def writable?(map) when is_map(map), do: map |> Map.to_list() |> writable?()

  def writable?(term),
    do: not (is_pid(term) or is_reference(term) or is_port(term) or is_function(term))

  defp unmade(%{__struct__: module} = struct) when module in [MapSet, Range, Duration], do: struct

  # One key less may be one too few.
  defp unmade(%module{} = struct) when is_atom(module) do
    if OtherCrates.one?(struct) do
      struct
    else
      for {key, value} <- Map.to_list(struct),
          key not in [:__struct__, :__exception__],
          chance?(85),
          into: %{} do
        {key, unmade(value)}
      end
    end
  end

  defp unmade(map) when is_map(map),
    do: Map.new(map, fn {key, value} -> {unmade(key), unmade(value)} end)

  defp unmade([head | tail]), do: [unmade(head) | unmade(tail)]

  defp unmade(tuple) when is_tuple(tuple),
    do: tuple |> Tuple.to_list() |> unmade() |> List.to_tuple()

  defp unmade(term), do: term

  @doc "A term that is another one but for a change somewhere in it."
  @spec near(term) :: term
  def near(term) do
    cond do
      OtherCrates.one?(term) and chance?(60) -> OtherCrates.near(term)
      chance?(35) -> changed(term)
      true -> near_within(term)
    end
  end

  @doc "A term that has nothing to do with any type."
  @spec hostile(Oracle.t()) :: term
  def hostile(oracle) do
    case between(1..22) do
      n when n <= 4 -> pick(@edges)
      5 -> pick(@floats)
      n when n <= 7 -> pick(@bytes)
      8 -> pick(@texts)
      n when n <= 10 -> pick(@atoms)
      n when n <= 13 -> odd_container(oracle)
      14 -> pick([<<1::1>>, <<"a", 1::7>>, <<>>])
      15 -> pick([fn -> :ok end, &String.length/1, self(), make_ref(), foreign_pid()])
      16 -> false_struct(oracle)
      17 -> {hostile(oracle), hostile(oracle)}
      18 -> [hostile(oracle)]
      19 -> %{hostile(oracle) => hostile(oracle)}
      20 -> hd(Enum.take(Port.list(), 1) ++ [:port])
      n -> of_another_crate(oracle, n == 21)
    end
  end

  defp of_another_crate(oracle, valid?) do
    term = OtherCrates.valid(oracle, pick(@of_other_crates -- [:integer]))
    if valid?, do: term, else: OtherCrates.near(term)
  end

  @doc "A term that is large or deep beyond reason."
  @spec enormous() :: term
  def enormous do
    case between(1..6) do
      1 -> List.duplicate(1, 20_000)
      2 -> Enum.reduce(1..5_000, [], fn _, inner -> [inner] end)
      3 -> Enum.reduce(1..5_000, nil, fn _, inner -> %{a: 1, next: inner} end)
      4 -> String.duplicate("é", 100_000)
      5 -> Map.new(1..5_000, &{&1, &1})
      6 -> 2 ** 20_000
    end
  end

  @doc "The decoded JSON for a valid term."
  @spec json(Oracle.t(), Draft.type(), term) :: term
  def json(_oracle, {:scalar, scalar}, term) when scalar in [:f32, :f64] do
    # Zero is left out, for an integer has no sign to its zero.
    if term != 0.0 and abs(term) < 2 ** 53 and trunc(term) == term, do: trunc(term), else: term
  end

  def json(_oracle, {:scalar, :atom}, term), do: Atom.to_string(term)

  def json(_oracle, {:scalar, scalar}, term)
      when scalar in @of_other_crates and scalar != :integer,
      do: OtherCrates.json(term)

  def json(_oracle, {:scalar, :char}, term), do: <<term::utf8>>
  def json(_oracle, {:scalar, :ip}, term), do: term |> :inet.ntoa() |> to_string()

  def json(_oracle, {:scalar, :uuid}, term),
    do: if(chance?(30), do: String.upcase(term), else: term)

  def json(_oracle, {:scalar, :range}, term),
    do: if(chance?(90), do: %{"first" => term.first, "last" => term.last}, else: term)

  def json(_oracle, {:scalar, _}, term), do: term
  def json(_oracle, {:optional, _}, nil), do: nil
  def json(oracle, {:optional, item}, term), do: json(oracle, item, term)
  def json(oracle, {:list, item}, term), do: Enum.map(term, &json(oracle, item, &1))
  def json(oracle, {:array, item, _length}, term), do: json(oracle, {:list, item}, term)

  def json(oracle, {:set, item}, term),
    do: term |> Enum.shuffle() |> Enum.map(&json(oracle, item, &1))

  def json(oracle, {:tuple, items}, term), do: json_elements(oracle, items, Tuple.to_list(term))

  def json(oracle, {:map, key, item}, term) do
    Map.new(term, fn {at, held} -> {json_key(oracle, key, at), json(oracle, item, held)} end)
  end

  def json(oracle, {:named, name}, term), do: json_named(oracle, oracle.types[name], term)

  defp json_key(oracle, key, term) do
    case json(oracle, key, term) do
      integer when is_integer(integer) -> Integer.to_string(integer)
      other -> other
    end
  end

  defp json_named(_oracle, %{kind: :unit_enum}, term), do: Atom.to_string(term)

  defp json_named(_oracle, %{kind: :tagged_enum}, term) when is_atom(term),
    do: Atom.to_string(term)

  defp json_named(oracle, %{kind: :tagged_enum, variants: variants}, term) do
    [tag | held] = Tuple.to_list(term)

    held =
      case {Enum.find(variants, &(&1.name == tag)).shape, held} do
        {{:values, [type]}, [value]} -> json(oracle, type, value)
        {{:values, types}, values} -> json_elements(oracle, types, values)
        {{:fields, fields}, [map]} -> json_fields(oracle, fields, map)
      end

    %{Atom.to_string(tag) => held}
  end

  defp json_named(oracle, %{kind: :untagged_enum, variants: variants}, term) do
    %{shape: {:values, [type]}} =
      Enum.find(variants, fn %{shape: {:values, [type]}} ->
        match?({:ok, _}, Oracle.judge(oracle, type, term))
      end)

    json(oracle, type, term)
  end

  defp json_named(oracle, %{kind: :tuple, fields: fields}, term),
    do: json_elements(oracle, Enum.map(fields, & &1.type), Tuple.to_list(term))

  defp json_named(oracle, %{kind: :record, fields: fields, tag: tag}, term) do
    held = term |> Tuple.delete_at(0) |> Tuple.to_list()
    [Atom.to_string(tag) | json_elements(oracle, Enum.map(fields, & &1.type), held)]
  end

  defp json_named(oracle, %{kind: :options, fields: fields}, term),
    do: json_fields(oracle, fields, Map.new(term))

  defp json_named(oracle, %{kind: :newtype, inner: inner}, term), do: json(oracle, inner, term)
  defp json_named(oracle, %{fields: fields}, term), do: json_fields(oracle, fields, term)
  defp json_named(_oracle, _type, term), do: term

  defp json_elements(oracle, types, items), do: Enum.zip_with(types, items, &json(oracle, &1, &2))

  defp json_fields(oracle, fields, map) do
    for %{name: name, type: type} <- fields, is_map_key(map, name), into: %{} do
      {Atom.to_string(name), json(oracle, type, Map.fetch!(map, name))}
    end
  end

  for {name, {least, greatest}} <- Oracle.integers() do
    defp scalar(unquote(name)), do: integer(unquote(least), unquote(greatest))
  end

  defp scalar(:f32), do: @floats |> Enum.filter(&(abs(&1) <= @f32)) |> pick() |> or_any_float()
  defp scalar(:f64), do: @floats |> pick() |> or_any_float()
  defp scalar(:bool), do: chance?(50)
  defp scalar(:string), do: text()
  defp scalar(:path), do: String.replace(text(), "\0", "") <> pick(["", "", <<255>>])
  defp scalar(:binary), do: if(chance?(50), do: pick(@bytes), else: text())
  defp scalar(:atom), do: pick(@atoms)
  defp scalar(:pid), do: if(chance?(80), do: self(), else: foreign_pid())
  defp scalar(:reference), do: make_ref()

  defp scalar(:char),
    do: pick([0, ?a, 0x7F, 0x80, 0xD7FF, 0xE000, 0xFFFF, 0x10FFFF, between(0..0xD7FF)])

  defp scalar(:ip) do
    {size, greatest} = pick([{4, 0xFF}, {8, 0xFFFF}])
    List.to_tuple(for _ <- 1..size, do: pick([0, greatest, between(0..greatest)]))
  end

  defp scalar(:uuid) do
    digits = for _ <- 1..32, do: pick(~c"0123456789abcdef")
    Regex.replace(~r/(.{8})(.{4})(.{4})(.{4})(.{12})/, to_string(digits), "\\1-\\2-\\3-\\4-\\5")
  end

  defp scalar(:range) do
    [first, last] = for _ <- 1..2, do: scalar(:i64)
    %{__struct__: Range, first: first, last: last, step: 1}
  end

  # Such that a sum of all units has room.
  defp scalar(:duration) do
    counts =
      for unit <- [:week, :day, :hour, :minute, :second],
          do: {unit, pick([0, 1, -1, between(-100_000..100_000)])}

    Map.merge(
      %{
        __struct__: Duration,
        year: 0,
        month: 0,
        microsecond: {pick([0, 1, -1, 999_999, 10 ** 12]), between(0..6)}
      },
      Map.new(counts)
    )
  end

  defp scalar(:packed_i16), do: binary_of(2)
  defp scalar(:packed_f64), do: binary_of(8)

  defp scalar(:term),
    do:
      pick([nil, 1, 2 ** 100, 1.5, "a", [1 | 2], %{1 => {2}}, %{__struct__: 1}, self(), <<1::3>>])

  # A part of another binary may lie at any address.
  defp binary_of(size) do
    bytes = for(_ <- 1..(size * between(0..40))//1, into: <<>>, do: <<between(0..255)>>)
    if chance?(50), do: bytes, else: binary_part(<<7, bytes::binary>>, 1, byte_size(bytes))
  end

  defp integer(least, greatest) do
    case between(1..4) do
      1 -> pick([least, greatest])
      2 -> pick([least + 1, greatest - 1])
      3 -> between(max(least, -100)..min(greatest, 100))
      4 -> between(least..greatest)
    end
  end

  defp or_any_float(float),
    do: if(chance?(60), do: float, else: (:rand.uniform() - 0.5) * 10 ** between(-3..30))

  defp text do
    case between(1..10) do
      10 -> String.duplicate(pick(@texts), between(1..40))
      _ -> pick(@texts)
    end
  end

  # Of a VM that is not there.
  defp foreign_pid do
    :erlang.binary_to_term(
      <<131, 88, 119, 3, "a@b", between(1..100)::32, 0::32, between(1..9)::32>>
    )
  end

  defp named(_oracle, %{kind: :unit_enum, variants: variants}, _size), do: pick(variants).name

  defp named(oracle, %{kind: :tagged_enum, variants: variants}, size) do
    variant = variants |> narrowest(oracle, size) |> pick()

    case variant.shape do
      :unit -> variant.name
      {:values, types} -> List.to_tuple([variant.name | valid_each(oracle, types, size)])
      {:fields, fields} -> {variant.name, valid_fields(oracle, fields, size - 1)}
    end
  end

  defp named(oracle, %{kind: :untagged_enum, variants: variants}, size) do
    %{shape: {:values, [type]}} = variants |> narrowest(oracle, size) |> pick()
    valid(oracle, type, size)
  end

  defp named(oracle, %{kind: kind, name: name, fields: fields}, size)
       when kind in [:struct, :exception] do
    own = if kind == :exception, do: [__exception__: true], else: []

    # What a struct has by default is what the oracle says, as `Trial` makes sure.
    for field <- fields,
        reduce: Map.new([__struct__: Oracle.module(oracle, name)] ++ own) do
      struct ->
        default = Oracle.absent(field)

        value =
          if default != :error and chance?(30),
            do: elem(default, 1),
            else: valid(oracle, field.type, size - 1)

        Map.put(struct, field.name, value)
    end
  end

  defp named(oracle, %{kind: :map, fields: fields}, size), do: valid_fields(oracle, fields, size)

  defp named(oracle, %{kind: :options, fields: fields}, size),
    do: oracle |> valid_fields(fields, size) |> Enum.shuffle()

  defp named(oracle, %{kind: :tuple, fields: fields}, size),
    do: List.to_tuple(valid_each(oracle, Enum.map(fields, & &1.type), size))

  defp named(oracle, %{kind: :record, fields: fields, tag: tag}, size),
    do: List.to_tuple([tag | valid_each(oracle, Enum.map(fields, & &1.type), size)])

  defp named(oracle, %{kind: :newtype, name: name, inner: inner, constraints: constraints}, size) do
    cond do
      constraints == [] -> valid(oracle, inner, size)
      match?({:scalar, _}, Oracle.base(oracle, inner)) -> pick(known_candidates(oracle, name))
      true -> shortened(oracle, inner, constraints, size)
    end
  end

  defp named(_oracle, %{kind: :custom}, _size), do: {:custom, scalar(:i64)}

  defp named(oracle, %{kind: :resource, name: name}, _size),
    do: pick(Map.get(oracle.handles, name, [make_ref()]))

  defp known_candidates(oracle, name) do
    key = {__MODULE__, oracle.facade, name}

    with nil <- Process.get(key) do
      found = candidates(oracle, name)
      Process.put(key, found)
      found
    end
  end

  # Lists and maps have a length alone.
  defp shortened(oracle, {:list, item}, _constraints, size),
    do: some(1..max(1, min(size, 3)), fn -> valid(oracle, item, size - 1) end)

  defp shortened(oracle, {:set, item}, _constraints, size),
    do: MapSet.new([valid(oracle, item, size - 1)])

  defp shortened(oracle, inner, constraints, size) do
    case valid(oracle, inner, size) do
      %MapSet{} = set -> set |> Enum.take(constraints[:max_length]) |> MapSet.new()
      list when is_list(list) -> Enum.take(list, constraints[:max_length])
      map -> map |> Enum.take(constraints[:max_length]) |> Map.new()
    end
  end

  # Few kinds of text meet a constraint by chance.
  @doc "Terms that are values of a newtype of numbers, text, bytes or atoms."
  @spec candidates(Oracle.t(), String.t()) :: [term]
  def candidates(oracle, name) do
    oracle
    |> Oracle.base({:named, name})
    |> pool()
    |> Enum.filter(&match?({:ok, _}, Oracle.judge(oracle, {:named, name}, &1)))
  end

  defp pool({:scalar, :path}), do: pool({:scalar, :string}) ++ [<<255>>, <<" a", 255, "\u2003">>]

  defp pool({:scalar, :string}) do
    for text <-
          @texts ++
            [
              "ab",
              "abcd",
              "b",
              "a1 é",
              "x7x",
              "éé",
              "é/",
              "abc/",
              "a\n",
              "b\n",
              "\n",
              "e\u0301e\u0301"
            ],
        pattern <- ["*", " *", "*\n", "\u00A0*\t", "  *  "],
        do: String.replace(pattern, "*", text)
  end

  defp pool({:scalar, :binary}), do: @bytes ++ @texts ++ [<<0, 255>>, "ab", "abcd", "éé"]
  defp pool({:scalar, :atom}), do: @atoms
  defp pool({:scalar, scalar}) when scalar in [:f32, :f64], do: @floats ++ [-1.0, 0.5, 1.0e10]
  defp pool({:scalar, :decimal}), do: OtherCrates.decimals()
  defp pool({:scalar, :date}), do: OtherCrates.dates()
  defp pool({:scalar, _integer}), do: @edges ++ Enum.to_list(-3..101)

  defp valid_each(oracle, types, size), do: Enum.map(types, &valid(oracle, &1, size - 1))

  defp valid_fields(oracle, fields, size) do
    for field <- fields, Oracle.absent(field) == :error or chance?(70), into: %{} do
      {field.name, valid(oracle, field.type, size - 1)}
    end
  end

  # When no room is left, only the variants that end soonest.
  defp narrowest(variants, _oracle, size) when size > 0, do: variants

  defp narrowest(variants, oracle, _size) do
    heights = for variant <- variants, do: {Oracle.height(oracle, variant), variant}
    {least, _} = Enum.min_by(heights, &elem(&1, 0))
    for {^least, variant} <- heights, do: variant
  end

  defp nested(oracle, {:named, name} = type, levels) do
    levels = if name in oracle.recursive, do: levels - 1, else: levels

    if levels <= 0,
      do: valid(oracle, type, 0),
      else: nested_named(oracle, oracle.types[name], levels)
  end

  defp nested(oracle, {:optional, item}, levels), do: deep(oracle, item, levels)
  defp nested(oracle, {:list, item}, levels), do: [deep(oracle, item, levels)]

  defp nested(oracle, {:array, item, length}, levels),
    do: nested_each(oracle, List.duplicate(item, length), levels)

  defp nested(oracle, {:tuple, items}, levels),
    do: List.to_tuple(nested_each(oracle, items, levels))

  defp nested(oracle, {:map, key, item}, levels) do
    if Oracle.recursive?(oracle, item),
      do: %{valid(oracle, key, 0) => deep(oracle, item, levels)},
      else: %{}
  end

  defp nested_named(oracle, %{variants: variants} = type, levels) do
    leading = Enum.filter(variants, &leads?(oracle, &1))

    case pick(leading) do
      %{shape: {:values, [inner]}} when type.kind == :untagged_enum ->
        deep(oracle, inner, levels)

      %{name: tag, shape: {:values, types}} ->
        List.to_tuple([tag | nested_each(oracle, types, levels)])

      %{name: tag, shape: {:fields, fields}} ->
        {tag, nested_fields(oracle, fields, levels)}
    end
  end

  defp nested_named(oracle, %{kind: kind, name: name, fields: fields}, levels)
       when kind in [:struct, :exception] do
    struct!(Oracle.module(oracle, name), nested_fields(oracle, fields, levels))
  end

  defp nested_named(oracle, %{kind: :map, fields: fields}, levels),
    do: nested_fields(oracle, fields, levels)

  defp nested_named(oracle, %{kind: :options, fields: fields}, levels),
    do: Map.to_list(nested_fields(oracle, fields, levels))

  defp nested_named(oracle, %{kind: :record, fields: fields, tag: tag}, levels),
    do: List.to_tuple([tag | nested_each(oracle, Enum.map(fields, & &1.type), levels)])

  defp nested_named(oracle, %{kind: :tuple, fields: fields}, levels),
    do: List.to_tuple(nested_each(oracle, Enum.map(fields, & &1.type), levels))

  defp nested_named(oracle, %{kind: :newtype, inner: inner}, levels),
    do: deep(oracle, inner, levels)

  defp leads?(oracle, %{shape: {:values, types}}),
    do: Enum.any?(types, &Oracle.recursive?(oracle, &1))

  defp leads?(oracle, %{shape: {:fields, fields}}),
    do: Enum.any?(fields, &Oracle.recursive?(oracle, &1.type))

  defp leads?(_oracle, %{shape: :unit}), do: false

  # One of them leads on, the others end at once.
  defp nested_each(oracle, types, levels) do
    indexed = Enum.with_index(types)
    {_, chosen} = indexed |> Enum.filter(&Oracle.recursive?(oracle, elem(&1, 0))) |> pick()

    for {type, index} <- indexed,
        do: deep(oracle, type, if(index == chosen, do: levels, else: 0))
  end

  defp nested_fields(oracle, fields, levels) do
    fields
    |> Enum.map(& &1.type)
    |> then(&nested_each(oracle, &1, levels))
    |> Enum.zip_with(fields, fn value, field -> {field.name, value} end)
    |> Map.new()
  end

  defp near_within([_ | _] = list) do
    if List.improper?(list) do
      changed(list)
    else
      at = between(0..(length(list) - 1))
      List.update_at(list, at, &near/1)
    end
  end

  defp near_within(tuple) when is_tuple(tuple) and tuple_size(tuple) > 0 do
    at = between(0..(tuple_size(tuple) - 1))
    put_elem(tuple, at, near(elem(tuple, at)))
  end

  defp near_within(map) when is_map(map) and map_size(map) > 0 do
    key = map |> Map.keys() |> pick()

    if chance?(20),
      do: map |> Map.delete(key) |> Map.put(near(key), Map.fetch!(map, key)),
      else: near_at(map, key)
  end

  defp near_within(term), do: changed(term)

  defp near_at(map, key), do: Map.put(map, key, near(Map.fetch!(map, key)))

  defp changed(integer) when is_integer(integer) do
    # Beyond that there are no floats.
    float = if abs(integer) < 2 ** 1000, do: integer * 1.0e-1, else: 1.0e300
    pick([integer - 1, integer + 1, -integer, float, integer <<< 8, "#{integer}", nil])
  end

  defp changed(float) when is_float(float) do
    pick([-float, float * 2, float * 1.0e30, min_integer(float), nil])
  rescue
    # Elixir has no infinite floats.
    ArithmeticError -> -float
  end

  defp changed(atom) when is_atom(atom),
    do: pick([Atom.to_string(atom), nil, true, :lef, {atom}, [atom]])

  defp changed(binary) when is_binary(binary) do
    cut = binary_part(binary, 0, max(0, byte_size(binary) - 1))

    pick([
      cut,
      binary <> pick(@bytes),
      binary <> " ",
      binary <> "a",
      <<binary::binary, 1::1>>,
      String.to_charlist(text()),
      :a,
      binary <> <<0>>
    ])
  end

  defp changed([]), do: pick([nil, [nil], {}, "", %{}, :a])

  defp changed(list) when is_list(list) do
    case between(1..5) do
      1 -> list ++ pick([1, :a, "tail"])
      2 -> [pick(@edges) | list]
      3 -> [hd(list) | list]
      4 -> tl(list)
      5 -> list |> Enum.take(1) |> List.to_tuple()
    end
  rescue
    # It had such a tail already.
    ArgumentError -> []
  end

  defp changed(tuple) when is_tuple(tuple) do
    case between(1..4) do
      1 -> :erlang.append_element(tuple, pick(@edges))
      2 when tuple_size(tuple) > 0 -> Tuple.delete_at(tuple, tuple_size(tuple) - 1)
      3 -> Tuple.to_list(tuple)
      _ -> {tuple}
    end
  end

  defp changed(map) when is_map(map) do
    case between(1..7) do
      1 ->
        Map.put(map, pick(@atoms), 1)

      2 ->
        Map.put(map, pick(@texts), 1)

      3 ->
        map |> Map.keys() |> drop_key(map)

      4 ->
        Map.delete(map, :__struct__)

      5 ->
        Map.put(map, :__struct__, pick([String, nil, "x", URI, RuntimeError]))

      6 ->
        Map.to_list(map)

      7 ->
        map |> :maps.to_list() |> Map.new(fn {key, value} -> {named_by_text(key), value} end)
    end
  end

  defp changed(_term), do: pick([nil, 1, self(), make_ref(), foreign_pid()])

  defp named_by_text(key), do: if(is_atom(key), do: Atom.to_string(key), else: key)

  defp drop_key([], map), do: map
  defp drop_key(keys, map), do: Map.delete(map, pick(keys))

  defp min_integer(float), do: if(abs(float) < 1.0e300, do: trunc(float), else: 0)

  defp odd_container(_oracle) do
    pick([
      [],
      [1 | 2],
      [:a | :b],
      [{:a, 1} | :b],
      [a: 1, a: 1],
      [{"a", 1}],
      [{:a}],
      ~c"abc",
      {},
      {:ok, 1},
      {nil},
      {:left, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
      %{},
      %{"a" => 1},
      %{nil => 1},
      %{[] => %{}},
      %{<<255>> => 1},
      %{1 => 1, 1.0 => 2},
      1..2,
      MapSet.new([1]),
      MapSet.new(["a", :left, nil]),
      Map.put(MapSet.new([1]), :map, %{1 => 1}),
      Map.put(MapSet.new([1]), :map, :none),
      1..9//2,
      {127, 0, 0, 1},
      {256, 0, 0, 1},
      "01234567-89AB-cdef-0123-456789abcdef",
      0xD800,
      %{__struct__: :nowhere},
      %{__struct__: 1},
      %{__struct__: String, a: 1},
      %{__exception__: true},
      %RuntimeError{message: 1},
      ~D[2026-01-01],
      %{__struct__: Decimal, sign: 1, coef: 125, exp: -2}
    ])
  end

  # One of the draft's own, but without its keys, or with a reference of nobody's.
  defp false_struct(oracle) do
    module = Oracle.module(oracle, oracle.types |> Map.keys() |> pick())

    pick([
      %{__struct__: module},
      %{__struct__: module, reference: make_ref()},
      %{__struct__: module, reference: 1, a: 1},
      %{__struct__: module, __exception__: true}
    ])
  end
end
