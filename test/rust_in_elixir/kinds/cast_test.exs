RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.CastTest do
  # Not async: it counts the VM's atoms.
  use RustInElixir.KindsCase, async: false

  alias Kinds.{Basket, Chain, Parcel, Point, RenderError}

  @parcel %{
    "slug" => " a ",
    "price" => 1,
    "align" => "left",
    "point" => %{"x" => 1},
    "events" => [
      "loading",
      %{"redirect" => "/"},
      %{"moved" => [1, 2]},
      %{"resize" => %{"width" => 1}},
      %{"counted" => %{"a" => 1}}
    ],
    "key" => ["b"],
    "percents" => %{"p" => 5},
    "by_number" => %{"1" => "left"},
    "size" => [1, 2, "s"],
    "reading" => ["reading", 1, 2, nil],
    "pair" => [1, "right"],
    "delta" => %{"x" => 1, "scale" => 2},
    "options" => %{"width" => 3},
    "mark" => "none"
  }

  @cast %Parcel{
    slug: " a ",
    price: 1.0,
    align: :left,
    point: %Point{x: 1},
    events: [
      :loading,
      {:redirect, "/"},
      {:moved, 1, 2},
      {:resize, %{width: 1}},
      {:counted, %{"a" => 1}}
    ],
    key: ["b"],
    percents: %{"p" => 5.0},
    by_number: %{1 => :left},
    size: {1, 2, "s"},
    reading: {:reading, 1, 2.0, nil},
    pair: {1, :right},
    delta: %{x: 1, scale: 2.0},
    options: [width: 3],
    mark: :none
  }

  describe "a type with cast: true" do
    test "takes JSON's shape, and its own" do
      shown = Kinds.show_parcel!(@cast)
      assert shown =~ ~s|Parcel { slug: Slug("a"), price: 1.0, align: Left, point: Some(Point {|
      assert Kinds.show_parcel!(@parcel) == shown

      halfway = %{
        @parcel
        | "events" => @cast.events,
          "point" => @cast.point,
          "size" => {1, 2, "s"}
      }

      assert Kinds.show_parcel!(halfway) == shown

      minimal = %{"slug" => "a", "price" => 1, "align" => "left"}

      assert Kinds.show_parcel!(minimal) ==
               Kinds.show_parcel!(struct!(Parcel, slug: "a", price: 1.0, align: :left))
    end

    test "is validated after" do
      wrong =
        @parcel
        |> Map.merge(%{
          "price" => "1",
          "align" => "lefft",
          "by_number" => %{"01" => "left"},
          "pair" => [1],
          "point" => %{"x" => 1, "z" => 2},
          "options" => %{"widht" => 3},
          "mark" => "no such atom"
        })
        |> Map.delete("slug")
        |> Map.put("weight", 1)

      assert message(Kinds.show_parcel(wrong)) ==
               problems([
                 ~s[parcel is missing the key "slug"],
                 ~s[parcel has the unknown key "weight"],
                 ~s[parcel.price must be a number, got: "1"],
                 ~s[parcel.align must be one of "left", "center", "right", ] <>
                   ~s[got: "lefft" (did you mean "left"?)],
                 ~s[parcel.point has the unknown key "z"],
                 ~s[the key "01" of parcel.by_number must be an integer from 0 to 255, got: "01"],
                 "parcel.pair must be an array of 2 elements, got: an array of 1 element",
                 ~s[parcel.options has the unknown key "widht" (did you mean "width"?)],
                 ~s[parcel.mark must be a known name, got: "no such atom"]
               ])
    end

    test "is cast within every strict kind, which stays strict itself" do
      shown = Kinds.show_parcel!(@parcel)
      basket = %Basket{parcels: [@parcel], pair: {@parcel, 1}, named: %{"a" => @parcel}}

      assert Kinds.show_basket!(basket) ==
               "Basket { parcels: [#{shown}], pair: Some((#{shown}, 1)), named: {\"a\": #{shown}} }"

      assert {:ok, text} =
               Kinds.show_baskets(
                 %{parcel: @parcel},
                 {:sent, @parcel, 1},
                 @parcel,
                 {@parcel, 1},
                 {:basket, @parcel},
                 [@parcel],
                 parcel: @parcel
               )

      assert text |> String.split(shown) |> length() == 8

      assert {:ok, text} =
               Kinds.show_baskets(
                 %{},
                 {:lost, %{parcel: @parcel}},
                 5,
                 {@parcel, 1},
                 {:basket, @parcel},
                 [],
                 []
               )

      assert text =~ "BasketMap { parcel: None } Lost { parcel: #{shown} } Number(5) "

      assert message(Kinds.show_basket(%{"parcels" => []})) ==
               "basket must be a %Kinds.Basket{} struct, got: " <>
                 ~s[a map with the key "parcels" (a plain map; write %Kinds.Basket{...})]

      assert message(Kinds.show_basket(%Basket{pair: [@parcel, 1]})) ==
               "basket.pair must be a tuple of 2 elements, got: a list"

      assert message(
               Kinds.show_baskets(
                 %{"parcel" => @parcel},
                 %{"sent" => [@parcel, 1]},
                 "5",
                 [@parcel, 1],
                 ["basket", @parcel],
                 %{},
                 %{}
               )
             ) ==
               problems([
                 ~s[map has the unknown key "parcel" (keys are atoms; write :parcel)],
                 "event must be one of {:sent, Parcel, u8}, {:lost, %{parcel: Parcel}}, got: " <>
                   ~s[a map with the key "sent" (write {:sent, Parcel, u8})],
                 ~s[key must be one of u8, Parcel, got: "5"],
                 "tuple must be a tuple {Parcel, u8}, got: a list",
                 "record must be a record {:basket, Parcel}, got: a list",
                 "parcels must be a list, got: an empty map",
                 "options must be a keyword list, got: an empty map (a map; write [key: value])"
               ])
    end
  end

  describe "a NIF with cast: true" do
    test "takes JSON's shape, and its own, for every parameter" do
      cast =
        {%Point{x: 1}, %{x: 1, y: nil, scale: 1.5}, :left, {:moved, 1, 2}, [1.0, 2.5],
         {:node, :leaf, 1, {:many, [:leaf]}},
         %Chain{
           next: %Chain{},
           deltas: %{"d" => %{x: 2, y: nil, scale: 1.5}},
           trees: [{:leaf, :right}]
         }}

      assert Kinds.cast_all(
               %{"x" => 1},
               %{"x" => 1},
               "left",
               %{"moved" => [1, 2]},
               [1, 2.5],
               %{"node" => ["leaf", 1, %{"many" => ["leaf"]}]},
               %{
                 "next" => %{},
                 "deltas" => %{"d" => %{"x" => 2}},
                 "trees" => [["leaf", "right"]]
               },
               %{"a" => [1, true]}
             ) == {:ok, cast}

      {point, delta, align, event, floats, tree, chain} = cast
      assert Kinds.cast_all(point, delta, align, event, floats, tree, chain, 1) == {:ok, cast}

      for {options, rendering} <- [
            {%{"width" => 5, "safe" => false}, %{width: 5, safe: false, slug: nil}},
            {%{}, %{width: 80, safe: true, slug: nil}},
            {[width: 5], %{width: 5, safe: true, slug: nil}}
          ],
          do: assert(Kinds.cast_rendering(options) == {:ok, rendering})

      for {options, problem} <- [
            {%{"m" => 3}, ~s["m"]},
            {%{"widht" => 3}, ~s["widht" (did you mean "width"?)]},
            {%{:width => 3, "width" => 3}, ~s["width"]},
            {%{1 => 3}, "1"},
            {%{nil => 3}, "nil"}
          ] do
        assert message(Kinds.cast_rendering(options)) == "options has the unknown key #{problem}"
      end

      error = %RenderError{message: "m", line: 1}
      assert Kinds.cast_error(%{"message" => "m", "line" => 1}) == {:ok, error}
      assert Kinds.cast_even(2, "bytes") == {:ok, 2}

      assert Kinds.cast_reading(["reading", 1, 2, nil], [1, 2, "s"]) ==
               {:ok, {{:reading, 1, 2.0, nil}, {1, 2, "s"}}}
    end

    test "is validated after" do
      assert message(
               Kinds.cast_all(
                 %{"x" => 1, "z" => 1},
                 %{"y" => 1},
                 "lft",
                 %{"moved" => [1]},
                 [9_007_199_254_740_993, 1 | 2],
                 %{"node" => ["leaf", 1, %{"many" => "leaf"}]},
                 %{"trees" => [["leaf"]]},
                 %{"a" => [nil]}
               )
             ) ==
               problems([
                 ~s[point has the unknown key "z"],
                 ~s[delta is missing the key "x"],
                 ~s[align must be one of "left", "center", "right", got: "lft" (did you mean "left"?)],
                 ~s[event must be one of "loading", {"redirect": ...}, {"moved": ...}, ] <>
                   ~s[{"resize": ...}, {"counted": ...}, {"anything": ...}, ] <>
                   ~s[got: an object with the key "moved" (the value of "moved" has another shape)],
                 "floats[0] must be a number, got: 9007199254740993 " <>
                   "(beyond 2^53 not every integer is a float)",
                 "floats must be a proper list, got: an improper list",
                 ~s(tree.node[2].many must be an array, got: "leaf"),
                 "chain.trees[0] must be an array of 2 elements, got: an array of 1 element",
                 "json.a[0] must be a boolean, an integer from -9223372036854775808 to " <>
                   "9223372036854775807, a number, a string, an array or an object, got: null"
               ])
    end
  end

  test "no atom is ever made" do
    fresh = fn -> "no_such_atom_#{System.unique_integer([:positive])}" end

    call = fn ->
      json = %{
        fresh.() => fresh.(),
        "mark" => fresh.(),
        "align" => fresh.(),
        "options" => %{fresh.() => 1}
      }

      {:error, error} = Kinds.show_parcel(json)
      Exception.message(error)
      {:error, _} = Kinds.cast_rendering(%{fresh.() => 1})
      long = String.duplicate("é", 300)
      {:error, _} = Kinds.show_parcel(%{@parcel | "mark" => long, "align" => long})
      {:error, _} = Kinds.show_parcel(%{@parcel | "mark" => <<255>>, "align" => <<255>>})
    end

    call.()
    before = :erlang.system_info(:atom_count)
    for _ <- 1..50, do: call.()
    assert :erlang.system_info(:atom_count) == before
  end
end
