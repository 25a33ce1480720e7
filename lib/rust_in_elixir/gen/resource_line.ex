defmodule RustInElixir.Gen.ResourceLine do
  @moduledoc false

  # The line of a schema that declares a resource, from the arguments of the command.

  alias RustInElixir.Schema.Signature

  @enforce_keys [:name, :options, :source]
  defstruct @enforce_keys

  @typedoc "The name, the given options, and the formatted source."
  @type t :: %__MODULE__{name: String.t(), options: keyword, source: String.t()}

  @doc """
  Makes the line.

      iex> {:ok, line} = RustInElixir.Gen.ResourceLine.new("Session", lock: :mutex, monitor: true)
      iex> line.source
      "resource Session, lock: :mutex, monitor: true"

      iex> RustInElixir.Gen.ResourceLine.new("session", [])
      {:error, "a resource needs a name such as `Table`, got: `session`"}
  """
  @spec new(String.t(), keyword) :: {:ok, t} | {:error, String.t()}
  def new(name, options) do
    cond do
      name =~ ~r/\A[A-Z][A-Za-z0-9_]*\z/ ->
        {:ok, %__MODULE__{name: name, options: options, source: source(name, options)}}

      name =~ ~r/[(:]/ ->
        {:error,
         "the arguments are a facade, a resource and signatures, in this order; " <>
           "the second one must be a resource, got the signature: `#{name}`"}

      true ->
        {:error, "a resource needs a name such as `Table`, got: `#{name}`"}
    end
  end

  @doc "The doc of the line."
  @spec doc(t) :: String.t()
  def doc(%__MODULE__{name: name}), do: "@typedoc \"A handle to a `#{name}`, which Rust keeps.\""

  defp source(name, options) do
    suffix = Enum.map_join(options, fn {key, value} -> ", #{key}: #{inspect(value)}" end)
    Signature.format("resource #{name}#{suffix}")
  end
end
