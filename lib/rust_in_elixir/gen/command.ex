defmodule RustInElixir.Gen.Command do
  @moduledoc false

  # Shared by `gen.nif` and `gen.resource`: their options, and adding to a boundary.

  alias RustInElixir.{CLI, Error, Gen.Correction, Gen.Install, Gen.NewNifs, Plan, Project, Report}

  @switches [
    crate: :string,
    schedule: :string,
    loader: :string,
    dry_run: :boolean,
    yes: :boolean,
    force: :keep,
    test: :boolean,
    ci: :string,
    quiet: :boolean
  ]
  @choices [
    schedule: [:dirty_cpu, :dirty_io, :normal],
    loader: [:rustler, :precompiled, :rust_in_elixir],
    lock: [:rwlock, :mutex]
  ]
  @to_fill_in %{
    struct: "its fields",
    exception: "its fields besides the message",
    resource: "its options there, and its data in src/lib.rs"
  }
  @lint ~s(unsafe_code = "forbid" below [lints.rust])
  # Without it the project does not compile, and the compiler's message is about a macro.
  @missing %{
    rustler: """
    The stubs use Rustler, which is not a dependency in mix.exs yet; add it:

        #{Install.sources(:rustler)}
    """,
    precompiled: """
    The stubs use RustlerPrecompiled, which is not a dependency in mix.exs yet; add it, and Rustler
    for builds from source:

        #{Install.sources(:precompiled)}
    """
  }

  @typedoc """
  A command line: `options` are those that `parse/3` returned, `extra` is passed on to
  `RustInElixir.Gen.NewNifs.nifs/4`, and `arguments` are all those of the `task`.
  """
  @type request :: %{
          facade: String.t(),
          signatures: [String.t()],
          options: keyword,
          extra: keyword,
          task: String.t(),
          arguments: OptionParser.argv(),
          usage: String.t()
        }

  @doc "The options of a task that has `switches` beside the common ones."
  @spec switches(keyword) :: keyword
  def switches(switches), do: @switches ++ switches

  @doc """
  Parses the arguments of a task; `switches` are those that it has beside the common ones. What is
  wrong ends the command, with `usage` behind it.
  """
  @spec parse(OptionParser.argv(), keyword, String.t()) :: {keyword, OptionParser.argv()}
  def parse(arguments, switches, usage) do
    Project.in_an_application!()
    {options, rest} = CLI.parse(arguments, switches(switches), usage)
    {choices(options, usage), rest}
  end

  @doc "Turns the values of options with a fixed set of words into atoms."
  @spec choices(keyword, String.t()) :: keyword
  def choices(options, usage), do: Enum.map(options, &choose(&1, usage))

  @doc "Ends the command with the errors in its arguments and its usage."
  @spec misused([String.t()], String.t()) :: no_return
  def misused(messages, usage), do: CLI.abort(Enum.join(messages, "\n") <> "\n\n" <> usage)

  @doc "Adds functions to the boundary of a facade, and prints the next steps."
  @spec run(request) :: :ok
  def run(%{options: options} = request) do
    project = Project.current()
    add = fn -> add(project, request) end
    if options[:dry_run], do: add.(), else: CLI.in_turn([{"", project}], add)
  end

  # Igniter's own way to run a task is to have it composed.
  if Code.ensure_loaded?(Igniter) do
    @doc """
    Adds functions to the boundary of a facade as changes of `igniter`, whose arguments `request` reads.
    """
    @spec compose(
            Igniter.t(),
            String.t(),
            ({keyword, OptionParser.argv()}, OptionParser.argv() -> request)
          ) :: Igniter.t()
    def compose(%{args: args} = igniter, usage, request) do
      RustInElixir.Igniter.Task.attempt(igniter, fn igniter ->
        options = choices(args.options, usage)
        compose(igniter, request.({options, args.positional.rest}, args.argv))
      end)
    end

    defp compose(igniter, request) do
      project = RustInElixir.Igniter.Writer.project(igniter)

      case addition(project, request) do
        {:ok, addition} ->
          notices = notes(addition) ++ next(addition, request) ++ missing(project, request)

          igniter
          |> RustInElixir.Igniter.Writer.add(addition.plan, command(request))
          |> then(&Enum.reduce(notices, &1, fn notice, it -> Igniter.add_notice(it, notice) end))

        {:error, error} ->
          RustInElixir.Igniter.Writer.failed(igniter, error)
      end
    end

    defp next(%{added: []}, _request), do: []
    defp next(addition, request), do: [next_steps(addition, request.facade)]
  end

  defp addition(project, %{options: options} = request) do
    asked =
      options
      |> Keyword.take([:crate, :schedule, :loader, :test])
      |> Keyword.put(:force, Keyword.get_values(options, :force))
      |> Keyword.put(:ci, CLI.ci?(options, request.usage))

    NewNifs.nifs(project, request.facade, request.signatures, asked ++ request.extra)
  end

  defp add(project, request) do
    case addition(project, request) do
      {:ok, addition} ->
        carry_out(addition, request)
        # Printed even with `--quiet`, because the project does not compile without it.
        CLI.print(missing(project, request))

      {:error, %Error{kind: :usage, messages: messages}} ->
        misused(messages ++ corrected(project, request, messages), request.usage)

      {:error, error} ->
        lines = Error.lines(error)

        # With an argument that is wrong, the same command would not do.
        if well_asked?({:error, error}),
          do: CLI.fail(error, command(request)),
          else: CLI.wrong_schema(lines ++ corrected(project, request, lines))
    end
  end

  defp command(request), do: CLI.line(request.task, request.arguments)

  # The command with what the messages suggest, if nothing is wrong in its arguments then.
  defp corrected(project, %{signatures: signatures} = request, messages) do
    corrected = Correction.signatures(signatures, messages)
    replaced = signatures |> Enum.zip(corrected) |> Map.new()

    request = %{
      request
      | signatures: corrected,
        arguments: Enum.map(request.arguments, &Map.get(replaced, &1, &1))
    }

    if corrected != signatures and well_asked?(addition(project, request)),
      do: ["did you mean: #{command(request)}"],
      else: []
  end

  defp well_asked?({:error, %Error{kind: :usage}}), do: false

  defp well_asked?({:error, error}),
    do: Enum.all?(error.problems, fn {place, _problem} -> is_binary(place) end)

  defp well_asked?({:ok, _addition}), do: true

  defp missing(project, %{options: options}) do
    loader = options[:loader]
    there? = loader == project.loader or (loader == :precompiled and precompiled?(project))
    if there?, do: [], else: List.wrap(@missing[loader])
  end

  defp precompiled?(project), do: :rustler_precompiled in project.packages

  defp choose({option, text}, usage) when option in [:schedule, :loader, :lock] do
    choices = @choices[option]

    case Enum.find(choices, &(Atom.to_string(&1) == text)) do
      nil ->
        misused(
          [
            "`--#{option}` must be one of #{Enum.map_join(choices, ", ", &"`#{&1}`")}, got: `#{text}`"
          ],
          usage
        )

      choice ->
        {option, choice}
    end
  end

  defp choose(other, _usage), do: other

  defp carry_out(%{plan: plan} = addition, %{options: options} = request) do
    say = if options[:quiet], do: fn _text -> :ok end, else: &CLI.print([&1])

    cond do
      options[:dry_run] ->
        say_notes(addition, say)
        CLI.preview(plan, command(request))

      Plan.drift(plan) == [] ->
        say.("nothing to do: everything already exists")

      true ->
        say_notes(addition, say)

        if CLI.write(plan, command(request), options) == :ok,
          do: say.(next_steps(addition, request.facade))
    end
  end

  defp declared(%{skeletons: []}), do: ""

  defp declared(%{skeletons: skeletons, crate_dir: crate_dir}) do
    lines = for it <- skeletons, do: "\n    #{it.kind} #{it.name}: #{@to_fill_in[it.kind]}"

    """

    These types were not in the schema, which now declares each as a skeleton. Complete them in
    #{crate_dir}/schema.exs, then run `mix rust_in_elixir.sync`:
    #{lines}
    """
  end

  # A crate that was there before keeps its lints, which its code may need.
  defp advice(%{plan: plan, crate_dir: crate_dir}) do
    entries = Map.new(plan.entries, &{&1.path, &1})
    path = Path.join(crate_dir, "Cargo.toml")

    begun? =
      Plan.refused(plan) == [] and entries[Path.join(crate_dir, "schema.exs")].status == :missing

    case entries[path] do
      %{old: old, new: new} when begun? and old != nil and new != nil ->
        if new =~ ~r/^\s*(rust\.|lints\.rust\.)?unsafe_code\b|\bworkspace\s*=/m,
          do: [],
          else: ["#{path} allows unsafe code; to forbid it, add: #{@lint}"]

      _ ->
        []
    end
  end

  defp say_notes(addition, say), do: addition |> notes() |> Enum.each(say)

  defp notes(addition), do: Report.Text.notes(addition.plan) ++ advice(addition)

  defp next_steps(%{added: []}, _facade), do: "every function already exists"

  defp next_steps(%{added: added, crate_dir: crate_dir} = addition, facade) do
    calls =
      for %{name: name, nif: nif} <- added,
          do: "\n    #{facade}.#{name}(#{Enum.map_join(nif.params, ", ", & &1.name)})"

    """
    #{declared(addition)}
    Implement the functions in #{crate_dir}/src/lib.rs, then call them:
    #{calls}
    """
  end
end
