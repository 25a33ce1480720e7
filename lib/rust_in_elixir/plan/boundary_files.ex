defmodule RustInElixir.Plan.BoundaryFiles do
  @moduledoc false

  # The entries of one boundary: its files on disk, compared with its schema.

  alias RustInElixir.{
    Core,
    Disk.Tree,
    Error,
    Plan.BoundaryContext,
    Plan.Entry,
    Plan.GeneratedFiles,
    Plan.UserTest,
    Project,
    Project.ForeignTypes,
    Project.Lockfile,
    Project.RustlerVersion
  }

  @doc """
  Makes the entries of the boundary in `crate_dir`, in the order in which they are written.

  Options:

    * `:schema` – the text that `schema.exs` shall have; without it the one on the disk counts
    * `:force` – paths of generated files that may be overwritten although they were edited, or are
      not known to be generated
    * `:test` – what becomes of the user's test: `:none` by default, or as for `RustInElixir.Plan.UserTest.entry/2`
    * `:fix_signatures` – whether signatures in the user's `lib.rs` are brought up to date
  """
  @spec entries(Project.t(), Path.t(), keyword) :: {:ok, [Entry.t()]} | {:error, Error.t()}
  def entries(project, crate_dir, options \\ []) do
    path = Path.join(crate_dir, "schema.exs")

    with {:ok, on_disk} <- read(project, path),
         {:ok, schema} <- schema(path, on_disk, options),
         {:ok, boundary, others} <- ForeignTypes.boundary(project, crate_dir, schema),
         context = %BoundaryContext{
           project: project,
           core_project: Project.for_core(project, boundary, crate_dir),
           boundary: boundary,
           crate_dir: crate_dir,
           schema: schema,
           force: Keyword.get(options, :force, []),
           fix?: Keyword.get(options, :fix_signatures, false)
         },
         {:ok, user, generated} <- side_by_side(context),
         {:ok, test} <- test(context, Keyword.get(options, :test, :none)) do
      sources = for other <- others, do: Path.join(other, "schema.exs")
      entry = Entry.new(:user, path, on_disk, schema, sources: sources)
      entries = [entry | user] ++ test ++ generated
      {:ok, Enum.map(entries, &%{&1 | boundary: crate_dir})}
    else
      {:error, problems} when is_list(problems) ->
        {:error, Error.wrong_schema(path, problems)}

      {:error, reason} ->
        {:error, Error.could_not_run(reason)}
    end
  end

  defp read(project, path) do
    with {:error, reason} <- Tree.read(project, path),
         do: {:error, "#{path} #{reason}"}
  end

  # A link to nothing is found as a file is.
  defp schema(path, on_disk, options) do
    case Keyword.get(options, :schema, on_disk) do
      nil -> {:error, "#{path} is a link to a missing file"}
      schema -> {:ok, schema}
    end
  end

  defp test(_context, :none), do: {:ok, []}

  defp test(context, wanted) do
    with {:ok, entry} <- UserTest.entry(context, wanted), do: {:ok, [entry]}
  end

  # Neither needs the other, and in a large boundary each takes long.
  defp side_by_side(context) do
    user = Task.async(fn -> user_entries(context) end)
    generated = generated_entries(context)
    user = Task.await(user, :infinity)
    with {:ok, generated} <- generated, do: {:ok, user, generated}
  end

  defp generated_entries(%{project: project, crate_dir: crate_dir, force: force} = context) do
    GeneratedFiles.entries(project, Lockfile.path(crate_dir), force, fn ->
      Core.generate(context.boundary, context.core_project)
    end)
  end

  defp user_entries(%{project: project, crate_dir: crate_dir, boundary: boundary} = context) do
    manifest =
      Entry.edit(
        :shared,
        project,
        Path.join(crate_dir, "Cargo.toml"),
        &Core.manifest(&1, boundary, context.core_project)
      )

    [
      %{manifest | reason: manifest.reason || version_mismatch(manifest, project)},
      lib_source(project, Path.join(crate_dir, "src/lib.rs"), boundary, context.fix?)
    ]
  end

  defp version_mismatch(%{status: :stale, old: old, new: new}, project),
    do: RustlerVersion.mismatch(old, new, project.locked_rustler)

  defp version_mismatch(_manifest, _project), do: nil

  defp lib_source(project, path, boundary, fix?) do
    with {:ok, old} <- Tree.read(project, path),
         {:ok, %{text: new, missing: missing, mismatches: mismatches}} <-
           Core.lib_source(old, boundary, fix?) do
      Entry.new(:user, path, old, new, missing: missing, mismatches: mismatches)
    else
      {:error, reason} -> Entry.unreadable(:user, path, reason)
    end
  end
end
