defmodule RustInElixir.Text.SourceText do
  @moduledoc false

  # Generated source as text: how it is formatted, compared and recognised.
  #
  # Neither line endings nor formatting are ever drift. Two texts mean the same when they are equal
  # after every CRLF became LF or, in Elixir, when they parse to the same code with the same comments.
  # So a project may run `mix format` with whatever settings it likes.
  #
  # Rust needs no such reading: `cargo fmt` leaves the generated module alone.

  @typedoc "The language of a text; `:text` stands for any that has no meaning but its bytes."
  @type language :: :elixir | :rust | :text

  @doc """
  Turns every CRLF into LF.

      iex> RustInElixir.Text.SourceText.normalise("a\\r\\nb\\n")
      "a\\nb\\n"
  """
  @spec normalise(String.t()) :: String.t()
  def normalise(text), do: String.replace(text, "\r\n", "\n")

  @doc """
  Gives `text` the line endings of `model`.

      iex> RustInElixir.Text.SourceText.with_line_endings_of("a\\nb\\n", "c\\r\\n")
      "a\\r\\nb\\r\\n"
  """
  @spec with_line_endings_of(String.t(), String.t()) :: String.t()
  def with_line_endings_of(text, model) do
    text = normalise(text)
    if String.contains?(model, "\r\n"), do: String.replace(text, "\n", "\r\n"), else: text
  end

  @doc """
  Says whether two texts mean the same.

      iex> RustInElixir.Text.SourceText.same?("f(1,2)\\n", "f(1, 2)\\n", :elixir)
      true

      iex> RustInElixir.Text.SourceText.same?("f(1,2)\\n", "f(1, 2)\\n", :rust)
      false
  """
  @spec same?(String.t(), String.t(), language) :: boolean
  def same?(one, other, language) do
    one = normalise(one)
    other = normalise(other)
    one == other or (language == :elixir and same_meaning?(meaning(one), meaning(other)))
  end

  @doc """
  The digest that a lock keeps of a text.

  It is the checksum of the bytes and, for Elixir, after a slash that of the meaning. Nearly always
  the first is enough, costs nothing, and does not depend on the version of Elixir that reads it.
  """
  @spec digest(String.t(), language) :: String.t()
  def digest(text, language) do
    text = normalise(text)

    case language == :elixir && meaning(text) do
      {:ok, meaning} -> checksum(text) <> "/" <> checksum(meaning)
      _ -> checksum(text)
    end
  end

  @doc "Says whether `text` means the same as the one that `digest` was made of."
  @spec recognised?(String.t(), String.t(), language) :: boolean
  def recognised?(text, digest, language) do
    text = normalise(text)
    [bytes | meaning] = String.split(digest, "/")

    bytes == checksum(text) or
      (language == :elixir and meaning != [] and meaning == digests_of_meaning(text))
  end

  @doc """
  Formats Elixir with the options of a `.formatter.exs`; other languages stay as they are.

  The error says where the text is not valid Elixir.
  """
  @spec format(String.t(), language, keyword) :: {:ok, String.t()} | {:error, String.t()}
  def format(text, :elixir, options) do
    {:ok, IO.iodata_to_binary([Code.format_string!(text, options), ?\n])}
  rescue
    # Which exceptions there are for wrong syntax differs from one Elixir to the next.
    error -> {:error, Exception.message(error)}
  end

  def format(text, _language, _options), do: {:ok, text}

  @doc """
  A checksum of a text: its MD5, in lower-case hexadecimal digits.

  It tells what was edited from what was not, and guards against nobody. MD5 is what Erlang has
  built in; to load `:crypto` for a better one takes a tenth of the time that `--check` may take.

      iex> RustInElixir.Text.SourceText.checksum("abc")
      "900150983cd24fb0d6963f7d28e17f72"
  """
  @spec checksum(iodata) :: String.t()
  def checksum(text), do: text |> :erlang.md5() |> Base.encode16(case: :lower)

  @doc "The language of a file, by its extension."
  @spec language(Path.t()) :: language
  def language(path) do
    case Path.extname(path) do
      extension when extension in [".ex", ".exs"] -> :elixir
      ".rs" -> :rust
      _ -> :text
    end
  end

  defp same_meaning?({:ok, one}, {:ok, other}), do: one == other
  defp same_meaning?(_, _), do: false

  defp digests_of_meaning(text) do
    case meaning(text) do
      {:ok, meaning} -> [checksum(meaning)]
      :error -> []
    end
  end

  # The code without the places where it stands, and the words of its comments. Of what the parser keeps
  # beside the code, one thing has a meaning: whether a field is read or a function called. The minor version
  # is fixed because the default differs from one Erlang to the next.
  defp meaning(text) do
    case Code.string_to_quoted_with_comments(text) do
      {:ok, quoted, comments} ->
        code = Macro.prewalk(quoted, &without_metadata/1)
        {:ok, :erlang.term_to_binary({code, Enum.map(comments, &words/1)}, minor_version: 2)}

      {:error, _} ->
        :error
    end
  end

  defp without_metadata({{:., _, [holder, _name]} = form, metadata, []}) do
    field? = metadata[:no_parens] == true and not module?(holder)
    {form, if(field?, do: [no_parens: true], else: []), []}
  end

  defp without_metadata({form, _metadata, arguments}), do: {form, [], arguments}
  defp without_metadata(other), do: other

  defp module?({:__aliases__, _, _}), do: true
  defp module?({:__MODULE__, _, _}), do: true
  defp module?(holder), do: is_atom(holder)

  defp words(%{text: text}), do: text |> String.trim_leading("#") |> String.trim()
end
