defmodule RustInElixir.MixProject do
  use Mix.Project

  @version "0.1.0"

  def project do
    [
      app: :rust_in_elixir,
      version: @version,
      elixir: "~> 1.14",
      elixirc_paths: elixirc_paths(Mix.env()),
      start_permanent: Mix.env() == :prod,
      # Tests load modules with protocols of their own after this project was compiled.
      consolidate_protocols: Mix.env() != :test,
      test_ignore_filters: [&String.starts_with?(&1, "test/fixtures/")],
      description: "Rust NIFs from one schema: both sides generated, validated and kept in step",
      package: package(),
      deps: []
    ]
  end

  def application do
    [extra_applications: [:logger, :eex]]
  end

  defp elixirc_paths(:test), do: ["lib", "test/support"]
  defp elixirc_paths(_env), do: ["lib"]

  # The core is built where the package is used, so its sources and templates belong to it.
  defp package do
    [
      licenses: ["Apache-2.0", "MIT"],
      files: ~w(
        lib docs templates native_templates native Cargo.toml Cargo.lock mix.exs .formatter.exs
        README.md usage-rules.md ARCHITECTURE.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT
      )
    ]
  end
end
