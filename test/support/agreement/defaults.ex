defmodule RustInElixir.Agreement.Defaults do
  @moduledoc """
  Random defaults for the fields of a draft, right and wrong ones, and whether the core refuses those that the
  oracle does.
  """

  import RustInElixir.Agreement.Random

  alias RustInElixir.Agreement.{Draft, Oracle, Terms}

  @doc "Draws a default for about every other field."
  @spec draw(Draft.t()) :: Draft.t()
  def draw(draft) do
    oracle = Oracle.new(draft, %{})

    types =
      for definition <- draft.types do
        case definition do
          %{fields: fields} -> %{definition | fields: Enum.map(fields, &drawn(oracle, &1))}
          _ -> definition
        end
      end

    %{draft | types: types}
  end

  defp drawn(oracle, field) do
    if chance?(50) do
      %{field | default: oracle |> Terms.written(field.type) |> perhaps_wrong(oracle, field.type)}
    else
      field
    end
  end

  # What a validator of the user's own refuses, the core cannot know.
  defp perhaps_wrong({:value, term}, oracle, type) do
    near = Terms.near(term)
    custom? = Enum.any?(Oracle.reached(oracle, type), &(oracle.types[&1].kind == :custom))

    if chance?(25) and not custom? and Terms.writable?(near),
      do: {:value, near},
      else: {:value, term}
  end

  defp perhaps_wrong(:none, _oracle, _type), do: :none

  @doc """
  Each default of which the core and the oracle say something else; `refused` are those that the core refuses.

  One problem may keep the core from another one, so that what it takes counts once there is none.
  """
  @spec disagreements(Draft.t(), [{String.t(), atom}], boolean) :: [String.t()]
  def disagreements(draft, refused, final?) do
    oracle = Oracle.new(draft, %{})

    for %{fields: fields} = definition <- draft.types,
        %{default: {:value, default}} = field <- fields,
        verdict = Oracle.default(oracle, definition, field),
        core = disagrees(verdict, {definition.name, field.name} in refused, final?) do
      "the default #{inspect(default, limit: :infinity)} of #{definition.name}'s field #{inspect(field.name)} " <>
        "(#{Draft.notation(field.type)}) is #{inspect(verdict, limit: :infinity)} to the oracle, and the core #{core} it"
    end
  end

  defp disagrees(:error, false, true), do: "takes"
  defp disagrees({:ok, _}, true, _final?), do: "refuses"
  defp disagrees(_verdict, _refused?, _final?), do: nil
end
