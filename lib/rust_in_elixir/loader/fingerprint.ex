defmodule RustInElixir.Loader.Fingerprint do
  @moduledoc false

  # The inputs that a library was built from, noted in `_build`, so that a `mix compile` with nothing to do need not start cargo.
  #
  # It is not left to Mix, which compares times in seconds with what it finds when the build is over, knows neither the
  # settings above the project nor the environment, and unloads the module before it is known whether cargo succeeds. Wherever
  # this note cannot vouch that all is as cargo saw it, cargo is asked.

  alias RustInElixir.Loader.{CargoMessage, Config, Error, Inputs, Library, SharedTarget}

  # A larger file, such as the toolchain's own, is known by its time and size.
  @read_up_to 1_000_000

  @doc "Notes what a build, begun at `started` in POSIX seconds, depended on, and what rustc warned of."
  @spec write(Config.t(), Inputs.t(), [CargoMessage.diagnostic()], Path.t(), integer()) :: :ok
  def write(config, inputs, diagnostics, library, started) do
    %{sources: sources, variables: names} = inputs
    files = for path <- sources ++ inputs.settings, into: %{}, do: {path, seen(path)}

    note = %{
      config: config,
      library:
        if(Path.dirname(library) == "priv/native", do: library, else: Path.basename(library)),
      digest: Library.digest(library),
      warnings: warnings(diagnostics),
      files: files,
      names: names,
      environment: Inputs.environment(names),
      settled?: Enum.all?(sources, &(modified(files[&1]) < started)),
      only_cargo_knows?: inputs.only_cargo_knows?
    }

    path = path(config.module)
    File.mkdir_p!(Path.dirname(path))
    File.write!(path, :erlang.term_to_binary(note))
  end

  @doc """
  Whether cargo would build the library that the module has.

  Cargo is run only if something has changed, or if that cannot be known; `announce` is called if it has to compile. It is
  not run for a module whose source has changed, which may say something else of the crate: Mix compiles that anyway.
  """
  @spec compare(module(), (Config.t() -> any())) ::
          :same | :other | {:error, Config.t(), Error.t()}
  def compare(module, announce) do
    case note(module) do
      {:ok, note} -> if suspicious?(note), do: ask_cargo(note, announce), else: :same
      :none -> :other
    end
  end

  @doc "The configuration with which the library is loaded that was built last, if it was for the stubs as they are now."
  @spec last(module()) :: {:ok, Config.t()} | :none
  def last(module) do
    with {:ok, note} <- note(module), do: {:ok, Library.placed(note.config, library(note))}
  end

  @doc "Whether the source that `module` was built from last still names it."
  @spec source?(String.t()) :: boolean()
  def source?(module) do
    with {:ok, note} <- File.read(path(module)),
         %{config: %{source: {source, _digest}}} <- :erlang.binary_to_term(note),
         {:ok, text} <- File.read(source) do
      String.contains?(text, module |> String.split(".") |> List.last())
    else
      _ -> false
    end
  end

  defp note(module) do
    with {:ok, text} <- File.read(path(module)),
         %{config: %{source: {path, _} = source}, warnings: _} = note <-
           :erlang.binary_to_term(text),
         ^source <- source(path),
         true <- File.regular?(library(note)) do
      {:ok, note}
    else
      _ -> :none
    end
  end

  @doc "Removes the note, so that the module is compiled the next time."
  @spec forget(module()) :: :ok
  def forget(module) do
    File.rm(path(module))
    :ok
  end

  @doc "A source file of Elixir, to tell later whether it has changed."
  @spec source(Path.t()) :: {Path.t(), binary() | nil}
  def source(path), do: {Path.relative_to_cwd(path), digest(path)}

  defp suspicious?(note) do
    note.only_cargo_knows? or not note.settled? or
      Inputs.environment(note.names) != note.environment or
      Enum.any?(note.files, fn {path, then} -> changed?(path, then) end)
  end

  # Mix shows the warnings of what it has compiled, so other ones are a reason to.
  defp ask_cargo(%{config: config} = note, announce) do
    started = System.os_time(:second)

    held = fn build ->
      if Library.digest(build.library) == note.digest and
           warnings(build.diagnostics) == note.warnings do
        write(config, Inputs.of(config, build), build.diagnostics, library(note), started)
        :same
      else
        :other
      end
    end

    with {:error, error} <- SharedTarget.build(config, fn -> announce.(config) end, held),
         do: {:error, config, error}
  end

  defp warnings(diagnostics), do: diagnostics |> :erlang.term_to_binary() |> :erlang.md5()

  defp library(%{library: "priv/native/" <> _ = path}), do: path
  defp library(%{library: name}), do: Path.join(Mix.Project.compile_path(), name)

  defp path(module),
    do: Path.join(Mix.Project.manifest_path(), "compile.rust_in_elixir.#{module}")

  defp seen(path) do
    case File.stat(path, time: :posix) do
      {:ok, %{mtime: mtime, size: size}} when size <= @read_up_to -> {mtime, size, digest(path)}
      {:ok, %{mtime: mtime, size: size}} -> {mtime, size, nil}
      {:error, _} -> nil
    end
  end

  defp changed?(path, then) do
    case {File.stat(path, time: :posix), then} do
      {{:error, _}, then} -> then != nil
      {{:ok, %{mtime: mtime, size: size}}, {mtime, size, _}} -> false
      {{:ok, %{size: size}}, {_, size, digest}} when digest != nil -> digest(path) != digest
      _ -> true
    end
  end

  defp digest(path) do
    case File.read(path) do
      {:ok, text} -> :erlang.md5(text)
      {:error, _} -> nil
    end
  end

  defp modified(nil), do: 0
  defp modified({mtime, _size, _digest}), do: mtime
end
