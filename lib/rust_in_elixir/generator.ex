defmodule RustInElixir.Generator do
  @moduledoc """
  What `gen.nif` and `gen.resource` have in common: their options, and how they carry out what they
  add to a boundary.
  """

  alias RustInElixir.{Addition, Command, Plan, Project}

  @switches [
    crate: :string,
    schedule: :string,
    loader: :string,
    dry_run: :boolean,
    force: :keep,
    test: :boolean,
    ci: :string,
    quiet: :boolean
  ]
  @choices [
    schedule: [:dirty_cpu, :dirty_io, :normal],
    loader: [:rustler, :rust_in_elixir],
    lock: [:rwlock, :mutex]
  ]
  # Without it the project does not compile, and what is said then is about a macro.
  @rustler_is_missing """
  The stubs use Rustler, which is not among the dependencies of mix.exs; add it:

      {:rustler, "~> 0.38", runtime: false}
  """

  @doc """
  Parses the arguments of a task; `switches` are those that it has beside the common ones. What is
  wrong ends the command, with `usage` behind it.
  """
  @spec parse(OptionParser.argv(), keyword, String.t()) :: {keyword, OptionParser.argv()}
  def parse(arguments, switches, usage) do
    if Mix.Project.umbrella?(),
      do: Command.abort("run this in the application that the boundary belongs to, below apps/")

    {options, rest} = Command.parse(arguments, @switches ++ switches, usage)
    {Enum.map(options, &choose(&1, usage)), rest}
  end

  @doc "Ends the command with what is wrong about its arguments, and how it is used."
  @spec misused([String.t()], String.t()) :: no_return
  def misused(messages, usage), do: Command.abort(Enum.join(messages, "\n") <> "\n\n" <> usage)

  @doc """
  Adds functions to the boundary of `facade`, and says what is left to do.

  `options` are those that `parse/3` gave; `extra` goes on to `RustInElixir.Addition.nifs/4`, and
  `command` is the command line that was run.
  """
  @spec run(String.t(), [String.t()], keyword, keyword, {String.t(), String.t()}) :: :ok
  def run(facade, signatures, options, extra, {command, usage}) do
    asked =
      options
      |> Keyword.take([:crate, :schedule, :loader, :test])
      |> Keyword.put(:force, Keyword.get_values(options, :force))
      |> Keyword.put(:ci, Command.ci?(options, usage))

    project = Project.current()
    add = fn -> add(project, facade, signatures, {options, asked ++ extra}, {command, usage}) end
    if options[:dry_run], do: add.(), else: Command.in_turn([{"", project}], add)
  end

  defp add(project, facade, signatures, {options, asked}, {command, usage}) do
    case Addition.nifs(project, facade, signatures, asked) do
      {:ok, addition} ->
        carry_out(addition, facade, options, command)

        # That is no report of what was done, and the project does not compile without it.
        if options[:loader] == :rustler and project.loader != :rustler,
          do: Mix.shell().info(@rustler_is_missing)

        :ok

      {:error, {:usage, messages}} ->
        misused(messages, usage)

      {:error, error} ->
        Command.fail(error)
    end
  end

  defp choose({option, text}, usage) when option in [:schedule, :loader, :lock] do
    choices = @choices[option]

    case Enum.find(choices, &(Atom.to_string(&1) == text)) do
      nil -> misused(["--#{option} takes #{Enum.join(choices, ", ")}, got: #{text}"], usage)
      choice -> {option, choice}
    end
  end

  defp choose(other, _usage), do: other

  defp carry_out(%{plan: plan} = addition, facade, options, command) do
    shell = Mix.shell()
    say = if options[:quiet], do: fn _text -> :ok end, else: &shell.info/1

    cond do
      options[:dry_run] ->
        say_notes(addition, say)
        Command.preview(plan, command)

      Plan.drift(plan) == [] ->
        say.("nothing to do: everything is there already")

      true ->
        say_notes(addition, say)
        Command.write(plan, command, options)
        say.(next_steps(addition, facade))
    end
  end

  defp say_notes(addition, say), do: addition |> Addition.notes() |> Enum.each(say)

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
