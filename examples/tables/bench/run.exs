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

    IO.puts("| every row once | chunks by hand | stream |")
    IO.puts("| --- | --- | --- |")
    streamed = rows(table)

    IO.puts("\n| a call | in Rust | in Elixir |")
    IO.puts("| --- | --- | --- |")
    in_elixir(table)

    IO.puts("\n" <> Rounds.show_target("a stream of all rows", streamed, @target))
  end

  defp rows(table) do
    # The quantity of each row is added up, so that no row is passed over.
    by_hand = fn -> add_chunks(table, 0, 0) end

    stream = fn ->
      Enum.reduce(Tables.rows!(table), 0, fn [_, _, _, quantity | _], sum -> sum + quantity end)
    end

    agree("rows", by_hand, stream)
    times = Rounds.times([by_hand: by_hand, stream: stream], rounds: 15)
    row("`rows`", times, :by_hand, :stream)
  end

  defp add_chunks(table, from, sum) do
    case Native.slice(table, from, @chunk) do
      [] ->
        sum

      rows ->
        sum = Enum.reduce(rows, sum, fn [_, _, _, quantity | _], sum -> sum + quantity end)
        add_chunks(table, from + @chunk, sum)
    end
  end

  # The rows are where no garbage collection looks at them, which is as good as it gets.
  defp in_elixir(table) do
    :persistent_term.put(__MODULE__, Enum.to_list(Tables.rows!(table)))
    rows = :persistent_term.get(__MODULE__)
    names = %{"BR" => "Brazil", "FR" => "France", "NO" => "Norway"}
    countries = countries(names)

    for {name, in_rust, in_elixir, same} <- [
          {"`summarize`", fn -> Tables.summarize!(table).numbers end, fn -> summarize(rows) end,
           &==/2},
          {"`group` by country, sum of quantities",
           fn -> Map.new(Tables.group!(table, "country", "quantity"), &{&1.key, &1.sum}) end,
           fn -> group(rows) end, &==/2},
          {"`filter` of a country", fn -> Tables.filter!(table, "country", "BR") end,
           fn -> for [_, "BR" | _] = row <- rows, do: row end, &same_rows?/2},
          {"`join` with three countries", fn -> Tables.join!(table, countries, "country") end,
           fn -> join(rows, names) end, &same_rows?/2}
        ] do
      agree(name, in_rust, in_elixir, same)
      times = Rounds.times([in_rust: in_rust, in_elixir: in_elixir], rounds: 21)
      row(name, times, :in_rust, :in_elixir)
    end
  end

  defp countries(names) do
    draft = Tables.new_draft!(["country", "name"])
    for {country, name} <- names, do: Tables.append!(draft, [country, name])
    Tables.finish!(draft)
  end

  # One pass, which knows the columns by heart.
  defp summarize([[order, _, _, quantity, _, _] | _] = rows) do
    order = {0, order, order, 0}
    quantity = {0, quantity, quantity, 0}
    {order, quantity, price} = summarize(rows, order, quantity, {0, nil, nil, 0.0})
    %{"order" => brief(order), "quantity" => brief(quantity), "price" => brief(price)}
  end

  defp summarize([[order, _, _, quantity, price, _] | rows], orders, quantities, prices) do
    summarize(rows, add(orders, order), add(quantities, quantity), add(prices, price))
  end

  defp summarize([], orders, quantities, prices), do: {orders, quantities, prices}

  defp add(brief, nil), do: brief
  defp add({0, _, _, _}, number), do: {1, number, number, number}

  defp add({count, min, max, sum}, number) do
    min = if number < min, do: number, else: min
    max = if number > max, do: number, else: max
    {count + 1, min, max, sum + number}
  end

  defp brief({count, min, max, sum}), do: %{count: count, min: min, max: max, mean: sum / count}

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
  defp agree(name, one, other, same \\ &==/2) do
    same.(one.(), other.()) || raise "#{name}: the two candidates do not agree"
  end

  defp same_rows?(table, rows), do: Enum.to_list(Tables.rows!(table)) == rows

  defp row(name, times, base, candidate) do
    alone = Rounds.spread(times[base]).median
    ratio = Rounds.ratio(times, candidate, base)
    IO.puts("| #{name} | #{Rounds.show_time(alone)} | #{Rounds.show_ratio(ratio)} |")
    ratio
  end
end

TablesBench.run(System.argv())
