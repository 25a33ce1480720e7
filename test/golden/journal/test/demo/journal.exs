defmodule Demo.JournalTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Journal.Native)
  end

  describe "open/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Journal.open("path/to/file") end)
    end
  end

  describe "append/2" do
    @tag skip: "implement open/1, which creates the Journal; then remove this line"
    test "reaches Rust" do
      journal = Demo.Journal.open!("path/to/file")
      entry = %Demo.Journal.Entry{at: 1, line: "text"}

      assert_reaches_rust(fn -> Demo.Journal.append(journal, entry) end)
    end
  end

  describe "read/2" do
    @tag skip: "implement open/1, which creates the Journal; then remove this line"
    test "reaches Rust" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Journal.read(Demo.Journal.open!("path/to/file"), limit: 100),
             do: Enum.take(stream, 1)
      end)
    end
  end

  describe "parse/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn ->
        with {:ok, stream} <- Demo.Journal.parse(["text"]), do: Enum.take(stream, 1)
      end)
    end
  end

  describe "append_all/2" do
    @tag skip: "implement open/1, which creates the Journal; then remove this line"
    test "reaches Rust" do
      journal = Demo.Journal.open!("path/to/file")
      entries = [%Demo.Journal.Entry{at: 1, line: "text"}]

      assert_reaches_rust(fn -> Demo.Journal.append_all(journal, entries) end)
    end
  end

  describe "synced?/1" do
    @tag skip: "implement open/1, which creates the Journal; then remove this line"
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Journal.synced?(Demo.Journal.open!("path/to/file")) end)
    end
  end

  describe "version/0" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Journal.version() end)
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
