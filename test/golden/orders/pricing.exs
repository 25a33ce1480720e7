defmodule Demo.Pricing.Schema do
  use RustInElixir.Schema, facade: Demo.Pricing, crate: "demo_pricing"

  @moduledoc "Prices, which another boundary names types of."

  @typedoc "A number of cents."
  newtype Cents, i64, min: 0

  unit_enum Currency, [:eur, :usd]

  @typedoc "What something costs."
  struct Price do
    field :amount, Cents
    field :currency, Currency, default: :eur
  end

  tagged_enum Discount do
    variant :none
    variant :fixed, %{price: Price, note: string | nil}
  end

  untagged_enum Key do
    variant :number, u32
    variant :price, Price
  end

  map Change do
    field :by, Price
    field :note, string | nil
  end

  tuple Range do
    field :least, Price
    field :most, Price
  end

  record Line, :line do
    field :price, Price
    field :key, Key
  end

  options Rounding do
    field :digits, u8, default: 2
    field :least, Price, default: %{amount: 1}
  end

  exception PriceError do
    field :message, string
    field :price, Price | nil
  end

  remote Link, URI.t(), as: string, from: &URI.to_string/1, to: &URI.parse/1

  @typedoc "Only returned to callers of the other boundary, which needs no module of it."
  struct Receipt do
    field :lines, [Line]
  end
end
