defmodule RustInElixir.Apply.Writer do
  @moduledoc false

  # Carries out a plan on the disk.
  #
  # Foreseeable errors are checked first, and everything is written to temporary files before the first of
  # them is moved into place. So on a full disk nothing has changed. Each file is replaced at
  # once, by a rename, and keeps its mode; a lock comes after the files that it speaks of. Should the
  # process be killed halfway, the next run finishes the work, and removes the temporary files that were
  # left behind.
  #
  # A file that was saved since the plan was made is neither replaced nor removed: each is compared again
  # right before. The error says so, and what would come after it is not written either.
  #
  # Should the power fail, no lock speaks of files that are not on the disk: texts are flushed before they take
  # their places, and folders before the lock takes its own.
  #
  # A writer holds the project's write lock; see `RustInElixir.Disk.WriteLock`.

  alias RustInElixir.{Disk.SafePath, Plan, Plan.Entry}

  # A temporary file is called .text.ex.rust_in_elixir-1234-5, after the process that writes it.
  @mark "rust_in_elixir-"
  @temporary ~r/\A\..+\.#{@mark}\d+-\d+\z/
  @go_on "run the command again for the rest"

  @doc """
  Writes and removes what `RustInElixir.Plan.changes/1` lists.

  The error has a message for each file that prevents it; then nothing was written.
  """
  @spec apply(Plan.t()) :: {:ok, [Plan.Entry.t()]} | {:error, [String.t()]}
  def apply(%Plan{root: root} = plan) do
    changes = Plan.changes(plan)

    sweep(plan)

    with {:ok, places} <- places(root, changes),
         :ok <- preflight(root, places),
         {:ok, staged} <- stage(places),
         :ok <- finish(staged) do
      {:ok, changes}
    end
  end

  # While this process holds the lock nobody else writes, so any temporary file was abandoned.
  defp sweep(%Plan{root: root, entries: entries}) do
    folders =
      Enum.uniq_by(entries, &Path.dirname(&1.path)) ++ Enum.filter(entries, &link?(root, &1))

    for {:ok, place} <- Enum.map(folders, &SafePath.resolve(root, &1.path)),
        folder = Path.dirname(place),
        {:ok, names} <- [File.ls(folder)],
        name <- names,
        name =~ @temporary,
        do: File.rm(Path.join(folder, name))
  end

  defp link?(root, entry), do: match?({:ok, _}, File.read_link(Path.join(root, entry.path)))

  # A rename would put a file in the place of a link, so links are followed first.
  defp places(root, changes) do
    found = Enum.map(changes, &{&1, SafePath.resolve(root, &1.path)})

    case for {entry, {:error, reason}} <- found, do: "#{entry.path} #{reason}" do
      [] -> {:ok, for({entry, {:ok, place}} <- found, do: {entry, place})}
      messages -> {:error, messages}
    end
  end

  defp preflight(root, places) do
    case Enum.flat_map(places, fn {entry, place} -> obstacle(entry, place, root) end) do
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

  defp changed_since(entry, target) do
    if as_planned?(entry, target),
      do: [],
      else: ["#{entry.path} was changed meanwhile; run the command again"]
  end

  # The plan was made from what the file held then; what came since must not be lost.
  defp as_planned?(%{old: old}, target) do
    case File.read(target) do
      {:ok, ^old} -> true
      {:error, reason} when is_nil(old) and reason in [:enoent, :enotdir] -> true
      _ -> false
    end
  end

  defp blocked_folder(folder, root) do
    case File.stat(folder) do
      {:ok, %{type: :directory, access: access}} when access in [:write, :read_write] -> []
      {:ok, %{type: :directory}} -> ["#{folder_name(folder, root)} is not writable"]
      {:ok, _} -> ["#{folder_name(folder, root)} is not a directory"]
      {:error, _} -> blocked_folder(Path.dirname(folder), root)
    end
  end

  defp folder_name(root, root), do: "the project folder"
  defp folder_name(folder, root), do: Path.relative_to(folder, root)

  # Every new text lies beside its place before the first one takes it.
  defp stage(places) do
    Enum.reduce_while(places, {:ok, []}, fn {entry, place}, {:ok, staged} ->
      case stage_one(entry, place) do
        {:ok, temporary, made} ->
          {:cont, {:ok, [{entry, place, temporary, made} | staged]}}

        {:error, reason, made} ->
          undo([{entry, place, nil, made} | staged])
          {:halt, nothing_changed(entry, reason)}
      end
    end)
    |> in_order()
  end

  defp in_order({:ok, staged}), do: {:ok, Enum.reverse(staged)}
  defp in_order(error), do: error

  defp stage_one(%{new: nil}, _place), do: {:ok, nil, []}

  defp stage_one(%{new: text}, place) do
    folder = Path.dirname(place)
    made = missing_folders(folder)
    unique = "#{System.pid()}-#{System.unique_integer([:positive])}"
    temporary = Path.join(folder, ".#{Path.basename(place)}.#{@mark}#{unique}")

    with :ok <- File.mkdir_p(folder),
         :ok <- File.write(temporary, text, [:exclusive]),
         :ok <- keep_mode(place, temporary) do
      {:ok, temporary, made}
    else
      {:error, reason} ->
        File.rm(temporary)
        {:error, reason, made}
    end
  end

  # The innermost first.
  defp missing_folders(folder) do
    if File.exists?(folder), do: [], else: [folder | missing_folders(Path.dirname(folder))]
  end

  defp finish(staged) do
    {locks, others} = Enum.split_with(staged, fn {entry, _, _, _} -> Entry.lock?(entry) end)

    with :ok <- flush_texts(staged),
         :ok <- none_changed(staged),
         :ok <- put(others),
         :ok <- flush_folders(staged),
         :ok <- put(locks) do
      flush_folders(locks)
    else
      {:error, messages} ->
        undo(Enum.reverse(staged))
        {:error, messages}
    end
  end

  # Many at once, for a disk takes about as long for one as for several.
  defp flush_texts(staged) do
    texts = for {entry, _, temporary, _} <- staged, temporary != nil, do: {entry, temporary}

    texts
    |> Task.async_stream(fn {entry, temporary} -> {entry, flush(temporary, [:raw, :read])} end,
      max_concurrency: 16,
      timeout: :infinity
    )
    |> Enum.find_value(:ok, fn {:ok, {entry, result}} ->
      with :ok <- result, do: nil, else: ({:error, reason} -> nothing_changed(entry, reason))
    end)
  end

  # All of that takes time, in which somebody may have saved a file.
  defp none_changed(staged) do
    case Enum.flat_map(staged, fn {entry, place, _, _} -> changed_since(entry, place) end) do
      [] -> :ok
      messages -> {:error, messages}
    end
  end

  defp put(staged), do: Enum.find_value(staged, :ok, &failure/1)

  defp failure({entry, place, _temporary, _made} = staged) do
    with true <- as_planned?(entry, place),
         :ok <- put_one(staged) do
      nil
    else
      false ->
        {:error, ["#{entry.path} was changed meanwhile and was left unchanged; #{@go_on}"]}

      {:error, reason} ->
        {:error, ["#{unwritable(entry, reason)}; #{@go_on}"]}
    end
  end

  # A rename or a new name is safe once its folder is flushed. Not every file system can flush one.
  defp flush_folders(staged) do
    staged
    |> Enum.flat_map(fn {_, place, _, made} -> [place | made] end)
    |> Enum.map(&Path.dirname/1)
    |> Enum.uniq()
    |> Enum.each(&flush(&1, [:raw, :read, :directory]))
  end

  defp flush(path, modes) do
    with {:ok, file} <- :file.open(path, modes) do
      result = :file.sync(file)
      :file.close(file)
      result
    end
  end

  defp put_one({%{new: nil}, place, nil, _made}), do: File.rm(place)
  defp put_one({_entry, place, temporary, _made}), do: File.rename(temporary, place)

  # A folder that holds something by now stays.
  defp undo(staged) do
    for {_, _, temporary, _} <- staged, temporary != nil, do: File.rm(temporary)
    for {_, _, _, made} <- staged, folder <- made, do: File.rmdir(folder)
  end

  defp nothing_changed(entry, reason),
    do: {:error, ["#{unwritable(entry, reason)}; nothing was changed"]}

  defp unwritable(entry, reason),
    do: "#{entry.path} cannot be written: #{:file.format_error(reason)}"

  defp keep_mode(target, temporary) do
    case File.stat(target) do
      {:ok, %{mode: mode}} -> File.chmod(temporary, mode)
      {:error, :enoent} -> :ok
      {:error, reason} -> {:error, reason}
    end
  end
end
