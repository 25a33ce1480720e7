defmodule RustInElixir.MergeTest do
  @moduledoc """
  Two branches that each change a boundary, brought together by git: people settle their own files, and one sync the rest.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{HostileProject, TemporaryProject}

  @schema "native/demo_text/schema.exs"
  @lib "native/demo_text/src/lib.rs"

  # The additions of each of the two branches.
  @additions [
    {"a function each", ["gen.nif", "Demo.Text", "down(text :: string, count :: u8) :: string"],
     ["gen.nif", "Demo.Text", "more(text :: string, other :: [i32]) :: string"]},
    {"a function and a resource",
     ["gen.nif", "Demo.Text", "aaa(text :: %{string => u8}) :: {:ok, u16} | {:error, string}"],
     ["gen.resource", "Demo.Text", "Table", "zzz(size :: u64) :: Table"]},
    {"a boundary each", ["gen.nif", "Demo.One", "f(text :: string) :: string"],
     ["gen.nif", "Demo.Two", "f(text :: string) :: string"]}
  ]

  @ways [:merge, :rebase, :attributes]
  for {what, ours, theirs} <- @additions, way <- @ways do
    unless {what, way} == {"a function and a resource", :merge}, do: @tag(:extended)

    test "#{what}, by #{way}" do
      root = two_branches(unquote(ours), unquote(theirs), unquote(way))
      how = if unquote(way) == :rebase, do: "rebase", else: "merge"
      git(root, [how, "theirs"])
      settle(root)

      assert {output, 0} = sync(root)
      refute output =~ "edited by hand"
      assert {"everything matches its schema\n", 0} = sync(root, ["--check"])
      for file <- Map.keys(TemporaryProject.files(root)), do: refute(conflict?(root, file))

      for name <- names(unquote(ours)) ++ names(unquote(theirs)),
          do: assert(git(root, ["grep", "-w", "def #{name}", "--", "lib"]) =~ "native.ex")
    end
  end

  test "an edit by hand is still one where nothing was merged" do
    root =
      two_branches(
        ["gen.nif", "Demo.Text", "a() :: u8"],
        ["gen.nif", "Demo.Text", "b() :: u8"],
        :merge
      )

    TemporaryProject.write(
      root,
      "lib/demo/text.ex",
      "# mine\n" <> TemporaryProject.read(root, "lib/demo/text.ex")
    )

    assert {output, 1} = sync(root, ["--check"])
    assert output =~ "* edited by hand lib/demo/text.ex"
  end

  defp two_branches(ours, theirs, way) do
    root = HostileProject.new([{:write, ".gitignore", "_build\nmix.lock\n"}])

    if way == :attributes do
      attributes =
        "native/*/src/boundary.rs -merge\nlib/demo/*.ex -merge\nlib/demo/text/*.ex -merge\n"

      TemporaryProject.write(root, ".gitattributes", attributes)
    end

    git(root, ["init", "--quiet", "--initial-branch", "ours"])
    commit(root)
    git(root, ["branch", "theirs"])

    for {branch, [task | arguments]} <- [{"ours", ours}, {"theirs", theirs}] do
      git(root, ["checkout", "--quiet", branch])
      assert {_output, 0} = TemporaryProject.task(root, ["rust_in_elixir.#{task}" | arguments])
      commit(root)
    end

    git(root, ["checkout", "--quiet", "ours"])
    root
  end

  # What a person does: the schema keeps both sides, and of the rest one side will do, to which the sync adds.
  defp settle(root) do
    schema = TemporaryProject.read(root, @schema)
    both = Regex.replace(~r/^(<<<<<<<|=======|>>>>>>>).*\n/m, schema, "")
    TemporaryProject.write(root, @schema, both)

    for path <- [@lib, "test/demo/text_test.exs", "Cargo.toml"],
        File.exists?(Path.join(root, path)),
        conflict?(root, path),
        do: git(root, ["checkout", "--ours", "--", path])
  end

  defp names([_task | arguments]) do
    for argument <- arguments, [_, name] <- [Regex.run(~r/^(\w+)\(/, argument)], do: name
  end

  defp sync(root, arguments \\ []),
    do: TemporaryProject.task(root, ["rust_in_elixir.sync" | arguments])

  defp conflict?(root, path), do: TemporaryProject.read(root, path) =~ ~r/^<<<<<<< /m

  defp commit(root) do
    git(root, ["add", "--all"])
    git(root, ["commit", "--quiet", "--message", "a step"])
  end

  defp git(root, arguments) do
    identity = ["-c", "user.name=Demo", "-c", "user.email=demo@example.com"]
    {output, _status} = System.cmd("git", identity ++ arguments, cd: root, stderr_to_stdout: true)
    output
  end
end
