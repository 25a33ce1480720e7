defmodule RustInElixir.Plan do
  @moduledoc """
  What has to happen on the disk so that a project matches its schemas, as plain data.

  `RustInElixir.Plan.Sync` makes a plan, `RustInElixir.Report.Text` shows it, and a writer carries it out:
  `RustInElixir.Apply.Writer`, or any other that takes `changes/1`.
  """

  defmodule Entry do
    @moduledoc """
    One file of a plan.

    * `path` – relative to the project's root
    * `boundary` – the folder of the boundary that the file belongs to; `nil` if it serves several
    * `owner` – `:generator` writes the file whole; the `:user`'s is created once, and only gains
      what is missing; of a `:shared` one the generator edits its own keys
    * `status` – see `t:status/0`
    * `old` – the text on the disk; `nil` if there is none
    * `new` – the text that the schema asks for; `nil` if it asks for no such file
    * `missing` – the functions, as `name/arity`, that the user's `lib.rs` or test lacks
    * `misfits` – the functions in it that are not as the schema asks for, which a person has to mend
    * `reason` – why the file is `:unreadable`, what is wrong with a lock, or why a test is left as it is
    """

    @enforce_keys [:path, :owner, :status]
    defstruct [:path, :boundary, :owner, :status, :old, :new, :reason, missing: [], misfits: []]

    @typedoc """
    What is to be said about a file.

    * `:unchanged` – it means what the schema asks for
    * `:missing` – it is not there
    * `:stale` – it is as the generator left it, and the schema asks for something else
    * `:behind` – a lock that is right, but does not spare the next check its work
    * `:orphan` – it is as the generator left it, and the schema no longer asks for it
    * `:edited` – it was generated, and changed by hand since
    * `:foreign` – it stands where a file is to be generated, and was not generated
    * `:unreadable` – it cannot be read or understood
    """
    @type status ::
            :unchanged
            | :missing
            | :stale
            | :behind
            | :orphan
            | :edited
            | :foreign
            | :unreadable

    @type t :: %__MODULE__{
            path: Path.t(),
            boundary: Path.t() | nil,
            owner: :generator | :user | :shared,
            status: status,
            old: String.t() | nil,
            new: String.t() | nil,
            reason: String.t() | nil,
            missing: [String.t()],
            misfits: [RustInElixir.Core.Misfit.t()]
          }
  end

  @enforce_keys [:root]
  defstruct [:root, entries: []]

  @typedoc "A project's absolute root and its files, in the order in which they are written."
  @type t :: %__MODULE__{root: Path.t(), entries: [Entry.t()]}

  @fine [:unchanged, :behind]
  @writable [:missing, :stale, :behind, :orphan]
  @refused [:foreign, :unreadable]

  @doc "The entries that a writer carries out: a file to be written, or to be removed if `new` is `nil`."
  @spec changes(t) :: [Entry.t()]
  def changes(%__MODULE__{entries: entries}), do: Enum.filter(entries, &(&1.status in @writable))

  @doc "The entries that are not as the schema asks for, whatever the reason."
  @spec drift(t) :: [Entry.t()]
  def drift(%__MODULE__{entries: entries}),
    do: Enum.reject(entries, &(&1.status in @fine and &1.misfits == []))

  @doc "The entries with functions that are not as the schema asks for, whatever is written."
  @spec misfits(t) :: [Entry.t()]
  def misfits(%__MODULE__{entries: entries}), do: Enum.filter(entries, &(&1.misfits != []))

  @doc "The entries that were edited by hand, which are left alone while the rest is written."
  @spec edited(t) :: [Entry.t()]
  def edited(%__MODULE__{entries: entries}), do: Enum.filter(entries, &(&1.status == :edited))

  @doc "The entries that stand in the way: as long as there is one, nothing at all is written."
  @spec refused(t) :: [Entry.t()]
  def refused(%__MODULE__{entries: entries}), do: Enum.filter(entries, &(&1.status in @refused))
end
