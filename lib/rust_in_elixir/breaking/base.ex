defmodule RustInElixir.Breaking.Base do
  @moduledoc false

  # The base of a comparison: the locks of a git commit, or a lock in a file.
  #
  # Git is asked in the project's folder, which may lie within its repository. Nothing is written.

  @enforce_keys [:name, :locks]
  defstruct [:name, :locks, all?: true]

  @typedoc """
  A base: its name in messages, and the text of each lock by its path in the project. Without `:all?`
  there may be boundaries that it does not contain.
  """
  @type t :: %__MODULE__{
          name: String.t(),
          locks: %{Path.t() => String.t()},
          all?: boolean
        }

  @branches ["origin/main", "origin/master", "main", "master"]

  @doc """
  Finds the base of the project at `root`.

  `against` is the path of a lock or a git commit; an existing file is preferred. `nil` is the merge base with
  the default branch.
  """
  @spec find(Path.t(), String.t() | nil) :: {:ok, t} | {:error, String.t()}
  def find(root, nil) do
    with {:ok, prefix} <- repository(root),
         {:ok, branch} <- default_branch(root),
         {:ok, commit} <- merge_base(root, branch),
         {:ok, locks} <- locks(root, commit, prefix) do
      short = String.slice(commit, 0, 9)
      {:ok, %__MODULE__{name: "#{short}, the merge base with #{branch}", locks: locks}}
    end
  end

  def find(root, against) do
    path = Path.expand(against, root)
    if File.regular?(path), do: file(path, against), else: commit(root, against)
  end

  defp file(path, against) do
    case File.read(path) do
      {:ok, text} ->
        {:ok, %__MODULE__{name: against, locks: %{against => text}, all?: false}}

      {:error, reason} ->
        {:error, "#{against} cannot be read: #{:file.format_error(reason)}"}
    end
  end

  defp commit(root, against) do
    with {:ok, prefix} <- repository(root),
         {:ok, commit} <- resolve(root, against),
         {:ok, locks} <- locks(root, commit, prefix),
         do: {:ok, %__MODULE__{name: against, locks: locks}}
  end

  defp repository(root) do
    case git(root, ["rev-parse", "--show-prefix"]) do
      {:ok, prefix} ->
        {:ok, prefix}

      {:error, :no_git} ->
        {:error, "git is not installed; compare with a boundary.lock: `--against PATH`"}

      {:error, _output} ->
        {:error, "this is not a git repository; compare with a boundary.lock: `--against PATH`"}
    end
  end

  # Git would take a leading dash for an option.
  defp resolve(root, against) do
    with false <- String.starts_with?(against, "-"),
         {:ok, commit} <-
           git(root, ["rev-parse", "--verify", "--quiet", "#{against}^{commit}"]) do
      {:ok, commit}
    else
      _ ->
        {:error,
         "there is no commit or file `#{against}`#{fetched(root)}; " <>
           "`git branch --all` lists the branches"}
    end
  end

  defp fetched(root), do: if(shallow?(root), do: " in this shallow clone", else: "")

  defp default_branch(root) do
    remote =
      case git(root, ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]) do
        {:ok, branch} -> [branch]
        {:error, _} -> []
      end

    found =
      Enum.find(remote ++ @branches, fn branch ->
        match?({:ok, _}, git(root, ["rev-parse", "--verify", "--quiet", "#{branch}^{commit}"]))
      end)

    if found do
      {:ok, found}
    else
      {:error,
       "found no default branch (`origin/HEAD`, `main` or `master`); " <>
         "choose a base: `--against REF`"}
    end
  end

  defp merge_base(root, branch) do
    case git(root, ["merge-base", "HEAD", branch]) do
      {:ok, commit} ->
        {:ok, commit}

      {:error, _output} ->
        if shallow?(root) do
          {:error,
           "this clone is shallow and does not contain the merge base with `#{branch}`; " <>
             "run `git fetch --unshallow`, or choose a base: `--against REF`"}
        else
          {:error,
           "`HEAD` and `#{branch}` have no commit in common; " <>
             "choose a base: `--against REF`"}
        end
    end
  end

  defp shallow?(root), do: git(root, ["rev-parse", "--is-shallow-repository"]) == {:ok, "true"}

  defp locks(root, commit, prefix) do
    arguments = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit]

    with {:ok, listed} <- git(root, arguments ++ ["--", prefix <> "native/"]) do
      paths =
        for path <- String.split(listed, "\0", trim: true),
            path = String.replace_prefix(path, prefix, ""),
            ["native", _name, "boundary.lock"] <- [Path.split(path)],
            do: path

      read(root, commit, prefix, paths)
    else
      {:error, output} -> {:error, "git cannot list the files of #{commit}: #{output}"}
    end
  end

  defp read(root, commit, prefix, paths) do
    Enum.reduce_while(paths, {:ok, %{}}, fn path, {:ok, locks} ->
      case git(root, ["show", "#{commit}:#{prefix}#{path}"]) do
        {:ok, text} -> {:cont, {:ok, Map.put(locks, path, text)}}
        {:error, output} -> {:halt, {:error, "git cannot show #{path} of #{commit}: #{output}"}}
      end
    end)
  end

  defp git(root, arguments) do
    case System.find_executable("git") do
      nil ->
        {:error, :no_git}

      git ->
        options = [env: without_callers_repository(git), stderr_to_stdout: true]

        case System.cmd(git, ["-C", root | arguments], options) do
          {output, 0} -> {:ok, String.trim_trailing(output, "\n")}
          {output, _status} -> {:error, String.trim(output)}
        end
    end
  end

  # A hook inherits the repository that git runs it for, which need not be looked at from the project's folder.
  defp without_callers_repository(git) do
    if Enum.any?(System.get_env(), fn {name, _} -> String.starts_with?(name, "GIT_") end) do
      {names, 0} = System.cmd(git, ["rev-parse", "--local-env-vars"])
      for name <- String.split(names), do: {name, nil}
    else
      []
    end
  end
end
