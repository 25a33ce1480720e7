defmodule Mix.Tasks.RustInElixir.DocsTest do
  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    nif upcase(text :: string) :: string
  end
  """

  @usage "\n\nusage: mix rust_in_elixir.docs [NAME…] [--output PATH] [--force] [--quiet]\n"

  test "writes a page of boundaries that were never synced, and writes it again" do
    # A module that does not compile does not matter.
    root =
      TemporaryProject.new(%{
        "native/demo_text/schema.exs" => @schema,
        "native/other/schema.exs" =>
          @schema
          |> String.replace("Demo.Text", "Demo.Other")
          |> String.replace("demo_text", "other"),
        "lib/broken.ex" => "defmodule ("
      })

    before = TemporaryProject.files(root)

    assert docs(root, []) == {"* creating doc/boundary.html\n", 0}
    page = TemporaryProject.read(root, "doc/boundary.html")
    assert page =~ "<title>demo: the boundary</title>"
    assert page =~ ~s|id="Demo.Text.upcase/1"| and page =~ ~s|id="Demo.Other.upcase/1"|
    assert docs(root, []) == {"* updating doc/boundary.html\n", 0}
    assert docs(root, ["--quiet"]) == {"", 0}
    assert TemporaryProject.read(root, "doc/boundary.html") == page
    assert Map.delete(TemporaryProject.files(root), "doc/boundary.html") == before

    assert docs(root, ["other", "--output", "a/b/page.html"]) == {"* creating a/b/page.html\n", 0}
    page = TemporaryProject.read(root, "a/b/page.html")
    assert page =~ ~s|id="Demo.Other.upcase/1"|
    refute page =~ "Demo.Text"
  end

  test "a file of somebody else's is left alone" do
    root =
      TemporaryProject.new(%{"native/demo_text/schema.exs" => @schema, "notes.html" => "mine"})

    assert docs(root, ["--output", "notes.html"]) ==
             {"notes.html was not created by this task\nnothing was written\n" <>
                "to overwrite it: mix rust_in_elixir.docs --output notes.html --force\n", 1}

    assert TemporaryProject.read(root, "notes.html") == "mine"
    assert docs(root, ["--output", "notes.html", "--force"]) == {"* updating notes.html\n", 0}

    assert docs(root, ["--output", "lib"]) ==
             {"** (Mix) lib cannot be written: illegal operation on a directory\n", 3}
  end

  @tag :extended
  test "problems end with the next command" do
    wrong = String.replace(@schema, ":: string\n", ":: strin\n")
    root = TemporaryProject.new(%{"native/demo_text/schema.exs" => wrong})

    assert {"native/demo_text/schema.exs:4: " <> _, 2} = docs(root, [])
    refute File.exists?(Path.join(root, "doc"))

    assert docs(root, ["text"]) ==
             {"** (Mix) unknown boundary `text`; the boundaries are `demo_text`\n", 3}

    assert docs(root, ["--open"]) ==
             {"** (Mix) unknown option `--open`" <> @usage, 3}
  end

  test "a project without a boundary has no page" do
    root = TemporaryProject.new()

    message =
      "** (Mix) no boundary found: there is no native/*/schema.exs\n" <>
        "to create one, see: mix help rust_in_elixir.gen.nif\n"

    for arguments <- [[], ["--quiet"]], do: assert(docs(root, arguments) == {message, 3})
    refute File.exists?(Path.join(root, "doc"))

    assert docs(root, ["text"]) ==
             {"** (Mix) unknown boundary `text`; this project has no boundaries\n", 3}
  end

  defp docs(root, arguments), do: TemporaryProject.task(root, ["rust_in_elixir.docs" | arguments])
end
