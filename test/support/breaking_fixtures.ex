defmodule RustInElixir.BreakingFixtures do
  @moduledoc """
  Reads `test/fixtures/breaking.txt`, and compares the schemas in it.
  """

  alias RustInElixir.{Breaking, Core, Schema}

  @path Path.expand("../fixtures/breaking.txt", __DIR__)
  @today "2026-06-01"

  @doc "The file that the fixtures stand in."
  @spec path() :: Path.t()
  def path, do: @path

  @doc "Each rule with its sections by their names."
  @spec all() :: [{String.t(), %{String.t() => String.t()}}]
  def all do
    [_preface | rules] = @path |> File.read!() |> String.split(~r/^=== /m)

    for text <- rules do
      [rule | sections] = String.split(text, ~r/^--- /m)
      {String.trim(rule), Map.new(sections, &section/1)}
    end
  end

  @doc "The findings between two bodies of a schema, as the task prints them."
  @spec found(String.t(), String.t()) :: String.t()
  def found(before, now) do
    comparison = compare(before, now)

    comparison.findings
    |> Enum.map(fn finding ->
      [line | _] = Breaking.Report.lines(%{comparison | findings: [finding]}, "")
      line |> IO.ANSI.format(false) |> IO.iodata_to_binary()
    end)
    |> Enum.join("\n")
  end

  @doc "Compares two bodies of a schema."
  @spec compare(String.t(), String.t(), String.t()) :: Core.Comparison.t()
  def compare(before, now, today \\ @today) do
    {:ok, contract} = Core.contract(boundary(before))
    boundaries = if now == "(none)", do: %{}, else: %{"demo" => boundary(now)}
    {:ok, comparison} = Core.compare(%{"demo" => contract}, boundaries, today)
    comparison
  end

  @doc "The boundary of a body. Its first line may say what the head has instead."
  @spec boundary(String.t()) :: Core.Boundary.t()
  def boundary(body) do
    {head, body} =
      case Regex.run(~r/\A\((\w+): (\S+)\)\n(.*)\z/s, body) do
        [_, key, value, body] -> {%{key => value}, body}
        nil -> {%{}, body}
      end

    crates = for key <- ["time", "decimal"], value = head[key], do: ", #{key}: #{value}"

    text = """
    defmodule #{head["schema"] || "Demo.Schema"} do
      use RustInElixir.Schema, facade: #{head["facade"] || "Demo"}, crate: "#{head["crate"] || "demo"}"#{crates}
    #{body}
    end
    """

    {:ok, boundary} = Schema.load_string(text, "native/demo/schema.exs")
    [] = boundary.problems
    boundary
  end

  defp section(text) do
    [name | body] = String.split(text, "\n", parts: 2)
    {name, body |> Enum.join() |> String.trim_trailing()}
  end
end
