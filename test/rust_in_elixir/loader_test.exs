defmodule RustInElixir.LoaderTest do
  # Real projects, compiled by `mix` and called.
  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @lib_rs """
  use rustler::{Env, Term};

  fn load(_env: Env, data: Term) -> bool {
      data.decode::<bool>().unwrap_or(false)
  }

  #[rustler::nif]
  fn add(a: i64, b: i64) -> i64 {
      a + b
  }

  rustler::init!("Elixir.Demo.Native", load = load);
  """

  @workspace """
  [workspace]
  resolver = "3"
  members = ["native/*"]
  """

  # It says what it reads, so that cargo need not be asked each time.
  @build_rs """
  fn main() {
      println!("cargo::rerun-if-changed=build.rs");
  }
  """

  describe "mix compile" do
    test "builds and loads, and calls cargo again only when something changed" do
      {root, crate} = project("again")

      assert {output, 0} = mix(root, ["compile"])
      assert output =~ "Building crate #{crate} in release mode (native/#{crate})\n"
      assert cargo_calls(root) > 0
      assert [library] = libraries(root)
      before = File.stat!(library)

      assert mix(root, ["compile"]) == {"", 0}
      assert cargo_calls(root) == 0

      # Leftovers of a removed boundary.
      gone = Path.join(Path.dirname(library), "Elixir.Demo.Gone-0123456789ab.so")
      File.write!(gone, "")
      assert {output, 0} = mix(root, ["compile", "--force"])
      refute File.exists?(gone)
      assert cargo_calls(root) > 0
      refute output =~ "Building crate"
      assert libraries(root) == [library]
      assert Map.take(File.stat!(library), [:inode, :mtime]) == Map.take(before, [:inode, :mtime])

      assert {"3\n", 0} = mix(root, ["run", "-e", "IO.inspect(Demo.Native.add(1, 2))"])
      assert cargo_calls(root) == 0

      # Another command is compiling the module, of which there is a library first.
      File.rm!(Path.join(Path.dirname(library), "Elixir.Demo.Native.beam"))

      remove =
        "RustInElixir.Loader.Library.remove_orphans(&RustInElixir.Loader.Fingerprint.source?/1)"

      assert {"", 0} = mix(root, ["run", "--no-compile", "-e", remove])
      assert libraries(root) == [library]
    end

    @tag :extended
    test "calls cargo when any of the inputs changed, appeared, or the library went" do
      {root, crate} = project("inputs", local_dependency: true)
      assert {_, 0} = mix(root, ["compile"])

      changes = [
        {"native/#{crate}/src/lib.rs", "// changed\n"},
        {"native/#{crate}/Cargo.toml", "# changed\n"},
        {"native/#{crate}/src/included.txt", "changed\n"},
        {"native/#{crate}/build.rs", @build_rs},
        {"Cargo.toml", "# changed\n"},
        {"Cargo.lock", "# changed\n"},
        {"shared/neighbour/src/lib.rs", "// changed\n"},
        {"shared/neighbour/Cargo.toml", "# changed\n"},
        {".cargo/config.toml", "# appeared\n"}
      ]

      for {path, text} <- changes do
        settle(root)

        # Of a file that was written in the second of the build, only cargo can say whether it was in it.
        assert {_, 0} = mix(root, ["compile"])
        cargo_calls(root)
        assert {"", 0} = mix(root, ["compile"])
        assert cargo_calls(root) == 0
        File.mkdir_p!(Path.dirname(Path.join(root, path)))
        File.write!(Path.join(root, path), text, [:append])
        assert {_, 0} = mix(root, ["compile"])
        assert cargo_calls(root) > 0, "cargo was not called after a change of #{path}"
      end

      settle(root)
      assert {_, 0} = mix(root, ["compile"])
      libraries = libraries(root)
      for library <- libraries, do: File.rm!(library)
      assert {_, 0} = mix(root, ["compile"])
      assert [library] = libraries(root)
      assert library in libraries
    end

    test "stops at Rust's errors and returns each with its Rust file and line" do
      {root, crate} = project("errors")
      lib_rs = Path.join(root, "native/#{crate}/src/lib.rs")

      File.write!(
        lib_rs,
        String.replace(@lib_rs, "    a + b", "    let sum: u32 = \"1\";\n    sum")
      )

      assert {output, 1} = mix(root, ["compile"])

      assert output =~ "== Compilation error in file lib/demo/native.ex"

      assert output =~
               "** (RustInElixir.Loader.Error) cannot compile the crate `#{crate}` (native/#{crate}), " <>
                 "with 2 errors\n\nerror[E0308]: mismatched types\n"

      assert output =~ "native/#{crate}/src/lib.rs:9:20"
      # The last line is the place of `use`, and nothing of our own stack is before it.
      assert output =~ ~r/\n    lib\/demo\/native.ex:2: Demo.Native \(module\)\n\z/

      assert {"error", diagnostics} = diagnostics(root)

      assert [
               {"lib/demo/native.ex", 2, :error, "Elixir"},
               {"native/#{crate}/src/lib.rs", {9, 20}, :error, "rustc"},
               {"native/#{crate}/src/lib.rs", {10, 5}, :error, "rustc"}
             ] == Enum.sort_by(diagnostics, fn {file, place, _, _} -> {file, place} end)
    end

    test "shows Rust's warnings as its own, and fails for them only if asked to" do
      {root, crate} = project("warnings")
      lib_rs = Path.join(root, "native/#{crate}/src/lib.rs")
      File.write!(lib_rs, String.replace(@lib_rs, "    a + b", "    let unused = 1;\n    a + b"))

      assert {output, 0} = mix(root, ["compile"])
      assert output =~ "warning: unused variable: `unused`"
      assert output =~ "help: if this is intentional, prefix it with an underscore: `_unused`"
      assert output =~ "native/#{crate}/src/lib.rs:9"

      assert {"ok", [{file, place, :warning, "Elixir"}]} = diagnostics(root, ["--force"])
      assert file == "native/#{crate}/src/lib.rs"
      # Elixir 1.14 keeps no column of a warning.
      assert place in [9, {9, 9}]

      assert {_, 1} = mix(root, ["compile", "--force", "--warnings-as-errors"])
    end

    @tag :extended
    test "says what is wrong with the options" do
      {root, crate} = project("options", options: "mode: :fast")
      assert {output, 1} = mix(root, ["compile"])

      assert output =~
               "invalid options of `RustInElixir.Loader` in `Demo.Native`: `:mode` must be `:release` or " <>
                 "`:debug`, got: `:fast`\n    lib/demo/native.ex:2: Demo.Native (module)\n"

      write(root, "config/config.exs", """
      import Config
      config :demo, Demo.Native, mode: :debug
      """)

      assert {output, 0} = mix(root, ["compile"])
      assert output =~ "Building crate #{crate} in debug mode"
    end
  end

  describe "when the library does not load" do
    test "one log entry says why and how to fix it, and the module stays unloaded" do
      {root, crate} = project("failures")
      assert {_, 0} = mix(root, ["compile"])
      [built] = libraries(root)
      File.rename!(built, built <> ".away")
      {output, 1} = mix(root, ["run", "--no-compile", "-e", "Demo.Native.add(1, 2)"])

      assert output =~
               "#{Path.rootname(built) |> Path.basename()}: no such file; run `mix compile --force`"

      File.rename!(built <> ".away", built)

      # The definitions that follow would be upgrades of this one, once it is loaded.
      File.rm!(Path.join(root, "_build/dev/lib/demo/ebin/Elixir.Demo.Native.beam"))
      write(root, "priv/native/no_nif.so", "no library")
      [library] = libraries(root)
      File.cp!(library, Path.join(root, "priv/native/#{crate}.so"))
      File.ln_s!(Path.join(root, "priv"), Path.join(root, "_build/dev/lib/demo/priv"))
      File.cp!(plain_library(), Path.join(root, "priv/native/plain.so"))

      stub = "def add(_a, _b), do: :stub"

      cases = [
        {"gone", true, stub,
         "no such file, and `skip_compilation?` keeps it from being built; put the library there, " <>
           "compile without this option, or call a double"},
        {crate, false, stub,
         "the library was built from another contract; run `mix rust_in_elixir.sync` and " <>
           "`mix compile --force`"},
        {crate, true, "",
         "the library has a function that is missing in the module (Function not found " <>
           "'Elixir.Demo.Native':add/2); run `mix rust_in_elixir.sync` and `mix compile --force`"},
        {"plain", true, stub,
         ~r/^it is not a NIF library \(.*nif_init.*\); the crate must call `rustler::init!`, and if a crate feature enables that, `features:` must list it$/},
        {"no_nif", true, stub,
         ~r/^Failed to load NIF library.*a prøject.*; run `mix compile --force`$/}
      ]

      for {library, load_data, stub, why} <- cases do
        assert ["`Demo.Native` cannot load its NIF library " <> rest] =
                 log_of_loading(root, library, load_data, stub)

        [path, reason] = String.split(rest, ": ", parts: 2)
        assert String.ends_with?(path, "/priv/native/#{library}")
        if is_binary(why), do: assert(reason == why), else: assert(reason =~ why)
      end
    end
  end

  @tag :extended
  test "a release loads the library and does not carry this package" do
    {root, _} = project("release", load_data: "load_data_fun: {Demo, :load_data}")

    write(root, "lib/demo.ex", """
    defmodule Demo do
      def load_data, do: true
    end
    """)

    assert {_, 0} = mix(root, ["release", "--quiet"])
    release = Path.join(root, "_build/dev/rel/demo")
    refute Enum.any?(File.ls!(Path.join(release, "lib")), &String.starts_with?(&1, "rust_in"))

    script = "IO.inspect({Demo.Native.add(1, 2), Code.ensure_loaded?(RustInElixir.Loader)})"
    assert System.cmd(Path.join(release, "bin/demo"), ["eval", script]) == {"{3, false}\n", 0}
  end

  @tag :extended
  test "an environment loads and releases what its own configuration builds, once" do
    {root, crate} = project("environments")
    TemporaryProject.write(root, "mix.exs", always(TemporaryProject.read(root, "mix.exs")))

    write(root, "config/config.exs", """
    import Config
    if config_env() == :dev, do: config(:demo, Demo.Native, mode: :debug)
    """)

    add = "a + b"
    lib_rs = "native/#{crate}/src/lib.rs"
    write(root, lib_rs, String.replace(@lib_rs, add, "a + b + i64::from(cfg!(debug_assertions))"))
    run = ["run", "-e", "IO.inspect(Demo.Native.add(1, 2))"]
    prod = [{"MIX_ENV", "prod"}]
    # Of a file that was saved in the second of the build, only cargo knows whether it was read.
    settle(root)

    assert {output, 0} = mix(root, run)
    assert output =~ "in debug mode"
    assert output =~ ~r/^4$/m

    assert {_, 0} = mix(root, ["release", "--quiet"], prod)
    release = Path.join(root, "_build/prod/rel/demo")
    script = "IO.inspect(Demo.Native.add(1, 2))"
    assert System.cmd(Path.join(release, "bin/demo"), ["eval", script]) == {"3\n", 0}

    shipped = Path.wildcard(Path.join(release, "**/*.so")) |> Enum.map(&Path.basename/1)
    assert [library] = for("Elixir.Demo" <> _ = name <- shipped, do: name)
    assert [path] = libraries(root, "prod")
    assert Path.basename(path) == library

    # Neither is built again.
    cargo_calls(root)
    assert mix(root, run) == {"4\n", 0}
    assert mix(root, run, prod) == {"3\n", 0}
    assert cargo_calls(root) == 0

    # A release has no use for the build before.
    write(root, lib_rs, String.replace(@lib_rs, add, "a + b + 10"))
    assert {output, 0} = mix(root, run, prod)
    assert output =~ ~r/^13$/m
    assert [other] = libraries(root, "prod")
    assert other != path
  end

  # The package is there in every environment.
  defp always(mix_exs), do: String.replace(mix_exs, "only: [:dev, :test], ", "")

  # A project in a folder with a space and a letter beyond ASCII. Crates that share a target
  # directory must not share a name, or one's library takes the other's place.
  defp project(name, options \\ []) do
    crate = "loader_test_#{name}"
    outer = TemporaryProject.new()
    root = Path.join(outer, "a prøject")
    File.rename!(outer, outer <> "_")
    File.mkdir_p!(outer)
    File.rename!(outer <> "_", root)

    load_data = Keyword.get(options, :load_data, "load_data: true")
    more = if options[:options], do: ", " <> options[:options], else: ""

    write(root, "lib/demo/native.ex", """
    defmodule Demo.Native do
      use RustInElixir.Loader, otp_app: :demo, crate: "#{crate}", #{load_data}#{more}

      def add(_a, _b), do: :erlang.nif_error(:nif_not_loaded)
    end
    """)

    write(root, "Cargo.toml", @workspace)
    local? = options[:local_dependency]

    write(root, "native/#{crate}/Cargo.toml", """
    [package]
    name = "#{crate}"
    version = "0.1.0"
    edition = "2024"

    [lib]
    crate-type = ["cdylib"]

    [dependencies]
    rustler = "0.39"
    #{if local?, do: ~s(neighbour = { path = "../../shared/neighbour" }\n)}\
    """)

    write(root, "native/#{crate}/src/lib.rs", [
      if(local?, do: ~s[pub const TEXT: &str = include_str!("included.txt");\n], else: ""),
      @lib_rs
    ])

    if local? do
      write(root, "native/#{crate}/src/included.txt", "text\n")
      write(root, "shared/neighbour/src/lib.rs", "")

      write(root, "shared/neighbour/Cargo.toml", """
      [package]
      name = "neighbour"
      version = "0.1.0"
      edition = "2024"
      """)
    end

    write(root, "bin/cargo", """
    #!/bin/sh
    echo "$@" >> "#{root}/cargo_calls"
    exec "#{System.find_executable("cargo")}" "$@"
    """)

    File.chmod!(Path.join(root, "bin/cargo"), 0o755)
    settle(root)
    {root, crate}
  end

  defp write(root, path, text), do: TemporaryProject.write(root, path, text)

  # The cargo on the path is ours, which writes down that it was called.
  defp mix(root, arguments, environment \\ []) do
    path = Path.join(root, "bin") <> ":" <> System.get_env("PATH")
    environment = [{"PATH", path}, {"CARGO_TARGET_DIR", TemporaryProject.target()} | environment]
    TemporaryProject.mix(root, arguments, environment)
  end

  defp libraries(root, environment \\ "dev") do
    Path.wildcard(Path.join(root, "_build/#{environment}/lib/demo/ebin/Elixir.Demo.Native-*.so"))
  end

  # How often cargo was called since the last time this was asked.
  defp cargo_calls(root) do
    calls = Path.join(root, "cargo_calls")

    case File.read(calls) do
      {:ok, text} ->
        File.rm!(calls)
        text |> String.split("\n", trim: true) |> length()

      {:error, :enoent} ->
        0
    end
  end

  # Elixir 1.14 compares times, in seconds, and nothing here takes that long. So all that is there
  # becomes an hour old, and the last compilation a second.
  defp settle(root) do
    cargo_calls(root)
    now = System.os_time(:second)
    age(root, now - 3600)

    for manifest <- Path.wildcard(Path.join(root, "_build/dev/lib/demo/.mix/*"), match_dot: true),
        do: File.touch!(manifest, now - 1)
  end

  defp age(path, time) do
    case File.lstat!(path) do
      %{type: :directory} ->
        for name <- File.ls!(path), name != "_build", do: age(Path.join(path, name), time)

      %{type: :regular} ->
        File.touch!(path, time)

      _ ->
        :ok
    end
  end

  # The diagnostics that `mix compile` returns to an editor, with files relative to the project.
  defp diagnostics(root, arguments \\ []) do
    script = """
    {status, diagnostics} = Mix.Task.rerun("compile", #{inspect(["--return-errors" | arguments])})

    diagnostics =
      for d <- diagnostics,
          do: {Path.relative_to_cwd(d.file), d.position, d.severity, d.compiler_name}

    IO.puts(["RESULT ", :erlang.term_to_binary({to_string(status), diagnostics}) |> Base.encode64()])
    """

    {output, 0} = mix(root, ["run", "--no-compile", "--no-start", "-e", script])
    [_, result] = Regex.run(~r/^RESULT (.*)$/m, output)
    result |> Base.decode64!() |> :erlang.binary_to_term()
  end

  defp log_of_loading(root, library, load_data, stub) do
    script = """
    Logger.configure_backend(:console, format: "ENTRY $message\\n")
    source = "defmodule Demo.Native do
      use RustInElixir.Loader,
        otp_app: :demo, crate: :#{library}, load_data: #{load_data}, skip_compilation?: true
      #{stub}
    end"

    # Where nothing was built on purpose, it is loaded when it is needed.
    if Path.wildcard("priv/native/#{library}.*") == [] do
      folder = "_build/when_needed"
      File.mkdir_p!(folder)
      File.write!(Path.join(folder, "native.ex"), source)
      {:ok, [_], _} =
        Kernel.ParallelCompiler.compile_to_path([Path.join(folder, "native.ex")], folder)

      Code.prepend_path(folder)
    else
      Code.compile_string(source)
    end

    # Nobody may mistake it for a module that works.
    {:error, _} = Code.ensure_loaded(Demo.Native)
    """

    {output, 0} = mix(root, ["run", "--no-compile", "-e", script])
    for [_, entry] <- Regex.scan(~r/^ENTRY (.*)$/m, output), do: entry
  end

  # A shared library that is no NIF library.
  defp plain_library do
    path = Path.join(TemporaryProject.target(), "loader_test_plain.so")
    source = Path.join(System.tmp_dir!(), "loader_test_plain.rs")
    File.mkdir_p!(TemporaryProject.target())
    File.write!(source, "pub fn nothing() {}\n")

    {_, 0} =
      System.cmd("rustc", ["--crate-type=cdylib", "-o", path, source], stderr_to_stdout: true)

    path
  end
end
