defmodule Mix.Tasks.RustInElixir.Gen.Resource do
  @shortdoc "Generates a resource: a value that Rust keeps, behind a handle in Elixir"

  @moduledoc """
  Generates a resource: a value that Rust keeps, behind a handle in Elixir, and its functions.

      $ mix rust_in_elixir.gen.resource MyApp.Tables Table \\
          "load(path :: path) :: {:ok, Table} | {:error, string}" \\
          "filter(table :: Table, column :: string, value :: string) :: Table" \\
          "insert(table :: mut(Table), row :: [string]) :: :ok" \\
          "close(table :: take(Table)) :: :ok"

  The first argument is the facade, the module that callers use; the second is the name of the
  resource, and of its type in Rust. The others are signatures, in the notation of a schema: `Table`
  reads the value, `mut(Table)` changes it, `take(Table)` takes it away from its handles, and a
  function that gives back a `Table` makes one. `RustInElixir.Schema.resource/3` says it all.
  Other types that the schema does not have yet are declared as skeletons, as `mix rust_in_elixir.gen.nif` does.

  For a facade that is new it creates the schema, the crate, the facade with its types and stubs,
  and a test, as `mix rust_in_elixir.gen.nif` does. For one that is there it adds the resource and the
  functions to the schema, touching no other byte, and then does what `mix rust_in_elixir.sync` does. Run
  again, it changes nothing.

  A function that makes a resource out of a `path` runs on a dirty I/O scheduler unless its signature
  says otherwise, every other one on a dirty CPU scheduler.

  ## Options

    * `--lock LOCK` – `rwlock`, or `mutex` for a type that is not `Sync`; without it the resource has
      an `RwLock` if a function changes or takes it, and no lock otherwise
    * `--on-drop NAME` – a function in Rust that gets the value when its last handle is gone
    * `--monitor` – a function in Rust is called when the process ends that made the value
    * `--crate NAME` – the crate of a new boundary, `my_app_tables` for `MyApp.Tables` by default;
      it lies in `native/NAME`
    * `--schedule SCHEDULE` – where the VM runs the functions: `dirty_cpu`, `dirty_io` for what waits,
      or `normal` for what always ends within a millisecond
    * `--loader LOADER` – what builds and loads a new boundary: `rustler`, by default where the project
      has it, `rust_in_elixir`, or `precompiled` for RustlerPrecompiled, with the workflow that builds
      the libraries of a release
    * `--dry-run` – says what would be written, and writes nothing
    * `--yes` – writes without asking. You are asked only at a terminal, and only if the project has Igniter,
      which shows the changes first
    * `--force PATH` – overwrites this file although it was not generated, or was edited by hand
      since; may be repeated
    * `--no-test` – creates no test
    * `--ci github` – creates a workflow for GitHub Actions too, as `mix rust_in_elixir.sync` does
    * `--quiet` – says nothing but what is wrong

  ## Exit status

    * 0 – everything is there
    * 1 – something that was not generated is in the way, or a file was left as it is
    * 2 – the schema is wrong, or would be
    * 3 – the command could not run
  """

  use RustInElixir.Igniter.Task

  alias RustInElixir.{CLI, Gen}
  alias RustInElixir.Schema.Options

  @command "mix rust_in_elixir.gen.resource"
  @switches [lock: :string, on_drop: :string, monitor: :boolean]
  @usage """
  usage: #{@command} FACADE NAME SIGNATURE… [--lock rwlock|mutex]
           [--on-drop NAME] [--monitor] [--crate NAME]
           [--schedule dirty_cpu|dirty_io|normal] [--loader rustler|precompiled|rust_in_elixir]
           [--dry-run] [--yes] [--force PATH]… [--no-test] [--ci github] [--quiet]

  for example: #{@command} MyApp.Tables Table \\
                 "load(path :: path) :: {:ok, Table} | {:error, string}"
  """

  if Code.ensure_loaded?(Igniter) do
    @impl Igniter.Mix.Task
    def info(_arguments, _parent) do
      RustInElixir.Igniter.Task.info(Gen.Command.switches(@switches),
        positional: [:facade, :name, signatures: [rest: true]],
        example:
          ~s|mix rust_in_elixir.gen.resource MyApp.Tables Table "open(path :: path) :: Table"|
      )
    end

    @impl Igniter.Mix.Task
    def parse_argv(arguments),
      do: RustInElixir.Igniter.Task.parse(arguments, Gen.Command.switches(@switches))

    @impl Igniter.Mix.Task
    def igniter(igniter), do: Gen.Command.compose(igniter, @usage, &request/2)
  end

  @impl Mix.Task
  def run(arguments) do
    arguments |> Gen.Command.parse(@switches, @usage) |> request(arguments) |> Gen.Command.run()
  end

  defp request({options, [facade, name | signatures]}, arguments) do
    asked =
      options
      |> Keyword.take(Keyword.keys(@switches))
      |> Enum.reject(&(&1 == {:monitor, false}))
      |> Enum.map(&named/1)

    %{
      facade: facade,
      signatures: signatures,
      options: options,
      extra: [resource: {name, asked}],
      command: CLI.line("rust_in_elixir.gen.resource", arguments),
      usage: @usage
    }
  end

  defp request({_options, _rest}, _arguments),
    do: Gen.Command.misused(["which facade and which resource?"], @usage)

  defp named({:on_drop, text}) do
    # The name is that of a function in Rust, and becomes an atom of the schema only.
    case Options.function_name(String.to_atom(text)) do
      {:ok, _name} ->
        {:on_drop, String.to_atom(text)}

      {:error, expected} ->
        Gen.Command.misused(["--on-drop takes #{expected}, got: #{text}"], @usage)
    end
  end

  defp named(option), do: option
end
