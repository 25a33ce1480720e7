defmodule Demo.KindsTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Kinds.Native)
  end

  describe "align/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Kinds.align(:left, 1) end)
    end
  end

  describe "replay/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Kinds.replay([:loading], %{"text" => 1}) end)
    end
  end

  describe "move/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn ->
        Demo.Kinds.move(%Demo.Kinds.Point{x: 0, y: 0}, %{x: 1, scale: 1.5})
      end)
    end
  end

  describe "measure/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Kinds.measure({1, 1}, {:reading, 1, 1.5}) end)
    end
  end

  describe "render/2" do
    test "reaches Rust" do
      options = [width: 80, align: :left, origin: %Demo.Kinds.Point{x: 1}]

      assert_reaches_rust(fn -> Demo.Kinds.render("text", options) end)
    end
  end

  describe "insert/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Kinds.insert(:leaf, 1) end)
    end
  end

  describe "empty?/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Kinds.empty?(:leaf) end)
    end
  end

  describe "send_parcel/2" do
    @tag skip: "fill in a value of Even; then remove this line"
    test "reaches Rust" do
      parcel = %Demo.Kinds.Parcel{
        slug: "a",
        price: 1.5,
        align: :left,
        key: 1,
        even: 2,
        pin: "aaaaaaaa"
      }

      even = :"fill in a value of Even"

      assert_reaches_rust(fn -> Demo.Kinds.send_parcel(parcel, even) end)
    end
  end

  describe "read/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Kinds.read(%{x: 1, scale: 1.5}, [1]) end)
    end
  end

  # Asserts that the arguments reach Rust. Until the function is implemented, it panics there.
  defp assert_reaches_rust(call) do
    with {:error, error} when is_struct(error, Demo.Rust.ValidationError) <- call.(),
         do: flunk(Exception.message(error))
  rescue
    error in Demo.Rust.PanicError -> assert Exception.message(error) =~ "is not implemented yet"
  end
end
