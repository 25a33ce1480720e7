defmodule RustInElixir.Doctor do
  @moduledoc false

  # Examines the crates of a project that use Rustler, with or without a schema: reads their files, and has the core apply
  # its rules.

  alias RustInElixir.{Core, Disk.Tree, Error, Project, Project.Lockfile}
  alias RustInElixir.Doctor.{Dependencies, Stubs}

  @typedoc "What was found in a crate, by the folder of the crate."
  @type result :: {Path.t(), Core.Examination.t()}

  @doc """
  Examines each crate below `native`, or those in `folders`; `deps: true` also counts `unsafe` in their dependencies.

  The error has each file that cannot be read.
  """
  @spec examine(Project.t(), [Path.t()], deps: boolean) ::
          {:ok, [result]} | {:error, Error.t()}
  def examine(project, folders, options \\ []) do
    with {:ok, folders} <- folders(project, folders),
         {:ok, manifests} <- manifests(project, folders),
         {:ok, stubs} <- Stubs.modules(project),
         {:ok, results} <-
           Error.join(Enum.map(folders, &examine_one(project, &1, manifests, stubs))) do
      results = Enum.reject(results, fn {_folder, found} -> found.crate_name == nil end)

      if options[:deps],
        do: {:ok, Dependencies.add(project, results)},
        else: {:ok, results}
    end
  end

  defp folders(project, []) do
    case project.root |> Path.join("native/*/Cargo.toml") |> Path.wildcard() do
      [] ->
        {:error,
         Error.could_not_run(
           "no folder in native has a Cargo.toml; name the folder of a crate: mix rust_in_elixir.doctor path/to/crate"
         )}

      paths ->
        # The crate with the codecs is examined only if it is named: nobody edits it.
        {:ok,
         for(
           path <- paths,
           path = Path.relative_to(path, project.root),
           not Lockfile.generated?(path),
           do: Path.dirname(path)
         )}
    end
  end

  defp folders(project, named) do
    folders = Enum.map(named, &folder(project, &1))

    case for({:error, message} <- folders, do: message) do
      [] -> {:ok, Enum.uniq(folders)}
      messages -> {:error, Error.could_not_run(messages)}
    end
  end

  # A crate can be named by its folder in `native` alone.
  defp folder(project, name) do
    path = name |> Path.expand(project.root) |> Path.relative_to(project.root)
    below = Path.join("native", path)

    cond do
      Path.type(path) == :absolute -> {:error, "#{name} is outside of the project"}
      crate?(project, path) -> if(path == ".", do: "", else: path)
      crate?(project, below) -> below
      true -> {:error, "#{name} has no Cargo.toml"}
    end
  end

  defp crate?(project, folder),
    do: File.exists?(Path.join([project.root, folder, "Cargo.toml"]))

  defp manifests(project, folders),
    do: texts(project, Enum.map(folders, &below(&1, "Cargo.toml")))

  defp examine_one(project, folder, manifests, stubs) do
    path = below(folder, "Cargo.toml")
    {[manifest], siblings} = Enum.split_with(manifests, &(&1.path == path))

    with {:ok, sources} <- texts(project, sources(project, folder)),
         {:ok, settings} <- texts(project, settings(folder)),
         {:ok, locks} <- texts(project, Enum.map(above(folder), &below(&1, "Cargo.lock"))) do
      input = %Core.CrateInput{
        dir: folder,
        sources: sources,
        manifest: manifest,
        settings: settings,
        lock: List.first(locks),
        siblings: siblings,
        stubs: stubs,
        rustler_package: project.locked_rustler
      }

      case Core.examine(input) do
        {:ok, found} -> {:ok, [{folder, found}]}
        {:error, problems} -> {:error, Error.wrong_schema(problems)}
      end
    end
  end

  # The files at those of the paths where there is one.
  defp texts(project, paths) do
    read = for path <- paths, do: {path, Tree.read(project, path)}

    wrong =
      for {path, {:error, reason}} <- read, do: {path, %Core.Problem{line: 1, message: reason}}

    if wrong == [],
      do:
        {:ok, for({path, {:ok, text}} <- read, text, do: %Core.TextFile{path: path, text: text})},
      else: {:error, Error.wrong_schema(wrong)}
  end

  defp settings(folder) do
    [_crate | workspaces] = above(folder)

    Enum.map(workspaces, &below(&1, "Cargo.toml")) ++
      for(
        parent <- above(folder),
        name <- [".cargo/config.toml", ".cargo/config"],
        do: below(parent, name)
      )
  end

  # The folder, and each above it in the project, the nearest first.
  defp above(""), do: [""]

  defp above(folder) do
    parent = Path.dirname(folder)
    [folder | above(if(parent == ".", do: "", else: parent))]
  end

  defp below("", path), do: path
  defp below(folder, path), do: Path.join(folder, path)

  # What belongs to another crate, or was built, is left out; so are links to folders.
  defp sources(project, folder) do
    place = Path.join(project.root, folder)

    for name <- ls(place),
        path = below(folder, name),
        source <- source(project, path, name),
        do: source
  end

  defp source(_project, _path, "." <> _name), do: []

  defp source(project, path, name) do
    place = Path.join(project.root, path)

    case File.lstat(place) do
      {:ok, %{type: :directory}} ->
        if name in ["target", "deps", "_build", "node_modules"] or crate?(project, path),
          do: [],
          else: sources(project, path)

      {:ok, _file} ->
        if Path.extname(name) == ".rs", do: [path], else: []

      {:error, _reason} ->
        []
    end
  end

  defp ls(place) do
    case File.ls(place) do
      {:ok, names} -> Enum.sort(names)
      {:error, _reason} -> []
    end
  end
end
