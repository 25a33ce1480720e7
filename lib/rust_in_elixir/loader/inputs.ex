defmodule RustInElixir.Loader.Inputs do
  @moduledoc false

  # What Mix has to watch, so that the library is never stale: every file of our own that can
  # change what cargo builds.

  alias RustInElixir.Loader.{Cargo, Config}

  @doc """
  Lists the files that the library was built from, and those that would change the build if they
  appeared. Files inside the project are relative to it.

  The list joins three sources, none of which suffices alone. Cargo's dep-info file names what
  rustc and the build scripts really read, in this crate and in its path dependencies: sources,
  `include_str!`, `rerun-if-changed`. The folder `src` also holds what a procedural macro may
  read unseen. And neither knows manifests, the lock file or the toolchain's and cargo's settings.
  """
  @spec list(Config.t(), Cargo.build()) :: [Path.t()]
  def list(config, build) do
    crate_dir = Config.crate_dir(config)

    sources = dep_info(build) ++ files_in(Path.join(crate_dir, "src"))

    settings =
      for dir <- Enum.uniq([crate_dir, build.workspace_root]),
          name <- ["rust-toolchain.toml", "rust-toolchain", ".cargo/config.toml"],
          do: Path.join(dir, name)

    manifests =
      build.manifests ++
        [
          Path.join(build.workspace_root, "Cargo.toml"),
          Path.join(build.workspace_root, "Cargo.lock"),
          Path.join(crate_dir, "build.rs")
        ]

    (sources ++ manifests ++ settings)
    |> Enum.map(&Path.relative_to_cwd/1)
    |> Enum.uniq()
    |> Enum.sort()
  end

  # `target/release/libname.d` beside the library, in a makefile's notation: the files after
  # `target:`, separated by spaces, with a backslash before a space in a name.
  defp dep_info(build) do
    case File.read(Path.rootname(build.library) <> ".d") do
      {:ok, text} ->
        for line <- String.split(text, ["\r\n", "\n"], trim: true),
            [_target | files] = String.split(line, ~r/(?<!\\) /),
            file <- files,
            file != "",
            do: file |> String.replace("\\ ", " ") |> Path.expand(build.workspace_root)

      {:error, _} ->
        []
    end
  end

  # Not `Path.wildcard/1`, for which brackets in a folder's name are a pattern.
  defp files_in(dir) do
    case File.ls(dir) do
      {:ok, names} -> Enum.flat_map(names, &files_in(Path.join(dir, &1)))
      {:error, :enotdir} -> [dir]
      {:error, _} -> []
    end
  end
end
