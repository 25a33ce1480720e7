RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.ValidationErrorTest do
  use RustInElixir.KindsCase, async: true

  alias Demo.Rust.ValidationError
  alias Kinds.{Alignment, Chain, Event, Parcel, Point, RenderOptions, Size}

  @limits %{
    "word" => "abc",
    "tags" => ["a"],
    "blob" => "abc",
    "lookup" => %{},
    "column" => "abc",
    "lower" => "abc",
    "grade" => "a",
    "level" => 1,
    "percent" => 1
  }

  # An argument, and of the problem with it the code, the limits, the translatable message, and the words of JSON.
  @problems [
    {"word", 1, :type, %{}, {"must be a string", []}, "a string"},
    {"word", <<255>>, :encoding, %{}, {"must be a string", []}, "a string"},
    {"word", "a", :min_length, %{min: 2},
     {"must be a string of at least %{count} character(s)", [count: 2]},
     "a string of at least 2 characters"},
    {"word", "abcde", :max_length, %{max: 4},
     {"must be a string of at most %{count} character(s)", [count: 4]},
     "a string of at most 4 characters"},
    {"tags", "a", :type, %{}, {"must be an array", []}, "an array"},
    {"tags", [], :min_length, %{min: 1},
     {"must be an array of at least %{count} element(s)", [count: 1]},
     "an array of at least 1 element"},
    {"blob", "a", :min_length, %{min: 2},
     {"must be a string of at least %{count} byte(s)", [count: 2]},
     "a string of at least 2 bytes"},
    {"lookup", [], :type, %{}, {"must be an object", []}, "an object"},
    {"lookup", %{"a" => 1, "b" => 2}, :max_length, %{max: 1},
     {"must be an object of at most %{count} key(s)", [count: 1]}, "an object of at most 1 key"},
    {"column", "abcdef", :max_bytes, %{max: 5},
     {"must be a string of at most %{count} byte(s)", [count: 5]}, "a string of at most 5 bytes"},
    {"lower", "A", :format, %{format: "^[a-z]+$"},
     {"must be a string matching %{format}", [format: "^[a-z]+$"]}, "a string matching ^[a-z]+$"},
    {"grade", "c", :in, %{values: ["a", "b"]},
     {"must be one of %{values}", [values: ~s("a", "b")]}, ~s(one of "a", "b")},
    {"level", 3, :in, %{values: [1, 2, 4]}, {"must be one of %{values}", [values: "1, 2, 4"]},
     "one of 1, 2, 4"},
    {"level", "1", :type, %{min: -(2 ** 63), max: 2 ** 63 - 1},
     {"must be an integer from %{min} to %{max}", [min: -(2 ** 63), max: 2 ** 63 - 1]},
     "an integer from -9223372036854775808 to 9223372036854775807"},
    {"percent", -1, :min, %{min: 0.0}, {"must be at least %{min}", [min: 0.0]}, "at least 0.0"},
    {"percent", 101, :max, %{max: 100.0}, {"must be at most %{max}", [max: 100.0]},
     "at most 100.0"},
    {"corner", %{"y" => 1}, :missing_key, %{key: :x},
     {~s(is missing the key "%{key}"), [key: "x"]}, ~s(the key "x")},
    {"corner", %{"x" => 1, "y" => 1, "z" => 1}, :unknown_key, %{key: "z"},
     {~s(has the unknown key "%{key}"), [key: "z"]}, "only known keys"}
  ]

  test "each problem has its code, its limits and a message to translate" do
    for {name, value, code, limits, translatable, expected} <- @problems do
      assert {:error, %{errors: [error], more?: false} = whole} =
               Kinds.cast(:limits, Map.put(@limits, name, value))

      assert {name, error.code, error.limits, error.translatable, error.expected} ==
               {name, code, limits, translatable, expected}

      # As Phoenix's translate_error/1 does it.
      {message, bindings} = error.translatable

      translated =
        Enum.reduce(bindings, message, fn {key, value}, text ->
          String.replace(text, "%{#{key}}", fn _ -> to_string(value) end)
        end)

      refute translated =~ "%{"

      if code not in [:missing_key, :unknown_key],
        do: assert(error.message =~ "#{name} must be #{expected}, got: ")

      assert %{errors: [%{code: _, pointer: _, limits: %{}}], more: false} =
               ValidationError.to_map(whole)
    end
  end

  # What is given, the pointer, and the place in the message.
  @places [
    {:show_parcel, %{"parcel" => 1}, "/parcel", "parcel"},
    {:show_parcel, %{"parcel" => %{}, "other" => 1}, "/other", "the input"},
    {:show_parcel, 1, "", "the input"},
    {:show_parcel, %{}, "", "the input"},
    {:cast_reading, %{"value" => ["reading", 1, 2, nil], "size" => [1, "2", "s"]}, "/size/1",
     "size[1]"},
    {:cast_reading, %{"value" => ["reading", -1, 2, nil], "size" => [1, 2, "s"]}, "/value/1",
     "value[1]"}
  ]

  @parcel %{"slug" => "a", "price" => 1, "align" => "left"}

  # A field of a parcel, the pointer to what is wrong, and the place in the message.
  @within [
    {"events", [%{"moved" => [1, "x"]}], "/events/0/moved/1", "events[0].moved[1]"},
    {"events", ["loading", %{"redirect" => 1}], "/events/1/redirect", "events[1].redirect"},
    {"events", [%{"counted" => %{"a/b" => 1, "c~" => 300}}], "/events/0/counted/c~0",
     ~s(events[0].counted["c~"])},
    {"events", [%{"resize" => %{"width" => 1, "height" => "x"}}], "/events/0/resize/height",
     "events[0].resize.height"},
    {"events", [{:moved, 1, "x"}], "/events/0/2", "events[0][2]"},
    {"percents", %{"a/b" => 101}, "/percents/a~1b", ~s(percents["a/b"])},
    {"by_number", %{"x" => "left"}, "/by_number/x", ~s(the key "x" of by_number)},
    {"by_number", %{"1" => "up"}, "/by_number/1", "by_number[1]"},
    {"pair", [1, "up"], "/pair/1", "pair[1]"},
    {"reading", ["reading", 1, 2, 3], "/reading/3", "reading[3]"},
    {"options", %{"width" => "x"}, "/options/width", "options.width"},
    {"options", %{"widht" => 1}, "/options/widht", "options"},
    {"point", %{"x" => 1.5}, "/point/x", "point.x"}
  ]

  test "a pointer leads to the place in what was given, and so does the message" do
    for {function, given, pointer, place} <- @places do
      assert {:error, error} = Kinds.cast(function, given)
      assert {given, hd(error.errors).pointer} == {given, pointer}
      assert String.starts_with?(hd(error.errors).message, place <> " ")
    end

    for {field, value, pointer, place} <- @within do
      given = Map.put(@parcel, field, value)
      assert {:error, %{errors: [error]}} = Parcel.cast(given)
      assert {value, error.pointer} == {value, pointer}
      assert String.starts_with?(error.message, place <> " ")

      # The same below the parameter of a function.
      assert {:error, %{errors: [error]} = whole} = Kinds.cast(:show_parcel, %{"parcel" => given})
      assert error.pointer == "/parcel" <> pointer
      assert Kinds.show_parcel(given) == {:error, whole}
    end
  end

  test "without a cast, a pointer follows the terms of Elixir" do
    for {result, pointer} <- [
          {Kinds.echo_event({:moved, 1, "x"}), "/value/2"},
          {Kinds.echo_keys(%{{1, :lft} => true}), "/value/{1, :lft}"},
          {Kinds.echo_chain(%Chain{trees: [{:lef, nil}]}), "/value/trees/0/0"},
          {Kinds.rendering(width: "x"), "/options/width"}
        ] do
      assert {:error, %{errors: [error]}} = result
      assert error.pointer == pointer
    end

    assert {:error, %{errors: [%{path: [:value, {:elem, 2}]}]}} =
             Kinds.echo_event({:moved, 1, "x"})
  end

  test "a long key is cut off in a pointer" do
    long = String.duplicate("k", 1_000_000)

    assert {:error, %{errors: [error]}} =
             Parcel.cast(Map.put(@parcel, "percents", %{long => 101}))

    assert byte_size(error.pointer) < 300
    assert {:error, %{errors: [error]} = whole} = Parcel.cast(Map.put(@parcel, long, 1))
    assert byte_size(error.pointer) < 300
    assert byte_size(inspect(ValidationError.to_map(whole), limit: :infinity)) < 2000
  end

  test "a type casts without a call" do
    assert Parcel.cast(@parcel) == {:ok, %Parcel{slug: "a", price: 1.0, align: :left}}
    assert Alignment.cast("left") == {:ok, :left}
    assert Event.cast(%{"moved" => [1, 2]}) == {:ok, {:moved, 1, 2}}
    assert Size.cast([1, 2, "s"]) == {:ok, {1, 2, "s"}}
    assert RenderOptions.cast(%{"width" => 3}) == {:ok, [width: 3]}
    assert Kinds.Amount.cast("2 EUR") == {:ok, 2}

    for {type, value, message} <- [
          {Point, [1], "the input must be an object, got: an array of 1 element"},
          {Point, nil, "the input must be an object, got: null"},
          {Point, %{"x" => 1, "z" => 2}, ~s(the input has the unknown key "z")},
          {Alignment, "up", ~s(the input must be one of "left", "center", "right", got: "up")},
          {Size, [1, "2", "s"], "[1] must be an integer from 0 to 4294967295, got: \"2\""}
        ] do
      assert message(type.cast(value)) == message
    end
  end

  test "a function's arguments are cast without a call, by their names" do
    assert Kinds.cast(:cast_even, %{"value" => 2}) == {:ok, [2, nil]}
    assert Kinds.cast(:cast_even, %{value: 2, bytes: "b"}) == {:ok, [2, "b"]}
    assert Kinds.cast(:cast_rendering, %{}) == {:ok, [[]]}
    assert {:ok, arguments} = Kinds.cast(:show_parcel, %{"parcel" => @parcel})
    assert apply(Kinds, :show_parcel!, arguments) == Kinds.show_parcel!(@parcel)

    assert message(Kinds.cast(:cast_even, %{"valeu" => 2})) ==
             problems([
               ~s(the input is missing the key "value"),
               ~s[the input has the unknown key "valeu" (did you mean "value"?)]
             ])

    assert_raise FunctionClauseError, fn -> apply(Kinds, :cast, [:echo_u8, %{"value" => 2}]) end
  end

  test "problems become those of a changeset" do
    {:error, error} =
      Parcel.cast(%{"slug" => 1, "price" => 1, "point" => %{"x" => "1"}, "weight" => 1})

    assert [
             {:align, {~s(is missing the key "%{key}"), missing}},
             {:base, {~s(has the unknown key "%{key}"), _}},
             {:slug, {"must be a string", slug}},
             {:point, {"must be an integer from %{min} to %{max}", type}}
           ] = ValidationError.to_changeset_errors(error)

    assert missing == [key: "align", validation: :missing_key, pointer: ""]
    assert slug == [validation: :type, pointer: "/slug"]
    assert type[:pointer] == "/point/x"
  end

  test "a redacted value stays hidden from all that a problem holds" do
    {:error, error} = Kinds.Secret |> cast_secret("12345")
    refute inspect(error, limit: :infinity) =~ "12345"
  end

  # `Secret` is not cast in this boundary, so its check is called as a cast would.
  defp cast_secret(type, value),
    do: ValidationError.cast(value, value, Demo.Rust.Validation.redacted(&type.check/3))

  if Code.ensure_loaded?(JSON) do
    test "the error is encoded as JSON" do
      {:error, error} = Kinds.cast(:limits, %{@limits | "level" => 3})

      assert %{
               "errors" => [
                 %{"code" => "in", "limits" => %{"values" => [1, 2, 4]}, "pointer" => "/level"}
               ]
             } = error |> JSON.encode!() |> JSON.decode!()
    end
  end
end
