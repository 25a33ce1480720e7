defmodule Page do
  @moduledoc "A page of HTML, out of a file of Markdown."

  @guide Application.compile_env(:guide, :guide, Guide)

  @doc "The page of a file; one that cannot be read makes a page that says so."
  @spec of(Path.t()) :: String.t()
  def of(path) do
    case @guide.read_markdown(path) do
      {:ok, markdown} -> @guide.to_html!(markdown, top_heading: 2)
      {:error, error} -> "<p>#{Exception.message(error)}</p>"
    end
  end
end
