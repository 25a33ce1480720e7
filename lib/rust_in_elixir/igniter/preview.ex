# Igniter is an optional dependency, and without it nothing calls this module.
if Code.ensure_loaded?(Igniter) do
  defmodule RustInElixir.Igniter.Preview do
    @moduledoc false

    # Shows a plan at a terminal as Igniter shows its changes, for tasks that are run directly.

    alias RustInElixir.Plan

    @doc """
    Shows a plan as Igniter shows its changes, and asks whether to write it, at a terminal.

    Where there is none, there is nobody to ask, and the answer is yes.
    """
    @spec accepted?(Plan.t(), String.t()) :: boolean
    def accepted?(plan, command) do
      not interactive?() or Plan.changes(plan) == [] or
        (show(plan, command) and Igniter.Util.IO.yes?("Proceed with changes?"))
    end

    @doc "Shows a plan as Igniter shows its changes; `false` without a terminal."
    @spec show(Plan.t(), String.t()) :: boolean
    def show(plan, command) do
      if interactive?() do
        {:ok, _apps} = Elixir.Application.ensure_all_started(:rewrite)

        Igniter.new()
        |> RustInElixir.Igniter.Writer.add(plan, command)
        |> Igniter.do_or_dry_run(dry_run: true, title: command)

        true
      else
        false
      end
    end

    @doc "Whether there is somebody to ask."
    @spec interactive? :: boolean
    def interactive?, do: Igniter.Mix.Task.tty?() and device("/dev/stdin") != device("/dev/null")

    # Igniter takes any device for a terminal, but what CI has for one gives no answer.
    defp device(path) do
      with {:ok, info} <- File.stat(path), do: {info.type, info.minor_device}
    end
  end
end
