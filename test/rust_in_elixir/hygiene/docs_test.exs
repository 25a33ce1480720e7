defmodule RustInElixir.Hygiene.DocsTest do
  @moduledoc """
  Every doc of the table in every place that has one: it comes out of both sides as it went in, and
  neither side runs anything of it.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.Hygiene.Project

  @moduletag :extended

  {groups, _binding} = Code.eval_file(Path.expand("../../fixtures/hygiene/docs.exs", __DIR__))
  @docs for {_what, texts} <- groups, text <- texts, do: text

  setup_all do
    schemas = %{"hygiene_docs" => {HygieneDocs, schema()}}
    {:ok, root: Project.compile!(schemas)}
  end

  test "modules, functions, fields and variants have the docs of the schema" do
    {:docs_v1, _, _, _, %{"en" => moduledoc}, _, functions} = Code.fetch_docs(HygieneDocs)
    for doc <- @docs, do: assert(moduledoc =~ doc)

    for {doc, index} <- Enum.with_index(@docs) do
      assert {_, _, _, %{"en" => of_function}, _} =
               List.keyfind(functions, {:function, :"f#{index}", 0}, 0)

      assert of_function == doc or String.starts_with?(of_function, doc <> "\n")
      assert String.starts_with?(moduledoc("Documented#{index}"), doc <> "\n")
      assert moduledoc("Documented#{index}") =~ "  * `:x` - #{item(doc)}"
      assert moduledoc("Chosen#{index}") =~ "  * `:left` - #{item(doc)}\n  * `:right`"
    end
  end

  test "none of them ran", %{root: root} do
    assert Path.wildcard(Path.join(root, "**/canary*"), match_dot: true) == []
  end

  test "rustdoc reports nothing, and finds nothing to test", %{root: root} do
    flags = [{"RUSTDOCFLAGS", "-D warnings"}]
    assert Project.cargo(root, ["doc", "--quiet", "--no-deps"], flags) == {"", 0}
    assert {output, 0} = Project.cargo(root, ["test", "--doc"])
    assert output =~ "running 0 tests"
    clippy = ["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"]
    assert Project.cargo(root, clippy) == {"", 0}
  end

  defp moduledoc(name) do
    {:docs_v1, _, _, _, %{"en" => doc}, _, _} =
      HygieneDocs |> Module.concat(name) |> Code.fetch_docs()

    doc
  end

  # The lines of an item stand below each other.
  defp item(doc), do: doc |> String.trim() |> String.replace(~r/\n(?!\n|\z)/, "\n    ")

  defp schema do
    types =
      for {doc, index} <- Enum.with_index(@docs) do
        doc = literal(doc)

        """
          @typedoc #{doc}
          struct Documented#{index} do
            @doc #{doc}
            field :x, u8
          end

          unit_enum Chosen#{index} do
            @doc #{doc}
            variant :left
            variant :right
          end

          @doc #{doc}
          nif f#{index}() :: u8
        """
      end

    """
    defmodule HygieneDocs.Schema do
      use RustInElixir.Schema, facade: HygieneDocs, crate: "hygiene_docs", loader: :rust_in_elixir

      @moduledoc #{literal(Enum.join(@docs, "\n\n"))}

    #{types}end
    """
  end

  # Every character by its number, so that nothing is left to the printer of Elixir.
  defp literal(text) do
    escaped = for <<character::utf8 <- text>>, do: "\\u{#{Integer.to_string(character, 16)}}"
    ~s("#{escaped}")
  end
end
