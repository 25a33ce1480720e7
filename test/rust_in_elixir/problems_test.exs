defmodule RustInElixir.ProblemsTest do
  @moduledoc """
  What the core finds wrong in a schema: one schema for each problem, and a harmless twin for each
  rule that could be too strict.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Schema}

  @project %Core.Project{
    otp_app: "sample",
    loader: :rust_in_elixir,
    crate_dir: "native/sample",
    rustler: "0.39"
  }

  twice = fn name, first, second ->
    "the variants #{first} and #{second} of `#{name}` contain `#{name}` at the same place, so each level of nesting " <>
      "doubles the time it takes to tell them apart; make `#{name}` a `tagged_enum`"
  end

  often = fn name, count ->
    "a part of a value of `#{name}` may be tried #{count} times, and the limit is 64: variants of `#{name}` contain " <>
      "other untagged enums at the same place, and so do variants of those; make some of them a `tagged_enum`"
  end

  remote = fn type, more ->
    "remote Link, URI.t(), as: #{type}, from: &URI.to_string/1, to: &URI.parse/1\n" <> more
  end

  # Untagged enums of which each holds the one before, which is A#, in these variants.
  chain = fn levels, variants, more ->
    "untagged_enum A0 do\n  variant :a, i64\n  variant :b, string\nend\n" <>
      Enum.map_join(1..levels, "\n", fn level ->
        lines =
          for {variant, index} <- Enum.with_index(variants),
              do: "  variant :v#{index}, #{variant}\n"

        text = "untagged_enum A#{level} do\n#{lines}  variant :c, bool\nend#{more}"
        String.replace(text, "#", "#{level - 1}")
      end)
  end

  # Each body starts on line 4 of its schema.
  wrong = [
    {"a waiver of no rule",
     "nif f() :: u8\nwaive :param_type_narowed, \"f/0\", reason: \"known\", until: ~D[2027-01-31]",
     [
       {5,
        "there is no rule `:param_type_narowed` to waive; did you mean `:param_type_narrowed`?"}
     ]},
    {"a waiver of a rule about waivers",
     "nif f() :: u8\nwaive :waiver_expired, \"f/0\", reason: \"known\", until: ~D[2027-01-31]",
     [
       {5, "there is no rule `:waiver_expired` to waive; see `mix help rust_in_elixir.breaking`"}
     ]},
    {"an old name that is still there",
     "nif f(a :: P) :: u8, renamed_from: :g\nnif g(a :: P) :: u8\nstruct P, renamed_from: :Q do\n  field :x, u8\n  field :y, u8, renamed_from: :x\nend\nunit_enum Q, [:a]",
     [
       {4, "`f/1` is renamed from `:g`, which still exists; remove `renamed_from`"},
       {6, "`P` is renamed from `:Q`, which still exists; remove `renamed_from`"},
       {8, "`P.y` is renamed from `:x`, which still exists; remove `renamed_from`"}
     ]},
    {"a name that is nearly a type's",
     "struct A do\n  field :x, Alignmnt\nend\nunit_enum Alignment, [:left]",
     [{5, "unknown type `Alignmnt`; did you mean `Alignment`?"}]},
    {"a name that is no type's", "nif f(a :: Zebra) :: u8",
     [
       {4, "unknown type `Zebra`; declare it, or use a built-in type"}
     ]},
    {"a type twice", "unit_enum A, [:a]\nunit_enum A, [:b]",
     [{5, "the type `A` is declared twice, first on line 4"}]},
    {"a type in the place of the module that casts",
     "unit_enum Arguments, [:a], cast: true\nnif f(a :: Arguments) :: :ok",
     [
       {4,
        "the type `Arguments` would clash with the generated module `Sample.Arguments`; choose another name"}
     ]},
    {"a function in the place of the one that casts",
     "nif cast(name :: atom, params :: [f64]) :: :ok, cast: true",
     [
       {4,
        "`cast/2` would clash with the generated `Sample.cast/2`, which casts arguments without a call; choose another name"}
     ]},
    {"a type in the place of a generated module", "unit_enum Native, [:a]",
     [
       {4,
        "the type `Native` would clash with the generated module `Sample.Native`; choose another name"}
     ]},
    {"a type in the place of the schema", "unit_enum Schema, [:a]",
     [
       {4,
        "the type `Schema` would clash with the schema's own module `Sample.Schema`; rename one of them"}
     ]},
    {"types whose compiled modules would be one file",
     "struct Url do\nend\nunit_enum URL, [:a]\nresource UrL\nunit_enum NATIVE, [:a]\nunit_enum Native_, [:a]",
     [
       {6,
        "the types `Url` (line 4) and `URL` differ only in case, so one compiled module would overwrite the other on macOS and Windows; rename one of them"},
       {7,
        "the types `Url` (line 4) and `UrL` differ only in case, so one compiled module would overwrite the other on macOS and Windows; rename one of them"},
       {8,
        "the type `NATIVE` and the generated module `Sample.Native` differ only in case, so one compiled module would overwrite the other on macOS and Windows; choose another name"}
     ]},
    {"types whose source would be one file",
     "unit_enum HTTPFooB, [:a]\nunit_enum HttpFoo_B, [:a]",
     [
       {5,
        "the types `HTTPFooB` (line 4) and `HttpFoo_B` would share the file http_foo_b.ex; rename one of them"}
     ]},
    {"a type with the name of a module that boundaries share",
     "unit_enum PanicError, [:a]\nunit_enum Panic_Err, [:a]",
     [
       {4,
        "the type `PanicError` has the name of a module that all boundaries share; choose another name"}
     ]},
    {"a NIF twice", "nif f(a :: u8) :: u8\nnif f(b :: i8) :: u8",
     [{5, "`f/1` is declared twice, first on line 4"}]},
    {"a NIF that options make",
     "options O do\n  field :a, u8, default: 1\nend\nnif f(o :: O) :: u8\nnif f() :: u8",
     [
       {8,
        "`f/0` and `f/1` (line 7) could both be called as `f/0`, because the options of `f/1` can be left out; rename one of them"}
     ]},
    {"two NIFs that are one function in Rust",
     "nif f(a :: u8) :: u8\nnif f_2() :: u8\nnif f(a :: u8, b :: u8) :: u8",
     [{6, "`f/2` and `f_2/0` (line 5) would both be the Rust function `f_2`; rename one of them"}]},
    {"a NIF that ends in a mark", "nif valid!(a :: u8) :: bool\nnif _?() :: bool",
     [
       {4,
        "the name of the NIF `valid!/1` cannot end in `!`, because `valid!` is the generated function that raises; write `valid`"},
       {5,
        "the NIF name `:_?` is not valid in both languages: use letters from a to z, digits and `_`, with a lowercase letter or `_` first, such as `unnamed`"}
     ]},
    {"a question that is not answered with yes or no",
     "newtype Yes, bool\nnif valid?(a :: u8) :: u8\nnif empty?() :: {:ok, bool} | {:error, string}\nnif full?() :: Yes",
     [
       {5,
        "`valid?/1` returns `u8`, but a function whose name ends in `?` must return `bool`; write `:: bool`, or drop the `?`"},
       {6,
        "`empty?/0` returns `{:ok, bool} | {:error, string}`, but a function whose name ends in `?` must return `bool`; write `:: bool`, or drop the `?`"}
     ]},
    {"a value without a tag that may be an error",
     "tagged_enum Outcome do\n  variant :done, u8\n  variant :error, string\nend\nnewtype Result, Outcome\nrecord Failure, :error do\n  field :why, atom\nend\n" <>
       "untagged_enum Either do\n  variant :number, u8\n  variant :failure, Failure\nend\n" <>
       "nif f() :: Result | {:error, string}\nnif g() :: Either | nil | {:error, u8}\nnif h() :: u8 | {:error, string}",
     [
       {16,
        "`f/0` returns `Result | {:error, string}`, but a value of `Result` can itself be an `{:error, …}`; write `{:ok, Result} | {:error, string}`"},
       {17,
        "`g/0` returns `Either | nil | {:error, u8}`, but a value of `Either | nil` can itself be an `{:error, …}`; write `{:ok, Either | nil} | {:error, u8}`"}
     ]},
    {"a style that the function has already",
     "nif valid?(a :: u8) :: bool, returns: :bare\nnif f() :: u8 | {:error, string}, returns: :tagged\nnif g() :: u8, returns: :plain",
     [
       {4, "`valid?/1` returns a bare `bool` because of its name; remove `returns`"},
       {5,
        "`f/0` returns a value without a tag beside `{:error, …}`, so `returns: :tagged` says it differently; write `{:ok, type} | {:error, type}`, or remove `returns`"},
       {6, "the option `returns` of `g/0` must be one of `:tagged`, `:bare`, got: `:plain`"}
     ]},
    {"a question and a function of the same name",
     "nif valid(a :: u8) :: u8\nnif valid?(a :: u8) :: bool",
     [
       {5,
        "`valid?/1` and `valid/1` (line 4) would both be the Rust function `valid`; rename one of them"}
     ]},
    {"a NIF of Elixir's own", "nif module_info() :: bool",
     [{4, "`module_info/0` is reserved by Elixir; choose another name"}]},
    {"an enum of floats", "untagged_enum N do\n  variant :small, f32\n  variant :big, f64\nend",
     [
       {6,
        "the variant `:big` (`f64`) of `N` is shadowed by `:small` (`f32`) before it: both are floats"}
     ]},
    {"an enum that covers integers",
     "untagged_enum N do\n  variant :big, i64\n  variant :small, u32\nend",
     [
       {6,
        "the variant `:small` (`u32`) of `N` is shadowed by `:big` (`i64`) before it: every `u32` is also an `i64`"}
     ]},
    {"an enum that swallows strings",
     "untagged_enum N do\n  variant :bytes, binary\n  variant :name, string\nend",
     [
       {6,
        "the variant `:name` (`string`) of `N` is shadowed by `:bytes` (`binary`) before it: every string is also a binary; put the string first"}
     ]},
    {"an enum that lifts constraints",
     "untagged_enum N do\n  variant :slug, Slug\n  variant :bytes, binary\nend\nuntagged_enum M do\n  variant :few, {Few}\n  variant :many, {f32}\nend\nnewtype Slug, string, format: \"^a$\"\nnewtype Few, Small\nnewtype Small, f32, max: 9.0",
     [
       {6,
        "the variant `:bytes` (`binary`) of `N` is shadowed by `:slug` (`Slug`) before it: only Elixir checks all constraints of `Slug`; use a `tagged_enum`"},
       {10,
        "the variant `:many` (`{f32}`) of `M` is shadowed by `:few` (`{Few}`) before it: both have tuples of the same elements"}
     ]},
    {"an enum whose values change into others of it",
     "untagged_enum N do\n  variant :short, Short\n  variant :long, Long\nend\nuntagged_enum M do\n  variant :a, A\n  variant :b, B\nend\n" <>
       "newtype Short, string, max_length: 3\nnewtype Long, string, trim: true\n" <>
       "map A do\n  field :x, u8\n  field :y, u8\nend\nmap B do\n  field :x, i64\n  field :y, i64, default: 1\nend\nnif f(n :: N, m :: M) :: :ok",
     [
       {6,
        "the variant `:long` (`Long`) of `N` is shadowed by `:short` (`Short`) before it: Elixir may turn `Long` into a value of `Short`; use a `tagged_enum`"},
       {10,
        "the variant `:b` (`B`) of `M` is shadowed by `:a` (`A`) before it: both accept a map of the keys that `A` or `B` requires"}
     ]},
    {"an enum that takes bytes for a path",
     "untagged_enum N do\n  variant :file, path\n  variant :bytes, binary\nend",
     [
       {6,
        "the variant `:bytes` (`binary`) of `N` is shadowed by `:file` (`path`) before it: both are binaries; use a `tagged_enum`"}
     ]},
    {"an enum that swallows maps",
     "untagged_enum N do\n  variant :a, A\n  variant :b, B\nend\nmap A do\n  field :x, u8\nend\nmap B do\n  field :x, u8\n  field :y, u8, default: 1\nend",
     [
       {6,
        "the variant `:b` (`B`) of `N` is shadowed by `:a` (`A`) before it: both accept a map of the keys that `A` or `B` requires"}
     ]},
    {"an enum that swallows a newtype",
     "untagged_enum N do\n  variant :name, string\n  variant :slug, Slug\nend\nnewtype Slug, string, min_length: 1",
     [
       {6,
        "the variant `:slug` (`Slug`) of `N` is shadowed by `:name` (`string`) before it: both are the same type"}
     ]},
    {"an enum that lifts constraints from what is a term",
     "untagged_enum N do\n  variant :s, S | nil\n  variant :any, term\nend\nnewtype S, string, trim: true, max_length: 2",
     [
       {6,
        "the variant `:any` (`term`) of `N` is shadowed by `:s` (`S | nil`) before it: only Elixir checks all constraints of `S`; use a `tagged_enum`"}
     ]},
    {"an enum that goes too deep for what is a term",
     "untagged_enum N do\n  variant :t, T\n  variant :any, term\nend\ntagged_enum T do\n  variant :leaf\n  variant :node, T\nend",
     [
       {6,
        "the variant `:any` (`term`) of `N` is shadowed by `:t` (`T`) before it: only Elixir limits how deep `T` is; use a `tagged_enum`"}
     ]},
    {"an enum whose map is also another one",
     "untagged_enum N do\n  variant :a, A\n  variant :m, %{atom => u8}\nend\nmap A do\n  field :x, u8\nend",
     [
       {6,
        "the variant `:m` (`%{atom => u8}`) of `N` is shadowed by `:a` (`A`) before it: `A` is also a map with atom keys"}
     ]},
    {"an enum that takes tuples for others",
     "untagged_enum N do\n  variant :size, Size\n  variant :pair, {atom, u8}\nend\ntuple Size do\n  field :known, bool\n  field :width, u8\nend",
     [
       {6,
        "the variant `:pair` (`{atom, u8}`) of `N` is shadowed by `:size` (`Size`) before it: both have tuples of the same elements"}
     ]},
    {"an enum that takes tuples for records",
     "untagged_enum N do\n  variant :r, R\n  variant :pair, {atom, u8}\nend\nrecord R, :r do\n  field :x, u8\nend",
     [
       {6,
        "the variant `:pair` (`{atom, u8}`) of `N` is shadowed by `:r` (`R`) before it: both have tuples of the same elements"}
     ]},
    {"an enum that takes tagged values for tuples",
     "untagged_enum N do\n  variant :pair, {atom, u16}\n  variant :e, E\nend\ntagged_enum E do\n  variant :none\n  variant :at, u8\nend",
     [
       {6,
        "the variant `:e` (`E`) of `N` is shadowed by `:pair` (`{atom, u16}`) before it: both have tuples of the same elements"}
     ]},
    {"an enum without variants", "unit_enum A, []",
     [{4, "the enum `A` has no variants; add at least one"}]},
    {"a default of another type", "struct P do\n  field :x, i64, default: 1.5\nend",
     [{5, "invalid default `1.5` for the field `:x` of `P`: `1.5` is not a valid `i64`"}]},
    {"a default out of range", "struct P do\n  field :x, u8, default: 256\nend",
     [
       {5,
        "invalid default `256` for the field `:x` of `P`: `256` is out of range for `u8` (0..255)"}
     ]},
    {"a default that is nearly a variant",
     "struct P do\n  field :at, At, default: :lft\nend\nunit_enum At, [:left]",
     [
       {5,
        "invalid default `:lft` for the field `:at` of `P`: `:lft` is not a variant of `At`; did you mean `:left`?"}
     ]},
    {"a default that is a string",
     "struct P do\n  field :at, At, default: \"left\"\nend\nunit_enum At, [:left]",
     [
       {5,
        ~s(invalid default `"left"` for the field `:at` of `P`: `"left"` is a string; write `:left`)}
     ]},
    {"a default that a constraint refuses",
     "struct P do\n  field :s, S, default: \"\"\nend\nnewtype S, string, min_length: 1",
     [
       {5,
        ~s(invalid default `""` for the field `:s` of `P`: `""` is shorter than `min_length: 1`)}
     ]},
    {"a default that is an integer for a float", "struct P do\n  field :x, f64, default: 1\nend",
     [
       {5, "invalid default `1` for the field `:x` of `P`: `1` is an integer; write `1.0`"}
     ]},
    {"a type that has no end", "struct E do\n  field :next, E\nend",
     [
       {4,
        "the type `E` is infinite: each of its values contains another one; make a field optional (`E | nil`), put it into a list (`[E]`), or add a variant without it"}
     ]},
    {"a newtype of itself", "newtype A, A",
     [
       {4, "the type `A` is one of its own alternatives, which adds no values; remove it"}
     ]},
    {"enums that are each other",
     "untagged_enum A do\n  variant :b, B\nend\nuntagged_enum B do\n  variant :a, A\n  variant :id, u64\nend\nstruct P do\n  field :a, A, default: 1\nend",
     [
       {4, "the type `A` is one of its own alternatives, which adds no values; remove it"},
       {7, "the type `B` is one of its own alternatives, which adds no values; remove it"}
     ]},
    {"a key that holds itself", "newtype K, {K}\nmap M do\n  field :k, %{K => u8}\nend",
     [
       {4,
        "the type `K` is infinite: each of its values contains another one; make a field optional (`K | nil`), put it into a list (`[K]`), or add a variant without it"},
       {6,
        "the key type `K` of `%{K => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"an enum that tries a part of its values twice",
     "untagged_enum J do\n  variant :a, {J, i64}\n  variant :b, {J, string}\n  variant :c, bool\nend",
     [{6, twice.("J", "`:a` (`{J, i64}`)", "`:b` (`{J, string}`)")}]},
    {"one that does so by way of other types",
     "untagged_enum J do\n  variant :a, A\n  variant :k, K | nil\n  variant :c, bool\nend\nmap A do\n  field :x, L\n  field :a, i64\nend\n" <>
       "untagged_enum K do\n  variant :b, B\n  variant :c, string\nend\nmap B do\n  field :x, [J]\n  field :b, i64\nend\nnewtype L, %{string => J}",
     [{6, twice.("J", "`:a` (`A`)", "`:k` (`K | nil`)")}]},
    {"one that does so where it is cast",
     "untagged_enum J do\n  variant :a, A\n  variant :b, B\n  variant :c, bool\n  variant :d, [J]\n  variant :e, {J, i64}\nend\n" <>
       "struct A do\n  field :x, J\nend\nstruct B do\n  field :x, J\nend\nnif f(j :: J) :: :ok, cast: true",
     [{6, twice.("J", "`:a` (`A`)", "`:b` (`B`)")}]},
    {"enums that double the time once for each of them",
     chain.(20, ["{A#, i64}", "{A#, string}"], ""), [{38, often.("A7", 128)}]},
    {"enums that triple it", chain.(5, ["{A#, i64}", "{A#, string}", "{A#, atom}"], ""),
     [{26, often.("A4", 81)}]},
    {"such enums with other types between",
     chain.(8, ["{[A#], i64}", "{[N# | nil], string}"], "\nnewtype N#, A#"),
     [{44, often.("A7", 128)}]},
    {"such enums that are cast",
     "nif f(a :: A7) :: :ok, cast: true\n" <>
       chain.(
         7,
         ["S#", "T#"],
         "\nstruct S# do\n  field :x, A#\nend\nstruct T# do\n  field :x, A#\nend"
       ), [{75, often.("A7", 128)}]},
    {"a constraint for another type", "newtype S, u8, trim: true",
     [{4, "`trim:` needs a string, but the newtype `S` is `u8`"}]},
    {"a default for a struct that is no map",
     "struct S do\n  field :a, u8\nend\nstruct P do\n  field :s, S, default: [a: 6]\n  field :t, S | nil, default: 1\nend",
     [
       {8,
        "invalid default `[a: 6]` for the field `:s` of `P`: `[a: 6]` is not a valid `S`; write a map of the struct's fields"},
       {9,
        "invalid default `1` for the field `:t` of `P`: `1` is not a valid `S`; write a map of the struct's fields"}
     ]},
    {"defaults for structs within others",
     "exception S do\n  field :a, u8\nend\nmap M do\n  field :s, [S], default: [%{}]\n  field :t, {S, u8}, default: {%{a: 256}, 1}\n  field :u, %{u8 => S}, default: %{1 => %{a: 1, b: 2}}\nend",
     [
       {8, "invalid default `[%{}]` for the field `:s` of `M`: the key `:a` is missing"},
       {9,
        "invalid default `{%{a: 256}, 1}` for the field `:t` of `M`: `256` is out of range for `u8` (0..255)"},
       {10,
        "invalid default `%{1 => %{a: 1, b: 2}}` for the field `:u` of `M`: `:b` is not one of its keys"}
     ]},
    {"defaults that hold themselves",
     "struct A do\n  field :b, B | nil, default: %{}\nend\nstruct B do\n  field :a, [A], default: [%{b: nil}]\nend\nstruct C do\n  field :c, C | nil, default: %{c: nil}\nend",
     [
       {5,
        "the default of the field `:b` of `A` creates a struct whose own defaults lead back to `A`; remove one of them"},
       {8,
        "the default of the field `:a` of `B` creates a struct whose own defaults lead back to `B`; remove one of them"},
       {11,
        "the default of the field `:c` of `C` creates a struct whose own defaults lead back to `C`; remove one of them"}
     ]},
    {"defaults that are filled in without end",
     "map M do\n  field :m, M | nil, default: %{}\n  field :n, u8, default: 1\nend\nmap N do\n  field :o, [O], default: [%{}]\nend\nstruct O do\n  field :n, N | nil, default: %{}\nend",
     [
       {5,
        "the default of the field `:m` of `M` never ends, because the fields it leaves out have defaults that lead back to it; write those fields out"},
       {9,
        "the default of the field `:o` of `N` never ends, because the fields it leaves out have defaults that lead back to it; write those fields out"},
       {12,
        "the default of the field `:n` of `O` never ends, because the fields it leaves out have defaults that lead back to it; write those fields out"}
     ]},
    {"defaults that are not matched",
     "newtype W, string, format: \"^[a-z]+$\"\nnewtype V, W, trim: true, max_length: 3\nmap M do\n  field :a, W, default: \"NOT A WORD 123\"\n  field :b, [W], default: [\"a\", \"b\\n\"]\n  field :c, V, default: \"   \"\n  field :d, V | nil, default: \" abcd \"\nend",
     [
       {7,
        "invalid default `\"NOT A WORD 123\"` for the field `:a` of `M`: `\"NOT A WORD 123\"` does not match `format: \"^[a-z]+$\"`"},
       {8,
        "invalid default `[\"a\", \"b\\n\"]` for the field `:b` of `M`: `\"b\\n\"` does not match `format: \"^[a-z]+$\"`"},
       {9,
        "invalid default `\"   \"` for the field `:c` of `M`: `\"\"` does not match `format: \"^[a-z]+$\"`"},
       {10,
        "invalid default `\" abcd \"` for the field `:d` of `M`: `\"abcd\"` is longer than `max_length: 3`"}
     ]},
    {"a default of one character and two bytes",
     "newtype L, string, max_length: 1\nnewtype B, binary, max_length: 1\nmap M do\n  field :a, L, default: \"é\"\n  field :b, B, default: \"é\"\nend",
     [
       {8,
        "invalid default `\"é\"` for the field `:b` of `M`: `\"é\"` is longer than `max_length: 1`"}
     ]},
    {"an option given twice by default",
     "options O do\n  field :a, u8\nend\nmap M do\n  field :o, O, default: [a: 1, a: 2]\nend",
     [
       {8,
        "invalid default `[a: 1, a: 2]` for the field `:o` of `M`: the key `:a` is given twice"}
     ]},
    {"a choice that never arrives",
     "newtype T, string, trim: true, in: [\"a\", \" b \"], max_length: 2",
     [
       {4,
        "`in:` of the newtype `T` lists `\" b \"`, which `T` itself rejects: `\"b\"` is not listed in `in:`"}
     ]},
    {"a type of the user's own that is to be cast", "custom Money, integer(), cast: true",
     [
       {4,
        "the option `cast` of `Money` must be the function that casts its values, such as `&MyApp.Money.cast/1`, got: `true`"}
     ]},
    {"a limit out of range", "newtype S, u8, max: 300",
     [{4, "invalid limit of the newtype `S`: `300` is out of range for `u8` (0..255)"}]},
    {"limits that cross", "newtype S, i64, min: 5, max: 3",
     [{4, "`min:` of the newtype `S` is greater than `max:`, so no value is valid"}]},
    {"lengths that cross", "newtype S, string, min_length: 5, max_length: 3",
     [
       {4,
        "`min_length: 5` of the newtype `S` is greater than `max_length: 3`, so no value is valid"}
     ]},
    {"more characters than bytes", "newtype S, string, min_length: 5, max_bytes: 4",
     [
       {4,
        "`min_length: 5` of the newtype `S` is greater than `max_bytes: 4`, so no value is valid"}
     ]},
    {"bytes of what has none", "newtype S, [u8], max_bytes: 4",
     [{4, "`max_bytes:` needs a string or binary, but the newtype `S` is `[u8]`"}]},
    {"a message that cannot be printed", "exception E do\n  field :message, u8\nend",
     [
       {5,
        "the field `:message` of the exception `E` must be a `string`, because Elixir prints it, but it is `u8`"}
     ]},
    {"a key that Rust cannot hash", "map M do\n  field :k, %{f64 => u8}\nend",
     [
       {5,
        "the key type `f64` of `%{f64 => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"a tuple that is too long", "map M do\n  field :t, {u8, u8, u8, u8, u8, u8, u8, u8}\nend",
     [
       {5,
        "a tuple of 8 elements is too long, because Rustler supports at most 7; declare a `tuple` with named fields"}
     ]},
    {"a variant that is too long",
     "tagged_enum T do\n  variant :a, u8, u8, u8, u8, u8, u8, u8\nend",
     [
       {5,
        "the variant `:a` of `T` carries 7 values, and Rustler supports at most 6; name them: `variant :a, %{...}`"}
     ]},
    {"a field of the VM's", "struct S do\n  field :__struct__, u8\nend",
     [{5, "the field `:__struct__` is reserved by Elixir; choose another name"}]},
    {"options that come back", "options O do\n  field :a, u8\nend\nnif f(o :: O) :: O",
     [
       {7,
        "`f/1` returns the options `O`, but options can only be passed in; make `O` a map or a struct"}
     ]},
    {"what is changed and is no resource",
     "struct P do\nend\nnif f(p :: mut(P), q :: take(P), r :: handle([P]), s :: mut(u8)) :: u8",
     [
       {6, "`handle([P])` needs a resource, but `[P]` is not one; write `[P]`"},
       {6, "`mut(P)` needs a resource, but `P` is not one; write `P`"},
       {6, "`mut(u8)` needs a resource, but `u8` is not one; write `u8`"},
       {6, "`take(P)` needs a resource, but `P` is not one; write `P`"}
     ]},
    {"a resource that is unknown", "nif f(p :: mut(Pont)) :: u8\nresource Point",
     [{4, "unknown type `Pont`; did you mean `Point`?"}]},
    {"what is changed out of something else",
     "resource T\nnif f(a :: mut(T | nil), b :: handle([T]), c :: take(T | nil)) :: u8",
     [
       {5,
        "`handle` takes one resource that is always there, not `[T]`; write `handle(T)` or `[T]`"},
       {5,
        "`mut` takes one resource that is always there, not `T | nil`; write `mut(T)` or `T | nil`"},
       {5,
        "`take` takes one resource that is always there, not `T | nil`; write `take(T)` or `T | nil`"}
     ]},
    {"a resource in the place of Rust's own",
     "resource Vec\nresource String, rust: \"crate::text::String\"",
     [
       {4,
        "a type `Vec` at the root of the crate would hide Rust's own; rename the resource, or put its type into a module with `rust: \"crate::…\"`"}
     ]},
    {"a handle to what is none",
     "struct P do\nend\nnif f() :: handle(P)\nnif g() :: {:ok, handle(Q)} | {:error, string}",
     [
       {6, "`f/0` returns `handle(P)`, but `P` is not a resource; write `P`"},
       {7, "unknown type `Q`; declare it, or use a built-in type"}
     ]},
    {"a stream of what is lent to change", "resource T\nnif f(t :: mut(T)) :: stream(u8)",
     [
       {5,
        "a stream outlives the call, but `mut(T)` of `f/1` does not; write `T`, so that the stream can lock its handle for each value"}
     ]},
    {"what is lent to change while a stream is read",
     "resource T\nnif f(t :: mut(T), a :: stream(u8)) :: u8",
     [
       {5,
        "`f/2` reads a stream, and `mut(T)` would stay locked while Elixir makes its values; write `T`, whose handle the function can lock for each of them"}
     ]},
    {"two streams to read, one to return, and a scheduler for it",
     "nif f(a :: stream(u8), b :: u8, c :: stream(u8)) :: u8\nnif g(a :: stream(u8)) :: stream(u8)\nnif h(a :: stream(u8)) :: u8, schedule: :normal",
     [
       {4,
        "`f/3` reads the stream `a` already, and can read only one; make `c` a list, or one stream of tuples"},
       {5,
        "`g/1` both reads and returns a stream, but `a` ends when the function returns; return a list or a resource, or make `a` a list"},
       {6, "`h/1` reads a stream on a thread of its own; remove `schedule: :normal`"}
     ]},
    {"a stream of what is not there", "nif f(a :: stream(P)) :: u8",
     [{4, "unknown type `P`; declare it, or use a built-in type"}]},
    {"a type with the name of the module that feeds streams", "struct StreamInput do\nend",
     [
       {4,
        "the type `StreamInput` has the name of a module that all boundaries share; choose another name"}
     ]},
    {"a lock that a scheduler would wait for",
     "resource T\nresource U, lock: :mutex\nnif f(a :: u8, t :: mut(T)) :: u8, schedule: :normal\nnif g(t :: T | nil) :: u8, schedule: :normal\nnif h(u :: [U]) :: u8, schedule: :normal",
     [
       {6,
        "`f/2` waits for the lock of `t`, which would block a normal scheduler; remove `schedule: :normal`"},
       {7,
        "`g/1` waits for the lock of `t`, which would block a normal scheduler; remove `schedule: :normal`"},
       {8,
        "`h/1` waits for the lock of `u`, which would block a normal scheduler; remove `schedule: :normal`"}
     ]},
    {"a type in the place of a handle's",
     "resource T\nstruct THandle do\nend\nunit_enum TReadGuard, [:a]",
     [
       {5,
        "the type `THandle` would clash with the Rust type `THandle` generated for the resource `T` (line 4); rename one of them"},
       {7,
        "the type `TReadGuard` would clash with the Rust type `TReadGuard` generated for the resource `T` (line 4); rename one of them"}
     ]},
    {"hooks in the place of functions",
     "resource T, on_drop: :f, monitor: true\nresource U, on_drop: :t_down\nnif f() :: u8",
     [
       {4, "`on_drop` of `T` and `f/0` would both be the Rust function `f`; rename one of them"},
       {5,
        "`on_drop` of `U` and `monitor` of `T` would both be the Rust function `t_down`; rename one of them"}
     ]},
    {"a resource out of the crate", "resource T, rust: \"Vec<u8>\"",
     [
       {4,
        "the Rust type of `T` must be a path of one that the crate declares, such as `crate::T` (a struct can hold any other type), got: `Vec<u8>`"}
     ]},
    {"a handle as a default", "resource T\nstruct P do\n  field :t, T, default: 1\nend",
     [{6, "invalid default `1` for the field `:t` of `P`: `1` is not a valid `T`"}]},
    {"a list without end",
     "newtype N, L, min_length: 1\nnewtype L, [S]\nstruct S do\n  field :n, N\nend",
     [
       {4,
        "the type `N` is infinite: each of its values contains another one; make a field optional (`N | nil`), put it into a list (`[N]`), or add a variant without it"},
       {6,
        "the type `S` is infinite: each of its values contains another one; make a field optional (`S | nil`), put it into a list (`[S]`), or add a variant without it"}
     ]},
    {"a decimal as a key", "nif f(a :: %{decimal => u8}) :: u8",
     [
       {4,
        "the key type `decimal` of `%{decimal => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"a time as a key", "nif f(a :: %{time => u8}) :: u8",
     [
       {4,
        "the key type `time` of `%{time => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"a naive_datetime as a key", "nif f(a :: %{naive_datetime => u8}) :: u8",
     [
       {4,
        "the key type `naive_datetime` of `%{naive_datetime => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"a datetime as a key", "nif f(a :: %{datetime => u8}) :: u8",
     [
       {4,
        "the key type `datetime` of `%{datetime => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"a slice in declared types",
     "struct S do\n  field :x, [slice(string)]\nend\nnewtype N, slice(binary)\ntagged_enum E do\n  variant :a, {u8, slice(string) | nil}\nend",
     [
       {4,
        "`slice(string)` is a part of an argument, which no declared type can hold; write `string`"},
       {7,
        "`slice(binary)` is a part of an argument, which no declared type can hold; write `binary`"},
       {8,
        "`slice(string)` is a part of an argument, which no declared type can hold; write `string`"}
     ]},
    {"a slice as a parameter", "nif f(a :: [slice(binary)], b :: stream(slice(string))) :: u8",
     [
       {4, "`slice(binary)` is for results; a parameter is borrowed anyway; write `binary`"},
       {4, "`slice(string)` is for results; a parameter is borrowed anyway; write `string`"}
     ]},
    {"a slice of nothing", "nif f(a :: [string], b :: path) :: %{slice(string) => u8}",
     [
       {4,
        "`slice(string)` is a part of an argument, but `f/2` has no parameter that is a `string` or a `binary`; write `string`"}
     ]},
    {"slices in a stream",
     "nif f(a :: string) :: {:ok, stream(slice(string))} | {:error, slice(string)}",
     [
       {4,
        "`slice(string)` is a part of an argument, which the stream of `f/1` outlives; write `string`"}
     ]},
    {"a slice beside a stream", "nif f(a :: string, b :: stream(u8)) :: slice(string)",
     [
       {4,
        "`slice(string)` is a part of an argument, which the stream of `f/2` outlives; write `string`"}
     ]},
    {"a limit of a decimal that is no integer", "newtype P, decimal, min: 0.5",
     [
       {4,
        "invalid limit of the newtype `P`: `0.5` is not an integer, as the limits of a decimal are"}
     ]},
    {"a limit of a date", "newtype D, date, min: 1",
     [{4, "`min:` needs a number, but the newtype `D` is `date`"}]},
    {"a value of a decimal", "newtype P, decimal, in: [1]",
     [{4, "invalid value in `in:` of the newtype `P`: `1` is not a valid `decimal`"}]},
    {"a string as the default of a date",
     "struct S do\n  field :on, date, default: \"2024-02-29\"\nend",
     [
       {5,
        "invalid default `\"2024-02-29\"` for the field `:on` of `S`: `\"2024-02-29\"` is not a valid `date`"}
     ]},
    {"an element that Rust cannot hash", "nif f(a :: mapset(f64)) :: u8",
     [
       {4,
        "the element type `f64` of `mapset(f64)` cannot be an element of a set, since two elements might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"a redacted element", "newtype S, string, redact: true\nnif f(a :: mapset(S)) :: u8",
     [
       {5,
        "the element type `S` of `mapset(S)` is redacted, but validation errors show elements; use `[S]`"}
     ]},
    {"an array without elements", "nif f(a :: array(u8, 0)) :: u8",
     [{4, "`array(u8, 0)` has no elements; remove it"}]},
    {"an array that does not fit on the stack",
     "struct P do\n  field :a, array(u8, 16)\nend\nnif f(a :: array([P], 256), b :: array({P, P}, 9)) :: u8",
     [
       {7,
        "`array({P, P}, 9)` holds more than 256 values on the stack; use a list, `[t]`, or `packed(t)`"}
     ]},
    {"an array of itself", "tuple P do\n  field :a, array(P, 2)\nend\nnif f(a :: P) :: u8",
     [
       {4,
        "the type `P` is infinite: each of its values contains another one; make a field optional (`P | nil`), put it into a list (`[P]`), or add a variant without it"}
     ]},
    {"defaults of containers",
     "struct S do\n  field :a, array(u8, 2), default: [1]\n  field :b, mapset(u8), default: [1]\n" <>
       "  field :c, [u8], default: MapSet.new([1])\n  field :d, range, default: 1..9//2\nend",
     [
       {5,
        "invalid default `[1]` for the field `:a` of `S`: `[1]` is not a valid `array(u8, 2)`"},
       {6, "invalid default `[1]` for the field `:b` of `S`: `[1]` is not a valid `mapset(u8)`"},
       {7,
        "invalid default `MapSet.new([1])` for the field `:c` of `S`: `MapSet.new([1])` is not a valid `[u8]`"},
       {8,
        "invalid default `1..9//2` for the field `:d` of `S`: `1..9//2` is not a valid `range`"}
     ]},
    {"arrays and sets beside what they hold",
     "untagged_enum N do\n  variant :many, [u8]\n  variant :three, array(u8, 3)\nend\n" <>
       "untagged_enum M do\n  variant :one, mapset(u8)\n  variant :other, mapset(string)\nend",
     [
       {6,
        "the variant `:three` (`array(u8, 3)`) of `N` is shadowed by `:many` (`[u8]`) before it: both are the same type"},
       {10,
        "the variant `:other` (`mapset(string)`) of `M` is shadowed by `:one` (`mapset(u8)`) before it: both accept an empty set"}
     ]},
    {"a packed number as a key", "nif f(a :: %{packed(i16) => u8}) :: u8",
     [
       {4,
        "the key type `packed(i16)` of `%{packed(i16) => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"packed numbers beside a binary",
     "untagged_enum N do\n  variant :numbers, packed(i16)\n  variant :text, string\nend",
     [
       {6,
        "the variant `:text` (`string`) of `N` is shadowed by `:numbers` (`packed(i16)`) before it: both are binaries; use a `tagged_enum`"}
     ]},
    {"a default of half a number", "struct S do\n  field :x, packed(i16), default: \"abc\"\nend",
     [
       {5,
        "invalid default `\"abc\"` for the field `:x` of `S`: `\"abc\"` is not a valid `packed(i16)`"}
     ]},
    {"a tuple that is an IP address too",
     "untagged_enum N do\n  variant :ip, ip\n  variant :version, {u8, u16, u8, u8}\nend",
     [
       {6,
        "the variant `:version` (`{u8, u16, u8, u8}`) of `N` is shadowed by `:ip` (`ip`) before it: both have tuples of the same elements"}
     ]},
    {"a date that does not exist as a default",
     "struct S do\n  field :on, date, default: %{~D[2024-02-28] | day: 30}\nend",
     [
       {5,
        "invalid default `~D[2024-02-30]` for the field `:on` of `S`: `~D[2024-02-30]` is not a valid `date`"}
     ]},
    {"integers in the wrong order",
     "untagged_enum N do\n  variant :any, integer\n  variant :small, u8\nend",
     [
       {6,
        "the variant `:small` (`u8`) of `N` is shadowed by `:any` (`integer`) before it: every `u8` is also an `integer`"}
     ]},
    {"a path as a key", "nif f(a :: %{{path, u8} => u8}) :: u8",
     [
       {4,
        "the key type `{path, u8}` of `%{{path, u8} => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"a handle as a key", "resource T\nmap M do\n  field :k, %{T => u8}\nend",
     [
       {6,
        "the key type `T` of `%{T => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"options in a stream", "options O do\n  field :a, u8\nend\nnif f(o :: O) :: stream(O)",
     [
       {7,
        "`f/1` returns the options `O`, but options can only be passed in; make `O` a map or a struct"}
     ]},
    {"a NIF of the generator's", "nif __resource__(a :: u8) :: u8",
     [
       {4, "`__resource__/1` is reserved by Elixir; choose another name"}
     ]},
    {"a custom type out of the crate", "custom Money, integer(), rust: \"std::time::Duration\"",
     [
       {4,
        "the Rust type of `Money` must be a path of one that the crate declares, such as `crate::Money` (a struct can hold any other type), got: `std::time::Duration`"}
     ]},
    {"a representation that is not a type", remote.("strng", ""),
     [{4, "`strng` is not a schema type; did you mean `string`?"}]},
    {"a representation of an unknown type", remote.("[Point]", ""),
     [{4, "unknown type `Point`; declare it, or use a built-in type"}]},
    {"a type that represents itself", remote.("Link", ""),
     [
       {4,
        "the representation of `Link` contains `Link` itself; represent it by other types in `as:`"}
     ]},
    {"a type that other types of its representation hold",
     remote.("[Node]", "struct Node do\n  field :link, Link | nil\nend"),
     [
       {4,
        "the representation of `Link` contains `Link` itself; represent it by other types in `as:`"}
     ]},
    {"a representation with handles", remote.("{u8, [Table]}", "resource Table"),
     [
       {4,
        "the representation of `Link` contains the resource `Table`, whose handles cross only by themselves; represent it by plain values"}
     ]},
    {"a remote type in an untagged enum",
     remote.("string", "untagged_enum Key do\n  variant :id, u64\n  variant :links, [Link]\nend"),
     [
       {7,
        "the variant `:links` of the untagged enum `Key` contains the remote type `Link`, whose values are other terms in Rust than in Elixir; make `Key` a `tagged_enum`"}
     ]},
    {"a remote type as the key of a map", remote.("string", "nif f() :: %{Link => u8}"),
     [
       {5,
        "the key type `Link` of `%{Link => u8}` cannot be the key of a map, since two keys might become one in Rust; use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"}
     ]},
    {"a limit of a remote type", remote.("string", "newtype Short, Link, max_length: 80"),
     [
       {5, "`max_length:` needs a string, binary, list or map, but the newtype `Short` is `Link`"}
     ]},
    {"a representation that may be nil beside nil",
     remote.("string | nil", "nif f() :: Link | nil"),
     [{5, "`Link` already accepts `nil`, and Rust could not tell the two apart; write `Link`"}]},
    {"remote types without their functions and representation",
     "remote Link, URI.t(), cast: true",
     [
       {4,
        "`remote Link` has no `as:`, `from:`, `to:`; write `remote Link, URI.t(), as: string, from: &URI.to_string/1, to: &URI.parse/1`"}
     ]},
    {"a remote type that has no values",
     "remote Level, :low | :high, as: u8, from: &Level.to_integer/1, to: &Level.from_integer/1",
     [
       {4,
        "nothing says which values `:low | :high` has, the typespec of `remote Level`; name the type `t` of a struct, such as `URI.t()`, or add `validate: &MyApp.Level.validate/1`"}
     ]}
  ]

  for {what, body, problems} <- wrong do
    test "refuses #{what}" do
      assert problems(unquote(body)) == unquote(problems)
    end
  end

  harmless = [
    {"functions called `cast` that clash with nothing",
     "nif cast(a :: f64) :: :ok, cast: true\nnif cast(a :: f64, b :: f64, c :: f64) :: :ok, cast: true"},
    {"a `cast/2` where nothing is cast",
     "unit_enum Arguments, [:a]\nnif cast(a :: u8, b :: Arguments) :: :ok"},
    {"an enum that holds itself at one place for each outer shape",
     "untagged_enum J do\n  variant :a, {i64, J}\n  variant :b, {J, i64}\n  variant :c, bool\n  variant :d, [J]\n" <>
       "  variant :e, %{string => J}\n  variant :f, F\n  variant :g, G\n  variant :h, H\n  variant :i, I\n  variant :k, K\n  variant :l, L\nend\n" <>
       "record F, :f do\n  field :x, J\n  field :y, u8\nend\nrecord G, :g do\n  field :x, J\n  field :y, u8\nend\nstruct H do\n  field :x, J\nend\nstruct I do\n  field :x, J\nend\n" <>
       "map K do\n  field :k, J\nend\nmap L do\n  field :l, J\nend\nnif f(j :: J) :: J"},
    {"enums that double the time six times", chain.(6, ["{A#, i64}", "{A#, string}"], "")},
    {"enums that hold others at places of their own",
     chain.(20, ["{A#, i64}", "{pid, A#}", "[A#]", "%{string => A#}"], "")},
    {"enums whose values look different where they hold others",
     chain.(20, ["{[A#], i64}", "{%{string => A#}, string}"], "")},
    {"structs that only a cast takes for each other",
     "nif f(a :: A20) :: :ok\n" <>
       chain.(
         20,
         ["S#", "T#"],
         "\nstruct S# do\n  field :x, A#\nend\nstruct T# do\n  field :x, A#\nend"
       )},
    {"an enum that holds itself and another one at the same place",
     "untagged_enum J do\n  variant :a, {J, i64}\n  variant :b, {A6, string}\n  variant :c, bool\nend\n" <>
       chain.(6, ["{A#, i64}", "{A#, string}"], "")},
    {"numbers that are told apart, if only some of them",
     "untagged_enum N do\n  variant :tiny, i8\n  variant :few, Few\n  variant :small, u8\n  variant :float, f64\n  variant :wide, u16\n  variant :int, i64\n  variant :big, u64\nend\nnewtype Few, i64, max: 9"},
    {"strings with a limit before others",
     "untagged_enum N do\n  variant :slug, Slug\n  variant :name, string\n  variant :bytes, binary\nend\nnewtype Slug, string, max_length: 2"},
    {"maps and structs that are told apart by their keys",
     "resource T\nmap A do\n  field :a, u8\nend\nmap B do\n  field :a, u8\n  field :b, u8\nend\nmap C do\n  field :a, u16\n  field :b, u16\nend\nstruct S do\n  field :a, u8\nend\n" <>
       "untagged_enum N do\n  variant :a, A\n  variant :b, B\n  variant :c, C\n  variant :handle, T\n  variant :m, %{atom => string}\n  variant :s, S\n  variant :any, term\nend"},
    {"what both sides check before what is any term",
     "untagged_enum N do\n  variant :small, {string, i16}\n  variant :list, [u8]\n  variant :s, S\n  variant :own, C\nend\nstruct S do\n  field :a, f64\nend\ncustom C, term()"},
    {"a string before a binary",
     "untagged_enum N do\n  variant :name, string\n  variant :bytes, binary\nend"},
    {"a map that needs more before one that needs less",
     "untagged_enum N do\n  variant :b, B\n  variant :a, A\nend\nmap A do\n  field :x, u8\nend\nmap B do\n  field :x, u8\n  field :y, u8\nend"},
    {"what Rust tells from other terms before any term",
     "untagged_enum N do\n  variant :flag, bool\n  variant :id, u64\n  variant :name, string\n  variant :at, {u32, At}\n  variant :any, term\nend\nunit_enum At, [:left]"},
    {"a newtype that only trims before bytes, and one with limits before what it never is",
     "untagged_enum N do\n  variant :name, Name\n  variant :bytes, binary\n  variant :few, Few\n  variant :on, bool\nend\nnewtype Name, string, trim: true\nnewtype Few, u32, max: 9"},
    {"tuples of other elements, and records with other tags",
     "untagged_enum N do\n  variant :a, {string, u8}\n  variant :b, {i64, i64}\n  variant :r, R\n  variant :s, S\nend\nrecord R, :r do\n  field :x, u8\nend\nrecord S, :s do\n  field :x, i64\nend"},
    {"a map that asks for a key before one whose values are others",
     "untagged_enum N do\n  variant :a, A\n  variant :m, %{atom => string}\nend\nmap A do\n  field :x, u8\nend"},
    {"recursion through a list that may be empty",
     "newtype N, [S], max_length: 1\nstruct S do\n  field :n, N\nend"},
    {"recursion through a list", "struct E do\n  field :next, [E]\nend"},
    {"recursion through an option", "struct E do\n  field :next, E | nil\nend"},
    {"recursion with a way out", "tagged_enum E do\n  variant :end\n  variant :next, E\nend"},
    {"one name with two arities", "nif f(a :: u8) :: u8\nnif f(a :: u8, b :: u8) :: u8"},
    {"a default at the limit", "struct P do\n  field :x, u8, default: 255\nend"},
    {"a key of a unit enum", "map M do\n  field :k, %{At => u8}\nend\nunit_enum At, [:left]"},
    {"a resource before another one in an enum",
     "untagged_enum N do\n  variant :t, T\n  variant :u, U\nend\nresource T\nresource U"},
    {"a map that asks for keys before a handle",
     "untagged_enum N do\n  variant :m, M\n  variant :t, T\nend\nmap M do\n  field :a, u8\nend\nresource T"},
    {"a resource without a lock on a normal scheduler",
     "resource T\nnif f(t :: T, u :: handle(T)) :: u8, schedule: :normal"},
    {"a stream of what is taken", "resource T\nnif f(t :: take(T)) :: stream(u8)"},
    {"what is taken, and a stream of handles",
     "resource T\nnif f(t :: take(T), a :: stream(T)) :: u8, schedule: :dirty_io"},
    {"an old name of another arity, and one within another type",
     "nif f(a :: P) :: u8, renamed_from: :g\nnif g() :: u8\nstruct P do\n  field :y, u8, renamed_from: :x\nend\nmap M do\n  field :x, u8\nend"},
    {"a map that is a map of the schema before it is a struct",
     "untagged_enum N do\n  variant :s, S\n  variant :m, %{atom => u8}\nend\nstruct S do\n  field :a, u8\nend\nmap M do\n  field :n, N, default: %{a: 1}\nend"},
    {"variants and keys that Elixir has a literal for",
     "tagged_enum T do\n  variant true\n  variant nil\nend\nrecord R, true do\n  field :a, u8\nend\nmap K do\n  field true, u8\nend\nmap M do\n  field :t, T, default: true\n  field :u, T, default: nil\n  field :r, R, default: {true, 1}\n  field :k, K, default: %{true => 1}\nend"},
    {"a default of its own type that leaves nothing out",
     "map M do\n  field :m, M | nil, default: %{m: nil}\nend\nstruct S do\n  field :m, M, default: %{}\nend"},
    {"a default that fits trimmed",
     "newtype L, string, in: [\"bb\"]\nnewtype T, L, trim: true, max_length: 2\nmap M do\n  field :t, T, default: \" bb \"\nend"},
    {"a format of characters beyond ASCII", "newtype T, string, format: \"^\\\\x{2028}é$\""},
    {"a default that only the user's own validator can judge",
     "custom C, term(), validate: &Sample.Money.validate/1\nmap M do\n  field :c, [C], default: [1]\nend"},
    {"a remote type in every other place",
     remote.(
       "{string, Pair}",
       "tuple Pair do\n  field :a, u8\n  field :b, Level | nil\nend\nnewtype Home, Link\n" <>
         "tagged_enum Visit do\n  variant :went, Home\n  variant :none\nend\n" <>
         "remote Level, :low, as: bool, validate: {Level, :validate}, from: {Level, :to}, to: {Level, :from}, redact: true\n" <>
         "nif f(a :: %{string => [Link | nil]}, b :: Visit) :: {:ok, stream({:ok, Link} | {:error, Home})} | {:error, Level}"
     )},
    {"a default that only the function of a remote type can judge",
     remote.("string", "map M do\n  field :link, Link, default: URI.parse(\"/\")\nend")},
    {"a nil default", "struct P do\n  field :x, u8 | nil, default: nil\nend"}
  ]

  for {what, body} <- harmless do
    test "accepts #{what}" do
      assert problems(unquote(body)) == []
    end
  end

  test "gives every problem at once, in the order of the lines" do
    body = """
    struct P do
      field :x, strng
      field :y, u8, default: -1
    end
    nif f(p :: Q) :: u8
    nif f(p :: P) :: u8
    """

    assert problems(body) == [
             {5, "`strng` is not a schema type; did you mean `string`?"},
             {6,
              "invalid default `-1` for the field `:y` of `P`: `-1` is out of range for `u8` (0..255)"},
             {8, "unknown type `Q`; declare it, or use a built-in type"},
             {9, "`f/1` is declared twice, first on line 8"}
           ]
  end

  test "names that a double uses are taken if there is one" do
    body = """
    struct Double do
    end
    struct Arguments do
    end
    unit_enum Behaviour, [:good]
    nif stub(name :: atom, value :: u8) :: u8
    nif stub(name :: atom) :: u8
    nif handle(name :: atom) :: u8
    """

    taken = fn name ->
      "the type `#{name}` would clash with the generated module `Sample.#{name}`; choose another name"
    end

    called = fn label ->
      "`#{label}` would clash with the generated `Sample.Double.#{label}`; choose another name"
    end

    assert problems(body) == []

    problems = [
      {4, taken.("Double")},
      {6, taken.("Arguments")},
      {8, taken.("Behaviour")},
      {9, called.("stub/2")}
    ]

    assert problems(body, ", double: true") == problems

    # Without resources there are no handles to create.
    assert problems(body <> "resource T", ", double: true") ==
             problems ++ [{11, called.("handle/1")}]
  end

  test "a module of stubs that takes the place of another module" do
    problem = fn native, options ->
      problems("struct Point do\n  field :x, i64\nend", ", native: #{native}#{options}")
    end

    taken = &[{1, "`native: #{&1}` takes the place of #{&2}; choose another name"}]

    assert problem.("Sample", "") == taken.("Sample", "the facade")
    assert problem.("Sample.Point", "") == taken.("Sample.Point", "the type `Point`")

    assert problem.("Sample.Double", ", double: true") ==
             taken.("Sample.Double", "the generated module `Double`")

    assert problem.("Sample.Rust.Stream", "") == [
             {1,
              "the module of the stubs `Sample.Rust.Stream` is in `Sample.Rust`, where all boundaries share " <>
                "their modules; choose another name"}
           ]

    for native <- ["Sample.Double", "Sample.Native", "Other.Nif"],
        do: assert(problem.(native, "") == [])
  end

  defp problems(body, options \\ "") do
    schema = """
    defmodule Sample.Schema do
      use RustInElixir.Schema, facade: Sample, crate: "sample"#{options}

    #{body}
    end
    """

    {:ok, boundary} = Schema.load_string(schema, "schema.exs")

    case Core.generate(boundary, @project) do
      {:ok, _rendered} -> []
      {:error, problems} -> Enum.map(problems, &{&1.line, &1.message})
    end
  end
end
