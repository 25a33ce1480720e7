defmodule Mix.Tasks.RustInElixir.Breaking do
  @shortdoc "Says what a change of a schema breaks"

  @moduledoc """
  Says what a change of a schema breaks.

      $ mix rust_in_elixir.breaking
      $ mix rust_in_elixir.breaking my_app_markdown --against v1.2.0
      $ mix rust_in_elixir.breaking --against old/boundary.lock

  The schemas as they are now, whether they were synced or not, are compared with the contracts in the
  `boundary.lock` files of a git commit or with one such file. Without a NAME every boundary is
  compared. A boundary that is new is harmless, one that is gone is not.

  Direction counts. What goes into Rust may take more values than before, what comes out of it fewer;
  the other way round callers break. A change is told where the schema has it, with the rule that
  found it:

      native/my_app_image/schema.exs:12: breaking param_type_narrowed: the parameter width of resize/2 takes u8 where it took u16, …

  A `renamed_from:` in the schema says what something was called, and `waive` lets a change pass for a
  while: see `RustInElixir.Schema`. Waivers are judged by the date in UTC.

  ## Options

    * `--against REF|FILE` – what to compare with, a commit as git knows it or the path of a lock; a
      file that is there is preferred. By default it is the merge base of `HEAD` with the default branch, which
      is `origin/HEAD`, or else `main` or `master`
    * `--format text|json` – for people, or for programs; `text` by default
    * `--quiet` – says nothing but what breaks

  ## JSON

  `--format json` prints one object:

    * `format` – 1, until the shape changes
    * `against` – what was compared with
    * `bump` – the part of the version to raise, `"major"`, `"minor"` or `"patch"`
    * `findings` – an array, each with

      * `rule` – its name in the table below
      * `category` – whom it concerns, `"callers"`, `"implementations"`, `"terms"`, `"behaviour"` or `"waivers"`
      * `severity` – `"breaking"`, `"risky"` or `"note"`
      * `boundary` – the name of the folder, so that the schema is `native/<boundary>/schema.exs`
      * `path` – the place, such as `resize/2`, `resize/2.width`, `Point.x`
      * `line` – in the schema; 1 for what is no longer in it
      * `before`, `after` – what was there and what is, or `null`
      * `message` – a sentence for people, which may change
      * `waived` – the reason of the waiver that lets it pass, or `null`

  ## The version

  What breaks asks for a major version, also if it is waived; what callers gain, or what is risky,
  for a minor one; anything else for a patch. Before 1.0 a minor version stands for a major one, and a patch
  for a minor one.

  ## Rules

  `callers` are those who call the facade in Elixir, `implementations` the crate's own Rust, which rustc
  holds against the new signatures anyway; `terms` are values that were made before and are stored or on their
  way, `behaviour` is what changes without a type that tells.

  <!-- rules -->
  <!-- end of rules -->

  ## Exit status

    * 0 – nothing breaks
    * 1 – something does
    * 2 – a schema is wrong; every problem is listed as `path:line: message`
    * 3 – the command could not run
  """

  use Mix.Task

  alias RustInElixir.{Breaking, Command, Core, Project}

  @recursive true
  @usage "usage: mix rust_in_elixir.breaking [NAME…] [--against REF|FILE] [--format text|json] [--quiet]"
  @switches [against: :string, format: :string, quiet: :boolean]

  @impl Mix.Task
  def run(arguments) do
    {options, names} = Command.parse(arguments, @switches, @usage)
    format = Keyword.get(options, :format, "text")

    unless format in ["text", "json"],
      do: Command.abort("--format is text or json, got: #{format}\n\n" <> @usage)

    unless Code.ensure_loaded?(Core.Native),
      do: Command.abort("the core of rust_in_elixir is not loaded; the log says why")

    project = Project.current()

    with {:ok, base} <- base(project, options[:against]),
         {:ok, comparison} <-
           Breaking.compare(project, base, only: names, today: Date.utc_today()) do
      print(comparison, base.name, format, Keyword.get(options, :quiet, false))
      breaks? = Enum.any?(comparison.findings, &Breaking.Report.breaking?/1)
      if breaks?, do: exit({:shutdown, 1})
    else
      {:error, error} -> Command.fail(error)
    end
  end

  defp base(project, against) do
    with {:error, message} <- Breaking.Base.find(project.root, against),
         do: {:error, {:failed, message}}
  end

  defp print(comparison, against, "json", _quiet?),
    do: Mix.shell().info(String.trim_trailing(Breaking.Report.json(comparison, against)))

  defp print(comparison, _against, "text", true),
    do: Command.print(Breaking.Report.breaking(comparison))

  defp print(comparison, against, "text", false),
    do: Command.print(Breaking.Report.lines(comparison, against))
end
