defmodule RustInElixir.Plan.SupportFiles do
  @moduledoc false

  # What the boundaries of an application share: the crate of the codecs, and of the modules as much as any boundary calls,
  # by what the lock of each says that it does. So no schema is evaluated but those that a command is about.

  alias RustInElixir.{
    Core,
    Disk.Tree,
    Plan.Entry,
    Plan.GeneratedFiles,
    Project,
    Project.Lockfile
  }

  @doc "The folder of the crate of the codecs."
  @spec codecs() :: Path.t()
  def codecs, do: "native/nif_codec"

  @doc """
  Makes the entries for the boundaries in `crate_dirs`; the locks of some of them are among `entries`, and the others are read.

  What a boundary calls whose lock is unreadable is unknown. Then that lock is all that comes of it, and no command writes.
  """
  @spec entries(Project.t(), [Path.t()], [Entry.t()], [Path.t()]) ::
          {:ok, [Entry.t()]} | {:error, String.t()}
  def entries(project, crate_dirs, entries, force) do
    planned = Map.new(entries, &{&1.path, &1})
    locks = Enum.map(crate_dirs, &needs(project, &1, planned))

    case for {:error, entry} <- locks, do: entry do
      [] -> needed(project, Enum.flat_map(locks, fn {:ok, needs} -> needs end), force)
      unreadable -> {:ok, Enum.reject(unreadable, &Map.has_key?(planned, &1.path))}
    end
  end

  defp needs(project, crate_dir, planned) do
    path = Lockfile.path(crate_dir)

    with %{needs: nil} <- Map.get(planned, path, %{needs: nil}),
         {:ok, text} <- text(project, path, planned[path]),
         {:ok, lock} <- Lockfile.parse(text) do
      {:ok, lock.support}
    else
      %{needs: needs} ->
        {:ok, needs}

      {:error, reason} ->
        {:error, %{Entry.unreadable(:generator, path, reason) | boundary: crate_dir}}
    end
  end

  defp text(_project, _path, %{status: :unreadable, reason: reason}), do: {:error, reason}
  defp text(_project, _path, %{new: text}), do: {:ok, text}
  defp text(project, path, nil), do: Tree.read(project, path)

  defp needed(project, needs, force) do
    needs = needs |> Enum.uniq() |> Enum.sort()

    GeneratedFiles.entries(project, Lockfile.support_path(), force, fn ->
      with {:ok, files} <- Core.support(needs, Project.for_core(project)),
           do: {:ok, %{files: files, contract: "", support: []}}
    end)
  end
end
