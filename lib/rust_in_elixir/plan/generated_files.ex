defmodule RustInElixir.Plan.GeneratedFiles do
  @moduledoc false

  # The entries of files that the generator owns and a lock speaks of, the lock last: those of one boundary, or those that
  # the boundaries of an application share. Only what differs in meaning is formatted.

  alias RustInElixir.{
    Core,
    Disk.Tree,
    Plan.Entry,
    Project,
    Project.Formatter,
    Project.Lockfile,
    Text.SourceText
  }

  @typedoc "The rendered files, and the other contents of the lock."
  @type rendered :: %{
          :files => [Core.SourceFile.t()],
          :contract => String.t(),
          :support => [String.t()],
          optional(:laid_out) => [Path.t()],
          optional(:__struct__) => module
        }

  @doc """
  Makes the entries of what `render` gives, by the lock at `path`; `force` are the paths that may be overwritten although they
  were edited or not generated. Nothing is rendered beside a lock that cannot be read. A lock of no files is none.

  The error has the problems of the schema, or says what else went wrong.
  """
  @spec entries(Project.t(), Path.t(), [Path.t()], (() -> {:ok, rendered} | {:error, term})) ::
          {:ok, [Entry.t()]} | {:error, [Core.Problem.t()] | String.t()}
  def entries(project, path, force, render) do
    with {:ok, text} <- Tree.read(project, path),
         {:ok, lock} <- Lockfile.parse(text) do
      line = Lockfile.conflict(text)
      reason = line && "a merge conflict in line #{line}"
      lock_entry = Entry.new(:generator, path, text, text, reason: reason)
      rendered(%{project: project, force: force, lock: lock}, lock_entry, render)
    else
      {:error, reason} -> {:ok, [Entry.unreadable(:generator, path, reason)]}
    end
  end

  defp rendered(context, lock_entry, render) do
    case render.() do
      {:ok, rendered} ->
        entries = Enum.map(rendered.files, &owned(context, &1)) ++ orphans(context, rendered)

        laid_out = Map.get(rendered, :laid_out, [])

        with {:ok, formatted} <- format(context.project, entries, laid_out),
             do: {:ok, formatted ++ locked(lock_entry, context.lock, rendered, formatted)}

      {:error, error} when is_exception(error) ->
        {:error, Exception.message(error)}

      {:error, error} ->
        {:error, error}
    end
  end

  defp owned(context, %{path: path, language: language, text: new}) do
    with {:ok, old} <- Tree.read(context.project, path) do
      cond do
        old == nil -> Entry.new(:generator, path, nil, new)
        SourceText.same?(old, new, language) -> Entry.new(:generator, path, old, old)
        true -> Entry.new(:generator, path, old, new, status: drift(context, path, old))
      end
    else
      {:error, reason} -> %{Entry.unreadable(:generator, path, reason) | new: new}
    end
  end

  defp drift(%{lock: lock} = context, path, old) do
    case Lockfile.recognise(lock, path, old) do
      :written ->
        :stale

      status ->
        if path in context.force or (status == :edited and Lockfile.merged?(lock, path, old)),
          do: :stale,
          else: status
    end
  end

  # Files of the lock that nothing asks for any longer. One that is gone already needs no entry.
  defp orphans(%{lock: lock} = context, rendered) do
    for path <- Enum.sort(Map.keys(lock.files) -- Enum.map(rendered.files, & &1.path)),
        {:ok, old} when old != nil <- [Tree.read(context.project, path)] do
      status = with :stale <- drift(context, path, old), do: :orphan
      Entry.new(:generator, path, old, nil, status: status)
    end
  end

  # The core lays out most files as the formatter would with its own settings.
  defp format(project, entries, laid_out) do
    if Enum.all?(entries, &(&1.status == :unchanged)) do
      {:ok, entries}
    else
      with {:ok, options} <- Formatter.options(project) do
        laid_out = if Formatter.plain?(options), do: MapSet.new(laid_out), else: MapSet.new()
        format_some(entries, &formatted?(&1, laid_out), options)
      end
    end
  end

  defp formatted?(entry, laid_out),
    do: entry.status == :unchanged or entry.new == nil or entry.path in laid_out

  defp format_some(entries, formatted?, options) do
    formatted =
      entries
      |> Enum.reject(formatted?)
      |> Task.async_stream(&{&1.path, format_one(&1, options)}, timeout: :infinity)
      |> Map.new(fn {:ok, result} -> result end)

    with nil <- Enum.find(Map.values(formatted), &match?({:error, _}, &1)),
         do: {:ok, Enum.map(entries, &with_text(&1, formatted))}
  end

  defp with_text(%{path: path} = entry, formatted) do
    case formatted do
      %{^path => {:ok, text}} -> %{entry | new: text}
      _ -> entry
    end
  end

  defp format_one(%{path: path, new: new}, options) do
    with {:error, reason} <- SourceText.format(new, SourceText.language(path), options),
         do: {:error, "cannot parse the rendered #{path}: #{reason}"}
  end

  # The digests are those of the files as they lie on the disk afterwards.
  defp locked(entry, lock, rendered, entries) do
    files = for it <- entries, it.status != :orphan, into: %{}, do: {it.path, digest(lock, it)}
    next = %Core.Lock{contract: rendered.contract, files: files, support: rendered.support}

    cond do
      files == %{} and entry.old == nil -> []
      files == %{} -> [%{entry | status: :orphan, new: nil}]
      entry.old != nil and lock == next -> [%{entry | needs: next.support}]
      true -> [%{entry | status: status(entry), new: Lockfile.to_text(next), needs: next.support}]
    end
  end

  defp status(%{old: nil}), do: :missing
  defp status(_lock), do: :stale

  # A file edited by hand keeps the digest of its generated text, so that it is still known as edited. A file
  # that only means the same keeps its digest too: formatting alone does not change a lock.
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
