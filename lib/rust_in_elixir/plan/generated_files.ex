defmodule RustInElixir.Plan.GeneratedFiles do
  @moduledoc false

  # The entries of the files that the generator owns in one boundary, the lock last.
  #
  # A boundary whose lock is current, with every file as the lock has it, is neither rendered nor
  # formatted. Of the rest only what differs in meaning is formatted.

  alias RustInElixir.{
    Core,
    Disk.Tree,
    Plan.BoundaryContext,
    Plan.Entry,
    Project.Formatter,
    Project.Lockfile,
    Text.SourceText
  }

  alias RustInElixir.Schema.Constant

  # So many files are read by one process.
  @share 128

  @doc "Makes the entries; the error has the problems of the schema, or says what else went wrong."
  @spec entries(BoundaryContext.t()) ::
          {:ok, [Entry.t()]} | {:error, [Core.Problem.t()] | String.t()}
  def entries(context) do
    path = Lockfile.path(context.crate_dir)

    with {:ok, text} <- Tree.read(context.project, path),
         {:ok, lock} <- Lockfile.parse(text) do
      line = Lockfile.conflict(text)
      reason = line && "a merge conflict in line #{line}"
      lock_entry = Entry.new(:generator, path, text, text, reason: reason)

      case as_locked(context, lock) do
        {:ok, entries} -> {:ok, entries ++ [lock_entry]}
        :drift -> rendered(context, lock, lock_entry)
      end
    else
      {:error, reason} -> {:ok, [Entry.unreadable(:generator, path, reason)]}
    end
  end

  defp as_locked(context, lock) do
    with true <- Lockfile.current?(lock, context.schema, context.core_project),
         # The same text may say something else.
         true <- Constant.constant?(context.schema),
         entries = locked_entries(context, lock),
         true <- Enum.all?(entries) do
      {:ok, entries}
    else
      _ -> :drift
    end
  end

  # Reading and hashing is all that has to be done then, and each scheduler can do some of it.
  defp locked_entries(context, lock) do
    # What a process is given is copied, so it gets no more than it needs.
    tree = Map.take(context.project, [:root, :drafts])
    empty = %{lock | files: %{}}

    lock.files
    |> Map.keys()
    |> Enum.sort()
    |> Enum.chunk_every(@share)
    |> Enum.map(&{Map.take(lock.files, &1), &1})
    |> Task.async_stream(
      fn {files, paths} -> Enum.map(paths, &locked_entry(tree, %{empty | files: files}, &1)) end,
      timeout: :infinity
    )
    |> Enum.flat_map(fn {:ok, entries} -> entries end)
  end

  defp locked_entry(tree, lock, path) do
    with {:ok, text} when text != nil <- Tree.read(tree, path),
         :written <- Lockfile.recognise(lock, path, text) do
      Entry.new(:generator, path, text, text)
    else
      _ -> nil
    end
  end

  defp rendered(context, lock, lock_entry) do
    case Core.generate(context.boundary, context.core_project) do
      {:ok, rendered} ->
        entries =
          Enum.map(rendered.files, &owned(context, lock, &1)) ++ orphans(context, lock, rendered)

        with {:ok, formatted} <- format(context.project, entries) do
          lock_entry = locked(lock_entry, context, lock, rendered.contract, formatted)
          {:ok, formatted ++ [lock_entry]}
        end

      {:error, problems} when is_list(problems) ->
        {:error, problems}

      {:error, error} ->
        {:error, Exception.message(error)}
    end
  end

  defp owned(context, lock, %{path: path, language: language, text: new}) do
    with {:ok, old} <- Tree.read(context.project, path) do
      cond do
        old == nil -> Entry.new(:generator, path, nil, new)
        SourceText.same?(old, new, language) -> Entry.new(:generator, path, old, old)
        true -> Entry.new(:generator, path, old, new, status: drift(context, lock, path, old))
      end
    else
      {:error, reason} -> %{Entry.unreadable(:generator, path, reason) | new: new}
    end
  end

  defp drift(context, lock, path, old) do
    case Lockfile.recognise(lock, path, old) do
      :written ->
        :stale

      status ->
        if path in context.force or (status == :edited and Lockfile.merged?(lock, path, old)),
          do: :stale,
          else: status
    end
  end

  # Files of the lock that the schema no longer asks for. One that is gone already needs no entry.
  defp orphans(context, lock, rendered) do
    for path <- Enum.sort(Map.keys(lock.files) -- Enum.map(rendered.files, & &1.path)),
        {:ok, old} when old != nil <- [Tree.read(context.project, path)] do
      status = with :stale <- drift(context, lock, path, old), do: :orphan
      Entry.new(:generator, path, old, nil, status: status)
    end
  end

  defp format(project, entries) do
    if Enum.all?(entries, &(&1.status == :unchanged)) do
      {:ok, entries}
    else
      with {:ok, options} <- Formatter.options(project),
           do: format_each(entries, options)
    end
  end

  defp format_each(entries, options) do
    formatted =
      entries
      |> Task.async_stream(&format_one(&1, options), timeout: :infinity)
      |> Enum.map(fn {:ok, result} -> result end)

    with nil <- Enum.find(formatted, &match?({:error, _}, &1)),
         do: {:ok, Enum.map(formatted, &elem(&1, 1))}
  end

  defp format_one(%{status: :unchanged} = entry, _options), do: {:ok, entry}
  defp format_one(%{new: nil} = entry, _options), do: {:ok, entry}

  defp format_one(%{path: path, new: new} = entry, options) do
    case SourceText.format(new, SourceText.language(path), options) do
      {:ok, new} -> {:ok, %{entry | new: new}}
      {:error, reason} -> {:error, "#{path} was rendered wrongly: #{reason}"}
    end
  end

  defp locked(entry, context, lock, contract, entries) do
    owned = Enum.filter(entries, &(&1.status != :orphan))

    contents = %{
      contract: contract,
      files: Map.new(owned, &{&1.path, digest(lock, &1)}),
      settled?: Enum.all?(owned, &settled?(lock, &1))
    }

    next = Lockfile.next(lock, context.schema, context.core_project, contents)
    new = Lockfile.to_text(next)

    cond do
      entry.old == nil -> %{entry | status: :missing, new: new}
      SourceText.same?(entry.old, new, :text) -> entry
      Lockfile.same?(lock, next) -> %{entry | status: :behind, new: new}
      true -> %{entry | status: :stale, new: new}
    end
  end

  # What was edited by hand stays known as it was generated, so that it stays known as edited. A
  # file that only means the same keeps its digest too: to format it is no reason to write a lock.
  defp digest(lock, %{path: path} = entry) do
    text = entry.new || entry.old
    recorded = Lockfile.recorded(lock, path, text)

    cond do
      entry.status == :edited -> recorded
      Lockfile.recognise(lock, path, text) == :written -> recorded
      true -> SourceText.digest(text, SourceText.language(path))
    end
  end

  # An edited file is settled if the generator would write again just what it wrote before.
  defp settled?(lock, %{status: :edited, path: path, new: new}),
    do: new != nil and Lockfile.recognise(lock, path, new) == :written

  defp settled?(_lock, _entry), do: true
end
