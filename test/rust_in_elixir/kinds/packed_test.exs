RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.PackedTest do
  @moduledoc "Binaries of numbers in a row."

  use RustInElixir.KindsCase, async: true

  alias Kinds.Signal

  for number <- ~w(i8 i16 i32 i64 u16 u32 u64 f32 f64) do
    test "packed(#{number}) takes a binary of whole numbers, wherever it lies" do
      function = :"echo_packed_#{unquote(number)}"
      size = unquote(number |> String.slice(1..-1//1) |> String.to_integer() |> div(8))
      bytes = for index <- 1..(100 * size), into: <<>>, do: <<index>>

      # In a small binary, in a large one, and within another binary at each offset.
      within =
        for offset <- 1..size do
          whole = :binary.copy(:binary.copy(<<0>>, offset) <> bytes)
          binary_part(whole, offset, byte_size(bytes))
        end

      assert_accepted(function, ["", :binary.copy(binary_part(bytes, 0, size)), bytes | within])

      expected = "value must be a binary of #{unquote(number)}, #{size} bytes each, got: "

      refused = [
        {[1.0], expected <> "a list"},
        {nil, expected <> "nil"},
        {1, expected <> "1"},
        {<<1::7>>, expected <> "<<1::size(7)>>"}
      ]

      wrong =
        if size > 1, do: [{bytes <> <<0>>, expected <> "a binary of #{100 * size + 1}"}], else: []

      assert_refused(function, refused ++ wrong)
    end
  end

  test "numbers keep their order of bytes and all of their bits" do
    assert Kinds.mean!(<<1.0::float-native, 2.5::float-native>>) == 1.75
    assert Kinds.mean!("") == nil
    assert Kinds.halves(<<2::32-native, -4::32-native>>) == {:ok, <<1::32-native, -2::32-native>>}
    assert Kinds.halves(<<3::32-native>>) == {:error, <<1.5::float-32-native>>}

    # Which Elixir has as bits only: NaN with a payload, and an infinity.
    for bits <- [0x7FF8_0000_0000_0001, 0x7FF0_0000_0000_0000] do
      assert_accepted(:echo_packed_f64, [<<bits::64-native>>])
    end
  end

  test "in other types, options and streams" do
    signal = %Signal{
      samples: <<1.5::float-native>>,
      channels: [<<1::16-native, 2::16-native>>, ""],
      range: {<<7::32-native>>, true}
    }

    assert signal.empty == ""
    assert_accepted(:echo_signal, [signal])

    assert_refused(:echo_signal, [
      {%{signal | channels: ["abc"]},
       "value.channels[0] must be a binary of i16, 2 bytes each, got: a binary of 3"}
    ])

    assert_accepted(:echo_optional_packed, [nil, "", <<1.5::float-32-native>>])

    numbers = for number <- 1..4, into: <<>>, do: <<number::16-native>>

    assert Kinds.windows!(numbers, <<9::16-native>>) |> Enum.to_list() == [
             <<1::16-native, 2::16-native>>,
             <<3::16-native, 4::16-native>>,
             <<9::16-native>>
           ]

    assert Kinds.windows!(numbers, nil) |> Enum.count() == 2
  end
end
