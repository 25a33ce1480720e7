defmodule Demo.OrdersTest do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?(Demo.Orders.Native)
  end

  describe "change/3" do
    test "reaches Rust" do
      order = %Demo.Orders.Order{
        total: %Demo.Pricing.Price{amount: 0},
        discount: :none,
        lines: []
      }

      change = %{by: %Demo.Pricing.Price{amount: 1, currency: :eur}, note: "text"}

      assert_reaches_rust(fn -> Demo.Orders.change(order, change, 1) end)
    end
  end

  describe "pay/2" do
    test "reaches Rust" do
      range =
        {%Demo.Pricing.Price{amount: 1, currency: :eur},
         %Demo.Pricing.Price{amount: 1, currency: :eur}}

      rounding = [digits: 2, least: %Demo.Pricing.Price{amount: 1}]

      assert_reaches_rust(fn -> Demo.Orders.pay(range, rounding) end)
    end
  end

  describe "explain/1" do
    test "reaches Rust" do
      error = %Demo.Pricing.PriceError{
        message: "text",
        price: %Demo.Pricing.Price{amount: 1, currency: :eur}
      }

      assert_reaches_rust(fn -> Demo.Orders.explain(error) end)
    end
  end

  describe "link/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Orders.link("text") end)
    end
  end

  describe "follow/1" do
    test "reaches Rust" do
      assert_reaches_rust(fn -> Demo.Orders.follow(URI.parse("text")) end)
    end
  end

  describe "parse/1" do
    test "reaches Rust" do
      order = %Demo.Orders.Order{
        total: %Demo.Pricing.Price{amount: 0},
        discount: :none,
        lines: []
      }

      assert_reaches_rust(fn -> Demo.Orders.parse(order) end)
    end
  end

  # Asserts that the arguments reach Rust. Until the function is implemented, it panics there.
  defp assert_reaches_rust(call) do
    with {:error, error} when is_struct(error, Demo.Rust.ValidationError) <- call.(),
         do: flunk(Exception.message(error))
  rescue
    error in Demo.Rust.PanicError -> assert Exception.message(error) =~ "is not implemented yet"
  end
end
