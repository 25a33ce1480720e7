defmodule RustInElixir.Report.Result do
  @moduledoc false

  # How a sync or a check ended, for a machine to read. Its fields:
  #
  #   * `status` – `:in_sync`, `:drift`, `:wrong_schema` or `:could_not_run`
  #   * `boundaries` – the checked folders, each with `:in_sync`, `:drift`, `:wrong_schema` or, if the error of
  #     another schema prevented its check, `:unchecked`
  #   * `files` – those that do not match the schema
  #   * `written` – the paths that were written or removed; a check writes none
  #   * `error` – why there is no plan, if there is none
  #   * `fix` – the command that fixes it, if one does

  alias RustInElixir.{Error, Error.ExitStatus, Plan, Plan.Entry, Report.FixCommand}

  @enforce_keys [:status]
  defstruct [:status, :error, :fix, boundaries: [], files: [], written: []]

  @type status :: :in_sync | :drift | :wrong_schema | :could_not_run
  @type t :: %__MODULE__{
          status: status,
          boundaries: [{Path.t(), status | :unchecked}],
          files: [Entry.t()],
          written: [Path.t()],
          error: Error.t() | nil,
          fix: String.t() | nil
        }

  @doc "The result of a check."
  @spec checked(Plan.t(), String.t()) :: t
  def checked(plan, command) do
    drift = Plan.drift(plan)

    %__MODULE__{
      status: status(drift),
      boundaries: boundaries(plan, drift),
      files: drift,
      fix: FixCommand.line(plan, command)
    }
  end

  @doc "The result of a sync that wrote these entries."
  @spec written(Plan.t(), [Entry.t()], String.t()) :: t
  def written(plan, entries, command) do
    # A written file may still contain functions that a person has to fix.
    kept =
      for %{mismatches: [_ | _]} = entry <- entries,
          do: %{entry | status: :unchanged, old: entry.new, missing: []}

    left = %{plan | entries: (plan.entries -- entries) ++ kept}

    %{
      checked(left, command)
      | boundaries: boundaries(plan, Plan.drift(left)),
        written: Enum.map(entries, & &1.path)
    }
  end

  @doc "The result if no plan could be made; `crate_dirs` are those that were to be checked."
  @spec failed(Error.t(), [Path.t()]) :: t
  def failed(%Error{kind: :wrong_schema} = error, crate_dirs) do
    wrong = for {path, _problem} <- error.problems, uniq: true, do: Path.dirname(path)

    boundaries =
      for crate_dir <- Enum.sort(Enum.uniq(crate_dirs ++ wrong)),
          do: {crate_dir, if(crate_dir in wrong, do: :wrong_schema, else: :unchecked)}

    %__MODULE__{status: :wrong_schema, boundaries: boundaries, error: error}
  end

  def failed(error, _crate_dirs), do: %__MODULE__{status: :could_not_run, error: error}

  @doc "The exit status that goes with a result."
  @spec exit_status(t) :: 0..255
  def exit_status(result), do: ExitStatus.of(result.status)

  defp boundaries(plan, drift) do
    for crate_dir when crate_dir != nil <- Enum.uniq(Enum.map(plan.entries, & &1.boundary)),
        do: {crate_dir, status(Enum.filter(drift, &(&1.boundary == crate_dir)))}
  end

  defp status([]), do: :in_sync
  defp status(_drift), do: :drift
end
