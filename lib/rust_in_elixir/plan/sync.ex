defmodule RustInElixir.Plan.Sync do
  @moduledoc false

  # Compares a project with its schemas: schema ▸ core ▸ plan.
  #
  # There is one plan for writing and for checking, and making it touches nothing:
  #
  #     project = RustInElixir.Project.current()
  #     {:ok, plan} = RustInElixir.Plan.Sync.plan(project)
  #     RustInElixir.Plan.drift(plan)          # to check
  #     RustInElixir.Apply.Writer.apply(plan)        # to write

  alias RustInElixir.{Core, Error, Plan, Project}
  alias RustInElixir.Plan.{BoundaryFiles, Cache, Conflicts, Entry, SharedFiles, SupportFiles}
  alias RustInElixir.Schema.Isolation

  @no_core "the core of rust_in_elixir is not loaded; see the log\n" <>
             "to rebuild it: mix deps.compile rust_in_elixir --force"

  @doc """
  Makes the plan for a project.

  Options:

    * `:only` – names of boundaries; without it every one is looked at
    * `:force` – paths of generated files that may be overwritten although they were edited by hand,
      or are not known to be generated
    * `:schemas` – for the folder of a boundary, the text that its schema shall have; the boundary
      need not be there yet
    * `:test` – what becomes of the users' tests: `:none` by default, or as for
      `RustInElixir.Plan.UserTest.entry/2`
    * `:fix_signatures` – whether the signatures in each `lib.rs` are brought up to date, `false` by default
    * `:ci` – whether the workflow of `RustInElixir.Plan.CheckWorkflow` is created, `false` by default
    * `:release` – the crates whose libraries `RustInElixir.Plan.ReleaseWorkflow` builds, none by default
    * `:gitignore` – whether what the build leaves behind is added to `.gitignore`, `false` by default; it is in any case where
      a boundary has no lock yet

  The error holds every problem of every schema, or says what else kept the plan from being made.
  """
  @spec plan(Project.t(), keyword) :: {:ok, Plan.t()} | {:error, Error.t()}
  def plan(project, options \\ []) do
    with :ok <- core_loaded(),
         {:ok, crate_dirs} <- select(project, Keyword.get(options, :only, []), schemas(options)),
         :ok <- none_abandoned(project, Map.keys(schemas(options))),
         force = Enum.map(Keyword.get(options, :force, []), &relative(project, &1)),
         {:ok, entries} <- boundaries(project, crate_dirs, [{:force, force} | options]),
         {:ok, []} <- Conflicts.with_others(project, crate_dirs, entries),
         {:ok, support} <- support(project, options, entries, force),
         :ok <- all_generated(force, entries ++ support) do
      # Whatever makes a boundary has git ignore what its builds leave behind.
      options =
        if Enum.any?(entries, &first?/1),
          do: Keyword.put(options, :gitignore, true),
          else: options

      shared =
        SharedFiles.workspace(project, crate_dirs, entries) ++
          SharedFiles.entries(project, options) ++
          SharedFiles.release(project, Keyword.get(options, :release, []))

      {:ok,
       %Plan{root: project.root, entries: Enum.sort_by(shared ++ support ++ entries, &order/1)}}
    end
  end

  @doc "Whether the core is there; the error says what builds it."
  @spec core_loaded() :: :ok | {:error, Error.t()}
  def core_loaded do
    if Code.ensure_loaded?(Core.Native), do: :ok, else: {:error, Error.could_not_run(@no_core)}
  end

  @doc "The error of `:force` with paths at which nothing is generated."
  @spec not_generated([Path.t()], Path.t()) :: Error.t()
  def not_generated(paths, root) do
    Error.could_not_run(
      "`--force` takes the paths of generated files, and none is generated at " <>
        Enum.map_join(paths, ", ", &Path.relative_to(&1, root))
    )
  end

  defp schemas(options), do: Keyword.get(options, :schemas, %{})

  defp select(project, names, schemas) do
    names = Enum.map(names, &Project.boundary_name/1)
    crate_dirs = crate_dirs(project, schemas)

    case names -- Enum.map(crate_dirs, &Path.basename/1) do
      [] when names == [] -> {:ok, crate_dirs}
      [] -> {:ok, Enum.filter(crate_dirs, &(Path.basename(&1) in names))}
      unknown -> {:error, Error.could_not_run(unknown(unknown, crate_dirs))}
    end
  end

  defp crate_dirs(project, schemas),
    do: Enum.sort(Enum.uniq(Project.crate_dirs(project) ++ Map.keys(schemas)))

  # Shared modules depend on all boundaries, whichever are planned now.
  defp support(project, options, entries, force) do
    crate_dirs = crate_dirs(project, schemas(options))

    with {:error, reason} <- SupportFiles.entries(project, crate_dirs, entries, force),
         do: {:error, Error.could_not_run(reason)}
  end

  @doc "Whether each boundary of the project has its schema, or those in `crate_dirs` will have."
  @spec none_abandoned(Project.t(), [Path.t()]) :: :ok | {:error, Error.t()}
  def none_abandoned(project, crate_dirs \\ []) do
    problems =
      for crate_dir <- Project.abandoned_dirs(project) -- crate_dirs do
        message =
          "this schema is missing, but #{crate_dir}/boundary.lock was made from it; " <>
            "restore it, or remove the lock and the files that it lists"

        {Path.join(crate_dir, "schema.exs"), %Core.Problem{line: 1, message: message}}
      end

    if problems == [], do: :ok, else: {:error, Error.wrong_schema(problems)}
  end

  defp unknown(unknown, crate_dirs),
    do: Project.unknown_boundaries(unknown, Enum.map(crate_dirs, &Path.basename/1))

  defp relative(project, path),
    do: path |> Path.expand(project.root) |> Path.relative_to(project.root)

  defp boundaries(project, crate_dirs, options) do
    # A schema that computes may be asked for by others, which name its types.
    plans = Isolation.once(fn -> Enum.map(crate_dirs, &boundary(project, &1, options)) end)

    entries = for {:ok, entries} <- plans, entry <- entries, do: entry

    with {:ok, entries} <- Error.join(plans ++ [Conflicts.within(entries)]),
         do: {:ok, without_orphans_in_use(entries)}
  end

  defp boundary(project, crate_dir, options) do
    asked = [
      Keyword.get(options, :test, :none) != :none,
      options[:force] != [],
      Map.has_key?(schemas(options), crate_dir)
    ]

    with false <- Enum.any?(asked),
         {:ok, entries} <- Cache.entries(project, crate_dir) do
      {:ok, entries}
    else
      _ -> held_against_schema(project, crate_dir, options)
    end
  end

  defp held_against_schema(project, crate_dir, options) do
    schema = for {^crate_dir, text} <- schemas(options), do: {:schema, text}

    BoundaryFiles.entries(
      project,
      crate_dir,
      schema ++ Keyword.take(options, [:force, :test, :fix_signatures])
    )
  end

  # A file that one boundary no longer generates may now belong to another one.
  defp without_orphans_in_use(entries) do
    rendered = for entry <- entries, Entry.generated?(entry), into: MapSet.new(), do: entry.path
    Enum.reject(entries, &(&1.owner == :generator and &1.new == nil and &1.path in rendered))
  end

  defp all_generated(force, entries) do
    case force -- for(entry <- entries, entry.owner == :generator, do: entry.path) do
      [] -> :ok
      others -> {:error, not_generated(others, "")}
    end
  end

  # Before its first sync a boundary has no lock.
  defp first?(entry), do: Entry.lock?(entry) and entry.status == :missing

  # A lock speaks of the files that were written before it.
  defp order(%{path: path} = entry),
    do: {Entry.lock?(entry), Path.basename(path) == "boundary.lock", group(path), path}

  defp group("native/" <> _), do: 0
  defp group("lib/" <> _), do: 1
  defp group(_), do: 2
end
