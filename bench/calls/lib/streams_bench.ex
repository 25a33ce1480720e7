defmodule StreamsBench do
  @moduledoc "A stream that Rust reads, against calls that pass the same values."

  @chunk 65_536
  @gigabyte div(1_000_000_000, @chunk)
  @rounds 11

  @doc "Measures and prints."
  @spec run() :: :ok
  def run do
    candidates = [
      stream: fn -> Calls.hash!(binaries(div(@gigabyte, 10))) end,
      calls: fn -> hash_by_calls(binaries(div(@gigabyte, 10))) end
    ]

    compare(
      "100 MB in binaries of 64 kB, hashed by a stream, take",
      "a call for each",
      candidates
    )

    strings = for number <- 1..1_000_000, do: "item #{number}"

    candidates = [
      stream: fn -> Calls.count_stream!(strings) end,
      list: fn -> Calls.count_strings!(strings) end
    ]

    compare("a million strings by a stream take", "one list", candidates)

    compare("a stream of one string takes", "a list on a dirty scheduler",
      stream: fn -> for _ <- 1..1_000, do: Calls.count_stream!(["a"]) end,
      list: fn -> for _ <- 1..1_000, do: Calls.count_points!([]) end
    )

    [{_, hash}, {_, hash}] =
      for {what, run} <- [{"a stream", &Calls.hash!/1}, {"calls", &hash_by_calls/1}] do
        {time, growth, hash} = peak(fn -> run.(binaries(@gigabyte)) end)

        IO.puts(
          "1 GB hashed by #{what}: #{Rounds.show_time(time)}, at most #{growth} MB more memory than before"
        )

        {what, hash}
      end

    :ok
  end

  defp compare(what, other, [{first, _}, {second, _}] = candidates) do
    for clock <- [:cpu, :wall] do
      times =
        Rounds.times(candidates, rounds: @rounds, before: &:erlang.garbage_collect/0, clock: clock)

      time = Rounds.show_time(Rounds.spread(times[second]).median)
      ratio = Rounds.show_ratio(Rounds.ratio(times, first, second))
      IO.puts("#{what} #{ratio} of #{other}, which takes #{time} (#{clock})")
    end
  end

  # New ones, as a file has them.
  defp binaries(count), do: Stream.map(1..count, &:binary.copy(<<&1>>, @chunk))

  defp hash_by_calls(binaries) do
    hasher = Calls.new_hasher!()
    Enum.each(binaries, &(:ok = Calls.update(hasher, &1)))
    Calls.digest!(hasher)
  end

  # The time, by how much the memory of the VM grew at most, in MB, and the result.
  defp peak(run) do
    :erlang.garbage_collect()
    File.write!("/proc/self/clear_refs", "5")
    before = memory("VmRSS")
    {time, result} = :timer.tc(run)
    {time, div(memory("VmHWM") - before, 1_000), result}
  end

  defp memory(field) do
    [_, kilobytes] = Regex.run(~r/#{field}:\s+(\d+) kB/, File.read!("/proc/self/status"))
    String.to_integer(kilobytes)
  end
end
