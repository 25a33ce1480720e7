defmodule Demo.EmptyTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Empty.Native)
  end
end
