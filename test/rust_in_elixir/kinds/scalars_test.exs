RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.ScalarsTest do
  use RustInElixir.KindsCase, async: true

  import Bitwise

  @integers for(
              bits <- [8, 16, 32, 64, 128],
              {sign, least, greatest} <- [
                {"i", -(1 <<< (bits - 1)), (1 <<< (bits - 1)) - 1},
                {"u", 0, (1 <<< bits) - 1}
              ],
              do: {"#{sign}#{bits}", least, greatest}
            ) ++
              [
                {"isize", -(1 <<< 63), (1 <<< 63) - 1},
                {"usize", 0, (1 <<< 64) - 1}
              ]

  for {type, least, greatest} <- @integers do
    test "#{type} holds #{least}..#{greatest}, and nothing else" do
      function = :"echo_#{unquote(type)}"
      {least, greatest} = {unquote(least), unquote(greatest)}
      expected = "value must be an integer within #{least}..#{greatest} (#{unquote(type)}), got: "

      assert_accepted(function, [least, least + 1, 0, 1, 42, greatest - 1, greatest])

      assert_refused(function, [
        {least - 1, "#{expected}#{least - 1}"},
        {greatest + 1, "#{expected}#{greatest + 1}"},
        {1 <<< 200, "#{expected}an integer of more than 128 bits"},
        {1.0, "#{expected}1.0 (a float; see trunc/1 and round/1)"},
        {"7", ~s[#{expected}"7" (a string; see String.to_integer/1)]},
        {"seven", ~s(#{expected}"seven")},
        {nil, "#{expected}nil"},
        {:seven, "#{expected}:seven"},
        {[7], "#{expected}a list"},
        {%{}, "#{expected}an empty map"}
      ])
    end
  end

  test "the issue's own limits are refused" do
    for {function, term} <- [
          echo_u8: 256,
          echo_i8: -129,
          echo_i64: 0x8000_0000_0000_0000,
          echo_u128: 0x1_0000_0000_0000_0000_0000_0000_0000_0000
        ] do
      assert {:error, %Demo.Rust.ValidationError{errors: [%{code: :range}]}} =
               apply(Kinds, function, [term])
    end
  end

  test "char is a code point, but not half of a pair in UTF-16" do
    assert_accepted(:echo_char, [0, ?a, ?ä, 0xD7FF, 0xE000, ?🦀, 0x10FFFF])

    assert_refused(:echo_char, [
      {0xD800, "value must be a code point, got: 55296"},
      {0xDFFF, "value must be a code point, got: 57343"},
      {0x110000, "value must be a code point, got: 1114112"},
      {-1, "value must be a code point, got: -1"},
      {"a", ~s[value must be a code point, got: "a" (a string; write ?a for a character)]},
      {97.0, "value must be a code point, got: 97.0"},
      {nil, "value must be a code point, got: nil"}
    ])

    assert Kinds.cast_char(["a", "ä", ?b]) == {:ok, [?a, ?ä, ?b]}
    assert {:error, error} = Kinds.cast_char(["ab"])
    assert Exception.message(error) == ~s(value[0] must be a string of one character, got: "ab")
  end

  test "ip is a tuple of four or eight integers" do
    assert_accepted(:echo_ip, [
      {127, 0, 0, 1},
      {255, 255, 255, 255},
      {0, 0, 0, 0, 0, 0, 0, 1},
      {0, 0, 0, 0, 0, 0xFFFF, 0x7F00, 1}
    ])

    expected = "value must be an IP address, a tuple of 4 or 8 integers, got: "

    assert_refused(:echo_ip, [
      {{256, 0, 0, 1}, expected <> "a tuple of 4 elements"},
      {{1, 2, 3}, expected <> "a tuple of 3 elements"},
      {{0, 0, 0, 0, 0, 0, 0, 0x10000}, expected <> "a tuple of 8 elements"},
      {{-1, 0, 0, 1}, expected <> "a tuple of 4 elements"},
      {{1.0, 0, 0, 1}, expected <> "a tuple of 4 elements"},
      {"127.0.0.1", ~s[#{expected}"127.0.0.1" (a string; see :inet.parse_address/1)]},
      {nil, expected <> "nil"}
    ])

    assert Kinds.cast_ip(%{"127.0.0.1" => "a", "::1" => "b"}) ==
             {:ok, %{{127, 0, 0, 1} => ?a, {0, 0, 0, 0, 0, 0, 0, 1} => ?b}}

    assert {:error, %{errors: [%{pointer: pointer}]}} = Kinds.cast_ip(%{"127.0.0.1" => "ab"})
    assert pointer == "/value/127.0.0.1"

    for text <- ["127.1", "::1%1", "fe80::1%eth0", "localhost", "", <<255>>, "1.2.3.256"] do
      assert {^text, {:error, error}} = {text, Kinds.cast_ip(%{text => "a"})}
      assert Exception.message(error) =~ "must be an IP address such as 127.0.0.1 or ::1, got: "
    end
  end

  test "f64 accepts every float" do
    terms = [0.0, 0.1, -1.5, 1.7976931348623157e308, -1.7976931348623157e308, 5.0e-324]
    assert_accepted(:echo_f64, terms)

    assert_refused(:echo_f64, [
      {1, "value must be a float (f64), got: 1 (an integer; write 1.0 or multiply by 1.0)"},
      {(1 <<< 53) + 1, "value must be a float (f64), got: 9007199254740993"},
      {1 <<< 2000, "value must be a float (f64), got: an integer of more than 128 bits"},
      {"1.0", ~s[value must be a float (f64), got: "1.0"]},
      {nil, "value must be a float (f64), got: nil"}
    ])
  end

  test "f32 accepts floats up to its maximum, and rounds values between two of its own" do
    assert_accepted(:echo_f32, [0.0, 0.5, -1.25, 3.4028234663852886e38, -3.4028234663852886e38])

    assert Kinds.echo_f32(0.1) == {:ok, 0.10000000149011612}
    assert Kinds.echo_f32(16_777_217.0) == {:ok, 16_777_216.0}
    assert Kinds.echo_f32(1.0e-50) == {:ok, 0.0}

    assert_refused(:echo_f32, [
      {3.5e38, "value must be a float within ±3.4028234663852886e38 (f32), got: 3.5e38"},
      {-3.5e38, "value must be a float within ±3.4028234663852886e38 (f32), got: -3.5e38"},
      {2,
       "value must be a float within ±3.4028234663852886e38 (f32), got: 2 " <>
         "(an integer; write 2.0 or multiply by 1.0)"}
    ])
  end

  test "the sign of a float's zero stays" do
    for function <- [:echo_f32, :echo_f64] do
      assert {:ok, zero} = apply(Kinds, function, [-0.0])
      assert <<zero::float>> == <<-0.0::float>>
    end
  end

  test "bool" do
    assert_accepted(:echo_bool, [true, false])

    assert_refused(:echo_bool, [
      {"true", ~s[value must be a boolean, got: "true" (a string; write true)]},
      {nil, "value must be a boolean, got: nil"},
      {1, "value must be a boolean, got: 1"}
    ])
  end

  test "string" do
    assert_accepted(:echo_string, ["", "a", "é", "\0", "👩‍🔬", String.duplicate("é", 100_000)])

    assert_refused(:echo_string, [
      {<<255>>, "value must be a UTF-8 string, got: <<255>> (byte 0 is not valid UTF-8)"},
      {"aé" <> <<0xC3>>,
       "value must be a UTF-8 string, got: <<97, 195, 169, 195>> (byte 3 is not valid UTF-8)"},
      # A surrogate, and more bytes than a character needs.
      {<<0xED, 0xA0, 0x80>>,
       "value must be a UTF-8 string, got: <<237, 160, 128>> (byte 0 is not valid UTF-8)"},
      {<<0xC0, 0x80>>,
       "value must be a UTF-8 string, got: <<192, 128>> (byte 0 is not valid UTF-8)"},
      {:a, ~s[value must be a UTF-8 string, got: :a (an atom; write "a")]},
      {nil, "value must be a UTF-8 string, got: nil"},
      {~c"abc", "value must be a UTF-8 string, got: a list (a charlist; see to_string/1)"},
      {["a"], "value must be a UTF-8 string, got: a list"},
      {<<1::3>>, "value must be a UTF-8 string, got: <<1::size(3)>>"},
      {1, "value must be a UTF-8 string, got: 1"}
    ])
  end

  test "binary" do
    large = :crypto.strong_rand_bytes(1_000_000)
    <<_, part::binary>> = large
    assert_accepted(:echo_binary, ["", <<255, 0>>, "text", large, part])
    assert_accepted(:echo_binaries, [[], [<<255>>, "", large]])
    assert_accepted(:echo_optional_binary, [nil, <<255>>])

    assert_refused(:echo_binary, [
      {<<1::3>>,
       "value must be a binary, got: <<1::size(3)>> (its bit size, 3, is not a multiple of 8)"},
      {~c"abc", "value must be a binary, got: a list"},
      {:a, "value must be a binary, got: :a"}
    ])

    assert_refused(:echo_binaries, [{[<<255>>, 1], "value[1] must be a binary, got: 1"}])
  end

  test "atom, nil and the booleans among them" do
    assert_accepted(:echo_atom, [
      :a,
      nil,
      true,
      :"with space",
      :Ä,
      String,
      :"",
      :"#{long(255)}",
      :日本語,
      :"🦀",
      :"#{String.duplicate("🦀", 255)}"
    ])

    # Atoms that the VM does not know before Rust returns them.
    for text <- ["new", "ÿ", "日本", "🦀"], name = "#{text} #{System.unique_integer()}" do
      assert {:ok, atom} = Kinds.atom_of(name)
      assert Atom.to_string(atom) == name
    end

    assert_refused(:echo_atom, [
      {"a", ~s[value must be an atom, got: "a" (a string)]},
      {1, "value must be an atom, got: 1"}
    ])
  end

  test "pid and reference" do
    assert_accepted(:echo_pid, [self(), spawn(fn -> :ok end)])
    assert_accepted(:echo_reference, [make_ref()])

    assert_refused(:echo_pid, [{:self, "value must be a pid, got: :self"}])

    assert_refused(:echo_reference, [
      {self(), "value must be a reference, got: #{inspect(self())}"}
    ])
  end

  test "path" do
    raw = :binary.list_to_bin(Enum.to_list(1..255))
    assert_accepted(:echo_path, ["", "/", "/tmp/é", "a b", <<255>>, raw])
    assert_accepted(:echo_optional_path, [nil, "/tmp", <<255>>])
    assert_accepted(:echo_paths, [%{}, %{"a" => ["", "/", <<255>>, raw]}])
    assert Enum.to_list(Kinds.paths!(["/", <<255>>, raw])) == ["/", <<255>>, raw]
    assert Enum.to_list(Kinds.path!(raw)) == [raw]
    assert Enum.to_list(Kinds.path!(nil)) == []

    assert_refused(:echo_path, [
      {"/a\0", "value must be a path without a null byte, got: <<47, 97, 0>>"},
      {~c"abc", "value must be a path (a binary), got: a list (a charlist; see to_string/1)"},
      {nil, "value must be a path (a binary), got: nil"}
    ])
  end

  @tag :tmp_dir
  test "a file whose name is not UTF-8 is found again", %{tmp_dir: folder} do
    file = <<folder::binary, "/", 255, "é">>
    File.write!(file, "")
    {:ok, [name]} = :file.list_dir_all(String.to_charlist(folder))
    assert Kinds.echo_path!(Path.join(folder, IO.iodata_to_binary([name]))) == file
  end

  test "a path that is not UTF-8 cannot come out of Rust: nil does" do
    assert Kinds.path_that_is_not_utf8() == {:ok, <<?a, 255>>}
  end

  test "a float that is not finite cannot come out of Rust: the call raises" do
    assert_raise Demo.Rust.PanicError,
                 ~r/: the result is inf, which Elixir cannot represent$/,
                 fn ->
                   Kinds.float_that_is_not_finite()
                 end
  end

  test "term takes everything" do
    closure = fn -> make_ref() end
    assert_accepted(:echo_term, [nil, 1, [1 | 2], %{a: [1 | 2]}, <<1::3>>, closure, self(), {}])
    assert_accepted(:echo_anything, [nil, [1 | 2]])
  end

  test "an optional value is nil or the value" do
    assert_accepted(:echo_optional, [nil, 0, 255])
    assert_accepted(:echo_optional_string, [nil, "", "a"])

    assert_refused(:echo_optional, [
      {"1",
       ~s[value must be an integer within 0..255 (u8), got: "1" (a string; see String.to_integer/1)]}
    ])
  end

  test "a list names the index of each of its elements, and of where it stops to be one" do
    assert_accepted(:echo_list, [[], [0, 255], Enum.map(1..100_000, &rem(&1, 256))])

    assert_refused(:echo_list, [
      {[256, 1, -1],
       problems([
         "value[0] must be an integer within 0..255 (u8), got: 256",
         "value[2] must be an integer within 0..255 (u8), got: -1"
       ])},
      {[1, 2 | 3],
       "value must be a proper list, got: an improper list (its tail after index 1 is not a list)"},
      {[1 | 256],
       "value must be a proper list, got: an improper list (its tail after index 0 is not a list)"},
      {{1}, "value must be a list, got: a tuple of 1 element"},
      {%{}, "value must be a list, got: an empty map"},
      {nil, "value must be a list, got: nil"}
    ])
  end

  test "a tuple without a name" do
    assert_accepted(:echo_tuple, [{1, "a"}])

    assert_refused(:echo_tuple, [
      {{1, 2}, "elem(value, 1) must be a UTF-8 string, got: 2"},
      {{1}, "value must be a tuple of 2 elements, got: a tuple of 1 element"},
      {{1, "a", 3}, "value must be a tuple of 2 elements, got: a tuple of 3 elements"},
      {{:a, "a", 3}, "value must be a tuple of 2 elements, got: {:a, _, _}"},
      {{}, "value must be a tuple of 2 elements, got: an empty tuple"},
      {[1, "a"], "value must be a tuple of 2 elements, got: a list"}
    ])
  end

  test "a map of keys to values names what is under a key, and the key itself" do
    assert_accepted(:echo_map, [%{}, %{"a" => 1, "é" => 255}])
    assert_accepted(:echo_keys, [%{{1, :left} => true, {1, :right} => false}])
    assert_accepted(:echo_nested, [%{a: [{1, nil}, {2, 0.5}]}])

    assert_refused(:echo_map, [
      {%{:b => 1, "a" => 256},
       problems([
         ~s[the key :b of value must be a UTF-8 string, got: :b (an atom; write "b")],
         "value[\"a\"] must be an integer within 0..255 (u8), got: 256"
       ])},
      {%{<<255>> => 1},
       "the key <<255>> of value must be a UTF-8 string, got: <<255>> " <>
         "(byte 0 is not valid UTF-8)"},
      {[a: 1], "value must be a map, got: a list"},
      {%URI{}, "value must be a map, got: a %URI{} struct"}
    ])

    assert_refused(:echo_keys, [
      {%{{256, :lft} => 1},
       problems([
         "elem(the key {256, :lft} of value, 0) must be an integer within 0..255 (u8), got: 256",
         "elem(the key {256, :lft} of value, 1) must be one of :left, :center, :right, got: :lft " <>
           "(did you mean :left?)",
         "value[{256, :lft}] must be a boolean, got: 1"
       ])}
    ])

    assert_refused(:echo_nested, [
      {%{a: [{1, nil}, {256, 1}]},
       problems([
         "elem(value.a[1], 0) must be an integer within 0..255 (u8), got: 256",
         "elem(value.a[1], 1) must be a float (f64), got: 1 " <>
           "(an integer; write 1.0 or multiply by 1.0)"
       ])}
    ])
  end

  test "a value in a message is never longer than a line" do
    long = String.duplicate("x", 10_000)
    wide = List.to_tuple(Enum.to_list(1..10_000))

    for term <- [
          long,
          String.to_atom(long(255)),
          <<255>> <> long,
          wide,
          Enum.to_list(1..10_000),
          Map.new(1..10_000, &{"#{&1}#{long}", &1}),
          %{long => %{long => long}},
          1 <<< 10_000,
          {long, long},
          [long | long],
          fn -> long end
        ],
        function <- [:echo_u8, :echo_f64, :echo_alignment, :echo_point, :echo_map, :echo_event] do
      {:error, error} = apply(Kinds, function, [term])
      for %{message: message} <- error.errors, do: assert(String.length(message) < 900, message)
    end
  end

  defp long(length), do: String.duplicate("é", length)

  test "Rust distinguishes pids and references from other terms, too" do
    for {who, which} <- [{self(), "process"}, {make_ref(), "call"}, {"Joe", "name"}] do
      assert Kinds.which(who, nil, nil) == {:ok, {which, false, false}}
      assert Kinds.which(who, self(), make_ref()) == {:ok, {which, true, true}}
    end
  end
end
