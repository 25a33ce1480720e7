defmodule Guide.NameRule do
  @moduledoc """
  The rule of `Guide.Name`, which its decoder in Rust has as well.
  """

  @doc """
  Says whether a term is a name.

      iex> Guide.NameRule.validate(" elixir ")
      :ok
      iex> Guide.NameRule.validate(" ")
      {:error, "a string with more in it than white space"}
  """
  @spec validate(term()) :: :ok | {:error, String.t()}
  def validate(name) when is_binary(name) do
    if String.valid?(name) and String.trim(name) != "", do: :ok, else: refuse()
  end

  def validate(_name), do: refuse()

  defp refuse, do: {:error, "a string with more in it than white space"}
end
