defmodule RustInElixir.Doctor.Report do
  @moduledoc false

  # Renders diagnoses for people, as JSON and for GitHub.

  alias RustInElixir.{Core, Doctor, Report}

  @doc """
  Two lines for each diagnosis, and then how many there are. `quiet?` leaves out notes, waived diagnoses and the count.
  """
  @spec text([Doctor.result()], [Core.DoctorRule.t()], boolean) :: [IO.ANSI.ansidata()]
  def text(results, rules, quiet?) do
    rules = Map.new(rules, &{&1.name, &1})
    found = diagnoses(results)
    shown = if quiet?, do: Enum.filter(found, &fails?/1), else: found
    Enum.flat_map(shown, &lines(&1, rules)) ++ if(quiet?, do: [], else: [counts(results, found)])
  end

  @doc "Whether a diagnosis fails the command: a warning that is not waived."
  @spec fails?(Core.Diagnosis.t()) :: boolean
  def fails?(diagnosis), do: diagnosis.gravity == :warning and diagnosis.waived == nil

  @doc "The diagnoses as one JSON object, in the shape that `mix help rust_in_elixir.doctor` documents."
  @spec json([Doctor.result()], [Core.DoctorRule.t()]) :: String.t()
  def json(results, rules) do
    rules = Map.new(rules, &{&1.name, &1})

    Report.JSON.object(
      format: 1,
      crates:
        for(
          {folder, found} <- results,
          do: [path: folder, name: found.crate_name, nifs: found.nifs]
        ),
      findings:
        for diagnosis <- diagnoses(results) do
          [
            rule: diagnosis.rule,
            severity: diagnosis.gravity,
            path: diagnosis.path,
            line: diagnosis.line,
            message: diagnosis.message,
            reason: rules[diagnosis.rule].why,
            advice: rules[diagnosis.rule].advice,
            waived: diagnosis.waived
          ]
        end
    )
  end

  @doc "An annotation for each diagnosis that is not waived, of the project at `root`."
  @spec github([Doctor.result()], [Core.DoctorRule.t()], Path.t()) :: [String.t()]
  def github(results, rules, root) do
    rules = Map.new(rules, &{&1.name, &1})

    for %{waived: nil} = diagnosis <- diagnoses(results) do
      level = if diagnosis.gravity == :warning, do: "error", else: "notice"
      message = "#{diagnosis.message}\n#{explanation(rules[diagnosis.rule])}"

      Report.GitHub.annotation(
        level,
        root,
        diagnosis.path,
        diagnosis.line,
        diagnosis.rule,
        message
      )
    end
  end

  defp diagnoses(results), do: for({_folder, found} <- results, it <- found.diagnoses, do: it)

  defp lines(%{waived: nil} = diagnosis, rules) do
    {colour, severity} = severity(diagnosis.gravity)
    message = " #{diagnosis.rule}: #{diagnosis.message}"

    [
      [place(diagnosis), ": ", colour, severity, :reset, message],
      "    " <> explanation(rules[diagnosis.rule])
    ]
  end

  defp lines(diagnosis, _rules) do
    [
      "#{place(diagnosis)}: waived #{diagnosis.rule}: #{diagnosis.message} (#{diagnosis.waived})"
    ]
  end

  defp place(diagnosis), do: "#{diagnosis.path}:#{diagnosis.line}"

  defp explanation(rule), do: "#{rule.why}; #{rule.advice}"

  defp severity(:warning), do: {:yellow, "warning"}
  defp severity(:note), do: {:cyan, "note"}

  defp counts(results, found) do
    {waived, open} = Enum.split_with(found, & &1.waived)

    counts =
      [
        {Enum.count(open, &(&1.gravity == :warning)), "warning", "warnings"},
        {Enum.count(open, &(&1.gravity == :note)), "note", "notes"},
        {length(waived), "waived", "waived"}
      ]
      |> Enum.reject(fn {count, _one, _many} -> count == 0 end)
      |> Enum.map_join(", ", &number/1)

    nifs = Enum.sum(for {_folder, found} <- results, do: found.nifs)

    "#{if counts == "", do: "nothing found", else: counts}, in #{number({length(results), "crate", "crates"})} " <>
      "with #{number({nifs, "NIF", "NIFs"})}"
  end

  defp number({1, one, _many}), do: "1 #{one}"
  defp number({count, _one, many}), do: "#{count} #{many}"
end
