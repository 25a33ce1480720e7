defmodule RustInElixir.CodeReloaderTest do
  @moduledoc """
  Rust that is loaded by a code reloader such as Phoenix's, which compiles before each request.

  It runs the compilers one by one in a process of its own, and not `mix compile`: nothing calls what
  `Mix.Task.Compiler.after_compiler/2` was told.
  """

  use ExUnit.Case, async: true

  import RustInElixir.EditLoop

  @moduletag skip: if(not terminal?(), do: "there is no script(1) of util-linux")

  @reloader """
  defmodule Demo.Reloader do
    use GenServer

    def start, do: GenServer.start(__MODULE__, :ok, name: __MODULE__)
    def reload, do: GenServer.call(__MODULE__, :reload, :infinity)

    @impl true
    def init(:ok), do: {:ok, :ok}

    @impl true
    def handle_call(:reload, _from, state) do
      [] = Mix.Utils.extract_stale(Mix.Project.config_files(), Mix.Tasks.Compile.Elixir.manifests())
      {:reply, locked(fn -> attempt(fn -> compile([:elixir, :app], :noop) end) end), state}
    end

    if function_exported?(Mix.Project, :with_build_lock, 1),
      do: defp(locked(fun), do: Mix.Project.with_build_lock(fun)),
      else: defp(locked(fun), do: fun.())

    defp attempt(fun) do
      fun.()
    catch
      kind, reason ->
        IO.puts(Exception.format(kind, reason, __STACKTRACE__))
        :error
    end

    defp compile([], result), do: result

    defp compile([compiler | compilers], result) do
      Mix.Task.reenable("compile.\#{compiler}")
      Mix.Project.build_structure()
      path = Mix.Project.consolidation_path()

      case Mix.Task.run("compile.\#{compiler}", ["--purge-consolidation-path-if-stale", path]) do
        :error -> :error
        {:error, _} -> :error
        :noop -> compile(compilers, result)
        {:noop, _} -> compile(compilers, result)
        _ok -> compile(compilers, :ok)
      end
    end
  end
  """

  setup do
    root = new(%{"reloader.exs" => @reloader})
    iex = open(root)
    ask(iex, ~s|Code.require_file("reloader.exs") && elem(Demo.Reloader.start(), 0)|)
    %{root: root, iex: iex}
  end

  @tag :extended
  test "a reload before a request loads the new Rust, and nothing where nothing has changed", %{
    root: root,
    iex: iex
  } do
    assert request(iex) == {":noop", "0"}

    for version <- 1..3 do
      if version == 2, do: change_schema(root, 2)
      more = if version >= 2, do: "fn also_2() -> u32 { #{version} }", else: ""
      write(root, lib_path(), lib(version, more))
      assert request(iex) == {":ok", "#{version}"}
      assert request(iex) == {":noop", "#{version}"}
    end

    assert ask(iex, "Demo.Loop.also_2!()") == "3"
    close(iex)
  end

  @tag :extended
  test "a build that fails is an error of the reload, and of no later one", %{
    root: root,
    iex: iex
  } do
    assert ask(iex, "Process.put(:table, Demo.Loop.make!()) == nil") == "true"

    for _ <- 1..2 do
      write(root, lib_path(), lib(1, "fn not_in_the_schema() {}"))
      output = output(iex, "IO.puts(\"RELOAD \" <> inspect(Demo.Reloader.reload()))")
      assert output =~ "cannot compile the crate"
      assert output =~ "`Demo.Loop.Native` continues with the library that it has loaded"
      assert output =~ "RELOAD :noop"
      assert ask(iex, "Demo.Loop.version!()") == "0"
      assert ask(iex, "Demo.Loop.size!(Process.get(:table))") == "7"
    end

    write(root, lib_path(), lib(2, ""))
    assert request(iex) == {":ok", "2"}
    # It is no error of a later compilation.
    assert output(iex, "recompile()") =~ ":noop"
    close(iex)
  end

  @tag :extended
  test "stubs of a new schema whose Rust does not compile say so until it does", %{
    root: root,
    iex: iex
  } do
    assert request(iex) == {":noop", "0"}
    change_schema(root, 1)
    write(root, lib_path(), lib(1, "fn also_1() -> u32 { nothing }"))

    for _ <- 1..2 do
      assert output(iex, "Demo.Reloader.reload()") =~
               "`Demo.Loop.Native` has no library until its crate compiles"

      assert ask(iex, "try do Demo.Loop.version!() rescue e -> Exception.message(e) end") =~
               "`Demo.Loop.Native` has no library, because the last build of its crate failed"
    end

    write(root, lib_path(), lib(1, "fn also_1() -> u32 { 11 }"))
    assert request(iex) == {":ok", "1"}
    assert output(iex, "recompile()") =~ ":noop"
    close(iex)
  end

  defp request(iex), do: {ask(iex, "Demo.Reloader.reload()"), ask(iex, "Demo.Loop.version!()")}
end
