defmodule RustInElixir.Schema.TypeTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Schema.Type

  doctest RustInElixir.Schema.Type

  @scalars ~w(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 bool string binary
              atom pid reference path term)a

  @types [
    {"u8()", {:scalar, :u8}},
    {"Point", {:named, "Point"}},
    {"Shapes.Point", {:named, "Shapes.Point"}},
    {"Elixir.Shapes.Point", {:named, "Shapes.Point"}},
    {"[string]", {:list, {:scalar, :string}}},
    {"[[Point]]", {:list, {:list, {:named, "Point"}}}},
    {"[{u8, u16}]", {:list, {:tuple, [scalar: :u8, scalar: :u16]}}},
    {"{u8}", {:tuple, [scalar: :u8]}},
    {"{u8, u8, u8}", {:tuple, [scalar: :u8, scalar: :u8, scalar: :u8]}},
    {"%{string => [u8]}", {:map, {:scalar, :string}, {:list, {:scalar, :u8}}}},
    {"u8 | nil", {:optional, {:scalar, :u8}}},
    {"nil | u8", {:optional, {:scalar, :u8}}},
    {"[u8 | nil] | nil", {:optional, {:list, {:optional, {:scalar, :u8}}}}},
    {"(u8 | nil) | nil",
     {:invalid,
      "`(u8 | nil) | nil` is not a schema type; a choice between types needs a name; declare it " <>
        "with `untagged_enum NAME do … end`, and use `NAME` here"}}
  ]

  @list "use `[t]` with the type of its elements, such as `[string]`"
  @map "use `%{k => v}`, such as `%{string => i64}`, or declare the keys with `map NAME do … end`"
  @integer "use a type with a size, such as `i64` or `u32`; `integer` has any size"
  @keyword "declare the keys with `options NAME do … end`, and use `NAME` here; any keys are `keyword(t)`"
  @union "a choice between types needs a name; declare it with `untagged_enum NAME do … end`, and use `NAME` here"
  @atoms "declare the atoms with `unit_enum NAME, […]`, and use `NAME` here"
  @function "a function cannot be passed to Rust; call it in Elixir, and pass its result"
  @own "use a built-in type (`i8`, `i16`, `i32`, `i64`, `i128`, `isize`, `u8`, `u16`, `u32`, `u64`, `u128`, `usize`, " <>
         "`f32`, `f64`, `bool`, `string`, `binary`, `atom`, `pid`, `reference`, `path`, `term`, " <>
         "`integer`, `decimal`, `date`, `time`, `naive_datetime`, `datetime`, `duration`, `range`, `char`, `ip`, `uuid`), " <>
         "`[t]`, `array(t, n)`, `mapset(t)`, `keyword(t)`, `{t, u}`, `%{k => v}`, `t | nil`, `packed(t)`, `slice(t)`, " <>
         "or a type that the schema defines"

  @advice [
    {"int", @integer},
    {"int()", @integer},
    {"range(1)", "use `range`"},
    {"u8(1)", "use `u8`"},
    {"keyword(string, u8)",
     "use `keyword(t)` with the type of its values, such as `keyword(i64)`"},
    {"non_neg_integer", "use a type with a size, such as `u64` or `u32`"},
    {"boolean", "use `bool`"},
    {"float", "use `f64` or `f32`"},
    {"String.t()", "use `string`"},
    {"Date.t()", "use `date`"},
    {"packed", "use `packed(f64)`, with the type of its numbers"},
    {"packed(u8)", "use `binary`"},
    {"packed(string)",
     "it is of one type of numbers: `i8`, `i16`, `i32`, `i64`, `u16`, `u32`, `u64`, `f32`, `f64`"},
    {"array(u8)", "use `array(t, n)`, such as `array(f64, 3)`"},
    {"array(u8, 1.5)", "use `array(t, n)`, such as `array(f64, 3)`"},
    {"mapset", "use `mapset(t)`, such as `mapset(string)`"},
    {"mapset(u8, u8)", "use `mapset(t)`, such as `mapset(string)`"},
    {"MapSet.t()", "use `mapset(t)`"},
    {"Range.t()", "use `range`"},
    {"Duration.t()", "use `duration`"},
    {"slice", "use `slice(string)` or `slice(binary)`"},
    {"slice(path)", "it is a part of a `string` or of a `binary`; use `slice(string)`"},
    {"DateTime.t()", "use `datetime`"},
    {"Decimal.t()", "use `decimal`"},
    {"str", "use `string`"},
    {"strng", "did you mean `string`?"},
    {"widget", @own},
    {"list", @list},
    {"list(u8)", "use `[u8]`"},
    {"[]", @list},
    {"[u8, u16]", "a list has one element type: `[t]`; a tuple is `{t, u}`"},
    {"[width: u8]", @keyword},
    {"keyword", @keyword},
    {"map", @map},
    {"%{}", @map},
    {"%{width: u8}", "declare the keys with `map NAME do … end`, and use `NAME` here"},
    {"%{u8 => u8, string => u8}", "a map has one key type and one value type: `%{k => v}`"},
    {"%Point{}", "use `Point`"},
    {"Point.t()", "use `Point` if the schema defines it, or declare it with `remote Point`"},
    {"__MODULE__.Point",
     "use `Point` if the schema defines it, or declare it with `remote Point`"},
    {"Shapes.Point.t()",
     "use `Shapes.Point` if the boundary of `Shapes` defines it, or declare it with `remote Point`"},
    {"u8 | string", @union},
    {"nil", "use `t | nil` for a value that may be absent"},
    {":ok", "it can only be the return of a NIF"},
    {":left", @atoms},
    {":left | :right", @atoms},
    {"{:moved, u8, u8}",
     "declare it with `tagged_enum NAME do variant :moved, u8, u8 end`, and use `NAME` here"},
    {"{}", "an empty tuple carries no value"},
    {"(u8 -> u8)", @function},
    {"function", @function},
    {"1..10", "declare it with `newtype NAME, i64, min: …, max: …`"},
    {"width :: u8", "only a parameter has a name before its type"},
    {"5", @own},
    {"\"u8\"", @own},
    {"Map.get(a, b)", @own}
  ]

  for scalar <- @scalars do
    test "#{scalar}" do
      assert Type.parse({unquote(scalar), [line: 1], nil}) == {:scalar, unquote(scalar)}
    end
  end

  for {source, type} <- @types do
    test source do
      assert unquote(source) |> Code.string_to_quoted!() |> Type.parse() ==
               unquote(Macro.escape(type))
    end
  end

  for {source, advice} <- @advice do
    test "#{source} gets advice" do
      assert {:invalid, message} = unquote(source) |> Code.string_to_quoted!() |> Type.parse()
      assert message == "`" <> unquote(source) <> "` is not a schema type; " <> unquote(advice)
    end
  end

  test "a problem inside it keeps its place" do
    type = Type.parse(Code.string_to_quoted!("%{boolean => [{u8, 5}] | nil}"))

    assert {:map, {:invalid, first},
            {:optional, {:list, {:tuple, [{:scalar, :u8}, {:invalid, second}]}}}} = type

    assert Type.invalid_messages(type) == [first, second]
  end

  test "a long expression is cut" do
    source = Enum.map_join(1..40, " + ", &Integer.to_string/1)
    assert {:invalid, message} = Type.parse(Code.string_to_quoted!(source))
    assert message =~ ~r/\A`1 \+ 2 .{73}…` is not a schema type/u
  end
end
