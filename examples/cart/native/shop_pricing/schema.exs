defmodule Shop.Pricing.Schema do
  use RustInElixir.Schema, facade: Shop.Pricing, crate: "shop_pricing"

  @moduledoc "Prices shopping carts, to the cent."

  unit_enum Currency, [:eur, :usd, :gbp]

  @typedoc "How many of an item."
  newtype Quantity, u16, min: 1, max: 999

  @typedoc "An amount of money in the currency of the cart."
  newtype Price, decimal, min: 0

  @typedoc "A part of a hundred."
  newtype Percent, decimal, min: 0, max: 100

  newtype Sku, string, format: "^[A-Z]{3}-[0-9]{4}$"

  struct Item do
    field :sku, Sku
    @doc "Of one of them, without tax."
    field :price, Price
    field :quantity, Quantity, default: 1
    @doc "When a subscription begins; `nil` for anything else."
    field :starts_on, date | nil
  end

  @typedoc "What is taken off the sum of all items."
  tagged_enum Discount do
    variant :percent, Percent
    variant :voucher, %{code: string, amount: Price, valid_until: date}
  end

  @typedoc "A cart as a browser sends it."
  struct Cart do
    field :currency, Currency
    field :items, [Item]
    field :discounts, [Discount], default: []
    field :tax, Percent
    field :placed_at, datetime
    field :note, string | nil
  end

  struct Line do
    field :sku, Sku
    field :quantity, Quantity
    field :total, decimal
  end

  struct Invoice do
    field :currency, Currency
    field :lines, [Line]
    field :subtotal, decimal
    @doc "What all discounts take off; at most the subtotal."
    field :discount, decimal
    field :tax, decimal
    field :total, decimal
    @doc "An hour after the cart was placed."
    field :valid_until, datetime
    @doc "Thirty days after the cart was placed."
    field :due, date
  end

  @typedoc "Why a cart has no price."
  tagged_enum Refusal do
    @doc "There is nothing in it."
    variant :empty
    @doc "The code of the voucher, and its last day."
    variant :expired, string, date
    @doc "Its dates would be beyond the year 9999, the last one that Elixir has."
    variant :too_late
    @doc "An amount has more digits than there is room for."
    variant :overflow
  end

  @doc "Prices a cart."
  nif price(cart :: Cart) :: {:ok, Invoice} | {:error, Refusal}, schedule: :normal, cast: true
end
