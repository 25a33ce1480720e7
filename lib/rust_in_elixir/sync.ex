defmodule RustInElixir.Sync do
  @moduledoc """
  Holds a project against its schemas: schema ▸ core ▸ plan.

  There is one plan for writing and for checking, and making it touches nothing:

      project = RustInElixir.Project.current()
      {:ok, plan} = RustInElixir.Sync.plan(project)
      RustInElixir.Plan.drift(plan)          # to check
      RustInElixir.Writer.apply(plan)        # to write
  """

  alias RustInElixir.{BoundaryPlan, Core, Plan, Plan.Entry, Project, Remembered, WorkingFile}

  @ignored ["/target/", "/priv/native/"]

  @doc """
  Makes the plan for a project.

  Options:

    * `:only` – names of boundaries; without it every one is looked at
    * `:force` – paths of generated files that may be overwritten although they were edited by hand,
      or are not known to be generated
    * `:schemas` – for the folder of a boundary, the text that its schema shall have; the boundary
      need not be there yet
    * `:test` – whether missing tests are created, `false` by default
    * `:fix_signatures` – whether the signatures in each `lib.rs` are brought up to date, `false` by default
    * `:gitignore` – whether what the build leaves behind is added to `.gitignore`, `false` by default

  The error holds every problem of every schema, or says what else kept the plan from being made.
  """
  @spec plan(Project.t(), keyword) :: {:ok, Plan.t()} | {:error, BoundaryPlan.error()}
  def plan(project, options \\ []) do
    with :ok <- core_loaded(),
         {:ok, crate_dirs} <- select(project, Keyword.get(options, :only, []), schemas(options)),
         :ok <- none_abandoned(project, schemas(options)),
         force = Enum.map(Keyword.get(options, :force, []), &relative(project, &1)),
         {:ok, entries} <- boundaries(project, crate_dirs, [{:force, force} | options]),
         :ok <- all_generated(force, entries) do
      shared = workspace(project, crate_dirs) ++ gitignore(project, options)
      {:ok, %Plan{root: project.root, entries: Enum.sort_by(shared ++ entries, &order/1)}}
    end
  end

  defp core_loaded do
    if Code.ensure_loaded?(Core.Native),
      do: :ok,
      else: {:error, {:failed, "the core of rust_in_elixir is not loaded; the log says why"}}
  end

  defp schemas(options), do: Keyword.get(options, :schemas, %{})

  defp select(project, names, schemas) do
    names = Enum.map(names, &(&1 |> String.trim_trailing("/") |> Path.basename()))
    crate_dirs = Enum.sort(Enum.uniq(Project.crate_dirs(project) ++ Map.keys(schemas)))

    case names -- Enum.map(crate_dirs, &Path.basename/1) do
      [] when names == [] -> {:ok, crate_dirs}
      [] -> {:ok, Enum.filter(crate_dirs, &(Path.basename(&1) in names))}
      unknown -> {:error, {:failed, unknown_boundaries(unknown, crate_dirs)}}
    end
  end

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

  defp unknown_boundaries(unknown, crate_dirs) do
    there_are =
      case crate_dirs do
        [] -> "there is none in this project"
        _ -> "there is #{Enum.map_join(crate_dirs, ", ", &Path.basename/1)}"
      end

    "no boundary is called #{Enum.join(unknown, ", ")}; #{there_are}"
  end

  defp relative(project, path),
    do: path |> Path.expand(project.root) |> Path.relative_to(project.root)

  defp boundaries(project, crate_dirs, options) do
    plans = Enum.map(crate_dirs, &boundary(project, &1, options))

    failures = for {:error, {:failed, message}} <- plans, do: message
    problems = for {:error, {:schema, problems}} <- plans, problem <- problems, do: problem
    entries = for {:ok, entries} <- plans, entry <- entries, do: entry

    case {failures, problems ++ generated_twice(entries)} do
      {[], []} -> {:ok, without_orphans_in_use(entries)}
      {[], problems} -> {:error, {:schema, problems}}
      {failures, _} -> {:error, {:failed, Enum.join(failures, "\n")}}
    end
  end

  defp boundary(project, crate_dir, options) do
    asked = [options[:test], options[:force] != [], Map.has_key?(schemas(options), crate_dir)]

    with false <- Enum.any?(asked),
         {:ok, entries} <- Remembered.entries(project, crate_dir) do
      {:ok, entries}
    else
      _ -> held_against_schema(project, crate_dir, options)
    end
  end

  defp held_against_schema(project, crate_dir, options) do
    schema = for {^crate_dir, text} <- schemas(options), do: {:schema, text}

    BoundaryPlan.entries(
      project,
      crate_dir,
      schema ++ Keyword.take(options, [:force, :test, :fix_signatures])
    )
  end

  defp generated_twice(entries) do
    rendered = Enum.filter(entries, &rendered?/1)

    for {path, [first | others]} <- Enum.group_by(rendered, & &1.path), other <- others do
      message =
        "#{path} is generated from #{first.boundary}/schema.exs already; use another facade or type name"

      {Path.join(other.boundary, "schema.exs"), %Core.Problem{line: 1, message: message}}
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
        {:error,
         {:failed,
          "--force takes the paths of generated files, and none is generated at #{Enum.join(others, ", ")}"}}
    end
  end

  defp workspace(_project, []), do: []

  defp workspace(project, crate_dirs) do
    [
      WorkingFile.shared(project.root, "Cargo.toml", fn text ->
        Enum.reduce_while(crate_dirs, {:ok, text}, fn crate_dir, {:ok, text} ->
          case Core.workspace(text, crate_dir) do
            {:ok, text} -> {:cont, {:ok, text}}
            error -> {:halt, error}
          end
        end)
      end)
    ]
  end

  defp gitignore(project, options) do
    if Keyword.get(options, :gitignore, false) do
      [WorkingFile.shared(project.root, ".gitignore", &{:ok, ignore(&1 || "")})]
    else
      []
    end
  end

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
