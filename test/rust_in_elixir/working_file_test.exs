defmodule RustInElixir.WorkingFileTest do
  use ExUnit.Case, async: true

  alias RustInElixir.WorkingFile

  doctest WorkingFile

  @moduletag :tmp_dir

  test "a draft stands for what is on the disk", %{tmp_dir: root} do
    for name <- ~w(kept changed removed), do: File.write!(Path.join(root, name), name)
    tree = %{root: root, drafts: %{"changed" => "new", "removed" => nil, "lib/made" => "made"}}

    for {path, text} <- [
          {"kept", "kept"},
          {"changed", "new"},
          {"removed", nil},
          {"lib/made", "made"},
          {"nowhere", nil}
        ],
        do: assert(WorkingFile.read(tree, path) == {:ok, text})

    assert WorkingFile.below(tree, "lib") == ["lib/made"]
    assert %{status: :stale, old: "new"} = WorkingFile.shared(tree, "changed", &{:ok, &1 <> "er"})
  end
end
