defmodule RustInElixir.Schema.Type do
  @moduledoc false

  # Reads the type notation of a schema, which the documentation of `RustInElixir.Schema` explains.
  #
  # Anything else becomes `{:invalid, message}` in its place, so that everything around it is still
  # read. Whether a named type exists is checked later. One of another boundary has the name of its module.

  alias RustInElixir.Core
  alias RustInElixir.Text.Nearest
  alias RustInElixir.Schema.{Excerpt, TypeNames}

  @scalars ~w(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 bool string binary
              atom pid reference path term integer decimal date time naive_datetime datetime duration
              range char ip uuid)a

  @packed ~w(i8 i16 i32 i64 u16 u32 u64 f32 f64)a

  @sliced ~w(string binary)a

  # Data for the core may be nested 128 levels deep, of which a type takes up to two.
  @deepest 32

  @atoms "declare the atoms with `unit_enum NAME, […]`, and use `NAME` here"
  @union "a choice between types needs a name; declare it with `untagged_enum NAME do … end`, " <>
           "and use `NAME` here"

  @stream "use `stream(t)` as the whole type of a parameter, or as the return of a NIF"

  # Words that people know from typespecs or from Rust, and what to write instead.
  @habits %{
    any: "use `term`, or the actual type",
    bitstring: "use `binary`",
    boolean: "use `bool`",
    byte: "use `u8`",
    bytes: "use `binary`",
    charlist: "use `string`",
    double: "use `f64`",
    float: "use `f64` or `f32`",
    fun: "a function cannot be passed to Rust; call it in Elixir, and pass its result",
    function: "a function cannot be passed to Rust; call it in Elixir, and pass its result",
    int: "use a type with a size, such as `i64` or `u32`; `integer` has any size",
    iodata: "use `binary`",
    iolist: "use `binary`",
    array: "use `array(t, n)`, such as `array(f64, 3)`",
    keyword:
      "declare the keys with `options NAME do … end`, and use `NAME` here; any keys are `keyword(t)`",
    mapset: "use `mapset(t)`, such as `mapset(string)`",
    packed: "use `packed(f64)`, with the type of its numbers",
    list: "use `[t]` with the type of its elements, such as `[string]`",
    map:
      "use `%{k => v}`, such as `%{string => i64}`, or declare the keys with `map NAME do … end`",
    module: "use `atom`",
    neg_integer: "use `i64`",
    no_return: "use `:ok` as the return of a function without a result",
    non_neg_integer: "use a type with a size, such as `u64` or `u32`",
    none: "use `t | nil` for a value that may be absent",
    number: "use `f64` or `i64`",
    option: "use `t | nil`",
    port: "a port cannot be passed to Rust",
    pos_integer: "use a type with a size, such as `u64` or `u32`",
    ref: "use `reference`",
    slice: "use `slice(string)` or `slice(binary)`",
    str: "use `string`",
    struct: "declare its fields with `struct NAME do … end`, and use `NAME` here",
    text: "use `string`",
    tuple: "use `{t, u}` with the types of its elements, such as `{i64, string}`",
    unit: "use `:ok` as the return of a function without a result",
    vec: "use `[t]` with the type of its elements, such as `[string]`",
    void: "use `:ok` as the return of a function without a result"
  }

  @with_types %{keyword: "use `keyword(t)` with the type of its values, such as `keyword(i64)`"}

  # The same for modules of which `t()` is a built-in type.
  @modules %{
    String: "string",
    Date: "date",
    DateTime: "datetime",
    Duration: "duration",
    MapSet: "mapset(t)",
    Range: "range",
    Decimal: "decimal",
    NaiveDateTime: "naive_datetime",
    Time: "time"
  }

  @doc """
  Reads a type out of its syntax tree.

      iex> RustInElixir.Schema.Type.parse(quote do: [{u8, Point | nil}])
      {:list, {:tuple, [{:scalar, :u8}, {:optional, {:named, "Point"}}]}}

      iex> RustInElixir.Schema.Type.parse(quote do: String.t())
      {:invalid, "`String.t()` is not a schema type; use `string`"}
  """
  @spec parse(Macro.t()) :: Core.Type.t()
  def parse(ast) do
    type = read(ast)

    if deeper?(type, @deepest),
      do:
        invalid(
          ast,
          "it is nested more than #{@deepest} levels deep; declare the inner part as a `newtype`"
        ),
      else: type
  end

  @doc "The names of the built-in types."
  @spec built_in() :: [atom]
  def built_in, do: @scalars

  @doc "The messages of all invalid parts of a type."
  @spec invalid_messages(Core.Type.t()) :: [String.t()]
  def invalid_messages({:invalid, message}), do: [message]

  def invalid_messages({kind, inner}) when kind in [:list, :set, :optional],
    do: invalid_messages(inner)

  def invalid_messages({:array, inner, _length}), do: invalid_messages(inner)
  def invalid_messages({:tuple, elements}), do: Enum.flat_map(elements, &invalid_messages/1)
  def invalid_messages({:map, key, value}), do: Enum.flat_map([key, value], &invalid_messages/1)
  def invalid_messages(_type), do: []

  defp read({name, _meta, context} = ast) when is_atom(name) and is_atom(context),
    do: word(name, ast)

  defp read({name, _meta, []} = ast) when name not in [:%{}, :{}], do: call(name, ast)

  defp read({:packed, _meta, [{name, _, context}]}) when name in @packed and is_atom(context),
    do: {:scalar, :"packed_#{name}"}

  defp read({:packed, _meta, [{:u8, _, context}]} = ast) when is_atom(context),
    do: invalid(ast, "use `binary`")

  defp read({:mapset, _meta, [element]}), do: {:set, read(element)}
  defp read({:keyword, _meta, [value]}), do: {:list, {:tuple, [{:scalar, :atom}, read(value)]}}

  defp read({:array, _meta, [element, length]}) when length in 0..0xFFFF_FFFF,
    do: {:array, read(element), length}

  defp read({word, _meta, arguments} = ast)
       when word in [:array, :keyword, :mapset] and is_list(arguments),
       do: invalid(ast, @with_types[word] || @habits[word])

  defp read({:packed, _meta, _numbers} = ast),
    do: invalid(ast, "it is of one type of numbers: #{Enum.map_join(@packed, ", ", &"`#{&1}`")}")

  defp read({:slice, _meta, [{name, _, context}]}) when name in @sliced and is_atom(context),
    do: {:scalar, :"slice_#{name}"}

  defp read({:slice, _meta, _types} = ast),
    do: invalid(ast, "it is a part of a `string` or of a `binary`; use `slice(string)`")

  defp read({:__aliases__, _meta, parts} = ast), do: named(parts, ast)
  defp read([{:->, _meta, _clause}] = ast), do: invalid(ast, @habits.function)
  defp read([{key, _type}] = ast) when is_atom(key), do: invalid(ast, @habits.keyword)
  defp read([element]), do: {:list, read(element)}
  defp read({left, right}), do: tuple([left, right])
  defp read({:{}, _meta, [_ | _] = elements}), do: tuple(elements)

  defp read({:%{}, _meta, [{key, value}]}) when not is_atom(key),
    do: {:map, read(key), read(value)}

  defp read({:|, _meta, [type, nil]} = ast) when type != nil, do: optional(type, ast)
  defp read({:|, _meta, [nil, type]} = ast) when type != nil, do: optional(type, ast)
  defp read(ast), do: invalid(ast, advice(ast))

  defp deeper?(_type, 0), do: true

  defp deeper?({kind, inner}, levels) when kind in [:list, :set, :optional],
    do: deeper?(inner, levels - 1)

  defp deeper?({:array, inner, _length}, levels), do: deeper?(inner, levels - 1)

  defp deeper?({:tuple, elements}, levels), do: Enum.any?(elements, &deeper?(&1, levels - 1))

  defp deeper?({:map, key, value}, levels),
    do: deeper?(key, levels - 1) or deeper?(value, levels - 1)

  defp deeper?(_type, _levels), do: false

  defp word(name, _ast) when name in @scalars, do: {:scalar, name}

  defp word(name, ast) do
    cond do
      advice = @habits[name] -> invalid(ast, advice)
      near = Nearest.to(name, @scalars) -> invalid(ast, "did you mean `#{near}`?")
      true -> invalid(ast, own_types())
    end
  end

  defp call(name, ast) when is_atom(name), do: word(name, ast)

  defp call({:., _, [{:__aliases__, _, [:Enumerable]}, :t]}, ast), do: invalid(ast, @stream)

  defp call({:., _, [{:__aliases__, _, [module]}, :t]}, ast) when is_map_key(@modules, module),
    do: invalid(ast, "use `#{@modules[module]}`")

  defp call({:., _, [{:__aliases__, _, parts} = name, :t]}, ast) do
    if Enum.all?(parts, &is_atom/1),
      do: invalid(ast, foreign(TypeNames.joined(parts))),
      else: invalid(ast, nested(name))
  end

  defp call(_name, ast), do: invalid(ast, own_types())

  defp named(parts, ast) do
    if Enum.all?(parts, &is_atom/1),
      do: {:named, TypeNames.joined(parts)},
      else: invalid(ast, nested(ast))
  end

  defp nested({:__aliases__, _, parts}) do
    name = List.last(parts)
    "use `#{name}` if the schema defines it, or declare it with `remote #{name}`"
  end

  defp foreign(module) do
    case TypeNames.split(module) do
      nil ->
        "use `#{module}` if the schema defines it, or declare it with `remote #{module}`"

      {facade, name} ->
        "use `#{module}` if the boundary of `#{facade}` defines it, or declare it with `remote #{name}`"
    end
  end

  defp tuple(elements) do
    if Enum.all?(elements, &is_atom/1) do
      invalid(tuple_ast(elements), @atoms)
    else
      tagged_tuple(elements)
    end
  end

  defp tagged_tuple([tag | values] = elements) when is_atom(tag) and tag != nil do
    invalid(
      tuple_ast(elements),
      "declare it with `tagged_enum NAME do variant #{inspect(tag)}, " <>
        "#{Enum.map_join(values, ", ", &Macro.to_string/1)} end`, and use `NAME` here"
    )
  end

  defp tagged_tuple(elements), do: {:tuple, Enum.map(elements, &read/1)}

  defp tuple_ast([left, right]), do: {left, right}
  defp tuple_ast(elements), do: {:{}, [], elements}

  defp optional({:|, _, _}, ast), do: invalid(ast, advice(ast))
  defp optional(type, _ast), do: {:optional, read(type)}

  defp advice(nil), do: "use `t | nil` for a value that may be absent"
  defp advice(:ok), do: "it can only be the return of a NIF"

  defp advice(atom) when is_atom(atom), do: @atoms

  defp advice([]), do: "use `[t]` with the type of its elements, such as `[string]`"
  defp advice([_ | _]), do: "a list has one element type: `[t]`; a tuple is `{t, u}`"
  defp advice({:{}, _, []}), do: "an empty tuple carries no value"
  defp advice({:%{}, _, []}), do: @habits.map

  defp advice({:%{}, _, [{key, _} | _]}) when is_atom(key),
    do: "declare the keys with `map NAME do … end`, and use `NAME` here"

  defp advice({:%{}, _, _}), do: "a map has one key type and one value type: `%{k => v}`"
  defp advice({:%, _, [{:__aliases__, _, _} = name, _]}), do: "use `#{Macro.to_string(name)}`"

  defp advice({:|, _, _} = union) do
    if atoms?(union), do: @atoms, else: @union
  end

  defp advice({passing, _, [_]}) when passing in [:mut, :take, :handle],
    do: "it can only be the whole type of a parameter"

  defp advice({:&, _, [{passing, _, [name]}]}) when passing in [:mut, :take, :handle],
    do: "did you mean `#{passing}(#{Macro.to_string(name)})`?"

  defp advice({:stream, _, [_]}),
    do: "it can only be the whole type of a parameter, or the return of a NIF"

  defp advice({:&, _, [{:__aliases__, _, _} = name]}),
    do: "use `#{Macro.to_string(name)}`, which Rust borrows if it is a resource"

  defp advice({scalar, _, [_ | _]}) when scalar in @scalars, do: "use `#{scalar}`"
  defp advice({:.., _, _}), do: "declare it with `newtype NAME, i64, min: …, max: …`"
  defp advice({:"::", _, [_, _]}), do: "only a parameter has a name before its type"
  defp advice({:list, _, [element]}), do: "use `[#{Macro.to_string(element)}]`"
  defp advice({:nonempty_list, _, [element]}), do: "use `[#{Macro.to_string(element)}]`"

  defp advice({word, _, [{:__aliases__, _, _} = name]}) when is_atom(word) do
    case Nearest.to(word, [:mut, :take, :handle, :stream]) do
      nil -> own_types()
      near -> "did you mean `#{near}(#{Macro.to_string(name)})`?"
    end
  end

  defp advice(_ast), do: own_types()

  defp atoms?({:|, _, sides}), do: Enum.all?(sides, &atoms?/1)
  defp atoms?(side), do: is_atom(side)

  defp own_types do
    "use a built-in type (#{Enum.map_join(@scalars, ", ", &"`#{&1}`")}), `[t]`, `array(t, n)`, `mapset(t)`, " <>
      "`keyword(t)`, `{t, u}`, `%{k => v}`, `t | nil`, `packed(t)`, `slice(t)`, or a type that the schema defines"
  end

  defp invalid(ast, advice),
    do: {:invalid, "`#{Excerpt.of(ast)}` is not a schema type; #{advice}"}
end
