defmodule Mix.Tasks.RustInElixir.Doctor do
  @shortdoc "Finds what may harm the VM in crates that use Rustler"

  @moduledoc """
  Finds what may harm the VM in crates that use Rustler.

      $ mix rust_in_elixir.doctor
      $ mix rust_in_elixir.doctor my_crate --only panic_abort,unwrapped_lock
      $ mix rust_in_elixir.doctor --deps --format json

  Reads the source of each crate in `native`, or of those that are named by their folders, whether a schema describes
  it or it was written by hand. Nothing is built, run or changed. Each finding comes with its place, the reason and
  what to do:

      native/my_crate/src/lib.rs:12: warning blocking_on_normal_scheduler: `load/1` runs on a normal scheduler and calls `std::fs::read` in line 13
          no other process runs on that scheduler meanwhile; add `schedule = "DirtyIo"` to its `#[rustler::nif]`

  `docs/doctor.md` has an example of each rule, and what a rule cannot see.

  ## Waivers

  A comment allows what a rule finds, and has to say why:

      // rust_in_elixir: allow(unsafe_code) the length was checked above

  At the end of a line it applies to that line, on a line of its own to the next one, and above a function to all of
  it. In a `Cargo.toml` and in Elixir it begins with `#`. A waiver without a reason, or one that allows nothing, is
  reported.

  ## Options

    * `--only RULES` – applies only these rules, separated by commas
    * `--except RULES` – applies all rules but these
    * `--deps` – also counts `unsafe` in the dependencies in `Cargo.lock` whose sources are in Cargo's registry
    * `--format text|json|github` – output for people (the default), for programs, or annotations of GitHub Actions
    * `--quiet` – prints only what fails the command

  ## Rules

  A warning fails the command, a note does not.

  <!-- rules -->
  | rule | severity | finds |
  | --- | --- | --- |
  | `blocking_on_normal_scheduler` | warning | a NIF on a normal scheduler reads files, uses the network, starts programs, sleeps or waits |
  | `io_on_dirty_cpu` | warning | a NIF on a dirty CPU scheduler does so |
  | `loop_on_normal_scheduler` | note | a NIF on a normal scheduler goes through a parameter whose size the caller decides |
  | `lock_on_normal_scheduler` | note | a NIF on a normal scheduler waits for a lock that a dirty NIF or a thread may hold for long |
  | `unwrapped_lock` | warning | `unwrap` or `expect` on the result of a lock |
  | `wrapping_integer` | warning | a NIF takes a `u8`, `i8`, `u16` or `i16` |
  | `list_of_bytes` | note | a NIF takes or returns a `Vec<u8>` |
  | `atom_from_input` | warning | an atom is made of text that is only known at run time |
  | `not_released` | warning | memory is leaked on purpose, or a handle of a resource is kept in a `static` |
  | `owned_runtime` | note | the crate starts an async runtime |
  | `process_exit` | warning | `std::process::exit` or `abort` |
  | `panic_abort` | warning | `panic = "abort"` in a profile of Cargo |
  | `unsafe_code` | note | `unsafe` in the crate |
  | `unsafe_dependency` | note | `unsafe` in a dependency, with `--deps` |
  | `nif_without_stub` | warning | a NIF that has no function in the Elixir module |
  | `stub_without_nif` | warning | a stub in the Elixir module that has no NIF |
  | `rustler_versions` | warning | the crate and the package of Rustler, or the crates of the project, have different versions |
  | `not_read` | note | source that is not read: macros that make NIFs, `include!`, missing files, unknown modules |
  | `wrong_waiver` | warning | a waiver without a reason, or for an unknown rule |
  | `unused_waiver` | warning | a waiver where its rule finds nothing |
  <!-- end of rules -->

  ## JSON

  `--format json` prints one object:

    * `format` – 1, until the shape changes
    * `crates` – an array of objects with the `path` of a crate, its `name` and its number of `nifs`
    * `findings` – an array of objects with `rule`, `severity` (`"warning"` or `"note"`), `path`, `line`, `message`,
      `reason`, `advice`, and `waived`, the reason of the comment that allows it, or `null`

  ## Exit status

    * 0 – no warnings
    * 1 – there are warnings
    * 2 – files cannot be read or parsed, listed as `path:line: message`
    * 3 – the command could not run
  """

  use Mix.Task

  alias RustInElixir.{CLI, Core, Doctor, Error.ExitStatus, Plan.Sync, Project, Text.Nearest}

  @usage "usage: mix rust_in_elixir.doctor [CRATE…] [--only RULES] [--except RULES] [--deps] " <>
           "[--format text|json|github] [--quiet]"
  @switches [
    only: :string,
    except: :string,
    deps: :boolean,
    format: :string,
    quiet: :boolean
  ]

  @impl Mix.Task
  def run(arguments) do
    {options, folders} = CLI.parse(arguments, @switches, @usage)
    CLI.no_verdict_when_stopped()
    format = Keyword.get(options, :format, "text")

    unless format in ["text", "json", "github"],
      do:
        CLI.abort("`--format` must be `text`, `json` or `github`, got: `#{format}`\n\n" <> @usage)

    Project.in_an_application!()

    with :ok <- Sync.core_loaded(),
         {:ok, rules} = Core.doctor_rules(),
         names = names(options, rules),
         {:ok, results} <- Doctor.examine(Project.current(), folders, deps: options[:deps]) do
      results = for {folder, found} <- results, do: {folder, filtered(found, names)}
      print(results, rules, format, Keyword.get(options, :quiet, false))

      fails? =
        Enum.any?(results, fn {_folder, found} ->
          Enum.any?(found.diagnoses, &Doctor.Report.fails?/1)
        end)

      if fails?, do: exit({:shutdown, ExitStatus.of(:drift)})
    else
      {:error, error} -> CLI.fail(error, CLI.line("rust_in_elixir.doctor", arguments))
    end
  end

  defp filtered(found, names),
    do: %{found | diagnoses: Enum.filter(found.diagnoses, &(&1.rule in names))}

  defp names(options, rules) do
    all = for rule <- rules, do: rule.name
    only = named(options, :only, all) || all
    only -- (named(options, :except, all) || [])
  end

  defp named(options, key, all) do
    with text when text != nil <- options[key] do
      names = text |> String.split(",", trim: true) |> Enum.map(&String.trim/1)

      case names -- all do
        [] -> names
        unknown -> CLI.abort(Enum.map_join(unknown, "\n", &unknown(&1, key, all)))
      end
    end
  end

  defp unknown(name, key, all) do
    near = Nearest.to(name, all)

    "`--#{key}`: `#{name}` is not a rule" <>
      if(near, do: "; did you mean `#{near}`?", else: ", see mix help rust_in_elixir.doctor")
  end

  defp print(results, rules, "text", quiet?),
    do: CLI.print(Doctor.Report.text(results, rules, quiet?))

  defp print(results, rules, "json", _quiet?),
    do: results |> Doctor.Report.json(rules) |> IO.write()

  defp print(results, rules, "github", _quiet?),
    do: Enum.each(Doctor.Report.github(results, rules, File.cwd!()), &IO.puts/1)
end
