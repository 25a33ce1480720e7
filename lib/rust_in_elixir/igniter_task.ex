# Igniter is an optional dependency, and without it nothing calls this module.
if Code.ensure_loaded?(Igniter) do
  defmodule RustInElixir.IgniterTask do
    @moduledoc """
    What the tasks have in common where others compose them:

        Igniter.compose_task(igniter, "rust_in_elixir.gen.nif", ["MyApp.Text", "upcase(text :: string) :: string"])

    A task that is run by itself does as it does without Igniter, but that it shows its changes and asks,
    at a terminal: it need not compile the project, and its files are written by
    `RustInElixir.Writer`, the lock last.
    """

    alias Igniter.Mix.Task.{Args, Info}

    @doc "What Igniter has to know of a task with these switches; `fields` are further fields."
    @spec info(keyword, keyword) :: Info.t()
    def info(switches, fields) do
      global = Keyword.keys(Info.global_options()[:switches])
      schema = Keyword.drop(switches, global)
      struct!(%Info{group: :rust_in_elixir, schema: schema, extra_args?: true}, fields)
    end

    @doc """
    Parses the arguments of a task. Those that it does not know are another task's, and passed over.
    """
    @spec parse(OptionParser.argv(), keyword) :: Args.t()
    def parse(argv, switches) do
      known = Keyword.merge(Info.global_options()[:switches], switches)
      {options, rest, _others} = OptionParser.parse(argv, switches: known)
      %Args{argv: argv, argv_flags: argv -- rest, positional: %{rest: rest}, options: options}
    end

    @doc "Calls `fun`; what would end a command becomes an issue."
    @spec attempt(Igniter.t(), (Igniter.t() -> Igniter.t())) :: Igniter.t()
    def attempt(igniter, fun) do
      fun.(igniter)
    rescue
      error in Mix.Error -> Igniter.add_issue(igniter, error.message)
    end
  end
end
