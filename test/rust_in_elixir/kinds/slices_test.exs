RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.SlicesTest do
  @moduledoc "Results that are parts of an argument."

  use ExUnit.Case, async: true

  # Beyond what the VM keeps in the heap of a process.
  @text "one two  " <> String.duplicate("three ", 20)

  test "refer to the argument" do
    assert Kinds.words!(@text) == String.split(@text, " ")

    # The VM itself makes small ones of their own when it collects garbage.
    words = for letter <- ["a", "b", "c"], do: String.duplicate(letter, 100)
    found = words |> Enum.join(" ") |> Kinds.words!()
    assert found == words
    assert Enum.map(found, &:binary.referenced_byte_size/1) == [302, 302, 302]
  end

  test "of a small text, of a part of a binary, and of one that has just been made" do
    assert Kinds.words!("a b") == ["a", "b"]
    assert Kinds.words!("") == [""]
    part = binary_part(@text, 4, 50)
    assert Kinds.words!(part) == String.split(part, " ")

    for count <- 1..50 do
      made = String.duplicate("ab ", count)
      assert Kinds.words!(made) == String.split(made, " ")
    end
  end

  test "as keys, in options, tuples and results, of several arguments" do
    assert Kinds.word_counts!(@text)["three"] == 20
    assert Kinds.around("left=right", "=") == {:ok, {"left", "right"}}
    assert Kinds.around("left", nil) == {:ok, {"left", nil}}
    assert Kinds.around("left", "=") == {:error, "="}

    mark = String.duplicate("=", 100)
    {:error, found} = Kinds.around(@text, mark)
    assert {found, :binary.referenced_byte_size(found)} == {mark, 100}

    {:ok, {before, rest}} = Kinds.around(@text <> mark <> @text, mark)
    assert {before, rest} == {@text, @text}
    assert :binary.referenced_byte_size(rest) == 2 * byte_size(@text) + 100
  end

  test "of bytes, and text within bytes" do
    bytes = :binary.copy(<<1, 2, 255>>, 100)
    chunks = Kinds.chunks!(bytes, 70, ["two", "names"])

    assert chunks == [
             binary_part(bytes, 0, 140),
             binary_part(bytes, 140, 140),
             binary_part(bytes, 280, 20)
           ]

    assert chunks |> Enum.take(2) |> Enum.map(&:binary.referenced_byte_size/1) == [300, 300]
    assert Kinds.text_within!(<<0, "text">>) == "text"
    assert Kinds.text_within!(<<0, 255>>) == nil
    assert Kinds.text_within!("text") == nil
  end

  test "what lies elsewhere is copied" do
    assert Kinds.part_of_none!(@text) == ["static", ""]
  end

  test "outlive the process that called" do
    test = self()

    {pid, monitor} =
      spawn_monitor(fn -> send(test, Kinds.words!(String.duplicate("some word ", 1000))) end)

    assert_receive {:DOWN, ^monitor, :process, ^pid, :normal}, 10_000
    assert_receive ["some", "word" | _] = words
    :erlang.garbage_collect()
    assert words |> Enum.uniq() |> Enum.sort() == ["", "some", "word"]
  end

  test "an argument that is refused" do
    assert {:error, error} = Kinds.words(<<255>>)
    assert Exception.message(error) =~ "text must be a UTF-8 string"
  end
end
