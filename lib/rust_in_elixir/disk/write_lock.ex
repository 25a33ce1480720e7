defmodule RustInElixir.Disk.WriteLock do
  @moduledoc false

  # Lets one process at a time write to a project.
  #
  # A process that wants to write creates a claim: a file in the project's root, with a unique name made
  # of the host, the process and its start time. It holds the lock once there is no other claim. Since
  # each creates its claim before it looks for others, two can never both see none. Of those that see
  # each other, all but the first by name withdraw and try again.
  #
  # A claim whose process has ended, even by SIGKILL, is ignored and removed by the next process. Its name
  # is never used by another process, so this can never remove a valid claim.
  #
  # A holder may also be killed within a VM: after an error, the compiler kills the processes that compile other files.
  # So a separate process owns the claim, and withdraws it when the process that it was created for has ended.

  @prefix ".rust_in_elixir-lock."
  @claim ~r/\A\.rust_in_elixir-lock\.(?<host>.+)\.(?<pid>\d+)\.(?<started>[\w-]+)\z/
  @wait 5_000
  @pause 50

  # A process on another host cannot be checked; no sync takes this long.
  @forgotten_after_s 600

  @doc """
  Calls `fun` while holding the write lock of the project at `root`.

  Waits up to `:wait` milliseconds for another holder, 5 seconds by default; `:on_wait` is called if the holder is
  another command rather than a process of this VM. The error names the holder, or says why no claim could be created.
  """
  @spec take(Path.t(), (() -> result), wait: non_neg_integer, on_wait: (() -> any)) ::
          {:ok, result} | {:error, String.t()}
        when result: term
  def take(root, fun, options \\ []) do
    wait = Keyword.get(options, :wait, @wait)
    claim = Path.join(root, own_name())

    caller = self()
    {holder, monitor} = spawn_monitor(fn -> hold(caller, root, claim, wait) end)

    case answer(holder, monitor, options[:on_wait] || fn -> :ok end) do
      :ok ->
        try do
          {:ok, fun.()}
        after
          send(holder, :release)

          receive do
            {:DOWN, ^monitor, :process, ^holder, _} -> :ok
          end
        end

      {:taken, holder} ->
        {:error, taken(holder, wait)}

      {:error, reason} ->
        {:error, reason}
    end
  end

  defp answer(holder, monitor, on_wait) do
    receive do
      {^holder, :waits} ->
        on_wait.()
        answer(holder, monitor, on_wait)

      {^holder, :ok} ->
        :ok

      {^holder, refusal} ->
        Process.demonitor(monitor, [:flush])
        refusal

      {:DOWN, ^monitor, :process, ^holder, reason} ->
        exit(reason)
    end
  end

  defp hold(caller, root, claim, wait) do
    monitor = Process.monitor(caller)

    result =
      with {:taken, holder} <- await(root, claim, now()) do
        if holder != Path.basename(claim), do: send(caller, {self(), :waits})
        await(root, claim, now() + wait)
      end

    send(caller, {self(), result})

    if result == :ok do
      receive do
        :release -> :ok
        {:DOWN, ^monitor, :process, ^caller, _} -> :ok
      end

      File.rm(claim)
    end
  end

  defp await(root, claim, deadline) do
    case File.write(claim, "", [:exclusive]) do
      :ok -> look(root, claim, deadline)
      # Another process of this VM.
      {:error, :eexist} -> again(root, claim, deadline, Path.basename(claim))
      # Nobody can write there, so there is nothing to lock.
      {:error, :erofs} -> :ok
      {:error, reason} -> {:error, "#{root} cannot be written: #{:file.format_error(reason)}"}
    end
  end

  defp look(root, claim, deadline) do
    own = Path.basename(claim)

    case Enum.sort(others(root, own)) do
      [] ->
        :ok

      [first | _] when first > own ->
        if now() < deadline do
          Process.sleep(@pause)
          look(root, claim, deadline)
        else
          File.rm(claim)
          {:taken, first}
        end

      [first | _] ->
        File.rm(claim)
        again(root, claim, deadline, first)
    end
  end

  defp again(root, claim, deadline, holder) do
    if now() < deadline do
      Process.sleep(@pause + :rand.uniform(@pause))
      await(root, claim, deadline)
    else
      {:taken, holder}
    end
  end

  defp others(root, own) do
    with {:ok, names} <- File.ls(root) do
      for name <- names,
          String.starts_with?(name, @prefix),
          name != own,
          alive?(root, name),
          do: name
    else
      {:error, _} -> []
    end
  end

  defp alive?(root, name) do
    case Regex.named_captures(@claim, name) do
      %{"host" => host, "pid" => pid, "started" => started} ->
        alive? = if host == host(), do: alive_here?(pid, started), else: young?(root, name)
        unless alive?, do: File.rm(Path.join(root, name))
        alive?

      nil ->
        false
    end
  end

  defp alive_here?(pid, started) do
    case started(pid) do
      :unknown -> true
      known -> known == started
    end
  end

  defp young?(root, name) do
    case File.stat(Path.join(root, name), time: :posix) do
      {:ok, %{mtime: mtime}} -> System.os_time(:second) - mtime < @forgotten_after_s
      {:error, _} -> false
    end
  end

  defp taken(name, wait) do
    %{"host" => host, "pid" => pid} = Regex.named_captures(@claim, name)
    process = if host == host(), do: "process #{pid}", else: "process #{pid} on #{host}"

    "#{process} is writing to this project, and was not done after #{wait} ms; " <>
      "wait for it and run the command again, or remove #{name} if the process no longer exists"
  end

  defp own_name do
    started = with unclear when is_atom(unclear) <- started(System.pid()), do: "0"
    @prefix <> "#{host()}.#{System.pid()}.#{started}"
  end

  defp host do
    {:ok, name} = :inet.gethostname()
    to_string(name)
  end

  # The start time of a process as a word; nil if it has ended. Process ids are reused.
  defp started(pid) do
    case File.read("/proc/#{pid}/stat") do
      {:ok, stat} ->
        # The program's name is in parentheses and may contain anything.
        [state | fields] = stat |> String.split(")") |> List.last() |> String.split()
        if state in ["Z", "X"], do: nil, else: Enum.at(fields, 18)

      {:error, _} ->
        if File.exists?("/proc/self/stat"), do: nil, else: started_by_ps(pid)
    end
  end

  defp started_by_ps(pid) do
    if System.find_executable("ps") do
      case System.cmd("ps", ["-o", "lstart=", "-p", pid], env: [{"LC_ALL", "C"}]) do
        {date, 0} -> String.replace(String.trim(date), ~r/\W+/, "-")
        {_, _} -> nil
      end
    else
      :unknown
    end
  end

  defp now, do: System.monotonic_time(:millisecond)
end
