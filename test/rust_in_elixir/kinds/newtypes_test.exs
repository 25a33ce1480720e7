RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.NewtypesTest do
  use RustInElixir.KindsCase, async: true

  @slug ~S|value must be a string matching ~r/^[a-z0-9-]+\z/u, got: |

  test "a string that is trimmed, counted and matched" do
    assert_accepted(:echo_slug, ["a", "a-b", String.duplicate("a", 20)])
    assert Kinds.echo_slug("\t a-b\n") == {:ok, "a-b"}

    assert_refused(:echo_slug, [
      {"  ",
       problems([
         ~s[value must be a string of at least 1 character, got: ""],
         @slug <> ~s[""]
       ])},
      {String.duplicate("a", 21),
       "value must be a string of at most 20 characters, got: a length of 21"},
      {"a b", @slug <> ~s["a b"]},
      {1, "value must be a UTF-8 string, got: 1"},
      {<<255>>, "value must be a UTF-8 string, got: <<255>> (byte 0 is not valid UTF-8)"}
    ])
  end

  test "a newtype of a newtype keeps the rules of both, on the trimmed string" do
    assert_accepted(:echo_short_slug, ["abc"])
    assert Kinds.echo_short_slug("  abc  ") == {:ok, "abc"}

    assert_refused(:echo_short_slug, [
      {"abcd", "value must be a string of at most 3 characters, got: a length of 4"},
      {"A", @slug <> ~s["A"]}
    ])
  end

  test "the rules of an inner type hold for the value as it arrives" do
    assert Kinds.echo_clean("  a ") == {:ok, "a"}
    assert Kinds.echo_clean_choice(" a ") == {:ok, "a"}
    assert Kinds.echo_clean_choice("    b    ") == {:ok, "b"}

    assert_refused(:echo_clean, [
      {"   ", ~s[value must be a string of at least 1 character, got: ""]},
      {1, "value must be a UTF-8 string, got: 1"}
    ])

    assert_refused(:echo_clean_choice, [
      {" c ", ~s[value must be one of "a", "b", got: "c"]}
    ])
  end

  test "the end of a format is the end of the string" do
    assert_accepted(:echo_lower, ["abc"])

    assert_refused(:echo_lower, [
      {"abc\n", ~S|value must be a string matching ~r/^[a-z]+\z/u, got: "abc\n"|}
    ])
  end

  test "numbers within limits" do
    assert_accepted(:echo_percent, [0.0, 50.5, 100.0])
    assert_accepted(:echo_huge, [340_282_366_920_938_463_463_374_607_431_768_211_455])

    assert_refused(:echo_percent, [
      {-0.5, "value must be at least 0.0, got: -0.5"},
      {100.5, "value must be at most 100.0, got: 100.5"},
      {50, "value must be a float (f64), got: 50 (an integer; write 50.0 or multiply by 1.0)"}
    ])

    assert_refused(:echo_huge, [
      {1, "value must be at least 340282366920938463463374607431768211455, got: 1"}
    ])
  end

  test "values out of a list" do
    assert_accepted(:echo_level, [1, 2, 4])
    assert_accepted(:echo_grade, ["a", "b"])

    assert_refused(:echo_level, [
      {3, "value must be one of 1, 2, 4, got: 3"},
      {2.0,
       "value must be an integer within -9223372036854775808..9223372036854775807 (i64), " <>
         "got: 2.0 (a float; see trunc/1 and round/1)"}
    ])

    assert_refused(:echo_grade, [
      {"c", ~s[value must be one of "a", "b", got: "c"]},
      {String.duplicate("c", 300),
       ~s[value must be one of "a", "b", got: "#{String.duplicate("c", 50)}" and 250 more bytes]}
    ])
  end

  test "lengths in bytes, elements and keys" do
    assert_accepted(:echo_blob, ["ab", <<255, 255, 255, 255>>, "éé"])
    assert_accepted(:echo_tags, [["a"], ["a", "b"]])
    assert_accepted(:echo_lookup, [%{}, %{"a" => 1}])

    assert_refused(:echo_blob, [
      {"a", ~s[value must be a binary of at least 2 bytes, got: "a"]},
      {"ééé", "value must be a binary of at most 4 bytes, got: a length of 6"}
    ])

    assert_refused(:echo_tags, [
      {[], "value must be a list of at least 1 element, got: an empty list"},
      {["a", "b", "c"], "value must be a list of at most 2 elements, got: a length of 3"},
      {[1], "value[0] must be a UTF-8 string, got: 1"},
      {["a" | "b"],
       "value must be a proper list, got: an improper list (its tail after index 0 is not a list)"}
    ])

    assert_refused(:echo_lookup, [
      {%{"a" => 1, "b" => 2}, "value must be a map of at most 1 key, got: a length of 2"}
    ])
  end

  test "characters are code points, as Rust counts them, and bytes are bytes" do
    assert_accepted(:echo_word, ["éé", "abcd", "👍👍", "e\u0301e\u0301", "\u{10FFFF}\u{10FFFF}"])
    assert_accepted(:echo_column, ["", "abcde", "éé", "👍"])
    assert_accepted(:echo_entry, ["ab", "é", "abcd"])

    a_string = "value must be a string"

    assert_refused(:echo_word, [
      {"👍", a_string <> ~s[ of at least 2 characters, got: "👍"]},
      {"abcde", a_string <> " of at most 4 characters, got: a length of 5"},
      {"e\u0301e\u0301e", a_string <> " of at most 4 characters, got: a length of 5"},
      {"e" <> String.duplicate("\u0301", 1_000_000),
       a_string <> " of at most 4 characters, got: 2000001 bytes"}
    ])

    assert_refused(:echo_column, [
      {"abcdef", a_string <> " of at most 5 bytes, got: 6 bytes"},
      {"👍👍", a_string <> " of at most 5 bytes, got: 8 bytes"}
    ])

    assert_refused(:echo_entry, [
      {"a", ~s[value must be a path of at least 2 bytes, got: "a"]},
      {"ééé", "value must be a path of at most 4 bytes, got: a length of 6"}
    ])
  end

  test "a path that is not text has no format, but ends that are trimmed" do
    assert_accepted(:echo_table, ["a.csv", "é.csv"])
    assert Kinds.echo_table(" a.csv\n") == {:ok, "a.csv"}
    expected = ~S|value must be a string matching ~r/^[^\/]+\.csv\z/u, got: |

    assert_refused(:echo_table, [
      {"a/b.csv", expected <> ~s["a/b.csv"]},
      {<<255, ".csv">>, expected <> "<<255, 46, 99, 115, 118>>"},
      {<<" ", 255, " ">>, expected <> "<<255>>"}
    ])
  end

  test "a regular expression with slashes, escaped or not" do
    assert_accepted(:echo_route, ["/a/b/1"])

    assert_refused(:echo_route, [
      {"x", ~S|value must be a string matching ~r/^\/[a-z\/]+\/\d\z/u, got: "x"|}
    ])
  end

  describe "a custom type" do
    test "is what its own validator accepts" do
      assert_accepted(:echo_even, [0, 2, -4])
      assert_accepted(:echo_wide_evens, [[], [nil, {-(2 ** 127), 2}, {2 ** 64, -4}]])

      assert_refused(:echo_even, [
        {3, "value must be an even integer, got: 3"},
        {"a", ~s[value must be an even integer, got: "a"]}
      ])
    end

    test "is cast by its own function, wherever it is" do
      assert Kinds.echo_amount("4 EUR") == {:ok, 4}
      assert Kinds.echo_amount(4) == {:ok, 4}
      assert Kinds.echo_amounts([{"4 EUR", 1}, {6, 2}]) == {:ok, [{4, 1}, {6, 2}]}

      assert_refused(:echo_amount, [
        {"4 USD", ~s[value must be an even integer, got: "4 USD"]},
        {"3 EUR", "value must be an even integer, got: 3"}
      ])
    end

    test "is anything where it has no validator" do
      assert_accepted(:echo_raw, [1, nil, %{a: [1 | 2]}])
    end
  end
end
