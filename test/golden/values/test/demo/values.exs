defmodule Demo.ValuesTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Values.Native)
  end

  describe "wide/1" do
    test "reaches Rust" do
      wide = %Demo.Values.Wide{
        i8: 1,
        i16: 1,
        i32: 1,
        i64: 1,
        i128: 1,
        isize: 1,
        u8: 1,
        u16: 1,
        u32: 1,
        u64: 1,
        u128: 1,
        usize: 1,
        f32: 1.5,
        f64: 1.5
      }

      assert_reaches_rust(fn -> Demo.Values.wide(wide) end)
    end
  end

  describe "word/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.word(:fn, :Nothing) end)
    end
  end

  describe "keys/2" do
    test "reaches Rust" do
      keys = %{type: "text", Upper: 1, self: [1]}
      nested = [{1, [<<1, 2, 3>>]}]

      assert_reaches_rust(fn -> Demo.Values.keys(keys, nested) end)
    end
  end

  describe "owner/3" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.owner(self(), self(), make_ref()) end)
    end
  end

  describe "filter/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.filter(<<1.5::float-64-native>>, <<1::16-native>>) end)
    end
  end

  describe "visitor/3" do
    test "reaches Rust" do
      id = "01234567-89ab-cdef-0123-456789abcdef"
      from = {127, 0, 0, 1}

      assert_reaches_rust(fn -> Demo.Values.visitor(id, from, ?a) end)
    end
  end

  describe "split/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.split("text", "text") end)
    end
  end

  describe "frames/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.frames(<<1, 2, 3>>) end)
    end
  end

  describe "count/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.count(1) end)
    end
  end

  describe "area/2" do
    test "reaches Rust" do
      corners = [{1.5, 1.5}, {1.5, 1.5}, {1.5, 1.5}, {1.5, 1.5}]
      tags = MapSet.new(["text"])

      assert_reaches_rust(fn -> Demo.Values.area(corners, tags) end)
    end
  end

  describe "wait/3" do
    test "reaches Rust" do
      time = Duration.new!(hour: 1, minute: 30)
      names = [{:name, 1}]

      assert_reaches_rust(fn -> Demo.Values.wait(time, 1..10, names) end)
    end
  end

  describe "book/1" do
    test "reaches Rust" do
      booking = %{
        day: ~D[2024-02-29],
        from: ~T[12:30:00],
        noted: ~N[2024-02-29 12:30:00],
        paid: ~U[2024-02-29 12:30:00Z],
        price: Decimal.new("1.25")
      }

      assert_reaches_rust(fn -> Demo.Values.book(booking) end)
    end
  end

  describe "pair/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.pair({:name, 1}, :anything) end)
    end
  end

  describe "text/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.text("text", <<1, 2, 3>>) end)
    end
  end

  describe "file/2" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.file("path/to/file", ["path/to/file"]) end)
    end
  end

  describe "ports/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.ports([1]) end)
    end
  end

  describe "ready?/0" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Values.ready?() end)
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
