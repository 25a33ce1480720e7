defmodule RustInElixir.HostileTest do
  # A project in which things are as nobody would want them: each row is what was done to it, and all that
  # is said of it. Whatever is refused leaves everything as it was, in the project and beside it.

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, HostileProject, Schema, TemporaryProject}

  @schema "native/demo_text/schema.exs"
  @lock "native/demo_text/boundary.lock"
  @lib "native/demo_text/src/lib.rs"
  @boundary "native/demo_text/src/boundary.rs"
  @manifest "native/demo_text/Cargo.toml"
  @facade "lib/demo/text.ex"
  @workflow ".github/workflows/rust_in_elixir.yml"

  @written [@lib, @boundary, @lock, @manifest, "Cargo.toml", @facade]

  @outside "leaves the project through a link; put the file itself there"
  @nothing "\nnothing was written"
  @restore "; restore the file from your last commit, then run `mix rust_in_elixir.sync`"

  # Things that can be in the place of a file, and the message after the path.
  defp places do
    [
      {&{:link, &1, "OUTSIDE/secret"}, @outside},
      {&{:link, &1, "OUTSIDE/none"}, @outside},
      {&{:link, &1, "/dev/zero"}, @outside},
      {&{:link, &1, "../../../../../../../../../etc/passwd"}, @outside},
      {&{:link, &1, Path.basename(&1)}, "is a link to itself"},
      {&{:directory, &1}, "is a directory"},
      {&{:pipe, &1}, "is a pipe or a device, not a file"},
      {&{:write, &1, <<"caf", 0xE9>>}, "is not UTF-8"},
      {&{:write, &1, <<0xFF, 0xFE, ?a, 0>>}, "is not UTF-8"}
    ]
  end

  @tag :extended
  test "anything that is not a regular file is named, and nothing is written" do
    for {step, said} <- places() do
      for path <- @written, do: assert_refused([step.(path)], "#{path} #{said}" <> @nothing)
      assert_refused([step.(@schema)], "#{@schema} #{said}")
    end
  end

  test "so are files that are written only on request" do
    for {step, said} <- places(),
        {path, option} <- [{".gitignore", :gitignore}, {@workflow, :ci}] do
      steps = [{:directory, Path.dirname(@workflow)}, step.(path)]
      assert_refused(steps, "#{path} #{said}" <> @nothing, [{option, true}])
    end
  end

  test "no folder may be a link that leaves the project" do
    facade =
      ~w(rust/call_error.ex rust/panic_error.ex rust/validation.ex rust/validation_error.ex text.ex text/native.ex)

    facade = for file <- facade, do: "lib/demo/#{file}"

    for {folder, files} <- [
          {"native", [@schema]},
          {"native/demo_text", [@schema]},
          {"native/demo_text/src", [@boundary, @lib]},
          {"lib", facade},
          {"lib/demo", facade}
        ] do
      said = Enum.map_join(files, "\n", &"#{&1} #{@outside}")
      said = if files == [@schema], do: said, else: said <> @nothing
      away = "OUTSIDE/#{Path.basename(folder)}"
      assert_refused([{:move, folder, away}, {:link, folder, away}], said)
    end
  end

  test "a link within the project is followed" do
    for {path, to} <- [
          {@lib, "elsewhere/lib.rs"},
          {@manifest, "elsewhere/Cargo.toml"},
          {@facade, "elsewhere/text.ex"},
          {"native/demo_text", "elsewhere/demo_text"},
          {"lib/demo", "elsewhere/demo"}
        ] do
      up = String.duplicate("../", length(Path.split(path)) - 1)
      root = HostileProject.new([{:move, path, to}, {:link, path, up <> to}])
      assert HostileProject.sync(root) == :in_sync

      TemporaryProject.write(root, @schema, more(HostileProject.schema()))
      assert @lib in HostileProject.sync(root)
      assert File.read_link(Path.join(root, path)) == {:ok, up <> to}
      assert HostileProject.sync(root) == :in_sync
    end

    # So is one that is written as an absolute path.
    root = HostileProject.new([{:move, @lib, "elsewhere/lib.rs"}])
    File.ln_s!(Path.join(root, "elsewhere/lib.rs"), Path.join(root, @lib))
    assert HostileProject.sync(root) == :in_sync

    # Its target may be missing.
    root = HostileProject.new([{:link, @lib, "other.rs"}])
    assert HostileProject.sync(root) == [@lib]
    assert TemporaryProject.read(root, "native/demo_text/src/other.rs") =~ "impl Nifs for Text"
    assert_refused([{:link, @schema, "other.exs"}], "#{@schema} is a link to a missing file")
  end

  test "a lock that lists files the generator would not create is rejected" do
    for path <-
          ~w(../../etc/passwd /etc/passwd lib/../../secret.ex lib/../mix.exs mix.exs native/a/lib.rs) ++
            ["../project_outside/secret"] do
      said = "#{@lock} cannot be read: it lists #{path}, which no boundary generates#{@restore}"
      assert_refused([{:write, @lock, lock_with(path)}], said <> @nothing)
    end
  end

  test "an orphan is removed where it lies, and not where a link leads" do
    text = "not the project's\n"
    lock = lock_with("lib/demo/text/gone.ex", RustInElixir.Text.SourceText.digest(text, :elixir))
    schema = {:write, @schema, more(HostileProject.schema())}

    root =
      HostileProject.new([{:write, @lock, lock}, schema, {:write, "lib/demo/text/gone.ex", text}])

    assert "lib/demo/text/gone.ex" in HostileProject.sync(root)
    refute File.exists?(Path.join(root, "lib/demo/text/gone.ex"))

    link = {:link, "lib/demo/text/gone.ex", "OUTSIDE/secret"}
    root = HostileProject.new([{:write, @lock, lock}, schema, link])
    refute "lib/demo/text/gone.ex" in HostileProject.sync(root)
    assert File.read!(Path.join(HostileProject.outside(root), "secret")) == text
  end

  @crate "the option `crate` of `use RustInElixir.Schema` must be a name of lowercase letters, digits and `_`, " <>
           "such as `\"my_app_markdown\"`"
  @taken "the option `crate` of `use RustInElixir.Schema` must be a name that is not reserved by Rust, " <>
           "Cargo, Windows or the generated code"

  for {what, names, said} <- [
        {"a dash", ["a-b"], @crate},
        {"a taken name", ["rustler"], @taken},
        {"other characters",
         [
           "../evil",
           "/etc/evil",
           "a/b",
           "",
           "..",
           ".",
           "Ünï",
           "ünï",
           "Text",
           "1st",
           "-a",
           "a b",
           "a\0b",
           "a\n",
           "_",
           "_a"
         ], @crate},
        {"too long a name", [String.duplicate("a", 201), String.duplicate("a", 300)],
         @crate <> ", at most 200 of them"},
        {"another taken name",
         ~w(self super crate core std test proc_macro alloc fn type async gen nul con com1 lpt9 stacker mimalloc),
         @taken}
      ] do
    # Each name takes two projects.
    if length(names) > 1, do: @tag(:extended)

    test "a crate is called what Rust, Cargo and every file system take, and not #{what}" do
      for name <- unquote(names) do
        schema = String.replace(HostileProject.schema(), ~s("demo_text"), inspect(name))

        assert_refused(
          [{:write, @schema, schema}],
          "#{@schema}:2: #{unquote(said)}, got: `#{inspect(name)}`"
        )

        said =
          String.replace(unquote(said), "option `crate` of `use RustInElixir.Schema`", "crate")

        assert_not_added("Demo.Other", "#{said}, got: `#{name}`", crate: name)
      end
    end
  end

  test "other names are taken, and a facade gives a crate none of these" do
    for name <- ["a", String.duplicate("a", 64), "selfish", "test_", "com10"] do
      root = HostileProject.new([])
      assert "native/#{name}/Cargo.toml" in HostileProject.add(root, "Demo.Other", crate: name)
    end

    # Neither does a facade give a crate such a name.
    assert_not_added(
      "Core",
      "the crate must be a name that is not reserved by Rust, Cargo, Windows or the generated code, got: `core`; " <>
        "choose one with `--crate`"
    )
  end

  test "a facade is a module that is not Elixir's own" do
    option = "the option `facade` of `use RustInElixir.Schema` must be"

    for {facade, said} <- [
          {"Elixir", "a module name such as `MyApp.Markdown`, got: `Elixir`"},
          {"demo", "a module name such as `MyApp.Markdown`, got: `:demo`"},
          {":\"Elixir.demo\"", "a module name such as `MyApp.Markdown`, got: `:\"Elixir.demo\"`"},
          {":\"Elixir.A/../../B\"",
           "a module name such as `MyApp.Markdown`, got: `:\"Elixir.A/../../B\"`"},
          {"\"Demo\"", "a module name such as `MyApp.Markdown`, got: `\"Demo\"`"},
          {"Kernel", "a module that Elixir does not define itself, got: `Kernel`"},
          {"String", "a module that Elixir does not define itself, got: `String`"},
          {"Mix", "a module that Elixir does not define itself, got: `Mix`"},
          {"Mix.Task", "a module that Elixir does not define itself, got: `Mix.Task`"},
          {"ExUnit", "a module that Elixir does not define itself, got: `ExUnit`"}
        ] do
      facade = if facade == "demo", do: ":demo", else: facade
      schema = String.replace(HostileProject.schema(), "facade: Demo.Text", "facade: #{facade}")
      assert_refused([{:write, @schema, schema}], "#{@schema}:2: #{option} #{said}")
    end

    for facade <-
          ["elixir", "demo.text", "Demo.", "Demo..Text", "../Demo", "Demo/Text", "Ünï", ""] ++
            [String.duplicate("A", 201), String.duplicate("A", 300)] do
      said = "the facade must be a module such as `MyApp.Markdown`, got: `#{facade}`"
      [first | _] = facade |> said_of_addition() |> String.split("\n")
      assert first == said
    end
  end

  test "two boundaries share neither a crate nor a module" do
    other = "native/other/schema.exs"
    schema = HostileProject.schema()

    twins = [
      {String.replace(schema, "Demo.Text", "Demo.Other"),
       "#{other}:1: the crate `demo_text` already exists in native/demo_text; give this one another name, " <>
         "here and in its Cargo.toml"},
      {String.replace(schema, ~s("demo_text"), ~s("other")),
       Enum.map_join(
         ~w(text.ex text/native.ex),
         "\n",
         &("#{other}:1: lib/demo/#{&1} is already generated from native/demo_text/schema.exs; " <>
             "use another facade or type name")
       )},
      {"""
       defmodule Demo.Schema do
         use RustInElixir.Schema, facade: Demo, crate: "other"
         newtype Text, string
         nif f(text :: Text) :: Text
       end
       """,
       "#{other}:1: lib/demo/text.ex is already generated from native/demo_text/schema.exs; " <>
         "use another facade or type name"}
    ]

    for {schema, said} <- twins, do: assert_refused([{:write, other, schema}], said)
  end

  test "--force takes no path out of the project" do
    for path <- ["../../etc/passwd", "/etc/passwd", "lib/../../secret"] do
      root = HostileProject.new([])
      before = HostileProject.state(root)

      assert HostileProject.sync(root, force: [path]) ==
               "`--force` takes the paths of generated files, and none is generated at " <>
                 Path.expand(path, root)

      assert HostileProject.state(root) == before
    end
  end

  @file_holds "the file defines no schema; write `defmodule MyApp.Markdown.Schema do " <>
                "use RustInElixir.Schema, facade: MyApp.Markdown, crate: \"my_app_markdown\" … end`"
  @not_utf8 "this line is not UTF-8; save the file as UTF-8"
  @too_late "this was not evaluated within 2000 ms; a schema only describes a boundary, " <>
              "so remove code that waits or never ends"
  @too_large "the evaluated schema takes more than 4194304 bytes; " <>
               "shorten its docs, defaults and constraints"
  @ended "this ended the process in which the schema is evaluated: "
  @stops_vm "a schema must not stop the VM; remove "
  @deep "it is nested more than 32 levels deep; declare the inner part as a `newtype`"

  # Statements of a schema, which stand on its line 3, and what is said of them.
  @statements [
    {~S|raise "no"|, "this cannot be evaluated: (RuntimeError) no"},
    {"throw :no", "this cannot be evaluated: (throw) :no"},
    {"exit :no", "this cannot be evaluated: (exit) :no"},
    {"exit :normal", "this cannot be evaluated: (exit) normal"},
    {"exit {:shutdown, 0}", "this cannot be evaluated: (exit) shutdown: 0"},
    {"Process.exit(self(), :kill)", @ended <> "killed"},
    {"spawn_link(fn -> exit(:no) end); Process.sleep(:infinity)", @ended <> ":no"},
    {"System.halt(0)", @stops_vm <> "`System.halt(0)`"},
    {"System.stop()", @stops_vm <> "`System.stop()`"},
    {"Enum.each([0], fn status -> :erlang.halt(status) end)",
     @stops_vm <> "`:erlang.halt(status)`"},
    {"@doc :init.stop()", @stops_vm <> "`:init.stop()`"},
    {"Process.sleep(:infinity)", @too_late},
    {"Stream.run(Stream.cycle([1]))", @too_late},
    {"for _ <- Stream.cycle([1]), do: spawn_link(fn -> :timer.sleep(1) end)", @too_late},
    {"defmodule Inner do\nend",
     "a schema file contains one module, the schema on line 1; remove `defmodule Inner do end`"},
    {"import Nowhere", "module Nowhere is not loaded and could not be found"},
    {"newtype A, binary, in: [<<0::size(40_000_000)>>]", {1, @too_large}},
    {"@moduledoc String.duplicate(\"a\", 100_000_000)", {1, @too_large}},
    {"# a\0b", "this line contains a null byte; remove it"},
    {"# \xE9", @not_utf8},
    {"# \u202E", "invalid bidirectional formatting character in comment: \\u202E"}
  ]

  @tag :extended
  test "a schema with a harmful statement is stopped, and leaves nothing behind" do
    for {statement, said} <- @statements do
      processes = length(Process.list())
      {line, said} = if is_binary(said), do: {3, said}, else: said
      limits = if said == @too_late, do: [time: 2000], else: []

      assert {statement, problems(with_statement(statement), limits)} ==
               {statement, [{line, said}]}

      assert length(Process.list()) < processes + 100
    end
  end

  @tag :extended
  test "a schema that takes ever more memory is stopped" do
    said =
      "the memory of the VM grew by 64 MiB while this was evaluated; remove the code that needs so much"

    for statement <- [
          "Enum.reduce(Stream.cycle([1]), [], &[&1 | &2])",
          "Enum.reduce(Stream.cycle([1]), \"a\", fn _, text -> text <> text end)",
          "for _ <- Stream.cycle([1]), do: spawn(fn -> Process.sleep(:infinity) end)"
        ] do
      limits = [time: 60_000, memory: 64 * 1024 * 1024]
      assert {statement, problems(with_statement(statement), limits)} == {statement, [{3, said}]}
    end
  end

  # The text of a whole file, and what is said of it.
  test "a file that is not a schema is rejected with the reason" do
    schema = HostileProject.schema()

    for {text, problem} <- [
          {"", {1, @file_holds}},
          {"\n# nothing\n", {1, @file_holds}},
          {"\uFEFF" <> schema,
           {1,
            "the file starts with a byte order mark, which Elixir does not accept; save it without one"}},
          {<<0xFF, 0xFE>> <> :unicode.characters_to_binary(schema, :utf8, {:utf16, :little}),
           {1, @not_utf8}},
          {:unicode.characters_to_binary(schema, :utf8, {:utf16, :big}),
           {1, "this line contains a null byte; remove it"}},
          {schema <> "# " <> <<0xE9>>, {6, @not_utf8}},
          {String.duplicate("# a line\n", 1_200_000) <> schema,
           {1,
            "the schema is #{9 * 1_200_000 + byte_size(schema)} bytes long, and the limit is 2097152"}},
          {String.replace(schema, "end\n", ""), {5, "missing terminator: end"}}
        ] do
      assert [{line, said}] = problems(text)
      assert {line, String.replace(said, ~r/ \(.*/, "")} == problem
    end
  end

  test "harmless schemas have no problems" do
    for statement <- [
          ~S|IO.puts("on the standard output")|,
          ~S|IO.puts(:stderr, "on the standard error")|,
          ~S|spawn(fn -> Process.register(self(), :left_over); Process.sleep(:infinity) end)|,
          ~S|:eof = IO.read(:line)|,
          "@deep " <> String.duplicate("[", 100_000) <> String.duplicate("]", 100_000)
        ] do
      ExUnit.CaptureIO.capture_io(:stderr, fn ->
        ExUnit.CaptureIO.capture_io(fn ->
          assert {statement, problems(with_statement(statement))} == {statement, []}
        end)
      end)

      assert Process.whereis(:left_over) == nil
    end

    assert problems(String.replace(HostileProject.schema(), "\n", "\r\n")) == []

    root =
      HostileProject.new([
        {:write, @schema, String.replace(HostileProject.schema(), "\n", "\r\n")}
      ])

    assert HostileProject.sync(root) == :in_sync
  end

  test "terms and types of any depth that a schema allows reach the core" do
    nested = fn open, levels, inner, close ->
      String.duplicate(open, levels) <> inner <> String.duplicate(close, levels)
    end

    for {open, close} <- [{"[", "]"}, {"{", "}"}, {"%{u8 => ", "}"}] do
      type = nested.(open, 31, "u8", close)
      root = HostileProject.new([{:write, @schema, with_statement("newtype Deep, #{type}")}])
      assert @boundary in HostileProject.sync(root)
      assert HostileProject.sync(root) == :in_sync
    end

    for {statement, excerpt} <- [
          {"newtype Deep, #{nested.("[", 100, "u8", "]")}", String.duplicate("[", 79) <> "…"},
          {"nif deep(x :: #{nested.("{", 32, "u8", "}")}) :: :ok", nested.("{", 32, "u8", "}")}
        ] do
      said = "#{@schema}:3: `#{excerpt}` is not a schema type; #{@deep}"
      assert_refused([{:write, @schema, with_statement(statement)}], said)
    end

    for {open, close} <- [{"[", "]"}, {"{", "}"}, {"%{1 => ", "}"}], levels <- [30, 1000] do
      default = nested.(open, levels, "1", close)
      field = "struct Deep do\nfield :x, [u8], default: #{default}\nend"

      assert_refused(
        [{:write, @schema, with_statement(field)}],
        &(&1 =~ "invalid default `#{open}")
      )
    end
  end

  @unreadable "cannot be read: "

  # The user's files that do not parse, and what is said after the path.
  test "a file of the user's that does not parse is named with the place" do
    for {path, text, said} <- [
          {@lib, "fn f() {", "line 1, column 8: unclosed delimiter `{`"},
          {@lib, "/*", "line 1, column 1: unterminated block comment"},
          {@lib, "let a = \"", "line 1, column 9: unterminated or malformed string literal"},
          {@lib, "a\0b", "line 1, column 2: unknown start of token `\0`"},
          {@lib, "impl Nifs for Other {}",
           "line 1, column 1: this implements `Nifs` for `Other`, but the facade needs `Text`; rename the type here"},
          {@manifest, "[package", "line 1, column 9: unclosed table, expected `]`"},
          {@manifest, "dependencies = 1\n", "line 1, column 16: expected a table"},
          {@manifest, "a = 1\r",
           "line 1, column 7: carriage return must be followed by newline, expected newline"},
          {@manifest, "a = #{String.duplicate("[", 1000)}",
           "line 1, column 85: cannot recurse further; max recursion depth met"},
          {"Cargo.toml", "[workspace]\nmembers = 1\n",
           "line 2, column 11: expected an array of strings"},
          {"Cargo.toml", "=",
           "line 1, column 1: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`"}
        ] do
      assert_refused([{:write, path, text}], "#{path} #{@unreadable}#{said}" <> @nothing)
    end
  end

  test "an empty file of the user's is completed, an empty one of the generator's was edited" do
    for path <- [@lib, @manifest, "Cargo.toml"] do
      root = HostileProject.new([{:write, path, ""}])
      assert HostileProject.sync(root) == [path]
      assert HostileProject.sync(root) == :in_sync
    end

    for path <- [@boundary, @facade] do
      assert_refused(
        [{:write, path, ""}],
        "#{path} was edited by hand and was left unchanged\nto discard the edits: mix rust_in_elixir.sync --force #{path}"
      )
    end
  end

  test "an invalid .formatter.exs is named once it is needed" do
    formatter = ".formatter.exs"

    for {step, said} <- [
          {{:write, formatter, "1"}, "cannot be read: it is not a keyword list"},
          {{:write, formatter, "raise \"no\""}, "cannot be read: no"},
          {{:write, formatter, "throw :no"}, "cannot be read: ** (throw) :no"},
          {{:write, formatter, "exit :no"}, "cannot be read: ** (exit) :no"},
          {{:write, formatter, <<"# ", 0xE9>>}, "is not UTF-8"},
          {{:link, formatter, "OUTSIDE/secret"}, @outside},
          {{:pipe, formatter}, "is a pipe or a device, not a file"},
          {{:directory, formatter}, "is a directory"}
        ] do
      steps = [step, {:remove, @facade}]
      assert_refused(steps, "#{formatter} #{said}")
    end
  end

  test "sources beside the boundary need not be files, nor text" do
    for step <- [
          {:directory, "lib/folder.ex"},
          {:pipe, "lib/pipe.ex"},
          {:write, "lib/latin.ex", <<"# ", 0xE9>>},
          {:link, "lib/loop.ex", "loop.ex"}
        ] do
      root = HostileProject.new([step])
      assert "lib/demo/other.ex" in HostileProject.add(root, "Demo.Other")
    end
  end

  # The task itself, as a person runs it: the steps, the arguments, what is printed, and the status.
  @tag :extended
  test "the tasks end with one message, and with the status that it has" do
    loop = with_statement("Process.sleep(:infinity)")
    fixed = "once fixed, run: mix rust_in_elixir.sync\n"
    halted = "#{@schema}:3: #{@stops_vm}`System.halt(0)`\n#{fixed}"

    for {steps, arguments, output, status} <- [
          {[{:pipe, @schema}], ["sync"],
           "** (Mix) #{@schema} is a pipe or a device, not a file\n", 3},
          {[{:link, @lib, "/dev/zero"}], ["sync"], "#{@lib} #{@outside}#{@nothing}\n", 1},
          {[{:write, @schema, with_statement("System.halt(0)")}], ["sync", "--check"], halted, 2},
          {[{:write, @schema, with_statement("exit({:shutdown, 0})")}], ["sync", "--check"],
           "#{@schema}:3: this cannot be evaluated: (exit) shutdown: 0\n#{fixed}", 2},
          {[{:write, @schema, with_statement("IO.read(:line) |> inspect() |> IO.puts()")}],
           ["sync", "--check"], ":eof\neverything matches its schema\n", 0},
          {[{:write, @lock, lock_with("../../secret")}], ["sync", "--check"],
           "* unreadable #{@lock}: cannot be read: it lists ../../secret, which no boundary generates#{@restore}\n" <>
             "to fix this: make the unreadable files readable, then mix rust_in_elixir.sync\n",
           1},
          {[], ["gen.nif", "Demo.Text", "f() :: u8", "--crate", "../x"],
           ~r/\A\*\* \(Mix\) the crate must be /, 3},
          {[], ["gen.nif", "Core", "f() :: u8"],
           ~r/\A\*\* \(Mix\) the crate must be .* choose one with `--crate`/, 3},
          {[], ["gen.resource", "../Demo", "T", "f() :: T"],
           ~r/\A\*\* \(Mix\) the facade must be a module such as /, 3},
          {[{:write, ".formatter.exs", "exit :no"}], ["gen.nif", "Demo.New", "f() :: u8"],
           "** (Mix) .formatter.exs cannot be read: ** (exit) :no\n", 3},
          {[{:write, "priv/rust_in_elixir/templates/facade.ex", <<0xE9>>}], ["sync"],
           "** (Mix) priv/rust_in_elixir/templates/facade.ex is not UTF-8\n", 3},
          {[{:link, ".github", "OUTSIDE"}], ["sync", "--ci", "github"],
           "#{@workflow} #{@outside}#{@nothing}\n", 1},
          {[{:write, @schema, loop}], ["sync", "--check", "other"],
           "** (Mix) unknown boundary `other`; the boundaries are `demo_text`\n", 3}
        ] do
      root = HostileProject.new(steps)
      before = HostileProject.state(root)
      [task | arguments] = arguments
      {said, ended} = TemporaryProject.task(root, ["rust_in_elixir.#{task}" | arguments])

      if is_binary(output),
        do: assert({steps, said, ended} == {steps, output, status}),
        else: assert({said =~ output, ended} == {true, status}, said)

      built = [Path.join(root, "mix.lock"), Path.join(root, "_build")]

      state =
        Map.reject(HostileProject.state(root), fn {path, _} ->
          String.starts_with?(path, built)
        end)

      assert state == before
    end
  end

  defp with_statement(statement),
    do:
      String.replace(HostileProject.schema(), "\n\n  nif", "\n#{statement}\n  nif", global: false)

  defp problems(text, limits \\ []) do
    case Schema.load_string(text, "native/demo_text/schema.exs", limits) do
      {:ok, boundary} -> Enum.map(boundary.problems, &{&1.line, &1.message})
      {:error, problems} -> Enum.map(problems, &{&1.line, &1.message})
    end
  end

  defp lock_with(path, digest \\ "d41d8cd98f00b204e9800998ecf8427e") do
    root = HostileProject.new([])
    {:ok, lock} = Core.read_lock(TemporaryProject.read(root, @lock))
    {:ok, text} = Core.write_lock(%{lock | files: Map.put(lock.files, path, digest)})
    text
  end

  defp more(schema),
    do: String.replace(schema, "\n  nif", "\n  nif more(count :: u8) :: u8\n  nif", global: false)

  defp said_of_addition(facade, options \\ []) do
    root = HostileProject.new([])
    before = HostileProject.state(root)
    said = HostileProject.add(root, facade, options)
    assert HostileProject.state(root) == before
    said
  end

  defp assert_not_added(facade, said, options \\ []),
    do: assert({options, said_of_addition(facade, options)} == {options, said})

  defp assert_refused(steps, said, options \\ []) do
    root = HostileProject.new(steps)
    before = HostileProject.state(root)
    heard = HostileProject.sync(root, options)

    if is_function(said),
      do: assert(said.(heard), heard),
      else: assert({steps, heard} == {steps, said})

    assert HostileProject.state(root) == before
  end
end
