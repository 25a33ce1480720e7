defmodule RustInElixir.Loader.Library do
  @moduledoc false

  # Where a library is kept. Each build has a file of its own, `Elixir.MyApp.Text.Native-3f2a90b1c4d5.so`, beside the
  # module's `.beam`: a VM that has opened one file opens no other of the same name, environments and targets share
  # no `ebin`, and a release takes `ebin` along with all that is in it.

  alias RustInElixir.Loader.{Config, Error}

  @doc """
  Puts the library that cargo built where the module loads it from.

  It returns the path of the file, and the configuration with its `load_from`. Nothing is written when the same bytes are
  there already. Otherwise the file appears in one step: a running VM may have an old one mapped, and would crash if
  its bytes changed.

  Besides the new library the one before is kept, for a VM that still runs it; not so in `:prod`, where a release would
  ship it. All are kept if `keep?`.
  """
  @spec install(Config.t(), Path.t(), boolean()) ::
          {:ok, Path.t(), Config.t()} | {:error, Error.t()}
  def install(config, built, keep? \\ false)

  def install(%Config{load_from: nil} = config, built, keep?) do
    name = "#{config.module}-#{digest(built)}"
    dir = Mix.Project.compile_path()
    installed = Path.join(dir, name <> extension(built))

    with :ok <- put(built, installed) do
      unless keep?, do: remove_older(dir, config.module, installed)
      remove_shared(config)
      {:ok, installed, placed(config, installed)}
    end
  end

  # With `load_from:` the name is the user's to know.
  def install(config, built, _keep?) do
    installed = Path.join("priv/native", config.crate <> extension(built))

    with :ok <- put(built, installed) do
      # Mix links or copies `priv` into `_build`, and has done so before there was a library.
      Mix.Project.build_structure()
      {:ok, installed, config}
    end
  end

  @doc "The configuration of a module whose library was installed there."
  @spec placed(Config.t(), Path.t()) :: Config.t()
  def placed(%Config{load_from: nil} = config, installed) do
    dir = installed |> Path.dirname() |> Path.basename()
    name = installed |> Path.basename() |> Path.rootname()
    %{config | load_from: {config.otp_app, Path.join(dir, name)}}
  end

  def placed(config, _installed), do: config

  @doc """
  Removes the libraries of modules that are gone, once all modules have been compiled.

  `there?` is asked of a module that is not compiled: another command may be compiling it.
  """
  @spec remove_orphans((String.t() -> boolean())) :: :ok
  def remove_orphans(there?) do
    dir = Mix.Project.compile_path()

    for file <- File.ls!(dir),
        [_, module] <- [Regex.run(~r/\A(Elixir\..+)-[0-9a-f]{12}\.(?:so|dll)\z/, file)],
        not File.exists?(Path.join(dir, module <> ".beam")),
        not there?.(module),
        do: File.rm(Path.join(dir, file))

    :ok
  end

  @doc """
  The extension of an installed library: what `:erlang.load_nif/2` appends to a path.

  ## Examples

      iex> Enum.map(["liba.so", "liba.dylib", "a.dll"], &RustInElixir.Loader.Library.extension/1)
      [".so", ".so", ".dll"]
  """
  @spec extension(Path.t()) :: String.t()
  def extension(built) do
    case Path.extname(built) do
      ".dylib" -> ".so"
      extension -> extension
    end
  end

  @doc "A short digest of a library, which is part of its name."
  @spec digest(Path.t()) :: String.t()
  def digest(file) do
    # It guards against nobody, and `:crypto` would have to be loaded for a better one.
    <<digest::binary-size(6), _::binary>> = file |> File.read!() |> :erlang.md5()
    Base.encode16(digest, case: :lower)
  end

  defp put(built, installed) do
    if same_content?(built, installed), do: reuse(installed), else: replace(built, installed)
  end

  # Which one was used last is told by the time of its change.
  defp reuse(installed) do
    with {:ok, %{mtime: mtime}} <- File.stat(installed, time: :posix),
         do: File.touch(installed, mtime)

    :ok
  end

  defp replace(built, installed) do
    temporary = "#{installed}.#{System.pid()}"

    with :ok <- File.mkdir_p(Path.dirname(installed)),
         :ok <- File.cp(built, temporary),
         :ok <- File.rename(temporary, installed) do
      :ok
    else
      {:error, posix} ->
        File.rm(temporary)
        {:error, Error.new(:not_replaced, path: Path.relative_to_cwd(installed), posix: posix)}
    end
  end

  # A file that cannot be removed, such as an open library on Windows, is removed the next time.
  defp remove_older(dir, module, installed) do
    name = ~r/\A#{Regex.escape("#{module}")}-[0-9a-f]{12}\.(so|dll)\z/

    others =
      for file <- File.ls!(dir),
          file =~ name,
          path = Path.join(dir, file),
          path != installed,
          {:ok, %{ctime: changed}} <- [File.stat(path, time: :posix)],
          do: {changed, path}

    kept = if Mix.env() == :prod, do: 0, else: 1
    for {_changed, path} <- others |> Enum.sort(:desc) |> Enum.drop(kept), do: File.rm(path)
  end

  # Earlier versions of this package put one library for all environments there.
  defp remove_shared(config) do
    for extension <- [".so", ".dll"], do: File.rm("priv/native/#{config.crate}#{extension}")
  end

  defp same_content?(one, other) do
    with {:ok, %{size: size}} <- File.stat(one),
         {:ok, %{size: ^size}} <- File.stat(other) do
      File.read!(one) == File.read!(other)
    else
      _ -> false
    end
  end
end
