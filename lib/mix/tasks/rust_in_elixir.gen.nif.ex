defmodule Mix.Tasks.RustInElixir.Gen.Nif do
  @shortdoc "Generates NIFs, with both sides of their boundary"

  @moduledoc """
  Generates NIFs, with both sides of their boundary.

      $ mix rust_in_elixir.gen.nif MyApp.Markdown "to_html(text :: string) :: string"
      $ mix rust_in_elixir.gen.nif MyApp.Markdown "word_count(text :: string) :: u64" \\
          "is_empty(text :: string) :: bool"

  The first argument is the facade, the module that callers use. The others are signatures.

  For a new facade, such as `MyApp.Markdown`, it creates

    * `native/my_app_markdown/schema.exs`, which describes the boundary and is yours from then on
    * `native/my_app_markdown/src/lib.rs`, the Rust that you write, with a stub for each function
    * `native/my_app_markdown/Cargo.toml`, and a workspace in `Cargo.toml`
    * `lib/my_app/markdown.ex`, the facade, and its modules in `lib/my_app/markdown/`
    * `lib/my_app/rust/`, the modules that all boundaries of the application share, the crate `native/nif_codec`, which they
      share too, and the lock of both, `native/support.lock`
    * `native/my_app_markdown/src/boundary.rs` and `boundary.lock`, the Rust side of it
    * `test/my_app/markdown_test.exs`, a test that passes before the Rust is written

  and adds build output to `.gitignore`. For an existing facade it adds the functions to the schema, changes no
  other byte of it, and syncs. Running it again changes nothing.

  The project does not have to compile.

  ## Signatures

  A signature is written like a spec, with names for the parameters:

      name(param :: type, …) :: return[, option: value]

  | type | |
  | --- | --- |
  | `i8` … `i128`, `u8` … `u128`, `isize`, `usize` | an integer of this size |
  | `f32`, `f64`, `bool` | a float, `true` or `false` |
  | `string`, `binary`, `path` | text, bytes, the path of a file as text |
  | `atom`, `pid`, `reference`, `term` | itself |
  | `[t]`, `{t, u}`, `%{k => v}`, `t \\| nil` | a list, a tuple, a map, what may be `nil` |
  | `Name` | a type of the schema, see `RustInElixir.Schema` |

  A type that the schema does not have is declared as a skeleton for you to complete: a `resource` if it is passed
  as `mut(Name)`, `take(Name)` or `handle(Name)`, or called `…Resource`; an `exception` if it is the error of a
  result, or called `…Error`; otherwise a `struct`. A name one letter away from an existing type counts as a typo.

  A function returns a type, `:ok`, `{:ok, t} | {:error, e}`, `:ok | {:error, e}` or `stream(t)`. Options are `schedule:`, `cast:` and `chunk:`; see `RustInElixir.Schema.nif/2`.

      $ mix rust_in_elixir.gen.nif MyApp.Files "lines(path :: path) :: {:ok, u64} | {:error, string}" \\
          --schedule dirty_io

  ## Options

    * `--crate NAME` – the crate of a new boundary, in `native/NAME`; by default `my_app_markdown` for
      `MyApp.Markdown`
    * `--schedule SCHEDULE` – where the VM runs the functions: `dirty_cpu` (the default), `dirty_io` for functions
      that wait, or `normal` for functions that always end within a millisecond
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

  @command "mix rust_in_elixir.gen.nif"
  @usage """
  usage: #{@command} FACADE SIGNATURE… [--crate NAME]
           [--schedule dirty_cpu|dirty_io|normal] [--loader rustler|precompiled|rust_in_elixir]
           [--dry-run] [--yes] [--force PATH]… [--no-test] [--ci github] [--quiet]

  for example: #{@command} MyApp.Markdown "to_html(text :: string) :: string"
  """

  if Code.ensure_loaded?(Igniter) do
    @impl Igniter.Mix.Task
    def info(_arguments, _parent) do
      RustInElixir.Igniter.Task.info(Gen.Command.switches([]),
        positional: [:facade, signatures: [rest: true]],
        example: ~s|mix rust_in_elixir.gen.nif MyApp.Text "upcase(text :: string) :: string"|
      )
    end

    @impl Igniter.Mix.Task
    def parse_argv(arguments),
      do: RustInElixir.Igniter.Task.parse(arguments, Gen.Command.switches([]))

    @impl Igniter.Mix.Task
    def igniter(igniter), do: Gen.Command.compose(igniter, @usage, &request/2)
  end

  @impl Mix.Task
  def run(arguments) do
    arguments |> Gen.Command.parse([], @usage) |> request(arguments) |> Gen.Command.run()
  end

  defp request({_options, []}, _arguments),
    do: Gen.Command.misused(["the facade and the functions are missing"], @usage)

  defp request({options, [facade | signatures]}, arguments) do
    %{
      facade: facade,
      signatures: signatures,
      options: options,
      extra: [],
      task: "rust_in_elixir.gen.nif",
      arguments: arguments,
      usage: @usage
    }
  end
end
