defmodule RustInElixir.Plan.Entry do
  @moduledoc false

  # One file of a plan. Its fields:
  #
  #   * `path` – relative to the project's root
  #   * `boundary` – the folder of the boundary that the file belongs to; `nil` if it serves several
  #   * `owner` – `:generator` writes the file whole; the `:user`'s is created once, and only gains what is missing; of a
  #     `:shared` one the generator edits its own keys
  #   * `status` – see `t:status/0`
  #   * `old` – the text on the disk; `nil` if there is none
  #   * `new` – the text that the schema asks for; `nil` if it asks for no such file
  #   * `missing` – the functions, as `name/arity`, that the user's `lib.rs` or test lacks
  #   * `mismatches` – the functions in it that are not as the schema asks for, which a person has to fix
  #   * `sources` – of a schema, those of other boundaries that it names types of
  #   * `needs` – of a lock, what its boundary calls of what all share; `nil` if only its text says that
  #   * `noted?` – of a schema, whether the entries of its boundary are as `RustInElixir.Plan.Cache` noted them
  #   * `reason` – why the file is `:unreadable`, what is wrong with a lock, or why a test is left as it is

  alias RustInElixir.Core
  alias RustInElixir.Disk.Tree
  alias RustInElixir.Text.SourceText

  @enforce_keys [:path, :owner, :status]
  defstruct [
    :path,
    :boundary,
    :owner,
    :status,
    :old,
    :new,
    :reason,
    :needs,
    missing: [],
    mismatches: [],
    sources: [],
    noted?: false
  ]

  @type owner :: :generator | :user | :shared

  @typedoc """
  The state of a file.

  * `:unchanged` – it means what the schema asks for
  * `:missing` – it is not there
  * `:stale` – it is as the generator left it, and the schema asks for something else
  * `:orphan` – it is as the generator left it, and the schema no longer asks for it
  * `:edited` – it was generated, and changed by hand since
  * `:foreign` – it stands where a file is to be generated, and was not generated
  * `:unreadable` – it cannot be read or understood
  """
  @type status ::
          :unchanged | :missing | :stale | :orphan | :edited | :foreign | :unreadable

  @type t :: %__MODULE__{
          path: Path.t(),
          boundary: Path.t() | nil,
          owner: owner,
          status: status,
          old: String.t() | nil,
          new: String.t() | nil,
          reason: String.t() | nil,
          missing: [String.t()],
          mismatches: [Core.Mismatch.t()],
          sources: [Path.t()],
          needs: [String.t()] | nil,
          noted?: boolean
        }

  @doc """
  An entry out of the text on the disk and the one that there should be. Of another status than these two tell, or with
  more to say, it is by `fields`.

      iex> alias RustInElixir.Plan.Entry
      iex> for {old, new} <- [{nil, "a"}, {"a", "a"}, {"a", "b"}],
      ...>     do: Entry.new(:user, "lib/a.ex", old, new).status
      [:missing, :unchanged, :stale]
  """
  @spec new(owner, Path.t(), String.t() | nil, String.t() | nil, keyword) :: t
  def new(owner, path, old, new, fields \\ []) do
    entry = %__MODULE__{
      owner: owner,
      path: path,
      status: status(old, new),
      old: old,
      new: new
    }

    struct!(entry, fields)
  end

  defp status(nil, _new), do: :missing
  defp status(text, text), do: :unchanged
  defp status(_old, _new), do: :stale

  @doc "The entry of a file that nobody can read, with the reason."
  @spec unreadable(owner, Path.t(), String.t() | Core.SyntaxError.t() | Exception.t()) :: t
  def unreadable(owner, path, reason),
    do: new(owner, path, nil, nil, status: :unreadable, reason: describe(reason))

  @doc """
  The entry of a file of the project, whose new text `edit` makes out of the old one, or out of `nil`.

  Of a shared file the line endings stay.
  """
  @spec edit(owner, Tree.t(), Path.t(), (String.t() | nil -> {:ok, String.t()} | {:error, term})) ::
          t
  def edit(owner, tree, path, edit) do
    with {:ok, old} <- Tree.read(tree, path), {:ok, new} <- edit.(old) do
      new(owner, path, old, if(owner == :shared and old, do: like(new, old), else: new))
    else
      {:error, reason} -> unreadable(owner, path, reason)
    end
  end

  defp like(new, old) do
    if SourceText.same?(old, new, :text),
      do: old,
      else: SourceText.with_line_endings_of(new, old)
  end

  @doc "Whether the generator writes the file."
  @spec generated?(t) :: boolean
  def generated?(entry), do: entry.owner == :generator and entry.new != nil

  @doc "Whether the file is a lock, which comes after those that it speaks of."
  @spec lock?(t) :: boolean
  def lock?(entry), do: Path.basename(entry.path) in ["boundary.lock", "support.lock"]

  defp describe(%Core.SyntaxError{line: line, column: column, message: message}),
    do: "cannot be read: line #{line}, column #{column}: #{message}"

  defp describe(reason) when is_binary(reason), do: reason
  defp describe(reason), do: "cannot be read: #{Exception.message(reason)}"
end
