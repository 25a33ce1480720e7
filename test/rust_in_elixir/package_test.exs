defmodule RustInElixir.PackageTest do
  @moduledoc """
  The package as Hex would pack it, unpacked elsewhere and used from there.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @root Path.expand("../..", __DIR__)

  test "has what Hex asks for" do
    config = Mix.Project.config()
    assert config[:package][:licenses] != []
    assert {config[:app], Version.parse(config[:version])} != {nil, :error}
    assert config[:description] =~ ~r/\A.{20,300}\z/
  end

  test "leaves out tests, benchmarks and what was built" do
    files = packed_files()

    for path <-
          ~w(native/rust_in_elixir/src/lib.rs native/rust_in_elixir/build.rs native/nif_codec/src/lib.rs
             native_templates/codec_crate/Cargo.toml native_templates/codec_crate/src/lib.rs),
        do: assert(path in files, path)

    strange = ~r{(^|/)(_build|target|fuzz|test|bench|examples|\.git|\.ci)(/|$)|\.(so|beam|dll)$}
    assert Enum.filter(files, &(&1 =~ strange)) == []
    assert Enum.sort(files) == files |> Enum.uniq() |> Enum.sort()
  end

  @tag :extended
  test "works from where it was unpacked, its core built there, and for the next project" do
    cache = Path.join(System.tmp_dir!(), "rust_in_elixir_cache_#{System.pid()}")
    on_exit(fn -> File.rm_rf!(cache) end)
    archive = pack()

    root = unpacked(archive)
    mix = &mix(root, &1, cache)
    gen = ["rust_in_elixir.gen.nif", "Demo.Text", "size(text :: string) :: u64", "--no-test"]

    building = "Building the Rust core of rust_in_elixir; this takes a moment"

    assert {output, 0} = mix.(gen)
    assert output =~ building <> "\n"
    assert output =~ "* creating native/demo_text/schema.exs"

    path = "native/demo_text/src/lib.rs"

    body =
      root |> TemporaryProject.read(path) |> String.replace(~r/panic!\(.*\)/, "text.len() as u64")

    TemporaryProject.write(root, path, body)

    calls = ~S"""
    {:ok, 2} = Demo.Text.size("é")
    {:error, %Demo.Rust.ValidationError{}} = Demo.Text.size(1)
    """

    assert {output, 0} = mix.(["run", "-e", calls])
    assert output =~ "Building crate demo_text in release mode"
    assert {_, 0} = mix.(["rust_in_elixir.sync", "--check"])
    assert [_core] = cores(root)

    next = unpacked(archive)
    no_target = [{"CARGO_TARGET_DIR", Path.join(next, "target")}]
    assert {output, 0} = mix(next, gen, cache, no_target)
    refute output =~ "Building"
    assert output =~ "* creating native/demo_text/schema.exs"
    refute File.exists?(Path.join(next, "target"))
    assert Enum.map(cores(next), &Path.basename/1) == Enum.map(cores(root), &Path.basename/1)
  end

  # A project into which the package was fetched. In debug mode the crates that the core depends on are there already.
  defp unpacked(archive) do
    debug = "config :rust_in_elixir, RustInElixir.Core.Native, mode: :debug\n"

    root =
      TemporaryProject.new(%{
        "mix.exs" => TemporaryProject.mix_exs(:demo, "deps/rust_in_elixir"),
        "config/config.exs" => "import Config\n" <> debug
      })

    unpack(archive, Path.join(root, "deps/rust_in_elixir"))
    root
  end

  defp mix(root, arguments, cache, environment \\ []) do
    environment =
      [
        {"MIX_ENV", "dev"},
        {"MIX_BUILD_PATH", nil},
        {"MIX_DEPS_PATH", nil},
        {"XDG_CACHE_HOME", cache},
        {"CARGO_TARGET_DIR", System.get_env("CARGO_TARGET_DIR") || TemporaryProject.target()}
      ] ++ environment

    System.cmd("mix", arguments, cd: root, env: environment, stderr_to_stdout: true)
  end

  defp cores(root) do
    core = "_build/dev/lib/rust_in_elixir/ebin/Elixir.RustInElixir.Core.Native-*.so"
    Path.wildcard(Path.join(root, core))
  end

  # As `mix hex.build` collects them: folders with all that is in them.
  defp packed_files do
    Mix.Project.config()[:package][:files]
    |> Enum.flat_map(fn pattern ->
      found = Path.wildcard(Path.join(@root, pattern))
      assert found != [], "the package lists #{pattern}, which is not there"
      Enum.flat_map(found, &regular_files/1)
    end)
    |> Enum.map(&Path.relative_to(&1, @root))
  end

  defp regular_files(path) do
    if File.dir?(path),
      do: path |> File.ls!() |> Enum.flat_map(&regular_files(Path.join(path, &1))),
      else: [path]
  end

  defp pack do
    archive = Path.join(System.tmp_dir!(), "rust_in_elixir_#{System.pid()}.tar.gz")
    on_exit(fn -> File.rm(archive) end)

    entries =
      for path <- packed_files(), do: {to_charlist(path), to_charlist(Path.join(@root, path))}

    :ok = :erl_tar.create(archive, entries, [:compressed])
    archive
  end

  defp unpack(archive, folder),
    do: :ok = :erl_tar.extract(archive, [:compressed, cwd: to_charlist(folder)])
end
