defmodule RustInElixir.Text.JSON do
  @moduledoc false

  # Elixir has had a JSON module only since 1.18 and OTP one since 27, and the loader must work
  # without packages from Elixir 1.14 on. It only ever reads what cargo or the core wrote, so
  # this reader takes any valid document and does not explain what is wrong with an invalid one.

  @doc """
  Reads one JSON document.

  Objects become maps with string keys, `null` becomes `nil`.

  ## Examples

      iex> RustInElixir.Text.JSON.decode(~s({"fresh": true, "sizes": [1, -2.5e3, null]}))
      {:ok, %{"fresh" => true, "sizes" => [1, -2500.0, nil]}}

      iex> RustInElixir.Text.JSON.decode("warning: nothing here")
      :error
  """
  @spec decode(binary()) :: {:ok, term()} | :error
  def decode(text) do
    {value, rest} = text |> skip() |> value()
    if skip(rest) == "", do: {:ok, value}, else: :error
  catch
    :invalid -> :error
  end

  defp value("{" <> rest), do: rest |> skip() |> object(%{})
  defp value("[" <> rest), do: rest |> skip() |> array([])
  defp value("\"" <> rest), do: string(rest, [])
  defp value("true" <> rest), do: {true, rest}
  defp value("false" <> rest), do: {false, rest}
  defp value("null" <> rest), do: {nil, rest}

  defp value(text) do
    case Regex.run(~r/\A(-?\d+)(\.\d+)?([eE][+-]?\d+)?/, text) do
      [digits, digits] ->
        {String.to_integer(digits), after_prefix(text, digits)}

      [number, _whole, _fraction] ->
        {String.to_float(number), after_prefix(text, number)}

      # Erlang's floats want a fraction before the exponent, JSON's do not.
      [number, whole, fraction, exponent] ->
        fraction = if fraction == "", do: ".0", else: fraction
        {String.to_float(whole <> fraction <> exponent), after_prefix(text, number)}

      nil ->
        throw(:invalid)
    end
  end

  defp object("}" <> rest, acc) when acc == %{}, do: {acc, rest}

  defp object("\"" <> rest, acc) do
    {key, rest} = string(rest, [])

    case skip(rest) do
      ":" <> rest ->
        {value, rest} = rest |> skip() |> value()
        acc = Map.put(acc, key, value)

        case skip(rest) do
          "," <> rest -> rest |> skip() |> object(acc)
          "}" <> rest -> {acc, rest}
          _ -> throw(:invalid)
        end

      _ ->
        throw(:invalid)
    end
  end

  defp object(_, _), do: throw(:invalid)

  defp array("]" <> rest, []), do: {[], rest}

  defp array(text, acc) do
    {value, rest} = value(text)

    case skip(rest) do
      "," <> rest -> rest |> skip() |> array([value | acc])
      "]" <> rest -> {Enum.reverse([value | acc]), rest}
      _ -> throw(:invalid)
    end
  end

  defp string("\"" <> rest, acc), do: {IO.iodata_to_binary(acc), rest}

  # cargo writes everything but control characters, quotes and backslashes as it is, so an
  # escape never stands for half of a surrogate pair.
  defp string("\\u" <> <<hex::binary-size(4), rest::binary>>, acc) do
    case Integer.parse(hex, 16) do
      {code, ""} when code not in 0xD800..0xDFFF -> string(rest, [acc, <<code::utf8>>])
      _ -> throw(:invalid)
    end
  end

  for {escape, char} <- [{?n, ?\n}, {?t, ?\t}, {?r, ?\r}, {?b, ?\b}, {?f, ?\f}] do
    defp string(<<?\\, unquote(escape), rest::binary>>, acc),
      do: string(rest, [acc, unquote(char)])
  end

  defp string(<<?\\, char, rest::binary>>, acc) when char in [?", ?\\, ?/],
    do: string(rest, [acc, char])

  defp string(text, acc) do
    case :binary.match(text, ["\"", "\\"]) do
      {length, _} when length > 0 ->
        {plain, rest} = :erlang.split_binary(text, length)
        string(rest, [acc, plain])

      _ ->
        throw(:invalid)
    end
  end

  defp skip(<<space, rest::binary>>) when space in [?\s, ?\t, ?\r, ?\n], do: skip(rest)
  defp skip(text), do: text

  defp after_prefix(text, prefix),
    do: binary_part(text, byte_size(prefix), byte_size(text) - byte_size(prefix))
end
