defmodule RustInElixir.Breaking.DirectionsTest do
  @moduledoc """
  Changes whose meaning lies in where a type goes, and what does not change anything.
  """

  use ExUnit.Case, async: true

  import RustInElixir.BreakingFixtures, only: [boundary: 1, compare: 2, compare: 3]

  alias RustInElixir.Core

  @struct "struct Point do\n  field :x, TYPE\nend\n"

  # A field of a type that goes in, comes out, goes both ways, is held by another type that goes in, and is
  # used by nothing.
  ways = [
    in: "nif f(a :: [Point]) :: :ok",
    out: "nif f() :: {:ok, Point} | {:error, string}",
    out: "nif f() :: {:ok, u8} | {:error, Point}",
    out: "nif f() :: stream({:ok, u8} | {:error, Point})",
    both: "nif f(a :: Point) :: Point",
    in: "map Holder do\n  field :point, %{string => Point}\nend\nnif f(a :: Holder | nil) :: :ok",
    both: "nif f() :: :ok"
  ]

  @ways ways

  test "a type that grows breaks those who get it, one that shrinks those who give it" do
    for {way, use} <- @ways,
        {before, now, rules} <- [
          {"u8", "u16", %{in: [], out: ["field_type_widened"], both: ["field_type_widened"]}},
          {"u16", "u8", %{in: ["field_type_narrowed"], out: [], both: ["field_type_narrowed"]}}
        ] do
      bodies = for type <- [before, now], do: String.replace(@struct, "TYPE", type) <> use
      assert {use, now, breaking(bodies)} == {use, now, rules[way]}
    end
  end

  test "a way that is new has nobody who depends on it" do
    before = String.replace(@struct, "TYPE", "u8") <> "nif f(a :: Point) :: :ok"
    now = String.replace(@struct, "TYPE", "u16") <> "nif f(a :: Point) :: :ok\nnif g() :: Point"
    assert breaking([before, now]) == []
    assert compare(before, now).bump == :minor
  end

  # Each type takes all that the one before it does, and is taken by none of them.
  chains = [
    ["u8", "u16", "u32", "u64", "u128"],
    ["u8", "i16", "i32", "i64", "i128", "term"],
    ["f32", "f64", "f64 | nil", "term"],
    ["string", "binary"],
    ["path", "binary"],
    ["bool", "atom"],
    ["Side", "Sides", "atom"],
    ["Slug", "Text", "binary"],
    ["u8", "Number", "Number | nil"],
    ["[u8]", "[u16]", "[Number]", "[term]", "term"],
    ["{u8, u8}", "{u8, u16}", "{u16, u16}"],
    ["Pair", "{u16, u8}", "WidePair"],
    ["%{u8 => u8}", "%{u8 => term}"],
    ["Tree", "WideTree"],
    ["Small", "Large"]
  ]

  @chains chains

  @types """
  unit_enum Side, [:left]

  tagged_enum Sides do
    variant :left
    variant :right
  end

  newtype Text, string
  newtype Slug, string, min_length: 1

  untagged_enum Number do
    variant :integer, u16
    variant :float, f64
  end

  tuple Pair do
    field :a, u8
    field :b, u8
  end

  tuple WidePair do
    field :a, u16
    field :b, u16
  end

  tagged_enum Tree do
    variant :leaf, u8
    variant :node, Tree, Tree
  end

  tagged_enum WideTree do
    variant :leaf, u16
    variant :node, WideTree, WideTree
  end

  map Small do
    field :a, u8
  end

  map Large do
    field :a, u8
    field :b, u8 | nil
  end
  """

  test "which types accept more than others" do
    for chain <- @chains,
        {small, index} <- Enum.with_index(chain),
        large <- Enum.drop(chain, index + 1) do
      assert {small, large, changes("nif f(a :: TYPE) :: :ok", small, large)} ==
               {small, large, []}

      assert {small, large, changes("nif f(a :: TYPE) :: :ok", large, small)} ==
               {small, large, ["param_type_narrowed"]}

      assert {small, large, changes("nif f() :: TYPE", small, large)} ==
               {small, large, ["return_type_widened"]}

      assert {small, large, changes("nif f() :: TYPE", large, small)} == {small, large, []}
    end
  end

  test "types of which neither accepts the values of the other" do
    for {one, other} <- [
          {"path", "string"},
          {"u8", "i8"},
          {"i64", "f64"},
          {"string", "atom"},
          {"[u8]", "{u8, u8}"},
          {"Small", "Pair"},
          {"pid", "reference"},
          {"%{u8 => u16}", "%{u16 => u8}"}
        ] do
      assert changes("nif f(a :: TYPE) :: :ok", one, other) == ["param_type_changed"]
      assert changes("nif f() :: TYPE", other, one) == ["return_type_changed"]
    end
  end

  test "the same value in another style is another return" do
    styles = ["u8", "u8, returns: :bare", "{:ok, u8} | {:error, atom}", "u8 | {:error, atom}"]

    for {before, now, rules} <- [
          {0, 1, ["return_type_changed"]},
          {1, 0, ["return_type_changed"]},
          {2, 3, ["return_type_changed"]},
          {3, 2, ["return_type_changed"]},
          {1, 3, ["return_type_changed", "error_added"]}
        ] do
      [before, now] = for at <- [before, now], do: "nif f() :: #{Enum.at(styles, at)}"
      assert {before, Enum.sort(breaking([before, now]))} == {before, Enum.sort(rules)}
    end
  end

  test "optional options at the end do not change the arity" do
    options = "options Extra do\n  field :b, u8DEFAULT\nend\n"
    before = "nif f(a :: u8) :: u8"
    now = options <> "nif f(a :: u8, extra :: Extra) :: u8"
    assert breaking([before, String.replace(now, "DEFAULT", ", default: 1")]) == []
    assert breaking([before, String.replace(now, "DEFAULT", "")]) == ["nif_removed"]
  end

  test "the version follows the worst change" do
    base = "nif f(a :: u8) :: u8"

    for {now, bump} <- [
          {base, :patch},
          {"nif f(b :: u8) :: u8", :patch},
          {"nif f(a :: u16) :: u8", :minor},
          {"nif f(a :: u8) :: u8, schedule: :normal", :minor},
          {base <> "\nnif g() :: u8", :minor},
          {"nif f(a :: u8) :: u16", :major}
        ] do
      assert {now, compare(base, now).bump} == {now, bump}
    end
  end

  test "a boundary whose folder has another name is the same one" do
    {:ok, contract} = Core.contract(boundary("nif f(a :: u16) :: u8"))
    now = %{"moved" => boundary("nif f(a :: u8) :: u8"), "other" => other()}

    assert {:ok, %{findings: [finding]}} = Core.compare(%{"demo" => contract}, now, "2026-06-01")
    assert {finding.boundary, finding.rule} == {"moved", "param_type_narrowed"}
  end

  test "a waiver covers what is inside of its place, and its own rule alone" do
    before = "nif f(a :: u16, b :: u16) :: u8\nnif g(a :: u16) :: u8"
    now = "nif f(a :: u8, b :: u8) :: u8\nnif g(a :: u8) :: u8\n"
    waiver = ~s(waive :RULE, "PLACE", reason: "known", until: ~D[2026-12-31]\n)

    for {rule, place, waived} <- [
          {"param_type_narrowed", "f/2", ["f/2.a", "f/2.b"]},
          {"param_type_narrowed", "f/2.a", ["f/2.a"]},
          {"param_type_changed", "f/2", []},
          {"param_type_narrowed", "f", []}
        ] do
      text = waiver |> String.replace("RULE", rule) |> String.replace("PLACE", place)
      %{findings: findings} = compare(before, now <> text)
      assert for(%{waived: "known", path: path} <- findings, do: path) == waived
      assert Enum.any?(findings, &(&1.rule == "waiver_unused")) == (waived == [])
    end
  end

  test "a waiver is valid through its last day, and does not affect the version" do
    before = "nif f(a :: u16) :: u8"

    now =
      "nif f(a :: u8) :: u8\n" <>
        ~s(waive :param_type_narrowed, "f/1", reason: "known", until: ~D[2026-06-01]\n)

    assert %{findings: [%{waived: "known"}], bump: :major} = compare(before, now, "2026-06-01")

    assert %{findings: [%{waived: nil}, %{rule: "waiver_expired"}]} =
             compare(before, now, "2026-06-02")
  end

  test "renamed things are still compared" do
    before = """
    struct Point do
      field :x, u16
    end

    nif scale(point :: Point, factor :: u16) :: :ok
    """

    now = """
    struct Place, renamed_from: Point do
      field :left, u8, renamed_from: :x
    end

    nif resize(point :: Place, factor :: u8) :: :ok, renamed_from: :scale
    """

    findings =
      for it <- compare(before, now).findings, do: {it.rule, it.path, it.before, it.after}

    assert Enum.sort(findings) == [
             {"field_renamed", "Place.left", "x", "left"},
             {"field_type_narrowed", "Place.left", "u16", "u8"},
             {"nif_renamed", "resize/2", "scale/2", "resize/2"},
             {"param_type_narrowed", "resize/2.factor", "u16", "u8"},
             {"struct_shape_changed", "Place", "x", "left"},
             {"type_renamed", "Place", "Point", "Place"}
           ]
  end

  test "a new name does not change the order of an untagged enum" do
    use =
      "untagged_enum Key do\n  variant :side, TYPE\n  variant :id, u8\nend\nnif f(a :: Key) :: :ok\n"

    before = String.replace(use, "TYPE", "Side") <> "unit_enum Side, [:left]"
    now = String.replace(use, "TYPE", "Edge") <> "unit_enum Edge, [:left], renamed_from: :Side"
    rules = for it <- compare(before, now).findings, do: it.rule
    assert rules == ["typespec_renamed"]
  end

  test "an old name that no state has is ignored" do
    body =
      "struct P, renamed_from: Q do\n  field :x, u8, renamed_from: :y\nend\nnif f(a :: P) :: :ok"

    assert %{findings: [], bump: :patch} = compare(body, body)
  end

  defp other do
    %{boundary("nif h() :: u8") | facade: "Demo.Another", crate_name: "another"}
  end

  defp breaking([before, now]),
    do: for(%{severity: :breaking, rule: rule} <- compare(before, now).findings, do: rule)

  defp changes(function, before, now) do
    [before, now] =
      for type <- [before, now], do: @types <> String.replace(function, "TYPE", type)

    breaking([before, now])
  end
end
