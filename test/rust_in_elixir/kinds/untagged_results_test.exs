RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.UntaggedResultsTest do
  @moduledoc "Functions that return their value without a tag, and errors beside it or raised."

  use RustInElixir.KindsCase, async: true

  alias Demo.Rust.{CallError, ResourceError, Stream, ValidationError}
  alias Ledger.Refused

  test "a function with `returns: :bare` returns the value itself, and has no form with !" do
    assert Ledger.sum([1, 2]) == 3
    assert Ledger.version() == "1.2.3"
    assert Ledger.pair(7) == {:debit, 7}
    assert Ledger.total(%{"amounts" => [1, 2]}) == 3

    for term <- [:invalid, :ok, {:ok, 1}, {:error, :enoent}, nil],
        do: assert(Ledger.any(term) == term)

    book = Ledger.open()
    assert Ledger.book(book, :debit, 5) == 5
    assert Ledger.balanced?(book) == false
    assert Enum.to_list(Ledger.amounts(book)) == [5]
    assert Enum.to_list(Ledger.amounts(book, above: 5)) == []
    assert Ledger.reset(book) == :ok
    assert Ledger.count(["a", "b"]) == 2
    assert Ledger.close(book) == :ok

    names = for {name, _arity} <- Ledger.__info__(:functions), do: to_string(name)

    assert for(name <- names, String.ends_with?(name, "!"), do: name) ==
             ~w(find! link! parse! read! search! search!)

    refute Enum.any?(names, &String.starts_with?(&1, "try_"))
  end

  test "the stubs are in the module that the schema names, and nowhere else" do
    Code.ensure_loaded!(LedgerLibrary.Nif)
    assert function_exported?(LedgerLibrary.Nif, :sum, 1)
    refute Code.ensure_loaded?(Ledger.Native)
  end

  test "it raises its errors" do
    book = Ledger.open()

    for {error, message, call} <- [
          {ValidationError, "amounts must be a list, got: 1", fn -> Ledger.sum(hidden(1)) end},
          {ValidationError,
           "amounts[1] must be an integer within -9223372036854775808..9223372036854775807 (i64), got: nil",
           fn -> Ledger.sum([1, nil]) end},
          {ValidationError, "amounts.amounts must be an array, got: 1",
           fn -> Ledger.total(%{"amounts" => 1}) end},
          {ValidationError, "lines[1] must be a UTF-8 string, got: 1",
           fn -> Ledger.count(["a", 1]) end},
          {Refused, "the amount is negative", fn -> Ledger.book(book, :debit, -1) end},
          {CallError, "count/1 failed: an empty line", fn -> Ledger.count([""]) end}
        ] do
      assert Exception.message(assert_raise(error, call)) == message
    end

    Ledger.book(book, :debit, 1)

    assert Exception.message(assert_raise(CallError, fn -> Ledger.close(book) end)) ==
             "close/1 failed: 1 entries"

    assert_raise ResourceError, fn -> Ledger.reset(book) end
    assert_raise ResourceError, fn -> Ledger.balanced?(book) end
  end

  test "a value without a tag beside an error" do
    book = Ledger.open()
    Ledger.book(book, :credit, 4)
    assert Ledger.find(book, 4) == 0
    assert Ledger.find(book, 5) == nil
    assert Ledger.find(book, -1) == {:error, "the amount is negative"}
    assert Ledger.link("a") == URI.parse("a")
    assert Ledger.link("") == {:error, "no link"}
    assert Ledger.search("") == [0]
    assert Ledger.search("", above: 2) == [2]
    assert Ledger.search!("", above: 2) == [2]
    assert Ledger.search("no") == {:error, "no"}
    assert {:error, %ValidationError{}} = Ledger.search("", hidden(above: nil))
    assert {:error, %ValidationError{}} = Ledger.search("", hidden(nil))
    assert_raise ValidationError, fn -> Ledger.search!(hidden(nil)) end
    assert %Stream{} = stream = Ledger.read("1 a")
    assert Enum.to_list(stream) == [ok: 1, error: "a is not a number"]
    assert {:error, %Refused{side: :credit}} = Ledger.read("")
    assert {:error, %ValidationError{}} = Ledger.read(hidden(1))
    assert {:error, %ValidationError{}} = Ledger.find(hidden(1), 1)

    assert Ledger.find!(book, 4) == 0
    assert_raise CallError, fn -> Ledger.find!(book, -1) end
    assert_raise ValidationError, fn -> Ledger.find!(hidden(book), hidden(nil)) end
    assert Enum.to_list(Ledger.read!("2")) == [ok: 2]
    assert_raise Refused, fn -> Ledger.read!("") end

    assert_raise CallError, fn -> Ledger.close(book) end
    assert {:error, %ResourceError{}} = Ledger.find(book, 4)
  end

  test "`returns: :tagged` beside `returns: :bare` of the schema" do
    assert Ledger.parse("1") == {:ok, 1}
    assert Ledger.parse("a") == {:error, "a is not a number"}
    assert Ledger.parse!("1") == 1
  end

  test "a stub returns what the function does" do
    alias Ledger.Double

    Double.stub(:sum, fn amounts -> Enum.sum(amounts) end)
    assert Double.sum([1, 2]) == 3
    assert_raise ValidationError, fn -> Double.sum(hidden(1)) end

    Double.stub(:sum, fn _amounts -> {:ok, 3} end)

    assert Exception.message(assert_raise(ArgumentError, fn -> Double.sum([]) end)) ==
             "the stub for Ledger.Double.sum/1 returned a value that Rust cannot return:\n" <>
               "  * result must be an integer within -9223372036854775808..9223372036854775807 (i64), got: {:ok, _}"

    refused = %Refused{message: "no", side: :debit}
    Double.stub(:book, fn _book, _side, _amount -> raise refused end)
    book = Double.handle(Ledger.Book)
    assert assert_raise(Refused, fn -> Double.book(book, :debit, 1) end) == refused

    Double.stub(:find, fn
      _book, 0 -> nil
      _book, -1 -> {:error, "negative"}
      _book, -2 -> {:error, 2}
    end)

    assert Double.find(book, 0) == nil
    assert Double.find(book, -1) == {:error, "negative"}
    assert_raise CallError, fn -> Double.find!(book, -1) end

    assert_raise ArgumentError, ~r/elem\(result, 1\) must be a UTF-8 string, got: 2/, fn ->
      Double.find(book, -2)
    end

    Double.stub(:read, fn
      "" -> {:error, refused}
      _text -> [ok: 1, error: "no"]
    end)

    assert Enum.to_list(Double.read("a")) == [ok: 1, error: "no"]
    assert Double.read("") == {:error, refused}
    Double.stub(:link, fn _text -> URI.parse("a") end)
    assert Double.link("b") == URI.parse("a")
    Double.stub(:reset, fn _book -> :ok end)
    assert Double.reset(book) == :ok
    Double.stub(:any, fn term -> term end)
    assert Double.any({:ok, 1}) == {:ok, 1}
  end

  # A wrong argument that the compiler does not see.
  defp hidden(term), do: Process.get(:none, term)
end
