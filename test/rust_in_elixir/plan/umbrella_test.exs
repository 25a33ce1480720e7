defmodule RustInElixir.Plan.UmbrellaTest do
  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @package Path.expand("../../..", __DIR__)
  @in_sync {"everything matches its schema\n", 0}

  test "the boundaries of all applications, from the root and from each" do
    root = umbrella()

    {output, 1} = sync(root, ["--check"])
    lines = String.split(output, "\n", trim: true)
    for app <- ~w(one two), do: assert("* missing apps/#{app}/lib/#{app}/text.ex" in lines)
    assert "* missing apps/two/lib/two/more.ex" in lines
    assert Enum.filter(lines, &(&1 =~ "to fix")) == ["to fix this: mix rust_in_elixir.sync"]

    # By a name that only one application has.
    {output, 0} = sync(root, ["two_more"])
    assert output =~ "* creating apps/two/lib/two/more.ex\n"
    refute output =~ "text"
    assert sync(root, ["two_more", "--check"]) == @in_sync
    assert {_, 1} = sync(root, ["--check"])

    # From an application only its own.
    two = Path.join(root, "apps/two")
    {output, 0} = sync(two, [])
    assert output =~ "* creating lib/two/text.ex\n"
    assert sync(two, ["--check"]) == @in_sync

    assert {"unknown boundary `one_text`; the boundaries are `two_more`, `two_text`\n", 3} =
             failed(two, ["one_text"])

    {output, 0} = sync(root, [])
    assert output =~ "* creating apps/one/lib/one/text.ex\n"
    refute output =~ "apps/two"
    assert sync(root, ["--check"]) == @in_sync
    assert sync(Path.join(root, "apps/one"), ["--check"]) == @in_sync

    # Each boundary by its own name.
    for name <- ~w(one_text two_text two_more),
        do: assert(sync(root, [name, "--check"]) == @in_sync)

    assert failed(root, ["none", "--check"]) ==
             {"unknown boundary `none`; the boundaries are `one_text`, `two_more`, `two_text`\n",
              3}

    # One command fixes both, edits included, with the paths that it prints.
    for path <- ["apps/one/lib/one/text.ex", "apps/two/lib/two/text.ex"],
        do: TemporaryProject.write(root, path, "# mine\n")

    {output, 1} = sync(root, ["--check"])

    assert output |> String.split("\n", trim: true) |> List.last() ==
             "to fix this, and discard the edits: mix rust_in_elixir.sync " <>
               "--force apps/one/lib/one/text.ex --force apps/two/lib/two/text.ex"

    assert {_, 1} = sync(root, ["--force", "apps/one/lib/one/text.ex"])
    assert {_, 0} = sync(Path.join(root, "apps/one"), ["--check"])
    assert {_, 0} = sync(two, ["--force", "lib/two/text.ex"])
    assert sync(root, ["--check"]) == @in_sync

    # The worst of all is the exit status: a wrong schema, then drift.
    File.rm!(Path.join(root, "apps/one/lib/one/text.ex"))
    schema = "apps/two/native/two_text/schema.exs"
    TemporaryProject.write(root, schema, schema("Two.Text", "two_text", "strin"))
    {output, 2} = sync(root, ["--check"])
    assert output =~ ~r"\Aapps/two/native/two_text/schema\.exs:4: "
    assert {_, 1} = sync(root, ["one_text", "--check"])
    assert {_, 2} = sync(root, ["--check", "--format", "json"])
  end

  test "each application has the modules that its own boundaries share" do
    root = umbrella()
    sums = "apps/two/native/two_more/schema.exs"
    TemporaryProject.write(root, sums, schema("Two.More", "two_more", "u8", "a :: [f64]"))
    {_output, 0} = sync(root, [])

    for {app, helpers} <- [{"one", ["string"]}, {"two", ["f64", "list", "string"]}] do
      assert Enum.sort(File.ls!(Path.join(root, "apps/#{app}/lib/#{app}/rust"))) ==
               ~w(call_error.ex panic_error.ex validation.ex validation_error.ex)

      validation = TemporaryProject.read(root, "apps/#{app}/lib/#{app}/rust/validation.ex")
      assert validation =~ "defmodule #{Macro.camelize(app)}.Rust.Validation do"

      for helper <- ["f64", "list", "string"] do
        has? = validation =~ ~r/^  def(macro)? #{helper}\(/m
        assert {app, helper, has?} == {app, helper, helper in helpers}
      end

      lock = TemporaryProject.read(root, "apps/#{app}/native/support.lock")
      assert lock =~ ~s("lib/#{app}/rust/validation.ex")
      refute lock =~ "apps/"
    end

    # The calls of one do not affect the other.
    TemporaryProject.write(root, sums, schema("Two.More", "two_more", "u8", "a :: i8"))
    {output, 1} = sync(root, ["--check"])
    assert output =~ "* out of date apps/two/lib/two/rust/validation.ex\n"
    refute output =~ "apps/one"
    {_output, 0} = sync(Path.join(root, "apps/two"), ["--fix-signatures"])
    assert sync(root, ["--check"]) == @in_sync
  end

  test "an application has no types of another one" do
    root = umbrella()
    schema = schema("Two.Text", "two_text", "One.Text.Size")
    TemporaryProject.write(root, "apps/two/native/two_text/schema.exs", schema)
    {output, 2} = sync(root, ["--check"])

    assert output =~
             "apps/two/native/two_text/schema.exs:4: unknown type `One.Text.Size`: " <>
               "no boundary of `:two` has the facade `One.Text`; use `Size` if this schema defines it, " <>
               "or declare it with `remote Size`\n"
  end

  test "an umbrella without boundaries is fine" do
    root = umbrella()
    for app <- ~w(one two), do: File.rm_rf!(Path.join(root, "apps/#{app}/native"))

    assert sync(root, ["--check"]) ==
             {"no boundary found: there is no apps/*/native/*/schema.exs\n", 0}
  end

  test "boundaries are added, and compared with what they were, in their application" do
    root = umbrella()

    for task <- [
          ["rust_in_elixir.gen.nif", "One.Text", "f() :: u8"],
          ["rust_in_elixir.gen.resource", "One.Text", "T", "f() :: T"],
          ["rust_in_elixir.install"],
          ["rust_in_elixir.breaking"]
        ],
        do:
          assert(
            TemporaryProject.task(root, task) ==
              {"** (Mix) run this in an application of the umbrella, in apps/\n", 3}
          )
  end

  @tag :extended
  test "only an application that has Rustler loads by it, from wherever it is synced" do
    root = umbrella()

    TemporaryProject.write(root, "rustler/mix.exs", """
    defmodule Rustler.MixProject do
      use Mix.Project
      def project, do: [app: :rustler, version: "0.38.0"]
    end
    """)

    TemporaryProject.write(root, "rustler/lib/rustler.ex", "defmodule Rustler do\nend\n")
    two = TemporaryProject.read(root, "apps/two/mix.exs")

    dependency =
      "deps: [{:rustler, path: #{inspect(Path.join(root, "rustler"))}, runtime: false}, "

    TemporaryProject.write(root, "apps/two/mix.exs", String.replace(two, "deps: [", dependency))

    command = ["do", "deps.compile", "+", "rust_in_elixir.sync"]
    assert {_, 0} = TemporaryProject.mix(root, command)

    assert TemporaryProject.read(root, "apps/one/lib/one/text/native.ex") =~
             "use RustInElixir.Loader"

    assert TemporaryProject.read(root, "apps/two/lib/two/text/native.ex") =~ "use Rustler,"

    for app <- ~w(one two),
        do: assert(sync(Path.join(root, "apps/#{app}"), ["--check"]) == @in_sync)

    loaded = ["do", "deps.loadpaths", "--no-deps-check", "+", "rust_in_elixir.sync", "--check"]
    assert {output, 0} = TemporaryProject.mix(root, loaded)
    assert output =~ "everything matches its schema\n"
  end

  test "a workflow goes to the root of the repository, where GitHub looks for it" do
    root = umbrella()
    File.mkdir_p!(Path.join(root, ".git"))

    for arguments <- [
          ["rust_in_elixir.sync"],
          ["rust_in_elixir.gen.nif", "One.Text", "f() :: u8"]
        ] do
      {output, 3} =
        TemporaryProject.task(Path.join(root, "apps/one"), arguments ++ ["--ci", "github"])

      assert output =~
               ~r"\A\*\* \(Mix\) GitHub only runs workflows at the root of a repository, but apps/one is a folder of /"
    end

    {output, 0} = sync(root, ["--ci", "github"])
    assert output =~ "* creating .github/workflows/rust_in_elixir.yml\n"
  end

  defp sync(root, arguments), do: TemporaryProject.task(root, ["rust_in_elixir.sync" | arguments])

  defp failed(root, arguments) do
    {"** (Mix) " <> message, status} = sync(root, arguments)
    {message, status}
  end

  defp umbrella do
    root =
      TemporaryProject.new(%{
        "mix.exs" => """
        defmodule Umbrella.MixProject do
          use Mix.Project
          def project, do: [apps_path: "apps", version: "0.1.0", deps: []]
        end
        """,
        "apps/one/mix.exs" => mix_exs("one"),
        "apps/one/native/one_text/schema.exs" => schema("One.Text", "one_text"),
        "apps/two/mix.exs" => mix_exs("two"),
        "apps/two/native/two_text/schema.exs" => schema("Two.Text", "two_text"),
        "apps/two/native/two_more/schema.exs" => schema("Two.More", "two_more")
      })

    File.rm_rf!(Path.join(root, "lib"))
    File.rm_rf!(Path.join(root, "test"))
    root
  end

  defp mix_exs(app) do
    """
    defmodule #{Macro.camelize(app)}.MixProject do
      use Mix.Project

      def project do
        [
          app: :#{app},
          version: "0.1.0",
          build_path: "../../_build",
          deps_path: "../../deps",
          lockfile: "../../mix.lock",
          deps: [{:rust_in_elixir, path: #{inspect(@package)}, only: [:dev, :test], runtime: false}]
        ]
      end
    end
    """
  end

  defp schema(facade, crate, type \\ "string", params \\ "text :: string") do
    """
    defmodule #{facade}.Schema do
      use RustInElixir.Schema, facade: #{facade}, crate: "#{crate}"

      nif upcase(#{params}) :: #{type}
    end
    """
  end
end
