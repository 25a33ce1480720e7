defmodule RustInElixir.Loader.Fingerprint do
  @moduledoc false

  # What a library was built from, noted in `_build`, so that a `mix compile` with nothing to do need not start cargo.
  #
  # Mix compares the sources, which are external resources of the module, but it knows neither the settings above the
  # project nor the environment; and it compares with what it finds when the build is over, whereas a file may be saved while
  # cargo runs. So wherever this note cannot vouch that all is as cargo saw it, cargo is asked.

  alias RustInElixir.Loader.{Cargo, Config, Inputs, Library, SharedTarget}

  # A larger file, such as the toolchain's own, is known by its time and size.
  @read_up_to 1_000_000

  @doc "Notes what a build, begun at `started` in POSIX seconds, depended on."
  @spec write(Config.t(), Cargo.build(), Path.t(), integer()) :: :ok
  def write(config, build, library, started) do
    sources = Inputs.sources(config, build)
    names = Inputs.variables(build)

    files =
      for path <- sources ++ Inputs.settings(config, build), into: %{}, do: {path, seen(path)}

    note = %{
      config: config,
      library:
        if(Path.dirname(library) == "priv/native", do: library, else: Path.basename(library)),
      digest: Library.digest(library),
      files: files,
      names: names,
      environment: Inputs.environment(names),
      settled?: Enum.all?(sources, &(modified(files[&1]) < started)),
      only_cargo_knows?: Inputs.only_cargo_knows?(build)
    }

    path = path(config.module)
    File.mkdir_p!(Path.dirname(path))
    File.write!(path, :erlang.term_to_binary(note))
  end

  @doc """
  Whether the module's library may not be what cargo would build now.

  Cargo is run only if something has changed, or if that cannot be known; `announce` is called if it has to compile.
  """
  @spec stale?(module(), (Config.t() -> any())) :: boolean()
  def stale?(module, announce) do
    case File.read(path(module)) do
      {:ok, note} -> stale_by_note?(:erlang.binary_to_term(note), announce)
      {:error, _} -> true
    end
  end

  defp stale_by_note?(note, announce) do
    not File.regular?(library(note)) or (suspicious?(note) and other_library?(note, announce))
  end

  defp suspicious?(note) do
    note.only_cargo_knows? or not note.settled? or
      Inputs.environment(note.names) != note.environment or
      Enum.any?(note.files, fn {path, then} -> changed?(path, then) end)
  end

  # An error is told when the module is compiled.
  defp other_library?(%{config: config} = note, announce) do
    started = System.os_time(:second)

    same = fn build ->
      if Library.digest(build.library) == note.digest,
        do: write(config, build, library(note), started),
        else: :other
    end

    SharedTarget.build(config, fn -> announce.(config) end, same) != :ok
  end

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
