defmodule RustInElixir.MixProject do
  use Mix.Project

  @version "0.1.0"

  def project do
    [
      app: :rust_in_elixir,
      version: @version,
      elixir: "~> 1.14",
      start_permanent: Mix.env() == :prod,
      elixirc_paths: elixirc_paths(Mix.env()),
      deps: deps()
    ]
  end

  def application do
    [extra_applications: [:logger, :crypto, :eex]]
  end

  defp elixirc_paths(:test), do: ["lib", "test/support"]
  defp elixirc_paths(_), do: ["lib"]

  # Every package is optional, and without Hex there is none: a missing optional dependency
  # would otherwise break each `mix` command.
  defp deps, do: []
end
