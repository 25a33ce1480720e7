defmodule Demo.JournalTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Journal.Native)
  end

  describe "open/1" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Journal.open("path/to/file") end)
    end

    test "refuses a value of another type" do
      assert {:error, %Demo.Journal.ValidationError{} = error} = Demo.Journal.open(:path)

      assert Exception.message(error) ==
               "path must be a path (a binary), got: :path (an atom; write \"path\")"
    end
  end

  describe "append/2" do
    @tag skip: "write open/1, which makes the Journal; then remove this line"
    test "takes plain values" do
      journal = Demo.Journal.open!("path/to/file")
      entry = %Demo.Journal.Entry{at: 1, line: "text"}

      assert_reaches_rust(fn -> Demo.Journal.append(journal, entry) end)
    end

    test "refuses what is no handle" do
      entry = %Demo.Journal.Entry{at: 1, line: "text"}

      assert {:error, %Demo.Journal.ValidationError{} = error} =
               Demo.Journal.append(make_ref(), entry)

      assert Exception.message(error) ==
               "journal must be a %Demo.Journal.Journal{} handle, got: a bare reference (pass the whole %Demo.Journal.Journal{} that a function gave back)"
    end
  end

  describe "read/2" do
    @tag skip: "write open/1, which makes the Journal; then remove this line"
    test "takes plain values" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Journal.read(Demo.Journal.open!("path/to/file"), limit: 100),
             do: Enum.take(stream, 1)
      end)
    end

    test "refuses what is no handle" do
      assert {:error, %Demo.Journal.ValidationError{} = error} =
               Demo.Journal.read(make_ref(), limit: 100)

      assert Exception.message(error) ==
               "journal must be a %Demo.Journal.Journal{} handle, got: a bare reference (pass the whole %Demo.Journal.Journal{} that a function gave back)"
    end
  end

  describe "parse/1" do
    test "takes plain values" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Journal.parse(["text"]), do: Enum.take(stream, 1)
      end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Journal.parse([]), do: Enum.take(stream, 1)
      end)
    end

    test "takes the greatest values" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Journal.parse(["ä€🙂"]), do: Enum.take(stream, 1)
      end)
    end

    test "refuses a value of another type" do
      assert {:error, %Demo.Journal.ValidationError{} = error} = Demo.Journal.parse([:text])

      assert Exception.message(error) ==
               "lines[0] must be a UTF-8 string, got: :text (an atom; write \"text\")"
    end
  end

  describe "synced?/1" do
    @tag skip: "write open/1, which makes the Journal; then remove this line"
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Journal.synced?(Demo.Journal.open!("path/to/file")) end)
    end

    test "refuses what is no handle" do
      error =
        assert_raise Demo.Journal.ValidationError, fn -> Demo.Journal.synced?(make_ref()) end

      assert Exception.message(error) ==
               "journal must be a %Demo.Journal.Journal{} handle, got: a bare reference (pass the whole %Demo.Journal.Journal{} that a function gave back)"
    end
  end

  describe "version/0" do
    test "is answered by Rust" do
      assert_reaches_rust(fn -> Demo.Journal.version() end)
    end
  end

  # Rust gets the arguments, whatever it makes of them. Until the function is written, that is a panic.
  defp assert_reaches_rust(call) do
    with {:error, error} when is_struct(error, Demo.Journal.ValidationError) <- call.(),
         do: flunk(Exception.message(error))
  rescue
    error in Demo.Journal.PanicError ->
      assert Exception.message(error) =~ "is not implemented yet"
  end
end
