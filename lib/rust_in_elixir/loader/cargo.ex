defmodule RustInElixir.Loader.Cargo do
  @moduledoc false

  alias RustInElixir.Loader.{CargoMessage, Config, Error, Progress}

  @typedoc """
  A finished build: the library that cargo made, rustc's diagnostics (warnings only), the workspace's root folder, what was
  made of crates in local folders, and the build scripts that ran.
  """
  @type build :: %{
          library: Path.t(),
          diagnostics: [CargoMessage.diagnostic()],
          workspace_root: Path.t(),
          crates: [CargoMessage.artifact()],
          scripts: [CargoMessage.script()]
        }

  @doc """
  Builds the crate and says where cargo put the library.

  The target directory may come from an option, the environment, or a `.cargo/config.toml`, so
  nobody but cargo knows where the library is: it is read from cargo's own messages.
  `on_work` is called once, when cargo starts to work. It is not called when all is up to date.
  """
  @spec build(Config.t(), (() -> any())) :: {:ok, build()} | {:error, Error.t()}
  def build(config, on_work) do
    with {:ok, command} <- command(config),
         :ok <- check_crate(config),
         {:ok, workspace_root} <- workspace_root(config, command) do
      build(config, command, workspace_root, on_work)
    end
  end

  @doc "Removes what was built of some packages of the workspace."
  @spec clean(Config.t(), [String.t()]) :: :ok | {:error, Error.t()}
  def clean(config, packages) do
    args =
      ["clean", "--manifest-path", Config.manifest(config)] ++
        mode_args(config.mode) ++
        where_args(config) ++ Enum.flat_map(packages, &["--package", &1])

    with {:ok, command} <- command(config) do
      case run(config, command, args, [], &[&1 | &2], nil) do
        {0, _} -> :ok
        {_, lines} -> {:error, Error.from_output(config, join(lines))}
      end
    end
  end

  @doc "What rustc says of itself: its version, its commit and the machine that it is for."
  @spec compiler(Config.t()) :: {:ok, String.t()} | {:error, Error.t()}
  def compiler(config) do
    with {:ok, command} <- command(config, "rustc"),
         :ok <- check_crate(config) do
      case run(config, command, ["--version", "--verbose"], [], &[&1 | &2], nil) do
        {0, lines} -> {:ok, join(lines)}
        {_, lines} -> {:error, Error.from_output(config, join(lines))}
      end
    end
  end

  defp build(config, command, workspace_root, on_work) do
    handle = fn line, acc ->
      case CargoMessage.parse(line, workspace_root) do
        {:artifact, artifact} -> %{acc | artifacts: [artifact | acc.artifacts]}
        {:script, script} -> %{acc | scripts: [script | acc.scripts]}
        {:diagnostic, diagnostic} -> %{acc | diagnostics: [diagnostic | acc.diagnostics]}
        {:text, text} -> say(config, %{acc | text: [text | acc.text]}, on_work)
        :other -> acc
      end
    end

    acc = %{artifacts: [], scripts: [], diagnostics: [], text: [], announced?: false}
    progress = Progress.new(config.crate)
    {status, acc} = run(config, command, build_args(config), acc, handle, progress)
    # A crate with several targets repeats the diagnostics of what they share.
    diagnostics = acc.diagnostics |> Enum.reverse() |> Enum.uniq()

    cond do
      status == 0 ->
        library(config, acc, diagnostics, workspace_root)

      Enum.any?(diagnostics, &(&1.severity == :error)) ->
        error = Error.new(:failed_build, config: config, diagnostics: diagnostics)
        {:error, %{error | built: %{workspace_root: workspace_root, crates: local(acc)}}}

      true ->
        {:error, Error.from_output(config, join(acc.text))}
    end
  end

  # They are ready in another order each time.
  defp local(acc), do: acc.artifacts |> Enum.filter(& &1.local?) |> Enum.sort_by(& &1.files)

  defp library(config, acc, diagnostics, workspace_root) do
    manifest = Config.manifest(config)

    libraries =
      for %{manifest: ^manifest, crate_types: types, files: files} <- acc.artifacts,
          "cdylib" in types,
          file <- files,
          Path.extname(file) in [".so", ".dylib", ".dll"],
          do: file

    case libraries do
      [library | _] ->
        {:ok,
         %{
           library: library,
           diagnostics: diagnostics,
           workspace_root: workspace_root,
           crates: local(acc),
           scripts: Enum.reverse(acc.scripts)
         }}

      [] ->
        # rustc leaves out what the target does not have, and only warns.
        dropped? = Enum.any?(diagnostics, &(&1.message =~ "unsupported crate type `cdylib`"))
        {:error, Error.new(if(dropped?, do: :no_cdylib, else: :no_library), config: config)}
    end
  end

  defp say(config, %{text: [line | _]} = acc, on_work) do
    cond do
      # The package cache is free again soon.
      line =~ ~r/^ *Blocking waiting for file lock on (?!package cache)/ ->
        Mix.shell().info("Crate #{config.crate} waits for another cargo (#{String.trim(line)})")
        acc

      not acc.announced? and line =~ ~r/^ *(Updating|Downloading|Compiling|Building) / ->
        on_work.()
        %{acc | announced?: true}

      true ->
        acc
    end
  end

  defp command(config, tool \\ "cargo") do
    {name, args} =
      case config.cargo do
        :system -> {tool, []}
        {:system, channel} -> {tool, [channel]}
        {:rustup, version} -> {"rustup", ["run", to_string(version), tool]}
        # It takes the compiler on `PATH`.
        {:bin, path} -> {if(tool == "cargo", do: path, else: tool), []}
      end

    case System.find_executable(name) do
      nil -> {:error, Error.new(:no_cargo, config: config, command: name)}
      executable -> {:ok, {executable, args}}
    end
  end

  defp check_crate(config) do
    missing =
      cond do
        not File.dir?(Config.crate_dir(config)) -> "the folder #{config.path}"
        not File.regular?(Config.manifest(config)) -> "#{config.path}/Cargo.toml"
        true -> nil
      end

    if missing,
      do: {:error, Error.new(:no_crate, config: config, missing: missing)},
      else: :ok
  end

  # rustc names files relative to this folder, and the lock file lies in it.
  defp workspace_root(config, command) do
    args = ["locate-project", "--workspace", "--message-format=plain", "--quiet"]
    args = args ++ ["--manifest-path", Config.manifest(config)]

    case run(config, command, args, [], &[&1 | &2], nil) do
      {0, [manifest | _]} -> {:ok, Path.dirname(manifest)}
      {_, lines} -> {:error, Error.from_output(config, join(lines))}
    end
  end

  defp build_args(config) do
    ["build", "--lib", "--message-format=json", "--manifest-path", Config.manifest(config)] ++
      mode_args(config.mode) ++
      if(config.default_features, do: [], else: ["--no-default-features"]) ++
      if(config.features == [], do: [], else: ["--features", Enum.join(config.features, ",")]) ++
      where_args(config)
  end

  defp where_args(config) do
    if(config.target, do: ["--target", config.target], else: []) ++
      if(config.target_dir, do: ["--target-dir", Path.expand(config.target_dir)], else: [])
  end

  defp mode_args(:release), do: ["--release"]

  defp mode_args(:debug), do: []

  # A port and not `System.cmd/3`, which gives lines one by one only since Elixir 1.15: the
  # progress line has to appear while cargo works. cargo runs in the crate's folder, because it
  # and rustup look there for `.cargo/config.toml` and `rust-toolchain.toml`.
  defp run(config, {executable, first_args}, args, acc, handle, progress) do
    port =
      Port.open({:spawn_executable, executable}, [
        :binary,
        :exit_status,
        :stderr_to_stdout,
        :hide,
        line: 65_536,
        args: first_args ++ args,
        cd: Config.crate_dir(config),
        # The output of cargo is parsed, so it must not have colours.
        env:
          for(
            {name, value} <- [{"CARGO_TERM_COLOR", "never"} | config.env],
            do: {to_charlist(name), to_charlist(value)}
          )
      ])

    receive_lines(port, [], acc, handle, progress)
  end

  defp receive_lines(port, partial, acc, handle, progress) do
    progress = progress && Progress.tick(progress)

    receive do
      {^port, {:data, {:noeol, part}}} ->
        receive_lines(port, [partial | part], acc, handle, progress)

      {^port, {:data, {:eol, part}}} ->
        line = [partial | part] |> IO.iodata_to_binary() |> String.trim_trailing("\r")
        progress = progress && Progress.note(progress, line)
        receive_lines(port, [], handle.(line, acc), handle, progress)

      {^port, {:exit_status, status}} ->
        {status, acc}
    after
      if(progress, do: Progress.timeout(progress), else: :infinity) ->
        receive_lines(port, partial, acc, handle, progress)
    end
  end

  defp join(lines), do: lines |> Enum.reverse() |> Enum.join("\n")
end
