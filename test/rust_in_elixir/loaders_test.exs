defmodule RustInElixir.LoadersTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Apply.Writer, Gen.NewNifs, Plan.ReleaseWorkflow, Schema, TemporaryProject}

  @upcase "upcase(text :: string) :: string"
  @native "lib/demo/text/native.ex"
  @schema "native/demo_text/schema.exs"
  @release ".github/workflows/release-nif.yml"

  test "the generated files are the same with every loader, but for the lines of the loader" do
    [plain, rustler, precompiled] =
      for loader <- [:rust_in_elixir, :rustler, :precompiled], do: generated(loader)

    own = [@native, @schema, "native/demo_text/boundary.lock", @release]
    assert map_size(plain) > 12
    assert Map.drop(plain, own) == Map.drop(rustler, own)
    assert Map.drop(plain, own) == Map.drop(precompiled, own)

    assert String.replace(plain[@native], "use RustInElixir.Loader,", "use Rustler,") ==
             rustler[@native]

    assert String.replace(plain[@schema], "loader: :rust_in_elixir", "loader: :rustler") ==
             rustler[@schema]

    assert lines(plain[@native]) -- lines(precompiled[@native]) == ["  use RustInElixir.Loader,"]
    # A lock has the checksum of each file.
    lock = "native/demo_text/boundary.lock"
    assert [_native | _] = lines(plain[lock]) -- lines(rustler[lock])
  end

  test "a project with Rustler gets the same files as one without, but for one line" do
    [without, with_rustler] =
      for deps <- [[], [{:rustler, "~> 0.38"}]] do
        root = TemporaryProject.new()
        project = TemporaryProject.project(root, deps: deps)
        {:ok, %{plan: plan}} = NewNifs.nifs(project, "Demo.Text", [@upcase])
        {:ok, entries} = Writer.apply(plan)
        Map.new(entries, &{&1.path, &1.new})
      end

    different = for {path, text} <- without, with_rustler[path] != text, do: path
    assert Enum.sort(different) == [@native, "native/demo_text/boundary.lock"]

    assert lines(without[@native]) -- lines(with_rustler[@native]) == [
             "  use RustInElixir.Loader,"
           ]

    assert Map.keys(without) == Map.keys(with_rustler)
  end

  describe "precompiled" do
    test "the stubs fetch the libraries of a release, or build" do
      assert generated(:precompiled)[@native] =~ ~S"""
               use RustlerPrecompiled,
                 otp_app: :demo,
                 crate: "demo_text",
                 version: Mix.Project.config()[:version],
                 base_url:
                   "#{Mix.Project.config()[:source_url]}/releases/download/v#{Mix.Project.config()[:version]}",
                 targets: [
                   "aarch64-apple-darwin",
                   "aarch64-unknown-linux-gnu",
                   "aarch64-unknown-linux-musl",
                   "arm-unknown-linux-gnueabihf",
                   "riscv64gc-unknown-linux-gnu",
                   "x86_64-apple-darwin",
                   "x86_64-pc-windows-gnu",
                   "x86_64-pc-windows-msvc",
                   "x86_64-unknown-linux-gnu",
                   "x86_64-unknown-linux-musl"
                 ],
                 nif_versions: ["2.15"],
                 force_build: System.get_env("DEMO_BUILD") in ["1", "true"],
                 features: ["nif"],
                 # A library that was built from another contract refuses to load, and says what differs.
                 load_data: ~w[
             """
    end

    test "the schema says where else the libraries lie, and which there are" do
      root = TemporaryProject.new()
      add(root, loader: :precompiled)

      options = ~S"""
      ,
          loader: :precompiled,
          base_url: "https://example.com/#{version}/v{version}",
          targets: ["x86_64-unknown-linux-gnu"],
          nif_versions: ["2.15", "2.16"]
      """

      schema = TemporaryProject.read(root, @schema)
      schema = String.replace(schema, ", loader: :precompiled\n", options)
      # Code at this place must not run.
      schema = String.replace(schema, ~S("https://example.com/#{), ~S("https://example.com/\#{))
      TemporaryProject.write(root, @schema, schema)
      assert {"* updating" <> _, 0} = TemporaryProject.mix(root, ["rust_in_elixir.sync"])
      native = TemporaryProject.read(root, @native)
      version = "\#{Mix.Project.config()[:version]}"
      assert native =~ ~s("https://example.com/\\##{version}/v#{version}")
      assert native =~ ~s(targets: [\n      "x86_64-unknown-linux-gnu"\n    ],\n)
      assert native =~ ~s(nif_versions: ["2.15", "2.16"],\n)
    end

    test "its options are refused where they have no meaning" do
      for {options, message} <- [
            {"loader: :rustler, base_url: \"u\"",
             "the option `base_url` of `use RustInElixir.Schema` needs `loader: :precompiled`"},
            {"targets: [\"t\"]",
             "the option `targets` of `use RustInElixir.Schema` needs `loader: :precompiled`"},
            {"loader: :precompiled, targets: []",
             "the option `targets` of `use RustInElixir.Schema` must be a list of strings, got: `[]`"},
            {"loader: :precompiled, nif_versions: [2.15]",
             "the option `nif_versions` of `use RustInElixir.Schema` must be a list of strings, got: `[2.15]`"}
          ] do
        text = """
        defmodule Demo.Text.Schema do
          use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text", #{options}
        end
        """

        assert {:error, problems} = Schema.load_string(text, "schema.exs")
        assert message in Enum.map(problems, & &1.message)
      end
    end

    test "the release workflow is created once, and a second crate is reported" do
      root = TemporaryProject.new()
      output = add(root, loader: :precompiled)
      assert output =~ "* creating #{@release}\n"
      assert output =~ ~s(    {:rustler_precompiled, "~> 0.9"},\n)
      text = TemporaryProject.read(root, @release)
      assert text == ReleaseWorkflow.text(["demo_text"])
      assert text =~ ~s(cargo-args: "--package ${{ matrix.crate }} --features nif"\n)

      for target <- RustInElixir.Schema.ReleaseTargets.all(),
          do: assert(text =~ "{ target: #{target}, os: ")

      {output, 0} =
        TemporaryProject.mix(
          root,
          ["rust_in_elixir.gen.nif", "Demo.Other", @upcase, "--loader", "precompiled"]
        )

      assert output =~ "#{@release} does not build `demo_other`; add it to the crates there\n"
      assert TemporaryProject.read(root, @release) == text

      assert {output, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync", "--ci", "github"])
      assert output =~ "#{@release} does not build `demo_other`; add it to the crates there\n"

      # A name within another one is not that name.
      drafts = %{@release => ReleaseWorkflow.text(["demo_text", "my-demo", "demo-2"])}
      entry = ReleaseWorkflow.entry(%{root: root, drafts: drafts}, ["demo", "demo_text"])
      assert entry.reason == "#{@release} does not build `demo`; add it to the crates there"

      File.rm!(Path.join(root, @release))
      {output, 0} = TemporaryProject.mix(root, ["rust_in_elixir.sync", "--ci", "github"])
      assert output =~ "* creating #{@release}\n"

      assert TemporaryProject.read(root, @release) ==
               ReleaseWorkflow.text(["demo_other", "demo_text"])
    end
  end

  # The real packages lie in a folder, as test_helper.exs says.
  for {package, environment} <- [rustler: [], rustler_precompiled: [{"DEMO_BUILD", "1"}]] do
    @tag package
    test "the stubs compile without a warning, load and answer with the real #{package}" do
      loader = if unquote(package) == :rustler, do: "rustler", else: "precompiled"
      root = TemporaryProject.new(%{"mix.exs" => mix_exs()})
      add(root, loader: loader)
      lib = "native/demo_text/src/lib.rs"

      body =
        root
        |> TemporaryProject.read(lib)
        |> String.replace(~r/let _ = text;\n +panic!\(.*\)/, "text.to_uppercase()")

      TemporaryProject.write(root, lib, body)

      build = [
        {"CARGO_TARGET_DIR", TemporaryProject.target()} | unquote(environment)
      ]

      {output, status} = TemporaryProject.mix(root, ["deps.compile"], build)
      assert status == 0, output
      {output, status} = TemporaryProject.mix(root, ["compile", "--warnings-as-errors"], build)
      assert status == 0, output
      call = "IO.inspect({Demo.Text.upcase(\"ä\"), Demo.Text.upcase!(\"b\")})"
      {output, 0} = TemporaryProject.mix(root, ["run", "--no-compile", "-e", call], build)
      assert output =~ ~s({{:ok, "Ä"}, "B"}\n)
    end
  end

  defp generated(loader) do
    root = TemporaryProject.new()
    project = TemporaryProject.project(root)
    {:ok, %{plan: plan}} = NewNifs.nifs(project, "Demo.Text", [@upcase], loader: loader)
    {:ok, entries} = Writer.apply(plan)
    Map.new(entries, &{&1.path, &1.new})
  end

  defp add(root, loader: loader) do
    arguments = ["rust_in_elixir.gen.nif", "Demo.Text", @upcase, "--loader", to_string(loader)]
    {output, 0} = TemporaryProject.mix(root, arguments)
    output
  end

  defp lines(text), do: String.split(text, "\n")

  defp mix_exs do
    packages = Path.expand(System.get_env("RUST_IN_ELIXIR_DEPS"))

    own = TemporaryProject.files_of_new()["mix.exs"]

    String.replace(
      own,
      "only: [:dev, :test], runtime: false}",
      "only: [:dev, :test], runtime: false},\n" <>
        "{:rustler, path: #{inspect(Path.join(packages, "rustler"))}, runtime: false},\n" <>
        "{:rustler_precompiled, path: #{inspect(Path.join(packages, "rustler_precompiled"))}}"
    )
  end
end
