defmodule RustInElixir.Page.Code do
  @moduledoc false

  # Source code as HTML: what it is made of in colours, and the names of types as links.

  alias RustInElixir.Page.Html

  @token ~r/
    (?<bound> [ ]::(?=\s|$) | %[\w.]*\{ ) |
    (?<string> "(?:\\.|[^"\\])*" ) |
    (?<atom> :(?:[^\W\d]\w*[?!]?|"(?:\\.|[^"\\])*") ) |
    (?<key> [^\W\d]\w*[?!]?:(?=\s) ) |
    (?<attribute> @\w+ ) |
    (?<number> \b\d[\d_]*(?:\.\d+)? ) |
    (?<name> [^\W\d]\w*[?!]? ) |
    (?<rest> [^"]|" )
  /xsu

  @rust ~w(fn pub struct enum impl dyn mut use as const static where for)
  @elixir ~w(when do end fn)

  @doc """
  Specs and types in lines of a width, which are indented less than the formatter does.

      iex> RustInElixir.Page.Code.laid_out("@spec add(integer(), integer()) :: {:ok, integer()}", 40)
      "@spec add(integer(), integer()) ::\\n    {:ok, integer()}"
  """
  @spec laid_out(String.t(), pos_integer) :: String.t()
  def laid_out(source, width) do
    source
    |> Code.format_string!(line_length: width + 4)
    |> IO.iodata_to_binary()
    |> String.replace(~r/^ {8}/m, "    ")
    |> String.replace(~r/^ {6}(?=[)}])/m, "")
  end

  @doc """
  Code as HTML. `links` has the address of each name that is a link.

      iex> {:safe, html} = RustInElixir.Page.Code.html("[Point]", :terms, %{"Point" => "#a"})
      iex> html
      ~s|[<a href="#a">Point</a>]|
  """
  @spec html(String.t(), :elixir | :rust | :terms, %{optional(String.t()) => String.t()}) ::
          {:safe, String.t()}
  def html(code, language, links) do
    html =
      code
      |> String.split("\n")
      |> Enum.map_join("\n", &line(&1, language, links))

    {:safe, html}
  end

  # A name at the start of a line of Rust is a variant or a field, whatever else is called so.
  defp line(line, language, links) do
    names = Regex.names(@token)

    @token
    |> Regex.scan(line, capture: names)
    |> Enum.map(fn parts -> names |> Enum.zip(parts) |> Enum.find(&(elem(&1, 1) != "")) end)
    |> Enum.map_reduce(true, fn {kind, text}, first? ->
      links = if first? and language == :rust, do: %{}, else: links
      {token(kind, text, language, links), first? and String.trim(text) == ""}
    end)
    |> elem(0)
    |> Enum.join()
  end

  defp token("name", text, language, links) do
    cond do
      address = links[text] -> ~s|<a href="#{Html.escape(address)}">#{Html.escape(text)}</a>|
      language == :rust and text in @rust -> span("k", text)
      language == :elixir and text in @elixir -> span("k", text)
      true -> Html.escape(text)
    end
  end

  # No line breaks within these, nor before them.
  defp token("bound", "%" <> rest, language, links) when language != :rust do
    name = rest |> String.trim_trailing("{") |> line(language, links)
    ~s|<span class="w">%#{name}{</span>|
  end

  defp token("bound", text, language, _links) when language != :rust, do: span("w", text)

  # In Rust, `::` precedes names that are not atoms, and `:` follows a field's name.
  defp token(kind, text, :rust, _links) when kind in ["atom", "key", "attribute"],
    do: Html.escape(text)

  defp token("string", text, _language, _links), do: span("s", text)
  defp token("number", text, _language, _links), do: span("n", text)
  defp token("attribute", text, _language, _links), do: span("k", text)
  defp token(kind, text, _, _links) when kind in ["atom", "key"], do: span("a", text)
  defp token(_rest, text, _language, _links), do: Html.escape(text)

  defp span(class, text), do: ~s|<span class="#{class}">#{Html.escape(text)}</span>|
end
