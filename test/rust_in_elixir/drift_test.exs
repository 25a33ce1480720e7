defmodule RustInElixir.DriftTest do
  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  # A fixture is a folder, laid over the project that sync makes of `base`:
  #
  #   files/    written over the project
  #   append/   added to the ends of the project's files
  #   remove    paths that are removed, one a line
  #   theirs/   the files of another branch; the lock is what git makes of both sides, and
  #   merged/   what a person made of the rest
  #   fix/     what a person does first, where the command alone is not enough
  #   check     the exact output of --check; its last line has the command that fixes it
  #
  # `UPDATE_FIXTURES=1 mix test` writes what --check says now.
  @fixtures Path.expand("../fixtures/drift", __DIR__)

  # The exit status of --check for each kind of drift.
  @kinds [
    cargo_toml: 1,
    edited: 1,
    edited_codec: 1,
    excluded_crate: 1,
    foreign: 1,
    left_over_function: 1,
    lib_rs_unreadable: 1,
    lock_conflict: 1,
    lock_missing: 1,
    missing_file: 1,
    missing_function: 1,
    missing_resource_type: 1,
    orphan_after_a_facade: 1,
    orphan_after_a_type: 1,
    orphan_edited: 1,
    plain_rustler: 1,
    renamed_crate: 1,
    renamed_function: 1,
    stale: 1,
    unfit_signature: 1,
    without_codecs: 1,
    workspace_member: 1,
    wrong_schema: 2,
    wrong_signature: 1
  ]

  test "every fixture is a kind of drift" do
    assert Enum.sort(File.ls!(@fixtures) -- ["base"]) ==
             Enum.map(Keyword.keys(@kinds), &to_string/1)
  end

  for {kind, status} <- @kinds do
    test "#{kind}: --check says what is wrong, and what it says fixes it" do
      fixture = Path.join(@fixtures, unquote(to_string(kind)))
      root = synced(Path.join(@fixtures, "base"))
      drift(root, fixture)
      before = TemporaryProject.files(root)

      {output, status} = TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"])
      expected = Path.join(fixture, "check")
      if System.get_env("UPDATE_FIXTURES"), do: File.write!(expected, output)
      assert output == File.read!(expected)
      assert status == unquote(status)

      assert Map.delete(TemporaryProject.files(root), "mix.lock") ==
               Map.delete(before, "mix.lock")

      overlay(root, Path.join(fixture, "fix"))
      {_, 0} = TemporaryProject.task(root, command(output))

      assert TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"]) ==
               {"everything matches its schema\n", 0}
    end
  end

  # The command in the last line; a problem of a schema has only its place.
  defp command(output) do
    case Regex.run(~r/: mix (.+)\n\z/, output) do
      [_, arguments] -> String.split(arguments)
      nil -> ["rust_in_elixir.sync"]
    end
  end

  defp synced(base) do
    root = TemporaryProject.new()
    overlay(root, base)
    TemporaryProject.sync!(root)
    root
  end

  defp drift(root, fixture) do
    base = TemporaryProject.files(root)
    overlay(root, Path.join(fixture, "files"))

    for {path, text} <- texts(Path.join(fixture, "append")),
        do: TemporaryProject.write(root, path, TemporaryProject.read(root, path) <> text)

    for path <- paths(Path.join(fixture, "remove")), do: File.rm!(Path.join(root, path))
    if File.dir?(Path.join(fixture, "theirs")), do: merge(root, fixture, base)
  end

  # Both branches were synced. A file that only they changed is theirs, any other ours; the lock is
  # merged by git.
  defp merge(root, fixture, base) do
    TemporaryProject.sync!(root)
    theirs = synced(Path.join(@fixtures, "base"))
    overlay(theirs, Path.join(fixture, "theirs"))
    TemporaryProject.sync!(theirs)
    lock = "native/demo_text/boundary.lock"

    for {path, text} <- TemporaryProject.files(theirs),
        path != lock and
          File.read(Path.join(root, path)) in [{:error, :enoent}, {:ok, base[path]}],
        do: TemporaryProject.write(root, path, text)

    TemporaryProject.write(root, "base.lock", base[lock])
    names = ["-L", "ours", "-L", "base", "-L", "theirs"]
    files = [Path.join(root, lock), Path.join(root, "base.lock"), Path.join(theirs, lock)]
    {_, conflicts} = System.cmd("git", ["merge-file"] ++ names ++ files)
    assert conflicts > 0
    overlay(root, Path.join(fixture, "merged"))
  end

  defp overlay(root, folder),
    do: for({path, text} <- texts(folder), do: TemporaryProject.write(root, path, text))

  defp texts(folder) do
    for path <- Path.wildcard(Path.join(folder, "**")),
        File.regular?(path),
        do: {Path.relative_to(path, folder), File.read!(path)}
  end

  defp paths(list) do
    case File.read(list) do
      {:ok, text} -> String.split(text, "\n", trim: true)
      {:error, :enoent} -> []
    end
  end
end
