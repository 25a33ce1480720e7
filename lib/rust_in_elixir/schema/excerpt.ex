defmodule RustInElixir.Schema.Excerpt do
  @moduledoc false

  # Source in a message is one short line, however long it is in the schema.
  @longest 80

  @doc "Source of a syntax tree for a message."
  @spec of(Macro.t()) :: String.t()
  def of(ast) do
    source =
      ast
      |> one_line(locals_without_parens: [field: :*, variant: :*])
      |> String.replace(~r/\s*\n\s*/, " ")

    if String.length(source) > @longest,
      do: String.slice(source, 0, @longest - 1) <> "…",
      else: source
  end

  @doc "Foreign text for a message, with control characters escaped."
  @spec visible(String.t()) :: String.t()
  def visible(text) do
    String.replace(text, ~r/[[:cntrl:]]/u, fn character ->
      character |> inspect(binaries: :as_strings) |> String.slice(1..-2//1)
    end)
  end

  @doc "Source of a syntax tree without a line break of the formatter's."
  @spec one_line(Macro.t(), keyword) :: String.t()
  def one_line(ast, options \\ []) do
    ast
    |> Code.quoted_to_algebra(options)
    |> Inspect.Algebra.format(:infinity)
    |> IO.iodata_to_binary()
  end
end
