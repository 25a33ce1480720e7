defmodule RustInElixir.Report.FixCommand do
  @moduledoc false

  # The command that brings a project in line with its schemas.

  alias RustInElixir.{Plan, Plan.Entry}

  @doc "The command that fixes the drift of a plan; `nil` where there is none, or none would do."
  @spec line(Plan.t(), String.t()) :: String.t() | nil
  def line(plan, command) do
    drift = Plan.drift(plan)
    fix = if signatures?(drift), do: " --fix-signatures", else: ""
    fixes? = fix != "" or Enum.any?(drift, &(&1.status != :unchanged))

    if fixes? and Enum.all?(drift, &(&1.status != :unreadable)),
      do: command <> fix <> force(overwritten(drift))
  end

  @doc "The entries that are written only if they are named."
  @spec overwritten([Entry.t()]) :: [Entry.t()]
  def overwritten(entries), do: Enum.filter(entries, &(&1.status in [:edited, :foreign]))

  @doc "The options that name these entries."
  @spec force([Entry.t()]) :: String.t()
  def force(entries), do: Enum.map_join(entries, &" --force #{&1.path}")

  @doc "Whether there are signatures that `--fix-signatures` changes."
  @spec signatures?([Entry.t()]) :: boolean
  def signatures?(entries),
    do: Enum.any?(entries, &Enum.any?(&1.mismatches, fn mismatch -> mismatch.expected end))
end
