defmodule RustInElixir.Plan.SharedFiles do
  @moduledoc false

  # The files that a project has once for all of its boundaries: Cargo's workspace, `.gitignore`, and workflows.

  alias RustInElixir.{
    Core,
    Disk.Tree,
    Plan.CheckWorkflow,
    Plan.Entry,
    Plan.ReleaseWorkflow,
    Plan.SupportFiles,
    Project
  }

  @ignored ["/target/", "/priv/native/"]

  @doc """
  The entries of the files that do not depend on what boundaries there are.

  With `:gitignore` what builds leave behind is added to `.gitignore`, and with `:ci` the workflow of
  `RustInElixir.Plan.CheckWorkflow` is created.
  """
  @spec entries(Project.t(), keyword) :: [Entry.t()]
  def entries(project, options),
    do: gitignore(project, options) ++ workflow(project, [""], options)

  @doc "The workspace of these crates, whose manifests are among `entries`."
  @spec workspace(Project.t(), [Path.t()], [Entry.t()]) :: [Entry.t()]
  def workspace(_project, [], _entries), do: []

  def workspace(project, crate_dirs, entries) do
    manifests = Map.new(entries, &{&1.path, &1.new})
    crates = for dir <- crate_dirs, do: {dir, manifests[Path.join(dir, "Cargo.toml")]}

    # Commands for the whole workspace are not about generated code: with members alone, they need no Rustler.
    foreign = project.foreign ++ [SupportFiles.codecs()]
    edit = &Core.workspace(&1, crates, foreign)

    # Crates that are workspaces of their own need no other.
    Enum.reject(
      [Entry.edit(:shared, project, "Cargo.toml", edit)],
      &(&1.status == :missing and &1.new == "")
    )
  end

  @doc "The workflow that keeps the boundaries below these folders of `tree` in sync, with the option `:ci`."
  @spec workflow(Tree.t(), [Path.t()], keyword) :: [Entry.t()]
  def workflow(tree, folders, options) do
    if Keyword.get(options, :ci, false), do: [CheckWorkflow.entry(tree, folders)], else: []
  end

  @doc "The workflow that builds the libraries of these crates, if there are any."
  @spec release(Tree.t(), [String.t()]) :: [Entry.t()]
  def release(_tree, []), do: []
  def release(tree, crates), do: [ReleaseWorkflow.entry(tree, crates)]

  defp gitignore(project, options) do
    if Keyword.get(options, :gitignore, false) do
      [Entry.edit(:shared, project, ".gitignore", &{:ok, ignore(&1 || "")})]
    else
      []
    end
  end

  defp ignore(text) do
    lines = text |> String.split(["\r\n", "\n"]) |> Enum.map(&String.trim(&1, "/"))

    case Enum.reject(@ignored, &(String.trim(&1, "/") in lines)) do
      [] -> text
      missing -> with_final_newline(text) <> Enum.map_join(missing, &(&1 <> "\n"))
    end
  end

  defp with_final_newline(""), do: ""

  defp with_final_newline(text),
    do: if(String.ends_with?(text, "\n"), do: text, else: text <> "\n")
end
