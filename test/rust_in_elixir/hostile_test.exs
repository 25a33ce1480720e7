defmodule RustInElixir.HostileTest do
  # A project in which things are as nobody would want them: each row is what was done to it, and all that
  # is said of it. Whatever is refused leaves everything as it was, in the project and beside it.

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, HostileProject, Schema, TemporaryProject}

  @moduletag timeout: 600_000

  @schema "native/demo_text/schema.exs"
  @lock "native/demo_text/boundary.lock"
  @lib "native/demo_text/src/lib.rs"
  @boundary "native/demo_text/src/boundary.rs"
  @manifest "native/demo_text/Cargo.toml"
  @facade "lib/demo/text.ex"
  @workflow ".github/workflows/rust_in_elixir.yml"

  @written [@lib, @boundary, @lock, @manifest, "Cargo.toml", @facade]

  @outside "leads out of the project by a link; put the file itself there"
  @nothing "\nnothing was written"
  @put_back ": put back the version of your last commit, and run `mix rust_in_elixir.sync`"

  # What can stand where a file has to be, and what is said of it after its path.
  defp places do
    [
      {&{:link, &1, "OUTSIDE/secret"}, @outside},
      {&{:link, &1, "OUTSIDE/none"}, @outside},
      {&{:link, &1, "/dev/zero"}, @outside},
      {&{:link, &1, "../../../../../../../../../etc/passwd"}, @outside},
      {&{:link, &1, Path.basename(&1)}, "is a link that leads back to itself"},
      {&{:directory, &1}, "is a directory"},
      {&{:pipe, &1}, "is a pipe or a device, and no file"},
      {&{:write, &1, <<"caf", 0xE9>>}, "is not UTF-8"},
      {&{:write, &1, <<0xFF, 0xFE, ?a, 0>>}, "is not UTF-8"}
    ]
  end

  test "what stands where a file has to be is named, and nothing is written" do
    for {step, said} <- places() do
      for path <- @written, do: assert_refused([step.(path)], "#{path} #{said}" <> @nothing)
      assert_refused([step.(@schema)], "#{@schema} #{said}")
    end
  end

  test "so it is with what is written on request only" do
    for {step, said} <- places(),
        {path, option} <- [{".gitignore", :gitignore}, {@workflow, :ci}] do
      steps = [{:directory, Path.dirname(@workflow)}, step.(path)]
      assert_refused(steps, "#{path} #{said}" <> @nothing, [{option, true}])
    end
  end

  test "no folder may be a link that leaves the project" do
    facade =
      ~w(text.ex text/native.ex text/panic_error.ex text/validation.ex text/validation_error.ex)

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

  test "a link that stays in the project is followed" do
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

    # What it leads to need not be there yet.
    root = HostileProject.new([{:link, @lib, "other.rs"}])
    assert HostileProject.sync(root) == [@lib]
    assert TemporaryProject.read(root, "native/demo_text/src/other.rs") =~ "impl Nifs for Text"
    assert_refused([{:link, @schema, "other.exs"}], "#{@schema} leads to no file")
  end

  test "a lock names nothing that the generator would not have made" do
    for path <-
          ~w(../../etc/passwd /etc/passwd lib/../../secret.ex lib/../mix.exs mix.exs native/a/lib.rs) ++
            ["../project_outside/secret"] do
      said = "#{@lock} cannot be read: it lists #{path}, which no boundary generates#{@put_back}"
      assert_refused([{:write, @lock, lock_with(path)}], said <> @nothing)
    end
  end

  test "an orphan is removed where it lies, and not where a link leads" do
    text = "not the project's\n"
    lock = lock_with("lib/demo/text/gone.ex", RustInElixir.SourceText.digest(text, :elixir))
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

  @crate "the option crate of use RustInElixir.Schema must be a name of lower-case letters, digits and _, " <>
           "such as \"my_app_markdown\""
  @taken "the option crate of use RustInElixir.Schema must be a name that Rust, Cargo and Windows have no " <>
           "other use for"

  test "a crate is called what Rust, Cargo and every file system take" do
    for {names, said} <- [
          {[
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
             "a-b",
             "a b",
             "a\0b"
           ], @crate},
          {["a\n", "_", "_a"], @crate},
          {[String.duplicate("a", 65), String.duplicate("a", 300)], @crate <> ", of 64 at most"},
          {~w(self super crate core std test proc_macro alloc rustler fn type async gen nul con com1 lpt9),
           @taken}
        ],
        name <- names do
      schema = String.replace(HostileProject.schema(), ~s("demo_text"), inspect(name))
      assert_refused([{:write, @schema, schema}], "#{@schema}:2: #{said}, got: #{inspect(name)}")

      said = String.replace(said, "option crate of use RustInElixir.Schema", "crate")
      assert_not_added("Demo.Other", "#{said}, got: #{name}", crate: name)
    end

    for name <- ["a", String.duplicate("a", 64), "selfish", "test_", "com10"] do
      root = HostileProject.new([])
      assert "native/#{name}/Cargo.toml" in HostileProject.add(root, "Demo.Other", crate: name)
    end

    # Neither does a facade give a crate such a name.
    assert_not_added(
      "Core",
      "the crate must be a name that Rust, Cargo and Windows have no other use for, got: core; " <>
        "choose one with --crate"
    )
  end

  test "a facade is a module, and none of Elixir's" do
    option = "the option facade of use RustInElixir.Schema must be"

    for {facade, said} <- [
          {"Elixir", "a module name such as MyApp.Markdown, got: Elixir"},
          {"demo", "a module name such as MyApp.Markdown, got: :demo"},
          {":\"Elixir.demo\"", "a module name such as MyApp.Markdown, got: :\"Elixir.demo\""},
          {":\"Elixir.A/../../B\"",
           "a module name such as MyApp.Markdown, got: :\"Elixir.A/../../B\""},
          {"\"Demo\"", "a module name such as MyApp.Markdown, got: \"Demo\""},
          {"Kernel", "another module than one of Elixir's own, got: Kernel"},
          {"String", "another module than one of Elixir's own, got: String"},
          {"Mix", "another module than one of Elixir's own, got: Mix"},
          {"Mix.Task", "another module than one of Elixir's own, got: Mix.Task"},
          {"ExUnit", "another module than one of Elixir's own, got: ExUnit"}
        ] do
      facade = if facade == "demo", do: ":demo", else: facade
      schema = String.replace(HostileProject.schema(), "facade: Demo.Text", "facade: #{facade}")
      assert_refused([{:write, @schema, schema}], "#{@schema}:2: #{option} #{said}")
    end

    for facade <-
          ["elixir", "demo.text", "Demo.", "Demo..Text", "../Demo", "Demo/Text", "Ünï", ""] ++
            [String.duplicate("A", 201), String.duplicate("A", 300)] do
      said = "the facade is a module such as MyApp.Markdown, got: #{facade}"
      [first | _] = facade |> said_of_addition() |> String.split("\n")
      assert first == said
    end
  end

  test "two boundaries share neither a crate nor a module" do
    other = "native/other/schema.exs"
    schema = HostileProject.schema()

    twins = [
      {String.replace(schema, "Demo.Text", "Demo.Other"),
       "#{other}:1: the crate demo_text lies in native/demo_text already; give this one another name, " <>
         "here and in its Cargo.toml"},
      {String.replace(schema, ~s("demo_text"), ~s("other")),
       Enum.map_join(
         ~w(text.ex text/native.ex text/panic_error.ex text/validation.ex text/validation_error.ex),
         "\n",
         &("#{other}:1: lib/demo/#{&1} is generated from native/demo_text/schema.exs already; " <>
             "use another facade or type name")
       )},
      {"""
       defmodule Demo.Schema do
         use RustInElixir.Schema, facade: Demo, crate: "other"
         newtype Text, string
         nif f(text :: Text) :: Text
       end
       """,
       "#{other}:1: lib/demo/text.ex is generated from native/demo_text/schema.exs already; " <>
         "use another facade or type name"}
    ]

    for {schema, said} <- twins, do: assert_refused([{:write, other, schema}], said)
  end

  test "--force takes no path out of the project" do
    for path <- ["../../etc/passwd", "/etc/passwd", "lib/../../secret"] do
      [said | _] = [HostileProject.sync(HostileProject.new([]), force: [path])]
      assert "--force takes the paths of generated files, and none is generated at " <> _ = said
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
    assert {steps, HostileProject.sync(root, options)} == {steps, said}
    assert HostileProject.state(root) == before
  end
end
