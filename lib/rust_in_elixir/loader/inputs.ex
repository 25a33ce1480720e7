defmodule RustInElixir.Loader.Inputs do
  @moduledoc false

  # What Mix has to watch, so that the library is never stale: every file of our own that can
  # change what cargo builds.

  alias RustInElixir.Loader.{Cargo, Config}

  @doc """
  Lists the files that the library was built from, those that would change the build if they
  appeared, and the installed library itself, so that it comes back when it is deleted. Files
  inside the project are relative to it. `started` is when the build began, in POSIX seconds.

  The list joins three sources, none of which suffices alone. Cargo's dep-info file names what
  rustc and the build scripts really read, in this crate and in its path dependencies: sources,
  `include_str!`, `rerun-if-changed`. The folder `src` also holds what a procedural macro may
  read unseen. And neither knows manifests, the lock file or the settings of toolchain and cargo.
  """
  @spec list(Config.t(), Cargo.build(), Path.t(), integer()) :: [Path.t()]
  def list(config, build, library, started) do
    crate_dir = Config.crate_dir(config)
    root = build.workspace_root
    lock = Path.join(root, "Cargo.lock")

    settings =
      for dir <- Enum.uniq([crate_dir, root]),
          name <- ["rust-toolchain.toml", "rust-toolchain", ".cargo/config.toml"],
          do: Path.join(dir, name)

    inputs =
      dep_info(build) ++
        files_in(Path.join(crate_dir, "src")) ++
        [Path.join(crate_dir, "build.rs"), Path.join(root, "Cargo.toml")] ++
        build.manifests ++ settings

    date_back([library, lock], inputs, started)

    [library, lock | inputs]
    |> Enum.map(&Path.relative_to_cwd/1)
    |> Enum.uniq()
    |> Enum.sort()
  end

  # Elixir 1.14 calls a file changed that is newer than the beginning of the compilation that
  # registered it. What the build itself wrote always is, and would make the next `mix compile`
  # call cargo again. So it gets the time of the newest file that it was made from.
  defp date_back(written, inputs, started) do
    newest = inputs |> Enum.map(&modified/1) |> Enum.max()

    for file <- written, modified(file) >= started do
      File.touch!(file, newest)
    end
  end

  defp modified(file) do
    case File.stat(file, time: :posix) do
      {:ok, %{mtime: mtime}} -> mtime
      {:error, _} -> 0
    end
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
