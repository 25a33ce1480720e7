defmodule RustInElixir.Gen.NewNifsTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Apply.Writer, Core, Error, Gen.NewNifs, Plan, Report, TemporaryProject}

  doctest RustInElixir.Gen.Facade

  @facade "Demo.Text"
  @signature "to_html(text :: string) :: string"
  @schema "native/demo_text/schema.exs"
  @test "test/demo/text_test.exs"
  @count ~S"""
    describe "count/1" do
      test "reaches Rust" do
        assert_reaches_rust(fn -> Demo.Text.count("text") end)
      end
    end
  """

  test "a new boundary is made as a whole" do
    root = TemporaryProject.new()
    addition = add(root, [@signature, "count(text :: string) :: u64"])

    assert addition.crate_dir == "native/demo_text"
    assert Enum.map(addition.added, & &1.name) == ["to_html", "count"]

    files = for path <- Map.keys(TemporaryProject.files(root)), do: path

    for path <-
          ~w(.gitignore Cargo.toml lib/demo/text.ex lib/demo/text/native.ex) ++
            ~w(native/demo_text/Cargo.toml native/demo_text/boundary.lock native/demo_text/schema.exs) ++
            ~w(native/demo_text/src/boundary.rs native/demo_text/src/lib.rs test/demo/text_test.exs),
        do: assert(path in files, path)

    assert TemporaryProject.read(root, ".gitignore") == "/target/\n/priv/native/\n"
  end

  test "a function is added to a schema that is there, and no other byte changes" do
    root = TemporaryProject.new()
    add(root, [@signature])

    schema = "# mine\r\n" <> TemporaryProject.read(root, @schema)
    TemporaryProject.write(root, @schema, schema)
    lib = TemporaryProject.read(root, "native/demo_text/src/lib.rs")

    addition = add(root, ["count(text :: string) :: u64"])
    assert Enum.map(addition.added, & &1.name) == ["count"]

    now = TemporaryProject.read(root, @schema)
    {start, rest} = String.split_at(schema, String.length(schema) - String.length("end\n"))
    assert String.starts_with?(now, start)
    assert String.ends_with?(now, rest)
    assert now =~ "nif count(text :: string) :: u64"
    assert TemporaryProject.read(root, "native/demo_text/src/lib.rs") != lib
  end

  test "a command completes what a stopped one left undone" do
    root = TemporaryProject.new()
    add(root, [@signature])
    expected = TemporaryProject.files(root)

    # The schema is among the first files to be written, the test among the last.
    for path <- Map.keys(expected),
        not String.starts_with?(path, [
          @schema,
          "mix.exs",
          "lib/demo.ex",
          ".formatter",
          "test/test_"
        ]),
        do: File.rm!(Path.join(root, path))

    assert add(root, [@signature]).added == []
    assert TemporaryProject.files(root) == expected

    # A test that is there is left alone.
    TemporaryProject.write(root, @test, "# mine\n")
    add(root, [@signature])
    assert TemporaryProject.read(root, @test) == "# mine\n"
  end

  test "a file of another boundary is not overwritten" do
    root = TemporaryProject.new()
    add(root, [@signature])

    schema =
      root
      |> TemporaryProject.read(@schema)
      |> String.replace(~r/end\n\z/, "\n  unit_enum Stats, [:a]\n  nif stats() :: Stats\nend\n")

    TemporaryProject.write(root, @schema, schema)
    TemporaryProject.sync!(root)
    project = TemporaryProject.project(root)

    for options <- [[], [force: ["lib/demo/text/stats.ex"]]] do
      assert {:error,
              %Error{kind: :wrong_schema, problems: [{{:argument, "Demo.Text.Stats"}, problem}]}} =
               NewNifs.nifs(project, "Demo.Text.Stats", [@signature], options)

      assert problem.message ==
               "lib/demo/text/stats.ex is already generated from native/demo_text/schema.exs; use " <>
                 "another facade or type name"
    end

    # A lock that was copied with its folder does not keep the first one from being synced.
    File.cp_r!(Path.join(root, "native/demo_text"), Path.join(root, "native/copy"))
    assert {:ok, plan} = RustInElixir.Plan.Sync.plan(project, only: ["demo_text"])
    assert Plan.drift(plan) == []
  end

  test "a second run changes nothing" do
    for options <- [[], [crate: "words", loader: :rust_in_elixir, schedule: :dirty_io]] do
      root = TemporaryProject.new()
      add(root, [@signature], options)
      before = TemporaryProject.files(root)

      again = add(root, [@signature], options)
      assert again.added == []
      assert Plan.drift(again.plan) == []
      assert TemporaryProject.files(root) == before
    end
  end

  test "options reach the schema" do
    root = TemporaryProject.new()
    add(root, [@signature], crate: "words", loader: :rustler, schedule: :dirty_io, test: false)

    schema = TemporaryProject.read(root, "native/words/schema.exs")

    assert schema =~
             ~s(use RustInElixir.Schema, facade: Demo.Text, crate: "words", loader: :rustler)

    assert schema =~ "nif to_html(text :: string) :: string, schedule: :dirty_io"
    refute File.exists?(Path.join(root, "test/demo/text_test.exs"))
  end

  test "a test gets what the new functions are to be held to, and no other byte changes" do
    root = TemporaryProject.new()
    add(root, [@signature])
    mine = "# mine\n" <> TemporaryProject.read(root, @test)
    TemporaryProject.write(root, @test, mine)

    addition = add(root, ["count(text :: string) :: u64"])
    assert Report.Text.notes(addition.plan) == []

    assert TemporaryProject.read(root, @test) ==
             String.replace(mine, ~r/end\n\z/, "\n" <> @count <> "end\n")

    # Nothing of it is there twice.
    before = TemporaryProject.files(root)
    assert Plan.drift(add(root, ["count(text :: string) :: u64"]).plan) == []
    assert TemporaryProject.files(root) == before
  end

  test "a test that cannot be added to is left alone, and it is said why" do
    for {text, reason} <- [
          {nil, "does not exist, so no test was added for `count/1`"},
          {"defmodule T do", "is not valid Elixir, so no test was added for `count/1`"},
          {"IO.puts(1)\n", "does not end with a module, so no test was added for `count/1`"},
          {<<255>>, "is not UTF-8, so no test was added for `count/1`"},
          {"defmodule T do\n  describe \"count/1\" do\n  end\nend\n", "already tests `count/1`"}
        ] do
      root = TemporaryProject.new()
      add(root, [@signature])
      path = Path.join(root, @test)
      if text, do: File.write!(path, text), else: File.rm!(path)

      addition = add(root, ["count(text :: string) :: u64"])
      assert Report.Text.notes(addition.plan) == ["#{@test} #{reason}"]
      assert File.read(path) == if(text, do: {:ok, text}, else: {:error, :enoent})
    end
  end

  test "a test is left alone where it is asked for" do
    root = TemporaryProject.new()
    add(root, [@signature])
    before = TemporaryProject.read(root, @test)
    addition = add(root, ["count(text :: string) :: u64"], test: false)
    assert Report.Text.notes(addition.plan) == []
    assert TemporaryProject.read(root, @test) == before
  end

  test "all wrong arguments are reported together" do
    for {facade, signatures, options, messages} <- [
          {"demo.text", [], [crate: "Words"],
           [
             "the facade must be a module such as `MyApp.Markdown`, got: `demo.text`",
             "the crate must be a name of lowercase letters, digits and `_`, such as " <>
               "`\"my_app_markdown\"`, got: `Words`",
             "`demo.text` needs the signature of a function, such as " <>
               "`to_html(text :: string) :: string`"
           ]},
          {@facade, ["a(b :: boolean) :: :ok", @signature, "c(d :: nope) :: :ok"], [],
           ["in `a(b :: boolean) :: :ok`: `boolean` is not a schema type; use `bool`"]},
          # A word that is wrong in several places of an argument is said once.
          {@facade, ["a(b :: boolean, c :: [boolean]) :: boolean", "d(e :: u8) :: int"], [],
           [
             "in `a(b :: boolean, c :: [boolean]) :: boolean`: `boolean` is not a schema type; use `bool`",
             "in `d(e :: u8) :: int`: `int` is not a schema type; use a type with a size, such as `i64` or `u32`; `integer` has any size"
           ]}
        ] do
      root = TemporaryProject.new()

      assert {:error, %Error{kind: :usage, messages: wrong}} =
               nifs(root, facade, signatures, options)

      assert Enum.take(wrong, length(messages)) == messages
    end
  end

  test "a schema that would be wrong is not written" do
    root = TemporaryProject.new()
    before = TemporaryProject.files(root)

    assert {:error,
            %Error{
              kind: :wrong_schema,
              problems: [{{:argument, "move(point :: Date) :: :ok"}, %Core.Problem{}}]
            }} = nifs(root, @facade, ["move(point :: Date) :: :ok"])

    assert TemporaryProject.files(root) == before
  end

  test "types that the schema does not have are declared as skeletons" do
    root = TemporaryProject.new()

    signatures = [
      "a(cart :: Cart, log :: mut(Log)) :: {:ok, [Item]} | {:error, Refusal}",
      "b(cart :: Cart, at :: take(Log)) :: stream({:ok, Thing} | {:error, Bad})",
      "c(map :: %{u8 => {Item, Net | nil}}) :: {:ok, handle(Door)} | {:error, [Part]}",
      "d(error :: OldError, socket :: SocketResource) :: Cart"
    ]

    addition = add(root, signatures)

    assert for(it <- addition.skeletons, do: {it.kind, it.name}) == [
             struct: "Cart",
             resource: "Log",
             struct: "Item",
             exception: "Refusal",
             struct: "Thing",
             exception: "Bad",
             struct: "Net",
             resource: "Door",
             struct: "Part",
             exception: "OldError",
             resource: "SocketResource"
           ]

    schema = TemporaryProject.read(root, @schema)
    for it <- addition.skeletons, do: assert(schema =~ ~r/^  #{it.kind} #{it.name}\b/m)

    # Again, and beside what is there now.
    assert %{skeletons: [], added: []} = add(root, signatures)
    assert %{skeletons: [%{kind: :struct, name: "Wheel"}]} = add(root, ["e(a :: Cart) :: Wheel"])

    assert String.starts_with?(
             TemporaryProject.read(root, @schema),
             String.trim_trailing(schema, "end\n")
           )

    assert {:ok, %{skeletons: [%{kind: :exception, name: "Torn"}]}} =
             nifs(root, @facade, ["f(a :: Belt) :: {:ok, Cart} | {:error, Torn}"],
               resource: {"Belt", []}
             )
  end

  test "a misspelt type is not declared, and nothing is written" do
    root = TemporaryProject.new()
    add(root, ["move(point :: Point) :: {:ok, Alignment} | {:error, LoadError}"])
    before = TemporaryProject.files(root)

    for {name, message} <- [
          {"Pont", "did you mean `Point`?"},
          {"Pointt", "did you mean `Point`?"},
          {"Piont", "did you mean `Point`?"},
          {"Pount", "did you mean `Point`?"},
          {"POINT", "declare it, or use a built-in type"},
          {"Points", "did you mean `Point`?"},
          {"Alignmnt", "did you mean `Alignment`?"},
          {"String", "did you mean `string`?"},
          {"Bool", "did you mean `bool`?"},
          {"Integer", "did you mean `integer`?"}
        ] do
      message = "unknown type `#{name}`; " <> message
      argument = "more(a :: #{name}) :: Wheel"

      assert {^name,
              {:error,
               %Error{
                 kind: :wrong_schema,
                 problems: [{{:argument, ^argument}, %{message: ^message}}]
               }}} = {name, nifs(root, @facade, [argument])}
    end

    assert TemporaryProject.files(root) == before

    for name <- ["Thing", "ReadError", "Pair", "Bid"] do
      assert {:ok, %{skeletons: [%{name: ^name}]}} =
               nifs(root, @facade, ["more(a :: #{name}) :: Point"])
    end
  end

  test "a type of another boundary is not declared again" do
    root = TemporaryProject.new()
    add(root, ["move(point :: Point) :: {:ok, Alignment} | {:error, LoadError}"])

    assert {:ok, %{skeletons: []} = addition} =
             nifs(root, "Demo.Other", ["size(point :: Demo.Text.Point) :: [Demo.Text.Alignment]"])

    assert {:ok, _} = Writer.apply(addition.plan)

    assert TemporaryProject.read(root, "native/demo_other/schema.exs") =~
             "nif size(point :: Demo.Text.Point) :: [Demo.Text.Alignment]"

    # The schema may have an alias of it.
    schema = TemporaryProject.read(root, "native/demo_other/schema.exs")

    aliased =
      schema
      |> String.replace("Demo.Text.Point", "Point")
      |> String.replace(~r/\n\n/, "\n\n  alias Demo.Text.Point\n\n", global: false)

    TemporaryProject.write(root, "native/demo_other/schema.exs", aliased)
    assert {:ok, %{skeletons: []}} = nifs(root, "Demo.Other", ["next(point :: Point) :: Point"])

    argument = "next(point :: Demo.Text.Pount) :: u8"

    assert {:error, %Error{kind: :wrong_schema, problems: [{{:argument, ^argument}, problem}]}} =
             nifs(root, "Demo.Other", [argument])

    assert problem.message ==
             "unknown type `Demo.Text.Pount`: the schema of `Demo.Text` has no type `Pount`; " <>
               "did you mean `Demo.Text.Point`?"
  end

  test "a function that is there with another type is a problem of the schema" do
    root = TemporaryProject.new()
    add(root, [@signature])

    assert {:error, %Error{kind: :wrong_schema, problems: [{@schema, %Core.Problem{line: 7}}]}} =
             nifs(root, @facade, ["to_html(text :: binary) :: string"])
  end

  describe "existing names are rejected:" do
    test "the facade's file" do
      root = TemporaryProject.new(%{"lib/demo/text.ex" => "defmodule Demo.Text do\nend\n"})
      assert {:ok, %{plan: plan}} = nifs(root, @facade, [@signature])
      assert Enum.map(Plan.refused(plan), & &1.path) == ["lib/demo/text.ex"]

      assert {:ok, %{plan: plan}} = nifs(root, @facade, [@signature], force: ["lib/demo/text.ex"])

      assert Plan.refused(plan) == []
    end

    test "its module, in another file" do
      root = TemporaryProject.new(%{"lib/other.ex" => "defmodule Demo.Text do\nend\n"})

      assert nifs(root, @facade, [@signature]) ==
               {:error,
                Error.could_not_run(
                  "the module `Demo.Text` already exists in lib/other.ex, and was not generated; choose another name"
                )}
    end

    test "its module, of Elixir or a dependency" do
      assert {:error,
              %Error{
                kind: :could_not_run,
                messages: ["the module `String` already exists in " <> _]
              }} = nifs(TemporaryProject.new(), "String", [@signature])
    end

    test "its crate" do
      root = TemporaryProject.new()
      add(root, [@signature])

      assert nifs(root, "Demo.Other", [@signature], crate: "demo_text") ==
               {:error,
                Error.could_not_run(
                  "native/demo_text already contains another boundary; choose a crate with `--crate`"
                )}
    end

    test "its boundary, with another crate and loader" do
      root = TemporaryProject.new()
      add(root, [@signature])

      assert nifs(root, @facade, [@signature], crate: "other", loader: :rustler) ==
               {:error,
                Error.usage([
                  "`Demo.Text` already exists in native/demo_text; omit `--crate`",
                  "`Demo.Text` already exists in native/demo_text; omit `--loader`"
                ])}
    end
  end

  test "a schema that cannot be read may be the one: its problems are shown" do
    root = TemporaryProject.new(%{"native/broken/schema.exs" => "defmodule ("})

    assert {:error,
            %Error{
              kind: :wrong_schema,
              problems: [{"native/broken/schema.exs", %Core.Problem{line: 1}}]
            }} = nifs(root, @facade, [@signature])
  end

  defp nifs(root, facade, signatures, options \\ []),
    do: NewNifs.nifs(TemporaryProject.project(root), facade, signatures, options)

  defp add(root, signatures, options \\ []) do
    assert {:ok, addition} = nifs(root, @facade, signatures, options)
    assert {:ok, _} = Writer.apply(addition.plan)
    addition
  end
end
