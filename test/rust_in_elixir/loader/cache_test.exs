defmodule RustInElixir.Loader.CacheTest do
  @moduledoc """
  Projects that fetched a package of this one's name, with a small crate in the place of the core, and a cache of their own.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @root Path.expand("../../..", __DIR__)
  @package "deps/rust_in_elixir"

  @mix_exs """
  defmodule RustInElixir.MixProject do
    use Mix.Project

    def project do
      [app: :rust_in_elixir, version: "0.1.0", package: [files: ~w(lib native Cargo.toml mix.exs)]]
    end

    def application, do: [extra_applications: [:logger, :crypto]]
  end
  """

  @small """
  defmodule RustInElixir.Small do
    use RustInElixir.Loader, otp_app: :rust_in_elixir, crate: "small"

    def value, do: :erlang.nif_error(:nif_not_loaded)
  end
  """

  @manifest """
  [package]
  name = "small"
  version = "0.1.0"
  edition = "2024"

  [lib]
  crate-type = ["cdylib"]

  [features]
  ten = []
  """

  @build_rs """
  fn main() {
      println!("cargo::rerun-if-env-changed=FLAVOUR");
      let flavour = std::env::var("FLAVOUR").unwrap_or("0".into());
      let made = std::path::Path::new(&std::env::var("OUT_DIR").unwrap()).join("flavour.rs");
      std::fs::write(made, flavour).unwrap();
  }
  """

  # A NIF without a crate to compile. A small integer is a term with the tag 15.
  @lib_rs ~S"""
  use std::ffi::{c_char, c_int, c_uint, c_void};
  use std::ptr::null;

  #[repr(C)]
  struct Function {
      name: *const c_char,
      arity: c_uint,
      pointer: extern "C" fn(*const c_void, c_int, *const usize) -> usize,
      flags: c_uint,
  }

  #[repr(C)]
  struct Entry {
      version: [c_int; 2],
      name: *const c_char,
      number_of_functions: c_int,
      functions: *const Function,
      callbacks: [*const c_void; 4],
      vm_variant: *const c_char,
      options: c_uint,
      size_of_resource_init: usize,
      min_erts: *const c_char,
  }

  extern "C" fn value(_env: *const c_void, _arity: c_int, _arguments: *const usize) -> usize {
      let flavour: usize = include!(concat!(env!("OUT_DIR"), "/flavour.rs"));
      (1 + usize::from(cfg!(feature = "ten")) * 10 + flavour * 100) << 4 | 15
  }

  #[unsafe(no_mangle)]
  extern "C" fn nif_init() -> *const Entry {
      let function = Function { name: c"value".as_ptr(), arity: 0, pointer: value, flags: 0 };
      Box::leak(Box::new(Entry {
          version: [2, 15],
          name: c"Elixir.RustInElixir.Small".as_ptr(),
          number_of_functions: 1,
          functions: Box::leak(Box::new(function)),
          callbacks: [null(); 4],
          vm_variant: c"beam.vanilla".as_ptr(),
          options: 1,
          size_of_resource_init: 0,
          min_erts: c"erts-12.0".as_ptr(),
      }))
  }
  """

  # The loader is compiled once, and the projects are copies of this one.
  setup_all do
    root = TemporaryProject.create(%{"mix.exs" => project_mix_exs()})
    on_exit(fn -> File.rm_rf!(root) end)

    for pattern <- ~w(loader.ex loader/* disk/* text/*),
        path <- Path.wildcard(Path.join([@root, "lib/rust_in_elixir", pattern])) do
      to = Path.join(@package, Path.relative_to(path, @root))
      TemporaryProject.write(root, to, File.read!(path))
    end

    files = %{
      "mix.exs" => @mix_exs,
      "Cargo.toml" => "[workspace]\nresolver = \"3\"\nmembers = [\"native/*\"]\n",
      "native/small/Cargo.toml" => @manifest,
      "native/small/build.rs" => @build_rs,
      "native/small/src/lib.rs" => @lib_rs
    }

    for {path, text} <- files, do: write(root, path, text)
    assert {_output, 0} = mix(root, ["compile"])
    write(root, "lib/rust_in_elixir/small.ex", @small)
    %{template: root}
  end

  setup %{template: template} do
    folder = Path.join(Path.dirname(template), "cache_#{System.unique_integer([:positive])}")
    on_exit(fn -> File.rm_rf!(folder) end)
    %{folder: folder, new: fn name -> copy(template, Path.join(folder, name)) end}
  end

  test "the second project has the library without cargo", %{folder: folder, new: new} do
    one = new.("one")
    assert {output, 0} = mix(one, ["compile"])
    assert output =~ "Building crate small in release mode"
    assert {1, 0} = value(one)
    assert calls(one) > 0
    assert [entry] = entries(folder)
    assert {:ok, %{mode: mode}} = File.stat(Path.dirname(entry))
    assert rem(mode, 0o1000) == 0o700

    two = new.("two")
    assert {output, 0} = mix(two, ["compile"])
    refute output =~ "Building crate"
    assert {1, 0} = value(two)
    assert calls(two) == 0
    refute File.exists?(Path.join([two, @package, "target"]))
  end

  @tag :extended
  test "what the second project took is its own", %{folder: folder, new: new} do
    one = new.("one")
    assert {1, 0} = value(one)
    two = new.("two")
    assert {1, 0} = value(two)
    calls(one)

    # It is one of its own now: nothing to do, and what changes is built.
    assert mix(two, ["compile"]) == {"", 0}
    assert {_output, 0} = mix(two, ["deps.compile", "--force"])
    assert {1, 0} = value(two)
    assert calls(two) == 0

    write(two, "native/small/src/lib.rs", String.replace(@lib_rs, "(1 +", "(2 +"))
    assert {2, 0} = value(two)
    assert calls(two) > 0
    assert length(entries(folder)) == 2
    assert mix(two, ["compile"]) == {"", 0}
    assert calls(two) == 0

    # In its own project it is noted, too.
    assert mix(one, ["compile"]) == {"", 0}
    assert calls(one) == 0
  end

  @tag :extended
  test "a library of other sources, options, settings, variables or another compiler is not taken",
       %{folder: folder, new: new} do
    assert {1, 0} = value(new.("first"))

    changes = [
      {2, &write(&1, "native/small/src/lib.rs", String.replace(@lib_rs, "(1 +", "(2 +")), []},
      {1, &write(&1, "lib/a_file_of_the_package.ex", ""), []},
      {11, &config(&1, "features: [\"ten\"]"), []},
      {1, &config(&1, "mode: :debug"), []},
      {1, &TemporaryProject.write(&1, ".cargo/config.toml", "[profile.release]\nlto = true\n"),
       []},
      {101, & &1, [{"FLAVOUR", "1"}]},
      {1, & &1, [{"CARGO_PROFILE_RELEASE_STRIP", "symbols"}]},
      {1, & &1, [{"OTHER_COMPILER", "1"}]}
    ]

    for {{expected, change, environment}, index} <- Enum.with_index(changes) do
      root = new.("changed_#{index}")
      change.(root)
      assert {^expected, 0} = value(root, environment)
      assert {index, calls(root) > 0} == {index, true}

      # What another one has built since is.
      root = new.("again_#{index}")
      change.(root)
      assert {^expected, 0} = value(root, environment)
      # The settings are those of one project.
      assert {index, calls(root) > 0} == {index, index == 4}
    end

    # The newest are kept, and no file is left of writing them.
    assert entries = entries(folder)
    assert length(entries) == 4
    assert Enum.all?(entries, &(Path.basename(&1) =~ ~r/\A[0-9a-f]{64}\z/))
  end

  @tag :extended
  test "a damaged library is built again", %{folder: folder, new: new} do
    assert {1, 0} = value(new.("first"))
    assert [entry] = entries(folder)
    intact = File.read!(entry)
    <<start::binary-size(5_000), byte, rest::binary>> = intact

    for {damaged, index} <-
          Enum.with_index(["", "short", start, <<start::binary, 255 - byte, rest::binary>>]) do
      File.write!(entry, damaged)
      root = new.("damaged_#{index}")
      assert {1, 0} = value(root)
      assert calls(root) > 0
      assert File.stat!(entry).size == byte_size(intact)
    end

    assert {1, 0} = value(root = new.("last"))
    assert calls(root) == 0
  end

  @tag :extended
  test "without a cache that can be written it is built, and nothing is said", %{
    folder: folder,
    new: new
  } do
    file = Path.join(folder, "file")
    TemporaryProject.write(folder, "file", "")

    for {home, index} <- Enum.with_index([file, "/proc/none", "relative"]) do
      root = new.("project_#{index}")
      assert {output, 0} = mix(root, ["compile"], [{"XDG_CACHE_HOME", home}])
      refute output =~ ~r/error|warning|cache/i
      assert {1, 0} = value(root, [{"XDG_CACHE_HOME", home}])
      assert calls(root) > 0
      refute File.exists?(Path.join([root, @package, "relative"]))
    end
  end

  @tag :extended
  test "a crate from elsewhere is not put into it", %{folder: folder, new: new} do
    one = new.("one")
    TemporaryProject.write(folder, "other/src/lib.rs", "")
    TemporaryProject.write(folder, "other/Cargo.toml", "[package]\nname = \"other\"\n")
    manifest = @manifest <> "\n[dependencies]\nother = { path = \"../../../../../other\" }\n"
    write(one, "native/small/Cargo.toml", manifest)
    assert {1, 0} = value(one)
    assert entries(folder) == []
  end

  @tag :extended
  test "a library for this processor alone is not put into it", %{folder: folder, new: new} do
    assert {1, 0} = value(new.("one"), [{"RUSTFLAGS", "-C target-cpu=native"}])
    root = new.("two")
    settings = "[build]\nrustflags = [\"-Ctarget-cpu=native\"]\n"
    TemporaryProject.write(root, ".cargo/config.toml", settings)
    assert {1, 0} = value(root)
    assert entries(folder) == []
  end

  @tag :extended
  test "two compilations at once both have the library", %{folder: folder, new: new} do
    roots = for name <- ~w(one two three), do: new.(name)
    runs = for root <- roots, do: Task.async(fn -> value(root) end)
    assert Task.await_many(runs, :infinity) == [{1, 0}, {1, 0}, {1, 0}]
    assert [_entry] = entries(folder)
    assert {1, 0} = value(root = new.("later"))
    assert calls(root) == 0
  end

  @tag :extended
  test "a package that a path leads to, elsewhere, is built there", %{folder: folder, new: new} do
    root = new.("one")
    elsewhere = Path.join(folder, "elsewhere")
    File.rename!(Path.join(root, @package), elsewhere)
    mix_exs = String.replace(project_mix_exs(), @package, elsewhere)
    TemporaryProject.write(root, "mix.exs", mix_exs)
    assert {1, 0} = value(root)
    assert entries(folder) == []
  end

  defp project_mix_exs, do: TemporaryProject.mix_exs(:demo, @package)

  defp copy(template, root) do
    File.mkdir_p!(Path.dirname(root))
    {"", 0} = System.cmd("cp", ["-RPp", template, root])
    root
  end

  defp write(root, path, text), do: TemporaryProject.write(Path.join(root, @package), path, text)

  defp config(root, options) do
    text = "import Config\nconfig :rust_in_elixir, RustInElixir.Small, #{options}\n"
    TemporaryProject.write(root, "config/config.exs", text)
  end

  defp value(root, environment \\ []) do
    {output, status} =
      mix(root, ["run", "-e", "IO.inspect(RustInElixir.Small.value())"], environment)

    assert {_, [last]} = output |> String.split("\n", trim: true) |> Enum.split(-1)
    assert {value, ""} = Integer.parse(last), output
    {value, status}
  end

  defp mix(root, arguments, environment \\ []) do
    bin = root <> "_bin"

    for tool <- ~w(cargo rustc) do
      program = System.find_executable(tool)

      # Cargo calls the compiler, too.
      note = if tool == "cargo", do: ~s(echo >> "#{root}_calls"\n), else: ""
      other = ~s([ "$2$OTHER_COMPILER" != --verbose1 ] || echo "commit: other"\n)
      text = "#!/bin/sh\n" <> note <> other <> ~s(exec "#{program}" "$@"\n)
      TemporaryProject.write(bin, tool, text)
      File.chmod!(Path.join(bin, tool), 0o755)
    end

    base = [
      {"MIX_ENV", "dev"},
      {"MIX_BUILD_PATH", nil},
      {"MIX_DEPS_PATH", nil},
      {"CARGO_TARGET_DIR", nil},
      {"XDG_CACHE_HOME", Path.join(Path.dirname(root), "home")},
      {"PATH", bin <> ":" <> System.get_env("PATH")}
    ]

    System.cmd("mix", arguments, cd: root, env: base ++ environment, stderr_to_stdout: true)
  end

  defp calls(root) do
    case File.read(root <> "_calls") do
      {:ok, text} ->
        File.rm!(root <> "_calls")
        byte_size(text)

      {:error, :enoent} ->
        0
    end
  end

  defp entries(folder), do: Path.wildcard(Path.join(folder, "home/rust_in_elixir/core/*"))
end
