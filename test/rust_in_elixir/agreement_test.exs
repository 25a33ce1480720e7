defmodule RustInElixir.AgreementTest do
  @moduledoc """
  The short run of `make agreement`: random schemas and random terms, new ones each time.

  ExUnit prints its seed, which replays them: `mix test --seed`.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.Agreement
  alias RustInElixir.Agreement.{Defaults, Draft, Oracle, Sabotage}

  test "validation, Rust and the oracle agree" do
    report = Agreement.run(ExUnit.configuration()[:seed], 2, 10_000, mode: :debug)
    assert report.defects == [], Agreement.summary(report)

    # That nothing was found means something only if there was something to find.
    assert report.schemas == 2
    assert report.counts.terms > 5_000
    assert report.counts.accepted > 1_000
    assert report.counts.refused > 700
  end

  test "notices a default that the core takes, or refuses, and should not" do
    word = %{
      name: "Word",
      kind: :newtype,
      inner: {:scalar, :string},
      constraints: [format: "^[a-z]+$"]
    }

    field = %{name: :word, type: {:named, "Word"}, default: {:value, "a\n"}}
    map = %{name: "Map", kind: :map, fields: [field]}
    draft = %Draft{seed: 0, facade: "A", crate: "a", types: [word, map], functions: []}

    assert [taken] = Defaults.disagreements(draft, [], true)

    assert taken =~
             ~S|the default "a\n" of Map's field :word (Word) is :error to the oracle, and the core takes it|

    assert Defaults.disagreements(draft, [{"Map", :word}], false) == []

    right = %{draft | types: [word, %{map | fields: [%{field | default: {:value, "a"}}]}]}
    assert Defaults.disagreements(right, [], true) == []
    assert [refused] = Defaults.disagreements(right, [{"Map", :word}], false)
    assert refused =~ "refuses it"
  end

  test "the oracle finds the base of newtypes, also where they are made of each other" do
    types = for {name, inner} <- [{"A", "B"}, {"B", "A"}, {"C", "D"}], do: newtype(name, inner)

    oracle =
      Oracle.new(%Draft{seed: 0, facade: "A", crate: "a", types: types, functions: []}, %{})

    assert Oracle.base(oracle, {:named, "A"}) == {:named, "A"}
    assert Oracle.base(oracle, {:named, "C"}) == {:named, "D"}
  end

  test "each text that sabotage replaces is in its template" do
    assert Sabotage.gone() == []
  end

  # On a seed whose first schema has what they break. `make agreement ARGS=--sabotage` tries them all.
  for name <- [
        "a validator that forgets a range",
        "a validator that takes days that do not exist",
        "a tuple whose elements change places in Rust"
      ] do
    @tag :extended
    test "notices #{name}" do
      {:caught, defect} = Sabotage.run(unquote(name), 5, 1, 5_000)
      assert defect =~ ~r/changed|accepted_though_invalid|refused_though_valid|taken_for_another/
    end
  end

  defp newtype(name, inner),
    do: %{name: name, kind: :newtype, inner: {:named, inner}, constraints: []}
end
