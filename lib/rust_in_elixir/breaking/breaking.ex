defmodule RustInElixir.Breaking do
  @moduledoc false

  # Finds changes of a project's boundaries that break callers.
  #
  # The schemas as they are now are compared with the contracts in the locks of a base, by the rules
  # of the core; nothing has to be generated for it, and nothing is written.

  alias RustInElixir.{
    Breaking.Base,
    Core,
    Error,
    Project,
    Project.ForeignTypes,
    Project.Lockfile,
    Text.JSON
  }

  @doc """
  Compares the boundaries of a project with a base.

  Options:

    * `:only` – names of boundaries; without it every one is compared
    * `:today` – the date by which waivers are judged
  """
  @spec compare(Project.t(), Base.t(), keyword) ::
          {:ok, Core.Comparison.t()} | {:error, Error.t()}
  def compare(project, base, options) do
    only = options |> Keyword.get(:only, []) |> Enum.map(&Project.boundary_name/1)
    today = options |> Keyword.fetch!(:today) |> Date.to_iso8601()

    with {:ok, contracts} <- contracts(base),
         :ok <- all_known(only, project, if(base.all?, do: contracts, else: %{})),
         {:ok, boundaries} <- boundaries(project),
         {contracts, boundaries} = select(contracts, boundaries, only, base),
         {:error, reason} <- Core.compare(contracts, boundaries, today) do
      {:error, Error.could_not_run(unreadable(reason, base))}
    end
  end

  @doc """
  The rules of the core as a table in Markdown.

      iex> RustInElixir.Breaking.rule_table() |> String.split("\\n") |> Enum.at(2)
      "| `boundary_removed` | breaking | callers | a boundary was removed, with its facade | a new boundary, or one whose folder was renamed |"
  """
  @spec rule_table() :: String.t()
  def rule_table do
    {:ok, rules} = Core.rules()

    rows =
      for rule <- rules do
        "| `#{rule.name}` | #{rule.severity} | #{rule.category} | #{rule.finds} | #{rule.harmless} |"
      end

    Enum.join(
      ["| rule | severity | concerns | finds | harmless |", "| --- | --- | --- | --- | --- |"] ++
        rows,
      "\n"
    )
  end

  # The folder of a lock identifies its boundary.
  defp contracts(base) do
    read =
      for {path, text} <- base.locks do
        case Lockfile.parse(text) do
          {:ok, lock} -> {:ok, {path |> Path.dirname() |> Path.basename(), lock.contract}}
          {:error, reason} -> {:error, "#{path}#{of(base)} #{reason}"}
        end
      end

    case for({:error, message} <- read, do: message) do
      [] -> {:ok, Map.new(read, fn {:ok, contract} -> contract end)}
      messages -> {:error, Error.could_not_run(messages)}
    end
  end

  defp of(%{all?: true, name: name}), do: " of #{name}"
  defp of(_base), do: ""

  defp all_known(only, project, contracts) do
    known =
      (Enum.map(Project.crate_dirs(project), &Path.basename/1) ++ Map.keys(contracts))
      |> Enum.uniq()
      |> Enum.sort()

    case only -- known do
      [] -> :ok
      unknown -> {:error, Error.could_not_run(Project.unknown_boundaries(unknown, known))}
    end
  end

  defp boundaries(project) do
    loaded =
      for crate_dir <- Project.crate_dirs(project) do
        path = Path.join(crate_dir, "schema.exs")

        with {:ok, boundary, _others} <- ForeignTypes.boundary(project, crate_dir),
             {:ok, _contract} <- Core.contract(boundary) do
          {:ok, {Path.basename(crate_dir), boundary}}
        else
          {:error, problems} -> {:error, Enum.map(problems, &{path, &1})}
        end
      end

    case for({:error, problems} <- loaded, problem <- problems, do: problem) do
      [] -> {:ok, Map.new(loaded, fn {:ok, boundary} -> boundary end)}
      problems -> {:error, Error.wrong_schema(problems)}
    end
  end

  # A boundary that moved has its old name in the base, and its new one in the project.
  defp select(contracts, boundaries, only, %{all?: true}) do
    chosen = if only == [], do: boundaries, else: Map.take(boundaries, only)
    facades = for {_name, boundary} <- chosen, do: boundary.facade

    contracts =
      Map.filter(contracts, fn {name, contract} ->
        only == [] or name in only or
          (not is_map_key(boundaries, name) and facade(contract) in facades)
      end)

    {contracts, chosen}
  end

  # A lock in a file is that of the boundary with its facade, wherever it lies; or of the boundary
  # that was named, or in whose folder it is.
  defp select(contracts, boundaries, only, _base) do
    [{folder, contract}] = Map.to_list(contracts)
    facade = facade(contract)
    of_facade = for {name, %{facade: ^facade}} <- boundaries, do: name
    name = hd(only ++ of_facade ++ [folder])
    {%{name => contract}, Map.take(boundaries, [name])}
  end

  defp facade(contract) do
    case JSON.decode(contract) do
      {:ok, %{"facade" => facade}} -> facade
      _ -> nil
    end
  end

  defp unreadable(reason, base) when is_exception(reason),
    do: reason |> Exception.message() |> unreadable(base)

  defp unreadable(reason, base), do: "#{reason}; choose a base other than #{base.name}"
end
