defmodule Mix.Tasks.RustInElixir.Gen.Nif do
  @shortdoc "Generates NIFs, with both sides of their boundary"

  @moduledoc """
  Generates NIFs, with both sides of their boundary.

      $ mix rust_in_elixir.gen.nif MyApp.Markdown "to_html(text :: string) :: string"
      $ mix rust_in_elixir.gen.nif MyApp.Markdown "word_count(text :: string) :: u64" \\
          "is_empty(text :: string) :: bool"

  The first argument is the facade, the module that callers use. The others are signatures, in the
  notation of a schema (see `RustInElixir.Schema`).

  For a facade that is new it creates the schema, the crate, the facade with its types and stubs,
  and a test. For one that is there it adds the functions to the schema, touching no other byte, and
  then does what `mix rust_in_elixir.sync` does. Run again, it changes nothing.

  The project need not compile.

  ## Options

    * `--crate NAME` – the crate of a new boundary, `my_app_markdown` for `MyApp.Markdown` by default;
      it lies in `native/NAME`
    * `--schedule SCHEDULE` – where the VM runs the functions: `dirty_cpu` (the default), `dirty_io`
      for what waits, or `normal` for what always ends within a millisecond
    * `--loader LOADER` – what builds and loads a new boundary: `rustler` or `rust_in_elixir`; the
      first by default where the project has it
    * `--dry-run` – says what would be written, and writes nothing
    * `--force PATH` – overwrites this file although it was not generated, or was edited by hand
      since; may be repeated
    * `--no-test` – creates no test

  ## Exit status

    * 0 – everything is there
    * 1 – something that was not generated is in the way, or a file was left as it is
    * 2 – the schema is wrong, or would be
    * 3 – the command could not run
  """

  use Mix.Task

  alias RustInElixir.{Addition, Command, Plan, Project}

  @command "mix rust_in_elixir.gen.nif"
  @switches [
    crate: :string,
    schedule: :string,
    loader: :string,
    dry_run: :boolean,
    force: :keep,
    test: :boolean
  ]
  @usage """
  usage: #{@command} FACADE SIGNATURE… [--crate NAME]
           [--schedule dirty_cpu|dirty_io|normal] [--loader rustler|rust_in_elixir]
           [--dry-run] [--force PATH]… [--no-test]

  for example: #{@command} MyApp.Markdown "to_html(text :: string) :: string"
  """
  # Without it the project does not compile, and what is said then is about a macro.
  @rustler_is_missing """
  The stubs use Rustler, which is not among the dependencies of mix.exs; add it:

      {:rustler, "~> 0.38", runtime: false}
  """
  @choices [
    schedule: [:dirty_cpu, :dirty_io, :normal],
    loader: [:rustler, :rust_in_elixir]
  ]

  @impl Mix.Task
  def run(arguments) do
    if Mix.Project.umbrella?(),
      do: Command.abort("run this in the application that the boundary belongs to, below apps/")

    {options, rest} = Command.parse(arguments, @switches, @usage)
    options = Enum.map(options, &choose/1)
    {facade, signatures} = facade_and_signatures(rest)

    asked =
      options
      |> Keyword.take([:crate, :schedule, :loader, :test])
      |> Keyword.put(:force, Keyword.get_values(options, :force))

    project = Project.current()

    case Addition.nifs(project, facade, signatures, asked) do
      {:ok, addition} ->
        carry_out(addition, facade, options, Command.line("rust_in_elixir.gen.nif", arguments))

        if options[:loader] == :rustler and project.loader != :rustler,
          do: Mix.shell().info(@rustler_is_missing)

      {:error, {:usage, messages}} ->
        usage(messages)

      {:error, error} ->
        Command.fail(error)
    end
  end

  defp facade_and_signatures([]), do: usage(["which facade and which functions?"])
  defp facade_and_signatures([facade | signatures]), do: {facade, signatures}

  defp choose({option, text}) when option in [:schedule, :loader] do
    choices = @choices[option]

    case Enum.find(choices, &(Atom.to_string(&1) == text)) do
      nil -> usage(["--#{option} takes #{Enum.join(choices, ", ")}, got: #{text}"])
      choice -> {option, choice}
    end
  end

  defp choose(other), do: other

  defp usage(messages), do: Command.abort(Enum.join(messages, "\n") <> "\n\n" <> @usage)

  defp carry_out(%{plan: plan} = addition, facade, options, command) do
    cond do
      options[:dry_run] ->
        Command.preview(plan, command)

      Plan.drift(plan) == [] ->
        Mix.shell().info("nothing to do: everything is there already")

      true ->
        Command.write(plan, command)
        Mix.shell().info(next_steps(addition, facade))
    end
  end

  defp next_steps(%{added: []}, _facade), do: "every function is there already"

  defp next_steps(%{added: added, crate_dir: crate_dir}, facade) do
    calls =
      for %{name: name, nif: nif} <- added,
          do: "\n    #{facade}.#{name}(#{Enum.map_join(nif.params, ", ", & &1.name)})"

    """

    Write what each function does in #{crate_dir}/src/lib.rs, then call it:
    #{calls}
    """
  end
end
