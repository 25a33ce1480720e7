# A table in Rust against a million rows in Elixir, and a stream against chunks fetched by hand.

Code.require_file("../../../bench/measure/rounds.ex", __DIR__)

defmodule TablesBench do
  alias Tables.Native

  # As many rows as the facade fetches at once.
  @chunk 500

  # The most that a stream may take, as a multiple of chunks fetched by hand.
  @target 1.15

  def run([path]) do
    {load_time, table} = :timer.tc(fn -> Tables.load_csv!(path) end)
    summary = Tables.summarize!(table)
    IO.puts("#{summary.rows} rows loaded in #{Rounds.show_time(load_time)}\n")

    IO.puts("| every row once, #{@chunk} at a time | by hand | stream |")
    IO.puts("| --- | --- | --- |")
    streamed = apart(fn -> rows(table) end)

    IO.puts("\n| the same from all rows | in Rust | in Elixir |")
    IO.puts("| --- | --- | --- |")
    in_elixir(table)

    IO.puts("\n" <> Rounds.show_target("a stream, against slice/3 in a loop,", streamed, @target))
  end

  # The quantity of each row is added up, so that no row is passed over.
  defp rows(table) do
    candidates = [
      slices: fn -> add_slices(table, 0, 0) end,
      chunks: fn -> add_chunks(table) end,
      stream: fn -> add(Tables.rows!(table), 0) end
    ]

    agree("rows", candidates[:slices], candidates[:stream])
    agree("rows", candidates[:chunks], candidates[:stream])
    times = Rounds.times(candidates, rounds: 15)

    row("`slice/3` in a loop", times, :slices, :stream)
    row("the stream's own NIF in a loop", times, :chunks, :stream)
    Rounds.ratio(times, :stream, :slices)
  end

  defp add_slices(table, from, sum) do
    case Native.slice(table, from, @chunk) do
      {:ok, []} -> sum
      {:ok, rows} -> add_slices(table, from + @chunk, add(rows, sum))
    end
  end

  defp add_chunks(table) do
    {:ok, iterator} = Native.rows(table)
    true = Native.__open_stream__(iterator)
    add_chunks(iterator, 0)
  end

  defp add_chunks(iterator, sum) do
    {more?, rows} = Native.__next_chunk__(iterator, @chunk)
    sum = add(rows, sum)
    if more?, do: add_chunks(iterator, sum), else: sum
  end

  defp add(rows, sum) do
    Enum.reduce(rows, sum, fn [_, _, _, quantity | _], sum -> sum + quantity end)
  end

  defp in_elixir(table) do
    # No garbage collection looks at the rows there, which is as good as it gets.
    apart(fn -> :persistent_term.put(__MODULE__, Enum.to_list(Tables.rows!(table))) end)
    rows = :persistent_term.get(__MODULE__)
    names = %{"BR" => "Brazil", "FR" => "France", "NO" => "Norway"}
    countries = countries(names)

    compare(
      "`summarize`",
      fn -> Tables.summarize!(table).numbers end,
      fn -> summarize(rows) end
    )

    compare(
      "`group` by country, sum of quantities",
      fn -> Map.new(Tables.group!(table, "country", "quantity"), &{&1.key, &1.sum}) end,
      fn -> group(rows) end
    )

    compare(
      "`filter` of a country",
      fn -> Tables.filter!(table, "country", "BR") end,
      fn -> for [_, "BR" | _] = row <- rows, do: row end
    )

    compare(
      "`join` with three countries",
      fn -> Tables.join!(table, countries, "country") end,
      fn -> join(rows, names) end
    )
  end

  defp compare(name, in_rust, in_elixir) do
    agree(name, in_rust, in_elixir)

    times = apart(fn -> Rounds.times([in_rust: in_rust, in_elixir: in_elixir], rounds: 21) end)

    row(name, times, :in_rust, :in_elixir)
  end

  defp countries(names) do
    draft = Tables.new_draft!(["country", "name"])
    for {country, name} <- names, do: Tables.append!(draft, [country, name])
    Tables.finish!(draft)
  end

  defp summarize(rows) do
    %{
      "order" => orders(rows, 0, nil, nil, 0),
      "quantity" => quantities(rows, 0, nil, nil, 0),
      "price" => prices(rows, 0, nil, nil, 0.0)
    }
  end

  # A pass for each column is a third faster than one for all, which has to keep its sums in tuples.
  for {pass, place} <- [orders: 0, quantities: 3, prices: 4] do
    row = List.duplicate(Macro.var(:_, nil), place) ++ [quote(do: var!(number) | _)]

    defp unquote(pass)([unquote(row) | rows], count, min, max, sum) when is_number(number) do
      min = if number < min, do: number, else: min
      max = if max == nil or number > max, do: number, else: max
      unquote(pass)(rows, count + 1, min, max, sum + number)
    end

    defp unquote(pass)([_ | rows], count, min, max, sum),
      do: unquote(pass)(rows, count, min, max, sum)

    defp unquote(pass)([], count, min, max, sum),
      do: %{count: count, min: min, max: max, mean: sum / count}
  end

  defp group(rows) do
    Enum.reduce(rows, %{}, fn [_, country, _, quantity | _], sums ->
      case sums do
        %{^country => sum} -> %{sums | country => sum + quantity}
        _ -> Map.put(sums, country, quantity)
      end
    end)
  end

  defp join(rows, names) do
    for [_, country | _] = row <- rows, name = names[country], do: row ++ [name]
  end

  # What is measured must be the same work.
  defp agree(name, one, other) do
    apart(fn -> plain(one.()) == plain(other.()) end) ||
      raise "#{name}: the two candidates do not agree"
  end

  defp plain(%Tables.Table{} = table), do: Enum.to_list(Tables.rows!(table))
  defp plain(result), do: result

  # In a process with a small heap, whatever has been done before.
  defp apart(run), do: Task.await(Task.async(run), :infinity)

  defp row(name, times, base, candidate) do
    alone = Rounds.spread(times[base]).median
    ratio = Rounds.ratio(times, candidate, base)
    IO.puts("| #{name} | #{Rounds.show_time(alone)} | #{Rounds.show_ratio(ratio)} |")
  end
end

TablesBench.run(System.argv())
