defmodule RustInElixir.StaleLibraryTest do
  @moduledoc """
  A library of yesterday's schema, under the stubs of today's.

  One that has a function which the stubs lack is refused by the VM itself, before it can say more;
  `RustInElixir.LoaderTest` has what is told then.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    struct Point do
      field :x, i64
    end

    nif shift(point :: Point) :: Point
    nif same(x :: u8) :: u8
    nif scale(x :: u8) :: u8
  end
  """

  @schema_path "native/demo_text/schema.exs"
  @library "_build/dev/lib/demo/ebin/Elixir.Demo.Text.Native-*.so"

  @tag :extended
  test "does not load, and says which functions and types differ and what to run" do
    root = TemporaryProject.new(%{@schema_path => @schema})
    build(root)
    assert call(root, "Demo.Text.same!(1)") =~ "is not implemented yet"
    assert [yesterday] = libraries(root)
    yesterday = File.read!(yesterday)

    TemporaryProject.write(
      root,
      @schema_path,
      @schema
      |> String.replace("field :x, i64", "field :x, i32")
      |> String.replace("nif scale(x :: u8)", "nif newer(x :: u8) :: u8\n  nif scale(x :: u16)")
    )

    TemporaryProject.write(root, "native/demo_text/src/lib.rs", lib())
    build(root)
    for library <- libraries(root), do: File.write!(library, yesterday)

    assert call(root, "Demo.Text.same!(1)") =~
             "Demo.Text.Native: the library was built from another contract, which differs in " <>
               "Point, newer/1, scale/1; " <>
               "run `mix rust_in_elixir.sync` and `mix compile --force`"

    {_output, 0} = TemporaryProject.mix(root, ["compile", "--force"])
    assert call(root, "IO.inspect(Demo.Text.same!(1))") =~ ~r/^1$/m
  end

  defp build(root) do
    TemporaryProject.sync!(root)
    assert {_output, 0} = TemporaryProject.mix(root, ["compile", "--warnings-as-errors"])
  end

  defp libraries(root), do: Path.wildcard(Path.join(root, @library))

  defp call(root, expression) do
    {output, _status} = TemporaryProject.mix(root, ["run", "--no-compile", "-e", expression])
    output
  end

  defp lib do
    """
    mod boundary;

    use boundary::{Nifs, Point};

    pub struct Text;

    impl Nifs for Text {
        fn shift(point: Point) -> Point {
            point
        }

        fn same(x: u8) -> u8 {
            x
        }

        fn newer(x: u8) -> u8 {
            x
        }

        fn scale(x: u16) -> u8 {
            x as u8
        }
    }
    """
  end
end
