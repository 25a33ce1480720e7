defmodule Mix.Tasks.RustInElixir.SyncTest do
  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    nif upcase(text :: string) :: string
  end
  """

  @schema_path "native/demo_text/schema.exs"

  @usage "\n\nusage: mix rust_in_elixir.sync [NAME…] [--check] [--fix-signatures] [--force PATH]… " <>
           "[--dry-run] [--yes] [--quiet] [--format text|json|github] [--ci github] [--watch]\n"

  test "checks, writes, lists what it wrote, and then finds nothing to do" do
    # A module that does not compile does not matter.
    root = TemporaryProject.new(%{@schema_path => @schema, "lib/broken.ex" => "defmodule ("})

    {output, 1} = sync(root, ["--check"])

    assert output =~
             "* missing lib/demo/text.ex\n--- a/lib/demo/text.ex\n+++ b/lib/demo/text.ex\n"

    assert String.ends_with?(output, "\nto fix this: mix rust_in_elixir.sync\n")
    refute File.exists?(Path.join(root, "lib/demo/text.ex"))

    {preview, 0} = sync(root, ["--dry-run"])
    refute File.exists?(Path.join(root, "lib/demo/text.ex"))

    {output, 0} = sync(root, ["--yes"])
    assert preview == output <> "nothing was written\n"
    assert "* creating lib/demo/text.ex" in String.split(output, "\n")
    assert String.ends_with?(output, "* creating native/demo_text/boundary.lock\n")

    assert sync(root, []) == {"everything matches its schema\n", 0}
    assert sync(root, ["--check"]) == {"everything matches its schema\n", 0}
    assert sync(root, ["--check", "--quiet"]) == {"", 0}

    TemporaryProject.write(root, "native/demo_text/src/boundary.rs", "// mine\n")
    {output, 1} = sync(root, ["demo_text", "--check"])
    assert String.starts_with?(output, "* edited by hand native/demo_text/src/boundary.rs\n")

    assert String.ends_with?(
             output,
             "\nto fix this, and discard the edits: mix rust_in_elixir.sync demo_text " <>
               "--force native/demo_text/src/boundary.rs\n"
           )

    assert sync(root, ["--quiet"]) ==
             {"native/demo_text/src/boundary.rs was edited by hand and was left unchanged\n" <>
                "to discard the edits: mix rust_in_elixir.sync " <>
                "--force native/demo_text/src/boundary.rs\n", 1}

    assert sync(root, ["--force", "native/demo_text/src/boundary.rs"]) ==
             {"* updating native/demo_text/src/boundary.rs\n", 0}
  end

  test "a function that is in conflict with the schema is named, and its signature fixed on request" do
    lib = """
    //! Text.

    #[rustfmt::skip]
    pub mod boundary;

    use boundary::*;

    /// Implements the functions of the boundary.
    pub struct Text;

    impl Nifs for Text {
        // In Elixir's words.
        fn upcase(text: String) -> String {
            text.to_uppercase() // so
        }

        fn gone(count: u8) {}
    }
    """

    path = "native/demo_text/src/lib.rs"
    root = TemporaryProject.new(%{@schema_path => @schema, path => lib})

    gone =
      "#{path}:17: `gone` is not a function of the schema; delete it, or move it out of this block\n"

    upcase = """
    #{path}:13: the signature of `upcase/1` does not match the schema
        found:    fn upcase(text: String) -> String
        expected: fn upcase(text: &str) -> String
    """

    fix = "to fix the signatures only: mix rust_in_elixir.sync --fix-signatures\n"

    {output, 1} = sync(root, [])

    # The list of written files goes to standard output, and may appear between these lines.
    written = output |> String.split("\n") |> Enum.reject(&(&1 =~ "* creating"))
    assert Enum.join(written, "\n") == upcase <> gone <> fix
    assert TemporaryProject.read(root, path) == lib

    assert sync(root, ["--check"]) == {upcase <> gone <> fix, 1}
    assert sync(root, ["--check", "--quiet"]) == {"", 1}

    assert sync(root, ["demo_text", "--quiet"]) ==
             {String.replace(upcase <> gone <> fix, "sync --fix", "sync demo_text --fix"), 1}

    assert sync(root, ["--fix-signatures"]) == {"* updating #{path}\n" <> gone, 1}
    fixed = String.replace(lib, "text: String", "text: &str")
    assert TemporaryProject.read(root, path) == fixed

    TemporaryProject.write(root, path, String.replace(fixed, "    fn gone(count: u8) {}\n", ""))
    assert sync(root, ["--check"]) == {"everything matches its schema\n", 0}
  end

  test "a wrong schema ends with 2, with every problem in its place" do
    root =
      TemporaryProject.new(%{
        @schema_path => String.replace(@schema, ":: string", ":: strin")
      })

    for arguments <- [[], ["--check"], ["--check", "--quiet"]] do
      {output, 2} = sync(root, arguments)
      {problems, [last]} = output |> String.split("\n", trim: true) |> Enum.split(-1)
      assert problems != []
      assert Enum.all?(problems, &(&1 =~ ~r"\Anative/demo_text/schema\.exs:4: \S"))
      assert last == "once fixed, run: mix rust_in_elixir.sync"
    end

    refute File.exists?(Path.join(root, "lib/demo/text.ex"))
  end

  test "a file where a folder has to be is in the way of all" do
    root = TemporaryProject.new(%{@schema_path => @schema, "lib/demo" => "a file"})
    {output, 1} = sync(root, [])
    assert output =~ "lib/demo/text.ex has a file in its path where a folder is needed\n"
    assert String.ends_with?(output, "\nnothing was written\n")
    refute File.exists?(Path.join(root, "native/demo_text/src"))
  end

  test "a file that was not generated is in the way of all" do
    root =
      TemporaryProject.new(%{
        @schema_path => @schema,
        "lib/demo/text.ex" => "defmodule Demo.Text do\nend\n"
      })

    before = TemporaryProject.files(root)

    assert sync(root, []) ==
             {"lib/demo/text.ex exists and was not generated\nnothing was written\n" <>
                "to overwrite: mix rust_in_elixir.sync --force lib/demo/text.ex\n", 1}

    assert Map.delete(TemporaryProject.files(root), "mix.lock") == before
  end

  test "a command that cannot run ends with 3" do
    root = TemporaryProject.new(%{@schema_path => @schema})

    for {arguments, message} <- [
          {["--chekc"], "unknown option `--chekc`; did you mean `--check`?" <> @usage},
          {["--force"], "`--force` needs a value" <> @usage},
          {["--check", "--force", "lib/demo/text.ex"],
           "`--check` writes nothing, so it cannot be used with `--force`" <> @usage},
          {["--check", "--fix-signatures"],
           "`--check` writes nothing, so it cannot be used with `--fix-signatures`" <> @usage},
          {["--watch", "--check"], "`--watch` cannot be used with `--check`" <> @usage},
          {["--watch", "--dry-run"], "`--watch` cannot be used with `--dry-run`" <> @usage},
          {["--dry-run", "--format", "json"],
           "`--dry-run` cannot be used with `--format`; use `--check`" <> @usage},
          {["--format", "xml"],
           "`--format` must be `text`, `json` or `github`, got: `xml`" <> @usage},
          {["other"], "unknown boundary `other`; the boundaries are `demo_text`\n"},
          {["--force", "lib/demo.ex"],
           "`--force` takes the paths of generated files, and none is generated at lib/demo.ex\n"}
        ] do
      assert sync(root, arguments) == {"** (Mix) " <> message, 3}
    end
  end

  test "a signature that is left to a person is said by every way to sync" do
    root = TemporaryProject.new(%{@schema_path => @schema})
    TemporaryProject.sync!(root)

    changed =
      String.replace(
        @schema,
        "nif upcase(text",
        "nif size() :: u64\n  nif upcase(times :: u8, text"
      )

    TemporaryProject.write(root, @schema_path, changed)

    assert {output, 1} = sync(root, ["--format", "json"])
    assert output =~ ~s("status": "drift",)
    assert output =~ ~s("native/demo_text/src/lib.rs",)
    assert output =~ ~s("fix": "mix rust_in_elixir.sync --fix-signatures"\n}\n)

    assert {said, 1} = sync(root, [])
    assert said =~ "the signature of `upcase/2` does not match the schema\n"
    assert said =~ "--fix-signatures\n"
    assert sync(root, ["--dry-run"]) == {said <> "nothing was written\n", 0}
  end

  test "a project without boundaries is fine" do
    assert sync(TemporaryProject.new(), ["--check"]) ==
             {"no boundary found: there is no native/*/schema.exs\n", 0}
  end

  describe "--format" do
    test "json is one object and nothing else, whatever a schema prints" do
      schema = String.replace(@schema, "  nif", ~s|  IO.puts("a word of the schema")\n\n  nif|)
      root = TemporaryProject.new(%{@schema_path => schema})
      sync(root, [])

      assert {output, 0} = stdout(root, ["--check", "--format", "json"])
      assert "{\n  \"format\": 1,\n  \"status\": \"in_sync\",\n" <> _ = output
      assert String.ends_with?(output, "\n}\n")

      File.rm!(Path.join(root, "lib/demo/text.ex"))
      assert {output, 1} = stdout(root, ["--check", "--format", "json"])
      assert "{\n  \"format\": 1,\n  \"status\": \"drift\",\n" <> _ = output
      assert output =~ ~s|"path": "lib/demo/text.ex",|
      assert output =~ ~s|"fix": "mix rust_in_elixir.sync"\n}\n|
    end

    @tag :extended
    test "json has what was written, and the problems" do
      schema = String.replace(@schema, "  nif", ~s|  IO.puts("a word of the schema")\n\n  nif|)
      root = TemporaryProject.new(%{@schema_path => schema})
      sync(root, [])
      File.rm!(Path.join(root, "lib/demo/text.ex"))

      assert {output, 0} = stdout(root, ["--format", "json"])
      assert output =~ ~s|"written": [\n    "lib/demo/text.ex"\n  ],|

      TemporaryProject.write(root, @schema_path, String.replace(schema, ":: string", ":: strin"))

      for arguments <- [[], ["--check"]] do
        assert {output, 2} = stdout(root, arguments ++ ["--format", "json"])
        assert output =~ ~s|"status": "wrong_schema",|
        assert output =~ ~s|"path": "native/demo_text/schema.exs",\n      "line": 6,|
      end

      assert {output, 3} = stdout(root, ["other", "--check", "--format", "json"])
      assert output =~ ~s|"status": "could_not_run",|
      assert output =~ ~s|"message": "unknown boundary `other`; the boundaries are `demo_text`",|
    end

    test "github annotates files and lines" do
      root = TemporaryProject.new(%{@schema_path => @schema, ".git/HEAD" => ""})
      sync(root, [])

      assert stdout(root, ["--check", "--format", "github"]) ==
               {"everything matches its schema\n", 0}

      File.rm!(Path.join(root, "lib/demo/text.ex"))

      assert stdout(root, ["--check", "--format", "github"]) ==
               {"::error file=lib/demo/text.ex,line=1,title=rust_in_elixir%3A missing::" <>
                  "missing; to fix this: mix rust_in_elixir.sync\n" <>
                  "to fix this: mix rust_in_elixir.sync\n", 1}

      TemporaryProject.write(root, @schema_path, String.replace(@schema, ":: string", ":: strin"))

      assert {"::error file=native/demo_text/schema.exs,line=4," <>
                "title=rust_in_elixir%3A wrong schema::" <> _,
              2} = stdout(root, ["--format", "github"])
    end
  end

  defp stdout(root, arguments) do
    System.cmd(
      "sh",
      ["-c", ~s(exec mix "$@" 2>/dev/null), "mix", "rust_in_elixir.sync" | arguments],
      cd: root,
      env: [{"MIX_ENV", "dev"}, {"MIX_BUILD_PATH", nil}]
    )
  end

  defp sync(root, arguments),
    do: TemporaryProject.task(root, ["rust_in_elixir.sync" | arguments])
end
