defmodule RustInElixir.Report.ResultTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Error, Plan, Plan.Entry, Report, Report.GitHub, Report.Result}

  doctest GitHub

  @command "mix rust_in_elixir.sync"
  @lib "native/a/src/lib.rs"

  @stale %Entry{
    path: "lib/b.ex",
    boundary: "native/a",
    owner: :generator,
    status: :stale,
    old: "a\n\"b\"\n",
    new: "a\nc\td\n"
  }
  @incomplete %Entry{
    path: @lib,
    boundary: "native/a",
    owner: :user,
    status: :stale,
    old: "use x;\nimpl Nifs for A {\n}\n",
    new: "use x;\nimpl Nifs for A {\n    fn b() {}\n}\n",
    missing: ["b/0", "Table"]
  }
  @edited %{@stale | status: :edited, path: "lib/e.ex"}
  @unchanged %{@stale | status: :unchanged, path: "lib/u.ex", boundary: "native/z"}
  @unreadable %Entry{
    path: "Cargo.toml",
    owner: :shared,
    status: :unreadable,
    reason: "cannot be read: line 3, column 2: no"
  }
  @problem {"native/a/schema.exs", %Core.Problem{line: 7, message: "50% of it,\r\nwrong: a"}}

  test "in sync, as JSON: every key is there" do
    assert Report.JSON.render(Result.checked(plan([@unchanged]), @command)) == """
           {
             "format": 1,
             "status": "in_sync",
             "boundaries": [
               {
                 "name": "z",
                 "path": "native/z",
                 "status": "in_sync"
               }
             ],
             "files": [],
             "written": [],
             "problems": [],
             "message": null,
             "fix": null
           }
           """
  end

  test "drift, as JSON" do
    assert Report.JSON.render(Result.checked(plan([@stale, @incomplete, @unchanged]), @command)) ==
             ~S"""
             {
               "format": 1,
               "status": "drift",
               "boundaries": [
                 {
                   "name": "a",
                   "path": "native/a",
                   "status": "drift"
                 },
                 {
                   "name": "z",
                   "path": "native/z",
                   "status": "in_sync"
                 }
               ],
               "files": [
                 {
                   "path": "lib/b.ex",
                   "boundary": "native/a",
                   "owner": "generator",
                   "status": "stale",
                   "missing": [],
                   "mismatches": [],
                   "reason": null,
                   "diff": "--- a/lib/b.ex\n+++ b/lib/b.ex\n@@ -1,2 +1,2 @@\n a\n-\"b\"\n+c\td\n"
                 },
                 {
                   "path": "native/a/src/lib.rs",
                   "boundary": "native/a",
                   "owner": "user",
                   "status": "stale",
                   "missing": [
                     "b/0",
                     "Table"
                   ],
                   "mismatches": [],
                   "reason": null,
                   "diff": "--- a/native/a/src/lib.rs\n+++ b/native/a/src/lib.rs\n@@ -1,3 +1,4 @@\n use x;\n impl Nifs for A {\n+    fn b() {}\n }\n"
                 }
               ],
               "written": [],
               "problems": [],
               "message": null,
               "fix": "mix rust_in_elixir.sync"
             }
             """
  end

  test "written files are listed, and the others are drift" do
    outcome = Result.written(plan([@stale, @edited]), [@stale], @command)
    assert %{status: :drift, written: ["lib/b.ex"], files: [@edited]} = outcome
    assert outcome.fix == "mix rust_in_elixir.sync --force lib/e.ex"
    assert Result.written(plan([@stale]), [@stale], @command).status == :in_sync
  end

  test "a boundary beside a wrong schema is unchecked" do
    assert %{status: :wrong_schema, boundaries: boundaries} =
             Result.failed(Error.wrong_schema([@problem]), ["native/a", "native/b"])

    assert boundaries == [{"native/a", :wrong_schema}, {"native/b", :unchecked}]
  end

  test "exit statuses" do
    for {status, exit} <- [in_sync: 0, drift: 1, wrong_schema: 2, could_not_run: 3],
        do: assert(Result.exit_status(%Result{status: status}) == exit)
  end

  test "strings are escaped as JSON has it" do
    message = "\"\\/\b\f\n\r\t\0\d é 🦀"

    assert Report.JSON.render(Result.failed(Error.could_not_run(message), [])) =~
             ~S|"message": "\"\\/\u0008\u000C\n\r\t\u0000\u007F é 🦀"|
  end

  describe "annotations" do
    @describetag :tmp_dir

    test "stand on the line of what is wrong", %{tmp_dir: root} do
      File.mkdir_p!(Path.join(root, ".git"))

      assert GitHub.lines(Result.checked(plan([@stale, @incomplete]), @command), root) == [
               "::error file=lib/b.ex,line=2,title=rust_in_elixir%3A out of date::" <>
                 "out of date; to fix this: mix rust_in_elixir.sync",
               "::error file=native/a/src/lib.rs,line=2,title=rust_in_elixir%3A incomplete::" <>
                 "missing `b/0`, `Table`; to fix this: mix rust_in_elixir.sync",
               "to fix this: mix rust_in_elixir.sync"
             ]

      assert GitHub.lines(Result.checked(plan([@unreadable]), @command), root) == [
               "::error file=Cargo.toml,line=3,title=rust_in_elixir%3A unreadable::" <>
                 "unreadable: cannot be read: line 3, column 2: no"
             ]
    end

    test "have the paths of the repository, and are escaped", %{tmp_dir: root} do
      File.mkdir_p!(Path.join(root, ".git"))

      assert GitHub.lines(
               Result.failed(Error.wrong_schema([@problem]), []),
               Path.join(root, "a,b/c")
             ) ==
               [
                 "::error file=a%2Cb/c/native/a/schema.exs,line=7," <>
                   "title=rust_in_elixir%3A wrong schema::50%25 of it,%0D%0Awrong: a"
               ]
    end

    test "a command that could not run has no file", %{tmp_dir: root} do
      assert GitHub.lines(Result.failed(Error.could_not_run("no\nway"), []), root) ==
               ["::error ::no%0Away"]
    end
  end

  defp plan(entries), do: %Plan{root: "/", entries: entries}
end
