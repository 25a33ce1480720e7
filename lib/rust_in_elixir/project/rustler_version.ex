defmodule RustInElixir.Project.RustlerVersion do
  @moduledoc """
  The version of the crate `rustler` that a `Cargo.toml` requires, against the package of Rustler in
  `mix.lock` and the generated code.
  """

  alias RustInElixir.{Core, Plan.Entry, Project}

  @doc """
  Says what is wrong with the version that the manifest requires, if another one is to be set; `nil`
  otherwise.
  """
  @spec mismatch(Entry.t(), Project.t()) :: String.t() | nil
  def mismatch(%{status: :stale, old: old, new: new}, project) do
    case {Core.required_version!(old, "rustler"), Core.required_version!(new, "rustler")} do
      {old, new} when old != nil and old != new ->
        "it requires rustler #{old}, and #{because(project)}"

      _same ->
        nil
    end
  end

  def mismatch(_entry, _project), do: nil

  defp because(%{locked_rustler: nil, rustler: wanted}),
    do: "the generated code is written for #{wanted}"

  defp because(%{locked_rustler: locked, rustler: wanted}) do
    if String.starts_with?(locked, wanted <> "."),
      do: "the package of Rustler in mix.lock is #{locked}, which goes with #{wanted}",
      else:
        "the generated code is written for #{wanted}, which the package #{locked} in mix.lock builds as well"
  end
end
