# Writes orders as a shop might have them: the same million rows on every machine.
#
#     elixir bench/make_data.exs PATH [ROWS]

defmodule MakeData do
  @countries ~w(BR US DE FR NO PT JP IN NG AU)
  @products ["coffee", "bread", "salmon", "olive oil", "rice", "black tea", "honey", "apples"] ++
              ["cheddar, mature", "dark chocolate", "oats", "lentils", "pasta", "figs"]

  @first_day ~D[2022-01-01]
  @days 1_096
  @rows_a_write 2_000

  def run([path]), do: run([path, "1000000"])

  def run([path, rows]) do
    rows = String.to_integer(rows)
    File.mkdir_p!(Path.dirname(path))

    # A file that is there is a whole one.
    unfinished = path <> ".part"

    File.open!(unfinished, [:write, :raw], fn file ->
      write(file, "order,country,product,quantity,price,date\n")

      1..rows
      |> Stream.chunk_every(@rows_a_write)
      |> Enum.reduce(:rand.seed_s(:exsss, 20_240_417), fn orders, seed ->
        {lines, seed} = Enum.map_reduce(orders, seed, &line/2)
        write(file, lines)
        seed
      end)
    end)

    File.rename!(unfinished, path)
  end

  # Early orders, countries and products of the lists come more often than late ones; one price in
  # a hundred is missing.
  defp line(order, seed) do
    {country, seed} = pick(countries(), seed)
    {product, seed} = pick(products(), seed)
    {quantity, seed} = often_small(12, seed)
    {price, seed} = price(seed)
    {day, seed} = :rand.uniform_s(@days, seed)
    date = elem(dates(), day - 1)
    quantity = Integer.to_string(quantity + 1)
    order = Integer.to_string(1_000_000 + order)
    {[order, ?,, country, ?,, product, ?,, quantity, ?,, price, ?,, date, ?\n], seed}
  end

  defp price(seed) do
    case :rand.uniform_s(9_900, seed) do
      {missing, seed} when missing <= 99 -> {"", seed}
      {cents, seed} -> {:erlang.float_to_binary(cents / 100, decimals: 2), seed}
    end
  end

  defp pick(texts, seed) do
    {index, seed} = often_small(tuple_size(texts), seed)
    {elem(texts, index), seed}
  end

  # A number below `limit`.
  defp often_small(limit, seed) do
    {share, seed} = :rand.uniform_s(seed)
    {trunc(limit * share * share), seed}
  end

  defp countries, do: unquote(Macro.escape(List.to_tuple(@countries)))

  defp products do
    unquote(
      @products
      |> Enum.map(&if(String.contains?(&1, ","), do: ~s("#{&1}"), else: &1))
      |> List.to_tuple()
      |> Macro.escape()
    )
  end

  defp dates do
    unquote(
      0..(@days - 1)
      |> Enum.map(&Date.to_iso8601(Date.add(@first_day, &1)))
      |> List.to_tuple()
      |> Macro.escape()
    )
  end

  defp write(file, data), do: :ok = :file.write(file, data)
end

MakeData.run(System.argv())
