defmodule Mix.Tasks.RustInElixir.Sync do
  @shortdoc "Makes both sides of each Rust boundary match its schema"

  @moduledoc """
  Makes both sides of each Rust boundary match its schema.

      $ mix rust_in_elixir.sync
      $ mix rust_in_elixir.sync my_app_markdown
      $ mix rust_in_elixir.sync --check

  A boundary is a folder `native/<name>` with a `schema.exs`. Without a NAME, all boundaries are synced. Only files
  that differ from the schema are written:

    * generated files are rewritten
    * `src/lib.rs` gets a stub for each missing function. No body is ever changed. A function whose signature
      differs, or that is no longer in the schema, is reported with its place and the right signature. So are
      leftovers of plain Rustler, such as `#[rustler::nif]`
    * in a `Cargo.toml`, only the keys that the boundary needs are set

  Formatting is not a difference. A generated file that was edited by hand is left alone and reported. An existing
  file that was not generated, where one is to be generated, stops the sync before anything is written.

  The project does not have to compile.

  ## Options

    * `--check` – writes nothing; lists each file that differs, with a unified diff and the command that fixes it
    * `--dry-run` – lists what would be written, and writes nothing
    * `--yes` – writes without asking. Only a project with Igniter asks, and only at a terminal, after it has shown
      the changes
    * `--fix-signatures` – updates the signatures in `src/lib.rs`, and the names of functions that have
      `renamed_from:`. Bodies, comments and the rest of the file stay
    * `--force PATH` – overwrites this file even if it was edited or not generated; may be repeated
    * `--quiet` – prints only what is wrong
    * `--format FORMAT` – `text`, for people, by default; `json`, one object on the standard output and
      nothing else, see docs/ci.md; or `github`, annotations for GitHub Actions on the
      files and lines that are wrong

    * `--ci github` – creates `.github/workflows/rust_in_elixir.yml`, which runs the check and the tests of the
      crates. An existing workflow is left alone
    * `--watch` – syncs now and after each change of a schema or of a template of the project, and prints what it
      wrote. A schema error is reported; the next change tries again. Changes of `lib.rs` do not start a sync.
      Ctrl-C, pressed twice, ends it, and so does SIGTERM; the exit status is 0

  At the root of an umbrella, the boundaries of all applications are synced, and a NAME may be any of them.

  Only one sync at a time writes to a project. Another one waits for five seconds and then gives up. A check never
  waits.

  ## Exit status

    * 0 – everything matches
    * 1 – with `--check`, something differs. Without it, a file was left alone, or a function in a `src/lib.rs`
      differs from the schema
    * 2 – a schema has errors, listed as `path:line: message`
    * 3 – the command could not run or could not finish, for example because a file was saved meanwhile
  """

  use RustInElixir.Igniter.Task

  alias RustInElixir.{
    Apply.Writer,
    CLI,
    Error,
    Disk.Watch,
    Plan,
    Plan.Umbrella,
    Project,
    Report,
    Report.Result
  }

  @usage "usage: mix rust_in_elixir.sync [NAME…] [--check] [--fix-signatures] [--force PATH]… " <>
           "[--dry-run] [--yes] [--quiet] [--format text|json|github] [--ci github] [--watch]"
  @switches [
    check: :boolean,
    dry_run: :boolean,
    yes: :boolean,
    fix_signatures: :boolean,
    force: :keep,
    quiet: :boolean,
    format: :string,
    ci: :string,
    watch: :boolean
  ]
  @task "rust_in_elixir.sync"
  @formats %{"text" => :text, "json" => :json, "github" => :github}

  if Code.ensure_loaded?(Igniter) do
    # Options that only report, or keep running, cannot be composed.
    @composable [:fix_signatures, :force, :ci]

    @impl Igniter.Mix.Task
    def info(_arguments, _parent) do
      RustInElixir.Igniter.Task.info(Keyword.take(@switches, @composable),
        positional: [names: [optional: true, rest: true]],
        example: "mix rust_in_elixir.sync"
      )
    end

    @impl Igniter.Mix.Task
    def parse_argv(arguments),
      do: RustInElixir.Igniter.Task.parse(arguments, Keyword.take(@switches, @composable))

    @impl Igniter.Mix.Task
    def igniter(%{args: %{options: options, positional: %{rest: names}}} = igniter) do
      RustInElixir.Igniter.Task.attempt(igniter, fn igniter ->
        project = RustInElixir.Igniter.Writer.project(igniter)

        case Umbrella.plan(project.root, [{"", project}], asked(names, options)) do
          {:ok, plan} -> RustInElixir.Igniter.Writer.add(igniter, plan, CLI.line(@task, names))
          {:error, error} -> RustInElixir.Igniter.Writer.failed(igniter, error)
        end
      end)
    end
  end

  @impl Mix.Task
  def run(arguments) do
    {options, names} = CLI.parse(arguments, @switches, @usage)
    format = format(options[:format] || "text")

    if options[:check] && options[:force],
      do: CLI.abort("`--check` writes nothing, so it cannot be used with `--force`\n\n" <> @usage)

    if options[:check] && options[:fix_signatures],
      do:
        CLI.abort(
          "`--check` writes nothing, so it cannot be used with `--fix-signatures`\n\n" <> @usage
        )

    if options[:check] && options[:ci],
      do: CLI.abort("`--check` writes nothing, so it cannot be used with `--ci`\n\n" <> @usage)

    if options[:dry_run] && format != :text,
      do: CLI.abort("`--dry-run` cannot be used with `--format`; use `--check`\n\n" <> @usage)

    command = CLI.line(@task, names)
    if options[:check], do: CLI.no_verdict_when_stopped()
    if options[:watch], do: watch(names, command, options)

    CLI.reporting(format, fn ->
      projects = Project.all()
      plan = fn -> Umbrella.plan(File.cwd!(), projects, asked(names, options)) end

      # A check writes nothing, so it needs no lock.
      if options[:check] || options[:dry_run],
        do: carry_out(plan.(), projects, command, {format, options}),
        else:
          CLI.in_turn(projects, fn ->
            carry_out(plan.(), projects, command, {format, options})
          end)
    end)
  end

  defp asked(names, options) do
    [
      only: names,
      force: Keyword.get_values(options, :force),
      fix_signatures: options[:fix_signatures] || false,
      ci: CLI.ci?(options, @usage)
    ]
  end

  defp watch(names, command, options) do
    for option <- [:check, :dry_run, :force, :ci, :format], Keyword.has_key?(options, option) do
      CLI.abort("`--watch` cannot be used with `--#{dashed(option)}`\n\n" <> @usage)
    end

    quiet? = options[:quiet] || false
    unless quiet?, do: Mix.shell().info("watching the schemas; press Ctrl-C to stop")

    Watch.run(&sources/0, nil, fn status ->
      CLI.brief(fn -> sync_saved(names, command, options) end, quiet?, status)
    end)
  end

  # A file that was saved during a sync is synced again.
  defp sync_saved(names, command, options) do
    with %{status: :could_not_run} <- sync_once(names, command, options),
         do: sync_once(names, command, options)
  end

  # A project that cannot be read now may be fixed later; the sync reports the error.
  defp sources do
    Enum.flat_map(Project.all(), fn {_folder, project} ->
      paths = Project.sources(project)
      paths ++ called(project, paths)
    end)
  rescue
    Mix.Error -> []
  end

  # Only an evaluation tells which modules of the project the schemas call, so there is one after each change.
  defp called(project, paths) do
    key = {__MODULE__, project.root}
    {known, called} = Process.get(key, {nil, []})

    if known == Enum.map(paths ++ called, &File.read/1) do
      called
    else
      called = Project.called_sources(project)
      Process.put(key, {Enum.map(paths ++ called, &File.read/1), called})
      called
    end
  end

  # Everything is read again, because there may be new templates and boundaries.
  defp sync_once(names, command, options) do
    projects = Project.all()

    CLI.in_turn(projects, fn ->
      File.cwd!()
      |> Umbrella.plan(projects, asked(names, options))
      |> carry_out(projects, command, {:brief, []})
    end)
  end

  defp format(name) do
    case @formats do
      %{^name => format} ->
        format

      _ ->
        CLI.abort("`--format` must be `text`, `json` or `github`, got: `#{name}`\n\n" <> @usage)
    end
  end

  defp carry_out({:ok, plan}, _projects, command, {:text, options}),
    do: run(plan, command, options)

  defp carry_out({:error, error}, _projects, command, {:text, _options}),
    do: CLI.fail(error, command)

  defp carry_out({:ok, plan}, _projects, command, {_format, options}) do
    cond do
      options[:check] -> Result.checked(plan, command)
      Plan.refused(plan) != [] -> Result.checked(plan, command)
      true -> written(plan, Writer.apply(plan), command)
    end
  end

  defp carry_out({:error, error}, projects, _command, _asked) do
    crate_dirs =
      for {folder, project} <- projects,
          dir <- Project.crate_dirs(project),
          do: Path.join(folder, dir)

    Result.failed(error, crate_dirs)
  end

  defp written(plan, {:ok, entries}, command), do: Result.written(plan, entries, command)

  defp written(_plan, {:error, messages}, _command),
    do: Result.failed(Error.could_not_run(messages), [])

  defp run(plan, command, options) do
    if Plan.drift(plan) == [] and not Keyword.get(options, :quiet, false),
      do: Mix.shell().info(all_well(plan))

    CLI.print(Report.Text.notes(plan))

    cond do
      options[:check] -> CLI.check(plan, command, options)
      options[:dry_run] -> CLI.preview(plan, command)
      true -> CLI.write(plan, command, options)
    end
  end

  defp all_well(%Plan{entries: []}), do: Project.no_boundary()
  defp all_well(_plan), do: Report.Text.in_sync()

  defp dashed(option), do: option |> to_string() |> String.replace("_", "-")
end
