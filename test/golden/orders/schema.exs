defmodule Demo.Orders.Schema do
  use RustInElixir.Schema, facade: Demo.Orders, crate: "demo_orders", loader: :rust_in_elixir

  @moduledoc "Orders, in types of another boundary: each kind that can be shared."

  alias Demo.Pricing
  alias Demo.Pricing.{Change, Price}

  struct Order do
    field :total, Price, default: %{amount: 0}
    field :discount, Pricing.Discount, default: :none
    field :lines, [Pricing.Line], default: []
  end

  nif change(order :: Order, change :: Change, key :: Pricing.Key) :: Order

  nif pay(range :: Pricing.Range, rounding :: Pricing.Rounding) ::
        {:ok, Pricing.Receipt} | {:error, Pricing.PriceError}

  nif explain(error :: Pricing.PriceError) :: string
  nif link(text :: string) :: Pricing.Link
  nif follow(link :: Pricing.Link) :: bool
  nif parse(order :: Order) :: Price, cast: true
end
