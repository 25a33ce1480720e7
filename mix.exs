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
      test_ignore_filters: [&String.starts_with?(&1, ["test/fixtures/", "test/golden/"])],
      description: "Rust NIFs from one schema: both sides generated, validated and kept in step",
      package: package(),
      docs: docs(),
      deps: deps(System.get_env("RUST_IN_ELIXIR_DEPS"))
    ]
  end

  def application do
    [extra_applications: [:logger, :eex, :crypto]]
  end

  defp elixirc_paths(:test), do: ["lib", "test/support"]
  defp elixirc_paths(_env), do: ["lib"]

  # None of these is needed, and Mix runs no command while a package that is listed is missing. So they are listed only
  # where they can be had. RUST_IN_ELIXIR_DEPS overrides this: "none", or a folder that the packages lie in.
  # RustlerPrecompiled is named in generated code only, and there for the tests of that.
  @optional_deps [
    {:igniter, "~> 0.6 and >= 0.6.30", optional: true},
    {:rustler, "~> 0.36", optional: true},
    {:rustler_precompiled, "~> 0.8 or ~> 0.9", only: :test},
    {:sourceror, "~> 1.7", optional: true}
  ]

  defp deps(nil) do
    if Code.ensure_loaded?(Hex) and
         (dependency?() or packed?() or (work?() and (managed?() or fetched?()))),
       do: @optional_deps,
       else: []
  end

  defp deps("none"), do: []

  defp deps(folder) do
    for {name, _requirement, options} <- @optional_deps,
        path = Path.expand(to_string(name), folder),
        File.dir?(path),
        do: {name, [path: path] ++ options}
  end

  # Mix compiles what a project and its dependencies have in common in the right order, if both list it.
  defp dependency?, do: Mix.Project.get() != nil

  defp packed?, do: command?(~r/\Ahex\./)

  # Those of today do not compile with an older Elixir.
  defp work?, do: Version.match?(System.version(), "~> 1.15")

  defp managed?, do: command?(~r/\Adeps(\.get|\.update|\.unlock|\.clean|\.tree)?,?\z/)

  # The lock is written when all of them are there.
  defp fetched? do
    folder = Mix.Project.deps_path(deps_path: "deps")

    File.exists?("mix.lock") and
      Enum.all?(@optional_deps, &File.dir?(Path.join(folder, to_string(elem(&1, 0)))))
  end

  defp command?(pattern), do: Enum.any?(System.argv(), &(&1 =~ pattern))

  # The core is built where the package is used, so its sources and templates belong to it.
  defp package do
    [
      licenses: ["Apache-2.0", "MIT"],
      links: %{},
      files: ~w(
        lib templates native_templates docs
        native/rust_in_elixir/src native/rust_in_elixir/build.rs native/rust_in_elixir/Cargo.toml
        native/rust_in_elixir/schema.exs native/rust_in_elixir/boundary.lock native/support.lock
        native/nif_codec/src native/nif_codec/Cargo.toml native/nif_codec/rustfmt.toml
        Cargo.toml Cargo.lock mix.exs .formatter.exs
        README.md usage-rules.md ARCHITECTURE.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT
      )
    ]
  end

  defp docs do
    [
      main: "readme",
      extras:
        ["README.md"] ++
          Path.wildcard("docs/*.md") ++
          ~w(CHANGELOG.md ARCHITECTURE.md CONTRIBUTING.md LICENSE-APACHE LICENSE-MIT) ++
          Path.wildcard("docs/decisions/*.md"),
      assets: %{"docs/assets" => "docs/assets"},
      # They lead to the examples of the repository, which the package does not have.
      skip_undefined_reference_warnings_on: ["README.md", "docs/resources.md"],
      groups_for_extras: [Guides: ~r"^docs/(?!decisions)", Decisions: ~r"^docs/decisions"],
      groups_for_modules: ["What a schema is read into": ~r"^RustInElixir\.Core"]
    ]
  end
end
