defmodule Guards do
  @moduledoc """
  What a careful engineer writes by hand in front of a NIF: guards and patterns that say yes or no.

  They ask what the facade's function asks, and say nothing about what is wrong.
  """

  alias Calls.{Address, Counter, Customer, Line, Number, Order, Point}

  defguardp is_i64(value)
            when is_integer(value) and value >= -0x8000000000000000 and
                   value <= 0x7FFFFFFFFFFFFFFF

  defguardp is_u64(value)
            when is_integer(value) and value >= 0 and value <= 0xFFFFFFFFFFFFFFFF

  defguardp is_u32(value) when is_integer(value) and value >= 0 and value <= 0xFFFFFFFF
  defguardp is_status(value) when value in [:draft, :placed, :paid, :shipped]

  for name <- [:echo_point, :echo_point_normally] do
    def unquote(name)(value) do
      if point?(value), do: ByHand.unquote(name)(value), else: {:error, :invalid}
    end
  end

  for name <- [:echo_order, :echo_order_normally] do
    def unquote(name)(value) do
      if order?(value), do: ByHand.unquote(name)(value), else: {:error, :invalid}
    end
  end

  for name <- [:echo_points, :echo_points_normally, :count_points, :count_points_normally] do
    def unquote(name)(value) do
      if points?(value), do: ByHand.unquote(name)(value), else: {:error, :invalid}
    end
  end

  # What a reference leads to is for Rust to say.
  for name <- [:value, :value_normally] do
    def unquote(name)(%Number{reference: reference} = number) when is_reference(reference),
      do: ByHand.unquote(name)(number)

    def unquote(name)(_), do: {:error, :invalid}
  end

  def add(%Counter{reference: reference} = counter, by)
      when is_reference(reference) and is_u64(by),
      do: ByHand.add(counter, by)

  def add(_, _), do: {:error, :invalid}

  defp points?([point | rest]), do: point?(point) and points?(rest)
  defp points?(rest), do: rest == []

  defp point?(%Point{x: x, y: y} = value)
       when is_i64(x) and is_i64(y) and map_size(value) == 3,
       do: true

  defp point?(_), do: false

  defp order?(
         %Order{
           id: id,
           number: number,
           status: status,
           customer: customer,
           lines: lines,
           total: total,
           note: note,
           placed_at: placed_at,
           shipped_at: shipped_at
         } = value
       )
       when is_u64(id) and is_status(status) and is_float(total) and is_i64(placed_at) and
              (is_nil(shipped_at) or is_i64(shipped_at)) and map_size(value) == 10 do
    string?(number) and customer?(customer) and lines?(lines) and (is_nil(note) or string?(note))
  end

  defp order?(_), do: false

  defp customer?(
         %Customer{id: id, name: name, email: email, company: company, address: address} = value
       )
       when is_u64(id) and is_boolean(company) and map_size(value) == 6 do
    string?(name) and (is_nil(email) or string?(email)) and address?(address)
  end

  defp customer?(_), do: false

  defp address?(%Address{street: street, city: city, country: country} = value)
       when map_size(value) == 4 do
    string?(street) and string?(city) and (is_nil(country) or string?(country))
  end

  defp address?(_), do: false

  defp lines?([
         %Line{sku: sku, quantity: quantity, price: price} = line
         | rest
       ])
       when is_u32(quantity) and is_float(price) and map_size(line) == 4,
       do: string?(sku) and lines?(rest)

  defp lines?(rest), do: rest == []

  defp string?(value), do: is_binary(value) and String.valid?(value)
end
