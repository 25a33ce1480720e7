defmodule RustInElixir.Gen.Install do
  @moduledoc false

  # Prepares a project for its first boundary: dependencies with the right options, settings of the
  # formatter, an extended `.gitignore`, and a workflow on request.
  #
  # `plan/2` needs no package. It reports what it cannot do safely.

  alias RustInElixir.{Disk.Tree, Plan, Plan.Entry, Plan.SharedFiles, Project, Text.Splice}

  @formatter ".formatter.exs"
  @inputs "native/*/schema.exs"
  @new_formatter """
  [
    import_deps: [:rust_in_elixir],
    inputs: ["{mix,.formatter}.exs", "{config,lib,test}/**/*.{ex,exs}", "native/*/schema.exs"]
  ]
  """

  @typedoc "The loader of the boundaries' libraries."
  @type loader :: :rustler | :precompiled | :rust_in_elixir

  @doc """
  The packages that a loader needs, as dependencies.

      iex> RustInElixir.Gen.Install.packages(:rustler)
      [{:rustler, "~> 0.38", [runtime: false]}]
  """
  @spec packages(loader) :: [{atom, String.t(), keyword}]
  def packages(:rustler), do: [{:rustler, "~> 0.38", [runtime: false]}]

  def packages(:precompiled),
    do: [{:rustler_precompiled, "~> 0.9", []}, {:rustler, "~> 0.38", [optional: true]}]

  def packages(:rust_in_elixir), do: []

  @doc """
  The same, as `mix.exs` has them, each in a line.

      iex> RustInElixir.Gen.Install.sources(:rustler)
      ~S({:rustler, "~> 0.38", runtime: false})
  """
  @spec sources(loader) :: String.t()
  def sources(loader), do: loader |> packages() |> in_lines()

  defp in_lines(packages), do: Enum.map_join(packages, ",\n    ", &dependency/1)

  @doc """
  The options that this package's own dependency has to have.

  Its own loader is needed wherever the project is compiled. With the others nothing is, but to
  generate and to check.

      iex> RustInElixir.Gen.Install.options(:rustler)
      [only: [:dev, :test], runtime: false]
  """
  @spec options(loader) :: keyword
  def options(:rust_in_elixir), do: [runtime: false]
  def options(_other), do: [only: [:dev, :test], runtime: false]

  @doc """
  The loader that decides on those options: this package's own, if it is asked for or any boundary has it.
  """
  @spec needed_loader(Project.t(), loader) :: loader
  def needed_loader(project, asked) do
    # With Rustler among the dependencies, a boundary that asks for no loader is loaded by it.
    default = if asked == :rust_in_elixir, do: project.loader, else: :rustler

    own? =
      Enum.any?(Project.crate_dirs(project), fn crate_dir ->
        case Project.schema(project, crate_dir) do
          {:ok, boundary} -> (boundary.loader || default) == :rust_in_elixir
          # Nobody knows what it is going to ask for.
          {:error, _problems} -> project.loader == :rust_in_elixir
        end
      end)

    if own?, do: :rust_in_elixir, else: asked
  end

  @doc """
  The loader where none is asked for: that of the project, or before its first boundary Rustler, where there is a way
  to get it.
  """
  @spec default_loader(Project.t()) :: :rustler | :rust_in_elixir
  def default_loader(project) do
    if Project.crate_dirs(project) == [] and Code.ensure_loaded?(Hex),
      do: :rustler,
      else: project.loader
  end

  @doc """
  Makes the plan, and tells what is left for a person to paste.

  The options are `:loader`, and `:ci` as in `RustInElixir.Plan.Sync.plan/2`.
  """
  @spec plan(Project.t(), keyword) :: {Plan.t(), [String.t()]}
  def plan(project, options) do
    {entries, left} = Enum.unzip([formatter(project), deps(project, options[:loader])])
    shared = SharedFiles.entries(project, gitignore: true, ci: options[:ci])
    own = own_dependency(project.own_options, needed_loader(project, options[:loader]))

    {%Plan{root: project.root, entries: Enum.reject(entries, &is_nil/1) ++ shared},
     own ++ Enum.reject(left, &is_nil/1)}
  end

  @doc "The formatter's inputs that schemas are."
  @spec inputs :: String.t()
  def inputs, do: @inputs

  defp formatter(project) do
    edit(project, @formatter, &format_schemas/1, """
    Add this to #{@formatter}, for `mix format` to format schemas:

        import_deps: [:rust_in_elixir]

    and #{inspect(@inputs)} to its inputs.
    """)
  end

  defp format_schemas(nil), do: {:ok, @new_formatter}

  defp format_schemas(text) do
    with {:ok, text} <- listed(text, :import_deps, ":rust_in_elixir", true),
         do: listed(text, :inputs, inspect(@inputs), false)
  end

  defp listed(text, key, element, create?) do
    if text =~ element do
      {:ok, text}
    else
      with :error <- Splice.prepend(text, Splice.keyword_list(key), element),
           true <- create? and not (text =~ "#{key}:") do
        Splice.prepend(text, &Splice.whole/1, "#{key}: [#{element}]")
      else
        {:ok, text} -> {:ok, text}
        false -> :error
      end
    end
  end

  defp deps(project, loader) do
    case Enum.reject(packages(loader), &(elem(&1, 0) in project.packages)) do
      [] ->
        {nil, nil}

      missing ->
        sources = Enum.map(missing, &dependency/1)

        paste = """
        Add this to the dependencies in mix.exs:

            #{in_lines(missing)}
        """

        # Mix runs no command of a project whose packages it cannot get.
        if Code.ensure_loaded?(Hex),
          do: edit(project, "mix.exs", &add_all(&1, Enum.reverse(sources)), paste),
          else: {nil, paste}
    end
  end

  defp add_all(nil, _sources), do: :error

  defp add_all(text, sources) do
    Enum.reduce_while(sources, {:ok, text}, fn source, {:ok, text} ->
      case Splice.prepend(text, Splice.function_list(:deps), source) do
        {:ok, text} -> {:cont, {:ok, text}}
        :error -> {:halt, :error}
      end
    end)
  end

  defp dependency({name, requirement, []}), do: inspect({name, requirement})

  # As people write it, without the brackets around the options.
  defp dependency({name, requirement, options}) do
    options = Enum.map_join(options, ", ", fn {key, value} -> "#{key}: #{inspect(value)}" end)
    "{#{inspect(name)}, #{inspect(requirement)}, #{options}}"
  end

  @doc "Instructions for the options of the dependency on this package."
  @spec own_dependency(keyword | nil, loader) :: [String.t()]
  def own_dependency(nil, _loader), do: []

  def own_dependency(given, loader) do
    missing = Enum.reject(options(loader), fn {key, value} -> agrees?(given[key], value) end)
    options = Enum.map_join(missing, ", ", fn {key, value} -> "#{key}: #{inspect(value)}" end)

    give = "Give the dependency `:rust_in_elixir` in mix.exs these options: #{options}\n"

    take =
      "Remove the option `only` from the dependency `:rust_in_elixir` in mix.exs; `:prod` needs its loader too\n"

    if(missing == [], do: [], else: [give]) ++
      if(loader == :rust_in_elixir and given[:only] != nil, do: [take], else: [])
  end

  defp agrees?(given, wanted), do: Enum.sort(List.wrap(given)) == Enum.sort(List.wrap(wanted))

  defp edit(project, path, edit, paste) do
    with {:ok, old} <- Tree.read(project, path),
         {:ok, new} <- edit.(old) do
      {Entry.new(:user, path, old, new), nil}
    else
      _ -> {nil, paste}
    end
  end
end
