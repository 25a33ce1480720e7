defmodule RustInElixir.BreakingTest do
  use ExUnit.Case, async: true

  alias Mix.Tasks.RustInElixir.Breaking, as: Task
  alias RustInElixir.{Breaking, BreakingFixtures, Core}

  doctest RustInElixir.Breaking
  doctest RustInElixir.Breaking.Report

  for {rule, sections} <- BreakingFixtures.all() do
    @rule rule
    @sections sections

    test "#{rule}: what it finds, and a harmless twin" do
      before = @sections["before"]
      found = BreakingFixtures.found(before, @sections["after"])
      assert found == @sections["found"]
      assert found =~ " #{@rule}: "

      twin_before = Map.get(@sections, "harmless before", before)
      found = BreakingFixtures.found(twin_before, @sections["harmless"])
      assert found == Map.get(@sections, "harmless found", "")
      refute found =~ ~r/^\S+ (breaking|risky|note) #{@rule}: /m
      refute found =~ ~r/^\S+ breaking /m
    end
  end

  test "every rule has a fixture" do
    {:ok, rules} = Core.rules()
    assert Enum.map(BreakingFixtures.all(), &elem(&1, 0)) == Enum.map(rules, & &1.name)
  end

  test "the documentation has the table of rules" do
    {:docs_v1, _, _, _, %{"en" => doc}, _, _} = Code.fetch_docs(Task)
    [_, table] = Regex.run(~r/<!-- rules -->\n(.*)\n<!-- end of rules -->/s, doc)
    assert String.trim(table) == Breaking.rule_table()
  end

  test "a schema compared with itself gives nothing" do
    for {_rule, sections} <- BreakingFixtures.all(),
        body <- [sections["before"], sections["after"], sections["harmless"]],
        body != "(none)",
        not (body =~ "waive ") do
      assert %{findings: [], bump: :patch} = BreakingFixtures.compare(body, body)
    end
  end
end
