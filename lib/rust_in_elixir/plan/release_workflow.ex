defmodule RustInElixir.Plan.ReleaseWorkflow do
  @moduledoc false

  # The workflow of GitHub Actions that builds the libraries of a release, for `RustlerPrecompiled`.
  #
  # It is made once, for a boundary with `loader: :precompiled`, and the user's from then on.

  alias RustInElixir.{Disk.Tree, Plan.Entry, Schema.ReleaseTargets}

  @path ".github/workflows/release-nif.yml"

  # Where the library for a target is built, and whether that needs cross for it.
  @runners %{
    "aarch64-apple-darwin" => {"macos-15", false},
    "aarch64-unknown-linux-gnu" => {"ubuntu-22.04", true},
    "aarch64-unknown-linux-musl" => {"ubuntu-22.04", true},
    "arm-unknown-linux-gnueabihf" => {"ubuntu-22.04", true},
    "riscv64gc-unknown-linux-gnu" => {"ubuntu-22.04", true},
    "x86_64-apple-darwin" => {"macos-15-intel", false},
    "x86_64-pc-windows-gnu" => {"windows-2022", false},
    "x86_64-pc-windows-msvc" => {"windows-2022", false},
    "x86_64-unknown-linux-gnu" => {"ubuntu-22.04", false},
    "x86_64-unknown-linux-musl" => {"ubuntu-22.04", true}
  }

  @steps """
      steps:
        - uses: actions/checkout@v4
        - name: Take the version from the tag
          shell: bash
          run: echo "VERSION=${GITHUB_REF_NAME#v}" >> "$GITHUB_ENV"
        - name: Install Rust
          shell: bash
          run: |
            rustup toolchain install stable --profile minimal --target ${{ matrix.job.target }}
            rustup default stable
        # On macOS the linker does not know what the VM provides; with musl it would make no shared library.
        - name: Configure the linker
          shell: bash
          run: |
            mkdir -p .cargo
            cat >> .cargo/config.toml <<'END'
            [target.'cfg(target_os = "macos")']
            rustflags = ["-C", "link-arg=-undefined", "-C", "link-arg=dynamic_lookup"]
            [target.'cfg(target_env = "musl")']
            rustflags = ["-C", "target-feature=-crt-static"]
            END
        # The crates are members of one Cargo workspace, and Rustler stands behind the feature nif.
        - name: Build the library
          id: build
          uses: philss/rustler-precompiled-action@v1.1.5
          with:
            project-name: ${{ matrix.crate }}
            project-version: ${{ env.VERSION }}
            project-dir: "./"
            cargo-args: "--package ${{ matrix.crate }} --features nif"
            target: ${{ matrix.job.target }}
            nif-version: ${{ matrix.nif }}
            use-cross: ${{ matrix.job.use-cross }}
        - name: Put it into the release
          uses: softprops/action-gh-release@v2
          with:
            files: ${{ steps.build.outputs.file-path }}
  """

  @doc """
  The entry of the workflow in `tree`, for these crates.

  One that is there is left alone; its `reason` says so where it does not name a crate.
  """
  @spec entry(Tree.t(), [String.t()]) :: Entry.t()
  def entry(tree, crates) do
    entry = Entry.edit(:user, tree, @path, &{:ok, &1 || text(crates)})
    if entry.old, do: %{entry | reason: unnamed(entry.old, crates)}, else: entry
  end

  defp unnamed(text, crates) do
    case Enum.reject(crates, &(text =~ ~r/(?<![\w-])#{Regex.escape(&1)}(?![\w-])/)) do
      [] ->
        nil

      missing ->
        "#{@path} does not build #{Enum.map_join(missing, ", ", &"`#{&1}`")}; add it to the crates there"
    end
  end

  @doc "The workflow, which builds these crates."
  @spec text([String.t()]) :: String.t()
  def text(crates) do
    """
    # Made by rust_in_elixir, once; change it as you like.
    # A pushed tag such as v1.2.3 gets a release with the libraries of the crates.
    name: release-nif

    on:
      push:
        tags: ["v*"]

    permissions:
      contents: write

    jobs:
      build:
        name: ${{ matrix.crate }}, NIF ${{ matrix.nif }}, ${{ matrix.job.target }}
        runs-on: ${{ matrix.job.os }}
        strategy:
          fail-fast: false
          matrix:
            crate: [#{Enum.join(crates, ", ")}]
            nif: [#{Enum.map_join(ReleaseTargets.nif_versions(), ", ", &inspect/1)}]
            job:
    #{Enum.map_join(ReleaseTargets.all(), "\n", &job/1)}
    """ <> @steps
  end

  defp job(target) do
    {os, cross?} = Map.fetch!(@runners, target)
    "          - { target: #{target}, os: #{os}, use-cross: #{cross?} }"
  end
end
