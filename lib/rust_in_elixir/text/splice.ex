defmodule RustInElixir.Text.Splice do
  @moduledoc false

  # Adds Elixir to source of the user's: in front of the `end` of a module, or to a literal list, such as that of
  # `.formatter.exs` or the one that `deps/0` of a `mix.exs` gives. Every other byte stays.

  @indent "  "
  @line_length 98

  @typedoc "A place as Elixir's parser has it in the metadata of a node, with `:line` and `:column`."
  @type place :: keyword

  @typedoc "How a list is found in a syntax tree whose literals are wrapped."
  @type find :: (Macro.t() -> {:ok, Macro.t()} | :error)

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
    eol = eol(text)
    added = indented(sources, indent(first, lines, before_end), eol, formatter)
    offset = offset(text, line: place[:line], column: 1)

    {offset, added} =
      cond do
        not blank?(before_end) -> {offset + byte_size(before_end), eol <> added <> eol}
        blank?(List.last(above) || "") -> {offset, added <> eol}
        true -> {offset, eol <> added <> eol}
      end

    put(text, offset, added)
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

  @doc ~S'''
  Puts an element, as source, in front of those of the list that `find` finds.

      iex> import RustInElixir.Text.Splice
      iex> prepend("[inputs: [\"lib\"]]\n", keyword_list(:inputs), ~s("native"))
      {:ok, "[inputs: [\"native\", \"lib\"]]\n"}
      iex> prepend("[\n  inputs: files()\n]\n", &whole/1, "import_deps: [:a]")
      {:ok, "[\n  import_deps: [:a],\n  inputs: files()\n]\n"}
      iex> prepend("[inputs: files()]\n", keyword_list(:inputs), ~s("native"))
      :error
  '''
  @spec prepend(String.t(), find, String.t()) :: {:ok, String.t()} | :error
  def prepend(text, find, element) do
    with {:ok, meta, elements} <- elements(text, find),
         {:ok, opening} <- opening(meta),
         spliced = insert(text, opening, meta[:closing], elements, element),
         # Whatever the list looks like, it now has this element in front of the others, or the text stays.
         {:ok, _meta, now} <- elements(spliced, find),
         {:ok, _meta, new} <- elements("[#{element}]", &whole/1),
         true <- bare(now) == bare(new ++ elements) do
      {:ok, spliced}
    else
      _ -> :error
    end
  end

  defp elements(text, find) do
    with {:ok, ast} <- parse(text),
         {:ok, {:__block__, meta, [elements]}} <- find.(ast),
         do: {:ok, meta, elements}
  end

  defp bare(elements), do: Macro.prewalk(elements, &Macro.update_meta(&1, fn _ -> [] end))

  @doc "Finds a list that is all there is."
  @spec whole(Macro.t()) :: {:ok, Macro.t()} | :error
  def whole({:__block__, _meta, [elements]} = list) when is_list(elements), do: {:ok, list}
  def whole(_ast), do: :error

  @doc "Finds the list that a key of a keyword list has, which is all there is."
  @spec keyword_list(atom) :: find
  def keyword_list(key) do
    fn ast ->
      with {:ok, {_, _, [pairs]}} <- whole(ast) do
        Enum.find_value(pairs, :error, fn
          {{:__block__, _, [^key]}, value} -> whole(value)
          _other -> nil
        end)
      end
    end
  end

  @doc "Finds the list that a function without arguments ends in."
  @spec function_list(atom) :: find
  def function_list(name) do
    fn ast ->
      {_ast, found} =
        Macro.prewalk(ast, :error, fn
          {kind, _, [{^name, _, arguments}, [{_do, body} | _]]} = node, _found
          when kind in [:def, :defp] and arguments in [nil, []] ->
            {node, whole(last(body))}

          node, found ->
            {node, found}
        end)

      found
    end
  end

  # Any block other than a wrapped literal is a list of statements.
  defp last({:__block__, meta, [_ | _] = statements} = block),
    do: if(meta[:closing] || length(statements) == 1, do: block, else: List.last(statements))

  defp last(body), do: body

  defp parse(text) do
    Code.string_to_quoted(text,
      columns: true,
      token_metadata: true,
      unescape: false,
      emit_warnings: false,
      literal_encoder: &{:ok, {:__block__, &2, [&1]}}
    )
  end

  # The options of a call are a list without brackets.
  defp opening(meta),
    do: if(meta[:closing], do: {:ok, [line: meta[:line], column: meta[:column]]}, else: :error)

  defp insert(text, opening, closing, [], element) do
    if opening[:line] == closing[:line] do
      put(text, after_bracket(text, opening), element)
    else
      indent = String.duplicate(" ", indentation(text, closing[:line]) + 2)
      put(text, after_bracket(text, opening), eol(text) <> indent <> element)
    end
  end

  # The place of an operator or a call is in the middle of it, so only the line tells where an element begins.
  defp insert(text, opening, _closing, [first | _], element) do
    line = first_line(first)

    if line == opening[:line] do
      bracket = after_bracket(text, opening)
      put(text, bracket + spaces(text, bracket), element <> ", ")
    else
      indent = indentation(text, line)
      place = offset(text, line: line, column: indent + 1)
      put(text, place, element <> "," <> eol(text) <> String.duplicate(" ", indent))
    end
  end

  defp first_line(ast) do
    {_ast, lines} =
      Macro.prewalk(ast, [], fn
        {_, meta, _} = node, lines -> {node, List.wrap(meta[:line]) ++ lines}
        node, lines -> {node, lines}
      end)

    Enum.min(lines)
  end

  defp spaces(text, offset) do
    rest = binary_part(text, offset, byte_size(text) - offset)
    byte_size(rest) - byte_size(String.trim_leading(rest, " "))
  end

  defp after_bracket(text, opening), do: offset(text, opening) + 1

  defp indentation(text, line) do
    line = text |> String.split("\n") |> Enum.at(line - 1)
    String.length(line) - String.length(String.trim_leading(line))
  end

  defp put(text, offset, added) do
    binary_part(text, 0, offset) <>
      added <> binary_part(text, offset, byte_size(text) - offset)
  end

  # In bytes, of a place that is counted in lines and characters.
  defp offset(text, place) do
    {above, [line | _]} = text |> String.split("\n") |> Enum.split(place[:line] - 1)
    Enum.reduce(above, byte_size(up_to(line, place[:column])), &(byte_size(&1) + 1 + &2))
  end

  defp eol(text), do: if(text =~ "\r\n", do: "\r\n", else: "\n")
end
