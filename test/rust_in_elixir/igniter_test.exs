if Code.ensure_loaded?(Igniter) do
  defmodule RustInElixir.IgniterTest do
    use ExUnit.Case, async: true

    import Igniter.Test

    alias RustInElixir.{Apply.Writer, Gen.NewNifs, TemporaryProject}

    @moduletag :igniter

    @upcase "upcase(text :: string) :: string"
    @count "count(text :: string, of :: string) :: u64"
    @schema "native/demo_text/schema.exs"
    @lib "native/demo_text/src/lib.rs"
    # The files of `mix new`, except for the two that Igniter's tests bring.
    @files %{"mix.exs" => TemporaryProject.files_of_new()["mix.exs"]}

    test "writes the bytes that the plain writer does" do
      for {task, arguments, extra} <- [
            {"gen.nif", [@upcase, @count], []},
            {"gen.resource", ["Table", "open(path :: path) :: Table"], [resource: {"Table", []}]}
          ],
          loader <- ["rust_in_elixir", "rustler", "precompiled"] do
        command = ["Demo.Text" | arguments] ++ ["--loader", loader, "--ci", "github"]
        igniter = project() |> compose(task, command) |> apply_igniter!()

        root = TemporaryProject.new(Map.take(project().assigns.test_files, [".gitignore"]))
        signatures = if extra == [], do: arguments, else: tl(arguments)
        options = [loader: String.to_atom(loader), ci: true] ++ extra

        {:ok, %{plan: plan}} =
          NewNifs.nifs(TemporaryProject.project(root), "Demo.Text", signatures, options)

        {:ok, entries} = Writer.apply(plan)
        assert length(entries) > 10

        for %{path: path, new: new} <- entries,
            do: assert({path, read(igniter, path)} == {path, new})
      end
    end

    test "a task sees the pending changes of earlier ones" do
      igniter =
        project()
        |> compose("gen.nif", ["Demo.Text", @upcase])
        |> compose("gen.nif", ["Demo.Text", @count])
        |> compose("gen.nif", ["Demo.Other", @count])

      assert read(igniter, @schema) =~ "nif upcase(text :: string) :: string\n"
      assert read(igniter, @schema) =~ "nif count(text :: string, of :: string) :: u64\n"
      assert read(igniter, @lib) =~ "fn upcase(text: &str)"
      assert read(igniter, @lib) =~ "fn count(text: &str, of: &str)"
      assert read(igniter, "Cargo.toml") =~ ~s("native/demo_text", "native/demo_other")

      {:ok, _igniter, %{notices: notices, warnings: []}} = apply_igniter(igniter)
      assert Enum.any?(notices, &(&1 =~ "    Demo.Text.upcase(text)\n"))
    end

    test "adds to a schema that is there, and touches no other byte of it" do
      schema = """
      # odd   layout
      defmodule Demo.Text.Schema do
          use RustInElixir.Schema, facade: Demo.Text,   crate: "demo_text"
          nif( upcase( text :: string ) :: string )   # of ours
      end
      """

      igniter = compose(project(%{@schema => schema}), "gen.nif", ["Demo.Text", @count])
      [above, below] = String.split(schema, "\nend\n")

      assert read(igniter, @schema) ==
               above <>
                 ~s(\n\n    @doc "Calls `count` in Rust."\n) <>
                 "    nif count(text :: string, of :: string) :: u64\nend\n" <> below
    end

    test "sync removes what the schema gave up, and leaves what was edited by hand" do
      written = project() |> compose("gen.nif", ["Demo.Text", @upcase]) |> apply_igniter!()
      unchanged(compose(written, "sync", []))

      typed = String.replace(read(written, @schema), "  @doc", "  unit_enum Side, [:l]\n\n  @doc")
      used = String.replace(typed, "(text :: string)", "(text :: string, side :: Side)")

      with_type =
        written
        |> Igniter.create_new_file(@schema, used, on_exists: :overwrite)
        |> compose("sync", [])
        |> assert_creates("lib/demo/text/side.ex")
        |> apply_igniter!()

      schema = read(written, @schema)

      with_type
      |> Igniter.create_new_file(@schema, schema, on_exists: :overwrite)
      |> compose("sync", [])
      |> assert_rms(["lib/demo/text/side.ex"])

      edited =
        with_type
        |> Igniter.create_new_file(@schema, schema, on_exists: :overwrite)
        |> Igniter.update_file("lib/demo/text/side.ex", fn source ->
          Rewrite.Source.update(source, :content, &(&1 <> "\ndefmodule Mine do\nend\n"))
        end)
        |> compose("sync", [])

      assert edited.rms == []
      assert [warning] = edited.warnings

      assert warning == """
             lib/demo/text/side.ex was edited by hand and was left unchanged
             to discard the edits: mix rust_in_elixir.sync --force lib/demo/text/side.ex\
             """

      forced = compose(edited, "sync", ["--force", "lib/demo/text/side.ex"])
      assert forced.rms == ["lib/demo/text/side.ex"]
    end

    test "existing files, wrong schemas and wrong arguments are issues, and nothing changes" do
      schema = """
      defmodule Demo.Text.Schema do
        use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"
        nif upcase(text :: strin) :: string
      end
      """

      loader =
        "`--loader` must be one of `rustler`, `precompiled`, `rust_in_elixir`, got: `hex`\n\nusage: "

      for {files, task, arguments, issue} <- [
            {%{"lib/demo/text.ex" => "defmodule Demo.Text do\nend\n"}, "gen.nif",
             ["Demo.Text", @upcase],
             "lib/demo/text.ex exists and was not generated\nnothing was written\n" <>
               "to overwrite: mix rust_in_elixir.gen.nif Demo.Text '#{@upcase}' --force lib/demo/text.ex"},
            {%{@schema => schema}, "sync", [],
             "#{@schema}:3: `strin` is not a schema type; did you mean `string`?"},
            {%{}, "gen.nif", ["Demo.Text", "upcase("], nil},
            {%{}, "gen.nif", ["Demo.Text", @upcase, "--loader", "hex"], loader},
            {%{}, "gen.nif", [], "the facade and the functions are missing"},
            {%{}, "gen.resource", ["Demo.Text"], "the facade and the resource are missing"},
            {%{}, "install", ["--loader", "hex"], loader}
          ] do
        before = project(files)
        igniter = compose(before, task, arguments)
        assert [found] = igniter.issues
        if issue, do: assert(String.starts_with?(found, issue))
        refute Igniter.has_changes?(igniter)
      end
    end

    test "the loader of a new boundary is the one that an installer is about to add" do
      igniter =
        project()
        |> compose("install", ["--loader", "rustler"])
        |> compose("gen.nif", ["Demo.Text", @upcase])

      assert RustInElixir.Igniter.Writer.project(igniter).loader == :rustler
      assert read(igniter, "lib/demo/text/native.ex") =~ "\n  use Rustler,\n"
    end

    test "install adds the packages with their options, the formatter's settings and the rest" do
      for {loader, own, packages} <- [
            {"rustler", "only: [:dev, :test]", [~s({:rustler, "~> 0.38", [runtime: false]})]},
            {"precompiled", "only: [:dev, :test]",
             [~s({:rustler_precompiled, "~> 0.9"}), ~s({:rustler, "~> 0.38", [optional: true]})]},
            {"rust_in_elixir", nil, []}
          ] do
        deps = ~s([{:rust_in_elixir, "~> 0.1"}])
        mix_exs = String.replace(@files["mix.exs"], ~r/\[\{:rust_in_elixir.*\]/, deps)
        before = project(%{"mix.exs" => mix_exs})
        igniter = compose(before, "install", ["--loader", loader, "--ci", "github"])

        mix_exs = read(igniter, "mix.exs")
        if own, do: assert(mix_exs =~ own), else: refute(mix_exs =~ "only:")
        assert mix_exs =~ "runtime: false"
        {deps, _} = deps_of(mix_exs)

        for package <- packages do
          {package, _} = Code.eval_string(package)
          assert flat(package) in deps
        end

        assert length(deps) == length(packages) + 1

        {formatter, _} = Code.eval_string(read(igniter, ".formatter.exs"))
        assert formatter[:import_deps] == [:rust_in_elixir]
        assert "native/*/schema.exs" in formatter[:inputs]
        assert read(igniter, ".gitignore") =~ "\n/target/\n/priv/native/\n"
        assert_creates(igniter, ".github/workflows/rust_in_elixir.yml")

        # A second time there is nothing to do.
        written = apply_igniter!(igniter)
        unchanged(compose(written, "install", ["--loader", loader, "--ci", "github"]))
      end
    end

    test "mix igniter.install leaves the options that the loader needs" do
      for {arguments, only} <- [
            {[], nil},
            {["--loader", "rustler"], [:dev, :test]},
            {["--loader", "rust_in_elixir"], nil}
          ],
          arguments != [] do
        info = Mix.Tasks.RustInElixir.Install.info(arguments, nil)
        assert {info.only, info.dep_opts} == {only, [runtime: false]}
      end

      assert Mix.Tasks.RustInElixir.Install.installer?()
    end

    defp project(files \\ %{}), do: test_project(app_name: :demo, files: Map.merge(@files, files))

    defp compose(igniter, task, arguments),
      do: Igniter.compose_task(igniter, "rust_in_elixir." <> task, arguments)

    defp read(igniter, path) do
      case Rewrite.source(igniter.rewrite, path) do
        {:ok, source} -> Rewrite.Source.get(source, :content)
        # Once written, a file in a folder with a dot is only there.
        {:error, _none} -> Map.fetch!(igniter.assigns.test_files, path)
      end
    end

    defp unchanged(igniter) do
      refute Igniter.has_changes?(igniter)
      assert {igniter.issues, igniter.warnings, igniter.rms} == {[], [], []}
    end

    defp deps_of(mix_exs) do
      [_, deps] = Regex.run(~r/defp deps do\n(.*?)\n  end/s, mix_exs)
      {deps, binding} = Code.eval_string(deps)
      {Enum.map(deps, &flat/1), binding}
    end

    # Options may stand in brackets or not.
    defp flat({name, requirement, options}), do: {name, requirement, Enum.sort(options)}
    defp flat({name, requirement}), do: {name, requirement, []}
  end
else
  defmodule RustInElixir.IgniterTest do
    use ExUnit.Case, async: true

    @tag :igniter
    test "tasks that Igniter composes"
  end
end
