defmodule RustInElixir.Guide do
  @moduledoc """
  A guide in Markdown, followed from its first line to its last as a reader would: in a project, each fenced
  block for what it says of itself.

    * a block whose first line is a comment with a path, `# lib/a.ex` or `// src/a.rs`, is that file
    * `<!-- in PATH -->` above a block: it goes into that file, in front of the last `end` or `}`
    * `<!-- replaces in PATH -->`: it replaces the lines of that file from its own first line to its own last one; a file
      that is not there yet is made by a sync
    * `<!-- from PATH -->`: that file has these lines, comments, attributes and indentation aside; `…` is anything
    * a `console` block: each line behind a `$` is run by a shell in the project, and prints what stands
      below it; `…` there is anything, or in a line of its own any lines. `<!-- exit 1 -->` says how the last
      one ends, 0 without it
    * an `elixir` block of `iex>` lines is run in the project, and gives what stands below. Where something went
      into a schema, that is synced before
    * `<!-- not run: reason -->`: it is left out, and the reason is told

  A block that is none of them is an error, and so is one without a language. Docs that say something of the
  next block are comments in Markdown, so that readers see none of it.
  """

  alias RustInElixir.TemporaryProject

  @enforce_keys [:path, :root]
  defstruct [:path, :root, calls: [], excerpts: [], stale?: false, skipped: []]

  @type block :: %{
          line: pos_integer,
          language: String.t(),
          mark: String.t() | nil,
          text: String.t()
        }

  @doc "The fenced blocks of a guide, in order."
  @spec blocks(Path.t()) :: [block]
  def blocks(path),
    do: path |> File.read!() |> String.split("\n") |> Enum.with_index(1) |> blocks(nil)

  defp blocks([], _mark), do: []

  defp blocks([{line, number} | rest], mark) do
    cond do
      match = Regex.run(~r/^<!-- (.+) -->$/, line) ->
        blocks(rest, Enum.at(match, 1))

      match = Regex.run(~r/^```(\w*)$/, line) ->
        {text, [_end | rest]} = Enum.split_while(rest, fn {line, _} -> line != "```" end)
        text = Enum.map_join(text, fn {line, _} -> line <> "\n" end)
        block = %{line: number, language: Enum.at(match, 1), mark: mark, text: text}
        [block | blocks(rest, nil)]

      line == "" ->
        blocks(rest, mark)

      true ->
        blocks(rest, nil)
    end
  end

  @doc """
  Follows the guide in the project at `root`. Gives the blocks that were not run, each as
  `{line, reason}`; raises with the place of the first block that is not as it says.
  """
  @spec follow!(Path.t(), Path.t()) :: [{pos_integer, String.t()}]
  def follow!(path, root) do
    guide = Enum.reduce(blocks(path), %__MODULE__{path: path, root: root}, &step/2)
    guide |> call() |> Map.fetch!(:skipped) |> Enum.reverse()
  end

  defp step(%{mark: "not run: " <> reason} = block, guide),
    do: %{guide | skipped: [{block.line, reason} | guide.skipped]}

  defp step(%{mark: "in " <> file} = block, guide) do
    text = TemporaryProject.read(guide.root, file)
    TemporaryProject.write(guide.root, file, insert(text, block.text))
    %{guide | stale?: guide.stale? or Path.basename(file) == "schema.exs"}
  end

  defp step(%{mark: "replaces in " <> file} = block, guide) do
    guide = call(guide)
    guide = sync(%{guide | stale?: guide.stale? or not File.exists?(Path.join(guide.root, file))})
    text = TemporaryProject.read(guide.root, file)
    TemporaryProject.write(guide.root, file, replace(text, block, guide))
    guide
  end

  defp step(%{mark: "from " <> _} = block, guide),
    do: %{guide | excerpts: [block | guide.excerpts]}

  defp step(%{language: "console"} = block, guide) do
    guide = call(guide)
    commands = commands(block.text)
    last = length(commands)

    for {{command, expected}, index} <- Enum.with_index(commands, 1) do
      {output, status} = shell(guide, command)
      asked = if index == last, do: status(block.mark), else: 0

      unless status == asked and (expected == "" or prints?(output, expected)),
        do:
          fail(
            guide,
            block,
            "$ #{command}\nexpected (exit #{asked}):\n#{expected}\ngot (exit #{status}):\n#{output}"
          )
    end

    guide
  end

  defp step(%{language: "elixir", text: "iex> " <> _} = block, guide),
    do: %{guide | calls: [block | guide.calls]}

  defp step(%{text: text} = block, guide) do
    case Regex.run(~r{^(?:#|//) (\S*[/.]\S+)\n}, text) do
      [line, file] ->
        # Earlier calls depend on the files as they were.
        changes? =
          Path.basename(file) == "schema.exs" or File.exists?(Path.join(guide.root, file))

        guide = if changes?, do: call(guide), else: guide
        TemporaryProject.write(guide.root, file, String.replace_prefix(text, line, ""))
        %{guide | stale?: guide.stale? or Path.basename(file) == "schema.exs"}

      nil ->
        fail(guide, block, "nothing says what this block is")
    end
  end

  # The file's last line closes what the block goes into.
  defp insert(text, block) do
    {head, [last, ""]} = text |> String.split("\n") |> Enum.split(-2)
    indent = if last in ["end", "}"], do: if(last == "end", do: "  ", else: "    "), else: ""
    block = Regex.replace(~r/^(?=.)/m, block, indent)
    Enum.join(head, "\n") <> "\n\n" <> block <> last <> "\n"
  end

  defp replace(text, block, guide) do
    lines = String.split(block.text, "\n", trim: true)
    bounds = Regex.escape(hd(lines)) <> "\n(?:.*\n)*?" <> Regex.escape(List.last(lines)) <> "\n"

    case Regex.split(~r/^#{bounds}/m, text, parts: 2) do
      [before, rest] -> before <> block.text <> rest
      [_text] -> fail(guide, block, "no such lines to replace")
    end
  end

  # Comments, attributes, blank lines and indentation are not what is shown.
  defp plain(text) do
    text
    |> String.replace(~r/^ *#!?\[[^\n]*\]\n/m, "")
    |> String.replace(~r/^( *)#!?\[[^\n]*\n(?:(?!\1[)\]]).*\n)*\1\)?\]\n/m, "")
    |> String.replace(~r{^ *//.*\n}m, "")
    |> String.split("\n")
    |> Enum.map(&String.trim/1)
    |> Enum.reject(&(&1 == ""))
    |> Enum.join("\n")
  end

  defp commands(text) do
    ~r/^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)/m
    |> Regex.scan(text)
    |> Enum.map(fn [_, command, output] -> {command, output} end)
  end

  defp status("exit " <> status), do: String.to_integer(status)
  defp status(nil), do: 0

  defp shell(guide, command) do
    environment = if command =~ ~r/^mix test/, do: "test", else: "dev"
    TemporaryProject.share_build(guide.root, environment)

    System.cmd("sh", ["-c", command],
      cd: guide.root,
      env: [
        {"CARGO_TARGET_DIR", TemporaryProject.target()},
        {"MIX_BUILD_PATH", nil},
        {"MIX_ENV", environment}
      ],
      stderr_to_stdout: true
    )
  end

  @doc ~S"""
  Whether a command printed what a guide says.

      iex> RustInElixir.Guide.prints?("* creating a\n* creating b\ndone in 1 s\n", "* creating a\n…\ndone in … s\n")
      true
      iex> RustInElixir.Guide.prints?("anything\nat all", "…")
      true
      iex> RustInElixir.Guide.prints?("more\nResult: 5 passed\n", "…\n5 tests, 0 failures\n")
      true
  """
  @spec prints?(String.t(), String.t()) :: boolean
  def prints?(output, expected) do
    case String.trim(expected) do
      "…" -> true
      expected -> output |> TemporaryProject.summed_up() |> String.trim() =~ pattern(expected)
    end
  end

  defp pattern(expected) do
    pattern =
      expected
      |> String.split("\n")
      |> Enum.map_join("\n", fn line ->
        if String.trim(line) == "…",
          do: "\0",
          else: line |> Regex.escape() |> String.replace("…", ".*")
      end)
      |> String.replace("\n\0\n", "\n(?:.*\n)*?")
      |> String.replace("\n\0", "(?:\n.*)*")
      |> String.replace("\0\n", "(?:.*\n)*?")

    Regex.compile!("\\A#{pattern}\\z", "u")
  end

  # The excerpts and calls since the last command; the calls in one VM.
  defp call(%{calls: [], excerpts: []} = guide), do: guide

  defp call(guide) do
    guide = sync(guide)
    for block <- Enum.reverse(guide.excerpts), do: compare(guide, block)
    if guide.calls != [], do: run_calls(guide)
    %{guide | calls: [], excerpts: []}
  end

  defp compare(guide, %{mark: "from " <> file} = block) do
    text = guide.root |> TemporaryProject.read(file) |> plain()

    pattern = block.text |> plain() |> Regex.escape() |> String.replace("…", ".*")

    unless text =~ Regex.compile!(pattern, "u"),
      do: fail(guide, block, "#{file} has no such lines:\n#{block.text}")
  end

  defp run_calls(guide) do
    blocks = Enum.reverse(guide.calls)
    script = Path.join(guide.root, "guide_calls.exs")
    File.write!(script, script(Enum.flat_map(blocks, &calls/1)))
    {output, status} = shell(guide, "mix run guide_calls.exs")
    File.rm!(script)
    if status != 0, do: fail(guide, hd(blocks), output)
  end

  defp calls(block) do
    ~r/^iex> (.*\n(?:\.\.\.> .*\n)*)((?:(?!iex> ).*\n)*)/m
    |> Regex.scan(block.text)
    |> Enum.map(fn [_, code, expected] ->
      {block.line, String.replace(code, ~r/^\.\.\.> /m, ""), String.trim(expected)}
    end)
  end

  # An exception is told by its name and message, and a value by how it is inspected or by code for it.
  defp script(calls) do
    all = inspect(calls, limit: :infinity, printable_limit: :infinity)

    "calls = #{all}\n" <>
      ~S"""
      evaluate = fn code, {binding, env} ->
        {value, binding, env} =
          code |> Code.string_to_quoted!() |> Code.eval_quoted_with_env(binding, env)

        {value, {binding, env}}
      end

      show = fn
        {:ok, value} -> inspect(value, limit: :infinity, printable_limit: :infinity)
        {:raised, error} -> "** (#{inspect(error.__struct__)}) #{Exception.message(error)}"
      end

      right? = fn
        got, "", _state ->
          match?({:ok, _}, got)

        got, expected, state ->
          pattern = expected |> Regex.escape() |> String.replace("…", ".*")
          shown? = show.(got) =~ Regex.compile!("\\A#{pattern}\\z", "su")

          # The expected value is evaluated too, so that a map is equal in any order.
          shown? or
            try do
              {value, _} = evaluate.(expected, state)
              got == {:ok, value}
            rescue
              _ -> false
            end
      end

      Enum.reduce(calls, {[], Code.env_for_eval(file: "guide")}, fn {line, code, expected}, state ->
        {got, state} =
          try do
            {value, state} = evaluate.(code, state)
            {{:ok, value}, state}
          rescue
            error -> {{:raised, error}, state}
          end

        unless right?.(got, expected, state) do
          IO.puts("line #{line}: #{code}expected:\n#{expected}\ngot:\n#{show.(got)}")
          exit({:shutdown, 1})
        end

        state
      end)
      """
  end

  defp sync(%{stale?: false} = guide), do: guide

  defp sync(guide) do
    {output, status} = shell(guide, "mix rust_in_elixir.sync --fix-signatures")
    if status != 0, do: raise("#{guide.path}: its schema cannot be synced:\n#{output}")
    %{guide | stale?: false}
  end

  defp fail(guide, block, message),
    do: raise("#{Path.relative_to_cwd(guide.path)}:#{block.line}: #{message}")
end
