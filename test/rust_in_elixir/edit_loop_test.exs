defmodule RustInElixir.EditLoopTest do
  @moduledoc """
  IEx at a terminal, while somebody edits Rust and the schema: each call after `recompile` runs the new code.

  The terminal is that of `script` from util-linux, which every Linux has; elsewhere the test is skipped.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @moduletag timeout: 900_000
  @script System.find_executable("script")
  @terminal? match?({:unix, :linux}, :os.type()) and @script != nil

  @target System.get_env("RUST_IN_ELIXIR_TEST_TARGET") ||
            Path.join(System.tmp_dir!(), "rust_in_elixir-test-target")

  @schema_path "native/edit_loop/schema.exs"
  @lib_path "native/edit_loop/src/lib.rs"
  @schema """
  defmodule Demo.Loop.Schema do
    use RustInElixir.Schema, facade: Demo.Loop, crate: "edit_loop"

    resource Table

    nif version() :: u32
    nif wait_for(file :: path) :: u32
    nif make() :: Table
    nif size(table :: Table) :: u32
    nif count() :: stream(u32)
  end
  """

  setup do
    root =
      TemporaryProject.new(%{
        @schema_path => @schema,
        @lib_path => lib(0, ""),
        "config/config.exs" => "import Config\nconfig :demo, Demo.Loop.Native, mode: :debug\n"
      })

    TemporaryProject.sync!(root)
    {_output, 0} = TemporaryProject.mix(root, ["compile"], [{"CARGO_TARGET_DIR", @target}])
    %{root: root}
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  test "every call after recompile runs the new code, of ten bodies and three schemas", %{
    root: root
  } do
    iex = open(root)
    assert ask(iex, "Demo.Loop.version!()") == "0"

    assert ask(
             iex,
             "Process.put(:table, Demo.Loop.make!()) || Demo.Loop.size!(Process.get(:table))"
           ) == "7"

    assert ask(
             iex,
             "read = Enumerable.reduce(Demo.Loop.count!(), {:cont, 0}, fn n, _ -> {if(n == 0, do: :suspend, else: :cont), n} end); elem(read, 1)"
           ) == "0"

    for version <- 1..10 do
      if version in [3, 6, 9], do: change_schema(root, version)

      write(
        root,
        @lib_path,
        lib(
          version,
          if(version >= 3,
            do: "fn also_#{version - rem(version, 3)}() -> u32 { #{version} }",
            else: ""
          )
        )
      )

      # Of all that is printed while it compiles, nothing says that something went wrong.
      output = output(iex, "recompile()")
      refute output =~ ~r/error|cannot load|noop/, output
      assert ask(iex, "Demo.Loop.version!()") == "#{version}"

      if version >= 3,
        do: assert(ask(iex, "Demo.Loop.also_#{version - rem(version, 3)}!()") == "#{version}")

      assert length(libraries(root)) == min(version + 1, 2)
    end

    assert output(iex, "recompile()") =~ ":noop"

    gone = "from another VM, or from before the library was loaded again"

    assert ask(iex, "{:error, e} = Demo.Loop.size(Process.get(:table)); Exception.message(e)") =~
             gone

    assert ask(
             iex,
             "(try do elem(read, 2).({:cont, 0}) rescue e in Demo.Rust.ResourceError -> Exception.message(e) end)"
           ) =~ gone

    assert ask(iex, "elem(elem(read, 2).({:halt, 0}), 0)") == ":halted"
    assert ask(iex, "Demo.Loop.size!(Demo.Loop.make!())") == "7"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  test "a process inside of a native call is not killed, however often it is compiled", %{
    root: root
  } do
    iex = open(root)
    ask(iex, "Agent.start_link(fn -> nil end, name: :waited) |> elem(0)")

    for version <- 1..2 do
      file = "waited_for_#{version}"
      ask(iex, "Agent.update(:waited, fn _ -> nil end)")

      wait_for(iex, file)
      write(root, @lib_path, lib(version, ""))
      Port.command(iex, "recompile()\n")

      # OTP 25 has old code as long as somebody is inside of it. For OTP 29 that is nobody who is in a native call.
      read(
        iex,
        "",
        ~r/Demo.Loop.Native is loaded anew as soon as \[#PID<[\d.]+>\] is through with its native call|:ok/
      )

      write(root, file, "")
      assert ask(iex, "Demo.Loop.version!()") == "#{version}"

      assert ask(iex, waited()) == "1"
    end

    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  test "after a build that fails the code before goes on, and nobody is killed", %{root: root} do
    iex = open(root)
    ask(iex, "Agent.start_link(fn -> nil end, name: :waited) |> elem(0)")
    assert ask(iex, "Process.put(:table, Demo.Loop.make!()) == nil") == "true"
    wait_for(iex, "waited_for")

    for _ <- 1..2 do
      write(root, @lib_path, lib(1, "fn not_in_the_schema() {}"))
      output = output(iex, "recompile()")

      assert output =~
               "** (RustInElixir.Loader.Error) the crate edit_loop (native/edit_loop) does not compile, with 1 error"

      assert output =~ "Demo.Loop.Native goes on with the library that was built last"
      assert [_, _] = String.split(output, "Building crate edit_loop in")
      assert ask(iex, "Demo.Loop.version!()") == "0"
      assert ask(iex, "Demo.Loop.size!(Process.get(:table))") == "7"
    end

    # Elixir that does not compile beside Rust that did not change.
    write(root, "lib/demo.ex", "defmodule Demo do\n  def broken, do: unknown()\nend\n")
    write(root, @lib_path, lib(0, ""))
    assert output(iex, "recompile()") =~ "undefined function unknown/0"
    assert ask(iex, "Demo.Loop.size!(Process.get(:table))") == "7"

    write(root, "lib/demo.ex", "defmodule Demo do\nend\n")
    assert output(iex, "recompile()") =~ ":ok"
    assert ask(iex, "Demo.Loop.size!(Process.get(:table))") == "7"

    # Beside Rust that did.
    write(root, "lib/demo.ex", "defmodule Demo do\n  def broken, do: unknown()\nend\n")
    write(root, @lib_path, lib(2, ""))
    Port.command(iex, "recompile()\n")
    read(iex, "", ~r/Waiting for the native calls that run in Demo.Loop.Native/)
    write(root, "waited_for", "")
    assert ask(iex, waited()) == "1"
    write(root, "lib/demo.ex", "defmodule Demo do\nend\n")
    assert output(iex, "recompile()") =~ ":ok"
    assert ask(iex, "Demo.Loop.version!()") == "2"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  test "stubs of a new schema whose Rust does not compile say so, and nobody is killed", %{
    root: root
  } do
    iex = open(root)
    ask(iex, "Agent.start_link(fn -> nil end, name: :waited) |> elem(0)")
    wait_for(iex, "waited_for")
    change_schema(root, 1)
    write(root, @lib_path, lib(1, "fn also_1() -> u32 { nothing }"))
    Port.command(iex, "recompile()\n")
    # On OTP 29 nobody is inside, as above, and it ends at once.
    read(iex, "", ~r/is through with its native call|shutdown: 1|:error/)
    write(root, "waited_for", "")
    assert ask(iex, waited()) == "1"

    assert ask(iex, "try do Demo.Loop.version!() rescue e -> Exception.message(e) end") ==
             inspect(
               "Demo.Loop.Native has no library, because the last build of its crate failed; fix what `mix compile` " <>
                 "reports, and compile again"
             )

    output = output(iex, "recompile()")
    assert output =~ "Demo.Loop.Native has no library until then"
    assert [_, _] = String.split(output, "Building crate edit_loop in")
    write(root, @lib_path, lib(1, "fn also_1() -> u32 { 11 }"))
    output = output(iex, "recompile()")
    refute output =~ ~r/error|cannot load|noop/, output
    assert ask(iex, "Demo.Loop.also_1!()") == "11"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  test "a schema that is not synced costs no handle, and is told each time", %{root: root} do
    iex = open(root)
    assert ask(iex, "Process.put(:table, Demo.Loop.make!()) == nil") == "true"
    text = String.replace(@schema, "nif make", "nif also() :: u32\n  nif make")
    write(root, @schema_path, text)

    for _ <- 1..2 do
      assert output(iex, "recompile()") =~
               "this schema has changed since the last sync (also/0); run `mix rust_in_elixir.sync`"

      assert ask(iex, "Demo.Loop.size!(Process.get(:table))") == "7"
    end

    # Rust is the same, with new warnings or none.
    write(root, @schema_path, "# Of tables.\n" <> @schema)
    assert output(iex, "recompile()") =~ ":noop"
    write(root, @lib_path, lib(0, "") <> "// Of tables.\n")
    assert output(iex, "recompile()") =~ ":noop"
    assert ask(iex, "Demo.Loop.size!(Process.get(:table))") == "7"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  test "`r` loads no new Rust, and says what does", %{root: root} do
    iex = open(root)
    assert ask(iex, "Demo.Loop.version!()") == "0"
    write(root, @lib_path, lib(1, ""))

    assert output(iex, "r Demo.Loop.Native") =~
             "the module is loaded already, and stays as it is; run `recompile()` to load the new one"

    assert ask(iex, "Demo.Loop.version!()") == "0"
    assert output(iex, "recompile()") =~ ":ok"
    assert ask(iex, "Demo.Loop.version!()") == "1"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  # As Rustler's are, which has one name for every build.
  test "a library with a fixed name says that the VM goes on with the old one", %{root: root} do
    TemporaryProject.write(root, "config/config.exs", """
    import Config
    config :demo, Demo.Loop.Native, mode: :debug, load_from: {:demo, "priv/native/edit_loop"}
    """)

    iex = open(root)
    assert ask(iex, "Demo.Loop.version!()") == "0"
    refute output(iex, "recompile(force: true)") =~ "goes on"
    write(root, @lib_path, lib(1, ""))

    assert output(iex, "recompile()") =~
             "Demo.Loop.Native: the VM goes on with the build that it opened first; restart it to run the new one"

    assert ask(iex, "Demo.Loop.version!()") == "0"
    close(iex)

    iex = open(root)
    assert ask(iex, "Demo.Loop.version!()") == "1"
    close(iex)
  end

  # A process inside of a native call until the file is there.
  defp wait_for(iex, file) do
    ask(
      iex,
      "spawn(fn -> n = Demo.Loop.wait_for!(#{inspect(file)}); Agent.update(:waited, fn _ -> n end) end) |> is_pid()"
    )
  end

  defp waited,
    do: "Enum.find_value(1..600, fn _ -> Process.sleep(50); Agent.get(:waited, & &1) end)"

  defp change_schema(root, version) do
    write(
      root,
      @schema_path,
      String.replace(@schema, "nif make", "nif also_#{version}() :: u32\n  nif make")
    )

    {_output, _status} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
  end

  defp libraries(root),
    do: Path.wildcard(Path.join(root, "_build/dev/lib/demo/ebin/Elixir.Demo.Loop.Native-*.so"))

  defp write(root, path, text), do: TemporaryProject.write(root, path, text)

  defp lib(version, more) do
    """
    #[rustfmt::skip]
    pub mod boundary;

    use boundary::*;

    pub struct Loop;

    pub struct Table(Vec<u32>);

    impl Nifs for Loop {
        fn version() -> u32 { #{version} }
        fn wait_for(file: &Path) -> u32 { while !file.exists() { std::thread::sleep(std::time::Duration::from_millis(10)); } 1 }
        fn make() -> Table { Table(vec![7]) }
        fn size(table: &Table) -> u32 { table.0[0] }
        fn count() -> impl Iterator<Item = u32> + Send + 'static { 0..10_000 }
        #{more}
    }
    """
  end

  defp open(root) do
    TemporaryProject.share_build(root)

    port =
      Port.open({:spawn_executable, @script}, [
        :binary,
        :exit_status,
        :stderr_to_stdout,
        args: ["-qefc", "iex -S mix", "/dev/null"],
        cd: root,
        env: for({name, value} <- environment(), do: {to_charlist(name), to_charlist(value)})
      ])

    {:os_pid, pid} = Port.info(port, :os_pid)
    on_exit(fn -> System.cmd("kill", ["#{pid}"], stderr_to_stdout: true) end)
    read(port, "", ~r/iex\S*\(1\)/)
    port
  end

  defp environment do
    [
      {"MIX_ENV", "dev"},
      {"CARGO_TARGET_DIR", @target},
      {"RUST_IN_ELIXIR_DEPS", "none"},
      {"TERM", "dumb"}
    ]
  end

  # What an expression gives. The mark is put together by IEx, so that what it echoes is not taken for an answer.
  defp ask(iex, expression) do
    output = output(iex, "IO.puts([\"ANSW\", \"ER \", inspect((#{expression}))])")
    assert [_, answer] = Regex.run(~r/ANSWER (.*?)\r?\n/, output), output
    answer
  end

  # All that is printed until the expression is evaluated.
  defp output(iex, expression) do
    Port.command(iex, expression <> "\n")
    Port.command(iex, "IO.puts([\"DO\", \"NE\"])\n")
    read(iex, "", ~r/DONE\r?\n/)
  end

  defp read(port, text, until) do
    if text =~ until do
      text
    else
      receive do
        {^port, {:data, more}} -> read(port, text <> more, until)
        {^port, {:exit_status, status}} -> flunk("IEx ended with status #{status}:\n#{text}")
      after
        300_000 -> flunk("IEx says no more than:\n#{text}")
      end
    end
  end

  defp close(iex) do
    Port.command(iex, "System.halt()\n")
    assert_receive {^iex, {:exit_status, _}}, 60_000
  end
end
