defmodule RustInElixir.SchemaTest do
  use ExUnit.Case, async: true

  import ExUnit.CaptureIO

  alias RustInElixir.Core.{Boundary, Custom, Default, Definition, Field, Nif, Param}
  alias RustInElixir.Core.{Remote, Resource, Variant, Waiver}
  alias RustInElixir.{Core, Schema}

  doctest RustInElixir.Schema

  @head """
  defmodule Demo.Schema do
    use RustInElixir.Schema, facade: Demo, crate: "demo"
  """

  # The first line of the body is line 3 of the file.
  defp load_body(body),
    do: Schema.load_string(@head <> body <> "\nend\n", "native/demo/schema.exs")

  defp boundary(body) do
    assert {:ok, %Boundary{} = boundary} = load_body(body)
    boundary
  end

  defp definition(body) do
    assert %Boundary{definitions: [definition], problems: []} = boundary(body)
    definition
  end

  defp nif(body) do
    assert %Boundary{nifs: [nif], problems: []} = boundary(body)
    nif
  end

  defp found({_outcome, %Boundary{problems: problems}}), do: found(problems)
  defp found({:error, problems}), do: found(problems)
  defp found(problems) when is_list(problems), do: Enum.map(problems, &{&1.line, &1.message})

  defp unit(name, line), do: %Variant{name: name, shape: :unit, line: line}

  defp field(name, type, line, more),
    do: struct!(%Field{name: name, type: type, line: line}, more)

  test "the core's own schema is read whole" do
    assert {:ok, boundary} = Schema.load("native/rust_in_elixir/schema.exs")

    assert %{
             facade: "RustInElixir.Core",
             crate_name: "rust_in_elixir",
             schema: "RustInElixir.Core.Schema",
             problems: []
           } = boundary

    assert boundary.doc =~ ~r/\AThe pure core of the generator.* for I\/O\.\z/s
    assert "Boundary" in Enum.map(boundary.definitions, & &1.name)
    assert "generate" in Enum.map(boundary.nifs, & &1.name)
  end

  describe "a definition" do
    @cases [
      {"unit_enum Alignment, [:left, :end]", {:unit_enum, [{"left", :unit}, {"end", :unit}]}},
      {"""
       unit_enum Alignment do
         variant :left
         variant :right
       end
       """, {:unit_enum, [{"left", :unit}, {"right", :unit}]}},
      {"""
       tagged_enum Event do
         variant :loading
         variant :redirect, string
         variant :moved, i64, i64
         variant :resize, %{width: u32, height: u32 | nil}
         variant :counted, %{string => u8}
       end
       """,
       {:tagged_enum,
        [
          {"loading", :unit},
          {"redirect", {:values, [scalar: :string]}},
          {"moved", {:values, [scalar: :i64, scalar: :i64]}},
          {"resize",
           {:fields, [{"width", {:scalar, :u32}}, {"height", {:optional, {:scalar, :u32}}}]}},
          {"counted", {:values, [{:map, {:scalar, :string}, {:scalar, :u8}}]}}
        ]}},
      {"""
       untagged_enum Key do
         variant :id, u64
         variant :name, string
       end
       """,
       {:untagged_enum,
        [{"id", {:values, [scalar: :u64]}}, {"name", {:values, [scalar: :string]}}]}},
      {"struct Point do field :x, i64 end", {:struct, [{"x", {:scalar, :i64}}]}},
      {"struct Empty do end", {:struct, []}},
      {"struct Point, do: field :x, i64", {:struct, [{"x", {:scalar, :i64}}]}},
      {"map Delta do field :type, Delta | nil end",
       {:map, [{"type", {:optional, {:named, "Delta"}}}]}},
      {"tuple Size do field :width, u32 end", {:tuple, [{"width", {:scalar, :u32}}]}},
      {"record User, :user do field :id, u64 end", {:record, "user", [{"id", {:scalar, :u64}}]}},
      {"record HttpUser do field :id, u64 end",
       {:record, "http_user", [{"id", {:scalar, :u64}}]}},
      {"exception Failed do field :message, string end",
       {:exception, [{"message", {:scalar, :string}}]}},
      {"options Choices do field :safe, bool end", {:options, [{"safe", {:scalar, :bool}}]}},
      {"newtype Slug, string", {:newtype, {:scalar, :string}, []}},
      {"newtype Slug, string, trim: true, min_length: 1, max_length: 80, format: ~S(^\\d+$)",
       {:newtype, {:scalar, :string},
        [:trim, {:min_length, 1}, {:max_length, 80}, {:format, "^\\d+$"}]}},
      {"newtype Column, string, max_bytes: 80",
       {:newtype, {:scalar, :string}, [{:max_bytes, 80}]}},
      {"newtype Slug, string, trim: false, format: ~r/^a|b$/mi",
       {:newtype, {:scalar, :string}, [{:format, "(?im)^a|b$"}]}},
      {"newtype Level, i64, min: -1, max: 2.5, in: [1, nil, \"a\"]",
       {:newtype, {:scalar, :i64},
        [
          {:min, {:integer, "-1"}},
          {:max, {:float, 2.5}},
          {:in, [{:integer, "1"}, :none, {:string, "a"}]}
        ]}},
      {"resource Table", {:resource, %Resource{rust: "crate::Table"}}},
      {"resource Table, rust: \"crate::t::T\", lock: :mutex, on_drop: :gone, monitor: true",
       {:resource, %Resource{rust: "crate::t::T", lock: :mutex, on_drop: "gone", monitor: true}}},
      {"remote Link, URI.t(), as: {string, [u8]}, from: &URI.to_string/1, to: {URI, :parse}",
       {:remote, {:tuple, [{:scalar, :string}, {:list, {:scalar, :u8}}]},
        %Remote{typespec: "URI.t()", module: "URI", from: "URI.to_string", to: "URI.parse"}}},
      {"remote Level, L.t(), as: u8, validate: &L.check/1, from: &L.to/1, to: &L.from/1",
       {:remote, {:scalar, :u8},
        %Remote{
          typespec: "L.t()",
          from: "L.to",
          to: "L.from",
          validator: "L.check"
        }}},
      {"alias MyApp.Shop.Price\n  remote Money, Price.t(byte) | nil, as: Cents, validate: &Price.check/1, from: &Price.to/1, to: &Price.from/1",
       {:remote, {:named, "Cents"},
        %Remote{
          typespec: "MyApp.Shop.Price.t(byte) | nil",
          from: "MyApp.Shop.Price.to",
          to: "MyApp.Shop.Price.from",
          validator: "MyApp.Shop.Price.check"
        }}},
      {"custom Money, Decimal.t()",
       {:custom, %Custom{typespec: "Decimal.t()", rust: "crate::Money"}}},
      {"custom Money, Decimal.t() | nil, rust: \"crate::m::M\", validate: &MyApp.Money.valid?/1",
       {:custom,
        %Custom{
          typespec: "Decimal.t() | nil",
          rust: "crate::m::M",
          validator: "MyApp.Money.valid?"
        }}},
      {"custom Money, term, validate: {:money, :check}",
       {:custom, %Custom{typespec: "term", rust: "crate::Money", validator: ":money.check"}}},
      {"alias MyApp.Shop.Price\n  custom Money, Price.t()",
       {:custom, %Custom{typespec: "MyApp.Shop.Price.t()", rust: "crate::Money"}}}
    ]

    for {source, kind} <- @cases do
      test source do
        assert outline(definition(unquote(source)).kind) == unquote(Macro.escape(kind))
      end
    end

    # Names and types without lines and docs, which have tests of their own.
    defp outline({:record, tag, fields}), do: {:record, tag, outline(fields)}
    defp outline({:newtype, _type, _constraints} = kind), do: kind
    defp outline({:custom, _custom} = kind), do: kind
    defp outline({:remote, _type, _remote} = kind), do: kind
    defp outline({:fields, fields}), do: {:fields, outline(fields)}

    defp outline({kind, members}) when is_list(members) and kind != :values,
      do: {kind, outline(members)}

    defp outline(members) when is_list(members), do: Enum.map(members, &outline/1)
    defp outline(%Field{name: name, type: type}), do: {name, type}
    defp outline(%Variant{name: name, shape: shape}), do: {name, outline(shape)}
    defp outline(shape), do: shape

    test "has lines, docs, options and defaults" do
      assert definition("""
               @widest 40
               @typedoc \"""
               What is
               shown.
               \"""
               options View, cast: true, redact: true do
                 @doc "At most \#{@widest}."
                 field :width, u32, default: div(@widest, 2)
                 @doc false
                 field :keys, %{atom => [u8]},
                   default: %{b: [97], a: [98]}, redact: true
                 field :name, string | nil, default: nil
               end
             """) == %Definition{
               name: "View",
               doc: "What is\nshown.",
               cast: true,
               redact: true,
               line: 8,
               kind:
                 {:options,
                  [
                    field("width", {:scalar, :u32}, 10,
                      doc: "At most 40.",
                      default: %Default{value: {:integer, "20"}, source: "20"}
                    ),
                    field("keys", {:map, {:scalar, :atom}, {:list, {:scalar, :u8}}}, 12,
                      redact: true,
                      default: %Default{
                        value:
                          {:map,
                           [
                             {{:atom, "a"}, {:list, [{:integer, "98"}]}},
                             {{:atom, "b"}, {:list, [{:integer, "97"}]}}
                           ]},
                        source: "%{a: [98], b: [97]}"
                      }
                    ),
                    field("name", {:optional, {:scalar, :string}}, 14,
                      default: %Default{value: :none, source: "nil"}
                    )
                  ]}
             }
    end

    test "has docs on its variants" do
      assert definition("""
               unit_enum Side, cast: true do
                 @doc "Not right."
                 variant :left
                 variant :right
               end
             """) == %Definition{
               name: "Side",
               cast: true,
               line: 3,
               kind: {:unit_enum, [%{unit("left", 5) | doc: "Not right."}, unit("right", 6)]}
             }
    end

    test "may compute the variants of a unit enum" do
      assert %{kind: {:unit_enum, [%{name: "a"}, %{name: "b"}]}} =
               definition("@names [:a, :b]\n  unit_enum Name, @names")
    end

    test "may come out of a loop" do
      body = "for limit <- [1, 2] do\n    newtype Small, u8, max: limit\n  end"

      assert [{:newtype, _, [max: {:integer, "1"}]}, {:newtype, _, [max: {:integer, "2"}]}] =
               Enum.map(boundary(body).definitions, & &1.kind)
    end
  end

  describe "a NIF" do
    @cases [
      {"nif now() :: u64", [], {:value, {:scalar, :u64}}},
      {"nif now :: u64", [], {:value, {:scalar, :u64}}},
      {"nif reset() :: :ok", [], :ok},
      {"nif f(args :: path, self :: [term]) :: string | nil",
       [{"args", {:scalar, :path}}, {"self", {:list, {:scalar, :term}}}],
       {:value, {:optional, {:scalar, :string}}}},
      {"nif f() :: {:ok, u8} | {:error, Oops}", [], {:result, {:scalar, :u8}, {:named, "Oops"}}},
      {"nif f() :: {:error, Oops} | {:ok, u8}", [], {:result, {:scalar, :u8}, {:named, "Oops"}}},
      {"nif f() :: :ok | {:error, Oops}", [], {:result, nil, {:named, "Oops"}}},
      {"nif f() :: {:error, Oops} | :ok", [], {:result, nil, {:named, "Oops"}}}
    ]

    for {source, params, returns} <- @cases do
      test source do
        assert %Nif{returns: unquote(Macro.escape(returns))} = nif = nif(unquote(source))
        assert Enum.map(nif.params, &{&1.name, &1.type}) == unquote(Macro.escape(params))
      end
    end

    test "has lines, a doc and options" do
      assert nif("""
               @doc "Looks."
               nif unquote(:end)(
                     unquote(:fn) :: u8
                   ) :: bool,
                   schedule: :normal,
                   cast: true
             """) == %Nif{
               name: "end",
               params: [%Param{name: "fn", type: {:scalar, :u8}, line: 5}],
               returns: {:value, {:scalar, :bool}},
               schedule: :normal,
               cast: true,
               doc: "Looks.",
               line: 4
             }
    end

    test "says how it uses a resource" do
      signature = "nif f(a :: T, b :: mut(T), c :: take(T), d :: handle(T)) :: :ok"
      assert %Nif{params: params} = nif(signature)
      assert Enum.map(params, & &1.passing) == [:plain, :mut, :take, :handle]
      assert Enum.map(params, & &1.type) |> Enum.uniq() == [{:named, "T"}]
    end

    test "may read a stream" do
      assert %Nif{params: [param], chunk: 500} = nif("nif f(a :: stream([T])) :: u8")
      assert %Param{type: {:list, {:named, "T"}}, passing: :stream} = param
      assert %Nif{chunk: 7} = nif("nif f(a :: stream(T)) :: u8, chunk: 7")
    end

    test "may give back a stream" do
      for {returns, expected} <- [
            {"stream(u8)", {:stream, {:scalar, :u8}, nil, nil}},
            {"stream([T])", {:stream, {:list, {:named, "T"}}, nil, nil}},
            {"{:ok, stream(T)} | {:error, string}",
             {:stream, {:named, "T"}, nil, {:scalar, :string}}},
            {"{:error, string} | {:ok, stream(T)}",
             {:stream, {:named, "T"}, nil, {:scalar, :string}}},
            {"stream({:ok, T} | {:error, u8})", {:stream, {:named, "T"}, {:scalar, :u8}, nil}},
            {"{:ok, stream({:error, u8} | {:ok, T})} | {:error, string}",
             {:stream, {:named, "T"}, {:scalar, :u8}, {:scalar, :string}}}
          ] do
        assert %Nif{returns: ^expected, chunk: 500} = nif("nif f() :: " <> returns)
        assert %Nif{returns: ^expected, chunk: 7} = nif("nif f() :: " <> returns <> ", chunk: 7")
      end
    end

    test "waits for files where it makes a resource out of a path, unless it says otherwise" do
      for {signature, schedule} <- [
            {"f(p :: path) :: T", :dirty_io},
            {"f(p :: path) :: {:ok, T} | {:error, string}", :dirty_io},
            {"f(a :: u8, p :: path | nil) :: T", :dirty_io},
            {"f(p :: path) :: T, schedule: :dirty_cpu", :dirty_cpu},
            {"f(p :: string) :: T", :dirty_cpu},
            {"f(p :: path) :: string", :dirty_cpu},
            {"f(p :: path) :: S", :dirty_cpu},
            {"f(p :: path) :: stream(T)", :dirty_cpu},
            {"f(t :: T) :: T", :dirty_cpu}
          ] do
        body = "nif #{signature}\nresource T\nstruct S do\nend"
        assert %Boundary{nifs: [nif], problems: []} = boundary(body)
        assert {signature, nif.schedule} == {signature, schedule}
      end
    end

    test "does not take the doc of the function before it" do
      body = "@doc \"First.\"\n  nif a() :: :ok\n  nif b() :: :ok\n  @doc false\n  nif c() :: :ok"
      assert Enum.map(boundary(body).nifs, & &1.doc) == ["First.", nil, nil]
    end
  end

  describe "a problem" do
    @cases [
      {"struct Shapes.Point do field :x, i64 end",
       "a type name has one part, such as `struct Point`, got: `Shapes.Point`"},
      {"struct :point do field :x, i64 end",
       "a type name has one part, such as `struct Point`, got: `:point`"},
      {"struct Point",
       "`struct Point` is incomplete; write `struct Point do field :id, u64 end`"},
      {"tagged_enum Event, [:a]",
       "`tagged_enum Event` is incomplete; write `tagged_enum Event do variant :id, u64 end`"},
      {"newtype Slug",
       "`newtype Slug` is incomplete; write `newtype Slug, string, max_length: 80`"},
      {"newtype Slug, string do field :x, u8 end",
       "`newtype Slug` is incomplete; write `newtype Slug, string, max_length: 80`"},
      {"unit_enum Side",
       "`unit_enum Side` is incomplete; write `unit_enum Side, [:left, :right]`"},
      {"unit_enum Side, [:left, \"right\"]",
       "the variants of `Side` must be a list of atoms such as `[:left, :right]`, got: `[:left, \"right\"]`"},
      {"unit_enum Side, [:left, :left]",
       "the variant `:left` of `Side` is declared twice, first on line 3"},
      {"unit_enum Side do variant :left, u8 end",
       "the variant `:left` of `Side` carries a value; declare the enum with `tagged_enum`, or remove the value"},
      {"struct Point, csat: true do field :x, i64 end",
       "`Point` has no option `csat`; did you mean `cast`?"},
      {"struct Point, module: Foo do field :x, i64 end",
       "`Point` has no option `module`; valid options are `cast`, `redact`, `renamed_from`"},
      {"struct Point, cast: 1 do field :x, i64 end",
       "the option `cast` of `Point` must be `true` or `false`, got: `1`"},
      {"struct Point, cast: true, cast: true do field :x, i64 end",
       "the option `cast` of `Point` is given twice"},
      {"struct Point, :loose do field :x, i64 end",
       "`struct Point`: options must be written as `key: value`, got: `:loose`"},
      {"record User, User, cast: true do field :x, i64 end",
       "`record User` does not take the argument `User`; write `record User do field :id, u64 end`"},
      {"struct Point do variant :x, i64 end",
       "`struct Point` can only contain `field` and `@doc`, got: `variant :x, i64`"},
      {"unit_enum Side do field :x, i64 end",
       "`unit_enum Side` can only contain `variant` and `@doc`, got: `field :x, i64`"},
      {"struct Point do @doc \"x\" end", "nothing follows this `@doc` in `Point`; remove it"},
      {"struct Point do field \"x\", i64 end",
       "the name of a field of `Point` must be an atom such as `:width`, got: `\"x\"`"},
      {"unit_enum Side do variant Left end",
       "the name of a variant of `Side` must be an atom such as `:width`, got: `Left`"},
      {"struct Point do field :x end",
       "the field `:x` of `Point` has no type; write `field :x, TYPE`, such as `field :x, string`"},
      {"struct Point do field :x, default: 1 end",
       "the field `:x` of `Point` has no type; write `field :x, TYPE`, such as `field :x, string`"},
      {"struct Point do field :x, u8, 1 end",
       "the field `:x` of `Point`: options must be written as `key: value`, got: `1`"},
      {"struct Point do field :x, u8, defualt: 1 end",
       "the field `:x` of `Point` has no option `defualt`; did you mean `default`?"},
      {"struct Point do field :x, u8, redact: nil end",
       "the option `redact` of the field `:x` of `Point` must be `true` or `false`, got: `nil`"},
      {"struct Point do field :x, u8; field :x, u8 end",
       "the field `:x` of `Point` is declared twice, first on line 3"},
      {"tagged_enum Event do variant :a, %{x: u8, x: u8} end",
       "the variant `:a` of `Event` declares the field `:x` twice"},
      {"tagged_enum Event do variant :a, %{:x => u8, string => u8} end",
       "the field names of the variant `:a` of `Event` must be atoms, got: `string`"},
      {"newtype N, u8, min: \"1\"", "the option `min` of `N` must be a number, got: `\"1\"`"},
      {"newtype N, string, max_length: -1",
       "the option `max_length` of `N` must be a non-negative integer, got: `-1`"},
      {"newtype N, string, max_bytes: 1.0",
       "the option `max_bytes` of `N` must be a non-negative integer, got: `1.0`"},
      {"newtype N, string, trim: 1",
       "the option `trim` of `N` must be `true` or `false`, got: `1`"},
      {"newtype N, string, format: :a",
       "the option `format` of `N` must be a regular expression, as a string or as `~r/…/`, got: `:a`"},
      {"newtype N, string, format: \"(\"",
       "the option `format` of `N` must be a regular expression (this one is invalid at position 1), got: `\"(\"`"},
      {"newtype N, string, format: ~r/a/u",
       "the option `format` of `N` must be a regular expression with no modifiers other than `i`, `m`, `s` and `x`, got: `~r/a/u`"},
      {"newtype N, u8, in: []", "the option `in` of `N` must be a list of values, got: `[]`"},
      {"custom M, term(), rust: Foo", "the option `rust` of `M` must be a string, got: `Foo`"},
      {"custom M, term(), validate: {M, :f, 1}",
       "the option `validate` of `M` must be a function of a module, such as `&MyApp.Money.validate/1`, got: `{M, :f, 1}`"},
      {"custom M, term(), validate: &String.trim/2",
       "the option `validate` of `M` must be a function of a module, such as `&MyApp.Money.validate/1`, got: `&String.trim/2`"},
      {"remote L, URI.t(), as: string, from: {URI, \"to_string\"}, to: &URI.parse/1",
       "the option `from` of `L` must be a function of a module, such as `&URI.to_string/1`, got: `{URI, \"to_string\"}`"},
      {"remote L, URI.t(), as: string, from: &URI.to_string/1, to: &URI.merge/2",
       "the option `to` of `L` must be a function of a module, such as `&URI.parse/1`, got: `&URI.merge/2`"},
      {"remote L, URI.t(), as: string, from: &URI.to_string/1, to: &URI.parse/1, rust: \"url::Url\"",
       "`L` has no option `rust`; valid options are `from`, `to`, `validate`, `cast`, `redact`, `renamed_from`"},
      {"remote L, uri(), as: string, from: &URI.to_string/1, to: &URI.parse/1",
       "the typespec of `remote L`: `uri()` is not a built-in type of Elixir; write it with its module, such as `MyApp.Money.t()`"},
      {"remote L, URI.t()",
       "`remote L` has no `as:`, `from:`, `to:`; write `remote L, URI.t(), as: string, from: &URI.to_string/1, to: &URI.parse/1`"},
      {"remote L",
       "`remote L` is incomplete; write `remote L, URI.t(), as: string, from: &URI.to_string/1, to: &URI.parse/1`"},
      {"remote L, URI.t(), string",
       "`remote L`: options must be written as `key: value`, got: `string`"},
      {"remote L, URI.t(), as: string, as: u8, from: &URI.to_string/1, to: &URI.parse/1",
       "the option `as` of `L` is given twice"},
      {"field :x, u8",
       "`field :x` is outside of a type; write it in the `do … end` of a struct, map, tuple, record, exception or options"},
      {"variant :x, u8",
       "`variant :x` is outside of an enum; write it in the `do … end` of a `unit_enum`, `tagged_enum` or `untagged_enum`"},
      {"resource Document do field :x, u8 end",
       "`resource Document` has no fields here, because its data is the type `Document` in src/lib.rs; write `resource Document` without `do … end`"},
      {"resource document",
       "a type name starts with a capital letter, such as `resource Point`, got: `document`"},
      {"resource Document, lock: :spin",
       "the option `lock` of `Document` must be one of `:rwlock`, `:mutex`, got: `:spin`"},
      {"resource Document, on_drop: \"closed\"",
       "the option `on_drop` of `Document` must be the name of a Rust function, such as `:dropped`, got: `\"closed\"`"},
      {"resource Document, on_drop: :Closed",
       "the option `on_drop` of `Document` must be the name of a Rust function, such as `:dropped`, got: `:Closed`"},
      {"resource Document, watch: true",
       "`Document` has no option `watch`; valid options are `rust`, `lock`, `on_drop`, `monitor`, `renamed_from`"},
      {"nif f() :: stream(u8), chunk: 0",
       "the option `chunk` of `f/0` must be an integer in 1..4294967295, got: `0`"},
      {"nif f() :: u8, chunk: 5",
       "`f/0` has no option `chunk`; valid options are `schedule`, `cast`, `returns`, `renamed_from`"},
      {"nif f(x :: u8)",
       "`f/1` has no return; write `nif f(x :: u8) :: TYPE`, such as `:: string` or `:: :ok`"},
      {"nif f", "`f/0` has no return; write `nif f() :: TYPE`, such as `:: string` or `:: :ok`"},
      {"nif F.f() :: u8",
       "`F.f()` is not a signature; write `nif name(param :: type, …) :: return`"},
      {"nif f(x) :: u8",
       "the parameter `x` of `f` has no type; write `x :: TYPE`, such as `x :: string`"},
      {"nif f(x :: u8 \\\\ 1) :: u8",
       "the parameter `x :: u8` of `f` cannot have a default; declare `options NAME do … end` with fields that have defaults"},
      {"nif f(1) :: u8",
       "parameter 1 of `f` must be a name with a type, such as `text :: string`, got: `1`"},
      {"nif f(x :: u8, x :: u8) :: u8", "the parameter `x` of `f` is declared twice"},
      {"nif f() :: u8, schedule: :dirty",
       "the option `schedule` of `f/0` must be one of `:normal`, `:dirty_cpu`, `:dirty_io`, got: `:dirty`"},
      {"nif f() :: u8, :normal", "options must be written as `key: value`, got: `:normal`"},
      {"@doc \"A point.\"; struct Point do field :x, i64 end",
       "a type is documented with `@typedoc`, not `@doc`"},
      {"@typedoc \"A call.\"; nif f() :: u8", "a NIF is documented with `@doc`, not `@typedoc`"},
      {"@doc \"A call.\"", "nothing follows this `@doc`; remove it"},
      {"@doc \"A call.\"; @doc \"Another.\"; nif f() :: u8",
       "nothing follows this `@doc`; remove it"}
    ]

    for {source, message} <- @cases do
      test "in #{source}" do
        assert found(load_body(unquote(source))) == [{3, unquote(message)}]
      end
    end

    test "does not hide the others, nor what is right" do
      assert {:ok, boundary} =
               load_body("""
                 struct Point do
                   field :x, i64, default: 0, colour: :red
                   field "y", i64
                   field :z, int
                 end

                 nif good() :: :ok
                 nif bad(x) :: :ok
                 resource Document, cast: true
               """)

      assert found({:ok, boundary}) == [
               {4,
                "the field `:x` of `Point` has no option `colour`; valid options are `default`, `redact`, `renamed_from`"},
               {5,
                "the name of a field of `Point` must be an atom such as `:width`, got: `\"y\"`"},
               {10,
                "the parameter `x` of `bad` has no type; write `x :: TYPE`, such as `x :: string`"},
               {11,
                "`Document` has no option `cast`; valid options are `rust`, `lock`, `on_drop`, `monitor`, `renamed_from`"}
             ]

      assert [%{kind: {:struct, [%{name: "x"}, %{name: "z", type: {:invalid, _}}]}}, document] =
               boundary.definitions

      assert document.kind == {:resource, %Resource{rust: "crate::Document"}}

      assert [%{name: "good"}] = boundary.nifs
    end
  end

  describe "no boundary is read from" do
    @use "use RustInElixir.Schema, facade: Demo, crate: \"demo\""

    @cases [
      {"an empty file", "",
       [
         {1,
          "the file defines no schema; write `defmodule MyApp.Markdown.Schema do use " <>
            "RustInElixir.Schema, facade: MyApp.Markdown, crate: \"my_app_markdown\" … end`"}
       ]},
      {"a module without use", "defmodule Demo.Schema do\nend",
       [
         {1,
          "the file defines no schema; write `defmodule MyApp.Markdown.Schema do use " <>
            "RustInElixir.Schema, facade: MyApp.Markdown, crate: \"my_app_markdown\" … end`"}
       ]},
      {"a second module", "defmodule Demo.Schema do\n#{@use}\nend\ndefmodule Demo.Other do\nend",
       [
         {4,
          "a schema file contains one module, the schema on line 1; remove `defmodule Demo.Other do end`"}
       ]},
      {"an inner module", "defmodule Demo.Schema do\n#{@use}\ndefmodule Other do\nend\nend",
       [
         {3,
          "a schema file contains one module, the schema on line 1; remove `defmodule Other do end`"}
       ]},
      {"use without options", "defmodule Demo.Schema do\nuse RustInElixir.Schema\nend",
       [
         {2, "`use RustInElixir.Schema` has no `facade`; write `facade: MyApp.Markdown`"},
         {2, "`use RustInElixir.Schema` has no `crate`; write `crate: \"my_app_markdown\"`"}
       ]},
      {"use with something else", "defmodule Demo.Schema do\nuse RustInElixir.Schema, Demo\nend",
       [
         {2,
          "`use RustInElixir.Schema` takes `facade: MyApp.Markdown, crate: \"my_app_markdown\"`, got: `Demo`"}
       ]},
      {"wrong options of use, with all other problems",
       "defmodule Demo.Schema do\nuse RustInElixir.Schema, facade: :demo, crate: \"my-demo\", " <>
         "loader: :hex, double: :yes, carte: 1\nstruct A, x: 1 do end\nend",
       [
         {2,
          "the option `facade` of `use RustInElixir.Schema` must be a module name such as `MyApp.Markdown`, got: `:demo`"},
         {2,
          "the option `crate` of `use RustInElixir.Schema` must be a name of lowercase letters, digits and `_`, such as `\"my_app_markdown\"`, got: `\"my-demo\"`"},
         {2,
          "the option `loader` of `use RustInElixir.Schema` must be one of `:rustler`, `:precompiled`, `:rust_in_elixir`, got: `:hex`"},
         {2,
          "the option `double` of `use RustInElixir.Schema` must be `true` or `false`, got: `:yes`"},
         {2, "`use RustInElixir.Schema` has no option `carte`; did you mean `crate`?"},
         {3, "`A` has no option `x`; valid options are `cast`, `redact`, `renamed_from`"}
       ]},
      {"a facade that is the schema", "defmodule Demo do\n#{@use}\nend",
       [
         {2,
          "the option `facade` of `use RustInElixir.Schema` must be a module other than the schema itself, got: `Demo`"}
       ]},
      {"calls of what is not there",
       "defmodule Demo.Schema do\n#{@use}\nstrct Point do\nend\nstruct Point, x: 1 do\nend\nnfi f() :: u8\nend",
       [
         {3, "a schema has no `strct`; did you mean `struct`?"},
         {5, "`Point` has no option `x`; valid options are `cast`, `redact`, `renamed_from`"},
         {7, "a schema has no `nfi`; did you mean `nif`?"}
       ]},
      {"a value that raises",
       "defmodule Demo.Schema do\n#{@use}\nstruct Point do field :x, u8, default: div(1, 0) end\nresource A, lock: 1\nend",
       [
         {3, "this cannot be evaluated: (ArithmeticError) bad argument in arithmetic expression"},
         {4, "the option `lock` of `A` must be one of `:rwlock`, `:mutex`, got: `1`"}
       ]},
      {"a throw and an exit", "defmodule Demo.Schema do\n#{@use}\nthrow(:a)\nexit(:b)\nend",
       [
         {3, "this cannot be evaluated: (throw) :a"},
         {4, "this cannot be evaluated: (exit) :b"}
       ]}
    ]

    for {name, text, expected} <- @cases do
      test name do
        assert {:error, problems} = Schema.load_string(unquote(text), "native/demo/schema.exs")
        assert found(problems) == unquote(expected)
      end
    end

    test "an attribute that is not set" do
      assert found(load_body("struct Point do\n  field :x, u8 | nil, default: @widest\nend")) ==
               [{4, "the attribute `@widest` is not set before this line"}]
    end

    test "a call with too many arguments" do
      assert found(load_body("struct Point, Foo, cast: true do field :x, i64 end")) ==
               [{3, "`struct` does not take 4 arguments"}]
    end

    test "a call of what nothing resembles" do
      assert {:error, [%{line: 3, message: "undefined function quux/1" <> _}]} =
               load_body("quux 1")
    end

    test "a syntax error" do
      assert {:error, [%{line: 3, message: "syntax error before: " <> _}]} =
               load_body("struct Point, %")

      assert {:error, [%{message: "missing terminator: end" <> _}]} = load_body("struct Point do")
    end

    test "a file that is not there" do
      assert found(Schema.load("native/none/schema.exs")) ==
               [{1, "the schema cannot be read: no such file or directory"}]
    end
  end

  describe "loading" do
    test "leaves no module behind and prints nothing" do
      body = "@unused 1\n  import String, only: [trim: 1]\n  def helper, do: 1\n  nif f() :: u8"

      # The output of tests that run at the same time is captured as well.
      refute capture_io(:stderr, fn -> assert {:ok, _} = load_body(body) end) =~ "warning:"
      refute capture_io(:stderr, fn -> assert {:error, _} = load_body("quux 1") end) =~ "error:"
      refute Code.ensure_loaded?(Demo.Schema)
    end

    test "keeps a module of the same name" do
      text = "defmodule RustInElixir.SchemaTest.Kept do #{@use}; nif f() :: u8 end"

      refute capture_io(:stderr, fn ->
               assert {:ok, %{schema: "RustInElixir.SchemaTest.Kept"}} =
                        Schema.load_string(text, "schema.exs")
             end) =~ "warning:"

      assert RustInElixir.SchemaTest.Kept.value() == :kept
    end

    test "works for the same schema in several processes at once" do
      loads = for _ <- 1..8, do: Task.async(fn -> load_body("nif f() :: u8") end)

      assert [{:ok, %Boundary{nifs: [%{name: "f"}]}}] =
               loads |> Task.await_many(:infinity) |> Enum.uniq()
    end

    test "knows the name of the schema, and where its file is" do
      assert nif("@doc inspect(__MODULE__)\n  nif f() :: u8").doc == "Demo.Schema"
      assert nif("@doc Path.basename(__DIR__)\n  nif f() :: u8").doc == "demo"
    end

    test "takes a thousand types and a thousand NIFs" do
      body =
        for i <- 1..1000 do
          "struct Type#{i} do\nfield :a, i64, default: #{i}\nend\n" <>
            "@doc \"Call #{i}.\"\nnif call#{i}(a :: Type#{i}) :: Type#{i}\n"
        end

      boundary = boundary(Enum.join(body))
      assert {length(boundary.definitions), length(boundary.nifs)} == {1000, 1000}
    end

    test "reads a schema from a file, with its loader and without a moduledoc" do
      assert {:ok, %Boundary{loader: :rust_in_elixir, doc: nil, facade: "Guide", problems: []}} =
               Schema.load("test/fixtures/schema/guide.exs")
    end
  end

  defmodule Kept do
    def value, do: :kept
  end

  describe "changes" do
    test "old names and waivers are kept beside the types and functions" do
      boundary =
        boundary("""
        unit_enum Side, renamed_from: :Edge do
          variant :left, renamed_from: :l
        end

        struct Size, renamed_from: Dimensions do
          field :width, u32, default: 1, renamed_from: :w
        end

        tagged_enum Event do
          variant :moved, i64, [u8], renamed_from: :went
        end

        resource Table, renamed_from: :Sheet
        nif resize(size :: Size) :: Size, schedule: :normal, renamed_from: :scale
        waive :nif_removed, "old/1", reason: "gone " <> "for good", until: ~D[2027-01-31]
        """)

      assert boundary.problems == []

      assert for(it <- boundary.renames, do: {it.path, it.from, it.line}) == [
               {"Side", "Edge", 3},
               {"Side.left", "l", 4},
               {"Size", "Dimensions", 7},
               {"Size.width", "w", 8},
               {"Event.moved", "went", 12},
               {"Table", "Sheet", 15},
               {"resize/1", "scale", 16}
             ]

      assert boundary.waivers == [
               %Waiver{
                 rule: "nif_removed",
                 path: "old/1",
                 reason: "gone for good",
                 until: "2027-01-31",
                 line: 17
               }
             ]
    end

    test "no part of the contract depends on them" do
      plain = "struct Size do\n  field :w, u8\nend\nnif f(a :: Size) :: u8"

      changed = """
      struct Size, renamed_from: :Dimensions do
        field :w, u8, renamed_from: :width
      end

      nif f(a :: Size) :: u8, renamed_from: :g
      waive :nif_removed, "old/1", reason: "gone", until: ~D[2027-01-31]
      """

      assert Core.contract(boundary(plain)) == Core.contract(boundary(changed))
    end

    test "their problems" do
      for {body, message} <- [
            {"waive :nif_removed, \"f/1\", reason: \"gone\"",
             "`waive :nif_removed` has no `until`; write `until: ~D[2027-01-31]`"},
            {"waive :nif_removed, \"f/1\", until: ~D[2027-01-31]",
             "`waive :nif_removed` has no `reason`; write `reason: \"…\"`"},
            {"waive :nif_removed, \"f/1\", reason: \"gone\", until: \"2027-01-31\"",
             "the option `until` of `waive :nif_removed` must be a date such as `~D[2027-01-31]`, " <>
               "got: `\"2027-01-31\"`"},
            {"waive :nif_removed, :f, reason: \"gone\", until: ~D[2027-01-31]",
             "`waive :nif_removed` takes the place that the rule reports, such as `\"resize/2\"`, got: `:f`"},
            {"waive \"nif_removed\", \"f/1\", reason: \"gone\", until: ~D[2027-01-31]",
             "`waive` takes the name of a rule, such as `:nif_removed`, got: `\"nif_removed\"`"},
            {"waive :nif_removed, \"f/1\", :never",
             "`waive :nif_removed`: options must be written as `key: value`, got: `:never`"},
            {"waive :nif_removed, \"f/1\"", "`waive` does not take 2 arguments"},
            {"nif f() :: u8, renamed_from: \"g\"",
             "the option `renamed_from` of `f/0` must be the old name, such as `:old_name`, got: `\"g\"`"},
            {"unit_enum Side do\n  variant :left, renamed_form: :l\nend",
             "the variant `:left` of `Side` has no option `renamed_form`; did you mean `renamed_from`?"},
            {"struct P do\n  field :x, renamed_from: :y\nend",
             "the field `:x` of `P` has no type; write `field :x, TYPE`, such as `field :x, string`"}
          ] do
        assert [{_line, ^message}] = found(load_body(body))
      end
    end
  end
end
