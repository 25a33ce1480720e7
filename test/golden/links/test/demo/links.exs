defmodule Demo.LinksTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Links.Native)
  end

  describe "open/1" do
    test "reaches Rust" do
      page = %Demo.Links.Page{
        link: URI.parse("text"),
        names: %{},
        level: Demo.Level.from_bool(true),
        route: Demo.Route.from_tuple({URI.parse("text"), [%{link: URI.parse("text"), stars: 3}]})
      }

      assert_reaches_rust(fn -> Demo.Links.open(page) end)
    end
  end

  describe "read/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Links.read("text") end)
    end
  end

  describe "visit/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Links.visit(:none, {URI.parse("text"), 1}) end)
    end
  end

  describe "find/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Links.find(Demo.Level.from_bool(true)) end)
    end
  end

  describe "route/1" do
    test "reaches Rust" do
      route = Demo.Route.from_tuple({URI.parse("text"), [%{link: URI.parse("text"), stars: 3}]})

      assert_reaches_rust(fn -> Demo.Links.route(route) end)
    end
  end

  describe "all/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Links.all(["text"]), do: Enum.take(stream, 1)
      end)
    end
  end

  describe "checked/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Links.checked(["text"]), do: Enum.take(stream, 1)
      end)
    end
  end

  describe "clear/1" do
    @tag skip: "fill in a value of Shelf; then remove this line"
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Links.clear(:"fill in a value of Shelf") end)
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
