defmodule RustInElixir.Gen.Correction do
  @moduledoc false

  # Signatures with their misspelt types corrected, as the messages about them suggest.

  @suggestions [
    ~r/unknown type `([\w.]+)`(?:: [^;]+)?; did you mean `([\w.]+)`\?$/,
    ~r/(?:^|: )`(\S+)` is not a schema type; (?:use|did you mean) `([^\s?`]+)`\??$/
  ]

  @doc """
  Corrects what `messages` suggest another type for; every other character stays.

      iex> messages = ["in `f(Sting :: Sting) :: [bolean]`: `bolean` is not a schema type; did you mean `bool`?",
      ...>   "in `f(Sting :: Sting) :: [bolean]`: unknown type `Sting`; did you mean `string`?"]
      iex> RustInElixir.Gen.Correction.signatures(["f(Sting::Sting) :: [bolean]"], messages)
      ["f(Sting::string) :: [bool]"]

      iex> message = "unknown type `A.Pont`: the schema of `A` has no type `Pont`; did you mean `A.Point`?"
      iex> RustInElixir.Gen.Correction.signatures(["f(Pont :: A.Pont) :: u8"], [message])
      ["f(Pont :: A.Point) :: u8"]
  """
  @spec signatures([String.t()], [String.t()]) :: [String.t()]
  def signatures(signatures, messages) do
    suggestions =
      for message <- messages,
          pattern <- @suggestions,
          [_, wrong, right] <- [Regex.run(pattern, message)],
          do: {in_place_of_a_type(wrong), right}

    for signature <- signatures do
      Enum.reduce(suggestions, signature, fn {wrong, right}, signature ->
        Regex.replace(wrong, signature, fn _wrong -> right end)
      end)
    end
  end

  # Not a function, a parameter, an option or an atom of this name.
  defp in_place_of_a_type(word),
    do: ~r/(?<![\w.])(?<!(?<!:):)#{Regex.escape(word)}(?![\w?!]|\s*[(:])/u
end
