defmodule RustInElixir.VerdictTest do
  @moduledoc """
  A check that could not come to its verdict never ends with 0, whatever the project's own code does to the VM.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{ElixirProcess, HostileProject, TemporaryProject}

  @schema "native/demo_text/schema.exs"
  @facade "lib/demo/text.ex"

  # What none of it says by a name that a reader would find.
  @halt "apply(System, :halt, [0])"
  @ended "the VM that evaluates this schema exited with status 0 before it was done; " <>
           "a schema only describes a boundary, so remove the code that stops the VM"

  @tag :extended
  test "nothing in a schema gives a drifted project a green check" do
    for {statement, status} <- [
          {@halt, 2},
          {"apply(:erlang, :halt, [0, [flush: false]])", 2},
          {"apply(:init, :stop, []); Process.sleep(:infinity)", 2},
          {"spawn(fn -> #{@halt} end); Process.sleep(:infinity)", 2},
          {":timer.apply_after(0, System, :halt, [0]); Process.sleep(:infinity)", 2},
          {":timer.apply_after(200, System, :halt, [0])", 1},
          {"System.at_exit(fn _status -> #{@halt} end)", 1},
          {"System.at_exit(fn _status -> exit({:shutdown, 0}) end)", 1},
          {"System.cmd(\"kill\", [\"-TERM\", System.pid()]); Process.sleep(:infinity)", 2},
          {"for pid <- Process.list(), pid != self(), do: Process.exit(pid, :kill)", 2},
          {"Process.exit(Process.group_leader(), :kill)", 1}
        ] do
      root = drifted(with_statement(statement))
      {output, ended} = check(root)
      assert {statement, ended} == {statement, status}, output
    end
  end

  test "the message says that the VM ended, and what to do" do
    root = drifted(with_statement(@halt))

    assert {"#{@schema}:1: #{@ended}\nonce fixed, run: mix rust_in_elixir.sync\n", 2} ==
             TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"])
  end

  @tag :extended
  test "nor does what else is evaluated: the settings of the formatter" do
    root = drifted(HostileProject.schema())
    TemporaryProject.write(root, ".formatter.exs", @halt)
    assert {output, 3} = check(root)

    assert output =~
             ".formatter.exs cannot be read: the VM that evaluates this schema exited with status 0 before it was done"
  end

  @tag :extended
  test "nor has a check for breaking changes" do
    root = HostileProject.new([])
    base = TemporaryProject.read(root, "native/demo_text/boundary.lock")
    TemporaryProject.write(root, "base.lock", base)
    TemporaryProject.write(root, @schema, with_statement(@halt))
    arguments = ["rust_in_elixir.breaking", "--against", "base.lock"]
    assert {output, 2} = TemporaryProject.task(root, arguments)
    assert output =~ @ended
  end

  @tag :extended
  test "a check that is stopped has not passed" do
    root = drifted(with_statement("IO.puts(\"begun\"); Process.sleep(:infinity)"))
    TemporaryProject.share_build(root)

    process =
      ElixirProcess.run("mix", ["rust_in_elixir.sync", "--check"],
        cd: root,
        env: [{~c"MIX_ENV", ~c"dev"}, {~c"RUST_IN_ELIXIR_DEPS", ~c"none"}]
      )

    ElixirProcess.await(process, "begun")
    ElixirProcess.signal(process, "TERM")
    assert {_output, 143} = ElixirProcess.result(process)
  end

  test "a schema that computes still sees the project" do
    statement = "IO.puts(\"\#{Mix.env()} \#{Mix.Project.config()[:app]} \#{File.cwd!()}\")"
    root = drifted(with_statement(statement))
    {output, 1} = check(root)
    assert output =~ "dev demo #{root}\n"
  end

  defp drifted(schema),
    do: HostileProject.new([{:write, @schema, schema}, {:remove, @facade}])

  defp check(root), do: TemporaryProject.mix(root, ["rust_in_elixir.sync", "--check"])

  defp with_statement(statement),
    do:
      String.replace(HostileProject.schema(), "\n\n  nif", "\n  #{statement}\n\n  nif",
        global: false
      )
end
