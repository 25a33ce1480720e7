defmodule RustInElixir.Plan.GeneratedFiles do
  @moduledoc false

  # The entries of the files that the generator owns in one boundary, the lock last. Only what differs in meaning is
  # formatted.

  alias RustInElixir.{
    Core,
    Disk.Tree,
    Plan.BoundaryContext,
    Plan.Entry,
    Project.Formatter,
    Project.Lockfile,
    Text.SourceText
  }

  @doc "Makes the entries; the error has the problems of the schema, or says what else went wrong."
  @spec entries(BoundaryContext.t()) ::
          {:ok, [Entry.t()]} | {:error, [Core.Problem.t()] | String.t()}
  def entries(context) do
    path = Lockfile.path(context.crate_dir)

    with {:ok, text} <- Tree.read(context.project, path),
         {:ok, lock} <- Lockfile.parse(text) do
      line = Lockfile.conflict(text)
      reason = line && "a merge conflict in line #{line}"
      rendered(context, lock, Entry.new(:generator, path, text, text, reason: reason))
    else
      {:error, reason} -> {:ok, [Entry.unreadable(:generator, path, reason)]}
    end
  end

  defp rendered(context, lock, lock_entry) do
    case Core.generate(context.boundary, context.core_project) do
      {:ok, rendered} ->
        entries =
          Enum.map(rendered.files, &owned(context, lock, &1)) ++ orphans(context, lock, rendered)

        with {:ok, formatted} <- format(context.project, entries) do
          lock_entry = locked(lock_entry, lock, rendered.contract, formatted)
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

  # The digests are those of the files as they lie on the disk afterwards.
  defp locked(entry, lock, contract, entries) do
    files = for it <- entries, it.status != :orphan, into: %{}, do: {it.path, digest(lock, it)}
    next = %Core.Lock{contract: contract, files: files}

    if entry.old != nil and lock == next,
      do: entry,
      else: %{
        entry
        | status: if(entry.old, do: :stale, else: :missing),
          new: Lockfile.to_text(next)
      }
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
end
