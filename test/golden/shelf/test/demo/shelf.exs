defmodule Demo.ShelfTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Shelf.Native)
  end

  describe "new_shelf/1" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Shelf.new_shelf([%Demo.Shelf.Item{id: 1, name: "text"}]) end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Shelf.new_shelf([]) end)
    end

    test "takes the greatest values" do
      items = [%Demo.Shelf.Item{id: 18_446_744_073_709_551_615, name: "ä€🙂"}]

      assert_reaches_rust(fn -> Demo.Shelf.new_shelf(items) end)
    end

    test "refuses an integer beyond its limit" do
      items = [%Demo.Shelf.Item{id: 18_446_744_073_709_551_616, name: "text"}]

      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.new_shelf(items)

      assert Exception.message(error) ==
               "items[0].id must be an integer within 0..18446744073709551615 (u64), got: 18446744073709551616"
    end
  end

  describe "load_shelf/1" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Shelf.load_shelf("path/to/file") end)
    end

    test "refuses a value of another type" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.load_shelf(:path)

      assert Exception.message(error) ==
               "path must be a path (a binary), got: :path (an atom; write \"path\")"
    end
  end

  describe "stocked?/1" do
    @tag skip: "write new_shelf/1, which makes the Shelf; then remove this line"
    test "takes plain values" do
      shelf = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.stocked?(shelf) end)
    end

    test "refuses what is no handle" do
      error = assert_raise Demo.Shelf.ValidationError, fn -> Demo.Shelf.stocked?(make_ref()) end

      assert Exception.message(error) ==
               "shelf must be a %Demo.Shelf.Shelf{} handle, got: a bare reference (pass the whole %Demo.Shelf.Shelf{} that a function gave back)"
    end
  end

  describe "put/2" do
    @tag skip: "write new_shelf/1, which makes the Shelf; then remove this line"
    test "takes plain values" do
      shelf = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])
      item = %Demo.Shelf.Item{id: 1, name: "text"}

      assert_reaches_rust(fn -> Demo.Shelf.put(shelf, item) end)
    end

    test "refuses what is no handle" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} =
               Demo.Shelf.put(make_ref(), %Demo.Shelf.Item{id: 1, name: "text"})

      assert Exception.message(error) ==
               "shelf must be a %Demo.Shelf.Shelf{} handle, got: a bare reference (pass the whole %Demo.Shelf.Shelf{} that a function gave back)"
    end
  end

  describe "close/1" do
    @tag skip: "write new_shelf/1, which makes the Shelf; then remove this line"
    test "takes plain values" do
      shelf = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.close(shelf) end)
    end

    test "refuses what is no handle" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.close(make_ref())

      assert Exception.message(error) ==
               "shelf must be a %Demo.Shelf.Shelf{} handle, got: a bare reference (pass the whole %Demo.Shelf.Shelf{} that a function gave back)"
    end
  end

  describe "move_all/3" do
    @tag skip: "write new_shelf/1, which makes the Shelf; then remove this line"
    test "takes plain values" do
      into = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])
      from = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.move_all(into, from, []) end)
    end

    test "refuses what is no handle" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} =
               Demo.Shelf.move_all(make_ref(), make_ref(), [])

      assert Enum.map(error.errors, & &1.message) == [
               "into must be a %Demo.Shelf.Shelf{} handle, got: a bare reference (pass the whole %Demo.Shelf.Shelf{} that a function gave back)",
               "from must be a %Demo.Shelf.Shelf{} handle, got: a bare reference (pass the whole %Demo.Shelf.Shelf{} that a function gave back)"
             ]
    end
  end

  describe "pair/2" do
    @tag skip:
           "write new_catalog/1, which makes the Catalog, and write new_shelf/1, which makes the Shelf; then remove this line"
    test "takes plain values" do
      left = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])
      catalog = Demo.Shelf.new_catalog!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.pair(left, catalog) end)
    end

    test "refuses what is no handle" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} =
               Demo.Shelf.pair(make_ref(), make_ref())

      assert Enum.map(error.errors, & &1.message) == [
               "left must be a %Demo.Shelf.Shelf{} handle, got: a bare reference (pass the whole %Demo.Shelf.Shelf{} that a function gave back)",
               "catalog must be a %Demo.Shelf.Catalog{} handle, got: a bare reference (pass the whole %Demo.Shelf.Catalog{} that a function gave back)"
             ]
    end
  end

  describe "names/2" do
    @tag skip: "write new_shelf/1, which makes the Shelf; then remove this line"
    test "takes plain values" do
      pair = %Demo.Shelf.Pair{
        left: Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}]),
        catalog: nil
      }

      assert_reaches_rust(fn -> Demo.Shelf.names(pair, nil) end)
    end

    test "refuses a value of another type" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.names(:unknown, nil)
      assert Exception.message(error) == "pair must be a %Demo.Shelf.Pair{} struct, got: :unknown"
    end
  end

  describe "new_catalog/1" do
    test "takes plain values" do
      assert_reaches_rust(fn ->
        Demo.Shelf.new_catalog([%Demo.Shelf.Item{id: 1, name: "text"}])
      end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Shelf.new_catalog([]) end)
    end

    test "takes the greatest values" do
      items = [%Demo.Shelf.Item{id: 18_446_744_073_709_551_615, name: "ä€🙂"}]

      assert_reaches_rust(fn -> Demo.Shelf.new_catalog(items) end)
    end

    test "refuses an integer beyond its limit" do
      items = [%Demo.Shelf.Item{id: 18_446_744_073_709_551_616, name: "text"}]

      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.new_catalog(items)

      assert Exception.message(error) ==
               "items[0].id must be an integer within 0..18446744073709551615 (u64), got: 18446744073709551616"
    end
  end

  describe "size/1" do
    @tag skip: "write new_catalog/1, which makes the Catalog; then remove this line"
    test "takes plain values" do
      catalog = Demo.Shelf.new_catalog!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn -> Demo.Shelf.size(catalog) end)
    end

    test "refuses what is no handle" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.size(make_ref())

      assert Exception.message(error) ==
               "catalog must be a %Demo.Shelf.Catalog{} handle, got: a bare reference (pass the whole %Demo.Shelf.Catalog{} that a function gave back)"
    end
  end

  describe "new_session/1" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Shelf.new_session("text") end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Shelf.new_session("") end)
    end

    test "takes the greatest values" do
      assert_reaches_rust(fn -> Demo.Shelf.new_session("ä€🙂") end)
    end

    test "refuses a value of another type" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.new_session(:text)

      assert Exception.message(error) ==
               "name must be a UTF-8 string, got: :text (an atom; write \"text\")"
    end
  end

  describe "rename/2" do
    @tag skip: "write new_session/1, which makes the Session; then remove this line"
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Shelf.rename(Demo.Shelf.new_session!("text"), "text") end)
    end

    test "refuses what is no handle" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} =
               Demo.Shelf.rename(make_ref(), "text")

      assert Exception.message(error) ==
               "session must be a %Demo.Shelf.Session{} handle, got: a bare reference (pass the whole %Demo.Shelf.Session{} that a function gave back)"
    end
  end

  describe "items/2" do
    @tag skip: "write new_catalog/1, which makes the Catalog; then remove this line"
    test "takes plain values" do
      catalog = Demo.Shelf.new_catalog!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.items(catalog, "text"), do: Enum.take(stream, 1)
      end)
    end

    test "refuses what is no handle" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} =
               Demo.Shelf.items(make_ref(), "text")

      assert Exception.message(error) ==
               "catalog must be a %Demo.Shelf.Catalog{} handle, got: a bare reference (pass the whole %Demo.Shelf.Catalog{} that a function gave back)"
    end
  end

  describe "lines/1" do
    test "takes plain values" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.lines("path/to/file"), do: Enum.take(stream, 1)
      end)
    end

    test "refuses a value of another type" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.lines(:path)

      assert Exception.message(error) ==
               "path must be a path (a binary), got: :path (an atom; write \"path\")"
    end
  end

  describe "numbers/1" do
    test "takes plain values" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.numbers(["text"]), do: Enum.take(stream, 1)
      end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.numbers([]), do: Enum.take(stream, 1)
      end)
    end

    test "takes the greatest values" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.numbers(["ä€🙂"]), do: Enum.take(stream, 1)
      end)
    end

    test "refuses a value of another type" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.numbers([:text])

      assert Exception.message(error) ==
               "texts[0] must be a UTF-8 string, got: :text (an atom; write \"text\")"
    end
  end

  describe "taken/1" do
    @tag skip: "write new_shelf/1, which makes the Shelf; then remove this line"
    test "takes plain values" do
      shelf = Demo.Shelf.new_shelf!([%Demo.Shelf.Item{id: 1, name: "text"}])

      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Shelf.taken(shelf), do: Enum.take(stream, 1)
      end)
    end

    test "refuses what is no handle" do
      assert {:error, %Demo.Shelf.ValidationError{} = error} = Demo.Shelf.taken(make_ref())

      assert Exception.message(error) ==
               "shelf must be a %Demo.Shelf.Shelf{} handle, got: a bare reference (pass the whole %Demo.Shelf.Shelf{} that a function gave back)"
    end
  end

  # Rust gets the arguments, whatever it makes of them. Until the function is written, that is a panic.
  defp assert_reaches_rust(call) do
    with {:error, error} when is_struct(error, Demo.Shelf.ValidationError) <- call.(),
         do: flunk(Exception.message(error))
  rescue
    error in Demo.Shelf.PanicError -> assert Exception.message(error) =~ "is not implemented yet"
  end
end
