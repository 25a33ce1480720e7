defmodule RustInElixir.Plan do
  @moduledoc false

  # The changes on disk that make a project match its schemas, as plain data.
  #
  # `RustInElixir.Plan.Sync` makes a plan, `RustInElixir.Report.Text` shows it, and a writer carries it out:
  # `RustInElixir.Apply.Writer`, or any other that takes `changes/1`.

  alias RustInElixir.Plan.Entry

  @enforce_keys [:root]
  defstruct [:root, entries: []]

  @typedoc "A project's absolute root and its files, in the order in which they are written."
  @type t :: %__MODULE__{root: Path.t(), entries: [Entry.t()]}

  @writable [:missing, :stale, :orphan]
  @refused [:foreign, :unreadable]

  @doc "The entries that a writer carries out: a file to be written, or to be removed if `new` is `nil`."
  @spec changes(t) :: [Entry.t()]
  def changes(%__MODULE__{entries: entries}), do: Enum.filter(entries, &(&1.status in @writable))

  @doc "The entries that are not as the schema asks for, whatever the reason."
  @spec drift(t) :: [Entry.t()]
  def drift(%__MODULE__{entries: entries}),
    do: Enum.reject(entries, &(&1.status == :unchanged and &1.mismatches == []))

  @doc "The entries with functions that are not as the schema asks for, whatever is written."
  @spec mismatches(t) :: [Entry.t()]
  def mismatches(%__MODULE__{entries: entries}), do: Enum.filter(entries, &(&1.mismatches != []))

  @doc "The entries that were edited by hand, which are left alone while the rest is written."
  @spec edited(t) :: [Entry.t()]
  def edited(%__MODULE__{entries: entries}), do: Enum.filter(entries, &(&1.status == :edited))

  @doc "The entries that stand in the way: as long as there is one, nothing at all is written."
  @spec refused(t) :: [Entry.t()]
  def refused(%__MODULE__{entries: entries}), do: Enum.filter(entries, &(&1.status in @refused))
end
