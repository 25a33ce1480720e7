defmodule Rounds do
  @moduledoc """
  Times candidates against each other on a machine that is never quiet.

  Every round runs every candidate once, in an order that shifts from round to round. What slows
  the machine down for a while slows all of them down, so a ratio is taken within a round, and the
  median of these ratios is what counts. The spread is that of the middle half of the rounds.
  """

  @type candidate :: {name :: atom, run :: (() -> term)}
  @type times :: %{atom => [number]}
  @type spread :: %{low: float, median: float, high: float}

  @doc """
  The times of each candidate in microseconds, one for each round.

  Options:

    * `:rounds` – how many
    * `:calls` – how often a candidate runs in a round; its time is that of one run
    * `:before` – a function that is called before each run of a candidate, and not timed
    * `:clock` – `:wall`, or `:cpu` for the CPU time of the VM, which leaves out what other programs take. It may be
      late by a few milliseconds, so a candidate has to run for tens of them
  """
  @spec times([candidate], keyword) :: times
  def times(candidates, options) do
    rounds = Keyword.fetch!(options, :rounds)
    calls = Keyword.get(options, :calls, 1)
    before = Keyword.get(options, :before, fn -> :ok end)
    clock = Keyword.get(options, :clock, :wall)

    samples =
      for round <- 1..rounds, {name, run} <- shift(candidates, round) do
        before.()
        {name, time(run, calls, clock)}
      end

    Enum.group_by(samples, &elem(&1, 0), &elem(&1, 1))
  end

  @doc "How many times as long as `base` a candidate takes."
  @spec ratio(times, atom, atom) :: spread
  def ratio(times, candidate, base) do
    times[candidate]
    |> Enum.zip(times[base])
    |> Enum.map(fn {one, other} -> one / other end)
    |> spread()
  end

  @doc "The median of numbers, with the ends of their middle half."
  @spec spread([number]) :: spread
  def spread(numbers) do
    sorted = Enum.sort(numbers)
    at = fn share -> Enum.at(sorted, round(share * (length(sorted) - 1))) end
    %{low: at.(0.25), median: at.(0.5), high: at.(0.75)}
  end

  @doc "A ratio for people: the median, and the middle half of the rounds."
  @spec show_ratio(spread) :: String.t()
  def show_ratio(%{low: low, median: median, high: high}),
    do: "#{decimals(median, 2)} × (#{decimals(low, 2)}–#{decimals(high, 2)})"

  @doc "A time in microseconds for people."
  @spec show_time(number) :: String.t()
  def show_time(time) when time >= 1_000_000, do: "#{decimals(time / 1_000_000, 1)} s"
  def show_time(time) when time >= 10_000, do: "#{decimals(time / 1_000, 0)} ms"
  def show_time(time) when time >= 1_000, do: "#{decimals(time / 1_000, 1)} ms"
  def show_time(time), do: "#{decimals(time, 2)} µs"

  @doc "A target, and whether it was met."
  @spec show_target(String.t(), spread, float) :: String.t()
  def show_target(what, %{median: median}, target) do
    verdict = if median <= target, do: "met", else: "MISSED"

    "target: #{what} at most #{decimals(target, 2)} ×; measured #{decimals(median, 2)} ×: #{verdict}"
  end

  defp decimals(number, digits), do: :erlang.float_to_binary(number / 1, decimals: digits)

  defp shift(candidates, round) do
    {first, second} = Enum.split(candidates, rem(round, length(candidates)))
    second ++ first
  end

  defp time(run, calls, clock) do
    started = now(clock)
    repeat(run, calls)
    (now(clock) - started) / calls
  end

  # In microseconds.
  defp now(:wall), do: System.monotonic_time(:nanosecond) / 1000

  defp now(:cpu) do
    case Path.wildcard("/proc/self/task/*/schedstat") do
      [] -> elem(:erlang.statistics(:runtime), 0) * 1000
      threads -> threads |> Enum.map(&thread_time/1) |> Enum.sum()
    end
  end

  # Linux counts the time in the kernel too, of which `:erlang.statistics(:runtime)` knows nothing.
  defp thread_time(path) do
    [time | _] = path |> File.read!() |> String.split()
    String.to_integer(time) / 1000
  end

  defp repeat(_run, 0), do: :ok

  defp repeat(run, calls) do
    run.()
    repeat(run, calls - 1)
  end
end
