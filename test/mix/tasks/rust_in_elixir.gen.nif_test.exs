defmodule Mix.Tasks.RustInElixir.Gen.NifTest do
  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @upcase "upcase(text :: string) :: string"
  @count "count(text :: string, of :: string) :: u64"

  @usage """

  usage: mix rust_in_elixir.gen.nif FACADE SIGNATURE… [--crate NAME]
           [--schedule dirty_cpu|dirty_io|normal] [--loader rustler|precompiled|rust_in_elixir]
           [--dry-run] [--yes] [--force PATH]… [--no-test] [--ci github] [--quiet]

  for example: mix rust_in_elixir.gen.nif MyApp.Markdown "to_html(text :: string) :: string"

  """

  test "creates a boundary, adds to it, and says what to do next" do
    root = TemporaryProject.new(%{"lib/broken.ex" => "defmodule ("})
    before = TemporaryProject.files(root)

    {preview, 0} = gen(root, ["Demo.Text", @upcase, "--dry-run"])
    assert String.ends_with?(preview, "\nnothing was written\n")
    assert TemporaryProject.files(root) == before

    {output, 0} = gen(root, ["Demo.Text", @upcase])
    next = "\nImplement the functions in native/demo_text/src/lib.rs, then call them:\n"

    assert output ==
             String.replace(
               preview,
               "nothing was written\n",
               next <> "\n    Demo.Text.upcase(text)\n\n"
             )

    before = TemporaryProject.files(root)

    assert gen(root, ["Demo.Text", @upcase]) ==
             {"nothing to do: everything already exists\n", 0}

    assert TemporaryProject.files(root) == before

    {output, 0} = gen(root, ["Demo.Text", @upcase, @count])
    assert "* updating native/demo_text/src/lib.rs (count/2)" in String.split(output, "\n")
    assert "* updating test/demo/text_test.exs (count/2)" in String.split(output, "\n")
    assert String.ends_with?(output, next <> "\n    Demo.Text.count(text, of)\n\n")

    File.rm!(Path.join(root, "test/demo/text_test.exs"))
    {output, 0} = gen(root, ["Demo.Text", "trim(text :: string) :: string"])

    assert String.starts_with?(
             output,
             "test/demo/text_test.exs does not exist, so no test was added for `trim/1`\n* updating "
           )

    assert TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"]) ==
             {"everything matches its schema\n", 0}
  end

  @manifest "native/demo_text/Cargo.toml"
  @crate "[package]\nname = \"demo_text\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"

  @tag :extended
  test "a crate that was there keeps its lints, and it is said what it allows" do
    advice =
      "#{@manifest} allows unsafe code; to forbid it, add: unsafe_code = \"forbid\" below [lints.rust]\n"

    for {lints, advice} <- [
          {"", advice},
          {"\n[lints.clippy]\nall = \"deny\"\n", advice},
          {"\n[lints.rust]\nunsafe_code = \"allow\"\n", ""},
          {"\n[lints]\nrust.unsafe_code = \"deny\"\n", ""},
          {"\n[lints]\nworkspace = true\n", ""}
        ] do
      root = TemporaryProject.new(%{@manifest => @crate <> lints})
      {output, 0} = gen(root, ["Demo.Text", @upcase])

      assert {lints, String.starts_with?(output, advice <> "* updating #{@manifest}\n")} ==
               {lints, true}

      assert String.starts_with?(TemporaryProject.read(root, @manifest), @crate <> lints)
      assert {_, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"])
    end
  end

  test "leftovers of plain Rustler are reported, and everything else is generated" do
    lib = "native/demo_text/src/lib.rs"

    old =
      "#[rustler::nif]\nfn upcase(text: String) -> String {\n    text\n}\n\nrustler::init!(\"Elixir.Demo.Text\");\n"

    root = TemporaryProject.new(%{@manifest => @crate, lib => old})
    {output, 1} = gen(root, ["Demo.Text", @upcase])
    assert output =~ "* updating #{lib} (upcase/1)\n"
    # Standard error may come between the lines of standard output.
    assert [nif, init] = Regex.scan(~r/^#{lib}:\d+: .*$/m, output) |> List.flatten()
    assert nif =~ ~r/\A#{lib}:1: `#\[rustler::nif\]` .*\z/
    assert init =~ ~r/\A#{lib}:6: .* `rustler::init!`; .*\z/
    assert String.starts_with?(TemporaryProject.read(root, lib), old)
  end

  # A workspace takes in whatever lies below it.
  test "the crate of a dependency still builds" do
    crates = ["deps/other/native/other", "vendor/more/native/more"]

    files =
      for crate <- crates,
          {path, text} <- %{"Cargo.toml" => @crate, "src/lib.rs" => ""},
          into: %{},
          do: {Path.join(crate, path), text}

    mix_exs =
      String.replace(
        TemporaryProject.mix_exs(:demo),
        "[{:rust",
        "[{:more, path: \"vendor/more\", compile: false, app: false}, {:rust"
      )

    root = TemporaryProject.new(Map.put(files, "mix.exs", mix_exs))
    {_, 0} = gen(root, ["Demo.Text", @upcase])

    assert TemporaryProject.read(root, "Cargo.toml") =~
             ~s(exclude = ["deps", "vendor/more", "native/nif_codec"]\n)

    for crate <- crates do
      manifest = Path.join([root, crate, "Cargo.toml"])

      assert {^crate, {_, 0}} =
               {crate,
                System.cmd("cargo", [
                  "metadata",
                  "--no-deps",
                  "--format-version=1",
                  "--manifest-path=#{manifest}"
                ])}
    end
  end

  test "says that Rustler is missing where its loader is asked for" do
    root = TemporaryProject.new(%{})
    {output, 0} = gen(root, ["Demo.Text", @upcase, "--loader", "rustler"])

    assert File.read!(Path.join(root, "lib/demo/text/native.ex")) =~ "use Rustler,"

    assert String.ends_with?(output, """

           The stubs use Rustler, which is not a dependency in mix.exs yet; add it:

               {:rustler, "~> 0.38", runtime: false}

           """)
  end

  test "an existing module that was not generated is named, and nothing is written" do
    root = TemporaryProject.new(%{"lib/demo/text.ex" => "defmodule Demo.Text do\nend\n"})
    before = TemporaryProject.files(root)

    assert gen(root, ["Demo.Text", @upcase, "--no-test"]) ==
             {"lib/demo/text.ex exists and was not generated\nnothing was written\n" <>
                "to overwrite: mix rust_in_elixir.gen.nif Demo.Text '#{@upcase}' --no-test " <>
                "--force lib/demo/text.ex\n", 1}

    assert TemporaryProject.files(root) == before
  end

  test "an error in the changed schema ends with 2, is reported at the argument, and nothing is written" do
    root = TemporaryProject.new()
    sting = "move(by::Sting, sting :: [Sting]) :: :ok"
    before = TemporaryProject.files(root)

    for {arguments, lines} <- [
          {[sting],
           [
             "in `#{sting}`: unknown type `Sting`; did you mean `string`?",
             "did you mean: mix rust_in_elixir.gen.nif Demo.Text 'move(by::string, sting :: [string]) :: :ok'"
           ]},
          {["move(at :: Regex) :: :ok"],
           [
             "in `move(at :: Regex) :: :ok`: unknown type `Regex`; declare it, or use a built-in type"
           ]},
          # A part of the command would not do.
          {["a(at :: Regex) :: :ok", "b() ::\n  Sting"],
           [
             "in `a(at :: Regex) :: :ok`: unknown type `Regex`; declare it, or use a built-in type",
             "in `b() :: Sting`: unknown type `Sting`; did you mean `string`?"
           ]},
          {["f(a :: u8) :: u8", "f_2() :: u8", "f(a :: u8, b :: u8) :: u8"],
           [
             "in `f(a :: u8, b :: u8) :: u8`: `f/2` and `f_2/0` would both be the Rust function `f_2`; rename one of them"
           ]},
          {["f(a :: Native) :: Url", "g(url :: URL) :: :ok"],
           [
             "in `f(a :: Native) :: Url`: the type `Native` would clash with the generated module `Demo.Text.Native`; choose another name",
             "in `g(url :: URL) :: :ok`: the types `Url` and `URL` differ only in case, so one compiled module would overwrite the other on macOS and Windows; rename one of them"
           ]},
          {["f(a :: u8) :: u8", "f(a :: u16) :: u8"],
           ["in `f(a :: u16) :: u8`: `f/1` is given twice, with different signatures"]}
        ] do
      assert gen(root, ["Demo.Text" | arguments]) ==
               {Enum.map_join(lines, &(&1 <> "\n")), 2}
    end

    assert TemporaryProject.files(root) == before
  end

  test "an error in a changed schema names the lines of the existing one" do
    root = TemporaryProject.new()
    {_, 0} = gen(root, ["Demo.Text", @upcase, "shift(by :: Point) :: Point"])
    before = TemporaryProject.files(root)

    for {arguments, lines} <- [
          {["move(by :: Pont) :: :ok", "--no-test"],
           [
             "in `move(by :: Pont) :: :ok`: unknown type `Pont`; did you mean `Point`?",
             "did you mean: mix rust_in_elixir.gen.nif Demo.Text 'move(by :: Point) :: :ok' --no-test"
           ]},
          {["upcase?(text :: string) :: bool"],
           [
             "in `upcase?(text :: string) :: bool`: `upcase?/1` and `upcase/1` (native/demo_text/schema.exs:12) would both be the Rust function `upcase`; rename one of them"
           ]},
          {["upcase(text :: binary) :: string"],
           [
             "native/demo_text/schema.exs:12: `upcase/1` already exists with another signature; change it here by hand to `nif upcase(text :: binary) :: string`",
             "once fixed, run: mix rust_in_elixir.gen.nif Demo.Text 'upcase(text :: binary) :: string'"
           ]}
        ] do
      assert gen(root, ["Demo.Text" | arguments]) ==
               {Enum.map_join(lines, &(&1 <> "\n")), 2}
    end

    assert TemporaryProject.files(root) == before

    # Existing problems keep their lines.
    schema = Path.join(root, "native/demo_text/schema.exs")
    File.write!(schema, String.replace(File.read!(schema), "by :: Point", "by :: Pont"))

    assert gen(root, ["Demo.Text", "move(by :: Sting) :: :ok"]) ==
             {"native/demo_text/schema.exs:15: unknown type `Pont`; did you mean `Point`?\n" <>
                "in `move(by :: Sting) :: :ok`: unknown type `Sting`; did you mean `string`?\n" <>
                "did you mean: mix rust_in_elixir.gen.nif Demo.Text 'move(by :: string) :: :ok'\n",
              2}
  end

  test "wrong arguments end with 3 and the usage" do
    root = TemporaryProject.new()

    for {arguments, messages} <- [
          {[], ["the facade and the functions are missing"]},
          {["Demo.Text"],
           [
             "`Demo.Text` needs the signature of a function, such as `to_html(text :: string) :: string`"
           ]},
          {["demo", "a(b :: boolean) :: :ok"],
           [
             "the facade must be a module such as `MyApp.Markdown`, got: `demo`",
             "in `a(b :: boolean) :: :ok`: `boolean` is not a schema type; use `bool`"
           ]},
          {["Demo.Text", "f(a: sting)"],
           [
             "in `f(a: sting)`: `f/1` has no return; write `nif f(a: sting) :: TYPE`, such as `:: string` or `:: :ok`"
           ]},
          {[
             "Demo.Text",
             "a(sting :: sting, b :: [boolean]) :: {:ok, String.t()} | {:error, sting}"
           ],
           [
             "in `a(sting :: sting, b :: [boolean]) :: {:ok, String.t()} | {:error, sting}`: `sting` is not a schema type; did you mean `string`?",
             "in `a(sting :: sting, b :: [boolean]) :: {:ok, String.t()} | {:error, sting}`: `boolean` is not a schema type; use `bool`",
             "in `a(sting :: sting, b :: [boolean]) :: {:ok, String.t()} | {:error, sting}`: `String.t()` is not a schema type; use `string`",
             "did you mean: mix rust_in_elixir.gen.nif Demo.Text 'a(sting :: string, b :: [bool]) :: {:ok, string} | {:error, string}'"
           ]},
          {["Demo.Text", @upcase, "--schedule", "slow"],
           ["`--schedule` must be one of `dirty_cpu`, `dirty_io`, `normal`, got: `slow`"]},
          {["Demo.Text", @upcase, "--tests"],
           ["unknown option `--tests`; did you mean `--test`?"]}
        ] do
      assert gen(root, arguments) ==
               {"** (Mix) " <> Enum.join(messages, "\n") <> "\n" <> @usage, 3}
    end
  end

  defp gen(root, arguments),
    do: TemporaryProject.task(root, ["rust_in_elixir.gen.nif" | arguments])
end
