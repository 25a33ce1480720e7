defmodule Mix.Tasks.RustInElixir.Breaking do
  @shortdoc "Reports what a change of a schema breaks"

  @moduledoc """
  Reports what a change of a schema breaks.

      $ mix rust_in_elixir.breaking
      $ mix rust_in_elixir.breaking my_app_markdown --against v1.2.0
      $ mix rust_in_elixir.breaking --against old/boundary.lock

  Compares the schemas as they are now, synced or not, with the contracts in the `boundary.lock` files of a git
  commit, or in one such file. Without a NAME, all boundaries are compared. A new boundary is harmless; a removed
  one is not.

  Direction counts. Into Rust a type may take more values than before, out of Rust it may give fewer; the other way
  round, callers break. A change is reported at its line in the schema, with the name of the rule:

      native/my_app_image/schema.exs:12: breaking param_type_narrowed: the parameter `width` of `resize/2` now takes `u8` instead of `u16`; …

  `renamed_from:` in the schema gives the old name of something, and `waive` allows a change for a while: see
  `RustInElixir.Schema`. Waivers end by the date in UTC.

  ## Options

    * `--against REF|FILE` – what to compare with: a git commit, or the path of a lock. If both exist, the file is
      used. The default is the merge base of `HEAD` and the default branch, which is `origin/HEAD`, or else `main`
      or `master`
    * `--format text|json` – output for people (the default) or for programs
    * `--quiet` – prints only what breaks

  ## JSON

  `--format json` prints one object:

    * `format` – 1, until the shape changes
    * `against` – what was compared with
    * `bump` – which part of the version to raise: `"major"`, `"minor"` or `"patch"`
    * `findings` – an array of objects with

      * `rule` – its name in the table below
      * `category` – who is concerned: `"callers"`, `"implementations"`, `"terms"`, `"behaviour"` or `"waivers"`
      * `severity` – `"breaking"`, `"risky"` or `"note"`
      * `boundary` – the name of the folder, so that the schema is `native/<boundary>/schema.exs`
      * `path` – where, such as `resize/2`, `resize/2.width`, `Point.x`
      * `line` – in the schema; 1 for something that is no longer in it
      * `before`, `after` – the old and the new state, or `null`
      * `message` – a sentence for people; its words may change
      * `waived` – the reason of the waiver that allows it, or `null`

  ## The version

  A breaking change needs a major version, even if it is waived. A risky change, or one that adds something for
  callers, needs a minor version; anything else a patch. Before 1.0, a minor version counts as major and a patch as
  minor.

  ## Rules

  `callers` call the facade in Elixir. `implementations` is the crate's own Rust, which rustc checks anyway. `terms`
  are values that exist already, stored or in transit. `behaviour` changes without a change of type.

  <!-- rules -->
  | rule | severity | concerns | finds | harmless |
  | --- | --- | --- | --- | --- |
  | `boundary_removed` | breaking | callers | a boundary was removed, with its facade | a new boundary, or one whose folder was renamed |
  | `facade_renamed` | breaking | callers | the facade was renamed, and with it all modules under it | the schema module was renamed |
  | `nif_removed` | breaking | callers | a function was removed, or takes another number of arguments | a new function, or new optional options at its end |
  | `nif_renamed` | breaking | callers | a function was renamed, with `renamed_from` | a new function next to the old one |
  | `params_reordered` | breaking | callers | the parameters are in another order, which their types may not show | the functions are in another order |
  | `param_type_narrowed` | breaking | callers | a parameter rejects values that it accepted | a parameter accepts more values |
  | `param_type_changed` | breaking | callers | a parameter accepts other values than before | a parameter has another type with the same values |
  | `resource_taken` | breaking | callers | a function now takes a resource from its handles | a function no longer takes it |
  | `return_type_widened` | breaking | callers | a function can return new values | a function returns fewer values |
  | `return_type_changed` | breaking | callers | a function returns other values than before | a function returns another type with the same values |
  | `error_added` | breaking | callers | a function can now return an error | a function no longer returns errors |
  | `error_type_changed` | breaking | callers | the error of a function can have new values | the error of a function has fewer values |
  | `cast_removed` | breaking | callers | a function or type no longer accepts input in the shape of JSON | a function or type now accepts it |
  | `cast_changes_values` | breaking | callers | a cast turns input that was taken unchanged into another variant of an untagged enum | a cast of input that no variant took unchanged |
  | `type_removed` | breaking | callers | a struct, exception or resource was removed | a new struct |
  | `type_renamed` | breaking | callers | a struct, exception or resource was renamed, with `renamed_from`, or is now another boundary's type | the types are in another order |
  | `type_kind_changed` | breaking | callers | a type is of another kind, with other values | a type is of another kind that accepts the same values |
  | `typespec_removed` | risky | callers | a type without a struct was removed; only specs name it | a new type |
  | `typespec_renamed` | risky | callers | a type without a struct was renamed, with `renamed_from`, or is now another boundary's type | the type keeps its name |
  | `field_removed` | breaking | callers | a field was removed | the fields of a struct are in another order |
  | `field_renamed` | breaking | callers | a field was renamed, with `renamed_from` | an element of a tuple was renamed; only Rust knows its name |
  | `field_added_required` | breaking | callers | a new field that input must have | a new field that can be left out |
  | `field_type_narrowed` | breaking | callers | a field of input rejects values that it accepted | a field of input accepts more values |
  | `field_type_widened` | breaking | callers | a field of output can have new values | a field of output has fewer values |
  | `field_type_changed` | breaking | callers | a field has other values than before | a field has another type with the same values |
  | `default_removed` | breaking | callers | a field that input could leave out has no default any more | a field gets a default |
  | `tuple_size_changed` | breaking | callers | a tuple or record has another number of elements | a map has another field that can be left out |
  | `tuple_reordered` | breaking | callers | the elements of a tuple or record are in another order | the fields of a map are in another order |
  | `record_tag_changed` | breaking | callers | a record has another tag | a record is renamed and keeps its tag |
  | `variant_removed` | breaking | callers | an enum of input rejects a variant that it accepted | an enum of output has fewer variants |
  | `variant_renamed` | breaking | callers | a variant was renamed, with `renamed_from` | the variants are in another order |
  | `variant_added_in_output` | breaking | callers | an enum of output can be a new variant | an enum of input accepts another variant |
  | `variant_payload_changed` | breaking | callers | a variant carries another number of values, or names them differently | the value of a variant has another type with the same values |
  | `value_type_narrowed` | breaking | callers | the value of a variant or newtype of input rejects values that it accepted | the value of a variant or newtype of input accepts more values |
  | `value_type_widened` | breaking | callers | the value of a variant or newtype of output can have new values | the value of a variant or newtype of output has fewer values |
  | `value_type_changed` | breaking | callers | the value of a variant or newtype has other values than before | the value of a variant or newtype has another type with the same values |
  | `decimals_narrowed` | breaking | callers | decimals are now those of `rust_decimal`, which has 96 bits and 28 decimal places | decimals are now those of `bigdecimal` |
  | `constraint_tightened` | breaking | callers | a newtype of input rejects values that it accepted, or its two formats cannot be compared | a newtype of input accepts more values |
  | `constraint_loosened_in_output` | risky | callers | a newtype of output can have values that its constraints ruled out | a newtype of output has tighter constraints |
  | `custom_type_changed` | breaking | callers | a custom type has another typespec | a custom type gets documentation |
  | `remote_type_changed` | breaking | callers | a type of another library has another typespec | a type of another library crosses in another way, which only Rust sees |
  | `struct_shape_changed` | risky | terms | a struct or exception has other fields, so existing ones are rejected | a map has another field that can be left out |
  | `schedule_changed` | risky | behaviour | a function runs on another scheduler | a function names the scheduler that it already runs on |
  | `chunk_changed` | note | behaviour | a stream fetches another number of values at once | a stream names the number that it already fetches |
  | `default_changed` | risky | behaviour | a field that input leaves out has another value | a default is written in another way |
  | `trim_changed` | risky | behaviour | white space around a value is now removed, or no longer | a newtype that only comes out of Rust is now trimmed |
  | `order_of_types_changed` | risky | behaviour | the variants of an untagged enum are tried in another order | the variants of a tagged enum are in another order |
  | `redact_removed` | risky | behaviour | a message can now show a value | no message shows a value any more |
  | `param_renamed` | note | behaviour | a parameter has another name, which starts the paths of validation errors | a parameter keeps its name and accepts more values |
  | `resource_mutated` | risky | behaviour | a function changes a resource that it only read | a function no longer changes it |
  | `resource_lock_changed` | risky | behaviour | a resource has another lock, gains one or loses it, which changes what calls wait for | the schema names the lock that it already has |
  | `resource_on_drop_changed` | risky | behaviour | another function, or none, is called when a resource's last handle is gone | the function stays the same |
  | `resource_monitor_changed` | risky | behaviour | the process of a resource is now monitored, or no longer | the schema says explicitly that it is not monitored |
  | `custom_validator_changed` | risky | behaviour | a custom type of input is validated by another function | a custom type that only comes out of Rust has another validator |
  | `custom_caster_changed` | risky | behaviour | a custom type of input is cast by another function | a custom type of input is cast by a function for the first time |
  | `remote_function_changed` | risky | behaviour | values of another library are validated, represented or made by another function | a type that only comes out of Rust is represented by another function |
  | `crate_renamed` | note | implementations | the crate was renamed | the schema module was renamed |
  | `type_crate_changed` | note | implementations | dates, times or decimals are types of another crate in Rust | the schema names the crate that it already has |
  | `rust_signature_changed` | note | implementations | the signature of a function changes in Rust only | the functions are in another order |
  | `rust_type_changed` | note | implementations | a type changes in Rust only | a type gets documentation |
  | `waiver_unused` | note | waivers | a waiver matches no change | a waiver matches a change |
  | `waiver_expired` | risky | waivers | the last day of a waiver is over | today is the last day of a waiver |
  <!-- end of rules -->

  ## Exit status

    * 0 – nothing breaks
    * 1 – something breaks
    * 2 – a schema has errors, listed as `path:line: message`
    * 3 – the command could not run
  """

  use Mix.Task

  alias RustInElixir.{Breaking, CLI, Error, Error.ExitStatus, Plan.Sync, Project}

  @usage "usage: mix rust_in_elixir.breaking [NAME…] [--against REF|FILE] [--format text|json] [--quiet]"
  @switches [against: :string, format: :string, quiet: :boolean]

  @impl Mix.Task
  def run(arguments) do
    {options, names} = CLI.parse(arguments, @switches, @usage)
    CLI.no_verdict_when_stopped()
    format = Keyword.get(options, :format, "text")

    unless format in ["text", "json"],
      do: CLI.abort("`--format` must be `text` or `json`, got: `#{format}`\n\n" <> @usage)

    Project.in_an_application!()
    project = Project.current()

    with :ok <- Sync.core_loaded(),
         {:ok, base} <- base(project, options[:against]),
         {:ok, comparison} <-
           Breaking.compare(project, base, only: names, today: Date.utc_today()) do
      print(comparison, base.name, format, Keyword.get(options, :quiet, false))
      breaks? = Enum.any?(comparison.findings, &Breaking.Report.breaking?/1)
      if breaks?, do: exit({:shutdown, ExitStatus.of(:drift)})
    else
      {:error, error} -> CLI.fail(error, CLI.line("rust_in_elixir.breaking", arguments))
    end
  end

  defp base(project, against) do
    with {:error, message} <- Breaking.Base.find(project.root, against),
         do: {:error, Error.could_not_run(message)}
  end

  defp print(comparison, against, "json", _quiet?),
    do: Mix.shell().info(String.trim_trailing(Breaking.Report.json(comparison, against)))

  defp print(comparison, _against, "text", true),
    do: CLI.print(Breaking.Report.breaking(comparison))

  defp print(comparison, against, "text", false),
    do: CLI.print(Breaking.Report.lines(comparison, against))
end
