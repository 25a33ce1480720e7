defmodule Mix.Tasks.RustInElixir.Install do
  @shortdoc "Prepares a project for its first Rust boundary"

  @moduledoc """
  Prepares a project for its first Rust boundary.

      $ mix igniter.install rust_in_elixir
      $ mix rust_in_elixir.install
      $ mix rust_in_elixir.install --ci github

  It sets up `mix format` for schemas (`import_deps: [:rust_in_elixir]` and the input
  `#{RustInElixir.Gen.Install.inputs()}` in `.formatter.exs`), and adds build output to `.gitignore`.

  It adds the packages that the loader needs, and sets the options of the dependency on this package:
  `runtime: false` with `RustInElixir.Loader`, and `only: [:dev, :test], runtime: false` with another loader.

  With [Igniter](https://hex.pm/packages/igniter) in the project, Igniter makes the edits, and other installers can
  compose this one. Without it, the task makes the edits that are safe, which with Hex includes adding packages, and
  prints the lines to paste for the others. Running it again changes nothing.

  ## Options

    * `--loader LOADER` – what builds and loads the libraries: `rustler`, the default if the project has it or can
      get it; `precompiled` for RustlerPrecompiled; or `rust_in_elixir`, which needs no package
    * `--ci github` – also creates a workflow for GitHub Actions, as `mix rust_in_elixir.sync` does
    * `--dry-run` – lists what would be written, and writes nothing
    * `--yes` – writes without asking. Only a project with Igniter asks, and only at a terminal, after it has shown
      the changes

  ## Exit status

    * 0 – everything is set up, or the lines to paste were printed
    * 1 – an existing file was in the way
    * 3 – the command could not run
  """

  use RustInElixir.Igniter.Task

  alias RustInElixir.{CLI, Gen.Install, Project}

  @switches [loader: :string, ci: :string, dry_run: :boolean, yes: :boolean]
  @usage "usage: mix rust_in_elixir.install [--loader rustler|precompiled|rust_in_elixir] " <>
           "[--ci github] [--dry-run] [--yes]"

  if Code.ensure_loaded?(Igniter) do
    @impl Igniter.Mix.Task
    def info(arguments, _parent) do
      {options, _rest, _others} = OptionParser.parse(arguments, switches: @switches)

      {only, options} =
        options |> loader(Project.current()) |> Install.options() |> Keyword.pop(:only)

      RustInElixir.Igniter.Task.info(@switches,
        only: only,
        dep_opts: options,
        example: "mix igniter.install rust_in_elixir --ci github"
      )
    end

    @impl Igniter.Mix.Task
    def parse_argv(arguments), do: RustInElixir.Igniter.Task.parse(arguments, @switches)

    @impl Igniter.Mix.Task
    def igniter(%{args: %{options: options}} = igniter) do
      RustInElixir.Igniter.Task.attempt(igniter, fn igniter ->
        project = RustInElixir.Igniter.Writer.project(igniter)
        ci? = CLI.ci?(options, @usage)
        RustInElixir.Gen.IgniterInstall.add(igniter, project, loader(options, project), ci?)
      end)
    end
  end

  @impl Mix.Task
  def run(arguments) do
    Project.in_an_application!()
    {options, rest} = CLI.parse(arguments, @switches, @usage)
    if rest != [], do: CLI.abort("this task only takes options\n\n" <> @usage)

    # Whether Igniter edits or not, the user ran this command.
    run(options, arguments)
  end

  if Code.ensure_loaded?(Igniter) do
    defp run(options, arguments) do
      {:ok, _apps} = Application.ensure_all_started(:rewrite)
      igniter = Igniter.Mix.Task.configure_and_run(Igniter.new(), __MODULE__, arguments)

      yes? =
        options[:yes] || not (options[:dry_run] || RustInElixir.Igniter.Preview.interactive?())

      case Igniter.do_or_dry_run(igniter, dry_run: options[:dry_run], yes: yes?) do
        :issues -> exit({:shutdown, RustInElixir.Error.ExitStatus.of(:drift)})
        _done -> :ok
      end
    end
  else
    defp run(options, arguments) do
      project = Project.current()
      ci? = CLI.ci?(options, @usage)
      command = CLI.line("rust_in_elixir.install", arguments)

      CLI.in_turn([{"", project}], fn ->
        {plan, left} = Install.plan(project, loader: loader(options, project), ci: ci?)
        carry_out(plan, command, options)
        CLI.print(left)
      end)
    end

    defp carry_out(plan, command, options) do
      cond do
        options[:dry_run] ->
          CLI.preview(plan, command)

        RustInElixir.Plan.drift(plan) == [] ->
          Mix.shell().info("nothing to write: everything already exists")

        true ->
          CLI.write(plan, command, options)
      end
    end
  end

  @loaders [:rustler, :precompiled, :rust_in_elixir]

  defp loader(options, project) do
    asked = options[:loader]
    loader = Enum.find(@loaders, &(to_string(&1) == asked))

    cond do
      loader ->
        loader

      asked == nil ->
        Install.default_loader(project)

      true ->
        CLI.abort(
          "`--loader` must be one of #{Enum.map_join(@loaders, ", ", &"`#{&1}`")}, got: `#{asked}`\n\n#{@usage}"
        )
    end
  end
end
