defmodule Demo.ValuesTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Values.Native)
  end

  describe "wide/1" do
    test "takes plain values" do
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

    test "takes the least values" do
      wide = %Demo.Values.Wide{
        i8: -128,
        i16: -32768,
        i32: -2_147_483_648,
        i64: -9_223_372_036_854_775_808,
        i128: -170_141_183_460_469_231_731_687_303_715_884_105_728,
        isize: -9_223_372_036_854_775_808,
        u8: 0,
        u16: 0,
        u32: 0,
        u64: 0,
        u128: 0,
        usize: 0,
        f32: -3.4028234663852886e38,
        f64: -1.7976931348623157e308
      }

      assert_reaches_rust(fn -> Demo.Values.wide(wide) end)
    end

    test "takes the greatest values" do
      wide = %Demo.Values.Wide{
        i8: 127,
        i16: 32767,
        i32: 2_147_483_647,
        i64: 9_223_372_036_854_775_807,
        i128: 170_141_183_460_469_231_731_687_303_715_884_105_727,
        isize: 9_223_372_036_854_775_807,
        u8: 255,
        u16: 65535,
        u32: 4_294_967_295,
        u64: 18_446_744_073_709_551_615,
        u128: 340_282_366_920_938_463_463_374_607_431_768_211_455,
        usize: 18_446_744_073_709_551_615,
        f32: 3.4028234663852886e38,
        f64: 1.7976931348623157e308
      }

      assert_reaches_rust(fn -> Demo.Values.wide(wide) end)
    end

    test "refuses an integer beyond its limit" do
      wide = %Demo.Values.Wide{
        i8: 128,
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

      assert {:error, %Demo.Values.ValidationError{} = error} = Demo.Values.wide(wide)

      assert Exception.message(error) ==
               "wide.i8 must be an integer within -128..127 (i8), got: 128"
    end
  end

  describe "word/2" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Values.word(:fn, :Nothing) end)
    end

    test "takes the greatest values" do
      assert_reaches_rust(fn -> Demo.Values.word(:Ok, {:"the value", :anything}) end)
    end

    test "refuses an unknown variant" do
      assert {:error, %Demo.Values.ValidationError{} = error} =
               Demo.Values.word(:unknown, :Nothing)

      assert Exception.message(error) ==
               "word must be one of :fn, :\"two words\", :Ok, got: :unknown"
    end
  end

  describe "keys/2" do
    test "takes plain values" do
      keys = %{type: "text", Upper: 1, self: [1]}
      nested = [{1, [<<1, 2, 3>>]}]

      assert_reaches_rust(fn -> Demo.Values.keys(keys, nested) end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Values.keys(%{type: "", Upper: nil, self: []}, []) end)
    end

    test "takes the greatest values" do
      keys = %{type: "ä€🙂", Upper: 255, self: [255]}
      nested = [{255, [<<0, 255>>]}]

      assert_reaches_rust(fn -> Demo.Values.keys(keys, nested) end)
    end

    test "refuses an integer beyond its limit" do
      keys = %{type: "text", Upper: 256, self: [1]}
      nested = [{1, [<<1, 2, 3>>]}]

      assert {:error, %Demo.Values.ValidationError{} = error} = Demo.Values.keys(keys, nested)

      assert Exception.message(error) ==
               "keys.Upper must be an integer within 0..255 (u8), got: 256"
    end
  end

  describe "owner/3" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Values.owner(self(), self(), make_ref()) end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Values.owner(self(), self(), nil) end)
    end

    test "takes the greatest values" do
      assert_reaches_rust(fn -> Demo.Values.owner("path/to/file", self(), make_ref()) end)
    end

    test "refuses what is none of its types" do
      assert {:error, %Demo.Values.ValidationError{} = error} =
               Demo.Values.owner({}, self(), make_ref())

      assert Exception.message(error) ==
               "owner must be one of pid, reference, atom, path, got: an empty tuple"
    end
  end

  describe "pair/2" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Values.pair({:name, 1}, :anything) end)
    end

    test "takes the least values" do
      pair = {:name, -170_141_183_460_469_231_731_687_303_715_884_105_728}
      term = :anything

      assert_reaches_rust(fn -> Demo.Values.pair(pair, term) end)
    end

    test "takes the greatest values" do
      pair = {:name, 170_141_183_460_469_231_731_687_303_715_884_105_727}
      term = :anything

      assert_reaches_rust(fn -> Demo.Values.pair(pair, term) end)
    end

    test "refuses an integer beyond its limit" do
      pair = {:name, 170_141_183_460_469_231_731_687_303_715_884_105_728}
      term = :anything

      assert {:error, %Demo.Values.ValidationError{} = error} = Demo.Values.pair(pair, term)

      assert Exception.message(error) ==
               "elem(pair, 1) must be an integer within -170141183460469231731687303715884105728..170141183460469231731687303715884105727 (i128), got: 170141183460469231731687303715884105728"
    end
  end

  describe "text/2" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Values.text("text", <<1, 2, 3>>) end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Values.text(nil, nil) end)
    end

    test "takes the greatest values" do
      assert_reaches_rust(fn -> Demo.Values.text("ä€🙂", <<0, 255>>) end)
    end

    test "refuses a value of another type" do
      assert {:error, %Demo.Values.ValidationError{} = error} =
               Demo.Values.text(:text, <<1, 2, 3>>)

      assert Exception.message(error) ==
               "string must be a UTF-8 string, got: :text (an atom; write \"text\")"
    end
  end

  describe "file/2" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Values.file("path/to/file", ["path/to/file"]) end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Values.file("path/to/file", []) end)
    end

    test "refuses a value of another type" do
      assert {:error, %Demo.Values.ValidationError{} = error} =
               Demo.Values.file(:path, ["path/to/file"])

      assert Exception.message(error) ==
               "path must be a path (a binary), got: :path (an atom; write \"path\")"
    end
  end

  describe "ports/1" do
    test "takes plain values" do
      assert_reaches_rust(fn -> Demo.Values.ports([1]) end)
    end

    test "takes the least values" do
      assert_reaches_rust(fn -> Demo.Values.ports([]) end)
    end

    test "takes the greatest values" do
      assert_reaches_rust(fn -> Demo.Values.ports([65535]) end)
    end

    test "refuses an integer beyond its limit" do
      assert {:error, %Demo.Values.ValidationError{} = error} = Demo.Values.ports([0])
      assert Exception.message(error) == "ports[0] must be at least 1, got: 0"
    end
  end

  describe "ready?/0" do
    test "is answered by Rust" do
      assert_reaches_rust(fn -> Demo.Values.ready?() end)
    end
  end

  # Rust gets the arguments, whatever it makes of them. Until the function is written, that is a panic.
  defp assert_reaches_rust(call) do
    with {:error, error} when is_struct(error, Demo.Values.ValidationError) <- call.(),
         do: flunk(Exception.message(error))
  rescue
    error in Demo.Values.PanicError -> assert Exception.message(error) =~ "is not implemented yet"
  end
end
