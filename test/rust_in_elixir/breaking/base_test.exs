defmodule RustInElixir.Breaking.BaseTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Breaking.Base

  @lock "native/demo/boundary.lock"

  setup do
    root =
      Path.join(System.tmp_dir!(), "rust_in_elixir_base_#{System.unique_integer([:positive])}")

    File.mkdir_p!(root)
    on_exit(fn -> File.rm_rf!(root) end)
    %{root: root}
  end

  test "the merge base with the default branch, whatever came to it since", %{root: root} do
    repository(root)
    base = commit(root, %{@lock => "first", "native/demo/src/boundary.lock" => "no lock"})
    git(root, ["switch", "-q", "-c", "topic"])
    commit(root, %{@lock => "mine"})
    git(root, ["switch", "-q", "main"])
    commit(root, %{@lock => "theirs"})
    git(root, ["switch", "-q", "topic"])

    name = "#{String.slice(base, 0, 9)}, the merge base with main"
    assert Base.find(root, nil) == {:ok, %Base{name: name, locks: %{@lock => "first"}}}

    assert Base.find(root, "main") == {:ok, %Base{name: "main", locks: %{@lock => "theirs"}}}
    assert {:ok, %Base{locks: %{@lock => "first"}}} = Base.find(root, "HEAD~1")
  end

  test "the default branch of origin comes before a branch that is called main", %{root: root} do
    upstream = Path.join(root, "upstream")
    repository(upstream, "trunk")
    commit(upstream, %{@lock => "first"})
    clone = Path.join(root, "clone")
    git(root, ["clone", "-q", upstream, clone])
    git(clone, ["switch", "-q", "-c", "main"])
    commit(clone, %{@lock => "mine"})

    assert {:ok, %Base{name: name, locks: %{@lock => "first"}}} = Base.find(clone, nil)
    assert name =~ ~r/\A[0-9a-f]{9}, the merge base with origin\/trunk\z/
  end

  test "a project in a subfolder has its own locks", %{root: root} do
    repository(root)
    commit(root, %{@lock => "of the root", "apps/über text/#{@lock}" => "of the app"})
    project = Path.join(root, "apps/über text")

    assert Base.find(project, "main") ==
             {:ok, %Base{name: "main", locks: %{@lock => "of the app"}}}

    assert {:ok, %Base{locks: %{@lock => "of the app"}}} = Base.find(project, nil)
    File.mkdir_p!(Path.join(root, "apps/other"))
    assert {:ok, %Base{locks: locks}} = Base.find(Path.join(root, "apps/other"), nil)
    assert locks == %{}
  end

  test "a file that is there is preferred to a branch of its name", %{root: root} do
    repository(root)
    commit(root, %{@lock => "first"})
    File.write!(Path.join(root, "main"), "of the file")
    expected = %Base{name: "main", locks: %{"main" => "of the file"}, all?: false}
    assert Base.find(root, "main") == {:ok, expected}
    assert {:ok, %Base{locks: %{@lock => "first"}}} = Base.find(root, "refs/heads/main")
  end

  test "something that is not a commit", %{root: root} do
    repository(root)
    commit(root, %{@lock => "first"})

    for name <- ["nowhere", "--all", "HEAD~7", ":", "main:#{@lock}"] do
      assert Base.find(root, name) ==
               {:error,
                "there is no commit or file `#{name}`; " <>
                  "`git branch --all` lists the branches"}
    end
  end

  test "no repository", %{root: root} do
    message = "this is not a git repository; compare with a boundary.lock: `--against PATH`"
    assert Base.find(root, nil) == {:error, message}
    assert Base.find(root, "main") == {:error, message}
  end

  test "no default branch, or none with a commit", %{root: root} do
    message =
      "found no default branch (`origin/HEAD`, `main` or `master`); " <>
        "choose a base: `--against REF`"

    repository(root)
    assert Base.find(root, nil) == {:error, message}
    git(root, ["switch", "-q", "-c", "topic"])
    commit(root, %{@lock => "first"})
    assert Base.find(root, nil) == {:error, message}
  end

  test "no commit in common", %{root: root} do
    repository(root)
    commit(root, %{@lock => "first"})
    git(root, ["switch", "-q", "--orphan", "topic"])
    commit(root, %{@lock => "mine"})

    assert Base.find(root, nil) ==
             {:error,
              "`HEAD` and `main` have no commit in common; choose a base: `--against REF`"}
  end

  test "a shallow clone that does not reach back far enough", %{root: root} do
    upstream = Path.join(root, "upstream")
    repository(upstream)
    commit(upstream, %{@lock => "first"})
    git(upstream, ["switch", "-q", "-c", "topic"])
    commit(upstream, %{@lock => "mine"})
    git(upstream, ["switch", "-q", "main"])
    commit(upstream, %{@lock => "theirs"})

    clone = Path.join(root, "clone")
    url = "file://#{upstream}"
    git(root, ["clone", "-q", "--depth", "1", "--no-single-branch", "-b", "topic", url, clone])

    assert Base.find(clone, nil) ==
             {:error,
              "this clone is shallow and does not contain the merge base with `origin/main`; " <>
                "run `git fetch --unshallow`, or choose a base: `--against REF`"}

    assert Base.find(clone, "HEAD~1") ==
             {:error,
              "there is no commit or file `HEAD~1` in this shallow clone; " <>
                "`git branch --all` lists the branches"}

    git(clone, ["fetch", "-q", "--unshallow"])
    assert {:ok, %Base{locks: %{@lock => "first"}}} = Base.find(clone, nil)
  end

  # Git says to a hook where its repository is, and then takes the current folder for the root of the tree.
  test "in a hook of a linked worktree, for a project in a folder of its repository", %{
    root: root
  } do
    main = Path.join(root, "main")
    worktree = Path.join(root, "worktree")
    repository(main)
    commit(main, %{"app/#{@lock}" => "first"})
    git(main, ["worktree", "add", "-q", "-b", "topic", worktree])

    hook = Path.join(main, ".git/hooks/pre-commit")

    code =
      ~s|IO.puts(inspect({System.get_env("GIT_DIR"), RustInElixir.Breaking.Base.find("app", "main")}))|

    ebin = Path.join(Mix.Project.app_path(), "ebin")
    File.mkdir_p!(Path.dirname(hook))
    File.write!(hook, "#!/bin/sh\nexec elixir -pa '#{ebin}' -e '#{code}' > '#{root}/said'\n")
    File.chmod!(hook, 0o755)
    commit(worktree, %{"more" => ""})

    expected =
      {Path.join(main, ".git/worktrees/worktree"),
       {:ok, %Base{name: "main", locks: %{@lock => "first"}}}}

    assert File.read!(Path.join(root, "said")) == inspect(expected) <> "\n"
  end

  defp repository(root, branch \\ "main") do
    File.mkdir_p!(root)
    git(root, ["init", "-q", "-b", branch])
  end

  defp commit(root, files) do
    for {path, text} <- files do
      path = Path.join(root, path)
      File.mkdir_p!(Path.dirname(path))
      File.write!(path, text)
    end

    git(root, ["add", "--all"])
    git(root, ["commit", "-q", "-m", "A state"])
    String.trim(git(root, ["rev-parse", "HEAD"]))
  end

  defp git(root, arguments) do
    environment = [
      {"GIT_CONFIG_GLOBAL", "/dev/null"},
      {"GIT_AUTHOR_NAME", "Somebody"},
      {"GIT_AUTHOR_EMAIL", "somebody@example.org"},
      {"GIT_COMMITTER_NAME", "Somebody"},
      {"GIT_COMMITTER_EMAIL", "somebody@example.org"}
    ]

    {output, 0} =
      System.cmd("git", ["-C", root | arguments], env: environment, stderr_to_stdout: true)

    output
  end
end
