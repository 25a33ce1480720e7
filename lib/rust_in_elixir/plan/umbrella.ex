defmodule RustInElixir.Plan.Umbrella do
  @moduledoc false

  # One plan for several projects: those of an umbrella, or a single one, whose folder is `""`. One summary, one exit status
  # and one command that fixes it come of that by themselves.

  alias RustInElixir.{Error, Plan, Plan.Cache, Plan.SharedFiles, Plan.Sync, Project}

  @doc """
  Makes one plan for several projects, each with its folder below `root`; the paths of the plan and of
  the problems are those from `root`.

  The options are `:only`, `:force`, `:fix_signatures` and `:ci`, as for `RustInElixir.Plan.Sync.plan/2`. A name may be that of a boundary in any of the
  projects. What matches its schema is noted, see `RustInElixir.Plan.Cache`.
  """
  @spec plan(Path.t(), [{Path.t(), Project.t()}], keyword) ::
          {:ok, Plan.t()} | {:error, Error.t()}
  def plan(root, projects, options) do
    names = options |> Keyword.get(:only, []) |> Enum.map(&Project.boundary_name/1)

    crate_dirs =
      for {folder, project} <- projects, dir <- Project.crate_dirs(project), do: {folder, dir}

    force = Enum.map(Keyword.get(options, :force, []), &Path.expand(&1, root))
    fix = Keyword.take(options, [:fix_signatures])

    case names -- for({_folder, dir} <- crate_dirs, do: Path.basename(dir)) do
      [] ->
        asked = Enum.filter(projects, &asked?(&1, crate_dirs, names))
        only? = length(asked) == 1
        plans = Enum.map(asked, &plan_one(&1, crate_dirs, names, {force, only?, fix}))

        folders =
          for {folder, _project} <- projects, List.keymember?(crate_dirs, folder, 0), do: folder

        workflows = SharedFiles.workflow(root, folders, options) ++ releases(projects, options)
        joined(root, plans, force, workflows)

      unknown ->
        {:error,
         Error.could_not_run(
           Project.unknown_boundaries(unknown, Enum.map(crate_dirs, &Path.basename(elem(&1, 1))))
         )}
    end
  end

  defp asked?({folder, _project}, crate_dirs, names) do
    own = for {^folder, dir} <- crate_dirs, do: Path.basename(dir)
    names == [] or Enum.any?(own, &(&1 in names))
  end

  defp plan_one({folder, project}, crate_dirs, names, {force, only?, fix}) do
    own = for {^folder, dir} <- crate_dirs, Path.basename(dir) in names, do: dir

    # A path that belongs to no project is named by the only one.
    force =
      if only?, do: force, else: Enum.filter(force, &String.starts_with?(&1, project.root <> "/"))

    with {:ok, plan} <- Sync.plan(project, [only: own, force: force] ++ fix) do
      Cache.note(project, plan)
      {:ok, Enum.map(plan.entries, &below(folder, &1))}
    else
      {:error, error} -> {:error, Error.below(error, folder)}
    end
  end

  defp below("", entry), do: entry

  defp below(folder, entry) do
    boundary = entry.boundary && Path.join(folder, entry.boundary)
    %{entry | path: Path.join(folder, entry.path), boundary: boundary}
  end

  defp joined(root, plans, force, workflow) do
    with {:ok, entries} <- Error.join(plans) do
      known = MapSet.new(entries, &Path.expand(&1.path, root))

      case Enum.reject(force, &(&1 in known)) do
        [] -> {:ok, %Plan{root: root, entries: workflow ++ entries}}
        others -> {:error, Sync.not_generated(others, root)}
      end
    end
  end

  # In an umbrella each application would have a workspace of its own, which no workflow knows.
  defp releases([{"", project}], options) do
    if Keyword.get(options, :ci, false) do
      crates =
        for crate_dir <- Project.crate_dirs(project),
            {:ok, %{loader: :precompiled, crate_name: crate}} <- [
              Project.schema(project, crate_dir)
            ],
            do: crate

      SharedFiles.release(project, crates)
    else
      []
    end
  end

  defp releases(_projects, _options), do: []
end
