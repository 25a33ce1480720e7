defmodule Mix.Tasks.RustInElixir.Gen.Resource do
  @shortdoc "Generates a resource: a value that Rust keeps, behind a handle in Elixir"

  @moduledoc """
  Generates a resource: a value that Rust keeps, behind a handle in Elixir, and its functions.

      $ mix rust_in_elixir.gen.resource MyApp.Tables Table \\
          "load(path :: path) :: {:ok, Table} | {:error, string}" \\
          "filter(table :: Table, column :: string, value :: string) :: Table" \\
          "insert(table :: mut(Table), row :: [string]) :: :ok" \\
          "close(table :: take(Table)) :: :ok"

  The first argument is the facade, the module that callers use. The second is the name of the resource and of its
  Rust type. The others are signatures, in the notation of a schema: `Table` reads the value, `mut(Table)` changes
  it, `take(Table)` takes it away from its handles, and a function that returns a `Table` makes one. See
  `RustInElixir.Schema.resource/3`. Other types that the schema does not have are declared as skeletons, as by
  `mix rust_in_elixir.gen.nif`.

  For a new facade it creates the same files as `mix rust_in_elixir.gen.nif`. For an existing one it adds the
  resource and the functions to the schema, changes no other byte of it, and syncs. Running it again changes
  nothing.

  A function that takes a `path` and returns a resource runs on a dirty I/O scheduler, every other one on a dirty
  CPU scheduler, unless its signature says otherwise.

  ## Options

    * `--lock LOCK` – `rwlock`, or `mutex` for a type that is not `Sync`; by default an `RwLock` if a function
      changes or takes the resource, and no lock otherwise
    * `--on-drop NAME` – a Rust function that gets the value when its last handle is dropped
    * `--monitor` – a Rust function is called when the process that first got the handle ends
    * `--crate NAME` – the crate of a new boundary, in `native/NAME`; by default `my_app_tables` for `MyApp.Tables`
    * `--schedule SCHEDULE` – where the VM runs the functions: `dirty_cpu`, `dirty_io` for functions that wait, or
      `normal` for functions that always end within a millisecond
    * `--loader LOADER` – what builds and loads a new boundary: `rustler`, the default in a project that has it;
      `rust_in_elixir`, the default in any other; or `precompiled` for RustlerPrecompiled, with the workflow that
      builds the libraries of a release
    * `--dry-run` – lists what would be written, and writes nothing
    * `--yes` – writes without asking. Only a project with Igniter asks, and only at a terminal, after it has shown
      the changes
    * `--force PATH` – overwrites this file even if it was edited or not generated; may be repeated
    * `--no-test` – creates no test
    * `--ci github` – also creates a workflow for GitHub Actions, as `mix rust_in_elixir.sync` does
    * `--quiet` – prints only what is wrong

  ## Exit status

    * 0 – everything was written, or existed already
    * 1 – an existing file was not generated, or a file was left alone
    * 2 – the schema has errors, or would have
    * 3 – the command could not run
  """

  use RustInElixir.Igniter.Task

  alias RustInElixir.Gen
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
      task: "rust_in_elixir.gen.resource",
      arguments: arguments,
      usage: @usage
    }
  end

  defp request({_options, _rest}, _arguments),
    do: Gen.Command.misused(["the facade and the resource are missing"], @usage)

  defp named({:on_drop, text}) do
    # The name of a Rust function, which becomes an atom of the schema.
    case Options.function_name(String.to_atom(text)) do
      {:ok, _name} ->
        {:on_drop, String.to_atom(text)}

      {:error, expected} ->
        Gen.Command.misused(["`--on-drop` must be #{expected}, got: `#{text}`"], @usage)
    end
  end

  defp named(option), do: option
end
