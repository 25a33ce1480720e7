defmodule Mix.Tasks.RustInElixir.Sync do
  @shortdoc "Makes both sides of each Rust boundary match its schema"

  @moduledoc """
  Makes both sides of each Rust boundary match its schema.

      $ mix rust_in_elixir.sync
      $ mix rust_in_elixir.sync my_app_markdown
      $ mix rust_in_elixir.sync --check

  A boundary is a folder `native/<name>` with a `schema.exs`. Without a NAME every boundary is
  looked at. Files that differ from what the schema asks for are written, and no others:

    * generated files, which belong to the generator, are written whole
    * a function that `src/lib.rs` lacks gets its stub; no body is ever altered. A function with
      another signature than the schema asks for, or that the schema no longer has, is named with its
      place and the signature to paste
    * of a `Cargo.toml` only the keys that the boundary needs are set

  Formatting is no difference. A generated file that was edited by hand is left as it is and named;
  a file that stands in the way and was not generated keeps everything from being written.

  The project need not compile.

  ## Options

    * `--check` – writes nothing; lists each file that is not as the schema asks for, with a unified
      diff and the command that mends it
    * `--fix-signatures` – brings the signatures in `src/lib.rs` up to date; bodies, comments and the rest
      of the file stay
    * `--force PATH` – overwrites this generated file although it was edited by hand; may be repeated
    * `--quiet` – says nothing but what is wrong

  ## Exit status

    * 0 – everything matches
    * 1 – with `--check`, something does not; without, a file was left as it is, or a function in a
      `src/lib.rs` is not as the schema asks for
    * 2 – a schema is wrong; every problem is listed as `path:line: message`
    * 3 – the command could not run
  """

  use Mix.Task

  alias RustInElixir.{Command, Plan, Project, Remembered, Sync}

  @recursive true
  @usage "usage: mix rust_in_elixir.sync [NAME…] [--check] [--fix-signatures] [--force PATH]… [--quiet]"
  @switches [check: :boolean, fix_signatures: :boolean, force: :keep, quiet: :boolean]

  @impl Mix.Task
  def run(arguments) do
    {options, names} = Command.parse(arguments, @switches, @usage)
    force = Keyword.get_values(options, :force)

    if options[:check] && force != [],
      do: Command.abort("--check writes nothing, so there is nothing to --force\n\n" <> @usage)

    if options[:check] && options[:fix_signatures],
      do: Command.abort("--check writes nothing, so it fixes no signatures\n\n" <> @usage)

    project = Project.current()
    asked = [only: names, force: force, fix_signatures: options[:fix_signatures] || false]
    run = fn -> plan_and_run(project, asked, options) end
    # A check writes nothing, so it neither waits for anybody nor keeps anybody waiting.
    if options[:check], do: run.(), else: Command.in_turn(project, run)
  end

  defp plan_and_run(project, asked, options) do
    case Sync.plan(project, asked) do
      {:ok, plan} ->
        Remembered.note(project, plan)
        run(plan, Command.line("rust_in_elixir.sync", asked[:only]), options)

      {:error, error} ->
        Command.fail(error)
    end
  end

  defp run(plan, command, options) do
    # A lock may be renewed although nothing has drifted; then sync says just that.
    differing =
      if options[:check], do: Plan.drift(plan), else: Plan.drift(plan) ++ Plan.changes(plan)

    if differing == [] and not Keyword.get(options, :quiet, false),
      do: Mix.shell().info(all_well(plan))

    if options[:check],
      do: Command.check(plan, command, options),
      else: Command.write(plan, command, options)
  end

  defp all_well(%Plan{entries: []}),
    do: "there is no boundary here: no native/*/schema.exs was found"

  defp all_well(_plan), do: "everything matches its schema"
end
