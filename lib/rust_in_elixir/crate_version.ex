defmodule RustInElixir.CrateVersion do
  @moduledoc """
  The version of the crate `rustler` that a `Cargo.toml` requires, against the package of Rustler in
  `mix.lock` and the generated code.
  """

  alias RustInElixir.{Plan.Entry, Project}

  @forms [
    ~r/^\s*rustler\s*=\s*"([^"]*)"/m,
    ~r/^\s*rustler\s*=\s*\{[^}]*?\bversion\s*=\s*"([^"]*)"/m,
    ~r/^\s*rustler\.version\s*=\s*"([^"]*)"/m,
    ~r/^\s*\[dependencies\.rustler\][^\[]*?^\s*version\s*=\s*"([^"]*)"/m
  ]

  @doc """
  Says what is wrong with the version that the manifest requires, if another one is to be set; `nil`
  otherwise.
  """
  @spec mismatch(Entry.t(), Project.t()) :: String.t() | nil
  def mismatch(%{status: :stale, old: old, new: new}, project) do
    case {required(old), required(new)} do
      {old, new} when old != nil and old != new ->
        "it requires rustler #{old}, and #{because(project)}"

      _same ->
        nil
    end
  end

  def mismatch(_entry, _project), do: nil

  @doc """
  The requirement of the crate `rustler` in the text of a manifest; `nil` if there is none.

      iex> RustInElixir.CrateVersion.required(~s(rustler = { version = "0.39", optional = true }))
      "0.39"
  """
  @spec required(String.t()) :: String.t() | nil
  def required(text) do
    Enum.find_value(@forms, fn form ->
      with [_whole, requirement] <- Regex.run(form, text), do: requirement
    end)
  end

  defp because(%{locked_rustler: nil, rustler: wanted}),
    do: "the generated code is written for #{wanted}"

  defp because(%{locked_rustler: locked, rustler: wanted}) do
    if String.starts_with?(locked, wanted <> "."),
      do: "the package of Rustler in mix.lock is #{locked}, which goes with #{wanted}",
      else:
        "the generated code is written for #{wanted}, which the package #{locked} in mix.lock builds as well"
  end
end
