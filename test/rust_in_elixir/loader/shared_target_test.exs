defmodule RustInElixir.Loader.SharedTargetTest do
  # It changes the working directory.
  use ExUnit.Case, async: false

  alias RustInElixir.ElixirProcess
  alias RustInElixir.Loader.{Config, SharedTarget}

  @fixture Path.expand("../../fixtures/loader/inputs", __DIR__)
  @crate "native/many_inputs"

  # Two checkouts of a project, whose crate and whose path dependency differ, into one folder. Cargo alone takes what the
  # one built for the other's, for the sources of both are older.
  setup do
    outer = Path.join(System.tmp_dir!(), "rust_in_elixir shared #{System.pid()}")
    on_exit(fn -> File.rm_rf!(outer) end)

    for checkout <- ~w(first second) do
      root = Path.join(outer, checkout)
      File.mkdir_p!(root)
      File.cp_r!(@fixture, root)

      File.write!(Path.join(root, "shared/neighbour/src/lib.rs"), """
      pub const NAME: &str = "neighbour of the #{checkout}|";
      """)

      File.write!(Path.join(root, "#{@crate}/src/lib.rs"), """
      #[unsafe(no_mangle)]
      pub extern "C" fn name() -> *const u8 {
          const { if neighbour::NAME.len() == 0 { panic!() } };
          std::hint::black_box(concat!("crate of the #{checkout}|")).as_ptr();
          std::hint::black_box(neighbour::NAME).as_ptr()
      }
      """)

      for path <- Path.wildcard(Path.join(root, "**")),
          File.regular?(path),
          do: File.touch!(path, 1_700_000_000)
    end

    %{outer: outer}
  end

  for {how, settings} <- [
        {"the environment", "[env: [{\"CARGO_TARGET_DIR\", target}]]"},
        {"an option", "[target_dir: target]"}
      ] do
    if how == "an option", do: @tag(:extended)

    test "the library is that of this checkout's sources, with a folder that #{how} names", %{
      outer: outer
    } do
      target = Path.join(outer, "target")
      {settings, _} = Code.eval_string(unquote(settings), target: target)

      for checkout <- ~w(first second first first second) do
        other = if checkout == "first", do: "second", else: "first"
        library = build(Path.join(outer, checkout), settings)
        assert library =~ "crate of the #{checkout}|"
        assert library =~ "neighbour of the #{checkout}|"
        refute library =~ "of the #{other}|"
        assert announcements() in [0, 1]
      end
    end
  end

  # The crate and its path dependency change together, and neither fits what the other checkout has.
  @tag :extended
  test "a build that fails for what another checkout built is made again", %{outer: outer} do
    for checkout <- ~w(first second), root = Path.join(outer, checkout) do
      for path <- ["shared/neighbour/src/lib.rs", "#{@crate}/src/lib.rs"] do
        path = Path.join(root, path)

        File.write!(
          path,
          String.replace(File.read!(path), "NAME", "#{String.upcase(checkout)}_NAME")
        )

        File.touch!(path, 1_700_000_000)
      end
    end

    # Also where the folder is that of one of them.
    for target <- ["target", "first/target"] do
      settings = [target_dir: Path.join(outer, target)]

      for checkout <- ~w(first second first) do
        root = Path.join(outer, checkout)
        # Cargo compiles the crate, with the dependency that is there.
        File.touch!(Path.join(root, "#{@crate}/src/lib.rs"), System.os_time(:second) + 60)
        assert build(root, settings) =~ "neighbour of the #{checkout}|"
      end
    end

    source = Path.join(outer, "first/#{@crate}/src/lib.rs")
    File.write!(source, "compile_error!(\"mine\");")

    File.cd!(Path.join(outer, "first"), fn ->
      settings = [otp_app: :demo, crate: "many_inputs", target_dir: Path.join(outer, "target")]
      config = Config.new!(Demo.Shared, settings, [])
      assert {:error, error} = SharedTarget.build(config, fn -> :ok end, &flunk(inspect(&1)))
      assert error.message =~ "mine"
    end)
  end

  @tag :extended
  test "a folder that cargo's configuration names is noticed", %{outer: outer} do
    File.mkdir_p!(Path.join(outer, ".cargo"))
    File.write!(Path.join(outer, ".cargo/config.toml"), "[build]\ntarget-dir = \"target\"\n")
    shared = System.get_env("CARGO_TARGET_DIR")
    System.delete_env("CARGO_TARGET_DIR")
    on_exit(fn -> if shared, do: System.put_env("CARGO_TARGET_DIR", shared) end)

    for checkout <- ~w(first second first),
        do: assert(build(Path.join(outer, checkout), []) =~ "neighbour of the #{checkout}|")
  end

  test "a build that waits for another one says so", %{outer: outer} do
    shell = Mix.shell()
    Mix.shell(Mix.Shell.Process)
    on_exit(fn -> Mix.shell(shell) end)
    target = Path.join(outer, "target")
    settings = [target_dir: target]
    build(Path.join(outer, "first"), settings)
    refute_received {:mix_shell, :info, _}

    hold =
      "RustInElixir.Disk.WriteLock.take(hd(System.argv()), fn -> IO.puts(\"held\"); Process.sleep(:infinity) end)"

    holder = ElixirProcess.start(hold, [target])
    ElixirProcess.await(holder, "held")
    # The build waits as long as that process is there.
    ended = Task.async(fn -> Process.sleep(500) && ElixirProcess.signal(holder, "KILL") end)
    build(Path.join(outer, "second"), settings)
    line = "Crate many_inputs waits for another build in #{target}"
    assert_received {:mix_shell, :info, [^line]}
    Task.await(ended)
    ElixirProcess.result(holder)
  end

  defp announcements do
    receive do
      :work -> 1 + announcements()
    after
      0 -> 0
    end
  end

  defp build(root, settings) do
    File.cd!(root, fn ->
      config = Config.new!(Demo.Shared, [otp_app: :demo, crate: "many_inputs"] ++ settings, [])

      assert {:read, text} =
               SharedTarget.build(
                 config,
                 fn -> send(self(), :work) end,
                 &{:read, File.read!(&1.library)}
               )

      text
    end)
  end
end
