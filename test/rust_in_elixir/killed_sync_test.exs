defmodule RustInElixir.KilledSyncTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Apply.Writer, Disk.WriteLock, ElixirProcess, Plan.Sync, TemporaryProject}

  @moduletag :extended

  # How often a sync is killed; on every change of the project less often. The moments follow from the seed that
  # ExUnit prints.
  @kills if System.get_env("CI"), do: 50, else: 200

  @schema_path "native/demo_text/schema.exs"
  @lib "native/demo_text/src/lib.rs"
  @edited "lib/demo/text/kept3.ex"

  # Loads everything, says that it is ready, and syncs the project as the task does.
  @sync """
  alias RustInElixir.{Apply.Writer, Disk.WriteLock, Plan.Sync, Project}
  [root] = System.argv()
  project = Project.new(root, otp_app: :demo)
  {:ok, _} = Sync.plan(project)
  for module <- [WriteLock, Writer], do: Code.ensure_loaded!(module)
  IO.puts("ready")

  {:ok, {:ok, _}} =
    WriteLock.take(root, fn ->
      {:ok, plan} = Sync.plan(project)
      Writer.apply(plan)
    end)

  IO.puts("done")
  """

  test "killed at any moment, a sync loses nothing, and the next one completes it" do
    before = files_before()
    expected = before |> TemporaryProject.new() |> synced()
    assert expected[@edited] == before[@edited]
    assert expected[@lib] =~ "// the user's own"
    duration = duration(before)

    :rand.seed(:exsss, {ExUnit.configuration()[:seed], 0, 0})
    delays = for _ <- 1..@kills, do: :rand.uniform(duration)

    left =
      delays
      |> Task.async_stream(&kill(before, expected, &1),
        timeout: :infinity,
        max_concurrency: System.schedulers_online()
      )
      |> Enum.map(fn {:ok, left} -> left end)

    # Otherwise the moments were none that matter. How many are depends on how busy the machine is.
    assert Enum.any?(left, &(&1 not in [before, expected]))
  end

  defp kill(before, expected, delay) do
    root = TemporaryProject.create(before)
    process = ElixirProcess.start(@sync, [root])
    killer = ElixirProcess.run("sh", ["-c", "read go; kill -9 #{process.pid}"], [])
    ElixirProcess.await(process, "ready")
    pause(System.monotonic_time(:microsecond) + delay)
    Port.command(killer.port, "\n")
    ElixirProcess.result(process)
    ElixirProcess.result(killer)

    left = TemporaryProject.files(root)
    why = "killed #{delay} µs after the start"

    for {path, _} <- Map.merge(before, expected),
        do:
          assert(
            {why, path, left[path]} in [{why, path, before[path]}, {why, path, expected[path]}]
          )

    assert {why, difference(synced(root), expected)} == {why, []}
    File.rm_rf!(root)
    left
  end

  defp difference(files, expected) do
    for {path, text} <- Map.merge(files, expected),
        files[path] != expected[path],
        do: {path, files[path], text}
  end

  defp pause(until) do
    if System.monotonic_time(:microsecond) < until do
      if until - System.monotonic_time(:microsecond) > 2_000, do: Process.sleep(1)
      pause(until)
    end
  end

  # How long a sync takes that nobody kills, in microseconds.
  defp duration(before) do
    times =
      for _ <- 1..3 do
        process = ElixirProcess.start(@sync, [TemporaryProject.new(before)])
        ElixirProcess.await(process, "ready")
        start = System.monotonic_time(:microsecond)
        ElixirProcess.result(process)
        System.monotonic_time(:microsecond) - start
      end

    Enum.max(times)
  end

  # Twelve types of which four are to change, four to go and four to stay; four come, with functions.
  defp files_before do
    root = TemporaryProject.new(%{@schema_path => schema(~w(Stays Kept Gone), "i64")})
    synced(root)

    TemporaryProject.write(
      root,
      @lib,
      TemporaryProject.read(root, @lib) <> "\n// the user's own\nconst ANSWER: i64 = 42;\n"
    )

    TemporaryProject.write(root, @edited, TemporaryProject.read(root, @edited) <> "# mine\n")
    manifest = "native/demo_text/Cargo.toml"

    TemporaryProject.write(
      root,
      manifest,
      String.replace(TemporaryProject.read(root, manifest), "cdylib", "dylib") <> "# mine\n"
    )

    TemporaryProject.write(root, @schema_path, schema(~w(Stays Kept New), "u8"))
    TemporaryProject.files(root)
  end

  defp schema(prefixes, type) do
    names = for prefix <- prefixes, number <- 1..4, do: {prefix, "#{prefix}#{number}"}

    """
    defmodule Demo.Text.Schema do
      use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"
    #{for {prefix, name} <- names, do: type(name, if(prefix == "Kept", do: type, else: "i64"))}end
    """
  end

  defp type(name, type) do
    """

      struct #{name} do
        field :x, #{type}
      end

      nif use_#{String.downcase(name)}(value :: #{name}) :: #{name}
    """
  end

  defp synced(root) do
    {:ok, {:ok, _}} =
      WriteLock.take(root, fn ->
        {:ok, plan} = Sync.plan(TemporaryProject.project(root))
        Writer.apply(plan)
      end)

    TemporaryProject.files(root)
  end
end
