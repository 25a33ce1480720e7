defmodule RustInElixir.Schema.Evaluation do
  @moduledoc false

  # A schema is code, and so may wait, loop, allocate or start processes without end. It is evaluated in a
  # process of its own, whose time and memory are measured, and of which nothing stays: neither what
  # it started nor the working directory that it changed. Of the standard input it sees the end.

  @time 30_000
  @memory 1024 * 1024 * 1024
  @every 50

  @doc "How long a schema may take, in milliseconds."
  @spec time() :: pos_integer
  def time, do: @time

  @doc "By how many bytes the VM may grow meanwhile."
  @spec memory() :: pos_integer
  def memory, do: @memory

  @doc """
  Calls `fun` in a process of its own, for `:time` milliseconds and `:memory` bytes at most.

  The error has the line that `at/1` was last told, 0 if it was not, and what went wrong.
  """
  @spec run((() -> result), time: pos_integer, memory: pos_integer) ::
          {:ok, result} | {:error, {non_neg_integer, :time | :memory | {:exit, term}}}
        when result: term
  def run(fun, options \\ []) do
    output = Process.group_leader()
    leader = spawn(fn -> relay(output) end)
    line = :atomics.new(1, [])
    directory = File.cwd()
    caller = self()
    answer = make_ref()

    {pid, monitor} =
      spawn_monitor(fn ->
        Process.group_leader(self(), leader)
        Process.put(__MODULE__, line)
        send(caller, {answer, fun.()})
      end)

    limits = %{
      until: now() + Keyword.get(options, :time, @time),
      memory: :erlang.memory(:total) + Keyword.get(options, :memory, @memory)
    }

    outcome = await(answer, monitor, limits)
    Process.demonitor(monitor, [:flush])
    Process.exit(pid, :kill)
    sweep(leader)
    Process.exit(leader, :kill)
    with {:ok, directory} <- directory, do: File.cd(directory)
    with {:error, reason} <- outcome, do: {:error, {:atomics.get(line, 1), reason}}
  end

  @doc "Tells which line is being evaluated."
  @spec at(non_neg_integer) :: :ok
  def at(line),
    do: with(ref when ref != nil <- Process.get(__MODULE__), do: :atomics.put(ref, 1, line))

  @doc """
  Calls `fun`, and gives what it returns with what the compiler has to say, which is not printed.

  Elixir 1.15 and later hand that over. Before that, an exception says it all.
  """
  @spec quietly((() -> result)) :: {result, [map]} when result: term
  def quietly(fun) do
    if function_exported?(Code, :with_diagnostics, 1),
      do: apply(Code, :with_diagnostics, [fun]),
      else: {fun.(), []}
  end

  defp await(answer, monitor, limits) do
    receive do
      {^answer, result} -> {:ok, result}
      {:DOWN, ^monitor, _, _, reason} -> {:error, {:exit, reason}}
    after
      @every ->
        cond do
          now() > limits.until -> {:error, :time}
          :erlang.memory(:total) > limits.memory -> {:error, :memory}
          true -> await(answer, monitor, limits)
        end
    end
  end

  # Processes inherit the group leader of their parent. They may start others for a while.
  defp sweep(leader, rounds \\ 1000)
  defp sweep(_leader, 0), do: :ok

  defp sweep(leader, rounds) do
    started =
      for pid <- Process.list(),
          Process.info(pid, :group_leader) == {:group_leader, leader},
          do: pid

    Enum.each(started, &Process.exit(&1, :kill))
    if started == [], do: :ok, else: sweep(leader, rounds - 1)
  end

  defp relay(output) do
    receive do
      {:io_request, from, reference, request}
      when elem(request, 0) in [:get_chars, :get_line, :get_until, :get_password] ->
        send(from, {:io_reply, reference, :eof})

      message ->
        send(output, message)
    end

    relay(output)
  end

  defp now, do: System.monotonic_time(:millisecond)
end
