defmodule RustInElixir.Apply.WriterTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Apply.Writer, Plan, Plan.Entry}

  @moduletag :tmp_dir

  test "writes what is missing or stale, removes orphans and leaves the rest", %{tmp_dir: root} do
    for path <- ~w(stale unchanged edited orphan), do: File.write!(Path.join(root, path), path)

    entries = [
      entry("folder/missing", :missing, nil, "new"),
      entry("stale", :stale, "stale", "new"),
      entry("unchanged", :unchanged, "unchanged", "unchanged"),
      entry("edited", :edited, "edited", "new"),
      entry("orphan", :orphan, "orphan", nil)
    ]

    assert {:ok, written} = Writer.apply(plan(root, entries))
    assert Enum.map(written, & &1.path) == ["folder/missing", "stale", "orphan"]

    assert texts(root) == %{
             "edited" => "edited",
             "folder/missing" => "new",
             "stale" => "new",
             "unchanged" => "unchanged"
           }
  end

  test "keeps the mode of a file", %{tmp_dir: root} do
    path = Path.join(root, "script")
    File.write!(path, "old")
    File.chmod!(path, 0o754)

    assert {:ok, [_]} = Writer.apply(plan(root, [entry("script", :stale, "old", "new")]))
    assert Bitwise.band(File.stat!(path).mode, 0o777) == 0o754
  end

  test "writes through a link", %{tmp_dir: root} do
    File.write!(Path.join(root, "target"), "old")
    File.ln_s!("target", Path.join(root, "link"))

    assert {:ok, [_]} = Writer.apply(plan(root, [entry("link", :stale, "old", "new")]))
    assert File.read_link(Path.join(root, "link")) == {:ok, "target"}
    assert File.read!(Path.join(root, "target")) == "new"
  end

  test "names all existing files in the way, and writes nothing", %{tmp_dir: root} do
    File.mkdir_p!(Path.join(root, "folder"))
    File.write!(Path.join(root, "file"), "")
    File.write!(Path.join(root, "touched"), "touched since")
    before = texts(root)

    entries = [
      entry("fine", :missing, nil, "new"),
      entry("folder", :missing, nil, "new"),
      entry("file/below", :missing, nil, "new"),
      entry("touched", :stale, "as it was", "new"),
      entry("gone", :stale, "as it was", "new")
    ]

    assert Writer.apply(plan(root, entries)) ==
             {:error,
              [
                "folder is a directory",
                "file is not a directory",
                "touched was changed meanwhile; run the command again",
                "gone was changed meanwhile; run the command again"
              ]}

    assert texts(root) == before
  end

  # Two paths lead to one file, so that it changes between the moment when everything is looked at
  # and its own turn.
  test "a file that changes at the last moment stays, and what comes after it is not written", %{
    tmp_dir: root
  } do
    File.mkdir_p!(Path.join(root, "native"))

    for name <- ~w(kept after boundary.lock),
        do: File.write!(Path.join([root, "native", name]), "old")

    File.ln_s!("native", Path.join(root, "link"))

    for {path, old, new} <- [
          {"link/kept", "old", "new"},
          {"link/kept", "old", nil},
          {"link/made", nil, "new"}
        ] do
      File.rm(Path.join(root, "native/made"))
      File.write!(Path.join(root, "native/kept"), "old")

      entries = [
        entry("native/" <> Path.basename(path), :stale, old, "saved just now"),
        entry(path, :stale, old, new),
        entry("native/boundary.lock", :stale, "old", "new"),
        entry("native/after", :stale, "old", "new")
      ]

      assert Writer.apply(plan(root, entries)) ==
               {:error,
                [
                  "#{path} was changed meanwhile and was left unchanged; " <>
                    "run the command again for the rest"
                ]}

      assert texts(root)[path] == "saved just now"

      assert Map.take(texts(root), ["native/boundary.lock", "native/after"]) |> Map.values() == [
               "old",
               "old"
             ]

      assert Path.wildcard(Path.join(root, "**/.*rust_in_elixir*"), match_dot: true) == []
    end
  end

  test "the files of a lock are flushed before the lock is renamed into place", %{tmp_dir: root} do
    lock = "native/demo/boundary.lock"
    lib = "native/demo/src/lib.rs"
    File.write!(Path.join(root, "orphan"), "old")

    entries = [
      entry(lock, :missing, nil, "lock"),
      entry(lib, :missing, nil, "new"),
      entry("orphan", :orphan, "old", nil)
    ]

    steps = steps(root, plan(root, entries))
    assert {texts, [{:put, ^lib}, {:remove, "orphan"} | steps]} = Enum.split(steps, 2)
    assert Enum.sort(texts) == [{:flush, lock}, {:flush, lib}]
    assert {folders, [{:put, ^lock} | steps]} = Enum.split(steps, 4)

    assert Enum.sort(folders) ==
             for(path <- [".", "native", "native/demo", "native/demo/src"], do: {:flush, path})

    assert {:flush, "native/demo"} in steps
  end

  # The files that the writer flushes, renames and removes, in order.
  defp steps(root, plan) do
    calls = [{:file, :open, 2}, {:file, :sync, 1}, {:file, :rename, 2}, {:file, :delete, 1}]
    for call <- calls, do: :erlang.trace_pattern(call, true, [])

    writer =
      spawn_link(fn ->
        receive do: (:go -> {:ok, _} = Writer.apply(plan))
      end)

    :erlang.trace(writer, true, [:call, :set_on_spawn, :strict_monotonic_timestamp])
    ended = Process.monitor(writer)
    send(writer, :go)
    assert_receive {:DOWN, ^ended, _, _, :normal}, 60_000
    delivered = :erlang.trace_delivered(:all)
    assert_receive {:trace_delivered, :all, ^delivered}, 60_000

    {steps, _open} = [] |> traced() |> Enum.sort() |> Enum.flat_map_reduce(%{}, &step/2)

    for {what, path} <- steps, do: {what, plain(IO.chardata_to_string(path), root)}
  end

  defp traced(calls) do
    receive do
      {:trace_ts, process, :call, {:file, function, arguments}, time} ->
        traced([{time, process, function, arguments} | calls])
    after
      0 -> calls
    end
  end

  defp step({_, process, :open, [path, _]}, open), do: {[], Map.put(open, process, path)}
  defp step({_, process, :sync, _}, open), do: {[flush: open[process]], open}
  defp step({_, _, :rename, [_, path]}, open), do: {[put: path], open}
  defp step({_, _, :delete, [path]}, open), do: {[remove: path], open}

  # A temporary file by the name that it is going to have.
  defp plain(path, root) do
    path
    |> Path.relative_to(root)
    |> String.replace(~r/\.([^\/]+)\.rust_in_elixir-.*/, "\\1")
    |> then(&if(&1 == root, do: ".", else: &1))
  end

  defp plan(root, entries), do: %Plan{root: root, entries: entries}

  defp entry(path, status, old, new),
    do: %Entry{path: path, owner: :generator, status: status, old: old, new: new}

  defp texts(root) do
    for path <- Path.wildcard(Path.join(root, "**"), match_dot: true),
        File.regular?(path),
        into: %{},
        do: {Path.relative_to(path, root), File.read!(path)}
  end
end
