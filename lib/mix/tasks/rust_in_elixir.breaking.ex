defmodule Mix.Tasks.RustInElixir.Breaking do
  @shortdoc "Says what a change of a schema breaks"

  @moduledoc """
  Says what a change of a schema breaks.

      $ mix rust_in_elixir.breaking
      $ mix rust_in_elixir.breaking my_app_markdown --against v1.2.0
      $ mix rust_in_elixir.breaking --against old/boundary.lock

  Compares the schemas as they are now, synced or not, with the contracts in the `boundary.lock` files of a git
  commit, or in one such file. Without a NAME, all boundaries are compared. A new boundary is harmless; a removed
  one is not.

  Direction counts. Into Rust a type may take more values than before, out of Rust it may give fewer; the other way
  round, callers break. A change is reported at its line in the schema, with the name of the rule:

      native/my_app_image/schema.exs:12: breaking param_type_narrowed: the parameter width of resize/2 takes u8 where it took u16, …

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
  | `boundary_removed` | breaking | callers | a boundary is gone, and its facade with it | a boundary is new, or its folder has another name |
  | `facade_renamed` | breaking | callers | the facade, and so every module under it, has another name | the schema module has another name |
  | `nif_removed` | breaking | callers | a function is gone, or takes another number of arguments | a function is new, or gains options at its end that can all be left out |
  | `nif_renamed` | breaking | callers | a function says by `renamed_from` what it was called | the function of the old name stays beside the new one |
  | `params_reordered` | breaking | callers | the same parameters stand in another order, which no type may tell | the functions stand in another order |
  | `param_type_narrowed` | breaking | callers | a parameter refuses values that it took | a parameter takes more values |
  | `param_type_changed` | breaking | callers | a parameter takes other values than before | a parameter has another type with the same values |
  | `resource_taken` | breaking | callers | a function takes a resource away from its handles | a function no longer takes it |
  | `return_type_widened` | breaking | callers | a function may give back values that it never did | a function gives back fewer values |
  | `return_type_changed` | breaking | callers | a function gives back other values than before | a function gives back another type with the same values |
  | `error_added` | breaking | callers | a function that gave back a value may give back an error of its own | a function no longer gives back errors of its own |
  | `error_type_changed` | breaking | callers | the error of a function may have values that it never had | the error of a function has fewer values |
  | `cast_removed` | breaking | callers | a function or type no longer takes input in the shape of JSON | a function or type takes it now |
  | `cast_changes_values` | breaking | callers | a cast makes another variant of an untagged enum of input that was taken as it is | a function or type takes input in the shape of JSON that no variant took as it is |
  | `type_removed` | breaking | callers | a struct, exception or resource is gone | a struct is new |
  | `type_renamed` | breaking | callers | a struct, exception or resource says by `renamed_from` what it was called | the types stand in another order |
  | `type_kind_changed` | breaking | callers | a type is of another kind, whose values are others | a type is of another kind that takes the same values |
  | `typespec_removed` | risky | callers | a type without a struct is gone; only specs name it | a type is new |
  | `typespec_renamed` | risky | callers | a type without a struct says by `renamed_from` what it was called | the type keeps its name |
  | `field_removed` | breaking | callers | a field is gone | the fields of a struct stand in another order |
  | `field_renamed` | breaking | callers | a field says by `renamed_from` what it was called | an element of a tuple, whose name only Rust knows, has another one |
  | `field_added_required` | breaking | callers | a field is new that input must have | a field is new that may be left out |
  | `field_type_narrowed` | breaking | callers | a field of input refuses values that it took | a field of input takes more values |
  | `field_type_widened` | breaking | callers | a field of output may have values that it never had | a field of output has fewer values |
  | `field_type_changed` | breaking | callers | a field has other values than before | a field has another type with the same values |
  | `default_removed` | breaking | callers | a field that input could leave out has no default any more | a field gets a default |
  | `tuple_size_changed` | breaking | callers | a tuple or record has another number of elements | a map has another field that may be left out |
  | `tuple_reordered` | breaking | callers | the elements of a tuple or record stand in another order | the fields of a map stand in another order |
  | `record_tag_changed` | breaking | callers | a record has another tag | a record keeps its tag under another name of its type |
  | `variant_removed` | breaking | callers | an enum of input refuses a variant that it took | an enum of output has a variant less |
  | `variant_renamed` | breaking | callers | a variant says by `renamed_from` what it was called | the variants stand in another order |
  | `variant_added_in_output` | breaking | callers | an enum of output may be a variant that it never was | an enum of input takes another variant |
  | `variant_payload_changed` | breaking | callers | a variant carries another number of values, or names them otherwise | what a variant carries has another type with the same values |
  | `value_type_narrowed` | breaking | callers | what a variant or newtype of input holds refuses values that it took | what a variant or newtype of input holds takes more values |
  | `value_type_widened` | breaking | callers | what a variant or newtype of output holds may have values that it never had | what a variant or newtype of output holds has fewer values |
  | `value_type_changed` | breaking | callers | what a variant or newtype holds has other values than before | what a variant or newtype holds has another type with the same values |
  | `constraint_tightened` | breaking | callers | a newtype of input refuses values that it took, or its two formats cannot be compared | a newtype of input takes more values |
  | `constraint_loosened_in_output` | risky | callers | a newtype of output may have values that its constraints ruled out | a newtype of output has tighter constraints |
  | `custom_type_changed` | breaking | callers | a custom type has another typespec | a custom type keeps its typespec and gets documentation |
  | `struct_shape_changed` | risky | terms | a struct or exception has other fields, so that one that was made before is refused | a map has another field that may be left out |
  | `schedule_changed` | risky | behaviour | a function runs on another scheduler | a function says in words on which it ran already |
  | `chunk_changed` | note | behaviour | a stream fetches another number of values at once | a stream says in words how many it fetched already |
  | `default_changed` | risky | behaviour | a field that input leaves out has another value | a default is written another way |
  | `trim_changed` | risky | behaviour | white space around a value is taken away now, or no longer | a newtype that only comes out of Rust is trimmed now |
  | `order_of_types_changed` | risky | behaviour | the variants of an untagged enum are tried in another order | the variants of a tagged enum stand in another order |
  | `redact_removed` | risky | behaviour | a message may show a value that none could | a value is shown in no message any more |
  | `param_renamed` | note | behaviour | a parameter has another name, which the paths of validation errors begin with | a parameter keeps its name and takes more values |
  | `resource_mutated` | risky | behaviour | a function changes a resource that it only read | a function no longer changes it |
  | `resource_lock_changed` | risky | behaviour | a resource has another lock, or one at all, so that calls wait for each other otherwise | the schema asks for the lock that it has already |
  | `resource_on_drop_changed` | risky | behaviour | another function, or none, is called when a resource's last handle is gone | the function stays |
  | `resource_monitor_changed` | risky | behaviour | a resource is watched for the end of its process, or no longer | the schema says in words that it is not watched |
  | `custom_validator_changed` | risky | behaviour | a custom type of input is validated by another function | a custom type that only comes out of Rust has another validator |
  | `custom_caster_changed` | risky | behaviour | a custom type of input is cast by another function | a custom type of input is cast by a function for the first time |
  | `crate_renamed` | note | implementations | the crate has another name | the schema module has another name |
  | `rust_signature_changed` | note | implementations | callers see no difference in a function, but its signature in Rust is another | the functions stand in another order |
  | `rust_type_changed` | note | implementations | callers see no difference in a type, but in Rust it is another | a type gets documentation |
  | `waiver_unused` | note | waivers | a waiver matches nothing | a waiver lets something pass |
  | `waiver_expired` | risky | waivers | the last date of a waiver is past, so that it lets nothing pass | a waiver is in its last day |
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
      do: CLI.abort("--format is text or json, got: #{format}\n\n" <> @usage)

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
