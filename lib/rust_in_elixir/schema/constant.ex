defmodule RustInElixir.Schema.Constant do
  @moduledoc false

  # Says whether a schema says the same whenever it is read.
  #
  # A schema is Elixir, and may compute a value, or read one from a file or the environment. Its text
  # alone then does not tell whether it has changed. One that is nothing but declarations, literals
  # and attributes is constant.

  alias RustInElixir.Schema

  @macros Schema.__info__(:macros) |> Keyword.keys() |> Enum.uniq()
  @forms [:__aliases__, :__block__, :alias, :defmodule, :%{}, :{}, :<<>>, :|, :"::", :-, :+, :..] ++
           [:sigil_w, :sigil_W, :sigil_s, :sigil_S, :sigil_r]
  @allowed (@macros -- [:__using__]) ++ @forms

  # Without parentheses these are not variables, and their values differ from place to place.
  @varying [:__CALLER__, :__DIR__, :__ENV__, :__STACKTRACE__, :binding, :make_ref, :node, :self]

  @doc """
  Says whether the schema in this text is constant; one that does not parse is not.

      iex> RustInElixir.Schema.Constant.constant?("newtype Slug, string, max_length: 80")
      true

      iex> RustInElixir.Schema.Constant.constant?("newtype Slug, string, max_length: Limits.slug()")
      false
  """
  @spec constant?(String.t()) :: boolean
  def constant?(text) do
    case Code.string_to_quoted(text, emit_warnings: false) do
      {:ok, ast} -> fixed?(ast)
      {:error, _} -> false
    end
  end

  # The signature of a NIF and the typespec of a type are read, and never evaluated.
  defp fixed?({:nif, _, [_signature | rest]}), do: fixed?(rest)

  defp fixed?({kind, _, [name, _typespec | rest]}) when kind in [:custom, :remote],
    do: fixed?([name | rest])

  defp fixed?({:use, _, [{:__aliases__, _, [:RustInElixir, :Schema]} | rest]}), do: fixed?(rest)
  defp fixed?({:@, _, [{_name, _, arguments}]}), do: fixed?(arguments)

  defp fixed?({name, _, context}) when is_atom(name) and is_atom(context),
    do: name not in @varying

  defp fixed?({name, _, arguments}) when is_atom(name) and is_list(arguments),
    do: name in @allowed and fixed?(arguments)

  defp fixed?({_called, _, _arguments}), do: false
  defp fixed?({one, other}), do: fixed?(one) and fixed?(other)
  defp fixed?(list) when is_list(list), do: Enum.all?(list, &fixed?/1)
  defp fixed?(_literal), do: true
end
