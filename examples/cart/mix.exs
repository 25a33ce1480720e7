defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      elixir: "~> 1.14",
      start_permanent: Mix.env() == :prod,
      deps: deps()
    ]
  end

  def application do
    [extra_applications: [:logger]]
  end

  # A shop of your own has `{:decimal, "~> 2.0"}` here. Without it, this example runs where Hex cannot be reached: the
  # generated code makes and takes the structs of that package, and calls none of its functions.
  defp deps do
    [{:rust_in_elixir, path: "../..", only: [:dev, :test], runtime: false}]
  end
end
