defmodule RustInElixir.Loader.Cache do
  @moduledoc false

  # Libraries of this package's own core, in the user's cache folder: who has built the core of this version need not build
  # it again in the next project.
  #
  # An entry is a file. Its name is a digest of all that can be known before cargo runs and can change the library: every file
  # of the package, the options, the compiler, the system, and the settings of cargo. What only a build tells is in it: the
  # variables that build scripts read, and what they were. Whatever is wrong with the cache, cargo builds.

  alias RustInElixir.Loader.{Cargo, Config, Inputs}

  @options [:crate, :path, :features, :default_features, :mode, :target, :env, :cargo]
  # One has some 20 MB.
  @kept 4
  @digest_bytes 32

  @typedoc "The file of an entry, and the files of the package that its name stands for; `nil` for what is not cached."
  @type key :: {Path.t(), [Path.t()]} | nil

  @doc "The key of what cargo would build now."
  @spec key(Config.t()) :: key()
  def key(config), do: otherwise(nil, fn -> new_key(config) end)

  defp new_key(config) do
    with true <- fetched_core?(config),
         folder when folder != nil <- folder(),
         {:ok, compiler} <- Cargo.compiler(config),
         settings = settings(config),
         false <- for_this_processor?(settings) do
      files = packed_files()
      contents = for path <- files, do: {path, path |> File.read!() |> digest()}

      # A home may be shared by systems, and an older C library does not load what needs a newer one.
      system = File.read("/etc/os-release")

      name =
        {Map.take(config, @options), compiler, system, Enum.uniq(settings), contents}
        |> :erlang.term_to_binary()
        |> digest()
        |> Base.encode16(case: :lower)

      {Path.join(folder, name), files}
    else
      _ -> nil
    end
  end

  @doc "Calls `install` with the library of the entry and its inputs; `nil` if there is none that fits, or `install` fails."
  @spec take(
          key(),
          Config.t(),
          (Path.t(), Inputs.t() -> {:ok, term(), term()} | {:error, term()})
        ) ::
          {:ok, term(), term()} | nil
  def take(nil, _config, _install), do: nil

  def take({path, files}, config, install) do
    with {:ok, entry} <- read(path),
         true <- Inputs.environment(entry.variables) == entry.environment,
         library = Path.join(Mix.Project.manifest_path(), "#{System.pid()}-#{entry.name}"),
         :ok <- File.mkdir_p(Path.dirname(library)),
         :ok <- File.write(library, entry.library) do
      inputs = %{
        sources: files,
        settings: Inputs.settings(config),
        variables: entry.variables,
        only_cargo_knows?: false
      }

      # The one that was used last is removed last.
      File.touch(path)

      try do
        with {:error, _} <- install.(library, inputs), do: nil
      after
        File.rm(library)
      end
    else
      _ -> nil
    end
  end

  @doc "Keeps a library that was built from nothing but what its key stands for."
  @spec put(key(), Config.t(), Path.t(), Inputs.t()) :: :ok
  def put(nil, _config, _library, _inputs), do: :ok

  def put(key, config, library, inputs),
    do: otherwise(:ok, fn -> put_new(key, config, library, inputs) end)

  defp put_new({path, files} = key, config, library, inputs) do
    # A crate may come from elsewhere by a `[patch]`, and a file may have been saved while cargo ran.
    known? = Enum.all?(inputs.sources, &(&1 in files or not File.exists?(&1)))

    if known? and key(config) == key do
      content =
        :erlang.term_to_binary(%{
          name: Path.basename(library),
          library: File.read!(library),
          variables: inputs.variables,
          environment: Inputs.environment(inputs.variables)
        })

      write(path, [digest(content), content])
    end

    :ok
  end

  # A file may go while it is read.
  defp otherwise(result, fun) do
    fun.()
  rescue
    _ in [File.Error, MatchError] -> result
  end

  # The sources of a package that was fetched are those of a release, and the core needs nothing of the system but its C library.
  # A checkout that is worked in, as by a path, has a target folder that its projects share.
  defp fetched_core?(config) do
    deps = Path.expand(Mix.Project.deps_path())
    config.otp_app == :rust_in_elixir and String.starts_with?(File.cwd!(), deps <> "/")
  end

  defp folder do
    folder = to_string(:filename.basedir(:user_cache, "rust_in_elixir"))
    if Path.type(folder) == :absolute, do: Path.join(folder, "core")
  rescue
    # There is no home.
    MatchError -> nil
  end

  # A library for this processor alone may have been built on another one that shares the home.
  defp for_this_processor?(settings) do
    flags = Map.values(System.get_env()) ++ Enum.map(settings, &elem(&1, 1))
    Enum.any?(flags, &(&1 =~ "target-cpu=native"))
  end

  defp settings(config),
    do: for(path <- Inputs.of_cargo(config), {:ok, text} <- [File.read(path)], do: {path, text})

  # As Hex packs them, so that the core can be built from them.
  defp packed_files do
    [_ | _] = patterns = Mix.Project.config()[:package][:files]

    patterns
    |> Enum.flat_map(&Path.wildcard/1)
    |> Enum.flat_map(&Inputs.files_in/1)
    |> Enum.uniq()
    |> Enum.sort()
  end

  defp read(path) do
    case File.read(path) do
      {:ok, <<digest::binary-size(@digest_bytes), content::binary>>} ->
        if digest(content) == digest,
          do: {:ok, :erlang.binary_to_term(content)},
          else: File.rm(path)

      {:ok, _cut_off} ->
        File.rm(path)

      {:error, _} ->
        :none
    end
  end

  defp write(path, entry) do
    folder = Path.dirname(path)
    temporary = "#{path}.#{Base.encode16(:crypto.strong_rand_bytes(4))}"

    with :ok <- File.mkdir_p(folder),
         :ok <- File.chmod(folder, 0o700),
         :ok <- File.write(temporary, entry),
         :ok <- File.rename(temporary, path) do
      remove_older(folder)
    else
      # The disk may be full, or not ours to write.
      {:error, _} -> File.rm(temporary)
    end
  end

  # What was left by a process that was killed is among them.
  defp remove_older(folder) do
    entries =
      for file <- File.ls!(folder),
          path = Path.join(folder, file),
          {:ok, %{mtime: used}} <- [File.stat(path, time: :posix)],
          do: {used, path}

    for {_used, path} <- entries |> Enum.sort(:desc) |> Enum.drop(@kept), do: File.rm(path)
  end

  defp digest(content), do: :crypto.hash(:sha256, content)
end
