defmodule RustInElixir.Schema.Literal do
  @moduledoc false

  # Elixir terms in a schema, as defaults and constraints, in the shape that the
  # core takes.

  # As deep as types nest.
  @deepest 32

  @reordering Enum.map([0x202A..0x202E, 0x2066..0x2069], &Enum.map(&1, fn it -> <<it::utf8>> end))
              |> List.flatten()

  @doc """
  The term as data.

      iex> RustInElixir.Schema.Literal.from([1, nil, :left])
      {:list, [{:integer, "1"}, :none, {:atom, "left"}]}
  """
  @spec from(term) :: RustInElixir.Core.Literal.t()
  def from(term), do: from(term, @deepest)

  defp from(nil, _levels), do: :none
  defp from(term, _levels) when is_boolean(term), do: {:bool, term}
  defp from(term, _levels) when is_integer(term), do: {:integer, Integer.to_string(term)}
  defp from(term, _levels) when is_float(term), do: {:float, term}
  defp from(term, _levels) when is_atom(term), do: {:atom, Atom.to_string(term)}

  defp from(term, _levels) when is_binary(term),
    do: if(String.valid?(term), do: {:string, term}, else: {:binary, term})

  defp from(term, 0), do: other(term)

  defp from(term, levels) when is_tuple(term),
    do: {:tuple, term |> Tuple.to_list() |> Enum.map(&from(&1, levels - 1))}

  defp from(term, levels) when is_list(term) do
    if proper?(term), do: {:list, Enum.map(term, &from(&1, levels - 1))}, else: other(term)
  end

  defp from(term, levels) when is_map(term) and not is_struct(term) do
    {:map,
     for({key, value} <- Enum.sort(term), do: {from(key, levels - 1), from(value, levels - 1)})}
  end

  # Sorted, so that the same schema gives the same source everywhere.
  defp from(%MapSet{} = set, levels),
    do: {:set, set |> Enum.sort() |> Enum.map(&from(&1, levels - 1))}

  defp from(term, _levels), do: other(term)

  @doc """
  Elixir source that makes the term.

  It is printed from the term rather than copied from the schema, because a schema may
  compute a value from its own attributes, which the generated code does not have. Maps come
  in the order of their keys, so that the same schema gives the same source everywhere.

      iex> RustInElixir.Schema.Literal.source(%{b: [97, 98], a: {1, "x"}})
      ~S(%{a: {1, "x"}, b: [97, 98]})
  """
  @spec source(term) :: String.t()
  def source(term) when is_tuple(term), do: "{" <> sources(Tuple.to_list(term)) <> "}"

  def source(term) when is_list(term) do
    cond do
      not proper?(term) -> inspected(term)
      term != [] and Keyword.keyword?(term) -> "[" <> pairs(term) <> "]"
      true -> "[" <> sources(term) <> "]"
    end
  end

  def source(term) when is_map(term) and not is_struct(term) do
    "%{" <> (term |> Enum.sort() |> pairs()) <> "}"
  end

  def source(%MapSet{} = set), do: "MapSet.new([" <> (set |> Enum.sort() |> sources()) <> "])"
  def source(term), do: inspected(term)

  defp sources(terms), do: Enum.map_join(terms, ", ", &source/1)

  defp pairs(pairs) do
    if Enum.all?(pairs, fn {key, _value} -> is_atom(key) end) do
      Enum.map_join(pairs, ", ", fn {key, value} ->
        key(key) <> " " <> source(value)
      end)
    else
      Enum.map_join(pairs, ", ", fn {key, value} -> source(key) <> " => " <> source(value) end)
    end
  end

  # Quotation marks and backslashes stand by their numbers, for the formatter of Elixir 1.14 prints
  # "a\"b": without the backslash, and the rest of the key would be code.
  defp key(key) do
    escapes(visible(Macro.inspect_atom(:key, key)), fn
      "\"" -> "u0022"
      "\\" -> "u005C"
      other -> other
    end)
  end

  defp proper?(list), do: not List.improper?(list)

  defp other(term), do: {:other, inspected(term)}

  defp inspected(term) do
    term
    |> inspect(limit: :infinity, printable_limit: :infinity, charlists: :as_lists)
    |> visible()
  end

  # `inspect/1` leaves characters alone that reorder the text around them, and that Elixir's own
  # tokenizer refuses. Of others it makes `\x85`, which is read back as a byte.
  defp visible(source) do
    source
    |> escapes(fn
      <<"x", digit, _>> = byte when digit in [?8, ?9, ?A, ?B, ?C, ?D, ?E, ?F] ->
        "u00" <> binary_part(byte, 1, 2)

      other ->
        other
    end)
    |> String.replace(@reordering, fn <<character::utf8>> ->
      "\\u" <> Integer.to_string(character, 16)
    end)
  end

  # Calls `fun` with the character after each backslash.
  defp escapes(source, fun) do
    Regex.replace(~r/\\(x[0-9A-F]{2}|.)/su, source, fn _, escaped -> "\\" <> fun.(escaped) end)
  end
end
