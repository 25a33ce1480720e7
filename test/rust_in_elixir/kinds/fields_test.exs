RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.FieldsTest do
  use RustInElixir.KindsCase, async: true

  alias Demo.Rust.ValidationError
  alias Kinds.{Order, OrderLine, OtherError, Point, RenderError}

  @i64 "an integer within -9223372036854775808..9223372036854775807 (i64)"

  test "a struct" do
    assert_accepted(:echo_point, [%Point{}, %Point{x: -1, y: 2}])
    assert_accepted(:echo_optional_point, [nil, %Point{}])
    expected = "value must be a %Kinds.Point{} struct, got: "

    assert_refused(:echo_point, [
      {%{x: 1, y: 2},
       expected <> "a map with the keys :x, :y (a plain map; write %Kinds.Point{...})"},
      {%{"x" => 1},
       expected <> ~s[a map with the key "x" (a plain map; write %Kinds.Point{...})]},
      {%URI{}, expected <> "a %URI{} struct"},
      {%OtherError{reason: :x}, expected <> "a %Kinds.OtherError{} struct"},
      {%{a: 1}, expected <> "a map with the key :a"},
      {%{}, expected <> "an empty map"},
      {[x: 1], expected <> "a list"},
      {nil, expected <> "nil"},
      {"point", expected <> ~s["point"]},
      {%Point{x: 1.5, y: nil},
       problems([
         "value.x must be #{@i64}, got: 1.5 (a float; see trunc/1 and round/1)",
         "value.y must be #{@i64}, got: nil"
       ])},
      {Map.delete(%Point{}, :x), "value is missing the key :x"},
      {Map.put(%Point{}, :z, 1), "value has the unknown key :z"},
      {Map.put(%Point{}, "x", 1), ~s[value has the unknown key "x" (keys are atoms; write :x)]},
      {%Point{x: "1"} |> Map.delete(:y) |> Map.put(:yy, 1),
       problems([
         "value is missing the key :y",
         "value has the unknown key :yy (did you mean :y?)",
         ~s[value.x must be #{@i64}, got: "1" (a string; see String.to_integer/1)]
       ])}
    ])
  end

  test "a map, whose optional keys and those with a default may be absent" do
    assert_accepted(:echo_delta, [
      %{x: 1, y: 2, scale: 0.5},
      %{x: 1, y: nil, scale: 0.5}
    ])

    assert Kinds.echo_delta(%{x: 1}) == {:ok, %{x: 1, y: nil, scale: 1.5}}
    assert Kinds.echo_delta(%{x: 1, y: 2}) == {:ok, %{x: 1, y: 2, scale: 1.5}}

    assert_refused(:echo_delta, [
      {%{}, "value is missing the key :x"},
      {%{"x" => 1},
       ~s[value is missing the key :x (found the string key "x"; this type takes atom keys)]},
      {%{:x => 1, "y" => 2}, ~s[value has the unknown key "y" (keys are atoms; write :y)]},
      {%{:x => 1, "x" => 1}, ~s[value has the unknown key "x" (keys are atoms; write :x)]},
      {%{x: 1, sclae: 2.0}, "value has the unknown key :sclae (did you mean :scale?)"},
      {%{x: 1, other: 2.0}, "value has the unknown key :other"},
      {%{:x => 1, [1] => 2}, "value has the unknown key a list"},
      {%{:x => 1, <<255>> => 2}, "value has the unknown key <<255>>"},
      {%{x: nil}, "value.x must be #{@i64}, got: nil"},
      {%{x: 1, scale: nil}, "value.scale must be a float (f64), got: nil"},
      {%Point{}, "value must be a plain map, got: a %Kinds.Point{} struct"},
      {[x: 1], "value must be a plain map, got: a list"}
    ])
  end

  test "a tuple with names in Rust" do
    assert_accepted(:echo_size, [{1, 2, "a"}])
    assert Kinds.echo_size({1, 2, " a "}) == {:ok, {1, 2, "a"}}

    assert_refused(:echo_size, [
      {{-1, 2, "A"},
       problems([
         "elem(value, 0) must be an integer within 0..4294967295 (u32), got: -1",
         ~S|elem(value, 2) must be a string matching ~r/^[a-z0-9-]+\z/u, got: "A"|
       ])},
      {{1, 2}, "value must be a tuple {u32, u32, Slug}, got: a tuple of 2 elements"},
      {[1, 2, "a"], "value must be a tuple {u32, u32, Slug}, got: a list"}
    ])
  end

  test "a record" do
    assert_accepted(:echo_reading, [{:reading, 1, 0.5, nil}, {:reading, 1, 0.5, "a"}])
    assert Kinds.echo_reading({:reading, 1, 0.5, " a "}) == {:ok, {:reading, 1, 0.5, "a"}}
    expected = "value must be a record {:reading, u64, f64, Slug | nil}, got: "

    assert_refused(:echo_reading, [
      {{:reding, 1, 0.5, nil}, expected <> "{:reding, _, _, _}"},
      {{:reading, 1, 0.5}, expected <> "{:reading, _, _}"},
      {{1, 0.5, nil}, expected <> "a tuple of 3 elements"},
      {{:reading, -1, 1, "A"},
       problems([
         "elem(value, 1) must be an integer within 0..18446744073709551615 (u64), got: -1",
         "elem(value, 2) must be a float (f64), got: 1 (an integer; write 1.0 or multiply by 1.0)",
         ~S|elem(value, 3) must be a string matching ~r/^[a-z0-9-]+\z/u, got: "A"|
       ])}
    ])
  end

  test "an exception" do
    error = %RenderError{message: "it does not render", line: 3}
    assert_accepted(:echo_render_error, [error])
    assert_accepted(:echo_other_error, [%OtherError{reason: :enoent}])
    expected = "value must be a %Kinds.RenderError{} struct, got: "

    assert_refused(:echo_render_error, [
      {%{error | __exception__: nil}, "value.__exception__ must be true, got: nil"},
      {%RuntimeError{message: "m"}, expected <> "a %RuntimeError{} struct"},
      {%{message: "m", line: 1},
       expected <>
         "a map with the keys :line, :message (a plain map; write %Kinds.RenderError{...})"},
      {Map.put(error, :column, 1), "value has the unknown key :column"},
      {Map.delete(error, :__exception__), "value is missing the key :__exception__"},
      {%{error | message: <<255>>, line: -1},
       problems([
         "value.message must be a UTF-8 string, got: <<255>> (byte 0 is not valid UTF-8)",
         "value.line must be an integer within 0..18446744073709551615 (u64), got: -1"
       ])}
    ])
  end

  describe "options" do
    test "stand for what is absent by their defaults" do
      for {options, rendering} <- [
            {[], %{width: 80, safe: true, slug: nil}},
            {[width: 1], %{width: 1, safe: true, slug: nil}},
            {[slug: " a ", safe: false], %{width: 80, safe: false, slug: "a"}},
            {[slug: nil], %{width: 80, safe: true, slug: nil}}
          ] do
        assert Kinds.rendering(options) == {:ok, rendering}
        assert Kinds.rendering!(options) == rendering
      end

      assert Kinds.rendering() == Kinds.rendering([])
      assert Kinds.rendering!() == Kinds.rendering!([])
      assert Kinds.required!("a", name: "b") == "a b 1"
      refute function_exported?(Kinds, :required, 1)
    end

    test "are known, once each, in a keyword list" do
      expected = "options must be a keyword list, got: "

      assert_refused(:rendering, [
        {[widht: 1], "options has the unknown key :widht (did you mean :width?)"},
        {[width: 1, safe: true, width: 2], "options has the key :width twice"},
        {%{width: 1}, expected <> "a map with the key :width (a map; write [key: value])"},
        {[{"width", 1}], ~s[options has the unknown key "width" (keys are atoms; write :width)]},
        {[{"m", 1}], ~s[options has the unknown key "m"]},
        {[{1, 1}], "options has the unknown key 1"},
        {[:width], expected <> "a list (it contains :width, which is not a {key, value} tuple)"},
        {[{:width, 1} | :safe],
         "options must be a proper list, got: an improper list (its tail after index 0 is not a list)"},
        {nil, expected <> "nil"},
        {[width: -1, slug: "A", color: 1],
         problems([
           "options.width must be an integer within 0..4294967295 (u32), got: -1",
           ~S|options.slug must be a string matching ~r/^[a-z0-9-]+\z/u, got: "A"|,
           "options has the unknown key :color"
         ])}
      ])

      for {options, message} <- [
            {[], "options is missing the key :name"},
            {[size: 256],
             problems([
               "options.size must be an integer within 0..255 (u8), got: 256",
               "options is missing the key :name"
             ])}
          ],
          do: assert(message(Kinds.required("a", options)) == message)
    end
  end

  test "all problems of a call are reported together, each with its place" do
    order = %Order{
      lines: [
        %OrderLine{sku: "a"},
        %OrderLine{sku: "b", amount: 256},
        %OrderLine{sku: "C"},
        %{sku: "d"},
        nil
      ],
      total: "1"
    }

    assert message(Kinds.echo_order(order)) ==
             problems([
               "order.lines[1].amount must be an integer within 0..255 (u8), got: 256",
               ~S|order.lines[2].sku must be a string matching ~r/^[a-z0-9-]+\z/u, got: "C"|,
               "order.lines[3] must be a %Kinds.OrderLine{} struct, got: a map with the key :sku " <>
                 "(a plain map; write %Kinds.OrderLine{...})",
               "order.lines[4] must be a %Kinds.OrderLine{} struct, got: nil",
               "order.total must be an integer within 0..18446744073709551615 (u64), got: " <>
                 ~s["1" (a string; see String.to_integer/1)]
             ])
  end

  test "an enumerable is rejected with a hint" do
    numbers = Stream.map([1], & &1)
    hint = " (an enumerable; see Enum.to_list/1)"

    for {value, got} <- [
          {1..3, "a %Range{} struct" <> hint},
          {MapSet.new([1]), "a %MapSet{} struct" <> hint},
          {numbers, "a %Stream{} struct" <> hint},
          {%{1 => 2}, "a map with the key 1"},
          {%Point{}, "a %Kinds.Point{} struct"}
        ] do
      assert message(Kinds.echo_list(value)) == "value must be a list, got: " <> got
    end

    assert message(Kinds.echo_list(Stream.iterate(1, & &1))) =~
             ~r/\Avalue must be a list, .*#{Regex.escape(hint)}\z/

    refute message(Kinds.echo_list(& &1)) =~ hint
  end

  test "a validation error holds each problem as a map" do
    assert {:error, error} = Kinds.move_point(%Point{x: "1"}, %{"x" => 1, zz: 1})

    assert error == %ValidationError{
             errors: [
               %{
                 path: [:point, :x],
                 pointer: "/point/x",
                 code: :type,
                 limits: %{min: -(2 ** 63), max: 2 ** 63 - 1},
                 translatable:
                   {"must be an integer from %{min} to %{max}", min: -(2 ** 63), max: 2 ** 63 - 1},
                 expected: @i64,
                 got: ~s["1"],
                 message:
                   ~s[point.x must be #{@i64}, got: "1" (a string; see String.to_integer/1)]
               },
               %{
                 path: [:delta],
                 pointer: "/delta",
                 code: :missing_key,
                 limits: %{key: :x},
                 translatable: {~s(is missing the key "%{key}"), key: "x"},
                 expected: "the key :x",
                 got: "no such key",
                 message:
                   ~s[delta is missing the key :x (found the string key "x"; this type takes atom keys)]
               },
               %{
                 path: [:delta],
                 pointer: "/delta/zz",
                 code: :unknown_key,
                 limits: %{key: :zz},
                 translatable: {~s(has the unknown key "%{key}"), key: "zz"},
                 expected: "only known keys",
                 got: "the unknown key :zz",
                 message: "delta has the unknown key :zz"
               }
             ]
           }

    assert {:error, %{errors: [%{path: path, code: :range}, %{path: [:value, {256, :left}]}]}} =
             Kinds.echo_keys(%{{256, :left} => 1})

    assert path == [:value, {:key, {256, :left}}, {:elem, 0}]

    for {code, call} <- [
          encoding: fn -> Kinds.echo_string(<<255>>) end,
          improper_list: fn -> Kinds.echo_list([1 | 2]) end,
          variant: fn -> Kinds.echo_alignment(:up) end,
          duplicate_key: fn -> Kinds.rendering(safe: true, safe: true) end,
          min: fn -> Kinds.echo_percent(-1.0) end,
          max: fn -> Kinds.echo_percent(101.0) end,
          min_length: fn -> Kinds.echo_blob("") end,
          max_length: fn -> Kinds.echo_blob("12345") end,
          format: fn -> Kinds.echo_slug("A") end,
          in: fn -> Kinds.echo_level(3) end,
          custom: fn -> Kinds.echo_even(3) end
        ],
        do: assert({:error, %{errors: [%{code: ^code}]}} = call.())
  end

  test "defaults are filled in within a list of optional values" do
    assert Kinds.echo_deltas!([%{x: 1}, nil]) == [%{x: 1, y: nil, scale: 1.5}, nil]
  end
end
