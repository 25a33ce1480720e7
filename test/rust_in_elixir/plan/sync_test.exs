defmodule RustInElixir.Plan.SyncTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Apply.Writer, Core, Error, Plan, Plan.Sync, TemporaryProject}

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    struct Point do
      field :x, i64
    end

    nif shift(point :: Point) :: Point
  end
  """

  @schema_path "native/demo_text/schema.exs"
  @boundary "native/demo_text/src/boundary.rs"
  @lib "native/demo_text/src/lib.rs"
  @lock "native/demo_text/boundary.lock"
  @facade "lib/demo/text.ex"
  @stubs "lib/demo/text/native.ex"
  @point "lib/demo/text/point.ex"

  describe "a boundary without its schema" do
    test "is a problem, since nothing else would report that its files have no schema" do
      root = synced()
      File.rm!(Path.join(root, @schema_path))

      assert {:error,
              %Error{
                kind: :wrong_schema,
                problems: [{@schema_path, %Core.Problem{line: 1, message: message}}]
              }} = Sync.plan(TemporaryProject.project(root))

      assert message ==
               "this schema is missing, but native/demo_text/boundary.lock was made from it; " <>
                 "restore it, or remove the lock and the files that it lists"
    end

    test "is refused where the facade got another name and lib.rs did not" do
      root = synced()
      schema = String.replace(@schema, "Demo.Text", "Demo.Prose")
      File.write!(Path.join(root, @schema_path), schema)

      assert [%{path: @lib, reason: reason}] = Plan.refused(plan(root))

      assert reason =~
               "this implements `Nifs` for `Text`, but the facade needs `Prose`; rename the type here"
    end
  end

  describe "a new boundary" do
    test "is missing as a whole, and matches once it is written" do
      root = TemporaryProject.new(%{@schema_path => @schema})
      drift = drift(root)

      assert drift |> Map.values() |> Enum.uniq() == [:missing]

      for path <- [@boundary, @lib, @lock, @facade, @stubs, @point, "Cargo.toml", ".gitignore"],
          do: assert(Map.has_key?(drift, path), path)

      refute Map.has_key?(drift, "test/demo/text_test.exs")

      sync(root)
      assert drift(root) == %{}
    end

    test "is written with the locks last" do
      root = TemporaryProject.new(%{@schema_path => @schema})

      assert ["native/support.lock", @lock] =
               plan(root).entries |> Enum.map(& &1.path) |> Enum.take(-2)
    end

    test "is written once: a second run changes no byte" do
      root = synced()
      before = TemporaryProject.files(root)
      sync(root)
      assert TemporaryProject.files(root) == before
    end

    test "is rejected where a file exists that was not generated, and nothing is written" do
      root =
        TemporaryProject.new(%{
          @schema_path => @schema,
          @facade => "defmodule Demo.Text do\nend\n"
        })

      before = TemporaryProject.files(root)

      assert drift(root)[@facade] == :foreign
      assert Plan.refused(plan(root)) |> Enum.map(& &1.path) == [@facade]
      assert drift(root, force: [@facade])[@facade] == :stale
      assert drift(root, force: [Path.join(root, @facade)])[@facade] == :stale
      assert TemporaryProject.files(root) == before
    end

    test "takes over a file that already has the same meaning" do
      root = synced()
      File.rm!(Path.join(root, @lock))
      assert drift(root) == %{@lock => :missing}
    end
  end

  describe "a project that took a later package of Rustler" do
    test "gets the crate of that release, and keeps a closer requirement" do
      root = synced()
      cargo = "native/demo_text/Cargo.toml"
      codec = "native/nif_codec/Cargo.toml"
      before = TemporaryProject.read(root, cargo)

      lock = ~s(%{"rustler": {:hex, :rustler, "0.40.2", "c0ffee", [:mix], [], "hexpm", ""}}\n)
      TemporaryProject.write(root, "mix.lock", lock)
      assert drift(root) == %{cargo => :stale, codec => :stale, "native/support.lock" => :stale}

      sync(root)
      assert TemporaryProject.read(root, cargo) == String.replace(before, ~s("0.39"), ~s("0.40"))
      assert TemporaryProject.read(root, codec) =~ ~s(rustler = "0.40"\n)

      change(root, cargo, ~s("0.40"), ~s("0.40.1"))
      assert drift(root) == %{}
    end
  end

  describe "a schema that changed" do
    test "makes both sides stale and leaves the user's own code" do
      root = synced()
      TemporaryProject.write(root, @lib, TemporaryProject.read(root, @lib) <> "// mine\n")
      lib = TemporaryProject.read(root, @lib)
      change(root, @schema_path, "field :x, i64", "field :x, u8")

      drift = drift(root)
      assert %{@boundary => :stale, @point => :stale, @lock => :stale} = drift
      assert drift |> Map.values() |> Enum.uniq() == [:stale]

      sync(root)
      assert drift(root) == %{}
      assert TemporaryProject.read(root, @lib) == lib
    end

    test "gains stubs for its new functions in lib.rs" do
      root = synced()
      before = TemporaryProject.read(root, @lib)

      change(
        root,
        @schema_path,
        "  nif shift",
        "  nif to_html(text :: string) :: string\n  nif shift"
      )

      assert %{status: :stale, missing: ["to_html/1"]} = entry(root, @lib)
      sync(root)
      assert drift(root) == %{}
      assert TemporaryProject.read(root, @lib) =~ "fn to_html(text: &str) -> String"

      assert String.replace(TemporaryProject.read(root, @lib), ~r/\s/, "") |> String.length() >
               before |> String.replace(~r/\s/, "") |> String.length()
    end

    test "loses the files of a type that went" do
      root = synced()

      change(root, @schema_path, "  struct Point do\n    field :x, i64\n  end\n", "")
      change(root, @schema_path, "point :: Point) :: Point", "point :: i64) :: i64")
      change(root, @lib, "fn shift(point: Point) -> Point", "fn shift(point: i64) -> i64")

      assert drift(root)[@point] == :orphan
      sync(root)
      refute File.exists?(Path.join(root, @point))
      assert drift(root) == %{}
    end

    test "is wrong: every problem is listed with the path of the schema" do
      root = synced()
      change(root, @schema_path, "point :: Point", "point :: Pointt")
      TemporaryProject.write(root, "native/broken/schema.exs", "defmodule (")

      assert {:error, %Error{kind: :wrong_schema, problems: problems}} =
               Sync.plan(TemporaryProject.project(root))

      assert [{"native/broken/schema.exs", 1}, {@schema_path, 8}] =
               Enum.map(problems, fn {path, problem} -> {path, problem.line} end)
    end
  end

  describe "formatting" do
    test "is not drift, neither in Elixir nor in line endings" do
      root = synced()

      for path <- [@facade, @stubs, @point] do
        text = Code.format_string!(TemporaryProject.read(root, path), line_length: 40)
        TemporaryProject.write(root, path, [text, "\n"])
      end

      assert drift(root) == %{}

      for {path, text} <- TemporaryProject.files(root),
          do: TemporaryProject.write(root, path, String.replace(text, "\n", "\r\n"))

      assert drift(root) == %{}
    end

    test "of the schema is not drift either" do
      root = synced()
      TemporaryProject.write(root, @schema_path, Code.format_string!(@schema, line_length: 20))
      assert Plan.changes(plan(root)) == []
    end

    test "is not an edit: changes of the schema are written" do
      root = synced()
      text = Code.format_string!(TemporaryProject.read(root, @point), line_length: 20)
      TemporaryProject.write(root, @point, [text, "\n"])
      change(root, @schema_path, "field :x, i64", "field :x, u8")
      assert drift(root)[@point] == :stale
    end

    test "follows the project's .formatter.exs" do
      root =
        TemporaryProject.new(%{@schema_path => @schema, ".formatter.exs" => "[line_length: 40]"})

      sync(root)
      text = TemporaryProject.read(root, @facade)
      assert IO.iodata_to_binary([Code.format_string!(text, line_length: 40), "\n"]) == text
    end
  end

  describe "a generated file that was edited by hand" do
    test "is left alone each time, unless it is named" do
      root = synced()
      edit(root, @facade)
      edited = TemporaryProject.read(root, @facade)

      assert drift(root) == %{@facade => :edited}
      sync(root)
      assert drift(root) == %{@facade => :edited}
      assert TemporaryProject.read(root, @facade) == edited

      sync(root, force: [@facade])
      assert drift(root) == %{}
    end

    test "does not prevent other files from being written" do
      root = synced()
      edit(root, @point)
      change(root, @schema_path, "field :x, i64", "field :x, u8")

      sync(root)
      assert drift(root) == %{@point => :edited}
    end

    test "is out of date, not up to date, once it is put back as it was before the schema changed" do
      root = synced()
      before = TemporaryProject.read(root, @point)
      edit(root, @point)
      change(root, @schema_path, "field :x, i64", "field :x, u8")
      sync(root)

      TemporaryProject.write(root, @point, before)
      assert drift(root) == %{@point => :stale, @lock => :stale}

      change(root, @schema_path, "field :x, u8", "field :x, i64")
      sync(root)
      assert drift(root) == %{}
    end

    test "is not removed when its type goes" do
      root = synced()
      edit(root, @point)
      change(root, @schema_path, "  struct Point do\n    field :x, i64\n  end\n", "")
      change(root, @schema_path, "point :: Point) :: Point", "point :: i64) :: i64")
      change(root, @lib, "fn shift(point: Point) -> Point", "fn shift(point: i64) -> i64")

      assert %{status: :edited, new: nil} = entry(root, @point)
      sync(root)
      assert drift(root) == %{@point => :edited}
      sync(root, force: [@point])
      assert drift(root) == %{}
    end
  end

  describe "a lock" do
    test "that says less than the truth is not believed" do
      root = synced()
      edit(root, @point)
      {:ok, lock} = Core.read_lock(TemporaryProject.read(root, @lock))
      {:ok, text} = Core.write_lock(%{lock | files: Map.delete(lock.files, @point)})
      TemporaryProject.write(root, @lock, text)

      assert %{@point => :foreign} = drift(root)
    end

    test "does not change with comments in the schema" do
      root = synced()
      change(root, @schema_path, "  nif shift", "  # a comment\n  nif shift")
      assert Plan.changes(plan(root)) == []
    end

    test "of an earlier version, with digests of the schema and the generator, is not drift" do
      root = synced()
      earlier = ~s(  "schema": "1a/2b",\n  "generator": "3c",\n  "contract": {)
      change(root, @lock, ~s(  "contract": {), earlier)
      assert Plan.changes(plan(root)) == []
    end

    test "that cannot be read is in the way" do
      root = synced()
      TemporaryProject.write(root, @lock, "<<<<<<< HEAD\n=======\n>>>>>>> topic\n")

      assert %{status: :unreadable, reason: reason} = entry(root, @lock)

      assert reason ==
               "cannot be read: a merge conflict in line 1; take either side, " <>
                 "then run `mix rust_in_elixir.sync`"
    end
  end

  describe "the user's files" do
    test "that cannot be understood are in the way, with the reason" do
      for {path, text, reason} <- [
            {@lib, "fn (", ~r/\Acannot be read: line 1, column \d+: /},
            {@lib, <<255>>, ~r/\Ais not UTF-8\z/},
            {"native/demo_text/Cargo.toml", "[package",
             ~r/\Acannot be read: line 1, column \d+: /},
            {"Cargo.toml", "[workspace", ~r/\Acannot be read: line 1, column \d+: /}
          ] do
        root = synced()
        TemporaryProject.write(root, path, text)
        assert %{status: :unreadable} = entry = entry(root, path)
        assert entry.reason =~ reason
        assert [%{path: ^path}] = Plan.refused(plan(root))
      end
    end

    test "lose nothing: a function that is only named in a comment is missing" do
      root = synced()

      TemporaryProject.write(
        root,
        @lib,
        String.replace(
          TemporaryProject.read(root, @lib),
          "fn shift",
          "// fn shift(\n    fn other"
        )
      )

      assert %{missing: ["shift/1"]} = entry(root, @lib)
    end

    test "a folder where a file goes is in the way" do
      root = TemporaryProject.new(%{@schema_path => @schema})
      File.mkdir_p!(Path.join(root, @facade))
      assert %{status: :unreadable, reason: "is a directory"} = entry(root, @facade)
    end
  end

  describe "options" do
    test "only these boundaries" do
      other = @schema |> String.replace("Text", "Other") |> String.replace("demo_text", "other")
      root = TemporaryProject.new(%{@schema_path => @schema, "native/other/schema.exs" => other})

      assert drift(root, only: ["other"])["lib/demo/other.ex"] == :missing
      refute Map.has_key?(drift(root, only: ["other"]), @facade)

      assert Sync.plan(TemporaryProject.project(root), only: ["none", "other", "nil"]) ==
               {:error,
                Error.could_not_run(
                  "unknown boundary `none`, `nil`; the boundaries are `demo_text`, `other`"
                )}
    end

    test "--force takes generated files only" do
      root = synced()

      assert Sync.plan(TemporaryProject.project(root), force: [@lib, "lib/none.ex", @facade]) ==
               {:error,
                Error.could_not_run(
                  "`--force` takes the paths of generated files, and none is generated at " <>
                    "#{@lib}, lib/none.ex"
                )}
    end

    test "the first sync of a schema written by hand has git ignore what builds leave behind, and no later one" do
      root = TemporaryProject.new(%{@schema_path => @schema})
      assert %{".gitignore" => :missing} = drift(root)
      sync(root)
      assert TemporaryProject.read(root, ".gitignore") == "/target/\n/priv/native/\n"

      File.rm!(Path.join(root, ".gitignore"))
      assert drift(root) == %{}
    end

    test "a test and the lines of .gitignore are made when asked for, and never again" do
      root = TemporaryProject.new(%{@schema_path => @schema, ".gitignore" => "/_build/\n/target"})

      asked = [test: :create, gitignore: true]
      assert %{".gitignore" => :stale, "test/demo/text_test.exs" => :missing} = drift(root, asked)
      sync(root, asked)
      assert TemporaryProject.read(root, ".gitignore") == "/_build/\n/target\n/priv/native/\n"

      TemporaryProject.write(root, "test/demo/text_test.exs", "# mine\n")
      assert drift(root, asked) == %{}
    end
  end

  test "a file that two schemas generate is a problem of the second" do
    other = String.replace(@schema, "demo_text", "other")
    root = TemporaryProject.new(%{@schema_path => @schema, "native/other/schema.exs" => other})

    assert {:error, %Error{kind: :wrong_schema, problems: problems}} =
             Sync.plan(TemporaryProject.project(root))

    assert {"native/other/schema.exs",
            %Core.Problem{
              line: 1,
              message:
                "#{@facade} is already generated from #{@schema_path}; use another facade or type name"
            }} in problems
  end

  test "a project without boundaries has an empty plan" do
    assert plan(TemporaryProject.new()).entries == []
  end

  defp synced do
    root = TemporaryProject.new(%{@schema_path => @schema})
    sync(root)
    root
  end

  defp plan(root, options \\ []) do
    assert {:ok, plan} = Sync.plan(TemporaryProject.project(root), options)
    plan
  end

  defp sync(root, options \\ []), do: assert({:ok, _} = Writer.apply(plan(root, options)))

  defp drift(root, options \\ []) do
    for entry <- Plan.drift(plan(root, options)), into: %{}, do: {entry.path, entry.status}
  end

  defp entry(root, path), do: Enum.find(plan(root).entries, &(&1.path == path))

  defp change(root, path, from, to) do
    text = TemporaryProject.read(root, path)
    assert String.contains?(text, from)
    TemporaryProject.write(root, path, String.replace(text, from, to))
  end

  defp edit(root, path),
    do: TemporaryProject.write(root, path, TemporaryProject.read(root, path) <> "# mine\n")
end
