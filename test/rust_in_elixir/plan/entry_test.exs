defmodule RustInElixir.Plan.EntryTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Plan.Entry}

  doctest Entry

  defp edit(owner, text, edit),
    do: Entry.edit(owner, %{root: "/nowhere", drafts: %{"a.txt" => text}}, "a.txt", edit)

  test "an edited file is as what the edit made of it" do
    assert %{owner: :user, status: :missing, old: nil, new: "a"} =
             edit(:user, nil, fn nil -> {:ok, "a"} end)

    assert %{status: :unchanged, old: "a", new: "a"} = edit(:user, "a", &{:ok, &1})
    assert %{status: :stale, old: "a", new: "ab"} = edit(:user, "a", &{:ok, &1 <> "b"})
  end

  test "a shared file keeps its line endings" do
    text = "a\r\nb\r\n"
    assert %{status: :unchanged, new: ^text} = edit(:shared, text, fn _ -> {:ok, "a\nb\n"} end)
    assert %{status: :stale, new: "c\r\n"} = edit(:shared, text, fn _ -> {:ok, "c\n"} end)
    assert %{status: :stale, new: "c\n"} = edit(:user, text, fn _ -> {:ok, "c\n"} end)
  end

  test "unreadable files have the reason" do
    error = %Core.SyntaxError{line: 1, column: 2, message: "no key"}

    for {reason, text} <- [
          {"is not UTF-8", "is not UTF-8"},
          {error, "cannot be read: line 1, column 2: no key"},
          {%RuntimeError{message: "no"}, "cannot be read: no"}
        ] do
      assert %{status: :unreadable, reason: ^text, old: nil, new: nil} =
               edit(:shared, "a", fn _ -> {:error, reason} end)
    end
  end
end
