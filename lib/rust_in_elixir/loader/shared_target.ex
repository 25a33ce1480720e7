defmodule RustInElixir.Loader.SharedTarget do
  @moduledoc false

  # Several checkouts of a project that build into one target folder, as with `CARGO_TARGET_DIR`. Cargo knows a crate of a
  # workspace by its path within the workspace, so that it takes what another checkout built for its own if that is newer than
  # the sources. So who builds there takes turns, and what was not built from this checkout is built again. What comes
  # from a registry is still built once for all.

  alias RustInElixir.Loader.{Cargo, Config, Error}
  alias RustInElixir.Disk.WriteLock

  # Where it is noted from which workspace each file was built.
  @owners ".rust_in_elixir-owners"
  @wait 600_000

  @doc """
  Builds the crate and calls `fun` with the build, whose library is that of this crate's sources until `fun` returns.

  `on_work` is called when cargo starts to work, once.
  """
  @spec build(Config.t(), (() -> any()), (Cargo.build() -> result)) ::
          result | {:error, Error.t()}
        when result: term()
  def build(config, on_work, fun) do
    on_work = once(on_work)

    if shared = named(config) do
      in_turn(config, shared, fn -> build_own(config, shared, on_work, fun) end)
    else
      result = Cargo.build(config, on_work)

      # A `.cargo/config.toml` may name a folder, too.
      if shared = outside(config, result) do
        in_turn(config, shared, fn -> build_own(config, shared, on_work, fun) end)
      else
        with {:ok, build} <- result, do: fun.(build)
      end
    end
  end

  # What another checkout has built is built again.
  defp once(fun) do
    called = :counters.new(1, [])

    fn ->
      :counters.add(called, 1, 1)
      if :counters.get(called, 1) == 1, do: fun.()
    end
  end

  # A relative path is a folder of the project's own.
  defp named(config) do
    env = Map.new(config.env)
    dir = config.target_dir || env["CARGO_TARGET_DIR"] || System.get_env("CARGO_TARGET_DIR")
    if dir && Path.type(dir) == :absolute, do: dir
  end

  # The folder of a build, finished or not, that lies outside of the workspace.
  defp outside(config, result) do
    with {file, root} <- file(result), false <- below?(file, root) do
      profile = file |> Path.dirname() |> String.replace_suffix("/deps", "")
      if config.target, do: Path.expand("../..", profile), else: Path.dirname(profile)
    else
      _inside_or_unknown -> nil
    end
  end

  defp below?(file, root), do: String.starts_with?(file, root <> "/")

  defp file({:ok, build}), do: {build.library, build.workspace_root}

  # What runs on this machine, such as a procedural macro, may lie elsewhere.
  defp file({:error, %{built: %{crates: crates, workspace_root: root}}}) do
    with %{files: [file | _]} <- Enum.find(crates, &("lib" in &1.crate_types)), do: {file, root}
  end

  defp file({:error, _error}), do: nil

  # Without a turn, as in a folder that cannot be written, cargo has the last word.
  defp in_turn(config, dir, fun) do
    File.mkdir_p(dir)

    on_wait = fn ->
      Mix.shell().info("Crate #{config.crate} waits for another build in #{dir}")
    end

    case WriteLock.take(dir, fun, wait: @wait, on_wait: on_wait) do
      {:ok, result} -> result
      {:error, _} -> fun.()
    end
  end

  defp build_own(config, dir, on_work, fun) do
    result = Cargo.build(config, on_work)
    owners = Path.join(dir, @owners)
    noted = read(owners)

    result =
      with [_ | _] = packages <- of_others(result, noted),
           :ok <- Cargo.clean(config, Enum.uniq(packages)) do
        Cargo.build(config, on_work)
      else
        [] -> result
        {:error, error} -> {:error, error}
      end

    note(owners, noted, built(result))
    with {:ok, build} <- result, do: fun.(build)
  end

  # It may also be why the build failed: the sources of this one need not fit it.
  defp of_others(result, noted) do
    build = built(result)
    for crate <- build.crates, crate.fresh?, other?(crate, noted, build), do: crate.package
  end

  # In a folder of this checkout, what is not noted was built by hand.
  defp other?(%{files: [file | _]} = crate, noted, %{workspace_root: root} = build) do
    case {noted[file], seen(crate, build)} do
      {seen, seen} -> false
      {{_other, mtime, size}, {_root, mtime, size}} -> true
      _unknown -> not below?(file, root)
    end
  end

  defp built({:ok, build}), do: build
  defp built({:error, error}), do: error.built || %{crates: []}

  defp note(owners, noted, build) do
    now = for crate <- build.crates, into: noted, do: {hd(crate.files), seen(crate, build)}
    if now != noted, do: File.write(owners, :erlang.term_to_binary(now))
  end

  defp read(owners) do
    case File.read(owners) do
      {:ok, noted} -> :erlang.binary_to_term(noted)
      {:error, _} -> %{}
    end
  end

  defp seen(%{files: [file | _]}, build) do
    case File.stat(file, time: :posix) do
      {:ok, %{mtime: mtime, size: size}} -> {build.workspace_root, mtime, size}
      {:error, _} -> nil
    end
  end
end
