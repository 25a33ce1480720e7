defmodule RustInElixir.Schema.LiteralTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Schema.Literal

  doctest RustInElixir.Schema.Literal

  @cases [
    {nil, :none, "nil"},
    {true, {:bool, true}, "true"},
    {:left, {:atom, "left"}, ":left"},
    {:"two words", {:atom, "two words"}, ":\"two words\""},
    {0, {:integer, "0"}, "0"},
    {Bitwise.bsl(1, 127), {:integer, "170141183460469231731687303715884105728"},
     "170141183460469231731687303715884105728"},
    {1.5, {:float, 1.5}, "1.5"},
    {"é\n", {:string, "é\n"}, ~S("é\n")},
    {<<255>>, {:binary, <<255>>}, "<<255>>"},
    {[], {:list, []}, "[]"},
    {[97, 98], {:list, [{:integer, "97"}, {:integer, "98"}]}, "[97, 98]"},
    {[a: 1], {:list, [{:tuple, [{:atom, "a"}, {:integer, "1"}]}]}, "[a: 1]"},
    {{}, {:tuple, []}, "{}"},
    {{1, [nil]}, {:tuple, [{:integer, "1"}, {:list, [:none]}]}, "{1, [nil]}"},
    {%{}, {:map, []}, "%{}"},
    {%{b: 1, a: 2}, {:map, [{{:atom, "a"}, {:integer, "2"}}, {{:atom, "b"}, {:integer, "1"}}]},
     "%{a: 2, b: 1}"},
    {%{"k" => 1}, {:map, [{{:string, "k"}, {:integer, "1"}}]}, ~S(%{"k" => 1})},
    {[1 | 2], {:other, "[1 | 2]"}, "[1 | 2]"},
    {~D[2024-02-29], {:other, "~D[2024-02-29]"}, "~D[2024-02-29]"}
  ]

  for {term, data, source} <- @cases do
    test "#{inspect(term)}" do
      assert Literal.from(unquote(Macro.escape(term))) == unquote(Macro.escape(data))
      assert Literal.source(unquote(Macro.escape(term))) == unquote(source)
    end
  end

  # The formatter of Elixir 1.14 takes the backslash before a quotation mark in a key away, its
  # `inspect/1` prints bytes for some characters, and its tokenizer refuses others.
  test "source that is formatted is still the term" do
    texts = [
      ~S|a": raise("ran"), "b|,
      "a\\",
      ~S|a\\": raise("ran"), "b|,
      ~S|#{raise "ran"}|,
      "\u202Ea\u2069",
      "a\u0085b",
      "a\u2028b",
      "a\0\e\nb",
      ~S|\x85|,
      "日本 🦀"
    ]

    for text <- texts,
        atom = String.to_atom(text),
        term <- [text, atom, [{atom, 1}], %{atom => text}, {atom, [text]}, %{text => atom}] do
      source = term |> Literal.source() |> Code.format_string!() |> IO.iodata_to_binary()
      assert {^term, []} = Code.eval_string(source)
    end
  end

  test "a map of any size comes in the order of its keys" do
    map = Map.new(1..100, &{&1, &1})
    assert {:map, pairs} = Literal.from(map)

    assert Enum.map(pairs, fn {{:integer, key}, _value} -> key end) ==
             Enum.map(1..100, &to_string/1)

    assert Literal.source(map) =~ ~r/\A%\{1 => 1, 2 => 2, .*, 100 => 100\}\z/
  end
end
