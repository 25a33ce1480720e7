defmodule Demo.KindsTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Kinds.Native)
  end

  describe "align/2" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Kinds.align(:left, 1) end)
    end

    test "takes the greatest values" do
      assert_reaches_rust(fn -> Demo.Kinds.align(:right, 4) end)
    end

    test "refuses a value that is not listed" do
      assert {:error, %Demo.Kinds.ValidationError{} = error} = Demo.Kinds.align(:left, 0)
      assert Exception.message(error) == "level must be one of 1, 2, 4, got: 0"
    end
  end

  describe "replay/2" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Kinds.replay([:loading], %{"text" => 1}) end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Kinds.replay([], %{}) end)
    end

    test "takes the greatest values" do
      events = [{:resized, %{width: 4_294_967_295, height: 4_294_967_295}}]
      keys = %{"ä€🙂" => "ä€🙂"}

      assert_reaches_rust(fn -> Demo.Kinds.replay(events, keys) end)
    end

    test "refuses an integer beyond its limit" do
      events = [{:moved, 9_223_372_036_854_775_808, 1}]
      keys = %{"text" => 1}

      assert {:error, %Demo.Kinds.ValidationError{} = error} = Demo.Kinds.replay(events, keys)

      assert Exception.message(error) ==
               "elem(events[0], 1) must be an integer within -9223372036854775808..9223372036854775807 (i64), got: 9223372036854775808"
    end
  end

  describe "move/2" do
    test "takes plain values" do
      assert_reaches_rust(fn ->
        Demo.Kinds.move(%Demo.Kinds.Point{x: 0, y: 0}, %{x: 1, scale: 1.5})
      end)
    end

    test "takes the least values" do
      point = %Demo.Kinds.Point{x: -9_223_372_036_854_775_808, y: -9_223_372_036_854_775_808}
      delta = %{x: -9_223_372_036_854_775_808, scale: -1.7976931348623157e308}

      assert_reaches_rust(fn -> Demo.Kinds.move(point, delta) end)
    end

    test "takes the greatest values" do
      point = %Demo.Kinds.Point{x: 9_223_372_036_854_775_807, y: 9_223_372_036_854_775_807}
      delta = %{x: 9_223_372_036_854_775_807, scale: 1.7976931348623157e308}

      assert_reaches_rust(fn -> Demo.Kinds.move(point, delta) end)
    end

    test "refuses an integer beyond its limit" do
      point = %Demo.Kinds.Point{x: 9_223_372_036_854_775_808, y: 0}
      delta = %{x: 1, scale: 1.5}

      assert {:error, %Demo.Kinds.ValidationError{} = error} = Demo.Kinds.move(point, delta)

      assert Exception.message(error) ==
               "point.x must be an integer within -9223372036854775808..9223372036854775807 (i64), got: 9223372036854775808"
    end
  end

  describe "measure/2" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Kinds.measure({1, 1}, {:reading, 1, 1.5}) end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn ->
        Demo.Kinds.measure({0, 0}, {:reading, 0, -1.7976931348623157e308})
      end)
    end

    test "takes the greatest values" do
      size = {4_294_967_295, 4_294_967_295}
      reading = {:reading, 18_446_744_073_709_551_615, 1.7976931348623157e308}

      assert_reaches_rust(fn -> Demo.Kinds.measure(size, reading) end)
    end

    test "refuses an integer beyond its limit" do
      assert {:error, %Demo.Kinds.ValidationError{} = error} =
               Demo.Kinds.measure({4_294_967_296, 1}, {:reading, 1, 1.5})

      assert Exception.message(error) ==
               "elem(size, 0) must be an integer within 0..4294967295 (u32), got: 4294967296"
    end
  end

  describe "render/2" do
    test "takes plain values" do
      options = [width: 80, align: :left, origin: %Demo.Kinds.Point{x: 1}]

      assert_reaches_rust(fn -> Demo.Kinds.render("text", options) end)
    end

    test "takes the least values" do
      options = [
        width: 0,
        align: nil,
        origin: %Demo.Kinds.Point{x: -9_223_372_036_854_775_808, y: -9_223_372_036_854_775_808}
      ]

      assert_reaches_rust(fn -> Demo.Kinds.render("", options) end)
    end

    test "takes the greatest values" do
      text = "ä€🙂"

      options = [
        width: 4_294_967_295,
        align: :right,
        origin: %Demo.Kinds.Point{x: 9_223_372_036_854_775_807, y: 9_223_372_036_854_775_807}
      ]

      assert_reaches_rust(fn -> Demo.Kinds.render(text, options) end)
    end

    test "refuses an integer beyond its limit" do
      options = [width: 4_294_967_296, align: :left, origin: %Demo.Kinds.Point{x: 1}]

      assert {:error, %Demo.Kinds.ValidationError{} = error} = Demo.Kinds.render("text", options)

      assert Exception.message(error) ==
               "options.width must be an integer within 0..4294967295 (u32), got: 4294967296"
    end
  end

  describe "insert/2" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Kinds.insert(:leaf, 1) end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Kinds.insert(:leaf, -9_223_372_036_854_775_808) end)
    end

    test "takes the greatest values" do
      assert_reaches_rust(fn -> Demo.Kinds.insert(:leaf, 9_223_372_036_854_775_807) end)
    end

    test "refuses an integer beyond its limit" do
      assert {:error, %Demo.Kinds.ValidationError{} = error} =
               Demo.Kinds.insert(:leaf, 9_223_372_036_854_775_808)

      assert Exception.message(error) ==
               "value must be an integer within -9223372036854775808..9223372036854775807 (i64), got: 9223372036854775808"
    end
  end

  describe "empty?/1" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Kinds.empty?(:leaf) end)
    end

    test "refuses an unknown variant" do
      error = assert_raise Demo.Kinds.ValidationError, fn -> Demo.Kinds.empty?(:unknown) end

      assert Exception.message(error) ==
               "tree must be one of :leaf, {:node, Tree, i64, Tree}, got: :unknown"
    end
  end

  describe "send_parcel/2" do
    @tag skip: "put in a value of Even; then remove this line"
    test "takes plain values" do
      parcel = %Demo.Kinds.Parcel{
        slug: "a",
        price: 1.5,
        align: :left,
        key: 1,
        even: 2,
        pin: "aaaaaaaa"
      }

      even = :"put in a value of Even"

      assert_reaches_rust(fn -> Demo.Kinds.send_parcel(parcel, even) end)
    end

    @tag skip: "put in a value of Even; then remove this line"
    test "refuses a float beyond its limit" do
      parcel = %Demo.Kinds.Parcel{
        slug: "a",
        price: 101.0,
        align: :left,
        key: 1,
        even: 2,
        pin: "aaaaaaaa"
      }

      even = :"put in a value of Even"

      assert {:error, %Demo.Kinds.ValidationError{} = error} =
               Demo.Kinds.send_parcel(parcel, even)

      assert Exception.message(error) == "parcel.price must be at most 100.0, got: 101.0"
    end
  end

  describe "read/2" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Kinds.read(%{x: 1, scale: 1.5}, [1]) end)
    end

    test "takes the least values" do
      delta = %{x: -9_223_372_036_854_775_808, scale: -1.7976931348623157e308}

      assert_reaches_rust(fn -> Demo.Kinds.read(delta, []) end)
    end

    test "takes the greatest values" do
      delta = %{x: 9_223_372_036_854_775_807, scale: 1.7976931348623157e308}
      keys = ["ä€🙂"]

      assert_reaches_rust(fn -> Demo.Kinds.read(delta, keys) end)
    end

    test "refuses an integer beyond its limit" do
      assert {:error, %Demo.Kinds.ValidationError{} = error} =
               Demo.Kinds.read(%{x: 9_223_372_036_854_775_808, scale: 1.5}, [1])

      assert Exception.message(error) ==
               "delta.x must be an integer within -9223372036854775808..9223372036854775807 (i64), got: 9223372036854775808"
    end
  end

  # Rust gets the arguments, whatever it makes of them. Until the function is written, that is a panic.
  defp assert_reaches_rust(call) do
    with {:error, error} when is_struct(error, Demo.Kinds.ValidationError) <- call.(),
         do: flunk(Exception.message(error))
  rescue
    error in Demo.Kinds.PanicError -> assert Exception.message(error) =~ "is not implemented yet"
  end
end
