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
    Plan.Sync,
    Project,
    Project.Lockfile,
    Schema,
    Text.SourceText
  }

  alias RustInElixir.Text.JSON
  alias RustInElixir.Schema.Constant

  @run "run `mix rust_in_elixir.sync`"

  @doc """
  Warns at the schema in `crate_dir` if the module that `env` compiles was generated from another one, or if the schema is
  wrong. Until that is mended, each `mix compile` compiles the module again, and so says it again.
  """
  @spec warn(Macro.Env.t(), Path.t()) :: :ok
  def warn(env, crate_dir) do
    schema = Path.expand(Path.join(crate_dir, "schema.exs"))
    if told?() and File.exists?(schema), do: held_against(env, crate_dir, schema)
    :ok
  rescue
    # Whatever keeps a sync from being done is for the sync to say, and keeps nobody from compiling.
    error in Mix.Error -> IO.warn(error.message, Macro.Env.stacktrace(env))
  end

  @doc "Whether a schema that computes says something else than when `digest` was made of it."
  @spec computes_otherwise?(Path.t(), String.t()) :: boolean
  def computes_otherwise?(crate_dir, digest), do: digest(crate_dir) != digest

  # A package that was fetched is nobody's to sync here.
  defp told? do
    Sync.core_loaded() == :ok and
      not String.starts_with?(File.cwd!(), Mix.Project.deps_path() <> "/")
  end

  defp held_against(env, crate_dir, schema) do
    project = Project.current()
    for path <- Project.sources(project), do: external(env, path)

    case warnings(project, crate_dir) do
      [] ->
        unless Constant.constant?(File.read!(schema)),
          do: compile_again(env, computes_otherwise(crate_dir, digest(crate_dir)))

      warnings ->
        for {line, message} <- warnings, do: IO.warn(message, file: schema, line: line)
        compile_again(env, true)
    end
  end

  defp external(env, path), do: Module.put_attribute(env.module, :external_resource, path)

  defp warnings(project, crate_dir) do
    case BoundaryFiles.entries(project, crate_dir) do
      {:ok, entries} ->
        if Enum.any?(entries, &drifted?/1), do: [drift(project, crate_dir)], else: []

      {:error, error} ->
        for({_path, problem} <- error.problems, do: {problem.line, problem.message}) ++
          for(message <- error.messages, do: {1, message})
    end
  end

  defp drifted?(entry),
    do: entry.owner == :generator and entry.status in [:stale, :missing, :orphan]

  defp drift(project, crate_dir) do
    {:ok, lock} = project |> read(Lockfile.path(crate_dir)) |> Lockfile.parse()

    case changes(project, crate_dir, lock) do
      [] ->
        {1, "the generated code is not what this schema asks for by now; #{@run}"}

      [{line, _name} | _] = changes ->
        names = Enum.map_join(changes, ", ", &elem(&1, 1))
        {line, "this schema has changed since the last sync (#{names}); #{@run}"}
    end
  end

  defp read(project, path) do
    {:ok, text} = Tree.read(project, path)
    text
  end

  # What the contract has otherwise, with its line in the schema.
  defp changes(project, crate_dir, lock) do
    with {:ok, boundary} <- Project.schema(project, crate_dir),
         {:ok, contract} <- Core.contract(boundary),
         {:ok, before} <- JSON.decode(lock.contract),
         {:ok, now} <- JSON.decode(contract) do
      types = for it <- boundary.definitions, do: {it.line, it.name, "types"}
      nifs = for it <- boundary.nifs, do: {it.line, "#{it.name}/#{length(it.params)}", "nifs"}

      for {line, name, kind} <- Enum.sort(types ++ nifs),
          before[kind][name] != now[kind][name],
          do: {line, name}
    else
      _ -> []
    end
  end

  # It is asked at each compilation, and no verdict hangs on it: so the schema is read in this VM.
  defp digest(crate_dir) do
    [crate_dir, "schema.exs"]
    |> Path.join()
    |> Path.expand()
    |> Schema.load()
    # Newer VMs order a map's atoms otherwise each time they start.
    |> :erlang.term_to_binary([:deterministic])
    |> SourceText.checksum()
  end

  defp computes_otherwise(crate_dir, digest) do
    quote do
      Code.ensure_loaded?(unquote(__MODULE__)) and
        unquote(__MODULE__).computes_otherwise?(unquote(crate_dir), unquote(digest))
    end
  end

  # Mix asks this of each module that has the function. It is a module of its own, for to ask the stubs would load their
  # library.
  defp compile_again(env, condition) do
    contents =
      quote do
        @moduledoc false
        def __mix_recompile__?, do: unquote(condition)
      end

    Module.create(Module.concat(env.module, OutOfSync), contents, Macro.Env.location(env))
  end
end
