defmodule RustInElixir.WriterTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Plan, Plan.Entry, Writer}

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

  test "names everything that is in the way, and writes nothing", %{tmp_dir: root} do
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
                "touched was changed in the meantime; run the command again",
                "gone was changed in the meantime; run the command again"
              ]}

    assert texts(root) == before
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
