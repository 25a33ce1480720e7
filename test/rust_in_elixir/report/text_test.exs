defmodule RustInElixir.Report.TextTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{CLI, Plan, Plan.Entry, Report}

  doctest Report.Text
  doctest CLI
  doctest RustInElixir.Project.Lockfile
  doctest RustInElixir.Error
  doctest RustInElixir.Project.RustlerVersion

  @command "mix rust_in_elixir.sync"

  @missing %Entry{path: "lib/a.ex", owner: :generator, status: :missing, new: "a\n"}
  @stale %Entry{path: "lib/b.ex", owner: :generator, status: :stale, old: "b\n", new: "c\n"}
  @orphan %Entry{path: "lib/o.ex", owner: :generator, status: :orphan, old: "o\n"}
  @edited %Entry{path: "lib/e.ex", owner: :generator, status: :edited, old: "e\n", new: "f\n"}
  @foreign %Entry{path: "lib/g.ex", owner: :generator, status: :foreign, old: "g\n", new: "h\n"}
  @unchanged %Entry{path: "lib/u.ex", owner: :generator, status: :unchanged, old: "", new: ""}
  @lib %Entry{
    path: "native/a/src/lib.rs",
    owner: :user,
    status: :stale,
    old: "fn a() {}\n",
    new: "fn a() {}\nfn b() {}\n",
    missing: ["b/0", "c/2"]
  }
  @unreadable %Entry{
    path: "Cargo.toml",
    owner: :shared,
    status: :unreadable,
    reason: "cannot be read: line 1, column 2: no"
  }

  test "changes are shown as Mix's generators show theirs" do
    assert text(Report.Text.changes([@missing, @stale, @orphan, @lib])) == """
           * creating lib/a.ex
           * updating lib/b.ex
           * removing lib/o.ex
           * updating native/a/src/lib.rs (b/0, c/2)
           """
  end

  test "changes have colours where the terminal has" do
    [line] = Report.Text.changes([@missing])

    assert IO.iodata_to_binary(IO.ANSI.format(line, true)) ==
             "\e[32m* creating \e[0mlib/a.ex\e[0m"
  end

  test "a lock has no diff" do
    lock = %Entry{
      path: "native/a/boundary.lock",
      boundary: "native/a",
      owner: :generator,
      status: :stale,
      old: "a\n",
      new: "b\n"
    }

    assert text(Report.Text.drift(plan([lock]), @command)) == """
           * out of date native/a/boundary.lock
           to fix this: mix rust_in_elixir.sync
           """
  end

  test "drift is shown file by file, with a diff, and the command comes last" do
    assert text(Report.Text.drift(plan([@missing, @stale, @unchanged, @orphan, @lib]), @command)) ==
             """
             * missing lib/a.ex
             --- a/lib/a.ex
             +++ b/lib/a.ex
             @@ -0,0 +1 @@
             +a
             * out of date lib/b.ex
             --- a/lib/b.ex
             +++ b/lib/b.ex
             @@ -1 +1 @@
             -b
             +c
             * no longer part of the boundary lib/o.ex
             --- a/lib/o.ex
             +++ b/lib/o.ex
             @@ -1 +0,0 @@
             -o
             * incomplete native/a/src/lib.rs (b/0, c/2)
             --- a/native/a/src/lib.rs
             +++ b/native/a/src/lib.rs
             @@ -1 +1,2 @@
              fn a() {}
             +fn b() {}
             to fix this: mix rust_in_elixir.sync
             """
  end

  test "drift that is not the generator's own doing is fixed by name" do
    assert Report.Text.drift(plan([@edited, @foreign]), @command) |> text() |> last_line() ==
             "to fix this, and discard the edits: " <>
               "mix rust_in_elixir.sync --force lib/e.ex --force lib/g.ex"
  end

  test "a file that is edited and no longer asked for says both" do
    assert Report.Text.drift(plan([%{@edited | new: nil}]), @command) |> text() |> first_line() ==
             "* edited by hand lib/e.ex, and no longer part of the boundary"
  end

  test "unreadable files come first, with the reason" do
    assert text(Report.Text.drift(plan([@unreadable]), @command)) == """
           * unreadable Cargo.toml: cannot be read: line 1, column 2: no
           to fix this: make the unreadable files readable, then mix rust_in_elixir.sync
           """
  end

  test "no output without drift" do
    assert Report.Text.drift(plan([@unchanged]), @command) == []
  end

  test "files that were left alone are named" do
    assert Report.Text.edited(plan([@stale]), @command) == []

    assert text(Report.Text.edited(plan([@stale, @edited]), @command)) == """
           lib/e.ex was edited by hand and was left unchanged
           to discard the edits: mix rust_in_elixir.sync --force lib/e.ex
           """
  end

  test "existing files are named, with how to overwrite them" do
    assert text(Report.Text.refused(plan([@stale, @foreign, @unreadable]), @command)) == """
           lib/g.ex exists and was not generated
           Cargo.toml cannot be read: line 1, column 2: no
           nothing was written
           to overwrite: mix rust_in_elixir.sync --force lib/g.ex
           """

    assert text(Report.Text.refused(plan([@unreadable]), @command)) == """
           Cargo.toml cannot be read: line 1, column 2: no
           nothing was written
           """
  end

  defp plan(entries), do: %Plan{root: "/", entries: entries}

  defp text(lines), do: Enum.map_join(lines, &"#{IO.ANSI.format(&1, false)}\n")
  defp first_line(text), do: text |> String.split("\n") |> hd()
  defp last_line(text), do: text |> String.trim() |> String.split("\n") |> List.last()
end
