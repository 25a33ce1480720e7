defmodule RustInElixir.Plan.Cache do
  @moduledoc false

  # The boundaries that the last command found in sync, so that the next one need not check them again.
  #
  # Each boundary that matched its schema has a note in the project's `_build`: the files that it has, the checksum of
  # each, and what its lock says that it calls of what all boundaries share. While all of them are as noted, and the tool
  # and the settings are the same, there is nothing to evaluate, render or compare. A note is never the reason to report
  # a drift, and removing it costs nothing but time.
  #
  # Only a schema that says the same whenever it is read has one; see `RustInElixir.Schema.Constant`. Those of other
  # boundaries that it names types of are noted with it.

  alias RustInElixir.{Core, Disk.Tree, Plan, Plan.Entry, Project, Project.Lockfile}
  alias RustInElixir.{Schema.Constant, Text.SourceText}

  # A note is worth nothing to another version of this package.
  @sources Path.wildcard(Path.expand("../**/*.ex", __DIR__))
  for source <- @sources, do: @external_resource(source)
  @package @sources |> Enum.map(&File.read!/1) |> SourceText.checksum()

  # So many files are read by one process.
  @share 128

  @doc "The entries of a boundary that is as it was when it last matched, all of them unchanged."
  @spec entries(Project.t(), Path.t()) :: {:ok, [Entry.t()]} | :unknown
  def entries(project, crate_dir) do
    with {:ok, note} <- read(project, crate_dir),
         {key, files, sources, needs} <- decode(note),
         true <- key == key(project),
         true <- sources == checksums(project, Enum.map(sources, &elem(&1, 0))),
         {:ok, entries} <- as_noted(project, crate_dir, files) do
      {schema, lock} = {schema(crate_dir), Lockfile.path(crate_dir)}

      {:ok,
       Enum.map(entries, fn
         %{path: ^schema} = it -> %{it | sources: Enum.map(sources, &elem(&1, 0)), noted?: true}
         %{path: ^lock} = it -> %{it | needs: needs}
         it -> it
       end)}
    else
      _ -> :unknown
    end
  end

  @doc """
  Notes those boundaries of a plan of which every file is unchanged.

  A folder that cannot be written is not an error: the next check takes longer.
  """
  @spec note(Project.t(), Plan.t()) :: :ok
  def note(%{notes: nil}, _plan), do: :ok

  def note(project, %Plan{entries: entries}) do
    for {crate_dir, entries} when crate_dir != nil <- Enum.group_by(entries, & &1.boundary),
        Enum.all?(entries, &(&1.status == :unchanged and &1.mismatches == [])),
        schema = Enum.find(entries, &(&1.path == schema(crate_dir))),
        schema != nil and not schema.noted?,
        note = encode(project, entries, schema.sources),
        path = path(project, crate_dir),
        Enum.all?([schema.old | texts(project, schema.sources)], &Constant.constant?/1),
        :ok == File.mkdir_p(Path.dirname(path)) do
      File.write(path, note)
    end

    :ok
  end

  defp schema(crate_dir), do: Path.join(crate_dir, "schema.exs")

  defp checksums(project, sources),
    do: Enum.zip(sources, project |> texts(sources) |> Enum.map(&SourceText.checksum/1))

  # An empty file is not a schema.
  defp texts(project, sources) do
    for path <- sources do
      case Tree.read(project, path) do
        {:ok, text} -> text || ""
        {:error, _reason} -> ""
      end
    end
  end

  defp read(%{notes: nil}, _crate_dir), do: :unknown
  defp read(project, crate_dir), do: File.read(path(project, crate_dir))

  defp path(project, crate_dir), do: Path.join(project.notes, Path.basename(crate_dir))

  defp encode(project, entries, sources) do
    files = for entry <- entries, do: {entry.path, entry.owner, SourceText.checksum(entry.old)}
    needs = Enum.find_value(entries, & &1.needs)
    note = {key(project), Enum.sort(files), checksums(project, sources), needs}
    seal(:erlang.term_to_binary(note))
  end

  # A command may have been killed while it wrote the note.
  defp seal(note), do: SourceText.checksum(note) <> note

  defp decode(<<_checksum::binary-size(32), note::binary>> = sealed) do
    if sealed == seal(note), do: :erlang.binary_to_term(note), else: :unknown
  end

  defp decode(_note), do: :unknown

  defp key(project) do
    {:ok, fingerprint} = Core.fingerprint()

    # Whatever is known of the project may decide what is generated, but not where it lies.
    settings =
      project
      |> Map.from_struct()
      |> Map.drop([:root, :notes])
      |> Map.update!(:templates, &Enum.sort/1)
      |> Enum.sort()

    SourceText.checksum(
      :erlang.term_to_binary({@package, fingerprint, System.version(), settings})
    )
  end

  defp as_noted(project, crate_dir, files) do
    files
    |> Enum.chunk_every(@share)
    |> Task.async_stream(&share(project, crate_dir, &1), timeout: :infinity)
    |> Enum.reduce_while({:ok, []}, fn
      {:ok, {:ok, entries}}, {:ok, found} -> {:cont, {:ok, found ++ entries}}
      _, _ -> {:halt, :unknown}
    end)
  end

  defp share(project, crate_dir, files) do
    Enum.reduce_while(files, {:ok, []}, fn {path, owner, checksum}, {:ok, entries} ->
      with {:ok, text} when text != nil <- Tree.read(project, path),
           ^checksum <- SourceText.checksum(text) do
        entry = Entry.new(owner, path, text, text, boundary: crate_dir)
        {:cont, {:ok, [entry | entries]}}
      else
        _ -> {:halt, :unknown}
      end
    end)
  end
end
