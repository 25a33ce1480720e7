defmodule RustInElixir.Loader.FingerprintTest do
  # It changes the working directory and the environment.
  use ExUnit.Case, async: false

  alias RustInElixir.Loader.{Cargo, Config, Error, Fingerprint, Inputs, Library}

  @fixture Path.expand("../../fixtures/loader/inputs", __DIR__)
  @crate "native/many_inputs"

  # A script that reads a file, and does not tell cargo that it does.
  @build_rs """
  fn main() {
      println!("cargo::rustc-env=DATA={}", std::fs::read_to_string("data.txt").unwrap());
  }
  """

  # One that tells cargo of a folder and of a variable.
  @telling_build_rs """
  fn main() {
      println!("cargo::rerun-if-changed=data");
      println!("cargo::rerun-if-env-changed=FLAVOUR");
      println!("cargo::rustc-env=DATA={}", std::fs::read_dir("data").unwrap().count());
      println!("cargo::rustc-env=FLAVOUR={}", std::env::var("FLAVOUR").unwrap_or_default());
  }
  """

  @lib_rs """
  #[unsafe(no_mangle)]
  pub extern "C" fn data() -> *const u8 {
      concat!(env!("DATA"), "|", env!("FLAVOUR"), "|", include_str!("text.txt")).as_ptr()
  }
  """

  @exported """
  #[unsafe(no_mangle)]
  pub extern "C" fn saved_while_cargo_ran() {}
  """

  setup do
    outer = Path.join(System.tmp_dir!(), "rust_in_elixir fingerprint #{System.pid()}")
    root = Path.join([outer, "some where", "project"])
    File.mkdir_p!(Path.dirname(root))
    File.cp_r!(@fixture, root)
    settled = for {name, _} <- System.get_env(), name =~ ~r/^CARGO_PROFILE_/, do: name
    variables = ["RUSTFLAGS", "FLAVOUR", "CARGO_PROFILE_RELEASE_STRIP" | settled]
    before = for name <- variables, do: {name, System.get_env(name)}
    directory = File.cwd!()
    File.cd!(root)

    on_exit(fn ->
      for {name, value} <- before,
          do: if(value, do: System.put_env(name, value), else: System.delete_env(name))

      File.cd!(directory)
      File.rm_rf!(outer)

      for path <- Path.wildcard(Path.join(Mix.Project.compile_path(), "Elixir.Demo.Seen-*")),
          do: File.rm!(path)

      File.rm(Path.join(Mix.Project.manifest_path(), "compile.rust_in_elixir.Elixir.Demo.Seen"))
    end)

    write("cargo", """
    #!/bin/sh
    echo >> calls
    exec "#{System.find_executable("cargo")}" "$@"
    """)

    File.chmod!("cargo", 0o755)
    write("#{@crate}/src/text.txt", "text")
    write("native.ex", "")
    %{root: root}
  end

  test "cargo runs whenever it is not certain that nothing changed", %{root: root} do
    write("#{@crate}/build.rs", @telling_build_rs)
    write("#{@crate}/data/one", "")
    write("#{@crate}/src/lib.rs", @lib_rs)
    write("#{@crate}/rust-toolchain.toml", "")
    File.rm!("#{@crate}/rust-toolchain.toml")

    changes = [
      {"a file in a folder that a build script names", fn -> write("#{@crate}/data/two", "") end},
      {"a variable that a build script names", fn -> System.put_env("FLAVOUR", "sweet") end},
      {"cargo's configuration above the project",
       fn -> write("../../.cargo/config.toml", "[profile.release]\nstrip = \"symbols\"\n") end},
      {"a variable that cargo reads",
       fn -> System.put_env("CARGO_PROFILE_RELEASE_STRIP", "none") end},
      {"RUSTFLAGS", fn -> System.put_env("RUSTFLAGS", "-C debuginfo=2") end},
      {"the library is gone", fn -> for path <- libraries(), do: File.rm!(path) end}
    ]

    note()

    for {name, change} <- changes do
      settle(root)
      refute stale?(), "#{name}: it is stale before"
      change.()
      assert stale?(), "#{name}: it is not stale"
      note()
    end

    # Of the Elixir that says how the crate is built.
    settle(root)
    write("native.ex", "other")
    calls()
    assert Fingerprint.compare(Demo.Seen, fn _config -> :ok end) == :other
    assert calls() == 0
    write("native.ex", "")
    Fingerprint.forget(Demo.Seen)
    assert Fingerprint.compare(Demo.Seen, fn _config -> :ok end) == :other
  end

  test "cargo is asked each time by a build script that does not say what it reads", %{root: root} do
    write("#{@crate}/build.rs", @build_rs)
    write("#{@crate}/data.txt", "one")
    write("#{@crate}/src/lib.rs", String.replace(@lib_rs, ~S[env!("FLAVOUR"), "|", ], ""))
    note()
    settle(root)
    refute stale?()
    assert calls() > 0
    write("#{@crate}/data.txt", "two")
    assert stale?()
  end

  test "cargo does not run if nothing changed, nor twice for a file saved while it ran", %{
    root: root
  } do
    File.rm!("#{@crate}/build.rs")
    manifest = File.read!("#{@crate}/Cargo.toml")
    write("#{@crate}/Cargo.toml", String.replace(manifest, ~s(build = "build.rs"\n), ""))
    settle(root)
    {build, library, started} = note()
    calls()
    refute stale?()
    assert calls() == 0

    # By its time it may have been there when cargo began.
    write("#{@crate}/src/lib.rs", @exported)
    write_note(build, library, started)
    assert stale?()
    note()

    # Mix shows what rustc warned of, which may change where the library does not.
    File.write!("#{@crate}/src/lib.rs", "const _: () = { let _unused = (); let one = 1; };\n", [
      :append
    ])

    assert stale?()
    {_build, _library, _started} = note()

    # An error is neither.
    text = File.read!("#{@crate}/src/lib.rs")
    write("#{@crate}/src/lib.rs", text <> "nothing\n")

    assert {:error, %Config{}, %Error{reason: :failed_build}} =
             Fingerprint.compare(Demo.Seen, fn _config -> :ok end)

    write("#{@crate}/src/lib.rs", text)
    note()

    # One that was saved before, in the same second, is compared once.
    Process.sleep(1_100)
    refute stale?()
    calls()
    refute stale?()
    assert calls() == 0
  end

  defp note do
    started = System.os_time(:second)
    assert {:ok, build} = Cargo.build(config(), fn -> :ok end)
    assert {:ok, library, _} = Library.install(config(), build.library)
    write_note(build, library, started)
    {build, library, started}
  end

  defp write_note(build, library, started) do
    inputs = Inputs.of(config(), build)
    Fingerprint.write(config(), inputs, build.diagnostics, library, started)
  end

  defp stale?, do: Fingerprint.compare(Demo.Seen, fn _config -> :ok end) != :same

  defp config do
    options = [
      otp_app: :rust_in_elixir,
      crate: "many_inputs",
      target_dir: "target",
      cargo: {:bin, Path.expand("cargo")}
    ]

    %{Config.new!(Demo.Seen, options, []) | source: Fingerprint.source("native.ex")}
  end

  # cargo runs in the crate's folder.
  defp calls do
    path = "#{@crate}/calls"

    case File.read(path) do
      {:ok, text} ->
        File.rm!(path)
        byte_size(text)

      {:error, :enoent} ->
        0
    end
  end

  # All that is there was written an hour ago, and the note is of a build since then.
  defp settle(root) do
    calls()
    hour_ago = System.os_time(:second) - 3600

    for path <- [
          Path.join(root, "Cargo.toml") | Path.wildcard(Path.join(root, "{native,shared}/**"))
        ],
        File.regular?(path),
        do: File.touch!(path, hour_ago)

    stale?()
    calls()
  end

  defp libraries, do: Path.wildcard(Path.join(Mix.Project.compile_path(), "Elixir.Demo.Seen-*"))

  defp write(path, text) do
    File.mkdir_p!(Path.dirname(path))
    File.write!(path, text)
  end
end
