defmodule RustInElixir.Plan.CacheTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Apply.Writer, Plan, Plan.Cache, Plan.Sync, TemporaryProject}
  alias RustInElixir.Schema.Constant

  doctest Constant

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    @limit 8

    newtype Slug, string, max_length: @limit

    @doc "Shortens."
    nif shorten(slug :: Slug) :: Slug
  end
  """

  @crate_dir "native/demo_text"
  @schema_path "native/demo_text/schema.exs"

  test "a boundary that matched is recognized, with every file" do
    project = noted()
    {:ok, entries} = Cache.entries(project, @crate_dir)
    {:ok, plan} = Sync.plan(%{project | notes: nil})

    found = for entry <- plan.entries, entry.boundary, do: entry
    noted = for entry <- entries, do: %{entry | noted?: false}
    assert Enum.sort_by(noted, & &1.path) == Enum.sort_by(found, & &1.path)
    assert [@schema_path] == for(entry <- entries, entry.noted?, do: entry.path)
  end

  test "no change of any file, by the user or to a generated one, goes unseen" do
    project = noted()
    {:ok, entries} = Cache.entries(project, @crate_dir)

    for %{path: path, old: text} <- entries do
      TemporaryProject.write(project.root, path, text <> "\n")
      assert {path, Cache.entries(project, @crate_dir)} == {path, :unknown}
      File.rm!(Path.join(project.root, path))
      assert {path, Cache.entries(project, @crate_dir)} == {path, :unknown}
      TemporaryProject.write(project.root, path, text)
    end

    assert {:ok, _} = Cache.entries(project, @crate_dir)
  end

  test "a note for other settings, a broken note or a missing one is ignored" do
    project = noted()

    for {changed, what} <- [
          {%{project | loader: :rustler}, "the loader"},
          {%{project | otp_app: "other"}, "the application"},
          {%{project | templates: %{"facade.ex" => ""}}, "a template"},
          {%{project | notes: nil}, "no place for notes"}
        ],
        do: assert({what, Cache.entries(changed, @crate_dir)} == {what, :unknown})

    note = Path.join(project.notes, "demo_text")
    File.write!(note, binary_part(File.read!(note), 0, 40))
    assert Cache.entries(project, @crate_dir) == :unknown
  end

  test "drift is not noted" do
    project = noted()
    File.rm!(Path.join(project.root, "lib/demo/text.ex"))
    File.rm_rf!(project.notes)
    {:ok, plan} = Sync.plan(project)
    Cache.note(project, plan)
    refute File.exists?(project.notes)
  end

  test "a schema that computes something is evaluated each time" do
    schema = String.replace(@schema, "@limit 8", ~s|@limit String.to_integer("8")|)
    project = noted(schema)
    assert Cache.entries(project, @crate_dir) == :unknown
    assert {:ok, plan} = Sync.plan(project)
    assert Plan.drift(plan) == []
  end

  describe "computed values of a schema are compared each time, even if its text is the same:" do
    for {what, old, new} <- [
          {"a constraint", "max_length: @limit", "max_length: String.to_integer(read.())"},
          {"an attribute", "@limit 8", "@limit String.to_integer(read.())"},
          {"a default", "Slug, string, max_length: @limit", "Slug, string, in: [read.()]"},
          {"docs", ~s("Shortens."), ~S|"Shortens to #{read.()}."|},
          {"whether there is a function", "@doc",
           ~S|if read.() == "9", do: nif(more() :: u8); @doc|}
        ] do
      # Each of them starts six VMs, to show what one of them does.
      if what != "a constraint", do: @tag(:extended)

      test what do
        name = "LIMIT_#{System.unique_integer([:positive])}"
        schema = String.replace(@schema, unquote(old), unquote(new))
        schema = String.replace(schema, "read.()", "System.fetch_env!(#{inspect(name)})")
        System.put_env(name, "8")
        on_exit(fn -> System.delete_env(name) end)

        project = noted(schema)
        assert {:ok, plan} = Sync.plan(project)
        assert Plan.drift(plan) == []

        System.put_env(name, "9")
        assert {:ok, plan} = Sync.plan(project)
        assert Plan.drift(plan) != []
        assert {:ok, [_ | _]} = Writer.apply(plan)
        assert {:ok, plan} = Sync.plan(project)
        assert Plan.drift(plan) == []
      end
    end
  end

  test "which schemas are constant" do
    for {text, constant?} <- [
          {@schema, true},
          {File.read!("test/fixtures/schema/guide.exs"), true},
          {File.read!("native/rust_in_elixir/schema.exs"), true},
          {"@limit System.schedulers()", false},
          {~S|@doc "at #{node()}"|, false},
          {"@home __DIR__", false},
          {"newtype Slug, string, max_length: limit()", false},
          {"for name <- [:a, :b], do: nif(name)", false},
          {"import MyApp.Limits", false},
          {"use MyApp.Limits", false},
          {"struct Point do\n  field :x, i64, default: self\nend", false},
          {"custom Money, Decimal.t(), validate: {MyApp.Money, :validate}", true},
          {"nif now(at :: i64) :: {:ok, stream(string)} | {:error, string}", true},
          {"nif now() :: i64, schedule: schedule()", false},
          {"defmodule (", false}
        ],
        do: assert({text, Constant.constant?(text)} == {text, constant?})
  end

  defp noted(schema \\ @schema) do
    root = TemporaryProject.new(%{@schema_path => schema})
    project = %{TemporaryProject.project(root) | notes: Path.join(root, "_build/notes")}
    {:ok, plan} = Sync.plan(project)
    {:ok, _} = Writer.apply(plan)
    {:ok, plan} = Sync.plan(project)
    :ok = Cache.note(project, plan)
    project
  end
end
