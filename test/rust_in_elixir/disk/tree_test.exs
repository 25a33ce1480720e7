defmodule RustInElixir.Disk.TreeTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Disk.Tree

  doctest Tree

  @moduletag :tmp_dir

  test "a draft replaces the file on disk", %{tmp_dir: root} do
    for name <- ~w(kept changed removed), do: File.write!(Path.join(root, name), name)
    tree = %{root: root, drafts: %{"changed" => "new", "removed" => nil, "lib/made" => "made"}}

    for {path, text} <- [
          {"kept", "kept"},
          {"changed", "new"},
          {"removed", nil},
          {"lib/made", "made"},
          {"nowhere", nil}
        ],
        do: assert(Tree.read(tree, path) == {:ok, text})

    assert Tree.below(tree, "lib") == ["lib/made"]
  end
end
