defmodule RustInElixir.Project.RustlerVersion do
  @moduledoc false

  # The version of the crate `rustler` that a project needs, against the package of Rustler in its `mix.lock`.

  alias RustInElixir.{Core, Disk.Tree}

  # The generated code is written for it, and packages of Rustler from before it build it as well.
  @crate "0.39"

  @doc """
  The version of the crate that goes with a version of the package, which is `nil` where there is none.

      iex> Enum.map([nil, "0.38.0", "0.41.3"], &RustInElixir.Project.RustlerVersion.required/1)
      ["0.39", "0.39", "0.41"]
  """
  @spec required(String.t() | nil) :: String.t()
  def required(locked) do
    with {:ok, %Version{major: major, minor: minor, pre: []}} <- Version.parse(locked || ""),
         :gt <- Version.compare("#{major}.#{minor}.0", @crate <> ".0") do
      "#{major}.#{minor}"
    else
      _no_later_package -> @crate
    end
  end

  @doc "The version of the package in a lockfile of Mix."
  @spec locked(Tree.t(), Path.t()) :: String.t() | nil
  def locked(tree, lockfile) do
    # A lock is read and not evaluated; one that Mix could not read either is for Mix to report.
    with {:ok, text} when text != nil <- lock(tree, lockfile),
         {:ok, {:%{}, _meta, packages}} <- Code.string_to_quoted(text, emit_warnings: false),
         {:{}, _meta, [:hex, :rustler, version | _checksums]} <- packages[:rustler] do
      version
    else
      _no_package -> nil
    end
  end

  # The lockfile of an application in an umbrella lies above it.
  defp lock(%{drafts: %{"mix.lock" => text}}, "mix.lock"), do: {:ok, text}
  defp lock(%{root: root}, lockfile), do: File.read(Path.expand(lockfile, root))

  @doc """
  Says what is wrong with the version that the manifest `old` requires, if `new` requires another one; `nil`
  otherwise. `locked` is the version of the package.
  """
  @spec mismatch(String.t(), String.t(), String.t() | nil) :: String.t() | nil
  def mismatch(old, new, locked) do
    case {Core.required_version!(old, "rustler"), Core.required_version!(new, "rustler")} do
      {old, new} when old != nil and old != new ->
        "it requires rustler #{old}, and #{because(locked, required(locked))}"

      _same ->
        nil
    end
  end

  defp because(nil, wanted), do: "the generated code needs #{wanted}"

  defp because(locked, wanted) do
    if String.starts_with?(locked, wanted <> "."),
      do: "the Rustler package in mix.lock is #{locked}, which needs #{wanted}",
      else:
        "the generated code needs #{wanted}, which the package #{locked} in mix.lock also builds"
  end
end
