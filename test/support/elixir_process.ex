defmodule RustInElixir.ElixirProcess do
  @moduledoc """
  A VM of its own that has this package, to be waited for, signalled and killed.

      process = ElixirProcess.start(~S|IO.puts("ready"); Process.sleep(:infinity)|)
      ElixirProcess.await(process, "ready")
      ElixirProcess.signal(process, "KILL")
      {output, 137} = ElixirProcess.result(process)
  """

  @enforce_keys [:port, :pid]
  defstruct [:port, :pid]

  @type t :: %__MODULE__{port: port, pid: non_neg_integer}

  @timeout 300_000

  @doc "Starts a VM that runs `code`, with `arguments` for `System.argv/0`."
  @spec start(String.t(), [String.t()]) :: t
  def start(code, arguments \\ []) do
    ebin = Path.join(Mix.Project.app_path(), "ebin")
    run("elixir", ["-pa", ebin, "-e", code, "--" | arguments], [])
  end

  @doc "Starts a program; `options` are those of `Port.open/2`."
  @spec run(String.t(), [String.t()], list) :: t
  def run(program, arguments, options) do
    program = System.find_executable(program)
    common = [:binary, :exit_status, :stderr_to_stdout, args: arguments]
    port = Port.open({:spawn_executable, program}, common ++ options)
    {:os_pid, pid} = Port.info(port, :os_pid)
    %__MODULE__{port: port, pid: pid}
  end

  @doc "Waits until the output holds `text`, and gives the output up to then."
  @spec await(t, String.t(), String.t()) :: String.t()
  def await(%{port: port} = process, text, output \\ "") do
    if String.contains?(output, text) do
      output
    else
      receive do
        {^port, {:data, data}} -> await(process, text, output <> data)
        {^port, {:exit_status, status}} -> raise "ended with #{status} before #{text}:\n#{output}"
      after
        @timeout -> raise "no #{text} in:\n#{output}"
      end
    end
  end

  @doc "Sends a signal to the process."
  @spec signal(t, String.t()) :: :ok
  def signal(%{pid: pid}, name) do
    {_, 0} = System.cmd("kill", ["-#{name}", "#{pid}"], stderr_to_stdout: true)
    :ok
  end

  @doc "Waits for the end, and gives what was printed since, and the exit status."
  @spec result(t, String.t(), timeout) :: {String.t(), non_neg_integer}
  def result(%{port: port} = process, output \\ "", timeout \\ @timeout) do
    receive do
      {^port, {:data, data}} -> result(process, output <> data, timeout)
      {^port, {:exit_status, status}} -> {output, status}
    after
      timeout -> raise "no end, but:\n#{output}"
    end
  end
end
