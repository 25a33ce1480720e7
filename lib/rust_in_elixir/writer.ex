defmodule RustInElixir.Writer do
  @moduledoc """
  Carries out a plan on the disk.

  What can be known to go wrong is looked for first, so that either everything is written or
  nothing. Each file is replaced at once, by a rename, and keeps its mode; a lock comes after the
  files that it speaks of. Should the disk fail halfway, or the process be killed, the next run
  finishes the work, and removes the temporary files that were left behind.

  Whoever writes has the project's turn; see `RustInElixir.Turn`.
  """

  alias RustInElixir.Plan

  # A temporary file is called .text.ex.rust_in_elixir-1234-5, after the process that writes it.
  @mark "rust_in_elixir-"
  @temporary ~r/\A\..+\.#{@mark}\d+-\d+\z/

  @doc """
  Writes and removes what `RustInElixir.Plan.changes/1` lists.

  The error has a message for each file that stands in the way; then nothing was written.
  """
  @spec apply(Plan.t()) :: {:ok, [Plan.Entry.t()]} | {:error, [String.t()]}
  def apply(%Plan{root: root} = plan) do
    changes = Plan.changes(plan)

    sweep(plan)

    with :ok <- preflight(root, changes),
         :ok <- carry_out(root, changes) do
      {:ok, changes}
    end
  end

  # With the turn nobody else is writing, so whoever began a temporary file will not finish it.
  defp sweep(%Plan{root: root, entries: entries}) do
    folders =
      Enum.uniq_by(entries, &Path.dirname(&1.path)) ++ Enum.filter(entries, &link?(root, &1))

    for folder <-
          folders |> Enum.map(&Path.dirname(resolve(Path.join(root, &1.path)))) |> Enum.uniq(),
        {:ok, names} <- [File.ls(folder)],
        name <- names,
        name =~ @temporary,
        do: File.rm(Path.join(folder, name))
  end

  defp link?(root, entry), do: match?({:ok, _}, File.read_link(Path.join(root, entry.path)))

  defp preflight(root, changes) do
    case Enum.flat_map(changes, &obstacle(&1, resolve(Path.join(root, &1.path)), root)) do
      [] -> :ok
      obstacles -> {:error, Enum.uniq(obstacles)}
    end
  end

  defp obstacle(entry, target, root) do
    case File.stat(target) do
      {:ok, %{type: :directory}} -> ["#{entry.path} is a directory"]
      {:ok, %{access: access}} when access in [:read, :none] -> ["#{entry.path} is not writable"]
      {:ok, _} -> changed_since(entry, target) ++ blocked_folder(Path.dirname(target), root)
      {:error, _} -> changed_since(entry, target) ++ blocked_folder(Path.dirname(target), root)
    end
  end

  # The plan was made of what the file held then; what came since must not be lost.
  defp changed_since(%{old: old, path: path}, target) do
    case File.read(target) do
      {:ok, ^old} -> []
      {:error, reason} when is_nil(old) and reason in [:enoent, :enotdir] -> []
      _ -> ["#{path} was changed in the meantime; run the command again"]
    end
  end

  defp blocked_folder(folder, root) do
    case File.stat(folder) do
      {:ok, %{type: :directory, access: access}} when access in [:write, :read_write] -> []
      {:ok, %{type: :directory}} -> ["#{Path.relative_to(folder, root)} is not writable"]
      {:ok, _} -> ["#{Path.relative_to(folder, root)} is not a directory"]
      {:error, _} -> blocked_folder(Path.dirname(folder), root)
    end
  end

  defp carry_out(root, changes) do
    Enum.reduce_while(changes, :ok, fn entry, :ok ->
      case carry_out_one(entry, resolve(Path.join(root, entry.path))) do
        :ok ->
          {:cont, :ok}

        {:error, reason} ->
          {:halt, {:error, ["#{entry.path} cannot be written: #{:file.format_error(reason)}"]}}
      end
    end)
  end

  defp carry_out_one(%{new: nil}, target), do: File.rm(target)

  defp carry_out_one(%{new: text}, target) do
    folder = Path.dirname(target)
    unique = "#{System.pid()}-#{System.unique_integer([:positive])}"
    temporary = Path.join(folder, ".#{Path.basename(target)}.#{@mark}#{unique}")

    with :ok <- File.mkdir_p(folder),
         :ok <- File.write(temporary, text, [:exclusive]),
         :ok <- keep_mode(target, temporary),
         :ok <- File.rename(temporary, target) do
      :ok
    else
      {:error, reason} ->
        File.rm(temporary)
        {:error, reason}
    end
  end

  defp keep_mode(target, temporary) do
    case File.stat(target) do
      {:ok, %{mode: mode}} -> File.chmod(temporary, mode)
      {:error, :enoent} -> :ok
      {:error, reason} -> {:error, reason}
    end
  end

  # A rename would put a file in the place of a link, so links are followed first; as many as a
  # system itself would follow.
  defp resolve(path, links \\ 40)
  defp resolve(path, 0), do: path

  defp resolve(path, links) do
    case File.read_link(path) do
      {:ok, to} -> to |> Path.expand(Path.dirname(path)) |> resolve(links - 1)
      {:error, _} -> path
    end
  end
end
