defmodule RustInElixir.Report.GitHub do
  @moduledoc false

  # A result as annotations of GitHub Actions, one line for each file or problem.
  #
  # Paths are relative to the repository, of which a project may be a folder.

  alias RustInElixir.{Report, Report.Result}

  @doc """
  The annotations of a result of the project at `root`, and the command that fixes it.
  """
  @spec lines(Result.t(), Path.t()) :: [String.t()]
  def lines(result, root) do
    folder = folder(root, repository(root))
    error = result.error || %{problems: [], messages: []}

    problems =
      for {path, problem} <- error.problems,
          do: annotation(folder, path, problem.line, "wrong schema", problem.message)

    files =
      for entry <- result.files, entry.status != :unchanged do
        state = Report.Text.plain_state(entry)
        annotation(folder, entry.path, line(entry), state, sentence(entry, state, result.fix))
      end

    mismatches =
      for entry <- result.files,
          mismatch <- entry.mismatches,
          do:
            annotation(
              folder,
              entry.path,
              mismatch.line,
              mismatch.label,
              Report.Text.mismatch(mismatch)
            )

    message =
      for [_ | _] = messages <- [error.messages],
          do: "::error ::" <> (messages |> Enum.join("\n") |> escape())

    fix = for command <- List.wrap(result.fix), do: "to fix this: " <> command
    problems ++ files ++ mismatches ++ message ++ fix
  end

  @doc """
  The best line to show an entry at: that of the error, if it is known.

      iex> alias RustInElixir.{Plan.Entry, Report.GitHub}
      iex> entry = %Entry{path: "lib/a.ex", owner: :generator, status: :stale, old: "a\\nb\\n", new: "a\\nc\\n"}
      iex> GitHub.line(entry)
      2
  """
  @spec line(RustInElixir.Plan.Entry.t()) :: pos_integer
  def line(%{reason: reason}) when reason != nil do
    case Regex.run(~r/\bline (\d+)/, reason) do
      [_, line] -> String.to_integer(line)
      nil -> 1
    end
  end

  def line(%{old: old, new: new}) when nil in [old, new], do: 1

  # A function missing in a lib.rs is reported at its block.
  def line(%{missing: [_ | _], old: old}) do
    index = old |> String.split("\n") |> Enum.find_index(&(&1 =~ ~r/\A\s*impl\s+Nifs\s+for\b/))
    if index, do: index + 1, else: 1
  end

  def line(%{old: old, new: new}) do
    [old, new] = Enum.map([old, new], &String.split(&1, ["\r\n", "\n"]))
    same = old |> Enum.zip(new) |> Enum.take_while(fn {one, other} -> one == other end)
    max(min(length(same) + 1, length(old) - 1), 1)
  end

  defp sentence(entry, state, fix) do
    what =
      cond do
        entry.missing != [] -> "missing #{Enum.map_join(entry.missing, ", ", &"`#{&1}`")}"
        entry.reason != nil -> "#{state}: #{entry.reason}"
        true -> state
      end

    if fix, do: "#{what}; to fix this: #{fix}", else: what
  end

  @doc "An annotation of a file in the project at `root`; the level is `error` or `notice`."
  @spec annotation(String.t(), Path.t(), Path.t(), pos_integer, String.t(), String.t()) ::
          String.t()
  def annotation(level, root, path, line, title, message),
    do: annotated(level, folder(root, repository(root)), path, line, title, message)

  defp annotation(folder, path, line, title, message),
    do: annotated("error", folder, path, line, title, message)

  defp annotated(level, folder, path, line, title, message) do
    properties = [file: Path.join(folder, path), line: line, title: "rust_in_elixir: #{title}"]

    "::#{level} " <>
      Enum.map_join(properties, ",", fn {key, value} -> "#{key}=#{escape_property(value)}" end) <>
      "::" <> escape(message)
  end

  # As the toolkit of GitHub's own actions escapes.
  defp escape(text) do
    text
    |> String.replace("%", "%25")
    |> String.replace("\r", "%0D")
    |> String.replace("\n", "%0A")
  end

  defp escape_property(value) do
    value
    |> to_string()
    |> escape()
    |> String.replace(":", "%3A")
    |> String.replace(",", "%2C")
  end

  defp folder(root, repository) when repository in [nil, root], do: ""
  defp folder(root, repository), do: Path.relative_to(root, repository)

  @doc "The root of the repository that a folder lies in; `nil` where there is none."
  @spec repository(Path.t()) :: Path.t() | nil
  def repository(folder) do
    cond do
      File.exists?(Path.join(folder, ".git")) -> folder
      Path.dirname(folder) == folder -> nil
      true -> repository(Path.dirname(folder))
    end
  end
end
