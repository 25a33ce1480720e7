defmodule RustInElixir.WorkingFile do
  @moduledoc """
  A file as it lies in the project, on its way into a plan.
  """

  alias RustInElixir.{Core, Place, Plan.Entry, SourceText}

  @doc """
  Reads a file of the project at `root`; `nil` if there is none.

  The error completes a sentence that begins with the path.
  """
  @spec read(Path.t(), Path.t()) :: {:ok, String.t() | nil} | {:error, String.t()}
  def read(root, path) do
    with {:ok, place} <- Place.resolve(root, path),
         {:ok, text} when text != nil <- read_regular(place) do
      if String.valid?(text), do: {:ok, text}, else: {:error, "is not UTF-8"}
    end
  end

  # Whoever opens a pipe or a device may wait for ever.
  defp read_regular(place) do
    with {:ok, %{type: :regular}} <- File.stat(place, time: :posix),
         {:ok, text} <- File.read(place) do
      {:ok, text}
    else
      {:ok, %{type: :directory}} -> {:error, "is a directory"}
      {:ok, _device} -> {:error, "is a pipe or a device, and no file"}
      {:error, :enoent} -> {:ok, nil}
      {:error, :enotdir} -> {:error, "has a file where a folder of its path has to be"}
      {:error, reason} -> {:error, "cannot be read: #{:file.format_error(reason)}"}
    end
  end

  @doc """
  The entry of a file that is the user's and the generator's, whose text `edit` makes out of the old
  one, or out of `nil`.
  """
  @spec shared(Path.t(), Path.t(), (String.t() | nil -> {:ok, String.t()} | {:error, term})) ::
          Entry.t()
  def shared(root, path, edit) do
    entry = %Entry{path: path, owner: :shared, status: :unchanged}

    with {:ok, old} <- read(root, path),
         {:ok, new} <- edit.(old) do
      cond do
        old == nil ->
          %{entry | status: :missing, new: new}

        SourceText.same?(old, new, :text) ->
          %{entry | old: old, new: old}

        true ->
          %{entry | status: :stale, old: old, new: SourceText.with_line_endings_of(new, old)}
      end
    else
      {:error, reason} -> unreadable(entry, reason)
    end
  end

  @doc "Marks an entry as one that nobody can read, with the reason."
  @spec unreadable(Entry.t(), String.t() | Core.SyntaxError.t() | Exception.t()) :: Entry.t()
  def unreadable(entry, reason), do: %{entry | status: :unreadable, reason: describe(reason)}

  defp describe(%Core.SyntaxError{line: line, column: column, message: message}),
    do: "cannot be read: line #{line}, column #{column}: #{message}"

  defp describe(reason) when is_binary(reason), do: reason
  defp describe(reason), do: "cannot be read: #{Exception.message(reason)}"
end
