RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.ContainersTest do
  @moduledoc "Arrays, sets, ranges and keyword lists, sent through Rust and back."

  use RustInElixir.KindsCase, async: true

  test "an array is a list of so many elements" do
    assert_accepted(:echo_array, [[1, 2, 3]])
    assert_accepted(:echo_matrix, [[[1.0, 2.0], [3.0, 4.0]]])
    assert_accepted(:echo_pair_of_words, [["a", nil]])
    expected = "value must be a list of 3 elements, got: "

    assert_refused(:echo_array, [
      {[1, 2], expected <> "a list of 2 elements"},
      {[1, 2, 3, 4], expected <> "a list of 4 elements"},
      {[], expected <> "an empty list"},
      {[1, 2 | 3], expected <> "an improper list"},
      {{1, 2, 3}, expected <> "a tuple of 3 elements"},
      {nil, expected <> "nil"},
      {[1, 2, 256], "value[2] must be an integer within 0..255 (u8), got: 256"}
    ])

    assert_refused(:echo_matrix, [
      {[[1.0, 2.0], [3.0]], "value[1] must be a list of 2 elements, got: a list of 1 element"}
    ])
  end

  test "an array of the type that holds it" do
    fork = {:fork, [:leaf, :leaf]}
    assert_accepted(:echo_branch, [:leaf, fork, {:fork, [fork, {:fork, [fork, :leaf]}]}])
  end

  test "a set" do
    assert_accepted(:echo_set, [MapSet.new(), MapSet.new([1, 2]), MapSet.new(0..255)])
    assert_accepted(:echo_names, [MapSet.new(["", "ä", "b"])])
    assert_accepted(:echo_alignments, [MapSet.new(left: [1, 2], center: [1, 2])])

    made_by_hand = fn map -> Map.put(MapSet.new(), :map, map) end

    assert_refused(:echo_set, [
      {[1], "value must be a MapSet, got: a list (a list; see MapSet.new/1)"},
      {%{1 => []}, "value must be a MapSet, got: a map with the key 1"},
      {nil, "value must be a MapSet, got: nil"},
      {made_by_hand.(%{1 => 2}), "value must be a MapSet, got: a %MapSet{} struct"},
      {made_by_hand.(:none), "value must be a MapSet, got: a %MapSet{} struct"},
      {made_by_hand.(~D[2024-02-29]), "value must be a MapSet, got: a %MapSet{} struct"},
      {MapSet.new([1, 256]),
       "the element 256 of value must be an integer within 0..255 (u8), got: 256"},
      {MapSet.new(["a"]),
       ~s[the element "a" of value must be an integer within 0..255 (u8), got: "a"]}
    ])
  end

  test "the length of a set" do
    assert_accepted(:echo_few_names, [MapSet.new(["a"]), MapSet.new(["a", "b", "c"])])

    assert_refused(:echo_few_names, [
      {MapSet.new(), "value must be a set of at least 1 element, got: a %MapSet{} struct"},
      {MapSet.new(["a", "b", "c", "d"]),
       "value must be a set of at most 3 elements, got: a length of 4"}
    ])
  end

  test "a range of 64-bit integers with the step 1" do
    least = -0x8000_0000_0000_0000
    assert_accepted(:echo_range, [1..3, 1..1, 5..1//1, least..0x7FFF_FFFF_FFFF_FFFF])
    expected = "value must be a range of 64-bit integers with the step 1, got: "

    assert_refused(:echo_range, [
      {1..9//2, expected <> "1..9//2"},
      {3..1//-1, expected <> "3..1//-1"},
      {0..0x8000_0000_0000_0000, expected <> "0..9223372036854775808//1"},
      {Map.put(1..2, :first, :one), expected <> "a %Range{} struct"},
      {[1, 2], expected <> "a list"},
      {nil, expected <> "nil"}
    ])

    assert {:ok, {6, range}} = apply(Kinds, :read_range, [1..3])
    assert Enum.empty?(range)
  end

  test "a keyword list of any keys" do
    assert_accepted(:echo_keywords, [[], [a: 1, b: 2, a: 3]])

    assert_refused(:echo_keywords, [
      {[a: 256], "elem(value[0], 1) must be an integer within 0..255 (u8), got: 256"},
      {%{a: 1}, "value must be a list, got: a map with the key :a"}
    ])
  end

  test "their defaults are those of the schema" do
    bounds = struct(Kinds.Bounds)
    assert bounds.corners == [{0, 0}, {1, 1}]
    assert bounds.labels == MapSet.new(["a", "b"])
    assert bounds.rows == 1..3
    assert_accepted(:echo_bounds, [bounds])
  end

  test "JSON has arrays, and objects for ranges" do
    given = %{
      "corners" => [[1, 2], [3, 4]],
      "labels" => ["a", "b", "a"],
      "rows" => %{"first" => 1, "last" => 9}
    }

    bounds = %{struct(Kinds.Bounds) | corners: [{1, 2}, {3, 4}], rows: 1..9}
    assert apply(Kinds, :cast_bounds, [given]) == {:ok, bounds}
    assert apply(Kinds, :cast_bounds, [bounds]) == {:ok, bounds}

    assert apply(Kinds, :cast_names, [["left", "center"]]) == {:ok, MapSet.new([:left, :center])}
    assert apply(Kinds, :cast_names, [MapSet.new(["left"])]) == {:ok, MapSet.new([:left])}

    wrong = %{
      "corners" => [[1, 2]],
      "labels" => ["a", 1],
      "rows" => %{"first" => 1, "last" => 9, "step" => 2}
    }

    assert {:error, %{errors: errors}} = apply(Kinds, :cast_bounds, [wrong])

    assert for(error <- errors, do: {error.pointer, error.message}) == [
             {"/value/corners",
              "value.corners must be an array of 2 elements, got: an array of 1 element"},
             {"/value/labels", "the element 1 of value.labels must be a string, got: 1"},
             {"/value/rows",
              ~s(value.rows must be an object with "first" and "last", got: an object with the keys "first", "last", "step")}
           ]
  end
end
