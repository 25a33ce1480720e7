defmodule RustInElixir.CLI do
  @moduledoc false

  # Shared by the Mix tasks: arguments, carrying out a plan, and ending a command.

  alias RustInElixir.{
    Apply.Writer,
    Disk.WriteLock,
    Error,
    Error.ExitStatus,
    Plan,
    Project,
    Report
  }

  alias RustInElixir.Report.{GitHub, Result}
  alias RustInElixir.Text.Nearest

  @in_sync "everything matches its schema"

  @doc "Calls `fun` when it is this command's turn to write to each of these projects."
  @spec in_turn([{Path.t(), Project.t()}], (() -> result)) :: result when result: term
  def in_turn([], fun), do: fun.()

  # Everybody takes them in the same order, which prevents deadlocks.
  def in_turn([{_folder, project} | projects], fun) do
    case WriteLock.take(project.root, fn -> in_turn(projects, fun) end) do
      {:ok, result} -> result
      {:error, message} -> abort(message)
    end
  end

  @doc """
  Ends the command with #{ExitStatus.of(:stopped)} on SIGTERM. By default the VM exits with 0, which would look like a passed
  check.
  """
  @spec no_verdict_when_stopped() :: :ok
  def no_verdict_when_stopped do
    _ = System.trap_signal(:sigterm, __MODULE__, &stop/0)
    :ok
  end

  @spec stop() :: no_return
  defp stop, do: System.halt(ExitStatus.of(:stopped))

  @doc """
  Calls `fun`, prints the result that it gives for a machine, and ends the command with its status.

  Any other output, of a schema or of Mix, goes to standard error. With `:text`, `fun` does all of this itself.
  """
  @spec reporting(:text | :json | :github, (() -> Result.t() | :ok | :declined)) ::
          :ok | :declined
  def reporting(:text, fun), do: fun.()

  def reporting(format, fun) do
    output = Process.group_leader()
    Process.group_leader(self(), Process.whereis(:standard_error))

    result =
      try do
        result(fun)
      after
        Process.group_leader(self(), output)
      end

    IO.write(output, machine_readable(format, result))
    status = Result.exit_status(result)
    if status == 0, do: :ok, else: exit({:shutdown, status})
  end

  @doc """
  Calls `fun` and prints its result in a few lines, or only errors if `quiet?`; the command goes on.

  It returns the status. `before` is the one that was printed last: where that was an error, it is said that all is well.
  """
  @spec brief((() -> Result.t()), boolean, Result.status() | nil) :: Result.status()
  def brief(fun, quiet?, before) do
    shell = Mix.shell()
    result = result(fun)

    case {result.status, Report.Text.brief(result)} do
      {:in_sync, _lines} when quiet? -> :ok
      {:in_sync, []} when before not in [nil, :in_sync] -> shell.info(@in_sync)
      {:in_sync, lines} -> Enum.each(lines, &shell.info/1)
      {_status, lines} -> Enum.each(lines, &shell.error/1)
    end

    result.status
  end

  defp result(fun) do
    fun.()
  rescue
    error in Mix.Error -> Result.failed(Error.could_not_run(error.message), [])
  end

  defp machine_readable(:json, result), do: Report.JSON.render(result)

  defp machine_readable(:github, %{status: :in_sync}), do: @in_sync <> "\n"

  defp machine_readable(:github, result),
    do: result |> GitHub.lines(File.cwd!()) |> Enum.map(&[&1, "\n"])

  @doc """
  Writes a plan and says so, on `command`'s behalf.

  If the project has Igniter, the changes are shown at a terminal first, and written only if the user accepts
  them; `yes: true` accepts them. Returns `:declined` otherwise.

  Ends the command if existing files prevent it, or if files edited by hand were left alone.
  """
  @spec write(Plan.t(), String.t(), quiet: boolean, yes: boolean) :: :ok | :declined
  def write(plan, command, options \\ []) do
    if Plan.refused(plan) != [], do: stop(Report.Text.refused(plan, command), :drift)

    if options[:yes] || accepted?(plan, command) do
      write_now(plan, command, options)
    else
      Mix.shell().info("nothing was written")
      :declined
    end
  end

  defp write_now(plan, command, options) do
    case Writer.apply(plan) do
      {:ok, written} -> unless options[:quiet], do: print(Report.Text.changes(written))
      {:error, messages} -> abort(Enum.join(messages, "\n"))
    end

    left = Report.Text.edited(plan, command) ++ Report.Text.mismatches(plan, command)
    if left != [], do: stop(left, :drift)
    :ok
  end

  @doc "Prints the drift, and ends the command with 1 if there is any."
  @spec check(Plan.t(), String.t(), quiet: boolean) :: :ok
  def check(plan, command, options \\ []) do
    if Plan.drift(plan) != [] do
      unless options[:quiet], do: print(Report.Text.drift(plan, command))
      exit({:shutdown, ExitStatus.of(:drift)})
    end

    :ok
  end

  @doc "Prints what writing the plan would do."
  @spec preview(Plan.t(), String.t()) :: :ok
  def preview(plan, command) do
    if Plan.refused(plan) != [], do: stop(Report.Text.refused(plan, command), :drift)

    unless shown?(plan, command) do
      print(Report.Text.changes(Plan.changes(plan)))
      print(Report.Text.edited(plan, command) ++ Report.Text.mismatches(plan, command))
    end

    Mix.shell().info("nothing was written")
  end

  # At a terminal, Igniter shows changes as its users know it.
  defp accepted?(plan, command) do
    preview = igniter_preview()
    preview == nil or preview.accepted?(plan, command)
  end

  defp shown?(plan, command) do
    preview = igniter_preview()
    preview != nil and preview.show(plan, command)
  end

  defp igniter_preview, do: Enum.find([RustInElixir.Igniter.Preview], &Code.ensure_loaded?/1)

  @doc """
  The shell command that runs a task with these arguments, without `--dry-run`.

      iex> RustInElixir.CLI.line("demo", ["MyApp", "f() :: string", "--quiet", "--dry-run"])
      "mix demo MyApp 'f() :: string' --quiet"
  """
  @spec line(String.t(), OptionParser.argv()) :: String.t()
  def line(task, arguments),
    do: Enum.map_join(["mix", task | arguments -- ["--dry-run"]], " ", &quote_for_shell/1)

  @doc "Prints lines for people."
  @spec print([IO.ANSI.ansidata()]) :: :ok
  def print(lines), do: Enum.each(lines, fn line -> Mix.shell().info(line) end)

  @doc "Ends the command because of an error; `command` is to be run once it is fixed."
  @spec fail(Error.t(), String.t()) :: no_return
  def fail(%Error{kind: :wrong_schema} = error, command),
    do: wrong_schema(Error.lines(error) ++ ["once fixed, run: #{command}"])

  def fail(error, _command), do: abort(Error.text(error))

  @doc "Prints the errors of a schema, and ends the command."
  @spec wrong_schema([String.t()]) :: no_return
  def wrong_schema(lines), do: stop(lines, :wrong_schema)

  @doc "Ends the command because it could not run."
  @spec abort(String.t()) :: no_return
  def abort(message), do: Mix.raise(message, exit_status: ExitStatus.of(:could_not_run))

  @doc """
  Parses the arguments of a task as `OptionParser.parse/2` does; `usage` is printed after an error.
  """
  @spec parse(OptionParser.argv(), keyword, String.t()) ::
          {OptionParser.parsed(), OptionParser.argv()}
  def parse(arguments, switches, usage) do
    case OptionParser.parse(arguments, strict: switches) do
      {options, rest, []} ->
        {options, rest}

      {_, _, invalid} ->
        abort(Enum.map_join(invalid, "\n", &wrong(&1, switches)) <> "\n\n" <> usage)
    end
  end

  @doc """
  Whether `--ci github` asks for a workflow. Any other value ends the command, as does a project that is not at the
  root of its repository, where GitHub would not find the workflow.
  """
  @spec ci?(keyword, String.t()) :: boolean
  def ci?(options, usage) do
    case options[:ci] do
      nil -> false
      "github" -> at_the_root?(File.cwd!())
      other -> abort("`--ci` must be `github`, got: `#{other}`\n\n" <> usage)
    end
  end

  defp at_the_root?(folder) do
    repository = GitHub.repository(folder)

    if repository in [nil, folder] do
      true
    else
      abort(
        "GitHub only runs workflows at the root of a repository, but #{Path.relative_to(folder, repository)} " <>
          "is a folder of #{repository}\nif the root is an umbrella project, run there: " <>
          "mix rust_in_elixir.sync --ci github\n" <>
          "otherwise, add the workflow of docs/ci.md there, with this folder as its `working-directory`"
      )
    end
  end

  defp wrong({option, nil}, switches) do
    known = Enum.flat_map(switches, &options/1)

    cond do
      option in known -> "`#{option}` needs a value"
      near = Nearest.to(option, known) -> "unknown option `#{option}`; did you mean `#{near}`?"
      true -> "unknown option `#{option}`"
    end
  end

  defp wrong({option, value}, _switches), do: "`#{option}` does not accept `#{inspect(value)}`"

  defp options({switch, type}) do
    name = switch |> Atom.to_string() |> String.replace("_", "-")
    if type == :boolean, do: ["--" <> name, "--no-" <> name], else: ["--" <> name]
  end

  defp quote_for_shell(argument) do
    if argument =~ ~r/\A[\w.,\/:=@%+-]+\z/,
      do: argument,
      else: "'" <> String.replace(argument, "'", "'\\''") <> "'"
  end

  @doc "Prints why something was left unchanged, and ends the command."
  @spec stop([String.t()]) :: no_return
  def stop(lines), do: stop(lines, :drift)

  defp stop(lines, status) do
    Enum.each(lines, fn line -> Mix.shell().error(line) end)
    exit({:shutdown, ExitStatus.of(status)})
  end
end
