defmodule RustInElixir.Loader.Inputs do
  @moduledoc false

  # The inputs of a build: every file of our own that can change what cargo builds, and the variables of the environment.

  alias RustInElixir.Loader.{Cargo, Config}

  # Variables that cargo, rustc and the C compilers behind build scripts read on their own.
  @read ~w(RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_HOME RUSTC RUSTUP_HOME RUSTUP_TOOLCHAIN)
  @read_families ~w(CARGO_BUILD_ CARGO_PROFILE_ CARGO_TARGET_ CARGO_UNSTABLE_ RUSTC_ CC CXX AR CFLAGS CXXFLAGS LDFLAGS)
  # Where the result lies is not what it is.
  @not_read ~w(CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR CARGO_BUILD_JOBS)

  @typedoc "The inputs of a build: its files, the names of variables that it read, and whether only cargo knows the rest."
  @type t :: %{
          sources: [Path.t()],
          settings: [Path.t()],
          variables: [String.t()],
          only_cargo_knows?: boolean()
        }

  @doc "The inputs of a build that cargo has made."
  @spec of(Config.t(), Cargo.build()) :: t()
  def of(config, build) do
    %{
      sources: sources(config, build),
      settings: settings(config, build),
      variables: variables(build),
      only_cargo_knows?: only_cargo_knows?(build)
    }
  end

  @doc """
  Lists the files of the project that the library was built from, or would be if they appeared. Files
  inside the project are relative to it.

  The list joins three sources, none of which suffices alone. Cargo's dep-info file names what
  rustc and the build scripts really read, in this crate and in its path dependencies: sources,
  `include_str!`, `rerun-if-changed`. The folder `src` also holds what a procedural macro may
  read unseen. And neither knows manifests.
  """
  @spec sources(Config.t(), Cargo.build()) :: [Path.t()]
  def sources(config, build) do
    crate_dir = Config.crate_dir(config)
    root = build.workspace_root

    (dep_info(build) ++
       files_in(Path.join(crate_dir, "src")) ++
       [Path.join(crate_dir, "build.rs"), Path.join(root, "Cargo.toml")] ++
       Enum.map(build.crates, & &1.manifest))
    |> Enum.map(&Path.relative_to_cwd/1)
    |> Enum.uniq()
    |> Enum.sort()
  end

  @doc """
  Lists the files beside the sources that change a build, most of which are not there: the lock file, and the settings of
  cargo and of the toolchain, which are looked for in every folder above the crate and in the user's own.
  """
  @spec settings(Config.t(), Cargo.build()) :: [Path.t()]
  def settings(config, build),
    do: [Path.join(build.workspace_root, "Cargo.lock") | settings(config)]

  @doc "Those of them that do not belong to the crate."
  @spec settings(Config.t()) :: [Path.t()]
  def settings(config) do
    rustup_home = home(config, "RUSTUP_HOME", ".rustup")

    of_cargo(config) ++
      [Path.join(rustup_home, "settings.toml")] ++
      files_in(Path.join(rustup_home, "update-hashes")) ++
      for(name <- ~w(cargo rustc), path = System.find_executable(name), do: path)
  end

  @doc "Lists the files in which cargo and rustup look for what they are to do with the crate."
  @spec of_cargo(Config.t()) :: [Path.t()]
  def of_cargo(config) do
    above =
      for dir <- folders_above(Config.crate_dir(config)),
          name <- ~w(.cargo/config.toml .cargo/config rust-toolchain.toml rust-toolchain),
          do: Path.join(dir, name)

    cargo_home = home(config, "CARGO_HOME", ".cargo")
    above ++ for(name <- ~w(config.toml config), do: Path.join(cargo_home, name))
  end

  @doc "The names of the variables that the build scripts, and `env!` in the crate and its path dependencies, have read."
  @spec variables(Cargo.build()) :: [String.t()]
  def variables(build) do
    scripts =
      for %{output: output} <- build.scripts,
          {"rerun-if-env-changed", name} <- directives(output),
          do: name

    deps = Path.join(Path.dirname(build.library), "deps")

    sources =
      for %{name: crate} <- build.crates,
          file <-
            Path.wildcard(Path.join(escape(deps), String.replace(crate, "-", "_") <> "{,-*}.d")),
          {:ok, text} <- [File.read(file)],
          [_, name] <- Regex.scan(~r/^# env-dep:([^=\s]+)/m, text),
          do: name

    Enum.uniq(scripts ++ sources)
  end

  @doc "A digest of what the environment says to a build that reads `names` besides what every build reads."
  @spec environment([String.t()]) :: binary()
  def environment(names) do
    relevant =
      for {name, value} <- System.get_env(),
          name in names or (read?(name) and name not in @not_read),
          do: {name, value}

    relevant |> Enum.sort() |> :erlang.term_to_binary() |> :erlang.md5()
  end

  defp read?(name), do: name in @read or String.starts_with?(name, @read_families)

  @doc """
  Whether a build script of ours may depend on what only cargo can tell: it says nothing of what it reads, so that any
  file of its package counts, or it names a folder, of which all that is in it counts.
  """
  @spec only_cargo_knows?(Cargo.build()) :: boolean()
  def only_cargo_knows?(build) do
    Enum.any?(build.scripts, fn
      %{folder: nil} ->
        false

      %{folder: folder, output: output} ->
        said = directives(output)

        said == [] or
          Enum.any?(
            for {"rerun-if-changed", path} <- said, do: File.dir?(Path.expand(path, folder))
          )
    end)
  end

  # The conditions on which a build script has to run again: `cargo:` and `cargo::` are both in use.
  defp directives(output) do
    case File.read(output) do
      {:ok, text} ->
        for [_, key, value] <- Regex.scan(~r/^cargo::?(rerun-if-\w+-?\w*)=(.*?)\r?$/m, text),
            do: {key, value}

      {:error, _} ->
        []
    end
  end

  # `target/release/libname.d` beside the library, in a makefile's notation: the files after
  # `target:`, separated by spaces, with a backslash before a space in a name. What a build script made lies below the
  # library: it is no input, new with each build, and gone when the target folder is cleaned.
  defp dep_info(build) do
    made = Path.dirname(build.library) <> "/"

    case File.read(Path.rootname(build.library) <> ".d") do
      {:ok, text} ->
        for line <- String.split(text, ["\r\n", "\n"], trim: true),
            [_target | files] = String.split(line, ~r/(?<!\\) /),
            file <- files,
            path = file |> String.replace("\\ ", " ") |> Path.expand(build.workspace_root),
            file != "" and not String.starts_with?(path, made),
            do: path

      {:error, _} ->
        []
    end
  end

  @doc "Lists the files below a folder, or that file."
  @spec files_in(Path.t()) :: [Path.t()]
  def files_in(dir) do
    # Not `Path.wildcard/1`, for which brackets in a folder's name are a pattern.
    case File.ls(dir) do
      {:ok, names} -> Enum.flat_map(names, &files_in(Path.join(dir, &1)))
      {:error, :enotdir} -> [dir]
      {:error, _} -> []
    end
  end

  defp folders_above(dir) do
    case Path.dirname(dir) do
      ^dir -> [dir]
      parent -> [dir | folders_above(parent)]
    end
  end

  defp home(config, variable, default) do
    case List.keyfind(config.env, variable, 0) do
      {_, home} -> Path.expand(home, Config.crate_dir(config))
      nil -> System.get_env(variable) || Path.expand(default, System.user_home() || ".")
    end
  end

  defp escape(path), do: Regex.replace(~r/[\[\]{}*?\\]/, path, "\\\\\\0")
end
