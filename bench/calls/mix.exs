defmodule Calls.MixProject do
  use Mix.Project

  def project do
    [
      app: :calls,
      version: "0.1.0",
      elixir: "~> 1.14",
      elixirc_paths: ["lib", Path.expand("../measure", __DIR__)],
      deps: [{:rust_in_elixir, path: "../..", runtime: false}]
    ]
  end

  def application do
    [extra_applications: [:logger]]
  end
end
