defmodule Mix.Tasks.RustInElixir.BreakingTest do
  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    nif cut(text :: string, length :: u16) :: string
    nif upcase(text :: string) :: string
  end
  """

  @schema_path "native/demo_text/schema.exs"
  @lock "native/demo_text/boundary.lock"

  @usage "\n\nusage: mix rust_in_elixir.breaking [NAME…] [--against REF|FILE] [--format text|json] [--quiet]\n"

  @narrowed "native/demo_text/schema.exs:4: breaking param_type_narrowed: the parameter `length` of " <>
              "`cut/2` now takes `u8` instead of `u16`, so values that callers pass may be " <>
              "rejected; take `u16` again, or add another function for `u8`\n"

  test "says what an unsynced schema breaks since the merge base, and since a file" do
    {root, base} = repository()
    against = "#{String.slice(base, 0, 9)}, the merge base with main"

    assert breaking(root, []) ==
             {"no changes, compared with #{against}\n" <>
                "suggested version: patch\n", 0}

    change(root, "length :: u16", "length :: u8")
    last = "1 breaking, compared with AGAINST\nsuggested version: major (before 1.0, minor)\n"

    assert breaking(root, []) == {@narrowed <> String.replace(last, "AGAINST", against), 1}
    assert breaking(root, ["--quiet"]) == {@narrowed, 1}

    for arguments <- [["--against", "main"], ["demo_text", "--against", "main"]],
        do:
          assert(
            {@narrowed <> String.replace(last, "AGAINST", "main"), 1} == breaking(root, arguments)
          )

    for arguments <- [["--against", @lock], ["demo_text", "--against", @lock]],
        do:
          assert(
            {@narrowed <> String.replace(last, "AGAINST", @lock), 1} == breaking(root, arguments)
          )

    File.cp!(Path.join(root, @lock), Path.join(root, "old.lock"))
    expected = String.replace(last, "AGAINST", "old.lock")
    assert breaking(root, ["--against", "old.lock"]) == {@narrowed <> expected, 1}

    waiver =
      "\n  waive :param_type_narrowed, \"cut/2\", reason: \"no text is longer\", until: ~D[9999-12-31]\nend\n"

    change(root, ~r/end\n\z/, waiver)
    assert breaking(root, ["--quiet"]) == {"", 0}
    {output, 0} = breaking(root, [])

    assert output =~ "schema.exs:4: waived param_type_narrowed: the parameter `length`"

    assert output =~
             "take `u16` again, or add another function for `u8` (no text is longer)\n1 waived"
  end

  test "JSON has a shape to rely on" do
    {root, base} = repository()
    change(root, "length :: u16", "length :: u8")

    assert breaking(root, ["--format", "json"]) ==
             {"""
              {
                "against": "#{String.slice(base, 0, 9)}, the merge base with main",
                "bump": "major",
                "findings": [
                  {
                    "after": "u8",
                    "before": "u16",
                    "boundary": "demo_text",
                    "category": "callers",
                    "line": 4,
                    "message": "the parameter `length` of `cut/2` now takes `u8` instead of `u16`, so values that callers pass may be rejected; take `u16` again, or add another function for `u8`",
                    "path": "cut/2.length",
                    "rule": "param_type_narrowed",
                    "severity": "breaking",
                    "waived": null
                  }
                ],
                "format": 1
              }
              """, 1}
  end

  test "a boundary that is new is harmless, one that is gone breaks, and each has its name" do
    {root, _base} = repository()

    TemporaryProject.write(
      root,
      "native/demo_more/schema.exs",
      String.replace(@schema, ["Text", "demo_text"], fn
        "Text" -> "More"
        "demo_text" -> "demo_more"
      end)
    )

    {output, 0} = breaking(root, [])
    assert output =~ ~r/\Ano changes, .*\nsuggested version: minor \(before 1\.0, patch\)\n\z/

    File.rm_rf!(Path.join(root, "native/demo_text"))

    gone =
      "native/demo_text/schema.exs:1: breaking boundary_removed: the boundary of `Demo.Text` was " <>
        "removed with all of its functions; restore native/demo_text/schema.exs, or release " <>
        "this as a breaking change\n"

    assert breaking(root, ["--quiet"]) == {gone, 1}
    assert breaking(root, ["demo_text", "--quiet"]) == {gone, 1}
    assert breaking(root, ["demo_more", "--quiet"]) == {"", 0}
  end

  test "a wrong schema ends with 2" do
    {root, _base} = repository()
    change(root, ":: string\nend", ":: strin\nend")

    assert breaking(root, []) ==
             {"native/demo_text/schema.exs:5: `strin` is not a schema type; did you mean `string`?\n" <>
                "once fixed, run: mix rust_in_elixir.breaking\n", 2}
  end

  test "a command that cannot run ends with 3" do
    {root, _base} = repository()
    TemporaryProject.write(root, "broken.lock", "{}")
    TemporaryProject.write(root, "latin1.lock", <<0xE9>>)

    for {arguments, message} <- [
          {["--agianst", "main"],
           "unknown option `--agianst`; did you mean `--against`?" <> @usage},
          {["--format", "yaml"], "`--format` must be `text` or `json`, got: `yaml`" <> @usage},
          {["other"], "unknown boundary `other`; the boundaries are `demo_text`\n"},
          {["--against", "nowhere"],
           "there is no commit or file `nowhere`; " <>
             "`git branch --all` lists the branches\n"},
          {["--against", "broken.lock"],
           "broken.lock cannot be read: invalid lock (missing field `format`); restore the file from " <>
             "your last commit, then run `mix rust_in_elixir.sync`\n"},
          {["--against", "latin1.lock"],
           "latin1.lock cannot be read: text must be a UTF-8 string, got: <<233>> " <>
             "(byte 0 is not valid UTF-8)\n"}
        ] do
      assert breaking(root, arguments) == {"** (Mix) " <> message, 3}
    end
  end

  # A project whose lock was committed on main, with a branch of its own checked out.
  defp repository do
    root = TemporaryProject.new(%{@schema_path => @schema, ".gitignore" => "/_build/\n"})
    TemporaryProject.sync!(root)
    git(root, ["init", "-q", "-b", "main"])
    git(root, ["add", "--all"])
    git(root, ["commit", "-q", "-m", "A boundary"])
    git(root, ["switch", "-q", "-c", "topic"])
    {root, String.trim(git(root, ["rev-parse", "HEAD"]))}
  end

  defp change(root, from, to) do
    text = TemporaryProject.read(root, @schema_path)
    TemporaryProject.write(root, @schema_path, String.replace(text, from, to))
  end

  defp breaking(root, arguments),
    do: TemporaryProject.task(root, ["rust_in_elixir.breaking" | arguments])

  defp git(root, arguments) do
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]

    {output, 0} =
      System.cmd("git", ["-C", root] ++ who ++ arguments,
        env: [{"GIT_CONFIG_GLOBAL", "/dev/null"}],
        stderr_to_stdout: true
      )

    output
  end
end
