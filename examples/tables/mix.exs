defmodule Tables.MixProject do
  use Mix.Project

  def project do
    [
      app: :tables,
      version: "0.1.0",
      elixir: "~> 1.14",
      start_permanent: Mix.env() == :prod,
      deps: deps()
    ]
  end

  def application do
    [extra_applications: [:logger]]
  end

  # The tool is needed where code is generated and built, and not where it runs.
  defp deps do
    [{:rust_in_elixir, path: "../..", only: [:dev, :test], runtime: false}]
  end
end
