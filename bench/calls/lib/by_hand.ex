defmodule ByHand do
  @moduledoc "The NIFs of the crate `by_hand`: plain Rustler without validation, which all else is compared with."

  use RustInElixir.Loader, otp_app: :calls, crate: "by_hand"

  def echo_point(_point), do: :erlang.nif_error(:nif_not_loaded)
  def echo_point_normally(_point), do: :erlang.nif_error(:nif_not_loaded)
  def echo_order(_order), do: :erlang.nif_error(:nif_not_loaded)
  def echo_order_normally(_order), do: :erlang.nif_error(:nif_not_loaded)
  def echo_points(_points), do: :erlang.nif_error(:nif_not_loaded)
  def echo_points_normally(_points), do: :erlang.nif_error(:nif_not_loaded)
  def count_points(_points), do: :erlang.nif_error(:nif_not_loaded)
  def count_points_normally(_points), do: :erlang.nif_error(:nif_not_loaded)
  def count_integers(_integers), do: :erlang.nif_error(:nif_not_loaded)
  def count_floats(_floats), do: :erlang.nif_error(:nif_not_loaded)
  def count_strings(_strings), do: :erlang.nif_error(:nif_not_loaded)
  def length_of_text(_text), do: :erlang.nif_error(:nif_not_loaded)
  def sum_packed(_numbers), do: :erlang.nif_error(:nif_not_loaded)
  def make_bytes(_size), do: :erlang.nif_error(:nif_not_loaded)
  def words(_text), do: :erlang.nif_error(:nif_not_loaded)
  def new_number(_value), do: :erlang.nif_error(:nif_not_loaded)
  def value(_number), do: :erlang.nif_error(:nif_not_loaded)
  def value_normally(_number), do: :erlang.nif_error(:nif_not_loaded)
  def new_counter, do: :erlang.nif_error(:nif_not_loaded)
  def add(_counter, _by), do: :erlang.nif_error(:nif_not_loaded)
end
