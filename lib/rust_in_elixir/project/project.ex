defmodule RustInElixir.Project do
  @moduledoc false

  # The Mix project that boundaries are generated into.
  #
  # A boundary is a folder `native/<crate>` that holds a `schema.exs`. What else the generator has to
  # know of the project is its name, whether it has Rustler, the templates that it replaces, and how
  # it formats its code.

  alias RustInElixir.{Core, Disk.Tree, Error.ExitStatus, Project.RustlerVersion, Schema}
  alias RustInElixir.Schema.Isolation

  @templates "priv/rust_in_elixir/templates"

  @enforce_keys [:root, :otp_app, :loader, :rustler]
  defstruct [
    :root,
    :otp_app,
    :loader,
    :rustler,
    :notes,
    :own_options,
    :locked_rustler,
    elixirc_paths: ["lib"],
    packages: [],
    foreign: [],
    templates: %{},
    drafts: %{}
  ]

  @typedoc """
  A project: its absolute root, its application, the loader of the boundaries that ask for none, the
  requirement of the crate `rustler`, its dependencies, the folders below its root that hold them, the options of the one on this
  package, the version of the package `rustler` in `mix.lock`, its folders with Elixir sources, its own templates by their names, and the folder of `RustInElixir.Plan.Cache`, without which nothing is remembered. The drafts are those of
  `t:RustInElixir.Disk.Tree.t/0`.
  """
  @type t :: %__MODULE__{
          root: Path.t(),
          otp_app: String.t(),
          loader: :rustler | :rust_in_elixir,
          rustler: String.t(),
          notes: Path.t() | nil,
          packages: [atom],
          foreign: [Path.t()],
          own_options: keyword | nil,
          locked_rustler: String.t() | nil,
          elixirc_paths: [Path.t()],
          templates: %{optional(String.t()) => String.t()},
          drafts: %{optional(Path.t()) => String.t() | nil}
        }

  @doc "The project that Mix runs in."
  @spec current() :: t
  def current do
    config = Mix.Project.config()
    notes = Path.join([Mix.Project.build_path(), "rust_in_elixir", to_string(config[:app])])
    settings = Keyword.take(config, [:deps, :deps_path, :elixirc_paths, :lockfile])
    options = [{:otp_app, config[:app]} | settings]
    %{new(File.cwd!(), options) | notes: notes}
  end

  @doc """
  The projects that a command is about, each with its folder: that which Mix runs in, which is `""`, or
  in an umbrella its applications, such as `"apps/my_app"`.
  """
  @spec all() :: [{Path.t(), t}]
  def all do
    if Mix.Project.umbrella?() do
      for {app, path} <- Enum.sort_by(Mix.Project.apps_paths(), &elem(&1, 1)),
          do: {path, Mix.Project.in_project(app, path, fn _module -> current() end)}
    else
      [{"", current()}]
    end
  end

  @doc "Ends a command that is about one application at the root of an umbrella."
  @spec in_an_application!() :: :ok
  def in_an_application! do
    if Mix.Project.umbrella?(),
      do: raise_error("run this in an application of the umbrella, in apps/")

    :ok
  end

  @doc """
  A project in the folder `root`.

  `:otp_app` is its application, `:deps` its dependencies as `mix.exs` lists them, `:deps_path` the folder that
  Mix puts them into, `"deps"` unless told, `:elixirc_paths` its folders with sources, `["lib"]` unless told, and
  `:lockfile` where their versions are locked, `"mix.lock"` unless told. `:drafts` are files that somebody else is about to
  write.
  The loader is Rustler where that is among its dependencies.

  The crate `rustler` is required as #{RustlerVersion.required(nil)}, which the generated code is written for and which
  packages of Rustler from before it build as well. A project that is locked to a later package gets the
  crate of that release: package 1.2.3 goes with `"1.2"`.
  """
  @spec new(Path.t(), keyword) :: t
  def new(root, options) do
    deps = Keyword.get(options, :deps, [])
    packages = for dep <- deps, do: elem(dep, 0)
    tree = %{root: Path.expand(root), drafts: Keyword.get(options, :drafts, %{})}
    locked = RustlerVersion.locked(tree, Keyword.get(options, :lockfile, "mix.lock"))

    %__MODULE__{
      root: tree.root,
      drafts: tree.drafts,
      otp_app: to_string(Keyword.fetch!(options, :otp_app)),
      loader: if(:rustler in packages, do: :rustler, else: :rust_in_elixir),
      packages: packages,
      foreign: foreign(tree.root, Keyword.get(options, :deps_path, "deps"), deps),
      own_options: own_options(deps),
      rustler: RustlerVersion.required(locked),
      locked_rustler: locked,
      elixirc_paths: Keyword.get(options, :elixirc_paths, ["lib"]),
      templates: templates(tree)
    }
  end

  @doc "The folders of the boundaries, such as `native/my_app_markdown`, in order."
  @spec crate_dirs(t) :: [Path.t()]
  def crate_dirs(project), do: folders_with(project, "schema.exs")

  @doc "Reads the schema of the boundary in `crate_dir`."
  @spec schema(t, Path.t()) :: {:ok, Core.Boundary.t()} | {:error, [Core.Problem.t()]}
  def schema(%__MODULE__{root: root} = project, crate_dir) do
    path = Path.join(crate_dir, "schema.exs")

    case Tree.read(project, path) do
      {:ok, nil} -> Schema.load(Path.join(root, path))
      {:ok, text} -> Isolation.load_string(text, Path.join(root, path), own_code(project))
      {:error, reason} -> {:error, [%Core.Problem{line: 1, message: "the schema #{reason}"}]}
    end
  end

  @doc "The code of the project that its schemas may call."
  @spec own_code(t) :: Isolation.own()
  def own_code(%__MODULE__{root: root} = project),
    do: {project.otp_app, Enum.map(project.elixirc_paths, &Path.expand(&1, root))}

  @doc "The folders with a lock and no schema: what was generated there has nothing to agree with."
  @spec abandoned_dirs(t) :: [Path.t()]
  def abandoned_dirs(project) do
    folders_with(project, "boundary.lock") -- crate_dirs(project)
  end

  @doc """
  The files that a person writes to shape the boundaries: their schemas, and templates of the project.
  """
  @spec sources(t) :: [Path.t()]
  def sources(%__MODULE__{root: root} = project) do
    schemas = for crate_dir <- crate_dirs(project), do: Path.join([root, crate_dir, "schema.exs"])
    folder = Path.join(root, @templates)
    schemas ++ for path <- Path.wildcard(Path.join(folder, "**")), File.regular?(path), do: path
  end

  @doc "The sources of the project's modules that its schemas call."
  @spec called_sources(t) :: [Path.t()]
  def called_sources(%__MODULE__{root: root} = project) do
    for crate_dir <- crate_dirs(project),
        path = Path.join([root, crate_dir, "schema.exs"]),
        {:ok, text} <- [File.read(path)],
        source <- Isolation.sources(text, path, own_code(project)),
        uniq: true,
        do: source
  end

  @doc """
  The name of a boundary out of what a person typed, which may be the path of its folder.

      iex> RustInElixir.Project.boundary_name("native/my_app_markdown/")
      "my_app_markdown"
  """
  @spec boundary_name(Path.t()) :: String.t()
  def boundary_name(path), do: path |> String.trim_trailing("/") |> Path.basename()

  @doc "Says that the project that Mix runs in has no boundary."
  @spec no_boundary() :: String.t()
  def no_boundary do
    applications = if Mix.Project.umbrella?(), do: "apps/*/", else: ""
    "no boundary found: there is no #{applications}native/*/schema.exs"
  end

  @doc """
  The message about unknown boundary names, with the known ones.

      iex> RustInElixir.Project.unknown_boundaries(["text"], ["image", "markdown"])
      "unknown boundary `text`; the boundaries are `image`, `markdown`"
  """
  @spec unknown_boundaries([String.t()], [String.t()]) :: String.t()
  def unknown_boundaries(unknown, []),
    do: "unknown boundary #{listed(unknown)}; this project has no boundaries"

  def unknown_boundaries(unknown, known),
    do: "unknown boundary #{listed(unknown)}; the boundaries are #{listed(known)}"

  defp listed(names), do: Enum.map_join(names, ", ", &"`#{&1}`")

  @doc "The facts about the project that the core needs to render `boundary` into `crate_dir`."
  @spec for_core(t, Core.Boundary.t(), Path.t()) :: Core.Project.t()
  def for_core(%__MODULE__{} = project, boundary, crate_dir) do
    %{for_core(project) | loader: boundary.loader || project.loader, crate_dir: crate_dir}
  end

  @doc "The project data that the core needs to render the shared modules."
  @spec for_core(t) :: Core.Project.t()
  def for_core(%__MODULE__{} = project) do
    %Core.Project{
      otp_app: project.otp_app,
      loader: project.loader,
      lib_dir: "lib",
      crate_dir: "native",
      rustler: project.rustler,
      templates: project.templates
    }
  end

  # An unreadable folder may contain a boundary, so it is not skipped.
  defp folders_with(%__MODULE__{root: root, drafts: drafts}, name) do
    case File.ls(Path.join(root, "native")) do
      {:ok, folders} ->
        found =
          for folder <- folders,
              not String.starts_with?(folder, "."),
              crate_dir = Path.join("native", folder),
              path = Path.join(crate_dir, name),
              not Map.has_key?(drafts, path),
              not absent?(File.lstat(Path.join(root, path))),
              do: crate_dir

        Enum.sort(found ++ drafted_folders(drafts, name))

      {:error, reason} when reason in [:enoent, :enotdir] ->
        Enum.sort(drafted_folders(drafts, name))

      {:error, reason} ->
        raise_error("native cannot be read: #{:file.format_error(reason)}")
    end
  end

  defp drafted_folders(drafts, name) do
    for {path, text} when text != nil <- drafts,
        ["native", _folder, ^name] <- [Path.split(path)],
        do: Path.dirname(path)
  end

  defp absent?({:error, reason}), do: reason in [:enoent, :enotdir]
  defp absent?({:ok, _}), do: false

  defp own_options(deps) do
    with dep when dep != nil <- Enum.find(deps, &(elem(&1, 0) == :rust_in_elixir)),
         do: dep_options(dep)
  end

  defp dep_options(dep) do
    options = elem(dep, tuple_size(dep) - 1)
    if Keyword.keyword?(options), do: options, else: []
  end

  # In an umbrella, those of its applications lie above them.
  defp foreign(root, deps_path, deps) do
    paths = for dep <- deps, path <- List.wrap(dep_options(dep)[:path]), do: path

    for path <- Enum.uniq([deps_path | Enum.sort(paths)]),
        folder = path |> Path.expand(root) |> Path.relative_to(root),
        Path.type(folder) == :relative and folder != ".",
        do: folder
  end

  defp templates(tree) do
    for path <- Tree.below(tree, @templates), into: %{} do
      {Path.relative_to(path, @templates), template(tree, path)}
    end
  end

  defp template(tree, path) do
    case Tree.read(tree, path) do
      {:ok, text} -> text || ""
      {:error, reason} -> raise_error("#{path} #{reason}")
    end
  end

  @spec raise_error(String.t()) :: no_return
  defp raise_error(message), do: Mix.raise(message, exit_status: ExitStatus.of(:could_not_run))
end
