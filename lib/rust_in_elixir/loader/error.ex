defmodule RustInElixir.Loader.Error do
  @moduledoc """
  A crate could not be built, and why.

  `reason` is one of

    * `:options`: an option of `use RustInElixir.Loader` is wrong
    * `:no_cargo`: there is no cargo, or not where `:cargo` says
    * `:no_crate`: the crate's folder or its `Cargo.toml` is missing
    * `:old_toolchain`: the crate or a dependency asks for a newer Rust
    * `:not_fetched`: the dependencies could not be downloaded
    * `:no_codec`: the generated crate `native/nif_codec` is missing, or is not as generated
    * `:not_a_member`: the crate lies in a workspace that does not list it
    * `:same_name`: two crates of the workspace have one name
    * `:no_library`: the crate builds, but not to a library that can be loaded
    * `:no_cdylib`: the target has no such libraries, as musl has none unless it is told to
    * `:not_replaced`: the library in `priv/native` could not be replaced
    * `:failed_build`: rustc found errors in the code
    * `:failed_cargo`: cargo gave up for another reason

  The message ends with what cargo or rustc said, where they said anything. `diagnostics` holds
  the errors and warnings of rustc one by one.
  """

  # `built` is what cargo had made before it failed.
  defexception [:reason, :message, :built, diagnostics: []]

  @type t :: %__MODULE__{
          reason: atom(),
          message: String.t(),
          built: %{workspace_root: Path.t(), crates: [map()]} | nil,
          diagnostics: [map()]
        }

  # cargo has no machine-readable form for these, so they are known by their words.
  # The first reason with a phrase in the output is taken.
  @phrases [
    old_toolchain: [
      "is not supported by the following package",
      "or newer, while the currently active rustc version is",
      "is not stabilized in this version of Cargo",
      "this version of Cargo is older than",
      "this version of Cargo does not understand this lock file",
      "requires a newer version of Cargo"
    ],
    no_codec: ["_nif_codec`\n\nCaused by:\n"],
    not_fetched: [
      "--offline",
      "failed to download",
      "failed to query replaced source registry",
      "Could not resolve host",
      "unable to update registry",
      "Unable to update registry"
    ],
    not_a_member: ["current package believes it's in a workspace when it's not"],
    same_name: ["two packages named"],
    no_cdylib: ["does not support these crate types"],
    no_library: ["no library targets found in package"]
  ]

  @doc "The error for `reason`, with the facts that its message tells."
  @spec new(atom(), keyword()) :: t()
  def new(reason, facts) do
    facts = Map.new(facts)

    %__MODULE__{
      reason: reason,
      message: message(reason, facts),
      diagnostics: Map.get(facts, :diagnostics, [])
    }
  end

  @doc false
  # The error with a remark, on what becomes of the module.
  @spec with_remark(t(), String.t()) :: t()
  def with_remark(error, remark), do: %{error | message: error.message <> "\n\n" <> remark}

  @doc false
  # The error behind what cargo printed, besides rustc's diagnostics, before it failed.
  @spec from_output(map, String.t()) :: t()
  def from_output(config, output) do
    {reason, _} =
      Enum.find(@phrases, {:failed_cargo, []}, fn {_, phrases} ->
        String.contains?(output, phrases)
      end)

    new(reason, config: config, output: output)
  end

  defp message(:options, %{module: module, problems: problems}) do
    "invalid options of `RustInElixir.Loader` in `#{inspect(module)}`: " <>
      Enum.join(problems, "; ")
  end

  defp message(:no_cargo, %{config: config, command: command}) do
    "cannot find `#{command}`, which builds #{crate(config)}; install Rust from " <>
      "https://rustup.rs, put the folder of `#{command}` on `PATH`, or set its path: " <>
      ~s(`cargo: {:bin, "/path/to/cargo"}`)
  end

  defp message(:no_crate, %{config: config, missing: missing}) do
    "cannot build #{crate(config)}, because #{missing} is missing; create the crate with " <>
      "`mix rust_in_elixir.gen.nif`, or set its path: `path: \"native/…\"`"
  end

  defp message(:old_toolchain, %{config: config, output: output}) do
    "the Rust toolchain is too old for #{crate(config)} or one of its dependencies; run " <>
      ~s(`rustup update`, or choose a newer toolchain: `cargo: {:rustup, "stable"}`) <>
      said(output)
  end

  defp message(:not_fetched, %{config: config, output: output}) do
    "cannot fetch the dependencies of #{crate(config)}; compile again with a network " <>
      "connection, or run `cargo fetch` in #{config.path} while there is one" <> said(output)
  end

  defp message(:no_codec, %{config: config, output: output}) do
    "cannot build #{crate(config)} without the crate that is generated for all boundaries; run " <>
      "`mix rust_in_elixir.sync`" <> said(output)
  end

  defp message(:not_a_member, %{config: config, output: output}) do
    "#{crate(config)} is in a workspace that does not list it; add it to `members` in the " <>
      "workspace's Cargo.toml" <> said(output)
  end

  defp message(:same_name, %{config: config, output: output}) do
    "cannot build #{crate(config)}, because two crates of its workspace have the same " <>
      "name; rename one of them in its Cargo.toml" <> said(output)
  end

  defp message(:no_library, %{config: config}) do
    "#{crate(config)} does not build a library that can be loaded; add this to " <>
      ~s(#{config.path}/Cargo.toml:\n\n    [lib]\n    crate-type = ["cdylib", "rlib"])
  end

  defp message(:no_cdylib, %{config: config} = facts) do
    target = config.target || "x86_64-unknown-linux-musl"

    "cannot build #{crate(config)} as a shared library#{config.target && " for `#{target}`"}, because the target " <>
      "links everything statically, which is the default of musl; add this to " <>
      ".cargo/config.toml:\n\n    [target.#{target}]\n" <>
      ~s(    rustflags = ["-C", "target-feature=-crt-static"]) <>
      if(facts[:output], do: "\n\ncargo printed\n\n" <> indented(facts.output), else: "")
  end

  defp message(:not_replaced, %{path: path, posix: posix}) do
    "cannot replace the library #{path}: #{:file.format_error(posix)}; stop the " <>
      "programs that use it, or make it writable, and compile again"
  end

  defp message(:failed_build, %{config: config, diagnostics: diagnostics}) do
    errors = Enum.filter(diagnostics, &(&1.severity == :error))

    "cannot compile #{crate(config)}, with #{count(errors)}\n\n" <>
      Enum.map_join(errors, "\n\n", & &1.rendered)
  end

  defp message(:failed_cargo, %{config: config, output: output}) do
    "cargo cannot build #{crate(config)}" <> said(output)
  end

  defp crate(config), do: "the crate `#{config.crate}` (#{config.path})"

  defp count([_]), do: "1 error"
  defp count(errors), do: "#{length(errors)} errors"

  # Only the lines from the first error on are shown.
  defp said(output), do: "; cargo printed\n\n" <> indented(output)

  defp indented(output) do
    lines = output |> String.trim_trailing() |> String.split("\n")

    lines =
      case Enum.drop_while(lines, &(not String.starts_with?(&1, "error"))) do
        [] -> lines
        from_error -> from_error
      end

    Enum.map_join(lines, "\n", &indent/1)
  end

  defp indent(""), do: ""
  defp indent(line), do: "    " <> line
end
