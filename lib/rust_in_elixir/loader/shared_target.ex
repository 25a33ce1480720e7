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
      in_turn(config, shared, fn -> build_own(config, on_work, fun) end)
    else
      with {:ok, build} <- Cargo.build(config, on_work) do
        # A `.cargo/config.toml` may name a folder, too.
        if inside?(build),
          do: fun.(build),
          else:
            in_turn(config, target_dir(config, build), fn -> build_own(config, on_work, fun) end)
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

  defp inside?(build), do: String.starts_with?(build.library, build.workspace_root <> "/")

  defp target_dir(config, build) do
    profile = Path.dirname(build.library)
    if config.target, do: Path.expand("../..", profile), else: Path.dirname(profile)
  end

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

  defp build_own(config, on_work, fun) do
    with {:ok, build} <- Cargo.build(config, on_work),
         {:ok, build} <- rebuild_others(config, build, on_work) do
      fun.(build)
    end
  end

  defp rebuild_others(config, build, on_work) do
    owners = Path.join(target_dir(config, build), @owners)
    noted = read(owners)

    others =
      for crate <- build.crates,
          crate.fresh?,
          noted[hd(crate.files)] != seen(crate, build),
          do: crate.package

    if inside?(build) or others == [] do
      {:ok, note(owners, noted, build)}
    else
      with :ok <- Cargo.clean(config, Enum.uniq(others)),
           {:ok, build} <- Cargo.build(config, on_work),
           do: {:ok, note(owners, noted, build)}
    end
  end

  defp note(owners, noted, build) do
    now = for crate <- build.crates, into: noted, do: {hd(crate.files), seen(crate, build)}
    if now != noted, do: File.write(owners, :erlang.term_to_binary(now))
    build
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
