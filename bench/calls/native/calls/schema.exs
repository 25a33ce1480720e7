defmodule Calls.Schema do
  use RustInElixir.Schema, facade: Calls, crate: "calls"

  @moduledoc "Functions that do nothing, so that a call costs what the boundary costs."

  struct Point do
    field(:x, i64)
    field(:y, i64)
  end

  unit_enum(Status, [:draft, :placed, :paid, :shipped])

  struct Address do
    field :street, string
    field :city, string
    field :country, string | nil
  end

  struct Customer do
    field :id, u64
    field :name, string
    field :email, string | nil
    field :company, bool
    field :address, Address
  end

  struct Line do
    field(:sku, string)
    field(:quantity, u32)
    field(:price, f64)
  end

  struct Order do
    field(:id, u64)
    field(:number, string)
    field(:status, Status)
    field(:customer, Customer)
    field(:lines, [Line])
    field(:total, f64)
    field(:note, string | nil)
    field(:placed_at, i64)
    field(:shipped_at, i64 | nil)
  end

  @doc "A small struct in and out."
  nif(echo_point(point :: Point) :: Point)

  @doc "The same on the scheduler of the caller."
  nif(echo_point_normally(point :: Point) :: Point, schedule: :normal)

  @doc "A nested struct of twenty fields in and out."
  nif(echo_order(order :: Order) :: Order)

  @doc "The same on the scheduler of the caller."
  nif(echo_order_normally(order :: Order) :: Order, schedule: :normal)

  @doc "A long list of small structs in and out."
  nif(echo_points(points :: [Point]) :: [Point])

  @doc "The same on the scheduler of the caller."
  nif(echo_points_normally(points :: [Point]) :: [Point], schedule: :normal)

  @doc "A long list of small structs in, a number out."
  nif(count_points(points :: [Point]) :: u64)

  @doc "The same on the scheduler of the caller."
  nif(count_points_normally(points :: [Point]) :: u64, schedule: :normal)

  @doc "A list of integers in, a number out."
  nif(count_integers(integers :: [i64]) :: u64, schedule: :normal)

  @doc "A list of floats in, a number out."
  nif(count_floats(floats :: [f64]) :: u64, schedule: :normal)

  @doc "A list of strings in, a number out."
  nif(count_strings(strings :: [string]) :: u64, schedule: :normal)

  @doc "A text in, a number out."
  nif(length_of_text(text :: string) :: u64, schedule: :normal)

  @doc "Many numbers as one binary in, their sum out."
  nif(sum_packed(numbers :: packed(f64)) :: f64, schedule: :normal)

  @doc "The same numbers as a list."
  nif(sum_list(numbers :: [f64]) :: f64, schedule: :normal)

  @doc "A number in, so many bytes out."
  nif(make_bytes(size :: u32) :: binary, schedule: :normal)

  @doc "A text in, the words of it out, as parts of it."
  nif(words(text :: string) :: [slice(string)], schedule: :normal)

  @doc "The same words, each copied."
  nif(copied_words(text :: string) :: [string], schedule: :normal)

  @typedoc "A number that never changes."
  resource(Number)

  @doc "Makes one."
  nif(new_number(value :: u64) :: Number)

  @doc "A handle in, a number out."
  nif(value(number :: Number) :: u64)

  @doc "The same on the scheduler of the caller."
  nif(value_normally(number :: Number) :: u64, schedule: :normal)

  @typedoc "A number behind a lock."
  resource(Counter)

  @doc "Makes one."
  nif(new_counter() :: Counter)

  @doc "A handle in, whose value is locked and changed."
  nif(add(counter :: mut(Counter), by :: u64) :: u64)

  @doc "Handles in, whose values are all locked at once."
  nif(total(counters :: [Counter]) :: u64)

  @doc "Binaries in, their hash out."
  nif(hash(chunks :: stream(binary)) :: u64, chunk: 16)

  @doc "Strings in, a number out."
  nif(count_stream(strings :: stream(string)) :: u64)

  @typedoc "The hash of what was passed so far."
  resource(Hasher)

  @doc "Makes one."
  nif(new_hasher() :: Hasher)

  @doc "Adds a binary."
  nif(update(hasher :: mut(Hasher), chunk :: binary) :: :ok)

  @doc "The hash of all binaries."
  nif(digest(hasher :: Hasher) :: u64)
end
