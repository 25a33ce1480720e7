RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.BoundsTest do
  use RustInElixir.KindsCase, async: true

  alias Demo.Rust.ValidationError
  alias Kinds.{Card, Order, OrderLine, Point}

  @many 1_000_000
  @huge Integer.pow(10, 100_000)

  test "a message shows the first twenty problems" do
    assert {:error, error} = Kinds.echo_list(List.duplicate(256, 100))
    assert %ValidationError{more?: false} = error
    assert length(error.errors) == 100
    assert Exception.message(error) == "100 problems#{shown()}\n  ... and 80 more"
  end

  test "the search ends after a hundred problems" do
    assert {:error, error} = Kinds.echo_list(List.duplicate(256, 101))
    assert %ValidationError{more?: true} = error
    assert length(error.errors) == 100

    assert Exception.message(error) ==
             "more than 100 problems#{shown()}\n  ... and over 80 more"
  end

  test "it ends wherever the problems are" do
    wrong = List.duplicate("a", @many)
    numbers = Map.new(1..200_000, &{&1, &1})

    calls = [
      list: fn -> Kinds.echo_list(wrong) end,
      map: fn -> Kinds.echo_map(numbers) end,
      keys: fn -> Kinds.echo_delta(Map.merge(numbers, %{x: 1, y: 2})) end,
      string_keys: fn -> Kinds.echo_delta(Map.new(1..200_000, &{"key #{&1}", &1})) end,
      struct: fn -> Kinds.echo_point(Map.merge(%Point{}, numbers)) end,
      options: fn -> Kinds.rendering(List.duplicate({:width, 1}, @many)) end,
      no_pairs: fn -> Kinds.rendering(wrong) end,
      tree: fn -> Kinds.echo_tree(tree(17)) end,
      untagged: fn -> Kinds.echo_key(List.duplicate(1, @many)) end,
      newtype: fn -> Kinds.echo_tags(List.duplicate(1, @many)) end,
      structs: fn ->
        Kinds.echo_order(%Order{lines: List.duplicate(%OrderLine{sku: 1}, @many), total: "1"})
      end,
      cast: fn -> Kinds.cast_all(1, 1, 1, 1, wrong, :leaf, nil, 1) end
    ]

    for {place, call} <- calls do
      assert {place, {:error, %ValidationError{errors: errors, more?: true}}} = {place, call.()}
      assert {place, length(errors)} == {place, 100}
    end
  end

  test "a redacted value is one problem, however many there are in it" do
    card = %Card{
      number: "1",
      secret: "12345678",
      owner: "a",
      headers: Map.new(1..1000, &{&1, -1})
    }

    assert message(Kinds.echo_card(card)) ==
             "2 problems in the arguments:" <>
               "\n  * card.headers must be a UTF-8 string, got: a redacted value" <>
               "\n  * card.headers must be an integer within 0..255 (u8), got: a redacted value"
  end

  test "rejecting a value takes no more work than accepting it" do
    accepted = reductions(fn -> {:ok, _} = Kinds.echo_json(List.duplicate(1, @many)) end)

    for {place, call} <- [
          list: fn -> Kinds.echo_list(List.duplicate("a", @many)) end,
          text: fn -> Kinds.echo_word(String.duplicate("a", 10 * @many)) end,
          tree: fn -> Kinds.echo_tree(tree(17)) end,
          options: fn -> Kinds.rendering(List.duplicate({:width, 1}, @many)) end
        ] do
      refused = reductions(fn -> {:error, _} = call.() end)
      assert {place, true} == {place, refused < accepted}
    end
  end

  test "nothing reads or writes a number of a hundred thousand digits" do
    digits = "1" <> String.duplicate("0", 100_000)
    more = "and 99951 more bytes"
    cut = ~s["1#{String.duplicate("0", 49)}" #{more}]
    integer = "an integer of more than 128 bits"

    assert_refused(:echo_u8, [
      {digits, "value must be an integer within 0..255 (u8), got: #{cut}"},
      {@huge, "value must be an integer within 0..255 (u8), got: #{integer}"}
    ])

    assert_refused(:echo_map, [
      {%{@huge => 1}, "the key ... of value must be a UTF-8 string, got: #{integer}"}
    ])

    assert message(Kinds.echo_keys(%{{@huge, :left} => true})) =~
             "elem(the key {..., :left} of value, 0) must be an integer within 0..255 (u8)"

    assert message(Kinds.echo_delta(%{:x => 1, :y => 1, @huge => 1})) ==
             "value has the unknown key #{integer}"
  end

  test "text that is too long is not matched against a regular expression" do
    assert message(Kinds.echo_slug(String.duplicate("A", @many))) ==
             "value must be a string of at most 20 characters, got: #{@many} bytes"
  end

  test "a key is cut in a message, however deep it is" do
    deep = Enum.reduce(1..100_000, [], fn _, term -> [term] end)
    assert byte_size(message(Kinds.echo_map(%{deep => 1}))) < 200
  end

  defp shown do
    " in the arguments:" <>
      Enum.map_join(0..19, &"\n  * value[#{&1}] must be an integer within 0..255 (u8), got: 256")
  end

  defp tree(0), do: :leaf
  defp tree(depth), do: with(tree <- tree(depth - 1), do: {:node, tree, "1", tree})

  defp reductions(function) do
    {:reductions, before} = Process.info(self(), :reductions)
    function.()
    {:reductions, after_it} = Process.info(self(), :reductions)
    after_it - before
  end
end
