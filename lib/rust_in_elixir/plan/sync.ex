defmodule RustInElixir.Plan.Sync do
  @moduledoc """
  Holds a project against its schemas: schema ▸ core ▸ plan.

  There is one plan for writing and for checking, and making it touches nothing:

      project = RustInElixir.Project.current()
      {:ok, plan} = RustInElixir.Plan.Sync.plan(project)
      RustInElixir.Plan.drift(plan)          # to check
      RustInElixir.Apply.Writer.apply(plan)        # to write
  """

  alias RustInElixir.{
    Core,
    Disk.Tree,
    Plan,
    Plan.BoundaryFiles,
    Plan.Cache,
    Plan.CheckWorkflow,
    Plan.Entry,
    Plan.ReleaseWorkflow,
    Project,
    Project.Lockfile
  }

  @no_core "the core of rust_in_elixir is not loaded; the log says why\n" <>
             "to build it anew: mix deps.compile rust_in_elixir --force"
  @ignored ["/target/", "/priv/native/"]

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
  @spec plan(Project.t(), keyword) :: {:ok, Plan.t()} | {:error, BoundaryFiles.error()}
  def plan(project, options \\ []) do
    with :ok <- core_loaded(),
         {:ok, crate_dirs} <- select(project, Keyword.get(options, :only, []), schemas(options)),
         :ok <- none_abandoned(project, schemas(options)),
         force = Enum.map(Keyword.get(options, :force, []), &relative(project, &1)),
         {:ok, entries} <- boundaries(project, crate_dirs, [{:force, force} | options]),
         :ok <- none_taken(project, crate_dirs, entries),
         :ok <- all_generated(force, entries) do
      # Whatever makes a boundary has git ignore what its builds leave behind.
      options =
        if Enum.any?(entries, &first?/1),
          do: Keyword.put(options, :gitignore, true),
          else: options

      shared =
        workspace(project, crate_dirs, entries) ++
          shared(project, options) ++ release(project, Keyword.get(options, :release, []))

      {:ok, %Plan{root: project.root, entries: Enum.sort_by(shared ++ entries, &order/1)}}
    end
  end

  @doc "Whether the core is there; the error says what builds it."
  @spec core_loaded() :: :ok | {:error, BoundaryFiles.error()}
  def core_loaded do
    if Code.ensure_loaded?(Core.Native), do: :ok, else: {:error, {:failed, @no_core}}
  end

  @doc """
  Makes one plan for several projects, each with its folder below `root`; the paths of the plan and of
  the problems are those from `root`.

  The options are `:only`, `:force`, `:fix_signatures` and `:ci`, as for `plan/2`. A name may be that of a boundary in any of the
  projects. What matches its schema is noted, see `RustInElixir.Plan.Cache`.
  """
  @spec plan_all(Path.t(), [{Path.t(), Project.t()}], keyword) ::
          {:ok, Plan.t()} | {:error, BoundaryFiles.error()}
  def plan_all(root, projects, options) do
    names = names(Keyword.get(options, :only, []))

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

        workflows = workflow(root, folders, options) ++ releases(projects, options)
        joined(root, plans, force, workflows)

      unknown ->
        {:error, {:failed, unknown_boundaries(unknown, Enum.map(crate_dirs, &elem(&1, 1)))}}
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

    case plan(project, [only: own, force: force] ++ fix) do
      {:ok, plan} ->
        Cache.note(project, plan)
        {:ok, Enum.map(plan.entries, &below(folder, &1))}

      {:error, {:schema, problems}} ->
        {:error,
         {:schema, for({path, problem} <- problems, do: {Path.join(folder, path), problem})}}

      error ->
        error
    end
  end

  defp below("", entry), do: entry

  defp below(folder, entry) do
    boundary = entry.boundary && Path.join(folder, entry.boundary)
    %{entry | path: Path.join(folder, entry.path), boundary: boundary}
  end

  defp joined(root, plans, force, workflow) do
    failures = for {:error, {:failed, message}} <- plans, do: message
    problems = for {:error, {:schema, problems}} <- plans, problem <- problems, do: problem
    entries = for {:ok, entries} <- plans, entry <- entries, do: entry
    known = MapSet.new(entries, &Path.expand(&1.path, root))

    case {failures, problems, Enum.reject(force, &(&1 in known))} do
      {[], [], []} -> {:ok, %Plan{root: root, entries: workflow ++ entries}}
      {[_ | _], _, _} -> {:error, {:failed, Enum.join(Enum.uniq(failures), "\n")}}
      {[], [_ | _], _} -> {:error, {:schema, problems}}
      {[], [], others} -> {:error, {:failed, not_generated(others, root)}}
    end
  end

  defp not_generated(paths, root) do
    "--force takes the paths of generated files, and none is generated at " <>
      Enum.map_join(paths, ", ", &Path.relative_to(&1, root))
  end

  defp schemas(options), do: Keyword.get(options, :schemas, %{})

  defp select(project, names, schemas) do
    names = names(names)
    crate_dirs = Enum.sort(Enum.uniq(Project.crate_dirs(project) ++ Map.keys(schemas)))

    case names -- Enum.map(crate_dirs, &Path.basename/1) do
      [] when names == [] -> {:ok, crate_dirs}
      [] -> {:ok, Enum.filter(crate_dirs, &(Path.basename(&1) in names))}
      unknown -> {:error, {:failed, unknown_boundaries(unknown, crate_dirs)}}
    end
  end

  defp names(names), do: Enum.map(names, &Project.boundary_name/1)

  defp none_abandoned(project, schemas) do
    problems =
      for crate_dir <- Project.abandoned_dirs(project) -- Map.keys(schemas) do
        message =
          "this schema is gone, but #{crate_dir}/boundary.lock was made from it; " <>
            "put it back, or remove the lock and the files that it lists"

        {Path.join(crate_dir, "schema.exs"), %Core.Problem{line: 1, message: message}}
      end

    if problems == [], do: :ok, else: {:error, {:schema, problems}}
  end

  defp unknown_boundaries(unknown, crate_dirs),
    do: Project.unknown_boundaries(unknown, Enum.map(crate_dirs, &Path.basename/1))

  defp relative(project, path),
    do: path |> Path.expand(project.root) |> Path.relative_to(project.root)

  defp boundaries(project, crate_dirs, options) do
    plans = Enum.map(crate_dirs, &boundary(project, &1, options))

    failures = for {:error, {:failed, message}} <- plans, do: message
    problems = for {:error, {:schema, problems}} <- plans, problem <- problems, do: problem
    entries = for {:ok, entries} <- plans, entry <- entries, do: entry

    case {failures, problems ++ generated_twice(entries) ++ packaged_twice(entries)} do
      {[], []} -> {:ok, without_orphans_in_use(entries)}
      {[], problems} -> {:error, {:schema, problems}}
      {failures, _} -> {:error, {:failed, Enum.join(failures, "\n")}}
    end
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

  defp generated_twice(entries) do
    rendered = Enum.filter(entries, &rendered?/1)

    for {_path, [first | others]} <- Enum.group_by(rendered, & &1.path),
        other <- others,
        do: generated_already(other, first.boundary)
  end

  # What another boundary has generated, though it is not looked at now, is in nobody's way to be overwritten.
  defp none_taken(project, crate_dirs, entries),
    do: none_taken(project, crate_dirs, Project.crate_dirs(project) -- crate_dirs, entries)

  defp none_taken(_project, _crate_dirs, [], _entries), do: :ok

  defp none_taken(project, crate_dirs, others, entries) do
    own = for crate_dir <- crate_dirs, path <- locked(project, crate_dir), do: path

    # A lock that was copied with its folder lists what it has no right to.
    owners =
      for crate_dir <- others,
          path <- locked(project, crate_dir) -- own,
          into: %{},
          do: {path, crate_dir}

    taken = for entry <- entries, rendered?(entry), owner = owners[entry.path], do: {entry, owner}
    problems = for {entry, owner} <- taken, do: generated_already(entry, owner)
    if problems == [], do: :ok, else: {:error, {:schema, problems}}
  end

  defp locked(project, crate_dir) do
    with {:ok, text} when text != nil <-
           Tree.read(project, Path.join(crate_dir, "boundary.lock")),
         {:ok, lock} <- Lockfile.parse(text) do
      Map.keys(lock.files)
    else
      _no_lock -> []
    end
  end

  defp generated_already(entry, owner) do
    message =
      "#{entry.path} is generated from #{owner}/schema.exs already; use another facade or type name"

    {Path.join(entry.boundary, "schema.exs"), %Core.Problem{line: 1, message: message}}
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
        "the crate #{name} lies in #{first} already; give this one another name, here and in its Cargo.toml"

      {Path.join(other, "schema.exs"), %Core.Problem{line: 1, message: message}}
    end
  end

  # What one boundary gave up may be what another one asks for now.
  defp without_orphans_in_use(entries) do
    rendered = for entry <- entries, rendered?(entry), into: MapSet.new(), do: entry.path
    Enum.reject(entries, &(&1.owner == :generator and &1.new == nil and &1.path in rendered))
  end

  defp rendered?(entry), do: entry.owner == :generator and entry.new != nil

  defp all_generated(force, entries) do
    case force -- for(entry <- entries, entry.owner == :generator, do: entry.path) do
      [] ->
        :ok

      others ->
        {:error, {:failed, not_generated(others, "")}}
    end
  end

  @doc """
  The entries of what a project has once for all of its boundaries, as `plan/2` takes `:gitignore` and `:ci`.
  """
  @spec shared(Project.t(), keyword) :: [Entry.t()]
  def shared(project, options),
    do: gitignore(project, options) ++ workflow(project, [""], options)

  defp workspace(_project, [], _entries), do: []

  defp workspace(project, crate_dirs, entries) do
    manifests = Map.new(entries, &{&1.path, &1.new})
    crates = for dir <- crate_dirs, do: {dir, manifests[Path.join(dir, "Cargo.toml")]}
    edit = &Core.workspace(&1, crates, project.foreign)

    # Crates that are workspaces of their own need no other.
    Enum.reject(
      [Tree.shared(project, "Cargo.toml", edit)],
      &(&1.status == :missing and &1.new == "")
    )
  end

  # Before its first sync a boundary has no lock.
  defp first?(entry),
    do: Path.basename(entry.path) == "boundary.lock" and entry.status == :missing

  defp gitignore(project, options) do
    if Keyword.get(options, :gitignore, false) do
      [Tree.shared(project, ".gitignore", &{:ok, ignore(&1 || "")})]
    else
      []
    end
  end

  defp workflow(tree, folders, options) do
    if Keyword.get(options, :ci, false), do: [CheckWorkflow.entry(tree, folders)], else: []
  end

  defp release(_tree, []), do: []
  defp release(tree, crates), do: [ReleaseWorkflow.entry(tree, crates)]

  # In an umbrella each application would have a workspace of its own, which no workflow knows.
  defp releases([{"", project}], options) do
    if Keyword.get(options, :ci, false) do
      crates =
        for crate_dir <- Project.crate_dirs(project),
            {:ok, %{loader: :precompiled, crate_name: crate}} <- [
              Project.schema(project, crate_dir)
            ],
            do: crate

      release(project, crates)
    else
      []
    end
  end

  defp releases(_projects, _options), do: []

  defp ignore(text) do
    lines = text |> String.split(["\r\n", "\n"]) |> Enum.map(&String.trim(&1, "/"))

    case Enum.reject(@ignored, &(String.trim(&1, "/") in lines)) do
      [] -> text
      missing -> with_final_newline(text) <> Enum.map_join(missing, &(&1 <> "\n"))
    end
  end

  defp with_final_newline(""), do: ""

  defp with_final_newline(text),
    do: if(String.ends_with?(text, "\n"), do: text, else: text <> "\n")

  # A lock speaks of the files that were written before it.
  defp order(%Entry{path: path}), do: {Path.basename(path) == "boundary.lock", group(path), path}

  defp group("native/" <> _), do: 0
  defp group("lib/" <> _), do: 1
  defp group(_), do: 2
end
