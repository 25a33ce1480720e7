RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.RecursionTest do
  use RustInElixir.KindsCase, async: true

  alias Kinds.Chain

  @deep "value must be nested at most 128 levels deep, got: deeper nesting"

  test "types that hold themselves" do
    assert_accepted(:echo_tree, [
      :leaf,
      {:node, :leaf, 1, {:node, :leaf, -1, :leaf}},
      {:many, [{:many, []}, :leaf]}
    ])

    assert_accepted(:echo_chain, [
      %Chain{next: %Chain{next: nil}, trees: [{:leaf, nil}, {{:many, []}, :left}]}
    ])

    assert_accepted(:echo_json, [
      true,
      1,
      1.0,
      "s",
      [],
      [1, [2.5, %{"a" => [false, %{}]}]],
      %{"a" => %{"b" => 1}}
    ])
  end

  test "a problem is found at its depth" do
    assert_refused(:echo_tree, [
      {{:node, {:node, :leaf, 1, 2}, 1.5, {:many, [:leaf, :lef]}},
       problems([
         "elem(elem(value, 1), 3) must be one of :leaf, {:node, Tree, i64, Tree}, {:many, [Tree]}, " <>
           "got: 2",
         "elem(value, 2) must be an integer within -9223372036854775808..9223372036854775807 " <>
           "(i64), got: 1.5 (a float; see trunc/1 and round/1)",
         "elem(elem(value, 3), 1)[1] must be one of :leaf, {:node, Tree, i64, Tree}, " <>
           "{:many, [Tree]}, got: :lef (did you mean :leaf?)"
       ])}
    ])

    assert_refused(:echo_chain, [
      {%Chain{next: %Chain{next: %Chain{next: 1}}},
       "value.next.next.next must be a %Kinds.Chain{} struct, got: 1"}
    ])

    assert_refused(:echo_json, [
      {%{"a" => [1, nil]},
       ~S|value["a"][1] must be one of bool, i64, f64, string, [Json], %{string => Json}, got: nil|},
      {nil, "value must be one of bool, i64, f64, string, [Json], %{string => Json}, got: nil"}
    ])
  end

  test "a value 128 levels deep crosses, on the small stack of a dirty scheduler" do
    assert_accepted(:echo_tree, [tree(127)])
    assert_accepted(:echo_chain, [chain(128)])
    assert_accepted(:echo_json, [json(127)])
    assert_accepted(:echo_cell, [numbered(127), row(63)])
  end

  test "a deeper one is refused, however deep it is" do
    for depth <- [129, 10_000] do
      assert_refused(:echo_tree, [{tree(depth), @deep}])
      assert_refused(:echo_chain, [{chain(depth), @deep}])
      assert_refused(:echo_json, [{json(depth), @deep}])
      assert_refused(:echo_cell, [{numbered(depth), @deep}, {row(depth), @deep}])
    end

    assert message(
             Kinds.cast_all(%{}, %{"x" => 1}, "left", "loading", [], "leaf", nil, json(129))
           ) ==
             String.replace(@deep, "value", "json")
  end

  test "a value that is too deep and skips validation raises a panic, and does not end the VM" do
    for {function, term} <- [
          echo_tree: tree(100_000),
          echo_chain: chain(100_000),
          echo_json: json(100_000),
          echo_cell: numbered(100_000),
          echo_cell: row(100_000)
        ] do
      error = assert_raise(Demo.Rust.PanicError, fn -> apply(Kinds.Native, function, [term]) end)
      assert error.reason == "a value is nested more than 512 levels deep"
    end

    error = assert_raise(Demo.Rust.PanicError, fn -> Kinds.deep_tree(1_500) end)
    assert error.reason == "a value is nested more than 512 levels deep"
    assert Kinds.deep_tree!(2) == tree(2)
  end

  test "many processes send deep values at once" do
    1..20
    |> Task.async_stream(fn _ -> Kinds.echo_tree!(tree(127)) == tree(127) end)
    |> Enum.each(&assert(&1 == {:ok, true}))
  end

  defp tree(depth), do: nested(depth, :leaf, &{:node, &1, 1, :leaf})
  defp chain(depth), do: nested(depth, nil, &%Chain{next: &1})
  defp json(depth), do: nested(depth, 1, &[&1])
  defp numbered(depth), do: nested(depth, 1, &%{-1 => &1, 1 => 1})

  defp row(depth),
    do: nested(depth, 1, &{"a", "b", "c", "d", [&1], {1, 2, 3, 4}, {"e", []}})

  defp nested(depth, innermost, around),
    do: Enum.reduce(1..depth, innermost, fn _, inner -> around.(inner) end)
end
