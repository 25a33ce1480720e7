defmodule Mix.Tasks.RustInElixir.InstallTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Gen.Install, Plan.CheckWorkflow, TemporaryProject}

  doctest Install

  @formatter ".formatter.exs"
  @usage "\n\nusage: mix rust_in_elixir.install [--loader rustler|precompiled|rust_in_elixir] " <>
           "[--ci github] [--dry-run] [--yes]\n"

  test "prepares a project, once, and says what it would do before" do
    root = TemporaryProject.new(%{"lib/broken.ex" => "defmodule ("})
    before = TemporaryProject.files(root)

    own =
      "Remove the option `only` from the dependency `:rust_in_elixir` in mix.exs; `:prod` needs its loader too\n\n"

    files = """
    * updating #{@formatter}
    * creating .gitignore
    * creating .github/workflows/rust_in_elixir.yml
    """

    arguments = ["--ci", "github", "--loader", "rust_in_elixir"]

    assert install(root, arguments ++ ["--dry-run"]) ==
             {files <> "nothing was written\n" <> own, 0}

    assert TemporaryProject.files(root) == before
    assert install(root, arguments) == {files <> own, 0}

    assert TemporaryProject.read(root, @formatter) == """
           [import_deps: [:rust_in_elixir], \
           inputs: ["native/*/schema.exs", "{mix,.formatter}.exs", "{config,lib,test}/**/*.{ex,exs}"]]
           """

    assert TemporaryProject.read(root, ".gitignore") == "/target/\n/priv/native/\n"
    workflow = TemporaryProject.read(root, ".github/workflows/rust_in_elixir.yml")
    assert workflow == CheckWorkflow.text([""])

    assert install(root, arguments) ==
             {"nothing to write: everything already exists\n" <> own, 0}
  end

  test "prints what to paste where it is not safe to edit, and adds no package without Hex" do
    root = TemporaryProject.new(%{@formatter => "[inputs: Path.wildcard(\"lib/*.ex\")]\n"})
    formatter = TemporaryProject.read(root, @formatter)
    {output, 0} = install(root, ["--loader", "rustler"])

    assert output == """
           * creating .gitignore
           Add this to .formatter.exs, for `mix format` to format schemas:

               import_deps: [:rust_in_elixir]

           and "native/*/schema.exs" to its inputs.

           Add this to the dependencies in mix.exs:

               {:rustler, "~> 0.38", runtime: false}

           """

    assert TemporaryProject.read(root, @formatter) == formatter
  end

  test "a boundary with the loader of this package needs it in :prod, whatever loader is asked for" do
    schema =
      &"""
      defmodule Demo.S#{&1} do
        use RustInElixir.Schema, facade: Demo.F#{&1}, crate: "f#{&1}", loader: #{inspect(&2)}
        nif f() :: :ok
      end
      """

    rustler = %{"native/f1/schema.exs" => schema.(1, :rustler)}
    project = rustler |> TemporaryProject.new() |> TemporaryProject.project()
    assert Install.needed_loader(project, :rustler) == :rustler
    assert Install.default_loader(project) == project.loader

    both = Map.put(rustler, "native/f2/schema.exs", schema.(2, :rust_in_elixir))
    project = both |> TemporaryProject.new() |> TemporaryProject.project()
    assert Install.needed_loader(project, :rustler) == :rust_in_elixir
  end

  test "creates the formatter's settings if there are none" do
    root = TemporaryProject.new()
    File.rm!(Path.join(root, @formatter))
    {output, 0} = install(root, [])
    assert output =~ "* creating #{@formatter}\n"
    {settings, _} = Code.eval_string(TemporaryProject.read(root, @formatter))
    assert Keyword.keys(settings) == [:import_deps, :inputs]
    assert TemporaryProject.mix(root, ["format", "--check-formatted"]) == {"", 0}
  end

  test "schemas are formatted from then on" do
    root =
      TemporaryProject.new(%{
        "native/demo_text/schema.exs" => """
        defmodule Demo.Text.Schema do
          use RustInElixir.Schema,  facade: Demo.Text,  crate: "demo_text"
          nif upcase(text :: string) :: string
        end
        """
      })

    {_output, 0} = install(root, [])
    assert {"", 0} = TemporaryProject.mix(root, ["format"])

    assert TemporaryProject.read(root, "native/demo_text/schema.exs") =~
             "Schema, facade: Demo.Text, crate: \"demo_text\"\n  nif upcase(text :: string) :: string\n"
  end

  test "says which options the dependency on this package lacks" do
    root = TemporaryProject.new()
    mix_exs = TemporaryProject.read(root, "mix.exs")

    for {options, loader, missing} <- [
          {", only: [:dev, :test], runtime: false", "rustler", nil},
          {", only: [:test, :dev], runtime: false", "precompiled", nil},
          {", runtime: false", "rustler", "only: [:dev, :test]"},
          {", runtime: false", "rust_in_elixir", nil},
          {", only: :dev", "rust_in_elixir", "runtime: false"},
          {"", "rustler", "only: [:dev, :test], runtime: false"}
        ] do
      text = String.replace(mix_exs, ", only: [:dev, :test], runtime: false", options)
      TemporaryProject.write(root, "mix.exs", text)
      {output, 0} = install(root, ["--loader", loader])
      said = "Give the dependency `:rust_in_elixir` in mix.exs these options: #{missing}\n"
      if missing, do: assert(output =~ said), else: refute(output =~ "Give the dependency")
    end
  end

  test "refuses what it does not know" do
    root = TemporaryProject.new()

    for {arguments, message} <- [
          {["--loader", "hex"],
           "`--loader` must be one of `rustler`, `precompiled`, `rust_in_elixir`, got: `hex`"},
          {["--ci", "gitlab"], "`--ci` must be `github`, got: `gitlab`"},
          {["Demo.Text"], "this task only takes options"}
        ],
        do: assert(install(root, arguments) == {"** (Mix) " <> message <> @usage, 3})
  end

  defp install(root, arguments),
    do: TemporaryProject.task(root, ["rust_in_elixir.install" | arguments])
end
