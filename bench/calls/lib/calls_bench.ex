defmodule CallsBench do
  @moduledoc """
  The facade, which validates, against a crate on plain Rustler that does not, and against guards in front of that.
  """

  alias Calls.{Address, Customer, Line, Order, Point}

  # Each candidate runs for about so many microseconds in a round: CPU time is not exact.
  @round 40_000
  @rounds 21

  # The most that ten times as many locks may cost, as a multiple of ten times the cost.
  @locks_target 2.0

  @doc "Measures and prints."
  @spec run() :: :ok
  def run do
    IO.puts("| call | plain Rustler | guards in front of it | facade | target |")
    IO.puts("| --- | --- | --- | --- | --- |")

    point = %Point{x: 2, y: 3}
    echo("two fields, normal", :echo_point_normally, point, 0.65)
    echo("two fields, dirty CPU", :echo_point, point)
    echo("twenty fields, nested, normal", :echo_order_normally, order(), 0.75)
    echo("twenty fields, nested, dirty CPU", :echo_order, order(), 1.00)

    points = for index <- 1..100_000, do: %Point{x: index, y: -index}
    echo("100,000 structs in, normal", :count_points_normally, points, 0.90)
    echo("100,000 structs in, dirty CPU", :count_points, points, 0.90)
    echo("100,000 structs in and out, normal", :echo_points_normally, points)
    echo("100,000 structs in and out, dirty CPU", :echo_points, points)

    plain("100,000 integers in", :count_integers, Enum.to_list(1..100_000), 0.95)
    plain("100,000 floats in", :count_floats, Enum.map(1..100_000, &(&1 / 1)), 0.80)
    plain("100,000 strings in", :count_strings, Enum.map(1..100_000, &"item #{&1}"), 1.00)
    plain("a text of 10 kB in", :length_of_text, text(10_000), 1.05)
    plain("a text of 1 MB in", :length_of_text, text(1_000_000), 1.05)
    plain("a million floats as one binary, summed", :sum_packed, packed(1_000_000), 1.05)
    plain("a binary of 100 kB out", :make_bytes, 100_000, 1.00)
    plain("a binary of 1 MB out", :make_bytes, 1_000_000, 0.10)
    plain("a binary of 10 MB out", :make_bytes, 10_000_000, 1.00)
    plain("the words of a text of 1 MB out, as parts of it", :words, text(1_000_000), 1.00)

    handle("a handle, normal", :new_number, [7], :value_normally, [])
    handle("a handle, dirty CPU", :new_number, [7], :value, [], 1.05)
    handle("a handle with a lock, dirty CPU", :new_counter, [], :add, [0], 1.05)

    IO.puts("")
    packed_or_list()
    slices_or_copies()
    refusals(point)
    locks()
  end

  # A function with one argument, which guards check too.
  defp echo(name, function, argument, target \\ nil) do
    argument = constant(argument)

    candidates =
      for module <- [ByHand, Guards, Calls], do: {module, call(module, function, [argument])}

    row(name, candidates, target)
  end

  defp plain(name, function, argument, target) do
    argument = constant(argument)

    row(
      name,
      for(module <- [ByHand, Calls], do: {module, call(module, function, [argument])}),
      target
    )
  end

  # Each side has a handle of its own.
  defp handle(name, new, values, function, arguments, target \\ nil) do
    by_hand = apply(ByHand, new, values)
    {:ok, handle} = apply(Calls, new, values)

    row(
      name,
      [
        {ByHand, call(ByHand, function, [by_hand | arguments])},
        {Guards, call(Guards, function, [by_hand | arguments])},
        {Calls, call(Calls, function, [handle | arguments])}
      ],
      target
    )
  end

  defp row(name, candidates, target) do
    [answer | answers] = for {_, run} <- candidates, do: run.()

    for other <- answers,
        other not in [answer, {:ok, answer}],
        do: raise("#{name}: #{inspect(other)}")

    times = times(candidates)

    guards =
      if times[Guards], do: Rounds.show_ratio(Rounds.ratio(times, Guards, ByHand)), else: "–"

    facade = Rounds.ratio(times, Calls, ByHand)
    alone = Rounds.show_time(Rounds.spread(times[ByHand]).median)

    IO.puts(
      "| #{name} | #{alone} | #{guards} | #{Rounds.show_ratio(facade)} | #{verdict(facade, target)} |"
    )
  end

  defp verdict(_ratio, nil), do: "–"

  defp verdict(%{median: median}, target) do
    met = if Float.round(median, 2) <= target, do: "met", else: "MISSED"
    "#{:erlang.float_to_binary(target, decimals: 2)} #{met}"
  end

  # The same numbers as a list.
  defp packed_or_list do
    binary = constant(packed(1_000_000))
    list = constant(for <<number::float-native <- binary>>, do: number)

    times =
      times(
        packed: fn -> Calls.sum_packed!(binary) end,
        list: fn -> Calls.sum_list!(list) end
      )

    ratio = Rounds.show_ratio(Rounds.ratio(times, :packed, :list))
    IO.puts("a million floats as one binary, summed, take #{ratio} what they take as a list")
  end

  # The same words as parts of the text, and as texts of their own.
  defp slices_or_copies do
    text = constant(text(1_000_000))

    times =
      times(
        slices: fn -> Calls.words!(text) end,
        copies: fn -> Calls.copied_words!(text) end
      )

    ratio = Rounds.show_ratio(Rounds.ratio(times, :slices, :copies))
    IO.puts("the words of a text of 1 MB, as parts of it, take #{ratio} what copies of them take")
  end

  # A call with one problem, which Rust refuses and Elixir explains, against a valid one.
  defp refusals(point) do
    wrong_point = %{point | y: "3"}
    order = order()
    wrong_order = put_in(order.customer.address.city, nil)

    for {name, function, valid, wrong} <- [
          {"two fields", :echo_point_normally, point, wrong_point},
          {"twenty fields, nested", :echo_order_normally, order, wrong_order}
        ] do
      {:error, %Calls.Rust.ValidationError{}} = apply(Calls, function, [wrong])

      times =
        times(
          valid: call(Calls, function, [constant(valid)]),
          refused: call(Calls, function, [constant(wrong)])
        )

      time = Rounds.show_time(Rounds.spread(times.refused).median)
      ratio = Rounds.show_ratio(Rounds.ratio(times, :refused, :valid))
      IO.puts("a refused call with #{name} takes #{time}, #{ratio} a valid one")
    end
  end

  # Were each lock held against every other one, it would be ten.
  defp locks do
    [few, many] = for count <- [10_000, 100_000], do: for(_ <- 1..count, do: Calls.new_counter!())

    times =
      Rounds.times(
        [
          few: fn -> for _ <- 1..10, do: Calls.total!(few) end,
          many: fn -> Calls.total!(many) end
        ],
        rounds: 11,
        clock: :cpu
      )

    ratio = Rounds.ratio(times, :many, :few)
    what = "one call that locks 100,000 handles, against ten that lock 10,000,"
    IO.puts("#{what} takes #{Rounds.show_ratio(ratio)}")
    IO.puts(Rounds.show_target(what, ratio, @locks_target))
  end

  defp times([{_name, run} | _] = candidates) do
    Rounds.times(candidates,
      rounds: @rounds,
      calls: calls(run, 1),
      before: &:erlang.garbage_collect/0,
      clock: :cpu
    )
  end

  # How often a candidate is called in a round.
  defp calls(run, calls) do
    [time] = Rounds.times([run: run], rounds: 1, calls: calls, clock: :cpu).run
    if time * calls >= @round / 2, do: ceil(@round / time), else: calls(run, calls * 4)
  end

  # Without `apply`, which costs as much as a guard.
  defp call(module, function, [argument]) do
    function = Function.capture(module, function, 1)
    fn -> function.(argument) end
  end

  defp call(module, function, [first, second]) do
    function = Function.capture(module, function, 2)
    fn -> function.(first, second) end
  end

  # A term that garbage collection leaves in its place.
  defp constant(term) do
    key = {__MODULE__, make_ref()}
    :persistent_term.put(key, term)
    :persistent_term.get(key)
  end

  defp packed(count), do: for(number <- 1..count, into: <<>>, do: <<number / 1::float-native>>)

  defp text(bytes),
    do: "Hello, wörld! " |> String.duplicate(div(bytes, 15) + 1) |> binary_part(0, bytes)

  defp order do
    %Order{
      id: 1_048_576,
      number: "2024-000417",
      status: :paid,
      customer: %Customer{
        id: 77,
        name: "Ada Lovelace",
        email: "ada@example.com",
        company: false,
        address: %Address{street: "Rúa do Franco 12", city: "Santiago", country: nil}
      },
      lines: [
        %Line{sku: "KB-104-ISO", quantity: 1, price: 89.9},
        %Line{sku: "CABLE-USB-C-2M", quantity: 3, price: 7.5}
      ],
      total: 112.4,
      note: "Please ring twice; the bell is a little deaf.",
      placed_at: 1_714_555_555,
      shipped_at: nil
    }
  end
end
