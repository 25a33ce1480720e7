defmodule RustInElixir.Text.Nearest do
  @moduledoc false

  # A word with a letter too many, too few or wrong stays above this; another word falls below.
  @likeness 0.8

  @doc "The name that a misspelt one was probably meant to be, or `nil`."
  @spec to(atom | String.t(), [known]) :: known | nil when known: atom | String.t()
  def to(name, known) do
    name = to_string(name)

    {likeness, nearest} =
      known
      |> Enum.map(&{likeness(name, to_string(&1)), &1})
      |> Enum.max_by(&elem(&1, 0), fn -> {0.0, nil} end)

    if likeness >= @likeness, do: nearest
  end

  # Letters swapped in a short word count for too much in the distance: nfi is nif.
  defp likeness(name, known) do
    if Enum.sort(String.graphemes(name)) == Enum.sort(String.graphemes(known)),
      do: 1.0,
      else: String.jaro_distance(name, known)
  end
end
