defmodule RustInElixir.Text.ListSplice do
  @moduledoc """
  Puts an element in front of a literal list in Elixir source; every other byte stays.

  The lists are those that settings are made of: that of `.formatter.exs`, and the one that `deps/0` of a
  `mix.exs` gives.
  """

  @typedoc "How a list is found in a syntax tree whose literals are wrapped."
  @type find :: (Macro.t() -> {:ok, Macro.t()} | :error)

  @doc ~S'''
  Puts an element, as source, in front of those of the list that `find` finds.

      iex> import RustInElixir.Text.ListSplice
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

  # A block that is no wrapped literal has one statement after the other.
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
      splice(text, after_bracket(text, opening), element)
    else
      indent = String.duplicate(" ", indentation(text, closing[:line]) + 2)
      splice(text, after_bracket(text, opening), eol(text) <> indent <> element)
    end
  end

  # The place of an operator or a call is in the middle of it, so only the line tells where an element begins.
  defp insert(text, opening, _closing, [first | _], element) do
    line = first_line(first)

    if line == opening[:line] do
      bracket = after_bracket(text, opening)
      splice(text, bracket + spaces(text, bracket), element <> ", ")
    else
      indent = indentation(text, line)
      place = offset(text, line: line, column: indent + 1)
      splice(text, place, element <> "," <> eol(text) <> String.duplicate(" ", indent))
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

  defp offset(text, place) do
    {above, [line | _]} = text |> String.split("\n") |> Enum.split(place[:line] - 1)
    before = line |> String.codepoints() |> Enum.take(place[:column] - 1) |> Enum.join()
    Enum.reduce(above, byte_size(before), &(byte_size(&1) + 1 + &2))
  end

  defp indentation(text, line) do
    line = text |> String.split("\n") |> Enum.at(line - 1)
    String.length(line) - String.length(String.trim_leading(line))
  end

  defp eol(text), do: if(text =~ "\r\n", do: "\r\n", else: "\n")

  defp splice(text, offset, added) do
    binary_part(text, 0, offset) <>
      added <> binary_part(text, offset, byte_size(text) - offset)
  end
end
