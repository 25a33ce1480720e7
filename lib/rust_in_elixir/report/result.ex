defmodule RustInElixir.Report.Result do
  @moduledoc """
  How a sync or a check ended, for a machine to read.

  * `status` – `:in_sync`, `:drift`, `:wrong_schema` or `:could_not_run`
  * `boundaries` – the folders that were looked at, each with `:in_sync`, `:drift`, `:wrong_schema`
    or, where another schema kept it from being looked at, `:unchecked`
  * `files` – those that are not as the schema asks for
  * `written` – the paths that were written or removed; a check writes none
  * `problems` – those of schemas, each with its path
  * `message` – why the command could not run
  * `mend` – the command that mends it, if one does
  """

  alias RustInElixir.{Core, Plan, Plan.BoundaryFiles, Report}

  @enforce_keys [:status]
  defstruct [:status, :message, :mend, boundaries: [], files: [], written: [], problems: []]

  @type status :: :in_sync | :drift | :wrong_schema | :could_not_run
  @type t :: %__MODULE__{
          status: status,
          boundaries: [{Path.t(), status | :unchecked}],
          files: [Plan.Entry.t()],
          written: [Path.t()],
          problems: [{Path.t(), Core.Problem.t()}],
          message: String.t() | nil,
          mend: String.t() | nil
        }

  @exit_statuses %{in_sync: 0, drift: 1, wrong_schema: 2, could_not_run: 3}

  @doc "The outcome of a check."
  @spec checked(Plan.t(), String.t()) :: t
  def checked(plan, command) do
    drift = Plan.drift(plan)

    %__MODULE__{
      status: status(drift),
      boundaries: boundaries(plan, drift),
      files: drift,
      mend: Report.Text.mending_command(plan, command)
    }
  end

  @doc "The outcome of a sync that wrote these entries."
  @spec written(Plan.t(), [Plan.Entry.t()], String.t()) :: t
  def written(plan, entries, command) do
    # What was written may still hold functions that a person has to mend.
    kept =
      for %{misfits: [_ | _]} = entry <- entries,
          do: %{entry | status: :unchanged, old: entry.new, missing: []}

    left = %{plan | entries: (plan.entries -- entries) ++ kept}

    %{
      checked(left, command)
      | boundaries: boundaries(plan, Plan.drift(left)),
        written: Enum.map(entries, & &1.path)
    }
  end

  @doc "The outcome where no plan could be made; `crate_dirs` are those that were to be looked at."
  @spec failed(BoundaryFiles.error(), [Path.t()]) :: t
  def failed({:failed, message}, _crate_dirs),
    do: %__MODULE__{status: :could_not_run, message: message}

  def failed({:schema, problems}, crate_dirs) do
    wrong = for {path, _problem} <- problems, uniq: true, do: Path.dirname(path)

    boundaries =
      for crate_dir <- Enum.sort(Enum.uniq(crate_dirs ++ wrong)),
          do: {crate_dir, if(crate_dir in wrong, do: :wrong_schema, else: :unchecked)}

    %__MODULE__{status: :wrong_schema, boundaries: boundaries, problems: problems}
  end

  @doc "The exit status that goes with an outcome."
  @spec exit_status(t) :: 0..3
  def exit_status(outcome), do: Map.fetch!(@exit_statuses, outcome.status)

  defp boundaries(plan, drift) do
    for crate_dir when crate_dir != nil <- Enum.uniq(Enum.map(plan.entries, & &1.boundary)),
        do: {crate_dir, status(Enum.filter(drift, &(&1.boundary == crate_dir)))}
  end

  defp status([]), do: :in_sync
  defp status(_drift), do: :drift
end
