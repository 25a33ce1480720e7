defmodule RustInElixir.Disk.Tree do
  @moduledoc false

  # Reads the files of a project.
  #
  # Files that another program is about to write count as written: see `t:t/0`.

  alias RustInElixir.Disk.SafePath

  @typedoc """
  Where files lie: the root of a project, or a project whose `drafts` are texts by their paths that
  stand for what is on the disk; `nil` stands for a file that is to be removed.
  """
  @type t ::
          Path.t()
          | %{
              :root => Path.t(),
              :drafts => %{optional(Path.t()) => String.t() | nil},
              optional(atom) => term
            }

  @doc """
  Reads a file of the project; `nil` if there is none.

  The error completes a sentence that begins with the path.
  """
  @spec read(t, Path.t()) :: {:ok, String.t() | nil} | {:error, String.t()}
  def read(%{root: root, drafts: drafts}, path) do
    with :error <- Map.fetch(drafts, path), do: read(root, path)
  end

  def read(root, path) do
    with {:ok, place} <- SafePath.resolve(root, path),
         {:ok, text} when text != nil <- read_regular(place) do
      if String.valid?(text), do: {:ok, text}, else: {:error, "is not UTF-8"}
    end
  end

  @doc """
  The paths of the files in the folder and below it, in order.

      iex> drafts = %{"lib/a.ex" => "", "lib/b/c.ex" => "", "lib/gone.ex" => nil, "test/d.exs" => ""}
      iex> RustInElixir.Disk.Tree.below(%{root: "/nowhere", drafts: drafts}, "lib")
      ["lib/a.ex", "lib/b/c.ex"]
  """
  @spec below(t, Path.t()) :: [Path.t()]
  def below(%{root: root, drafts: drafts}, folder) do
    drafts = Map.filter(drafts, fn {path, _text} -> String.starts_with?(path, folder <> "/") end)
    {written, removed} = Enum.split_with(drafts, fn {_path, text} -> text end)

    (below(root, folder) ++ Enum.map(written, &elem(&1, 0)))
    |> Enum.uniq()
    |> Enum.sort()
    |> Kernel.--(Enum.map(removed, &elem(&1, 0)))
  end

  def below(root, folder) do
    for path <- Path.wildcard(Path.join([root, folder, "**"])),
        File.regular?(path),
        do: Path.relative_to(path, root)
  end

  # Opening a pipe or a device may block forever.
  defp read_regular(place) do
    with {:ok, %{type: :regular}} <- File.stat(place, time: :posix),
         {:ok, text} <- File.read(place) do
      {:ok, text}
    else
      {:ok, %{type: :directory}} -> {:error, "is a directory"}
      {:ok, _device} -> {:error, "is a pipe or a device, not a file"}
      {:error, :enoent} -> {:ok, nil}
      {:error, :enotdir} -> {:error, "has a file in its path where a folder is needed"}
      {:error, reason} -> {:error, "cannot be read: #{:file.format_error(reason)}"}
    end
  end
end
