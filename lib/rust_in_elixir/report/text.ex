defmodule RustInElixir.Report.Text do
  @moduledoc false

  # Turns a plan into what a person reads.
  #
  # Every function gives lines as `t:IO.ANSI.ansidata/0`, for `Mix.shell/0` to print; colours show on
  # terminals only.

  alias RustInElixir.{
    Core,
    Error,
    Plan,
    Plan.Entry,
    Report.FixCommand,
    Report.Result,
    Text.SourceText
  }

  @type line :: IO.ANSI.ansidata()

  @doc """
  What a writer does, or would do, in the manner of Mix's own generators.

      iex> alias RustInElixir.{Plan.Entry, Report}
      iex> entry = %Entry{path: "lib/a.ex", owner: :generator, status: :missing, new: ""}
      iex> [line] = Report.Text.changes([entry])
      iex> IO.iodata_to_binary(IO.ANSI.format(line, false))
      "* creating lib/a.ex"
  """
  @spec changes([Plan.Entry.t()]) :: [line]
  def changes(entries) do
    for entry <- entries do
      {colour, verb} = verb(entry)
      [colour, "* #{verb} ", :reset, entry.path, missing_functions(entry)]
    end
  end

  @doc """
  Each file that is not as the schema asks for, with its state and a unified diff that ends at what
  the schema asks for. The command that fixes it, as far as one does, comes last.
  """
  @spec drift(Plan.t(), String.t()) :: [line]
  def drift(plan, command) do
    shown = Enum.reject(Plan.drift(plan), &(&1.status == :unchanged))

    Enum.flat_map(shown, &[state(&1) | diff_lines(&1)]) ++
      mismatches(Plan.mismatches(plan)) ++ fixes(plan, command)
  end

  @doc """
  The functions of the user's that are not as the schema asks for, and how to fix them: each with
  its place, and the signature that can be pasted over it.
  """
  @spec mismatches(Plan.t(), String.t()) :: [line]
  def mismatches(plan, command) do
    entries = Plan.mismatches(plan)
    mismatches(entries) ++ signature_fix(entries, command)
  end

  @doc "The files that were left alone because they were edited by hand, and how to have them written."
  @spec edited(Plan.t(), String.t()) :: [line]
  def edited(plan, command) do
    case Plan.edited(plan) do
      [] ->
        []

      entries ->
        Enum.map(entries, &["#{&1.path} was edited by hand and was left as it is"]) ++
          ["to lose the edit: #{command}#{FixCommand.force(entries)}"]
    end
  end

  @doc "The files that stand in the way, and how to get past them."
  @spec refused(Plan.t(), String.t()) :: [line]
  def refused(plan, command) do
    entries = Plan.refused(plan)
    foreign = Enum.filter(entries, &(&1.status == :foreign))

    Enum.map(entries, &["#{&1.path} ", refusal(&1)]) ++
      ["nothing was written"] ++ overwriting(foreign, command)
  end

  @doc "Why the test of a boundary, or the workflow of its releases, is left as it is, or in part."
  @spec notes(Plan.t()) :: [String.t()]
  def notes(plan) do
    for %{owner: :user, status: :unchanged, path: path, reason: reason} when reason != nil <-
          plan.entries,
        String.starts_with?(path, ["test/", ".github/"]),
        do: reason
  end

  @doc """
  What a sync did, in a line or as few as there are problems; nothing where there was nothing to do.

      iex> alias RustInElixir.{Report, Report.Result}
      iex> Report.Text.brief(%Result{status: :in_sync, written: ["lib/a.ex", "lib/b.ex"]})
      ["wrote 2 files: lib/a.ex, lib/b.ex"]
  """
  @spec brief(Result.t()) :: [String.t()]
  def brief(result) do
    written =
      case result.written do
        [] -> []
        [path] -> ["wrote 1 file: #{path}"]
        paths -> ["wrote #{length(paths)} files: #{some(paths)}"]
      end

    left =
      for entry <- result.files do
        reason = if entry.reason, do: ": #{entry.reason}", else: ""
        "#{entry.path} is #{plain_state(entry)}#{reason}"
      end

    fix = if result.fix, do: ["to mend this: #{result.fix}"], else: []
    written ++ left ++ fix ++ if(result.error, do: Error.lines(result.error), else: [])
  end

  # A line that a terminal still shows as one.
  defp some(paths) do
    case Enum.split(paths, 3) do
      {paths, []} -> Enum.join(paths, ", ")
      {first, _others} -> Enum.join(first, ", ") <> " …"
    end
  end

  @doc """
  The unified diff of a file that is not as the schema asks for; `nil` for a lock and for a file that
  cannot be read.
  """
  @spec diff(Plan.Entry.t()) :: String.t() | nil
  def diff(%{status: status}) when status in [:unreadable, :unchanged], do: nil

  # A lock holds nothing that a person would want to compare.
  def diff(%{path: path, old: old, new: new} = entry) do
    unless Entry.lock?(entry) do
      [old, new] = Enum.map([old, new], &SourceText.normalise(&1 || ""))
      {:ok, diff} = Core.unified_diff(path, old, new)
      diff
    end
  end

  @doc """
  The state of a file in a word or two, as `drift/2` has it.

      iex> alias RustInElixir.{Plan.Entry, Report}
      iex> Report.Text.plain_state(%Entry{path: "lib/a.ex", owner: :generator, status: :stale})
      "out of date"
  """
  @spec plain_state(Plan.Entry.t()) :: String.t()
  def plain_state(%{missing: [_ | _]}), do: "incomplete"
  def plain_state(%{status: :unreadable}), do: "unreadable"
  def plain_state(%{status: :unchanged}), do: "not as the schema asks for"
  def plain_state(%{status: status}), do: status |> state_name() |> elem(1)

  @doc """
  What is wrong with a function of the user's, as a sentence without its place.

      iex> mismatch = %RustInElixir.Core.Mismatch{label: "gone", line: 3, found: "fn gone()", expected: nil}
      iex> RustInElixir.Report.Text.mismatch(mismatch)
      "gone is no function of the schema; delete it, or move it out of this block"
  """
  @spec mismatch(Core.Mismatch.t()) :: String.t()
  def mismatch(%{advice: advice}) when advice != nil, do: advice

  def mismatch(%{expected: nil, label: label}),
    do: "#{label} is no function of the schema; delete it, or move it out of this block"

  def mismatch(%{label: label, found: found, expected: expected}) do
    "#{label} is written with another signature than the schema asks for\n" <>
      "    written:   #{found}\n    asked for: #{expected}"
  end

  defp verb(%{new: nil}), do: {:red, "removing"}
  defp verb(%{old: nil}), do: {:green, "creating"}
  defp verb(_), do: {:yellow, "updating"}

  defp missing_functions(%{missing: []}), do: ""
  defp missing_functions(%{missing: missing}), do: " (#{Enum.join(missing, ", ")})"

  defp state(%{missing: [_ | _]} = entry),
    do: [:yellow, "* incomplete ", :reset, entry.path, missing_functions(entry)]

  defp state(%{status: :unreadable} = entry),
    do: [:red, "* unreadable ", :reset, entry.path, ": ", entry.reason]

  defp state(%{status: :edited, new: nil} = entry),
    do: [:red, "* edited by hand ", :reset, entry.path, ", and no longer part of the boundary"]

  defp state(entry) do
    {colour, state} = state_name(entry.status)

    [
      colour,
      "* #{state} ",
      :reset,
      entry.path,
      if(entry.reason, do: ": " <> entry.reason, else: "")
    ]
  end

  defp state_name(:missing), do: {:yellow, "missing"}
  defp state_name(:stale), do: {:yellow, "out of date"}
  defp state_name(:orphan), do: {:yellow, "no longer part of the boundary"}
  defp state_name(:edited), do: {:red, "edited by hand"}
  defp state_name(:foreign), do: {:red, "not generated"}

  defp diff_lines(entry),
    do: for(diff <- List.wrap(diff(entry)), do: String.trim_trailing(diff, "\n"))

  defp mismatches(entries) do
    for entry <- entries,
        mismatch <- entry.mismatches,
        do: "#{entry.path}:#{mismatch.line}: #{mismatch(mismatch)}"
  end

  # The command that fixes signatures, if there is one that it fixes.
  defp signature_fix(entries, command) do
    if FixCommand.signatures?(entries),
      do: ["to change the signatures, and no body: #{command} --fix-signatures"],
      else: []
  end

  defp fixes(plan, command) do
    forced = FixCommand.overwritten(Plan.drift(plan))
    unreadable = Enum.filter(Plan.refused(plan), &(&1.status == :unreadable))

    mismatches = Plan.mismatches(plan)
    # What only has mismatches is nothing that the command itself fixes.
    written = Enum.reject(Plan.drift(plan), &(&1.status == :unchanged))

    case {written, unreadable, forced} do
      {[], _, _} ->
        signature_fix(mismatches, command)

      {_, [], []} when mismatches != [] ->
        ["to mend the rest: #{command}" | signature_fix(mismatches, command)]

      {_, [], []} ->
        ["to mend this: #{command}"]

      {_, [], _} ->
        ["to mend this, and lose what was not generated: #{command}#{FixCommand.force(forced)}"]

      {_, _, _} ->
        [
          "to mend this: make the unreadable files readable, then #{command}#{FixCommand.force(forced)}"
        ]
    end
  end

  defp refusal(%{status: :foreign}), do: "exists and was not generated"
  defp refusal(%{status: :unreadable, reason: reason}), do: reason

  defp overwriting([], _command), do: []
  defp overwriting(entries, command), do: ["to overwrite: #{command}#{FixCommand.force(entries)}"]
end
