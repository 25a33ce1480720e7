defmodule RustInElixir.Report.Text do
  @moduledoc false

  # Renders a plan for people.
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
  The changes that a writer makes, or would make, as Mix's own generators print them.

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

  @doc "What is said of a plan with boundaries that changes nothing."
  @spec in_sync() :: line
  def in_sync, do: "everything matches its schema"

  @doc """
  Each file that does not match the schema, with its state and a unified diff to the wanted text. The command
  that fixes it, if there is one, comes last.
  """
  @spec drift(Plan.t(), String.t()) :: [line]
  def drift(plan, command) do
    shown = Enum.reject(Plan.drift(plan), &(&1.status == :unchanged))

    Enum.flat_map(shown, &[state(&1) | diff_lines(&1)]) ++
      mismatches(Plan.mismatches(plan)) ++ fixes(plan, command)
  end

  @doc """
  The user's functions that do not match the schema, and how to fix them: each with its place, and the
  signature to paste over it.
  """
  @spec mismatches(Plan.t(), String.t()) :: [line]
  def mismatches(plan, command) do
    entries = Plan.mismatches(plan)
    mismatches(entries) ++ signature_fix(entries, command)
  end

  @doc "The files that were left alone because they were edited by hand, and how to overwrite them."
  @spec edited(Plan.t(), String.t()) :: [line]
  def edited(plan, command) do
    case Plan.edited(plan) do
      [] ->
        []

      entries ->
        Enum.map(entries, &["#{&1.path} was edited by hand and was left unchanged"]) ++
          ["to discard the edits: #{command}#{FixCommand.force(entries)}"]
    end
  end

  @doc "The files that prevent writing, and how to overwrite them."
  @spec refused(Plan.t(), String.t()) :: [line]
  def refused(plan, command) do
    entries = Plan.refused(plan)
    foreign = Enum.filter(entries, &(&1.status == :foreign))

    Enum.map(entries, &["#{&1.path} ", refusal(&1)]) ++
      ["nothing was written"] ++ overwriting(foreign, command)
  end

  @doc "Why the test of a boundary, or the workflow of its releases, is left unchanged, or partly."
  @spec notes(Plan.t()) :: [String.t()]
  def notes(plan) do
    for %{owner: :user, status: :unchanged, path: path, reason: reason} when reason != nil <-
          plan.entries,
        String.starts_with?(path, ["test/", ".github/"]),
        do: reason
  end

  @doc """
  The result of a sync in a line, and a line for each problem; none if there was nothing to do.

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

    fix = if result.fix, do: ["to fix this: #{result.fix}"], else: []
    written ++ left ++ fix ++ if(result.error, do: Error.lines(result.error), else: [])
  end

  # At most three paths, for a line that is not too long.
  defp some(paths) do
    case Enum.split(paths, 3) do
      {paths, []} -> Enum.join(paths, ", ")
      {first, _others} -> Enum.join(first, ", ") <> " …"
    end
  end

  @doc """
  The unified diff of a file that does not match the schema; `nil` for a lock and for a file that cannot be
  read.
  """
  @spec diff(Plan.Entry.t()) :: String.t() | nil
  def diff(%{status: status}) when status in [:unreadable, :unchanged], do: nil

  # Nobody wants to compare a lock.
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
  def plain_state(%{status: :unchanged}), do: "in conflict with the schema"
  def plain_state(%{status: status}), do: status |> state_name() |> elem(1)

  @doc """
  A mismatch of one of the user's functions, as a sentence without its place.

      iex> mismatch = %RustInElixir.Core.Mismatch{label: "gone", line: 3, found: "fn gone()", expected: nil}
      iex> RustInElixir.Report.Text.mismatch(mismatch)
      "`gone` is not a function of the schema; delete it, or move it out of this block"
  """
  @spec mismatch(Core.Mismatch.t()) :: String.t()
  def mismatch(%{advice: advice}) when advice != nil, do: advice

  def mismatch(%{expected: nil, label: label}),
    do: "`#{label}` is not a function of the schema; delete it, or move it out of this block"

  def mismatch(%{label: label, found: found, expected: expected}) do
    "the signature of `#{label}` does not match the schema\n" <>
      "    found:    #{found}\n    expected: #{expected}"
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
      do: ["to fix the signatures only: #{command} --fix-signatures"],
      else: []
  end

  defp fixes(plan, command) do
    forced = FixCommand.overwritten(Plan.drift(plan))
    unreadable = Enum.filter(Plan.refused(plan), &(&1.status == :unreadable))

    mismatches = Plan.mismatches(plan)
    # The command itself does not fix mismatches.
    written = Enum.reject(Plan.drift(plan), &(&1.status == :unchanged))

    case {written, unreadable, forced} do
      {[], _, _} ->
        signature_fix(mismatches, command)

      {_, [], []} when mismatches != [] ->
        ["to fix the rest: #{command}" | signature_fix(mismatches, command)]

      {_, [], []} ->
        ["to fix this: #{command}"]

      {_, [], _} ->
        ["to fix this, and discard the edits: #{command}#{FixCommand.force(forced)}"]

      {_, _, _} ->
        [
          "to fix this: make the unreadable files readable, then #{command}#{FixCommand.force(forced)}"
        ]
    end
  end

  defp refusal(%{status: :foreign}), do: "exists and was not generated"
  defp refusal(%{status: :unreadable, reason: reason}), do: reason

  defp overwriting([], _command), do: []
  defp overwriting(entries, command), do: ["to overwrite: #{command}#{FixCommand.force(entries)}"]
end
