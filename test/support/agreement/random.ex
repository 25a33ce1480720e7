defmodule RustInElixir.Agreement.Random do
  @moduledoc """
  Choices that follow from a seed. Each process has its own.
  """

  @doc "Has all further choices of this process follow from `seed`, an integer or a tuple of three."
  @spec seed(integer | {integer, integer, integer}) :: :ok
  def seed(seed) do
    :rand.seed(:exsss, seed)
    :ok
  end

  @doc "Whether something happens that does so `percent` times in a hundred."
  @spec chance?(number) :: boolean
  def chance?(percent), do: :rand.uniform() * 100 < percent

  @doc "An integer within a range."
  @spec between(Range.t()) :: integer
  def between(first..last//_), do: first + :rand.uniform(last - first + 1) - 1

  @doc "One of the elements of a list or tuple."
  @spec pick([value, ...] | tuple) :: value when value: term
  def pick(tuple) when is_tuple(tuple), do: elem(tuple, :rand.uniform(tuple_size(tuple)) - 1)
  def pick(list), do: list |> List.to_tuple() |> pick()

  @doc "One of the keys of a keyword list, each as often as its value says."
  @spec weighted([{value, pos_integer}, ...]) :: value when value: term
  def weighted(weights) do
    total = weights |> Enum.map(&elem(&1, 1)) |> Enum.sum()

    Enum.reduce_while(weights, :rand.uniform(total), fn {value, weight}, left ->
      if left <= weight, do: {:halt, value}, else: {:cont, left - weight}
    end)
  end

  @doc "A list of as many values as the range allows."
  @spec some(Range.t(), (() -> value)) :: [value] when value: term
  def some(range, make), do: for(_ <- 1..between(range)//1, do: make.())
end
