defmodule Demo.ShelfTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Shelf.Native)
  end

  describe "new_shelf/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Shelf.new_shelf([%Demo.Shelf.Item{id: 1, name: "text"}]) end)
    end
  end

  describe "load_shelf/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Shelf.load_shelf("path/to/file") end)
    end
  end

  describe "stocked?/1" do
    @tag skip: "implement new_shelf/1, which creates the Shelf; then remove this line"
    test "reaches Rust" do
      shelf = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.stocked?(shelf) end)
    end
  end

  describe "put/2" do
    @tag skip: "implement new_shelf/1, which creates the Shelf; then remove this line"
    test "reaches Rust" do
      shelf = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])
      item = %Demo.Shelf.Item{id: 1, name: "text"}

      assert_reaches_rust(fn -> Demo.Shelf.put(shelf, item) end)
    end
  end

  describe "close/1" do
    @tag skip: "implement new_shelf/1, which creates the Shelf; then remove this line"
    test "reaches Rust" do
      shelf = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.close(shelf) end)
    end
  end

  describe "move_all/3" do
    @tag skip: "implement new_shelf/1, which creates the Shelf; then remove this line"
    test "reaches Rust" do
      into = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])
      from = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.move_all(into, from, []) end)
    end
  end

  describe "pair/2" do
    @tag skip:
           "implement new_catalog/1, which creates the Catalog, and implement new_shelf/1, which creates the Shelf; then remove this line"
    test "reaches Rust" do
      left = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])
      catalog = Demo.Shelf.new_catalog!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.pair(left, catalog) end)
    end
  end

  describe "names/2" do
    @tag skip: "implement new_shelf/1, which creates the Shelf; then remove this line"
    test "reaches Rust" do
      pair = %Demo.Shelf.Pair{
        left: Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}]),
        catalog: nil
      }

      assert_reaches_rust(fn -> Demo.Shelf.names(pair, nil) end)
    end
  end

  describe "new_catalog/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn ->
        Demo.Shelf.new_catalog([%Demo.Shelf.Item{id: 1, name: "text"}])
      end)
    end
  end

  describe "size/1" do
    @tag skip: "implement new_catalog/1, which creates the Catalog; then remove this line"
    test "reaches Rust" do
      catalog = Demo.Shelf.new_catalog!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.size(catalog) end)
    end
  end

  describe "new_session/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Shelf.new_session("text") end)
    end
  end

  describe "rename/2" do
    @tag skip: "implement new_session/1, which creates the Session; then remove this line"
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Shelf.rename(Demo.Shelf.new_session!("text"), "text") end)
    end
  end

  describe "items/2" do
    @tag skip: "implement new_catalog/1, which creates the Catalog; then remove this line"
    test "reaches Rust" do
      catalog = Demo.Shelf.new_catalog!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.items(catalog, "text"), do: Enum.take(stream, 1)
      end)
    end
  end

  describe "lines/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.lines("path/to/file"), do: Enum.take(stream, 1)
      end)
    end
  end

  describe "numbers/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.numbers(["text"]), do: Enum.take(stream, 1)
      end)
    end
  end

  describe "taken/1" do
    @tag skip: "implement new_shelf/1, which creates the Shelf; then remove this line"
    test "reaches Rust" do
      shelf = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.taken(shelf), do: Enum.take(stream, 1)
      end)
    end
  end

  describe "weigh/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Shelf.weigh([<<1, 2, 3>>]) end)
    end
  end

  describe "stock/3" do
    @tag skip: "implement new_shelf/1, which creates the Shelf; then remove this line"
    test "reaches Rust" do
      shelf = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])
      items = [%Demo.Shelf.Item{id: 1, name: "text"}]

      assert_reaches_rust(fn -> Demo.Shelf.stock(shelf, items, 1) end)
    end
  end

  describe "any?/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Shelf.any?([<<1.5::float-64-native>>]) end)
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
