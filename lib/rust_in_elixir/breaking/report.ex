defmodule RustInElixir.Breaking.Report do
  @moduledoc false

  # Renders a comparison for people, or as JSON.

  alias RustInElixir.Core

  @doc """
  A line for each change, then how many there are, what was compared with, and how far to raise the
  version.
  """
  @spec lines(Core.Comparison.t(), String.t()) :: [IO.ANSI.ansidata()]
  def lines(comparison, against) do
    Enum.map(comparison.findings, &finding/1) ++
      [
        "#{counts(comparison.findings)}, compared with #{against}",
        "suggested version: #{version(comparison.bump)}"
      ]
  end

  @doc "A line for each breaking change."
  @spec breaking(Core.Comparison.t()) :: [IO.ANSI.ansidata()]
  def breaking(comparison),
    do: comparison.findings |> Enum.filter(&breaking?/1) |> Enum.map(&finding/1)

  @doc "The comparison as JSON, in the shape that `mix help rust_in_elixir.breaking` documents."
  @spec json(Core.Comparison.t(), String.t()) :: String.t()
  def json(comparison, against) do
    {:ok, json} = Core.comparison_as_json(comparison, against)
    json
  end

  @doc """
  Whether a change breaks callers and is not waived.

      iex> finding = %RustInElixir.Core.Finding{
      ...>   rule: "nif_removed", category: :callers, severity: :breaking, boundary: "demo",
      ...>   path: "f/1", line: 1, message: "`f/1` was removed"}
      iex> RustInElixir.Breaking.Report.breaking?(finding)
      true
      iex> RustInElixir.Breaking.Report.breaking?(%{finding | waived: "nobody calls it"})
      false
  """
  @spec breaking?(Core.Finding.t()) :: boolean
  def breaking?(finding), do: finding.severity == :breaking and finding.waived == nil

  defp finding(%{waived: nil} = finding) do
    {colour, severity} = severity(finding.severity)
    [place(finding), ": ", colour, severity, :reset, " #{finding.rule}: #{finding.message}"]
  end

  defp finding(finding) do
    [place(finding), ": waived #{finding.rule}: #{finding.message} (#{finding.waived})"]
  end

  defp place(finding), do: "native/#{finding.boundary}/schema.exs:#{finding.line}"

  defp severity(:breaking), do: {:red, "breaking"}
  defp severity(:risky), do: {:yellow, "risky"}
  defp severity(:note), do: {:cyan, "note"}

  defp counts([]), do: "no changes"

  defp counts(findings) do
    {waived, open} = Enum.split_with(findings, & &1.waived)

    [
      {Enum.count(open, &(&1.severity == :breaking)), "breaking"},
      {Enum.count(open, &(&1.severity == :risky)), "risky"},
      {Enum.count(open, &(&1.severity == :note)), "to note"},
      {length(waived), "waived"}
    ]
    |> Enum.reject(fn {count, _what} -> count == 0 end)
    |> Enum.map_join(", ", fn {count, what} -> "#{count} #{what}" end)
  end

  defp version(:major), do: "major (before 1.0, minor)"
  defp version(:minor), do: "minor (before 1.0, patch)"
  defp version(:patch), do: "patch"
end
