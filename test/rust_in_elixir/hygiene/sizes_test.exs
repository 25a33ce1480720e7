defmodule RustInElixir.Hygiene.SizesTest do
  @moduledoc """
  Names as long as they can be, as many fields and variants as anybody has, and what is just too much.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Schema}
  alias RustInElixir.Hygiene.{Places, Project, Values}

  @moduletag :extended

  @thousand for number <- 1..1000, do: "member#{number}"

  # As many letters as bytes, and fewer.
  @long [
    String.duplicate("a", 200),
    String.duplicate("b", 254) <> "1",
    String.duplicate("c_", 127) <> "d",
    String.duplicate("C", 255),
    String.duplicate("é", 127),
    String.duplicate("日", 85),
    String.duplicate("?", 255)
  ]

  describe "names" do
    setup do
      words = @long
      functions = [String.duplicate("f", 200), String.duplicate("g", 254)]

      lines =
        Places.fields(words) ++
          Places.variants(words) ++
          Places.tags_and_defaults(words) ++
          Places.parameters(words) ++
          Places.functions(functions) ++
          Enum.flat_map(Enum.with_index(Places.kinds(), ?a), &kind/1)

      {text, _} = Places.schema(lines, facade: "LongNames", crate: crate())
      Project.compile!(%{crate() => {LongNames, text}})
      {:ok, boundary} = Schema.load_string(text, "native/#{crate()}/schema.exs")
      {:ok, boundary: boundary}
    end

    test "of 200 characters, and of as many as an atom has", %{boundary: boundary} do
      assert_echoes(LongNames, boundary)

      for name <- [String.duplicate("f", 200), String.duplicate("g", 254)],
          %{params: []} <- Enum.filter(boundary.nifs, &(&1.name == name)),
          do: assert(apply(LongNames, String.to_atom(name), []) == {:ok, 7})
    end

    defp crate, do: String.duplicate("k", 200)

    # The names differ in their last letter alone.
    defp kind({{_kind, text}, letter}) do
      name = "T" <> String.duplicate("t", 198) <> <<letter>>
      text |> String.replace("NAME", name) |> String.split("\n")
    end
  end

  fields = for name <- @thousand, do: "field :#{name}, u8"
  variants = &for(name <- @thousand, do: "variant :#{name}#{&1}")
  # A type of its own for each variant that only its type tells from the others.
  types = for name <- @thousand, do: "unit_enum #{Macro.camelize(name)}, [:#{name}]"
  own = for name <- @thousand, do: "variant :#{name}, #{Macro.camelize(name)}"
  parameters = Enum.map_join(1..255, ", ", &"p#{&1} :: u8")

  block = fn head, members, returns ->
    ["#{head} Large do"] ++ members ++ ["end", "nif echo_large(value :: Large) :: #{returns}"]
  end

  # What takes a compiler longest is for the whole run.
  large =
    [
      {"variants of a unit enum", block.("unit_enum", variants.(""), "Large")},
      {"fields of a map", block.("map", fields, "Large")},
      {"functions, and one of 255 parameters",
       ["nif most(#{parameters}) :: [u8]"] ++
         for(name <- @thousand, do: "nif #{name}(value :: u8) :: u8")}
    ] ++
      if System.get_env("HYGIENE") == "whole",
        do: [
          {"fields of a struct", block.("struct", fields, "Large")},
          {"fields of a record", block.("record", fields, "Large")},
          {"fields of an exception", block.("exception", fields, "Large")},
          {"fields of options", block.("options", fields, "string")},
          {"variants of a tagged enum", block.("tagged_enum", variants.(", u8"), "Large")},
          {"variants of an untagged enum", types ++ block.("untagged_enum", own, "Large")}
        ],
        else: []

  for {{what, lines}, index} <- Enum.with_index(large) do
    @lines List.flatten(lines)
    test "a thousand #{what}" do
      facade = :"Elixir.HygieneLarge#{unquote(index)}"
      crate = "hygiene_large#{unquote(index)}"
      {text, _} = Places.schema(@lines, facade: inspect(facade), crate: crate)
      Project.compile!(%{crate => {facade, text}})
      {:ok, boundary} = Schema.load_string(text, "native/#{crate}/schema.exs")
      assert_echoes(facade, boundary)

      for %{name: "member" <> _ = name} <- boundary.nifs,
          do: assert(apply(facade, String.to_atom(name), [7]) == {:ok, 7})

      if Enum.any?(boundary.nifs, &(&1.name == "most")) do
        numbers = Enum.to_list(1..255)
        assert apply(facade, :most, numbers) == {:ok, numbers}
      end
    end
  end

  many = Enum.map_join(1..256, ", ", &"p#{&1} :: u8")
  deep = fn depth -> String.duplicate("[", depth) <> "u8" <> String.duplicate("]", depth) end
  long = &String.duplicate(&1, &2)

  deeper =
    "`" <>
      long.("[", 79) <>
      "…` is not a schema type; it is nested more than 32 levels deep; declare the inner part as a `newtype`"

  @refused [
    {"a function with 256 parameters", "nif f(#{many}) :: u8",
     "`f/256` has more than 255 parameters, which is the limit of the VM; put some of them into a struct, a map or options"},
    {"a type nested 100 deep", "nif f(a :: #{deep.(100)}) :: u8", deeper},
    {"a type nested 10,000 deep", "nif f(a :: #{deep.(10_000)}) :: u8", deeper},
    {"a function of 255 bytes", "nif #{long.("f", 255)}() :: u8",
     "the name of this NIF is 255 bytes long, and the limit is 254, because the function that raises has a `!` more"},
    {"a type of 240 letters", "newtype T#{long.("t", 239)}, u8",
     "the name of the type `T#{long.("t", 239)}` is too long by 37 bytes: the file name t#{long.("t", 239)}.ex may have at most 206 bytes"},
    {"a type whose file has more letters than it", "newtype #{long.("Tt", 100)}, u8",
     "the name of the type `#{long.("Tt", 100)}` is too long by 96 bytes: the file name #{long.("tt_", 99)}tt.ex may have at most 206 bytes"}
  ]

  for {what, line, message} <- @refused do
    test "#{what} is refused" do
      assert problems(unquote(line)) == [unquote(message)]
    end
  end

  # The tokenizer may be the first to say so.
  @too_long ~r/\A(the (name|tag) of .* is 25[678] bytes long, and the limit is 255|atom length must be less than system limit: .*)\z/

  for {what, line} <- [
        {"a field", "struct S do\nfield :#{long.("a", 255)}é, u8\nend"},
        {"a variant", "unit_enum S, [:#{long.("日", 86)}]"},
        {"a variant's field", "tagged_enum S do\nvariant :a, %{#{long.("é", 128)}: u8}\nend"},
        {"a tag", "record S, :\"#{long.("é", 128)}\" do\nfield :a, u8\nend"},
        {"a parameter", "nif f(unquote(:\"#{long.("é", 128)}\") :: u8) :: u8"}
      ] do
    test "#{what} of more than 255 bytes is refused" do
      assert [message] = problems(unquote(line))
      assert message =~ @too_long
    end
  end

  test "a facade and a crate are not too long for the files that they become" do
    facade = "F" <> String.duplicate("f", 199)
    assert problems("nif f() :: u8", facade: facade) == []

    long = facade <> String.duplicate("f", 22)
    source = String.downcase(long) <> ".ex"

    assert problems("nif f() :: u8", facade: long) == [
             "the name of the facade is too long by 19 bytes: the file name #{source} may have at most 206 bytes"
           ]

    long = facade <> ".F" <> String.duplicate("f", 28)
    compiled = "Elixir.Inspect.#{long}.Native.beam"

    assert problems("nif f() :: u8", facade: long) == [
             "the name of the facade is too long by 2 bytes: the file name #{compiled} may have at most 255 bytes"
           ]

    crate = &String.duplicate("c", &1)
    assert problems("nif f() :: u8", crate: crate.(200)) == []

    assert problems("nif f() :: u8", crate: crate.(201)) == [
             "the option `crate` of `use RustInElixir.Schema` must be a name of lowercase letters, " <>
               "digits and `_`, such as `\"my_app_markdown\"`, at most 200 of them, got: `#{inspect(crate.(201))}`"
           ]
  end

  defp assert_echoes(facade, boundary) do
    for %{name: "echo_" <> _} = nif <- boundary.nifs,
        nif.returns != {:value, {:scalar, :string}},
        value <- Values.of(boundary, hd(nif.params).type) do
      assert apply(facade, String.to_atom(nif.name), [value]) === {:ok, value}
    end
  end

  defp problems(line, options \\ []) do
    text = """
    defmodule Sample.Schema do
      use RustInElixir.Schema, facade: #{options[:facade] || "Sample"}, crate: #{inspect(options[:crate] || "sample")}
    #{line}
    end
    """

    project = %Core.Project{
      otp_app: "sample",
      loader: :rust_in_elixir,
      crate_dir: "native/sample",
      rustler: "0.39"
    }

    with {:ok, boundary} <- Schema.load_string(text, "schema.exs"),
         {:ok, _rendered} <- Core.generate(boundary, project) do
      []
    else
      {:error, problems} -> Enum.map(problems, & &1.message)
    end
  end
end
