RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.EnumsTest do
  use RustInElixir.KindsCase, async: true

  alias Kinds.Point

  @events ":loading, {:redirect, string}, {:moved, i64, i64}, " <>
            "{:resize, %{width: u32, height: u32 | nil}}, {:counted, %{string => u8}}, " <>
            "{:anything, term}"

  test "a unit enum is one of its atoms" do
    assert_accepted(:echo_alignment, [:left, :center, :right])
    expected = "value must be one of :left, :center, :right, got: "

    assert_refused(:echo_alignment, [
      {:lft, expected <> ":lft (did you mean :left?)"},
      {:centre, expected <> ":centre (did you mean :center?)"},
      {:up, expected <> ":up"},
      {"left", expected <> ~s["left" (a string; write :left)]},
      {"lft", expected <> ~s["lft" (did you mean :left?)]},
      {<<255>>, expected <> "<<255>>"},
      {{:left}, expected <> "{:left} (write :left)"},
      {nil, expected <> "nil"},
      {1, expected <> "1"}
    ])
  end

  test "a tagged enum has no data, values or fields after its tag" do
    assert_accepted(:echo_event, [
      :loading,
      {:redirect, "/docs"},
      {:moved, -1, 2},
      {:resize, %{width: 1, height: 2}},
      {:resize, %{width: 1, height: nil}},
      {:counted, %{}},
      {:counted, %{"a" => 1}},
      {:anything, [1 | 2]}
    ])

    assert Kinds.echo_event({:resize, %{width: 1}}) ==
             {:ok, {:resize, %{width: 1, height: nil}}}

    expected = "value must be one of #{@events}, got: "

    assert_refused(:echo_event, [
      {:redirect, expected <> ":redirect (write {:redirect, string})"},
      {{:redirect}, expected <> "{:redirect} (write {:redirect, string})"},
      {{:redirect, "a", "b"}, expected <> "{:redirect, _, _} (write {:redirect, string})"},
      {{:moved, 1}, expected <> "{:moved, _} (write {:moved, i64, i64})"},
      {{:loading, 1}, expected <> "{:loading, _} (write :loading)"},
      {:loadin, expected <> ":loadin (did you mean :loading?)"},
      {{:redirct, "x"}, expected <> "{:redirct, _} (did you mean :redirect?)"},
      {"loading", expected <> ~s["loading" (a string; write :loading)]},
      {{"redirect", "x"},
       expected <> "a tuple of 2 elements (its tag is a string; write {:redirect, string})"},
      {%{"moved" => [1, 2]},
       expected <> ~s[a map with the key "moved" (write {:moved, i64, i64})]},
      {{:resize, [width: 1]},
       expected <>
         "{:resize, _} (write {:resize, %{width: u32, height: u32 | nil}})"},
      {{:resize, %URI{}},
       expected <>
         "{:resize, _} (write {:resize, %{width: u32, height: u32 | nil}})"},
      {{}, expected <> "an empty tuple"},
      {nil, expected <> "nil"},
      {{:redirect, 1}, "elem(value, 1) must be a UTF-8 string, got: 1"},
      {{:moved, 1.0, nil},
       problems([
         "elem(value, 1) must be an integer within -9223372036854775808..9223372036854775807 " <>
           "(i64), got: 1.0 (a float; see trunc/1 and round/1)",
         "elem(value, 2) must be an integer within -9223372036854775808..9223372036854775807 " <>
           "(i64), got: nil"
       ])},
      {{:counted, %{"a" => 256}},
       ~S|elem(value, 1)["a"] must be an integer within 0..255 (u8), got: 256|},
      {{:resize, %{"width" => 1}},
       "elem(value, 1) is missing the key :width " <>
         ~s[(found the string key "width"; this type takes atom keys)]},
      {{:resize, %{width: -1, heigth: 2}},
       problems([
         "elem(value, 1) has the unknown key :heigth (did you mean :height?)",
         "elem(value, 1).width must be an integer within 0..4294967295 (u32), got: -1"
       ])},
      {{:resize, %{:width => 1, "height" => 2}},
       ~s[elem(value, 1) has the unknown key "height" (keys are atoms; write :height)]}
    ])
  end

  test "an untagged enum is a value of one of its types" do
    assert_accepted(:echo_key, [0, 123, "hello", "", [], ["a-b", "c"], %Point{x: 1}])
    expected = "value must be one of u64, string, [Slug], Point, got: "

    assert_refused(:echo_key, [
      {-1, expected <> "-1"},
      {0x1_0000_0000_0000_0000, expected <> "18446744073709551616"},
      {:a, expected <> ":a"},
      {<<255>>, expected <> "<<255>>"},
      {%{x: 1}, expected <> "a map with the key :x"},
      {nil, expected <> "nil"},
      # What it is but for something in it.
      {["a", "B"], ~S|value[1] must be a string matching ~r/^[a-z0-9-]+\z/u, got: "B"|},
      {%Point{x: "1"},
       "value.x must be an integer within -9223372036854775808..9223372036854775807 (i64), " <>
         ~s[got: "1" (a string; see String.to_integer/1)]}
    ])
  end

  test "a value of several variants is the first of them, as validation says too" do
    table = [
      tiny: [0, -128, 127],
      float: [0.0, -0.0, 1.0e300],
      wide: [128, 65_535],
      any: [-129, 65_536, Integer.pow(2, 80), nil, :any, <<255>>, self(), [1 | 2], [1.0], {1}],
      word: ["ab", "abcd", "éééé"],
      text: ["", "a", "abcde"],
      corner: [%{x: 1, y: -1}],
      texts: [%{}, %{x: ""}],
      any: [%{x: 1}, %{x: 1, y: 2, z: 3}, %{x: 1, y: 1.0}, %{"x" => ""}, ~D[2000-01-01]],
      one: [{255, "ab"}],
      two: [{256, "ab"}, {255, "a"}, {-1, ""}],
      any: [{255, :ab}, {1, "ab", 2}, {1.0, "ab"}],
      list: [[], [1, -1]],
      point: [%Point{x: 1}],
      any: [%Point{x: 1.0}, Map.put(%Point{x: 1}, :z, 1), Map.delete(%Point{x: 1}, :y)]
    ]

    for {variant, values} <- table, value <- values do
      assert {value, Kinds.told(value)} === {value, {:ok, {"#{variant}", value}}}
      assert Kinds.Told.check([], value, [:value]) == []
    end
  end
end
