defmodule RustInElixir.Page.Html do
  @moduledoc false

  # HTML out of text. An EEx template that is compiled with this engine escapes all that it interpolates,
  # except what is marked as HTML already, `{:safe, html}`.

  @behaviour EEx.Engine

  @doc """
  Text, or a list of it, as HTML that shows it; what is marked as safe stays as it is.

      iex> RustInElixir.Page.Html.escape(["<script>", {:safe, "<b>"}, nil])
      "&lt;script&gt;<b>"
  """
  @spec escape(String.t() | number | atom | {:safe, String.t()} | list) :: String.t()
  def escape({:safe, html}), do: html
  def escape(list) when is_list(list), do: Enum.map_join(list, &escape/1)

  def escape(text) do
    text
    |> to_string()
    |> String.replace(["&", "<", ">", "\"", "'"], fn
      "&" -> "&amp;"
      "<" -> "&lt;"
      ">" -> "&gt;"
      "\"" -> "&quot;"
      "'" -> "&#39;"
    end)
  end

  @impl true
  defdelegate init(options), to: EEx.Engine

  @impl true
  defdelegate handle_begin(state), to: EEx.Engine

  @impl true
  defdelegate handle_body(state), to: EEx.Engine

  @impl true
  defdelegate handle_text(state, meta, text), to: EEx.Engine

  # The result of a block is already HTML.
  @impl true
  def handle_end(state), do: {:safe, EEx.Engine.handle_end(state)}

  @impl true
  def handle_expr(state, "=", expression) do
    escaped = quote do: unquote(__MODULE__).escape(unquote(expression))
    EEx.Engine.handle_expr(state, "=", escaped)
  end

  def handle_expr(state, marker, expression),
    do: EEx.Engine.handle_expr(state, marker, expression)
end
