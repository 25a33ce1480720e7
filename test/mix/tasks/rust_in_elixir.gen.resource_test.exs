defmodule Mix.Tasks.RustInElixir.Gen.ResourceTest do
  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @load "load(path :: path) :: {:ok, Table} | {:error, string}"
  @filter "filter(table :: Table, country :: string) :: Table"
  @rows "rows(table :: Table) :: stream([string])"

  @usage """

  usage: mix rust_in_elixir.gen.resource FACADE NAME SIGNATURE… [--lock rwlock|mutex]
           [--on-drop NAME] [--monitor] [--crate NAME]
           [--schedule dirty_cpu|dirty_io|normal] [--loader rustler|precompiled|rust_in_elixir]
           [--dry-run] [--yes] [--force PATH]… [--no-test] [--ci github] [--quiet]

  for example: mix rust_in_elixir.gen.resource MyApp.Tables Table \\
                 "load(path :: path) :: {:ok, Table} | {:error, string}"

  """

  test "creates a boundary with a resource, and adds one to it" do
    root = TemporaryProject.new()
    before = TemporaryProject.files(root)

    {preview, 0} = gen(root, ["Demo.Tables", "Table", @load, @filter, @rows, "--dry-run"])
    assert String.ends_with?(preview, "\nnothing was written\n")
    assert TemporaryProject.files(root) == before

    {output, 0} = gen(root, ["Demo.Tables", "Table", @load, @filter, @rows])

    assert String.ends_with?(output, """

           Implement the functions in native/demo_tables/src/lib.rs, then call them:

               Demo.Tables.load(path)
               Demo.Tables.filter(table, country)
               Demo.Tables.rows(table)

           """)

    assert TemporaryProject.read(root, "native/demo_tables/src/lib.rs") == """
           //! Functions of `Demo.Tables` that are implemented in Rust.

           #[rustfmt::skip]
           pub mod boundary;

           use boundary::*;

           /// The data behind a handle to a `Table`.
           pub struct Table;

           /// Implements the functions of the boundary.
           pub struct Tables;

           impl Nifs for Tables {
               fn load(path: &Path) -> Result<Table, String> {
                   let _ = path;
                   panic!("load/1 is not implemented yet")
               }

               fn filter(table: &Table, country: &str) -> Table {
                   let _ = (&table, &country);
                   panic!("filter/2 is not implemented yet")
               }

               fn rows(table: TableHandle) -> impl Iterator<Item = Vec<String>> + Send + 'static {
                   let _ = table;
                   let message = "rows/1 is not implemented yet";
                   std::iter::from_fn(move || panic!("{message}"))
               }
           }
           """

    # Nothing is locked that nothing changes.
    boundary = TemporaryProject.read(root, "native/demo_tables/src/boundary.rs")
    refute boundary =~ ~r/RwLock|mod locks|Unavailable|mod wanted/

    assert gen(root, ["Demo.Tables", "Table", @load]) ==
             {"nothing to do: everything already exists\n", 0}

    log = ["Demo.Tables", "Log", "append(log :: mut(Log), line :: string) :: :ok"]
    {output, 0} = gen(root, log ++ ["--lock", "mutex", "--on-drop", "log_closed", "--monitor"])

    assert "* updating native/demo_tables/src/lib.rs (append/2, log_closed/1, log_down/1, Log)" in String.split(
             output,
             "\n"
           )

    assert TemporaryProject.read(root, "native/demo_tables/schema.exs") =~
             ~s(\n  resource Log, lock: :mutex, on_drop: :log_closed, monitor: true\n)

    assert TemporaryProject.read(root, "native/demo_tables/src/lib.rs") =~
             ~s(\n\n/// The data behind a handle to a `Log`.\npub struct Log;\n\nimpl Nifs for Tables {\n)

    assert TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"]) ==
             {"everything matches its schema\n", 0}

    {output, 2} = gen(root, log ++ ["--lock", "rwlock"])

    assert output =~
             ~r"\Anative/demo_tables/schema\.exs:\d+: the resource `Log` already exists with other options; change it here by hand to `resource Log, lock: :rwlock`\n"
  end

  test "an error in the changed schema ends with 2, is reported at the argument, and nothing is written" do
    root = TemporaryProject.new()
    before = TemporaryProject.files(root)

    for {arguments, lines} <- [
          {[
             "Table",
             "open(path :: Pat) :: Table",
             "drop(table :: take(Tabel)) :: :ok",
             "--monitor"
           ],
           [
             "in `drop(table :: take(Tabel)) :: :ok`: unknown type `Tabel`; did you mean `Table`?",
             "did you mean: mix rust_in_elixir.gen.resource Demo.Tables Table 'open(path :: Pat) :: Table' " <>
               "'drop(table :: take(Table)) :: :ok' --monitor"
           ]},
          {["Vec", "open(path :: path) :: Vec"],
           [
             "in `Vec`: a type `Vec` at the root of the crate would hide Rust's own; rename the resource, or put its type into a module with `rust: \"crate::…\"`"
           ]}
        ] do
      assert gen(root, ["Demo.Tables" | arguments]) == {Enum.map_join(lines, &(&1 <> "\n")), 2}
    end

    assert TemporaryProject.files(root) == before
  end

  test "wrong arguments end with 3 and the usage" do
    root = TemporaryProject.new()

    for {arguments, messages} <- [
          {["Demo.Tables"], ["the facade and the resource are missing"]},
          {["Demo.Tables", "Table"],
           [
             "`Table` needs a function that creates one, such as `load(path :: path) :: {:ok, Table} | {:error, string}`"
           ]},
          {["demo", "table", "f(a :: boolean) :: Table"],
           [
             "the facade must be a module such as `MyApp.Markdown`, got: `demo`",
             "a resource needs a name such as `Table`, got: `table`",
             "in `f(a :: boolean) :: Table`: `boolean` is not a schema type; use `bool`"
           ]},
          {["Demo.Tables", "load(path :: path) :: Table"],
           [
             "the arguments are a facade, a resource and signatures, in this order; the second one must be a resource, got the signature: `load(path :: path) :: Table`"
           ]},
          {["Demo.Tables", "Table", @load, "--lock", "spin"],
           ["`--lock` must be one of `rwlock`, `mutex`, got: `spin`"]},
          {["Demo.Tables", "Table", @load, "--on-drop", "Gone!"],
           ["`--on-drop` must be the name of a Rust function, such as `:dropped`, got: `Gone!`"]}
        ] do
      assert gen(root, arguments) ==
               {"** (Mix) " <> Enum.join(messages, "\n") <> "\n" <> @usage, 3}
    end
  end

  defp gen(root, arguments),
    do: TemporaryProject.task(root, ["rust_in_elixir.gen.resource" | arguments])
end
