defmodule RustInElixir.Drift do
  @moduledoc false

  # Warns while a boundary is compiled whose code was generated from another schema.
  #
  # The generated stubs call `warn/2` where this package is there when they are compiled, so nothing is said in an
  # environment without it. A schema that says the same in another layout or with other comments is no reason to warn, nor
  # is a generated file that was edited by hand: that is for `mix rust_in_elixir.sync --check`.

  alias RustInElixir.{
    Core,
    Disk.Tree,
    Plan.BoundaryFiles,
    Plan.SupportFiles,
    Plan.Sync,
    Project,
    Project.ForeignTypes,
    Project.Lockfile,
    Schema
  }

  alias RustInElixir.Text.JSON
  alias RustInElixir.Schema.{Constant, Isolation}

  @run "run `mix rust_in_elixir.sync`"

  @doc """
  Warns at the schema in `crate_dir` if the module that `env` compiles was generated from another one, or if the schema is
  wrong. Until that is fixed, each `mix compile` says it again.
  """
  @spec warn(Macro.Env.t(), Path.t()) :: :ok
  def warn(env, crate_dir) do
    if told?() and File.exists?(schema(crate_dir)) do
      {sources, warnings} = Isolation.once(fn -> {sources(crate_dir), warnings(crate_dir)} end)

      digest = digest(crate_dir, sources)

      # The same compilation may have said it already, before it was known that Rust has changed too.
      if :persistent_term.get(said(env.module), []) != warnings,
        do: for(warning <- warnings, do: print(warning))

      :persistent_term.erase(said(env.module))
      ask_again(env, crate_dir, if(warnings == [], do: {digest, sources}))
    end

    :ok
  end

  @doc """
  Whether the stubs in `module` have to be compiled to hold them against a schema that is not what `seen` was made of.

  In a VM that runs them they are not: that would cost the handles that Rust gave out. There the warning comes from here.
  """
  @spec compile_again?(module, Path.t(), {binary, [Path.t()]} | nil) :: boolean
  def compile_again?(module, crate_dir, seen) do
    :persistent_term.erase(said(module))

    cond do
      # A boundary whose schema is missing is reported by the others.
      not File.exists?(schema(crate_dir)) or same?(crate_dir, seen) ->
        false

      :erlang.module_loaded(module) and told?() ->
        warnings = Isolation.once(fn -> warnings(crate_dir) end)
        for warning <- warnings, do: print(warning)
        :persistent_term.put(said(module), warnings)
        diagnostics = Enum.map(warnings, &diagnostic/1)

        Mix.Task.Compiler.after_compiler(:elixir, fn {status, others} ->
          :persistent_term.erase(said(module))
          # Each reload by a code reloader such as Phoenix's has left one of these to be called.
          {status, others ++ (diagnostics -- others)}
        end)

        false

      true ->
        true
    end
  end

  # The key of what this compilation has said before it compiles the stubs.
  defp said(module), do: {__MODULE__, module}

  # A package that was fetched is nobody's to sync here. While this package compiles itself, what the check calls may be old
  # code of modules that are compiled next to it.
  defp told? do
    Mix.Project.config()[:app] != :rust_in_elixir and Sync.core_loaded() == :ok and
      not String.starts_with?(File.cwd!(), Mix.Project.deps_path() <> "/")
  end

  defp schema(crate_dir), do: Path.expand(Path.join(crate_dir, "schema.exs"))

  defp warnings(crate_dir) do
    project = Project.current()

    with :ok <- Sync.none_abandoned(project),
         {:ok, entries} <- BoundaryFiles.entries(project, crate_dir),
         {:ok, shared} <-
           SupportFiles.entries(project, Project.crate_dirs(project), entries, []) do
      if Enum.any?(entries ++ shared, &drifted?/1), do: [drift(project, crate_dir)], else: []
    else
      {:error, reason} when is_binary(reason) ->
        [{schema(crate_dir), 1, reason}]

      {:error, error} ->
        for(
          {path, problem} <- error.problems,
          do:
            {Path.expand(path, project.root), problem.line,
             problem.message <> " (once fixed, #{@run})"}
        ) ++
          for(message <- error.messages, do: {schema(crate_dir), 1, message})
    end
  rescue
    # An error that prevents a sync is reported by the sync, and does not stop the compilation.
    error in Mix.Error -> [{schema(crate_dir), 1, error.message}]
  end

  defp drifted?(entry),
    do: entry.owner == :generator and entry.status in [:stale, :missing, :orphan]

  defp drift(project, crate_dir) do
    {:ok, lock} = project |> read(Lockfile.path(crate_dir)) |> Lockfile.parse()

    {line, message} =
      case changes(project, crate_dir, lock) do
        [] ->
          {1, "the generated code no longer matches this schema; #{@run}"}

        [{line, _name, _owner} | _] = changes ->
          {line, "#{changed(changes)}; #{@run}"}
      end

    {schema(crate_dir), line, message}
  end

  defp changed(changes) do
    names =
      Enum.map_join(changes, ", ", fn {_line, name, owner} ->
        Enum.join(List.wrap(owner) ++ [name], ".")
      end)

    if Enum.all?(changes, fn {_line, _name, owner} -> owner end),
      do: "types of other boundaries have changed since the last sync (#{names})",
      else: "this schema has changed since the last sync (#{names})"
  end

  defp read(project, path) do
    {:ok, text} = Tree.read(project, path)
    text
  end

  # The types and functions that differ from the contract, with their lines in the schema.
  defp changes(project, crate_dir, lock) do
    with {:ok, boundary, _others} <- ForeignTypes.boundary(project, crate_dir),
         {:ok, contract} <- Core.contract(boundary),
         {:ok, before} <- JSON.decode(lock.contract),
         {:ok, now} <- JSON.decode(contract) do
      types = for it <- boundary.definitions, do: {it.line, it.name, "types", it.owner}

      nifs =
        for it <- boundary.nifs, do: {it.line, "#{it.name}/#{length(it.params)}", "nifs", nil}

      for {line, name, kind, owner} <- Enum.sort(types ++ nifs),
          before[kind][name] != now[kind][name],
          do: {line, name, owner}
    else
      _ -> []
    end
  end

  defp same?(crate_dir, {digest, sources}), do: digest == digest(crate_dir, sources)
  # Nothing was seen, or an older version compiled the stubs.
  defp same?(_crate_dir, _seen), do: false

  # Of the text of all schemas, templates and modules of the project that this schema calls. Of a schema that computes
  # without those, it is what it says besides. That is asked at each compilation, and no verdict hangs on it: so the schema is
  # read in this VM, where modules of the project may be old.
  defp digest(crate_dir, sources) do
    project = Project.current()

    texts =
      for path <- Project.sources(project) ++ sources,
          do: {Path.relative_to(path, project.root), File.read(path)}

    schemas = [schema(crate_dir) | Enum.filter(sources, &schema?/1)]
    computed = if Enum.all?(sources, &schema?/1), do: Enum.map(schemas, &computed/1)
    # Newer VMs order a map's atoms otherwise each time they start.
    :erlang.md5(:erlang.term_to_binary([texts, computed], [:deterministic]))
  end

  # And the schemas of the boundaries that it names types of, with what these call.
  defp sources(crate_dir) do
    project = Project.current()

    others =
      case ForeignTypes.boundary(project, crate_dir) do
        {:ok, _boundary, others} -> Enum.map(others, &schema/1)
        {:error, _problems} -> []
      end

    called =
      for path <- [schema(crate_dir) | others],
          source <- Isolation.sources(File.read!(path), path, Project.own_code(project)),
          do: source

    for source <- others ++ Enum.uniq(called), do: Path.relative_to_cwd(source)
  end

  defp schema?(path), do: Path.basename(path) == "schema.exs"

  defp computed(schema) do
    with {:ok, text} <- File.read(schema),
         false <- Constant.constant?(text),
         do: Schema.load(schema)
  end

  defp print({file, line, message}), do: IO.warn(message, file: file, line: line)

  defp diagnostic({file, line, message}) do
    %Mix.Task.Compiler.Diagnostic{
      file: file,
      position: line,
      severity: :warning,
      message: message,
      compiler_name: "Elixir"
    }
  end

  # Mix asks this before each compilation. It is a module of its own, for to ask the stubs would load their library.
  defp ask_again(env, crate_dir, seen) do
    contents =
      quote do
        @moduledoc false
        def __mix_recompile__? do
          Code.ensure_loaded?(unquote(__MODULE__)) and
            unquote(__MODULE__).compile_again?(
              unquote(env.module),
              unquote(crate_dir),
              unquote(Macro.escape(seen))
            )
        end
      end

    Module.create(Module.concat(env.module, Drift), contents, Macro.Env.location(env))
  end
end
