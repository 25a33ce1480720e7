defmodule RustInElixir.ResidentMix do
  @moduledoc """
  Mix's command line in a VM that stays, for the many commands whose own work is done sooner than a VM has started.

  It is `Mix.CLI.main/1` that runs in it; whatever a command leaves in the VM is removed before the next one. A command that
  compiles or loads the project is better off with a VM to itself.
  """

  use GenServer

  alias RustInElixir.ElixirProcess

  @script Path.join(__DIR__, "resident_mix.exs")

  @doc """
  Runs the command in the folder, and gives what it printed and its exit status.

  `ebin` has the package, and `environment` is the first command's: it has to be the same for all.
  """
  @spec mix(Path.t(), [String.t()], Path.t(), [{String.t(), String.t() | nil}]) ::
          {String.t(), non_neg_integer}
  def mix(folder, arguments, ebin, environment) do
    # As many as can work at a time.
    name = {:global, {__MODULE__, :erlang.phash2(make_ref(), System.schedulers_online())}}

    case GenServer.start(__MODULE__, {ebin, environment}, name: name) do
      {:ok, _} -> :ok
      {:error, {:already_started, _}} -> :ok
    end

    GenServer.call(name, {folder, arguments}, :infinity)
  end

  @impl GenServer
  def init({ebin, environment}) do
    environment =
      for {name, value} <- environment,
          do: {to_charlist(name), if(value, do: to_charlist(value), else: false)}

    {:ok, ElixirProcess.run("elixir", ["-pa", ebin, @script], env: environment)}
  end

  @impl GenServer
  def handle_call({_folder, _arguments} = command, _from, process) do
    Port.command(process.port, [Base.encode64(:erlang.term_to_binary(command)), "\n"])
    output = ElixirProcess.await(process, "\x01", ElixirProcess.await(process, "\0\n"))
    [output, status, "\n" <> errors] = output |> String.replace("\x01", "") |> String.split("\0")
    {:reply, {output <> errors, String.to_integer(status)}, process}
  end
end
