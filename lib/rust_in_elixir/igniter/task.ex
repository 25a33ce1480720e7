defmodule RustInElixir.Igniter.Task do
  @moduledoc false

  # A Mix task that others can compose where the project has Igniter, and that is a plain one otherwise.
  #
  #     Igniter.compose_task(igniter, "rust_in_elixir.gen.nif", ["MyApp.Text", "upcase(text :: string) :: string"])
  #
  # A task that is run by itself does with Igniter as it does without, but that it shows its changes and
  # asks, at a terminal. It need not compile the project, and its files are written by
  # `RustInElixir.Apply.Writer`, the lock last.

  # Both branches of an `if` are expanded, so that the module cannot choose for itself.
  @base if Code.ensure_loaded?(Igniter), do: Igniter.Mix.Task, else: Mix.Task

  @doc false
  defmacro __using__(_options), do: quote(do: use(unquote(@base)))

  if Code.ensure_loaded?(Igniter) do
    @doc "Igniter's description of a task with these switches; `fields` are further fields."
    @spec info(keyword, keyword) :: Igniter.Mix.Task.Info.t()
    def info(switches, fields) do
      schema = Keyword.drop(switches, Keyword.keys(global_switches()))
      fields = [group: :rust_in_elixir, schema: schema, extra_args?: true] ++ fields
      struct!(Igniter.Mix.Task.Info, fields)
    end

    @doc """
    Parses the arguments of a task. Those that it does not know are another task's, and passed over.
    """
    @spec parse(OptionParser.argv(), keyword) :: Igniter.Mix.Task.Args.t()
    def parse(argv, switches) do
      known = Keyword.merge(global_switches(), switches)
      {options, rest, _others} = OptionParser.parse(argv, switches: known)

      struct!(Igniter.Mix.Task.Args,
        argv: argv,
        argv_flags: argv -- rest,
        positional: %{rest: rest},
        options: options
      )
    end

    @doc "Calls `fun`; what would end a command becomes an issue."
    @spec attempt(Igniter.t(), (Igniter.t() -> Igniter.t())) :: Igniter.t()
    def attempt(igniter, fun) do
      RustInElixir.Project.in_an_application!()
      fun.(igniter)
    rescue
      error in Mix.Error -> Igniter.add_issue(igniter, error.message)
    end

    defp global_switches, do: Igniter.Mix.Task.Info.global_options()[:switches]
  end
end
