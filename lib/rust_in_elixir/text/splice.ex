defmodule RustInElixir.Text.Splice do
  @moduledoc """
  Adds Elixir to a module of the user's, in front of its `end`; every other byte stays.
  """

  @indent "  "
  @line_length 98

  @typedoc "A place as Elixir's parser has it in the metadata of a node, with `:line` and `:column`."
  @type place :: keyword

  @doc ~S'''
  Adds `sources` in front of the `end` at `place`, each after an empty line.

  They are formatted with the options of `Code.format_string!/2`, and stand as deep as the statement at
  `first`, if there is one that begins its line. Layout, tabs, line ends and an absent last one stay as they are.

      iex> text = "defmodule A do\n  use B\nend"
      iex> RustInElixir.Text.Splice.before_end(text, [line: 3, column: 1], [line: 2, column: 3], ["c( 1 )"], [])
      "defmodule A do\n  use B\n\n  c(1)\nend"
  '''
  @spec before_end(String.t(), place, place | nil, [String.t()], keyword) :: String.t()
  def before_end(text, place, first, sources, formatter) do
    lines = String.split(text, "\n")
    {above, [closing | _below]} = Enum.split(lines, place[:line] - 1)
    before_end = up_to(closing, place[:column])
    eol = if text =~ "\r\n", do: "\r\n", else: "\n"
    added = indented(sources, indent(first, lines, before_end), eol, formatter)
    offset = Enum.reduce(above, 0, &(byte_size(&1) + 1 + &2))

    {offset, added} =
      cond do
        not blank?(before_end) -> {offset + byte_size(before_end), eol <> added <> eol}
        blank?(List.last(above) || "") -> {offset, added <> eol}
        true -> {offset, eol <> added <> eol}
      end

    front = binary_part(text, 0, offset)
    back = binary_part(text, offset, byte_size(text) - offset)
    front <> added <> back
  end

  defp indent(first, lines, before_end) do
    leading = first && lines |> Enum.at(first[:line] - 1) |> up_to(first[:column])

    cond do
      leading && blank?(leading) -> leading
      blank?(before_end) -> before_end <> @indent
      true -> @indent
    end
  end

  defp up_to(line, column),
    do: line |> String.codepoints() |> Enum.take(column - 1) |> Enum.join()

  defp blank?(line), do: String.trim(line) == ""

  defp indented(sources, indent, eol, formatter) do
    width = Keyword.get(formatter, :line_length, @line_length)
    formatter = Keyword.put(formatter, :line_length, width - String.length(indent))

    Enum.map_join(sources, eol <> eol, fn source ->
      source
      |> Code.format_string!(formatter)
      |> IO.iodata_to_binary()
      |> String.split("\n")
      |> Enum.map_join(eol, &if(&1 == "", do: "", else: indent <> &1))
    end)
  end
end
