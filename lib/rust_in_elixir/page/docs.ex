defmodule RustInElixir.Page.Docs do
  @moduledoc false

  # Documentation of a schema as HTML.
  #
  # Of Markdown it knows paragraphs, lists, headings, code in blocks and in lines; anything else is shown as
  # the text that it is, HTML included.

  alias RustInElixir.Page.Html

  @doc """
  A doc as HTML. Code in a line that is nothing but a name in `links` is a link.

      iex> {:safe, html} = RustInElixir.Page.Docs.html("Gives a `Point`.\\n\\n    <b>", %{"Point" => "#a"})
      iex> html
      ~s|<p>Gives a <a href="#a"><code>Point</code></a>.</p>\\n<pre><code>&lt;b&gt;</code></pre>|
  """
  @spec html(String.t() | nil, %{optional(String.t()) => String.t()}) :: {:safe, String.t()}
  def html(nil, _links), do: {:safe, ""}

  def html(doc, links) do
    html =
      doc
      |> String.trim_trailing()
      |> String.split(~r/\r?\n/)
      |> blocks()
      |> Enum.map_join("\n", &block(&1, links))

    {:safe, html}
  end

  @doc "The first paragraph alone, without a mark around it."
  @spec line(String.t() | nil, %{optional(String.t()) => String.t()}) :: {:safe, String.t()}
  def line(nil, _links), do: {:safe, ""}

  def line(doc, links) do
    [first | _] = doc |> String.trim() |> String.split(~r/\n\s*\n/, parts: 2)
    {:safe, spans(first, links)}
  end

  defp blocks([]), do: []

  defp blocks([line | rest] = lines) do
    cond do
      String.trim(line) == "" -> blocks(rest)
      fence = fence(line) -> fenced(rest, fence)
      line =~ ~r/^(    |\t)/ -> indented(lines)
      line =~ ~r/^\#{1,6} / -> [{:heading, String.trim_leading(line, "#")} | blocks(rest)]
      item?(line) -> list(lines)
      true -> paragraph(lines)
    end
  end

  defp fence(line) do
    case Regex.run(~r/^ {0,3}(`{3,}|~{3,})[^`]*$/, line) do
      [_, fence] -> fence
      nil -> nil
    end
  end

  defp fenced(lines, fence) do
    {code, rest} = Enum.split_while(lines, &(not String.starts_with?(String.trim(&1), fence)))
    [{:code, code} | blocks(Enum.drop(rest, 1))]
  end

  defp indented(lines) do
    {code, rest} = Enum.split_while(lines, &(&1 =~ ~r/^(    |\t|\s*$)/))
    [{:code, Enum.map(code, &Regex.replace(~r/^(    |\t)/, &1, ""))} | blocks(rest)]
  end

  defp list(lines) do
    {lines, rest} = Enum.split_while(lines, &(item?(&1) or &1 =~ ~r/^\s+\S/))

    items =
      lines
      |> Enum.chunk_while(
        [],
        fn line, item ->
          if item?(line) and item != [],
            do: {:cont, Enum.reverse(item), [marked(line)]},
            else: {:cont, [marked(line) | item]}
        end,
        &{:cont, Enum.reverse(&1), []}
      )

    [{:list, Enum.map(items, &Enum.join(&1, "\n"))} | blocks(rest)]
  end

  defp item?(line), do: line =~ ~r/^ {0,3}([-*+]|\d{1,9}[.)])\s+\S/
  defp marked(line), do: Regex.replace(~r/^\s*(?:([-*+]|\d{1,9}[.)])\s+)?/, line, "")

  defp paragraph(lines) do
    {text, rest} =
      Enum.split_while(lines, &(String.trim(&1) != "" and not item?(&1) and fence(&1) == nil))

    [{:paragraph, Enum.map_join(text, "\n", &String.trim/1)} | blocks(rest)]
  end

  defp block({:paragraph, text}, links), do: "<p>#{spans(text, links)}</p>"
  defp block({:heading, text}, links), do: "<p><strong>#{spans(text, links)}</strong></p>"

  defp block({:list, items}, links),
    do: "<ul>#{Enum.map_join(items, &"<li>#{spans(&1, links)}</li>")}</ul>"

  defp block({:code, lines}, _links) do
    code = lines |> Enum.join("\n") |> String.trim_trailing() |> Html.escape()
    "<pre><code>#{code}</code></pre>"
  end

  # Every second part stands between the same number of backticks.
  defp spans(text, links) do
    ~r/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/s
    |> Regex.split(String.trim(text), include_captures: true)
    |> Enum.map_join(&span(&1, links))
  end

  defp span("`" <> _ = text, links) do
    case Regex.run(~r/^(`+)(.+?)\1$/s, text) do
      [_, _, code] -> code |> String.trim() |> code(links)
      nil -> Html.escape(text)
    end
  end

  defp span(text, _links), do: Html.escape(text)

  defp code(code, links) do
    case links do
      %{^code => address} ->
        ~s|<a href="#{Html.escape(address)}"><code>#{Html.escape(code)}</code></a>|

      _ ->
        "<code>#{Html.escape(code)}</code>"
    end
  end
end
