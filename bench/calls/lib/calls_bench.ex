defmodule CallsBench do
  @moduledoc """
  A call through the facade, against hand-written guards and against the NIF alone.
  """

  alias Calls.{Address, Customer, Line, Native, Order, Point}

  # The most that a validated call of the nested struct may cost, as a multiple of the NIF alone.
  @target 1.10

  # The most that ten times as many locks may cost, as a multiple of ten times the cost.
  @locks_target 2.0

  @doc "Measures and prints."
  @spec run() :: :ok
  def run do
    points = for index <- 1..100_000, do: %Point{x: index, y: -index}

    IO.puts("| call | NIF alone | guards by hand | facade |")
    IO.puts("| --- | --- | --- | --- |")

    row("two fields, dirty CPU", %Point{x: 2, y: 3}, 5_000,
      nif: &Native.echo_point/1,
      guards: &Guards.echo_point/1,
      facade: &Calls.echo_point/1
    )

    row("two fields, normal", %Point{x: 2, y: 3}, 50_000,
      nif: &Native.echo_point_normally/1,
      guards: &Guards.echo_point_normally/1,
      facade: &Calls.echo_point_normally/1
    )

    nested =
      row("twenty fields, nested, dirty CPU", order(), 1_000,
        nif: &Native.echo_order/1,
        guards: &Guards.echo_order/1,
        facade: &Calls.echo_order/1
      )

    row("twenty fields, nested, normal", order(), 1_000,
      nif: &Native.echo_order_normally/1,
      guards: &Guards.echo_order_normally/1,
      facade: &Calls.echo_order_normally/1
    )

    row("list of 100,000 structs, dirty CPU", points, 1,
      nif: &Native.count_points/1,
      guards: &Guards.count_points/1,
      facade: &Calls.count_points/1
    )

    row("list of 100,000 structs, normal", points, 1,
      nif: &Native.count_points_normally/1,
      guards: &Guards.count_points_normally/1,
      facade: &Calls.count_points_normally/1
    )

    row("a handle, dirty CPU", Calls.new_number!(7), 5_000,
      nif: &Native.value/1,
      guards: &Guards.value/1,
      facade: &Calls.value/1
    )

    # A function that takes a lock gives {:ok, value} or {:error, error} from Rust already.
    row("a handle with a lock, dirty CPU", Calls.new_counter!(), 5_000,
      nif: &Native.add(&1, 0),
      guards: &Guards.add(&1, 0),
      facade: &Calls.add(&1, 0)
    )

    IO.puts("")
    IO.puts(Rounds.show_target("a facade call of the nested struct", nested, @target))
    locks()
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
        rounds: 11
      )

    ratio = Rounds.ratio(times, :many, :few)
    what = "one call that locks 100,000 handles, against ten that lock 10,000,"
    IO.puts("#{what} takes #{Rounds.show_ratio(ratio)}")
    IO.puts(Rounds.show_target(what, ratio, @locks_target))
  end

  defp row(name, argument, calls, functions) do
    [answer, answer, answer] = for {_, function} <- functions, do: function.(argument)

    candidates = for {name, function} <- functions, do: {name, fn -> function.(argument) end}
    times = Rounds.times(candidates, rounds: 101, calls: calls)

    facade = Rounds.ratio(times, :facade, :nif)
    guards = Rounds.ratio(times, :guards, :nif)
    alone = Rounds.spread(times.nif)

    IO.puts(
      "| #{name} | #{Rounds.show_time(alone.median)} | #{Rounds.show_ratio(guards)} | #{Rounds.show_ratio(facade)} |"
    )

    facade
  end

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
