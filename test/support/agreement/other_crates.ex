defmodule RustInElixir.Agreement.OtherCrates do
  @moduledoc """
  Random terms for the types whose Rust side is that of other crates: dates, times and decimals, and what JSON
  has for them.

  `Decimal` is matched as a map, since that package is not there.
  """

  import RustInElixir.Agreement.Random

  alias RustInElixir.Agreement.Oracle

  @modules [Date, Time, NaiveDateTime, DateTime, Decimal]

  @years [-9999, -4, -1, 0, 4, 1582, 1900, 1970, 2000, 2023, 2024, 9999]
  @days [{1, 1}, {2, 28}, {2, 29}, {6, 30}, {12, 30}, {12, 31}]

  # Ends of what Elixir has, of what jiff has, and of what nanoseconds of 64 bits are.
  @instants [
    ~N[-9999-01-01 00:00:00],
    ~N[-9999-01-02 01:59:58],
    ~N[-9999-01-02 01:59:58.999999],
    ~N[-9999-01-02 01:59:59],
    ~N[-9999-01-02 01:59:59.000001],
    ~N[9999-12-30 22:00:00],
    ~N[9999-12-30 22:00:00.999999],
    ~N[9999-12-30 22:00:01],
    ~N[9999-12-31 23:59:59.999999],
    ~N[1677-09-21 00:12:43],
    ~N[2262-04-11 23:47:17],
    ~N[1969-12-31 23:59:59.999999]
  ]

  @coefs [0, 1, 7, 50, 100, 1999, 2 ** 63, 2 ** 64, 2 ** 96 - 1, 10 ** 28]
  @large_coefs [2 ** 96, 10 ** 29, 2 ** 127, 2 ** 128, 2 ** 2040, 2 ** 2040 - 1]

  # What is no date, time or decimal, and never one in another form of ISO 8601.
  @wrong %{
    Date => [
      "2024-02-30",
      "2023-02-29",
      "1900-02-29",
      "2024-13-01",
      "2024-00-10",
      "2024-01-00",
      "10000-01-01",
      "-10000-01-01",
      "2024-2-9",
      "2024-02-29T12:30:00Z",
      "2024-02-29Z",
      " 2024-02-29"
    ],
    Time => [
      "24:00:00",
      "12:60:00",
      "12:30:60",
      "23:59:60",
      "1:30:00",
      "12:30:00Z",
      "12:30:00+01:00",
      "12:30:00-01:00",
      "-12:30:00",
      "2024-02-29T12:30:00",
      "12:30:00."
    ],
    NaiveDateTime => [
      "2024-02-30T12:30:00",
      "2024-02-29T24:00:00",
      "2024-02-29T12:30:60",
      "2024-02-29T12:30:00Z",
      "2024-02-29T12:30:00+01:00",
      "2024-02-29T12:30:00-01:00",
      "10000-02-01T12:30:00",
      "2024-02-29",
      "12:30:00"
    ],
    DateTime => [
      "2024-02-30T12:30:00Z",
      "2024-02-29T12:30:00",
      "2024-02-29T12:30:00+25:00",
      "2024-02-29T12:30:00+01:60",
      "2024-02-29T12:30:60Z",
      "9999-12-31T23:59:59-01:00",
      "-9999-01-01T00:00:00+01:00",
      "10000-02-01T12:30:00Z",
      "2024-02-29",
      "2024-02-29T12:30:00 Europe/Berlin"
    ],
    Decimal => [
      "NaN",
      "Infinity",
      "-Infinity",
      "inf",
      "1.2.3",
      "1,5",
      "1_000",
      "0x10",
      " 1",
      "1\n",
      "1e",
      "1e6145",
      "1e-6145",
      "1e999999999",
      "1e9999999999",
      "--1",
      "٣",
      19.99,
      1.0
    ]
  }
  @wrong_everywhere ["", "null", <<255>>, "2024-02", String.duplicate("1", 1001), true, [], %{}]

  @doc "Whether a term is a struct of one of these types, whatever is in it."
  @spec one?(term) :: boolean
  def one?(%{__struct__: module}) when module in @modules, do: true
  def one?(_term), do: false

  @doc "Whether a term is one that `inspect/1` shows as a sigil."
  @spec sigil?(term) :: boolean
  def sigil?(struct) do
    text = inspect(struct)
    String.starts_with?(text, "~") and elem(Code.eval_string(text), 0) === struct
  rescue
    # It shows a day that does not exist in the same way.
    ArgumentError -> false
  end

  @doc "A term of the type."
  @spec valid(Oracle.t(), atom) :: term
  def valid(_oracle, :integer) do
    exponent = pick([7, 31, 62, 63, 64, 127, 128, 199, 200, 2039, 2040, 2048])
    sign = pick([1, -1])

    case between(1..3) do
      1 -> sign * 2 ** exponent + between(-1..1)
      2 -> sign * (:rand.uniform(2 ** exponent) - 1)
      3 -> between(-300..300)
    end
  end

  def valid(_oracle, :date) do
    {year, {month, day}} = {pick(@years), pick(@days)}
    Date.new!(year, month, min(day, Calendar.ISO.days_in_month(year, month)))
  end

  def valid(_oracle, :time) do
    microsecond = pick([0, 0, 1, 10, 500_000, 999_999, between(0..999_999)])
    precision = pick([6, 6, between(0..6)])
    # A number may have more digits than its precision says.
    parts = [pick([0, 12, 23, between(0..23)]), pick([0, 59]), pick([0, 30, 59])]
    apply(Time, :new!, parts ++ [{microsecond, precision}])
  end

  def valid(oracle, :naive_datetime) do
    if chance?(30),
      do: pick(@instants),
      else: NaiveDateTime.new!(valid(oracle, :date), valid(oracle, :time))
  end

  def valid(oracle, :datetime) do
    datetime = oracle |> valid(:naive_datetime) |> DateTime.from_naive!("Etc/UTC")
    or_again(oracle, :datetime, datetime)
  end

  def valid(oracle, :decimal) do
    coef =
      case oracle.decimal do
        :rust_decimal -> pick(@coefs ++ [:rand.uniform(2 ** 96) - 1])
        :bigdecimal -> pick(@coefs ++ @large_coefs)
      end

    exp =
      case oracle.decimal do
        :rust_decimal -> pick([-28, -27, -2, -2, 0, 0, 1, 3, 28, between(-28..28)])
        :bigdecimal -> pick([-6144, -30, -2, -2, 0, 0, 1, 30, 6144, between(-6144..6144)])
      end

    or_again(oracle, :decimal, %{__struct__: Decimal, sign: pick([1, -1]), coef: coef, exp: exp})
  end

  defp or_again(oracle, scalar, term) do
    if match?({:ok, _}, Oracle.judge(oracle, {:scalar, scalar}, term)),
      do: term,
      else: valid(oracle, scalar)
  end

  @doc "Decimals that meet usual limits, and such that do not."
  @spec decimals() :: [map]
  def decimals do
    for coef <- [0, 1, 2, 3, 7, 49, 50, 51, 70, 999, 1000, 1001, 10 ** 21, 2 ** 96 - 1],
        exp <- [-28, -21, -1, 0, 1, 2, 20],
        sign <- [1, -1],
        do: %{__struct__: Decimal, sign: sign, coef: coef, exp: exp}
  end

  @doc "Dates that a list may have, and such that it does not."
  @spec dates() :: [Date.t()]
  def dates, do: [~D[2024-02-29], ~D[-0001-12-31], ~D[2024-02-28]]

  @doc "A struct of these that is another one but for a part, or its type."
  @spec near(struct) :: term
  def near(%{__struct__: Decimal} = decimal) do
    pick([
      fn -> Map.put(decimal, :exp, pick([-6145, -6144, -29, -28, 28, 29, 6144, 6145])) end,
      fn -> Map.put(decimal, :exp, pick([10 ** 9, -(10 ** 9), 2 ** 63, -(2 ** 63), 2 ** 64])) end,
      fn -> Map.put(decimal, :exp, pick([nil, 1.0, "1"])) end,
      fn -> Map.put(decimal, :coef, pick(@coefs ++ @large_coefs)) end,
      fn -> Map.put(decimal, :coef, pick([:NaN, :inf, -1, -(2 ** 64), 1.0, nil, "1"])) end,
      fn -> Map.put(decimal, :sign, pick([0, -1, 1, 2, 1.0, -1.0, 2 ** 64, nil])) end,
      fn -> Map.delete(decimal, pick([:sign, :coef, :exp])) end,
      fn -> Map.put(decimal, pick([:other, "coef", :__exception__]), 1) end,
      fn -> Map.put(decimal, :__struct__, pick([Date, Decimal.Error, :Decimal, nil])) end,
      fn -> decimal |> Map.delete(:__struct__) |> Map.values() |> List.to_tuple() end,
      fn -> Map.get(decimal, :coef) end,
      fn -> pick(["19.99", "1", 19.99, 1]) end
    ]).()
  end

  def near(%{__struct__: module} = struct) do
    key = struct |> Map.keys() |> List.delete(:__struct__) |> pick()

    pick([
      fn -> Map.put(struct, key, part(key)) end,
      fn -> Map.put(struct, key, part(key)) end,
      fn -> Map.put(struct, key, part(key)) end,
      fn -> Map.put(struct, key, pick([nil, 1.0, "1", -1, 2 ** 64, :a, {1, 2}])) end,
      fn ->
        Map.merge(struct, Map.take(%{month: 2, day: pick([28, 29, 30])}, Map.keys(struct)))
      end,
      fn -> Map.delete(struct, key) end,
      fn -> Map.put(struct, pick([:other, "year", :__exception__, :hour, :year]), 1) end,
      fn -> Map.put(struct, :__struct__, pick(@modules -- [module])) end,
      fn -> Map.put(struct, :calendar, pick([nil, Calendar, Other.Calendar, "Calendar.ISO"])) end,
      fn -> struct |> Map.delete(:__struct__) |> Map.values() |> List.to_tuple() end,
      fn -> other_type(struct) end,
      fn -> pick(["2024-02-29", "12:30:00", "2024-02-29T12:30:00", 1_709_209_800]) end
    ]).()
  end

  defp part(:year), do: pick([-10_000, -9999, 9999, 10_000, 32_767, 32_768, 2023, 0, 2 ** 40])
  defp part(:month), do: pick([0, 1, 2, 12, 13, 127, 128, 255, 256])
  defp part(:day), do: pick([0, 1, 28, 29, 30, 31, 32, 128, 256])
  defp part(:hour), do: pick([0, 23, 24, 128, 255, 256])
  defp part(:minute), do: pick([0, 59, 60, 128, 256])
  defp part(:second), do: pick([0, 59, 60, 61, 128, 256])

  defp part(:microsecond) do
    pick([
      {1_000_000, 6},
      {999_999, 6},
      {0, 7},
      {0, -1},
      {-1, 6},
      {0, 0},
      {123, 3},
      {0, 256},
      {2 ** 32, 6},
      {0},
      {0, 6, 0},
      {0.0, 6},
      0,
      [0, 6]
    ])
  end

  defp part(:calendar), do: pick([Other.Calendar, nil])
  defp part(:time_zone), do: pick(["Europe/Berlin", "UTC", "Etc/GMT", "Etc/UTC ", "", :"Etc/UTC"])
  defp part(:zone_abbr), do: pick(["CET", "utc", "", :UTC])
  defp part(_offset), do: pick([3600, -3600, 1, 0.0, 2 ** 64])

  defp other_type(%Date{} = date), do: Map.put(~N[2024-02-29 00:00:00], :day, Map.get(date, :day))
  defp other_type(%DateTime{}), do: pick([~N[2024-02-29 12:30:00], ~D[2024-02-29]])
  defp other_type(_struct), do: pick([~U[2024-02-29 12:30:00Z], ~D[2024-02-29], ~T[12:30:00]])

  @doc "What JSON has for a term of a type, or for one that `spoiled/1` gives."
  @spec json(term) :: term
  def json({:spoiled, json}), do: json

  def json(%{__struct__: Decimal, coef: coef} = decimal) do
    text = decimal |> decimal_text() |> to_string()

    cond do
      # An integer has no sign to its zero, and a long string is not parsed.
      coef == 0 and decimal.sign == -1 -> decimal
      byte_size(text) > 1000 -> decimal
      decimal.exp == 0 and chance?(40) -> decimal.sign * coef
      true -> text
    end
  end

  def json(%DateTime{} = datetime) do
    naive = DateTime.to_naive(datetime)

    # The first and the last day have none beside them.
    minutes =
      if abs(naive.year) == 9999, do: 0, else: pick([0, 60, -60, 330, between(-1439..1439)])

    if minutes == 0,
      do: with_digits(naive) <> "Z",
      else: with_digits(NaiveDateTime.add(naive, minutes * 60)) <> offset(minutes)
  end

  def json(%Date{} = date), do: Date.to_iso8601(date)
  def json(%Time{} = time), do: with_digits(time)
  def json(%NaiveDateTime{} = naive), do: with_digits(naive)

  # Digits beyond microseconds are cut off. A precision cuts off digits that the number has.
  defp with_digits(%module{microsecond: {microsecond, precision}} = value) do
    text =
      if rem(microsecond, 10 ** (6 - precision)) == 0,
        do: module.to_iso8601(value),
        else: module.to_iso8601(%{value | microsecond: {microsecond, 6}})

    if String.contains?(text, ".") and chance?(10),
      do: Regex.replace(~r/\.(\d+)$/, text, &String.pad_trailing(&1, 7, "0")) <> "999",
      else: text
  end

  defp offset(minutes) do
    sign = if minutes < 0, do: "-", else: "+"
    two = &(&1 |> Integer.to_string() |> String.pad_leading(2, "0"))
    sign <> two.(div(abs(minutes), 60)) <> ":" <> two.(rem(abs(minutes), 60))
  end

  defp decimal_text(%{sign: sign, coef: coef, exp: exp}) do
    sign = if sign < 0, do: "-", else: pick(["", "", "+"])
    digits = Integer.to_string(coef)

    cond do
      exp == 0 ->
        [sign, digits]

      exp < 0 and exp > -400 and chance?(60) ->
        {whole, part} = digits |> String.pad_leading(1 - exp, "0") |> String.split_at(exp)
        [sign, whole, ".", part]

      true ->
        [sign, digits, pick(["e", "E"]), if(exp > 0, do: pick(["", "+"]), else: ""), "#{exp}"]
    end
  end

  @doc "A term in which the JSON of one struct of these is not one of its type; `:none` where there is none."
  @spec spoiled(term) :: {:spoiled, term} | :none
  def spoiled(term) do
    case count(term) do
      0 ->
        :none

      count ->
        {spoiled, _} = spoil(term, between(1..count))
        {:spoiled, spoiled}
    end
  end

  defp count(term) do
    cond do
      one?(term) -> 1
      is_map(term) -> term |> :maps.to_list() |> count()
      is_tuple(term) -> term |> Tuple.to_list() |> count()
      match?([_ | _], term) -> count(hd(term)) + count(tl(term))
      true -> 0
    end
  end

  # The one that is so far on, and how far it is behind a term without it.
  defp spoil(term, at) do
    cond do
      at <= 0 ->
        {term, at}

      one?(term) and at == 1 ->
        {{:spoiled, pick(@wrong[term.__struct__] ++ @wrong_everywhere)}, 0}

      one?(term) ->
        {term, at - 1}

      is_map(term) ->
        {pairs, at} = term |> :maps.to_list() |> spoil(at)
        {Map.new(pairs), at}

      is_tuple(term) ->
        {items, at} = term |> Tuple.to_list() |> spoil(at)
        {List.to_tuple(items), at}

      match?([_ | _], term) ->
        {head, at} = spoil(hd(term), at)
        {tail, at} = spoil(tl(term), at)
        {[head | tail], at}

      true ->
        {term, at}
    end
  end
end
