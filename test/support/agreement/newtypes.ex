defmodule RustInElixir.Agreement.Newtypes do
  @moduledoc """
  Random newtypes: one that is drawn later may be made of one that was drawn before, and text may be asked
  for anything that a schema can ask of text.
  """

  import RustInElixir.Agreement.Random

  alias RustInElixir.Agreement.{Draft, Oracle, Terms}

  @integers ~w(i8 u8 i16 u16 i32 u64 i64 u128 i128 integer)a
  @formats [
    "^[a-z]+$",
    "^a",
    "\\d",
    "^\\p{L}{1,3}/$",
    "(?m)^b$",
    "a$|^$",
    "^\\s*\\S+\\s*$",
    "^[^$]*$"
  ]

  @doc "What a newtype is made of and what it asks for; `others` are the newtypes drawn so far."
  @spec draw((() -> Draft.type()), [Draft.definition()]) :: %{
          inner: Draft.type(),
          constraints: keyword
        }
  def draw(type, others) do
    {inner, wanted} =
      case weighted(text: 3, over: 5, integer: 1, float: 1, decimal: 1, other: 3) do
        :text -> {{:scalar, pick([:string, :path])}, text()}
        :integer -> {{:scalar, pick(@integers)}, pick([[min: 3, max: 90], [in: [1, 2, 100]]])}
        :float -> {{:scalar, pick([:f64, :f32])}, [min: -1.5, max: 1.0e10]}
        :decimal -> {{:scalar, :decimal}, pick([[min: 0, max: 1000], [min: -7], [max: 2 ** 70]])}
        :over -> over(others) || {{:scalar, :string}, text()}
        :other -> other(type)
      end

    %{inner: inner, constraints: satisfiable(inner, Enum.shuffle(wanted), others)}
  end

  defp over([]), do: nil

  defp over(others) do
    other = pick(others)

    wanted =
      case Oracle.base(oracle(others), {:named, other.name}) do
        {:scalar, scalar} when scalar in [:string, :path] ->
          text()

        {:scalar, scalar} when scalar in @integers ->
          pick([[max: 50], [min: 2], [in: [1, 2, 3]], []])

        {:scalar, scalar} when scalar in [:f64, :f32] ->
          pick([[max: 0.5], []])

        {:scalar, :decimal} ->
          pick([[max: 50], [min: 2], []])

        {:list, _} ->
          pick([[max_length: 2], []])

        {:set, _} ->
          pick([[max_length: 2], []])

        {:map, _, _} ->
          pick([[max_length: 1], []])

        _ ->
          []
      end

    {{:named, other.name}, wanted}
  end

  defp text do
    [
      {chance?(30), :trim, true},
      {chance?(30), :min_length, between(1..2)},
      {chance?(30), :max_length, between(3..4)},
      {chance?(30), :max_bytes, 5},
      {chance?(20), :format, pick(@formats)},
      {chance?(15), :in, Enum.uniq(some(1..3, fn -> pick(["a", "b c", "é", "ab/"]) end))}
    ]
    |> Enum.flat_map(fn {wanted, key, value} -> if wanted, do: [{key, value}], else: [] end)
  end

  defp other(type) do
    pick([
      {{:scalar, pick([:string, :binary, :path])}, [max_length: 4, max_bytes: 5]},
      {{:scalar, :binary}, [min_length: 2, max_length: 4]},
      {{:scalar, :atom}, [in: [:left, :"two words"]]},
      {{:scalar, :date}, [in: [~D[2024-02-29], ~D[-0001-12-31]]]},
      {{:list, type.()}, [min_length: 1, max_length: 3]},
      {{:map, {:scalar, :string}, type.()}, [max_length: 2]},
      {{:set, {:scalar, pick([:string, :u8, :date])}}, [min_length: 1, max_length: 3]},
      {type.(), []}
    ])
  end

  # Of constraints that no value meets, as many as leave some; what is listed has to meet them as well.
  defp satisfiable(_inner, [], _others), do: []

  defp satisfiable(inner, constraints, others) do
    definition = %{name: "Drawn", kind: :newtype, inner: inner, constraints: constraints}
    oracle = oracle([definition | others])
    accepted? = &match?({:ok, _}, Oracle.judge(oracle, {:named, "Drawn"}, &1))
    listed = Keyword.get(constraints, :in, [])

    cond do
      not match?({:scalar, _}, Oracle.base(oracle, inner)) -> constraints
      Enum.all?(listed, accepted?) and Terms.candidates(oracle, "Drawn") != [] -> constraints
      true -> satisfiable(inner, tl(constraints), others)
    end
  end

  defp oracle(newtypes) do
    Oracle.new(
      %Draft{seed: 0, facade: "Drawn", crate: "drawn", types: newtypes, functions: []},
      %{}
    )
  end
end
