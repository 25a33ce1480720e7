defmodule RustInElixir.Report.JSON do
  @moduledoc false

  # A result as one JSON object, whose keys docs/ci.md explains. `format` grows when a key changes its meaning or is
  # removed, not when one is added.

  alias RustInElixir.{Report, Report.Result}

  @escapes %{?" => "\\\"", ?\\ => "\\\\", ?\n => "\\n", ?\r => "\\r", ?\t => "\\t"}

  @doc "The object, on several lines, with a newline at its end."
  @spec render(Result.t()) :: String.t()
  def render(result) do
    error = result.error || %{problems: [], messages: []}

    object = [
      format: 1,
      status: result.status,
      boundaries: Enum.map(result.boundaries, &boundary/1),
      files: Enum.map(result.files, &file/1),
      written: result.written,
      problems: Enum.map(error.problems, &problem/1),
      message: if(error.messages != [], do: Enum.join(error.messages, "\n")),
      fix: result.fix
    ]

    object(object)
  end

  @doc "A keyword list as an object; a list of such as an array of objects."
  @spec object(keyword) :: String.t()
  def object(object), do: IO.iodata_to_binary([encode(object, "\n"), "\n"])

  defp boundary({path, status}), do: [name: Path.basename(path), path: path, status: status]

  defp file(entry) do
    [
      path: entry.path,
      boundary: entry.boundary,
      owner: entry.owner,
      status: entry.status,
      missing: entry.missing,
      mismatches: Enum.map(entry.mismatches, &mismatch/1),
      reason: entry.reason,
      diff: Report.Text.diff(entry)
    ]
  end

  defp mismatch(mismatch) do
    Enum.map([:label, :line, :found, :expected, :advice], &{&1, Map.fetch!(mismatch, &1)})
  end

  defp problem({path, problem}), do: [path: path, line: problem.line, message: problem.message]

  defp encode([], _break), do: "[]"

  defp encode([{_key, _value} | _] = object, break) do
    pairs =
      for {key, value} <- object, do: [encode(key, break), ": ", encode(value, break <> "  ")]

    lines("{", pairs, "}", break)
  end

  defp encode(list, break) when is_list(list),
    do: lines("[", Enum.map(list, &encode(&1, break <> "  ")), "]", break)

  defp encode(nil, _break), do: "null"
  defp encode(number, _break) when is_integer(number), do: Integer.to_string(number)
  defp encode(atom, break) when is_atom(atom), do: encode(Atom.to_string(atom), break)
  defp encode(text, _break), do: [?", for(<<char::utf8 <- text>>, do: escape(char)), ?"]

  defp lines(open, elements, close, break),
    do: [open, break, "  ", Enum.intersperse(elements, ["," <> break <> "  "]), break, close]

  defp escape(char) when is_map_key(@escapes, char), do: @escapes[char]

  defp escape(char) when char < 0x20 or char == 0x7F,
    do: ["\\u", char |> Integer.to_string(16) |> String.pad_leading(4, "0")]

  defp escape(char), do: <<char::utf8>>
end
