defmodule RustInElixir.Plan.Conflicts do
  @moduledoc false

  # Conflicts between two boundaries of a project: a generated file or a Cargo package that both have.

  alias RustInElixir.{Core.Problem, Disk.Tree, Error, Plan.Entry, Project, Project.Lockfile}

  @doc "Looks for conflicts between the boundaries that these entries are of."
  @spec within([Entry.t()]) :: {:ok, []} | {:error, Error.t()}
  def within(entries), do: result(generated_twice(entries) ++ packaged_twice(entries))

  @doc "Looks for files of these boundaries that another one has generated, though it is not looked at now."
  @spec with_others(Project.t(), [Path.t()], [Entry.t()]) :: {:ok, []} | {:error, Error.t()}
  def with_others(project, crate_dirs, entries) do
    case Project.crate_dirs(project) -- crate_dirs do
      [] -> {:ok, []}
      others -> project |> taken(crate_dirs, others, entries) |> result()
    end
  end

  defp result([]), do: {:ok, []}
  defp result(problems), do: {:error, Error.wrong_schema(problems)}

  defp generated_twice(entries) do
    rendered = Enum.filter(entries, &Entry.generated?/1)

    for {_path, [first | others]} <- Enum.group_by(rendered, & &1.path),
        other <- others,
        do: generated_already(other, first.boundary)
  end

  defp taken(project, crate_dirs, others, entries) do
    own = for crate_dir <- crate_dirs, path <- locked(project, crate_dir), do: path

    # A lock that was copied with its folder lists what it has no right to.
    owners =
      for crate_dir <- others,
          path <- locked(project, crate_dir) -- own,
          into: %{},
          do: {path, crate_dir}

    for entry <- entries,
        Entry.generated?(entry),
        owner = owners[entry.path],
        do: generated_already(entry, owner)
  end

  defp locked(project, crate_dir) do
    with {:ok, text} when text != nil <-
           Tree.read(project, Lockfile.path(crate_dir)),
         {:ok, lock} <- Lockfile.parse(text) do
      Map.keys(lock.files)
    else
      _no_lock -> []
    end
  end

  defp generated_already(entry, owner) do
    message =
      "#{entry.path} is already generated from #{owner}/schema.exs; use another facade or type name"

    {Path.join(entry.boundary, "schema.exs"), %Problem{line: 1, message: message}}
  end

  # Cargo takes no two packages of one name into a workspace.
  defp packaged_twice(entries) do
    packages =
      for %{owner: :shared, boundary: boundary} = entry when boundary != nil <- entries,
          [_, name] <- [Regex.run(~r/^\s*name\s*=\s*"([^"]*)"/m, entry.new || "")],
          do: {name, boundary}

    for {name, [{_, first} | others]} <- Enum.group_by(packages, &elem(&1, 0)),
        {_, other} <- others do
      message =
        "the crate `#{name}` already exists in #{first}; give this one another name, here and in its Cargo.toml"

      {Path.join(other, "schema.exs"), %Problem{line: 1, message: message}}
    end
  end
end
