defmodule RustInElixir.Plan.CheckWorkflow do
  @moduledoc false

  # The workflow of GitHub Actions that keeps both sides of each boundary in step.
  #
  # It is created once, on request with `--ci github`, and then belongs to the user.

  alias RustInElixir.{Disk.Tree, Plan.Entry}

  @path ".github/workflows/rust_in_elixir.yml"

  @doc """
  The entry of the workflow in `tree`, for the projects in `folders`; one that is there is left alone.
  """
  @spec entry(Tree.t(), [Path.t()]) :: Entry.t()
  def entry(tree, folders), do: Entry.edit(:user, tree, @path, &{:ok, &1 || text(folders)})

  @doc """
  The workflow, which tests the crates in each of these folders; `""` is the root.

  It runs on `:elixir` and `:otp`, by default those that run now: a project may need one as new.
  """
  @spec text([Path.t()], elixir: String.t(), otp: String.t()) :: String.t()
  def text(folders, versions \\ versions()),
    do: boundary(versions) <> Enum.map_join(folders, &crate_tests/1)

  defp versions do
    %{major: major, minor: minor} = Version.parse!(System.version())
    [elixir: "#{major}.#{minor}", otp: System.otp_release()]
  end

  defp boundary(versions) do
    """
    # Made by `mix rust_in_elixir.sync --ci github`, once; change it as you like.
    name: rust_in_elixir

    on:
      push:
        branches: [main]
      pull_request:

    permissions:
      contents: read

    jobs:
      boundary:
        runs-on: ubuntu-latest
        steps:
          - uses: actions/checkout@v4
          - uses: erlef/setup-beam@v1
            with:
              elixir-version: "#{versions[:elixir]}"
              otp-version: "#{versions[:otp]}"
          - name: Install Rust
            run: rustup toolchain install stable --profile minimal && rustup default stable
          - uses: actions/cache@v4
            with:
              path: |
                ~/.cargo/registry
                _build
                deps
                target
              key: rust_in_elixir-${{ runner.os }}-${{ hashFiles('**/mix.lock', '**/Cargo.lock') }}
              restore-keys: rust_in_elixir-${{ runner.os }}-
          - name: Compile the dependencies
            run: mix do deps.get, deps.compile
          - name: Check that both sides match the schema
            run: mix rust_in_elixir.sync --check --format github
          - name: Compile
            run: mix compile --warnings-as-errors
    """
  end

  defp crate_tests("") do
    """
          - name: Test the crates
            run: cargo test
    """
  end

  defp crate_tests(folder) do
    """
          - name: Test the crates of #{folder}
            run: cargo test
            working-directory: #{folder}
    """
  end
end
