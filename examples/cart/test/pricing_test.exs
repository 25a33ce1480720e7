defmodule Shop.PricingTest do
  use ExUnit.Case, async: true

  alias Shop.Pricing
  alias Shop.Pricing.{Cart, Invoice, Item}
  alias Shop.Rust.ValidationError

  # As a JSON library decodes the body of a request.
  @params %{
    "cart" => %{
      "currency" => "eur",
      "items" => [
        %{"sku" => "ABC-0001", "price" => "19.99", "quantity" => 3},
        %{"sku" => "SUB-0002", "price" => "4.50", "starts_on" => "2024-03-01"}
      ],
      "discounts" => [
        %{"percent" => "10"},
        %{"voucher" => %{"code" => "LEAP", "amount" => 5, "valid_until" => "2024-02-29"}}
      ],
      "tax" => "20",
      "placed_at" => "2024-02-29T13:30:00+01:00"
    }
  }

  # In a shop with the package `decimal` this is `Decimal.new/1`.
  defp decimal(coef, exp), do: %{__struct__: Decimal, sign: 1, coef: coef, exp: exp}

  defp changed(path, value),
    do:
      put_in(
        @params,
        ["cart" | Enum.map(path, &if(is_integer(&1), do: Access.at(&1), else: &1))],
        value
      )

  test "a cart in JSON has an invoice of decimals and dates" do
    assert {:ok, [cart]} = Pricing.cast(:price, @params)

    assert %Cart{
             items: [%Item{quantity: 3, starts_on: nil}, %Item{starts_on: ~D[2024-03-01]}],
             placed_at: ~U[2024-02-29 12:30:00Z]
           } = cart

    assert {:ok, %Invoice{} = invoice} = Pricing.price(cart)
    assert Enum.map(invoice.lines, & &1.total) == [decimal(5997, -2), decimal(450, -2)]
    assert invoice.subtotal == decimal(6447, -2)
    assert invoice.discount == decimal(1145, -2)
    assert invoice.tax == decimal(1060, -2)
    assert invoice.total == decimal(6362, -2)
    assert invoice.valid_until == ~U[2024-02-29 13:30:00.000000Z]
    assert invoice.due == ~D[2024-03-30]

    # `price/1` casts by itself as well.
    assert Pricing.price(@params["cart"]) == {:ok, invoice}
  end

  test "what has no price" do
    assert Pricing.price(changed(["items"], [])["cart"]) == {:error, :empty}

    late = changed(["placed_at"], "2024-03-01T00:00:00Z")
    assert Pricing.price(late["cart"]) == {:error, {:expired, "LEAP", ~D[2024-02-29]}}

    far = changed(["placed_at"], "9999-12-05T00:00:00Z")
    assert Pricing.price(far["cart"]) == {:error, :too_late}

    dear = changed(["items", 0, "price"], "79228162514264337593543950335")
    assert Pricing.price(dear["cart"]) == {:error, :overflow}
  end

  test "each mistake is told at its place in the JSON, in the words of JSON" do
    for {path, value, pointer, message} <- [
          {["currency"], "chf", "/cart/currency",
           ~s[cart.currency must be one of "eur", "usd", "gbp", got: "chf"]},
          {["items", 0, "price"], 19.99, "/cart/items/0/price",
           ~s(cart.items[0].price must be a decimal number as a string, such as "19.99", got: 19.99 ) <>
             "(a number that may be rounded; send it as a string)"},
          {["items", 0, "price"], "-1", "/cart/items/0/price",
           "cart.items[0].price must be at least 0, got: a smaller number"},
          {["items", 1, "starts_on"], "2024-02-30", "/cart/items/1/starts_on",
           ~s(cart.items[1].starts_on must be a date such as 2024-02-29, got: "2024-02-30")},
          {["items", 0, "quantity"], 1000, "/cart/items/0/quantity",
           "cart.items[0].quantity must be at most 999, got: 1000"},
          {["discounts", 1, "voucher", "valid_until"], nil,
           "/cart/discounts/1/voucher/valid_until",
           "cart.discounts[1].voucher.valid_until must be a date such as 2024-02-29, got: null"},
          {["placed_at"], "2024-02-29T13:30:00", "/cart/placed_at",
           ~s[cart.placed_at must be a date and time with an offset, such as 2024-02-29T12:30:00Z, got: "2024-02-29T13:30:00"]}
        ] do
      assert {:error, %ValidationError{errors: [error]}} =
               Pricing.cast(:price, changed(path, value))

      assert {error.pointer, error.message} == {pointer, message}
    end
  end

  test "all mistakes are told at once" do
    cart = %{"currency" => "eur", "items" => [%{"sku" => "1", "price" => "x"}], "tax" => "101"}
    assert {:error, error} = Pricing.cast(:price, %{"cart" => cart})

    assert error.errors |> Enum.map(&{&1.pointer, &1.code}) |> Enum.sort() == [
             {"/cart", :missing_key},
             {"/cart/items/0/price", :type},
             {"/cart/items/0/sku", :format},
             {"/cart/tax", :max}
           ]
  end
end
