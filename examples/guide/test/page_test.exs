defmodule PageTest do
  use ExUnit.Case, async: true

  alias Guide.{Double, ReadError}

  test "is made of the file's Markdown, below the heading of the site" do
    Double.stub(:read_markdown, fn "a.md" -> {:ok, "# A"} end)
    Double.stub(:to_html, fn "# A", top_heading: 2 -> {:ok, "<h2>A</h2>"} end)

    assert Page.of("a.md") == "<h2>A</h2>"
  end

  test "says why a file cannot be read" do
    error = %ReadError{message: "no such file", path: "b.md"}
    Double.stub(:read_markdown, fn "b.md" -> {:error, error} end)

    assert Page.of("b.md") == "<p>no such file</p>"
  end

  test "hands on what the guide refuses" do
    assert Page.of(:readme) ==
             "<p>path must be a path (a binary), got: :readme (an atom; write \"readme\")</p>"
  end
end
