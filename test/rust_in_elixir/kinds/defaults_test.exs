RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.DefaultsTest do
  @moduledoc """
  Defaults that are more than a number: each is held to what a caller's value is held to, and arrives as
  such a value does.
  """

  use RustInElixir.KindsCase, async: true

  alias Kinds.{Home, Point}

  test "a map of fields becomes the struct, wherever it is" do
    assert %Home{} == %Home{at: %Point{x: 1}, choice: " b "}

    assert Kinds.echo_defaults(%{}) ==
             {:ok,
              %{
                point: %Point{x: 6},
                points: [%Point{}, %Point{y: 1}],
                named: %{"a" => {%Home{at: %Point{x: 1}, choice: "b"}, 1}},
                trips: [{:to, %Point{x: 1}, 2}, {:along, %{at: %Point{}}}],
                either: %Point{y: 2},
                clean: "a",
                even: 2
              }}
  end

  test "the defaults of a struct are treated like a caller's values" do
    assert Kinds.echo_home(%Home{}) == {:ok, %Home{at: %Point{x: 1, y: 0}, choice: "b"}}
  end

  test "options fill in structs as well" do
    home = %Home{at: nil, choice: "b"}
    assert {:ok, %{point: %Point{y: 4}, named: %{"home" => {^home, 0}}}} = Kinds.defaults()
    assert {:ok, %{point: %Point{x: 9}}} = Kinds.defaults(home: %Home{at: %Point{x: 9}})
  end
end
