defmodule RustInElixir.Loader.CargoTest do
  # Paths in messages are relative to the working directory, which each test changes.
  use ExUnit.Case, async: false

  alias RustInElixir.TemporaryProject
  alias RustInElixir.Loader.{Cargo, Config, Inputs, Library, Progress}

  @fixtures Path.expand("../../fixtures/loader", __DIR__)
  # A space and a letter beyond ASCII, because real folders have them.
  setup do
    root = Path.join(System.tmp_dir!(), "rust_in_elixir loader é #{System.pid()}")
    File.rm_rf!(root)
    File.cp_r!(@fixtures, root)
    on_exit(fn -> File.rm_rf!(root) end)
    %{root: root}
  end

  @cdylib """
  [lib]
      crate-type = ["cdylib", "rlib"]\
  """

  errors = [
    %{
      name: "cargo is not there",
      fixture: "inputs",
      options: [crate: "many_inputs", cargo: {:bin, "no/such/cargo"}],
      reason: :no_cargo,
      message:
        "cannot find `no/such/cargo`, which builds the crate `many_inputs` (native/many_inputs); " <>
          "install Rust from https://rustup.rs, put the folder of `no/such/cargo` on `PATH`, or " <>
          "set its path: `cargo: {:bin, \"/path/to/cargo\"}`"
    },
    %{
      name: "the crate's folder is missing",
      fixture: "inputs",
      options: [crate: "nobody"],
      reason: :no_crate,
      message:
        "cannot build the crate `nobody` (native/nobody), because the folder native/nobody is missing; " <>
          "create the crate with `mix rust_in_elixir.gen.nif`, or set its path: `path: \"native/…\"`"
    },
    %{
      name: "Cargo.toml is missing",
      fixture: "inputs",
      options: [crate: "nobody", path: "native/many_inputs/src"],
      reason: :no_crate,
      message:
        "cannot build the crate `nobody` (native/many_inputs/src), because " <>
          "native/many_inputs/src/Cargo.toml is missing; create the crate with " <>
          "`mix rust_in_elixir.gen.nif`, or set its path: `path: \"native/…\"`"
    },
    %{
      name: "rustc is too old",
      fixture: "old_toolchain",
      options: [crate: "from_the_future"],
      reason: :old_toolchain,
      message:
        "the Rust toolchain is too old for the crate `from_the_future` (native/from_the_future) " <>
          "or one of its dependencies; run `rustup update`, or choose a newer toolchain: " <>
          "`cargo: {:rustup, \"stable\"}`",
      said: "from_the_future@0.1.0 requires rustc 1.999"
    },
    %{
      name: "cargo may not use the network and has nothing",
      fixture: "offline",
      options: [
        crate: "lonely",
        env: [{"CARGO_NET_OFFLINE", "true"}, {"CARGO_HOME", "empty_cargo_home"}]
      ],
      reason: :not_fetched,
      message:
        "cannot fetch the dependencies of the crate `lonely` (native/lonely); compile again with a " <>
          "network connection, or run `cargo fetch` in native/lonely while there is one",
      said: "no matching package named `rustler` found"
    },
    %{
      name: "the network is down",
      fixture: "offline",
      options: [
        crate: "lonely",
        env: [
          {"CARGO_HTTP_PROXY", "http://127.0.0.1:9"},
          {"CARGO_NET_RETRY", "0"},
          {"CARGO_HOME", "empty_cargo_home"}
        ]
      ],
      reason: :not_fetched,
      message:
        "cannot fetch the dependencies of the crate `lonely` (native/lonely); compile again with a " <>
          "network connection, or run `cargo fetch` in native/lonely while there is one",
      said: "failed to get `rustler` as a dependency"
    },
    %{
      name: "the workspace does not list the crate",
      fixture: "not_a_member",
      options: [crate: "stranger"],
      reason: :not_a_member,
      message:
        "the crate `stranger` (native/stranger) is in a workspace that does not list it; add it " <>
          "to `members` in the workspace's Cargo.toml",
      said: "adding `native/stranger` to the `workspace.members` array"
    },
    %{
      name: "two crates have one name",
      fixture: "same_name",
      options: [crate: "twin"],
      reason: :same_name,
      message:
        "cannot build the crate `twin` (native/twin), because two crates of its workspace have " <>
          "the same name; rename one of them in its Cargo.toml",
      said: "native/other_twin/Cargo.toml"
    },
    %{
      name: "the crate's library is none that can be loaded",
      fixture: "no_library",
      options: [crate: "rlib_only"],
      reason: :no_library,
      message:
        "the crate `rlib_only` (native/rlib_only) does not build a library that can be " <>
          "loaded; add this to native/rlib_only/Cargo.toml:\n\n    #{@cdylib}"
    },
    %{
      name: "the target has no shared libraries",
      fixture: "inputs",
      options: [crate: "many_inputs", target: "x86_64-unknown-linux-musl"],
      reason: :no_cdylib,
      message:
        "cannot build the crate `many_inputs` (native/many_inputs) as a shared library for " <>
          "`x86_64-unknown-linux-musl`, because the target links everything statically, which is " <>
          "the default of musl; add this to .cargo/config.toml:\n\n" <>
          "    [target.x86_64-unknown-linux-musl]\n" <>
          ~s(    rustflags = ["-C", "target-feature=-crt-static"]\n\n) <>
          "cargo printed\n\n    error: cannot produce cdylib for `many_inputs v0.1.0 (PATH)` as the " <>
          "target `x86_64-unknown-linux-musl` does not support these crate types"
    },
    %{
      name: "the crate has no library at all",
      fixture: "no_library",
      options: [crate: "program"],
      reason: :no_library,
      message:
        "the crate `program` (native/program) does not build a library that can be loaded; " <>
          "add this to native/program/Cargo.toml:\n\n    #{@cdylib}"
    },
    %{
      name: "the crate of the codecs was deleted",
      fixture: "no_codec",
      options: [crate: "alone"],
      reason: :no_codec,
      message:
        "cannot build the crate `alone` (native/alone) without the crate that is generated for " <>
          "all boundaries; run `mix rust_in_elixir.sync`",
      said: "failed to load manifest for dependency `demo_nif_codec`"
    },
    %{
      name: "cargo fails otherwise",
      fixture: "bad_manifest",
      options: [crate: "typo"],
      reason: :failed_cargo,
      message: "cargo cannot build the crate `typo` (native/typo)",
      said: "Cargo.toml:9:14"
    },
    %{
      name: "a feature that the crate does not have",
      fixture: "inputs",
      options: [crate: "many_inputs", features: ["nif"]],
      reason: :failed_cargo,
      message: "cargo cannot build the crate `many_inputs` (native/many_inputs)",
      said: "does not contain this feature: nif"
    }
  ]

  for error <- errors do
    @error error

    test "says so and how to fix it when #{error.name}", %{root: root} do
      File.cd!(Path.join(root, @error.fixture), fn ->
        assert {:error, error} = build(@error.options)
        assert error.reason == @error.reason

        case @error do
          %{said: said} ->
            assert [message, cargo_said] =
                     String.split(error.message, "; cargo printed\n\n    error")

            assert message == @error.message
            assert cargo_said =~ said

          %{message: message} ->
            assert String.replace(error.message, ~r/\(\/.*?\)/, "(PATH)") == message
        end
      end)
    end
  end

  test "says so when rustc leaves the shared library out, as it does on musl", %{root: root} do
    warning = "dropping unsupported crate type `cdylib` for target `x86_64-unknown-linux-musl`"

    message =
      ~s({"reason":"compiler-message","package_id":"p","target":{"src_path":"src/lib.rs"},"message":) <>
        ~s({"message":"#{warning}","level":"warning","spans":[],"children":[],"rendered":"w"}})

    cargo = Path.join(root, "cargo")
    locate = ~s(if [ "$1" = locate-project ]; then echo "$PWD/Cargo.toml"; exit; fi)
    File.write!(cargo, "#!/bin/sh\n#{locate}\ncat <<'END'\n#{message}\nEND\n")
    File.chmod!(cargo, 0o755)

    File.cd!(Path.join(root, "inputs"), fn ->
      options = [crate: "many_inputs", cargo: {:bin, cargo}]
      assert {:error, %{reason: :no_cdylib, message: message}} = build(options)

      assert message ==
               "cannot build the crate `many_inputs` (native/many_inputs) as a shared library, because " <>
                 "the target links everything statically, which is the default of musl; add " <>
                 "this to .cargo/config.toml:\n\n" <>
                 "    [target.x86_64-unknown-linux-musl]\n" <>
                 ~s(    rustflags = ["-C", "target-feature=-crt-static"])
    end)
  end

  test "gives each of rustc's errors its place, that of a macro's call included", %{root: root} do
    File.cd!(Path.join(root, "broken"), fn ->
      assert {:error, %{reason: :failed_build} = error} = build(crate: "broken")

      assert Enum.map(error.diagnostics, &Map.take(&1, [:severity, :file, :line, :column]))
             |> Enum.sort_by(& &1.line) == [
               %{severity: :error, file: absolute("src/lib.rs"), line: 2, column: 22},
               %{severity: :error, file: absolute("src/lib.rs"), line: 5, column: 28},
               %{severity: :error, file: absolute("src/lib.rs"), line: 8, column: 5}
             ]

      assert [
               "cannot compile the crate `broken` (native/broken), with 3 errors",
               "error" <> _ | _
             ] = String.split(error.message, "\n\n")

      assert error.message =~ ~s(2 |     let größe: u32 = "a";)
    end)
  end

  test "builds, says that it works only when it does, and finds every input", %{root: root} do
    File.cd!(Path.join(root, "inputs"), fn ->
      options = [crate: "many_inputs", target_dir: "out put", env: [{"MANY_INPUTS", "1"}]]

      assert {:ok, build} = build(options)
      assert_received :works
      assert build.diagnostics == []
      assert Path.dirname(build.library) == Path.expand("out put/release")

      assert {:ok, again} = build(options)
      assert Map.delete(again, :crates) == Map.delete(build, :crates)
      refute_received :works

      assert Inputs.sources(config(options), build) == [
               "Cargo.toml",
               "native/many_inputs/Cargo.toml",
               "native/many_inputs/build.rs",
               "native/many_inputs/build_data.txt",
               "native/many_inputs/src/extra.rs",
               "native/many_inputs/src/lib.rs",
               "native/many_inputs/templates/a text.txt",
               "shared/neighbour/Cargo.toml",
               "shared/neighbour/src/lib.rs"
             ]

      assert "MANY_INPUTS" in Inputs.variables(build)
      refute Inputs.only_cargo_knows?(build)
      settings = Inputs.settings(config(options), build)

      for path <- [
            "Cargo.lock",
            "native/many_inputs/rust-toolchain.toml",
            "native/many_inputs/.cargo/config.toml",
            ".cargo/config.toml",
            "../.cargo/config.toml"
          ],
          do: assert(Path.expand(path) in settings)

      assert "/.cargo/config.toml" in settings
      assert Path.join(cargo_home(), "config.toml") in settings
    end)
  end

  options = [
    {[mode: :debug], "debug"},
    {[mode: :release, features: ["extra"]], "release"},
    {[default_features: false], "release"},
    {[cargo: {:bin, System.find_executable("cargo")}], "release"}
  ]

  for {options, profile} <- options do
    test "builds with #{inspect(options)}", %{root: root} do
      File.cd!(Path.join(root, "inputs"), fn ->
        options = unquote(options) ++ [crate: "many_inputs", target_dir: "target"]
        assert {:ok, %{library: library}} = build(options)
        assert Path.dirname(library) == Path.expand("target/#{unquote(profile)}")
      end)
    end
  end

  test "gives each build a file of its own, and keeps the one before", %{root: root} do
    File.cd!(root, fn ->
      ebin = Mix.Project.compile_path()
      config = %{config(crate: "demo") | module: Demo.Many.Builds}

      install = fn text ->
        File.write!("libdemo.so", text)

        assert {:ok, installed, %{load_from: {:demo, from}}} =
                 Library.install(config, "libdemo.so")

        assert Path.join(Path.dirname(ebin), from <> ".so") == installed
        assert File.read!(installed) == text
        installed
      end

      on_exit(fn -> for path <- builds(ebin), do: File.rm!(path) end)
      File.mkdir_p!("priv/native")
      File.write!("priv/native/demo.so", "by an earlier version of this package")

      first = install.("one")
      assert Path.basename(first) =~ ~r/\AElixir\.Demo\.Many\.Builds-[0-9a-f]{12}\.so\z/
      assert File.ls!("priv/native") == []
      before = File.stat!(first)
      assert install.("one") == first
      assert Map.take(File.stat!(first), [:inode, :mtime]) == Map.take(before, [:inode, :mtime])

      for text <- ~w(two three four) do
        # Which one came last is told by a time in seconds.
        Process.sleep(1_000)
        previous = builds(ebin)
        installed = install.(text)
        assert installed in builds(ebin)
        assert length(builds(ebin)) == 2
        assert [before] = builds(ebin) -- [installed]
        assert before in previous
      end

      assert Enum.map(builds(ebin), &File.read!/1) |> Enum.sort() == ["four", "three"]
    end)
  end

  test "leaves the name to the user who says where the library is loaded from", %{root: root} do
    File.cd!(root, fn ->
      config = config(crate: "demo", load_from: {:demo, "priv/native/demo"})
      File.write!("libdemo.so", "one")
      assert Library.install(config, "libdemo.so") == {:ok, "priv/native/demo.so", config}
      %{inode: first} = File.stat!("priv/native/demo.so")

      assert Library.install(config, "libdemo.so") == {:ok, "priv/native/demo.so", config}
      assert %{inode: ^first} = File.stat!("priv/native/demo.so")

      File.write!("libdemo.so", "two")
      assert Library.install(config, "libdemo.so") == {:ok, "priv/native/demo.so", config}
      refute File.stat!("priv/native/demo.so").inode == first
      assert File.ls!("priv/native") == ["demo.so"]
    end)
  end

  test "says what prevents loading the new library", %{root: root} do
    File.cd!(root, fn ->
      File.write!("libdemo.so", "one")
      File.mkdir_p!("priv/native/demo.so/folder")
      config = config(crate: "demo", load_from: {:demo, "priv/native/demo"})

      assert {:error, error} = Library.install(config, "libdemo.so")
      assert error.reason == :not_replaced

      assert error.message ==
               "cannot replace the library priv/native/demo.so: illegal operation on a directory; " <>
                 "stop the programs that use it, or make it writable, and compile again"
    end)
  end

  defp build(options) do
    test = self()
    Cargo.build(config(options), fn -> send(test, :works) end)
  end

  defp config(options) do
    env = Keyword.get(options, :env, [])

    # A folder of the fixture becomes absolute, since cargo runs in the crate's.
    env =
      for {name, value} <- env,
          do: {name, if(name == "CARGO_HOME", do: Path.expand(value), else: value)}

    options = Keyword.put(options, :env, [{"CARGO_TARGET_DIR", TemporaryProject.target()} | env])
    Config.new!(__MODULE__, [otp_app: :demo] ++ options, [])
  end

  defp cargo_home,
    do: System.get_env("CARGO_HOME") || Path.join(System.user_home!(), ".cargo")

  defp builds(ebin), do: Path.wildcard(Path.join(ebin, "Elixir.Demo.Many.Builds-*"))

  defp absolute(path), do: Path.expand(Path.join("native/broken", path))

  describe "while cargo works for long" do
    # Instead of cargo: it says what it compiles, takes its time, and fails.
    @slow """
    #!/bin/sh
    if [ "$1" = locate-project ]; then echo "$PWD/Cargo.toml"; exit; fi
    echo "   Compiling syn v2.0.1" >&2
    sleep 1.5
    echo "   Compiling serde v1.0.2 (/a/b)" >&2
    sleep 1
    echo "error: that is all" >&2
    exit 1
    """

    setup %{root: root} do
      cargo = Path.join(root, "slow_cargo")
      File.write!(cargo, @slow)
      File.chmod!(cargo, 0o755)
      shell = Mix.shell()
      Mix.shell(Mix.Shell.Process)

      on_exit(fn ->
        Mix.shell(shell)
        System.delete_env("RUST_IN_ELIXIR_PROGRESS")
      end)

      %{cargo: cargo}
    end

    test "says how far it is, every so many seconds", context do
      System.put_env("RUST_IN_ELIXIR_PROGRESS", "1")
      assert {:error, _} = slow_build(context)

      assert [first | others] = said()
      assert first =~ ~r/\ABuilding crate many_inputs: \d+ s so far, compiling syn\z/
      assert List.last(others) =~ ~r/: \d+ s so far, compiling serde, crate 2\z/
    end

    test "is silent without a listener, or before its time", context do
      for seconds <- ["0", "100"] do
        System.put_env("RUST_IN_ELIXIR_PROGRESS", seconds)
        assert {:error, _} = slow_build(context)
        refute_received {:mix_shell, :info, _}
      end
    end

    test "says that it waits for another cargo, and does not count that as work", %{root: root} do
      cargo = Path.join(root, "waiting_cargo")

      File.write!(cargo, """
      #!/bin/sh
      if [ "$1" = locate-project ]; then echo "$PWD/Cargo.toml"; exit; fi
      echo "    Blocking waiting for file lock on package cache" >&2
      echo "    Blocking waiting for file lock on build directory" >&2
      exit 1
      """)

      File.chmod!(cargo, 0o755)
      assert {:error, _} = slow_build(%{root: root, cargo: cargo})

      assert said() == [
               "Crate many_inputs waits for another cargo (Blocking waiting for file lock on build directory)"
             ]

      refute_received :works
    end

    test "a build that waits is not reported as one that works" do
      progress = %{Progress.new("text") | interval: 10_000}
      waiting = Progress.note(progress, "    Blocking waiting for file lock on build directory")

      assert Progress.line(waiting, 10) ==
               "Building crate text: 10 s so far, waiting for another cargo"

      working = Progress.note(waiting, "   Compiling syn v2.0.0")
      assert Progress.line(working, 20) == "Building crate text: 20 s so far, compiling syn"
    end

    test "a terminal gets messages sooner than a log" do
      for {variable, terminal?, interval} <- [
            {nil, true, 10_000},
            {nil, false, 60_000},
            {"5", true, 5_000},
            {"0", true, nil},
            {"0", false, nil},
            {"-1", false, 60_000},
            {"often", true, 10_000}
          ],
          do: assert({variable, Progress.interval(variable, terminal?)} == {variable, interval})
    end

    defp said do
      receive do
        {:mix_shell, :info, [line]} -> [line | said()]
      after
        0 -> []
      end
    end

    defp slow_build(%{root: root, cargo: cargo}) do
      File.cd!(Path.join(root, "inputs"), fn ->
        options = [otp_app: :demo, crate: "many_inputs", cargo: {:bin, cargo}]
        Cargo.build(Config.new!(Demo.Native, options, []), fn -> send(self(), :works) end)
      end)
    end
  end
end
