defmodule RustInElixir.EditLoopTest do
  @moduledoc """
  IEx at a terminal, while somebody edits Rust and the schema: each call after `recompile` runs the new code.

  Where `RustInElixir.EditLoop` has no terminal the tests are skipped.
  """

  use ExUnit.Case, async: true

  import RustInElixir.EditLoop

  @schema_path schema_path()
  @lib_path lib_path()
  @schema schema()
  @terminal? terminal?()

  setup do
    %{root: new()}
  end

  for {bodies, schemas} <- [{3, 1}, {10, 3}] do
    unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")
    if bodies > 3, do: @tag(:extended)

    test "every call after recompile runs the new code, of #{bodies} bodies and #{schemas} schemas",
         %{root: root} do
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

      for version <- 1..unquote(bodies) do
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
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  @tag :extended
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

      # OTP 25 has old code as long as somebody is inside of it. For OTP 29 that is nobody who is in a native call.
      output(
        iex,
        "recompile()",
        ~r/`Demo.Loop.Native` is reloaded as soon as the native calls of \[#PID<[\d.]+>\] return/
      )

      write(root, file, "")
      assert ask(iex, "Demo.Loop.version!()") == "#{version}"

      assert ask(iex, waited()) == "1"
    end

    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  @tag :extended
  test "the log says how to go on without a native call that does not end", %{root: root} do
    iex = open(root)

    # One that blocks every dirty CPU scheduler.
    ask(
      iex,
      "endless = for _ <- 1..:erlang.system_info(:dirty_cpu_schedulers_online), do: " <>
        "spawn(fn -> Demo.Loop.wait_for!(\"never\") end); spawn(fn -> " <>
        "Enum.find(Stream.cycle([1]), fn _ -> Process.sleep(50); File.exists?(\"end_it\") end); " <>
        "for pid <- endless, do: Process.exit(pid, :kill) end) |> is_pid()"
    )

    write(root, @lib_path, lib(1, ""))
    # On OTP 29 nobody is inside, as above, and it ends at once.
    text = output(iex, "recompile()", ~r/calls of `Demo.Loop.Native` wait[^\n]*\n/)

    unless text =~ ":ok" do
      assert text =~
               ~r/end these processes in another shell of this VM \(Rust keeps their schedulers busy until it returns\): Process.exit\(pid\("0.\d+.0"\), :kill\)/
    end

    write(root, "end_it", "")
    assert output(iex, ":ended") =~ ":ended"
    # The schedulers are free again.
    write(root, "never", "")
    assert ask(iex, "Demo.Loop.version!()") == "1"
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
               "** (RustInElixir.Loader.Error) cannot compile the crate `edit_loop` (native/edit_loop), with 1 error"

      assert output =~ "`Demo.Loop.Native` continues with the library that it has loaded"
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

    output(
      iex,
      "recompile()",
      ~r/Waiting for native calls in `Demo.Loop.Native`, .*end these processes in another shell of this VM \(Rust keeps their schedulers busy until it returns\): Process.exit\(pid\("0.\d+.0"\), :kill\)/
    )

    write(root, "waited_for", "")
    assert ask(iex, waited()) == "1"

    # The Elixir compiles again, and the Rust does not any more.
    write(root, "lib/demo.ex", "defmodule Demo do\nend\n")
    write(root, @lib_path, lib(3, "fn not_in_the_schema() {}"))

    assert output(iex, "recompile()") =~
             "`Demo.Loop.Native` continues with its last library, which is loaded now"

    # That of the second version may not have been finished when the error in Elixir was found.
    assert ask(iex, "Demo.Loop.version!()") in ["0", "2"]
    write(root, @lib_path, lib(4, ""))
    assert output(iex, "recompile()") =~ ":ok"
    assert ask(iex, "Demo.Loop.version!()") == "4"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  @tag :extended
  test "a forced compilation whose build fails loads what was built last, and kills nobody", %{
    root: root
  } do
    iex = open(root)
    ask(iex, "Agent.start_link(fn -> nil end, name: :waited) |> elem(0)")
    write(root, @lib_path, lib(1, ""))
    assert output(iex, "recompile()") =~ ":ok"
    assert ask(iex, "Process.put(:table, Demo.Loop.make!()) == nil") == "true"
    wait_for(iex, "waited_for")
    write(root, @lib_path, lib(2, "fn not_in_the_schema() {}"))
    # On OTP 29 nobody is inside, as above, and it ends at once.
    text = output(iex, "recompile(force: true)", ~r/is reloaded as soon as the native calls of/)
    write(root, "waited_for", "")
    assert ask(iex, waited()) == "1"

    assert text =~
             "`Demo.Loop.Native` continues with its last library, which is loaded now: " <>
               "handles and streams from before are rejected"

    assert ask(iex, "Demo.Loop.version!()") == "1"

    # It was loaded again.
    assert ask(iex, "{:error, e} = Demo.Loop.size(Process.get(:table)); Exception.message(e)") =~
             "from before the library was loaded again"

    # Cargo is asked before anything is unloaded.
    assert ask(iex, "Process.put(:table, Demo.Loop.make!()) != nil") == "true"
    assert output(iex, "recompile()") =~ "`Demo.Loop.Native` continues with the library"
    assert ask(iex, "Demo.Loop.size!(Process.get(:table))") == "7"

    write(root, @lib_path, lib(2, ""))
    output = output(iex, "recompile(force: true)")
    refute output =~ ~r/error|cannot load|noop/, output
    assert ask(iex, "Demo.Loop.version!()") == "2"
    assert output(iex, "recompile()") =~ ":noop"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  @tag :extended
  test "stubs of a new schema whose Rust does not compile say so, and nobody is killed", %{
    root: root
  } do
    iex = open(root)
    assert ask(iex, "Process.put(:table, Demo.Loop.make!()) == nil") == "true"
    ask(iex, "Agent.start_link(fn -> nil end, name: :waited) |> elem(0)")
    wait_for(iex, "waited_for")
    change_schema(root, 1)
    write(root, @lib_path, lib(1, "fn also_1() -> u32 { nothing }"))
    # On OTP 29 nobody is inside, as above, and it ends at once.
    output(iex, "recompile()", ~r/is reloaded as soon as the native calls of/)
    write(root, "waited_for", "")
    assert ask(iex, waited()) == "1"

    assert ask(iex, "try do Demo.Loop.version!() rescue e -> Exception.message(e) end") ==
             inspect(
               "`Demo.Loop.Native` has no library, because the last build of its crate failed; fix what `mix compile` " <>
                 "reports, then compile again, or run `recompile(force: true)` if that was done outside this VM"
             )

    for call <- ["size!(Process.get(:table))", "count!() |> Enum.to_list()"] do
      assert ask(iex, "try do Demo.Loop.#{call} rescue e -> Exception.message(e) end") =~
               "`Demo.Loop.Native` has no library, because the last build of its crate failed"
    end

    output = output(iex, "recompile()")
    assert output =~ "`Demo.Loop.Native` has no library until its crate compiles"
    assert [_, _] = String.split(output, "Building crate edit_loop in")

    # `r` loads a library where there is none, which is no reason for the next compilation not to build one.
    write(root, @lib_path, lib(1, "fn also_1() -> u32 { 10 }"))
    output(iex, "r Demo.Loop.Native")
    assert ask(iex, "Demo.Loop.also_1!()") == "10"
    assert output(iex, "recompile()") =~ ":ok"
    assert ask(iex, "Demo.Loop.also_1!()") == "10"
    write(root, @lib_path, lib(1, "fn also_1() -> u32 { nothing }"))
    assert output(iex, "recompile()") =~ "continues with the library that it has loaded"
    assert ask(iex, "Demo.Loop.also_1!()") == "10"

    write(root, @lib_path, lib(1, "fn also_1() -> u32 { 11 }"))
    output = output(iex, "recompile()")
    refute output =~ ~r/error|cannot load|noop/, output
    assert ask(iex, "Demo.Loop.also_1!()") == "11"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  @tag :extended
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

    # A forced compilation says it as well.
    assert output(iex, "recompile(force: true)") =~ "this schema has changed since the last sync"
    assert output(iex, "recompile()") =~ "this schema has changed since the last sync"
    assert ask(iex, "Process.put(:table, Demo.Loop.make!()) != nil") == "true"

    # Nor does one that is missing.
    File.rename!(Path.join(root, @schema_path), Path.join(root, "elsewhere.exs"))
    assert output(iex, "recompile()") =~ ":noop"
    assert ask(iex, "Demo.Loop.size!(Process.get(:table))") == "7"
    File.rename!(Path.join(root, "elsewhere.exs"), Path.join(root, @schema_path))

    # The stubs are compiled again for new Rust, which is no reason to say it twice.
    write(root, @lib_path, lib(5, ""))
    output = output(iex, "recompile()")
    assert [_, _] = String.split(output, "this schema has changed since the last sync"), output
    assert ask(iex, "Demo.Loop.version!()") == "5"
    assert ask(iex, "Process.put(:table, Demo.Loop.make!()) != nil") == "true"
    write(root, @lib_path, lib(0, ""))
    assert output(iex, "recompile()") =~ "this schema has changed since the last sync"
    assert ask(iex, "Process.put(:table, Demo.Loop.make!()) != nil") == "true"

    # Rust is the same, with new warnings or none.
    write(root, @schema_path, "# Of tables.\n" <> @schema)
    assert output(iex, "recompile()") =~ ":noop"
    write(root, @lib_path, lib(0, "") <> "// Of tables.\n")
    assert output(iex, "recompile()") =~ ":noop"
    assert ask(iex, "Demo.Loop.size!(Process.get(:table))") == "7"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  @tag :extended
  test "`r` loads new Rust, and leaves what is compiled for the next VM", %{root: root} do
    iex = open(root)
    assert ask(iex, "Demo.Loop.version!()") == "0"
    ask(iex, "Agent.start_link(fn -> nil end, name: :waited) |> elem(0)")
    wait_for(iex, "waited_for")

    for version <- 1..2 do
      write(root, @lib_path, lib(version, ""))
      output = output(iex, "r Demo.Loop.Native", ~r/is reloaded as soon as the native calls of/)
      refute output =~ ~r/error|cannot load/, output
      write(root, "waited_for", "")
      assert ask(iex, "Demo.Loop.version!()") == "#{version}"
    end

    assert ask(iex, waited()) == "1"

    # With Rust that does not compile it changes nothing, except that Elixir 1.20 unloads the module, and loads what is there.
    write(root, @lib_path, lib(3, "fn not_in_the_schema() {}"))
    assert output(iex, "r Demo.Loop.Native") =~ "cannot compile the crate `edit_loop`"
    assert ask(iex, "Demo.Loop.version!()") in ["2", "0"]
    assert output(iex, "recompile()") =~ "continues with the library that it has loaded"
    assert ask(iex, "Demo.Loop.version!()") in ["2", "0"]

    # A forced compilation finds the library that was there before.
    assert output(iex, "recompile(force: true)") =~
             "`Demo.Loop.Native` continues with its last library, which is loaded now"

    assert ask(iex, "Demo.Loop.version!()") == "0"
    write(root, @lib_path, lib(3, ""))
    assert output(iex, "recompile()") =~ ":ok"
    assert ask(iex, "Demo.Loop.version!()") == "3"
    assert output(iex, "recompile()") =~ ":noop"

    # What only `r` has compiled, another VM compiles.
    write(root, @lib_path, lib(4, ""))
    output(iex, "r Demo.Loop.Native")
    assert ask(iex, "Demo.Loop.version!()") == "4"
    # `l` cannot unload what runs.
    assert output(iex, "l Demo.Loop.Native") =~
             "the module is already loaded, and its library is kept; `recompile(force: true)` loads what is built last"

    close(iex)
    iex = open(root)
    assert ask(iex, "Demo.Loop.version!()") == "4"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  # Mix knows no module after it, and so unloads none.
  @tag :extended
  test "after a forced compilation that failed late, each one loads the new Rust and kills nobody",
       %{root: root} do
    iex = open(root)
    ask(iex, "Agent.start_link(fn -> nil end, name: :waited) |> elem(0)")

    # It takes what it calls to be compiled; after that, the newest Elixir has loaded what was called only.
    late =
      "defmodule Late do\n  @waited Demo.Loop.wait_for!(\"mix.exs\")\n  def waited, do: @waited\n"

    broken = late <> "  def broken, do: unknown()\nend\n"
    write(root, "lib/late.ex", broken)
    assert output(iex, "recompile(force: true)") =~ "undefined function unknown/0"

    # Elixir that does not compile, Rust that has not changed, and Rust that has.
    for {file, elixir, version} <- [
          {"first", broken, 0},
          {"second", late <> "end\n", 1},
          {"third", broken, 1},
          {"fourth", broken, 2},
          {"fifth", late <> "end\n", 3}
        ] do
      if file == "third" do
        write(root, "lib/late.ex", broken)
        assert output(iex, "recompile(force: true)") =~ "undefined function unknown/0"
      end

      ask(iex, "Agent.update(:waited, fn _ -> nil end)")
      wait_for(iex, file)
      write(root, "lib/late.ex", elixir)
      write(root, @lib_path, lib(version, ""))

      output =
        output(
          iex,
          "recompile()",
          ~r/Waiting for native calls in|is reloaded as soon as the native calls of/
        )

      refute output =~ "cannot load", output
      write(root, file, "")
      assert ask(iex, waited()) == "1", "the #{file} was killed:\n" <> output
      if elixir != broken, do: assert(ask(iex, "Demo.Loop.version!()") == "#{version}")
      if elixir != broken, do: assert(output(iex, "recompile()") =~ ":noop")
    end

    # Rust that does not compile.
    write(root, "lib/late.ex", broken)
    assert output(iex, "recompile(force: true)") =~ "undefined function unknown/0"
    write(root, "lib/late.ex", late <> "end\n")
    write(root, @lib_path, lib(4, "fn not_in_the_schema() {}"))

    assert output(iex, "recompile()") =~
             "`Demo.Loop.Native` continues with its last library, which is loaded now"

    assert ask(iex, "Demo.Loop.version!()") == "3"
    write(root, @lib_path, lib(4, ""))
    assert output(iex, "recompile()") =~ ":ok"
    assert ask(iex, "Demo.Loop.size!(Demo.Loop.make!()) + Demo.Loop.version!()") == "11"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  # Mix has unloaded every module by then, and asks none.
  @tag :extended
  test "after a forced compilation that failed early, Rust that does not compile leaves the last library",
       %{root: root} do
    iex = open(root)
    assert ask(iex, "Demo.Loop.version!()") == "0"
    write(root, @lib_path, lib(1, "fn not_in_the_schema() {}"))

    for recompile <- ["recompile()", "recompile(force: true)"] do
      write(root, "lib/early.ex", "defmodule Early do\n  def broken, do: unknown()\nend\n")
      assert output(iex, "recompile(force: true)") =~ "undefined function unknown/0"
      write(root, "lib/early.ex", "defmodule Early do\nend\n")

      assert output(iex, recompile) =~
               "`Demo.Loop.Native` continues with its last library, which is loaded now"

      assert ask(iex, "Demo.Loop.version!()") == "0"
    end

    write(root, @lib_path, lib(1, ""))
    assert output(iex, "recompile()") =~ ":ok"
    assert ask(iex, "Demo.Loop.version!()") == "1"
    close(iex)
  end

  unless @terminal?, do: @tag(skip: "there is no script(1) of util-linux")

  # As Rustler's are, which has one name for every build.
  @tag :extended
  test "a library with a fixed name says that the VM goes on with the old one", %{root: root} do
    write(root, "config/config.exs", """
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
end
