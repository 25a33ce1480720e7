root = RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.DocumentationTest do
  use ExUnit.Case, async: true

  @root root

  test "the schema's docs are the modules', the functions' and the types'" do
    assert moduledoc(Kinds) =~ "Every kind and every scalar, sent through Rust and back."
    assert moduledoc(Kinds.Alignment) =~ ~r/\AHow a column is aligned\..*`:left` - Towards/s
    assert moduledoc(Kinds.Point) =~ ~r/\AA point on a grid\..*`:x` - To the right\./s
    assert moduledoc(Kinds.Delta) =~ "`:scale` - How much larger to become."
    assert moduledoc(Kinds.RenderOptions) =~ "`:width` (`80` by default) - How many columns."

    assert moduledoc(Kinds.Slug) =~
             ~S"It is trimmed, of at least 1 character, of at most 20 characters, matching `^[a-z0-9-]+$`."

    assert moduledoc(Demo.Rust.Validation) == :hidden
    assert moduledoc(Kinds.Native) == :hidden

    assert {:docs_v1, _, _, _, _, _, docs} = Code.fetch_docs(Kinds)
    assert {_, _, _, %{"en" => doc}, _} = List.keyfind(docs, {:function, :move_point, 2}, 0)
    assert doc =~ "Moves a point, as the guide does."

    assert for({{:function, name, _}, _, _, doc, _} <- docs, not is_map(doc), do: name) == []
  end

  test "a doc stays text on both sides" do
    assert moduledoc(Words.Odd) =~ ~S|It says #{1 + 1}, and `"""` as well.|
    assert moduledoc(Words.Odd) =~ "    iex> Words.Odd.node()\n"

    rust = File.read!(Path.join(@root, "native/odd/src/boundary.rs"))
    assert rust =~ ~S|//! It says #{1 + 1}, and `"""` as well.|
    # Rustdoc runs what it takes for Rust.
    assert rust =~ "//! ```text\n//! a block without a language\n//! ```\n"
    assert rust =~ "//! ~~~text\n//! let tilde = 1;\n//! ~~~\n"
    assert rust =~ "//! ```elixir\n//! iex> Words.Odd.node()\n//! {:ok, 1}\n//! ```\n"
  end

  test "rustdoc says the same" do
    rust = File.read!(Path.join(@root, "native/kinds/src/boundary.rs"))

    for text <- [
          "/// How a column is aligned.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]",
          "    /// Towards the start of a line.\n    Left,",
          "    /// To the right.\n    pub x: i64,",
          "    /// Moves a point, as the guide does.\n    fn move_point(point: Point, delta: Delta) -> Point;"
        ],
        do: assert(rust =~ text)
  end

  defp moduledoc(module) do
    case Code.fetch_docs(module) do
      {:docs_v1, _, _, _, %{"en" => doc}, _, _} -> doc
      {:docs_v1, _, _, _, doc, _, _} -> doc
    end
  end
end
