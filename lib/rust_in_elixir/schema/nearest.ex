defmodule RustInElixir.Schema.Nearest do
  @moduledoc false

  # Two letters swapped or one left out stay above this; a different word falls below.
  @likeness 0.8

  @doc "The name that a misspelt one was probably meant to be, or `nil`."
  @spec to(atom | String.t(), [atom]) :: atom | nil
  def to(name, known) do
    name = to_string(name)

    {likeness, nearest} =
      known
      |> Enum.map(&{String.jaro_distance(name, Atom.to_string(&1)), &1})
      |> Enum.max_by(&elem(&1, 0), fn -> {0.0, nil} end)

    if likeness >= @likeness, do: nearest
  end
end
