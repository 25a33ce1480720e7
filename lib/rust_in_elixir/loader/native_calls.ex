defmodule RustInElixir.Loader.NativeCalls do
  @moduledoc false

  # Purging a module kills the processes that run its old code, even inside a native call. Mix purges what it compiles
  # without asking, so no process may be inside old code by then.

  @doc "Waits until no process inside a native call of `module` runs old code of it, or of one of `callers`."
  @spec await(module(), [module()], non_neg_integer()) :: :ok
  def await(module, callers \\ [], waited \\ 0) do
    case inside(module, callers) do
      [] ->
        :ok

      pids ->
        if rem(waited, 10_000) == 0, do: say_who_is_inside(module, pids)
        Process.sleep(50)
        await(module, callers, waited + 50)
    end
  end

  @doc """
  Waits in the same way at the end of each compilation that fails, and of this one if it compiles `module` (`compiled?`).

  A process inside a native call may run old code of the module, or of the facade that called it. The next compilation
  would kill it: after a forced one that failed, Mix asks nobody.
  """
  @spec spare(module(), boolean()) :: :ok
  def spare(module, compiled?) do
    key = {__MODULE__, module}
    compilation = System.unique_integer()
    :persistent_term.put(key, compilation)

    Mix.Task.Compiler.after_compiler(:elixir, fn {status, _diagnostics} = result ->
      if :persistent_term.get(key) == compilation do
        if compiled? or status == :error,
          do: await(module, Enum.map(:code.all_loaded(), &elem(&1, 0)))

        spare(module, false)
      end

      result
    end)
  end

  defp inside(module, callers) do
    purged? = :code.soft_purge(module)
    old = Enum.filter(callers, &:erlang.check_old_code/1)

    for pid <- Process.list(),
        (not purged? and :erlang.check_process_code(pid, module)) or
          (Enum.any?(old, &:erlang.check_process_code(pid, &1)) and inside?(pid, module)),
        do: pid
  end

  defp inside?(pid, module),
    do: match?({:current_function, {^module, _, _}}, Process.info(pid, :current_function))

  defp say_who_is_inside(module, inside) do
    Mix.shell().info(
      "Waiting for native calls in `#{inspect(module)}`, which a compilation would kill: those of " <>
        "#{inspect(inside)}; to go on without them, end these processes in another shell of this VM " <>
        "(Rust keeps their schedulers busy until it returns): " <>
        Enum.map_join(inside, "; ", &"Process.exit(#{pid(&1)}, :kill)")
    )
  end

  # As IEx reads it.
  defp pid(pid) do
    numbers = pid |> inspect() |> String.replace(["#PID<", ">"], "")
    "pid(#{inspect(numbers)})"
  end
end
