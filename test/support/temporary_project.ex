defmodule RustInElixir.TemporaryProject do
  @moduledoc """
  A Mix project to throw away, which depends on this package by its path.

      project = TemporaryProject.new("native/demo_text/schema.exs" => "…")
      {output, 0} = TemporaryProject.mix(project, ["rust_in_elixir.sync"])

  Its application is `:demo`, unless `mix_exs/1` of another one is among its files. This package is compiled once for all of them.
  """

  alias RustInElixir.{Once, ResidentMix}

  @package Path.expand("../..", __DIR__)
  @files %{
    ".formatter.exs" =>
      ~s([inputs: ["{mix,.formatter}.exs", "{config,lib,test}/**/*.{ex,exs}"]]\n),
    "lib/demo.ex" => "defmodule Demo do\nend\n",
    "test/test_helper.exs" => "ExUnit.start()\n"
  }

  # Optimising is two thirds of a release build, and these crates are called a few times. Kept projects lie elsewhere, and so
  # does the package with its core: both are optimised.
  @cargo_config "[profile.release]\nopt-level = 0\n"

  # Optional packages are not dependencies of a project that does not list them.
  @environment [{"MIX_ENV", "dev"}, {"MIX_BUILD_PATH", nil}, {"RUST_IN_ELIXIR_DEPS", "none"}]

  @doc """
  Makes a project with the files of `mix new` and those of `files`, and gives its root.

  It is removed after the test; the environment variable `KEEP_PROJECTS` keeps it.
  """
  @spec new(%{optional(Path.t()) => String.t()}) :: Path.t()
  def new(files \\ %{}) do
    root = create(files)

    unless System.get_env("KEEP_PROJECTS"),
      do: ExUnit.Callbacks.on_exit(fn -> File.rm_rf!(root) end)

    root
  end

  @doc "The files that every project has."
  @spec files_of_new() :: %{Path.t() => String.t()}
  def files_of_new, do: Map.put(@files, "mix.exs", mix_exs(:demo))

  @doc "Like `new/1`, but the project stays until all tests are through."
  @spec create(%{optional(Path.t()) => String.t()}) :: Path.t()
  def create(files) do
    Once.get(:cargo_config, fn -> write(build(), ".cargo/config.toml", @cargo_config) end)
    root = Path.join(build(), "project_#{System.unique_integer([:positive])}")
    for {path, text} <- Map.merge(files_of_new(), files), do: write(root, path, text)
    root
  end

  @doc """
  Gives a project the place that it had in the last run of the tests, and gives its root there: Mix and cargo then compile
  what has changed since, and the crates that it depends on not once more for another path.

  `compile` is what compiles it, and is to raise if that fails: what was compiled then goes, so that the next run sees
  the same warnings. While another run of the tests has the place, the project stays where it is.
  """
  @spec keep(Path.t(), String.t(), (Path.t() -> any)) :: Path.t()
  def keep(root, name, compile) do
    key = :erlang.phash2({@package, System.version(), System.otp_release()})
    place = Path.join(kept(), "#{name}_#{key}")
    File.mkdir_p!(Path.dirname(place))
    root = if ours?(place <> ".lock"), do: move(root, place), else: root

    try do
      compile.(root)
      root
    rescue
      error ->
        File.rm_rf!(Path.join(root, "_build"))
        reraise error, __STACKTRACE__
    end
  end

  defp kept, do: Path.join(target(), "projects")

  # The file has the number of the process that uses the place.
  defp ours?(lock) do
    case File.open(lock, [:write, :exclusive], &IO.write(&1, System.pid())) do
      {:ok, :ok} -> true
      {:error, :eexist} -> left?(File.read!(lock)) and File.rm(lock) == :ok and ours?(lock)
    end
  end

  defp left?(pid), do: match?({_, 1}, System.cmd("kill", ["-0", pid], stderr_to_stdout: true))

  # What compiling made stays, and a file that is the same keeps its time.
  @made ~w(Cargo.lock mix.lock priv)
  defp move(root, place) do
    new = files(root)
    old = files(place)
    for {path, text} <- new, old[path] != text, do: write(place, path, text)

    for {path, _text} <- old,
        not is_map_key(new, path) and hd(Path.split(path)) not in @made,
        do: File.rm!(Path.join(place, path))

    for lib <- Path.wildcard(Path.join(place, "_build/*/lib/rust_in_elixir")),
        do: File.rm_rf!(lib)

    File.rm_rf!(root)
    place
  end

  @doc "The `mix.exs` of a project whose application is `app`, and which has this package from a folder."
  @spec mix_exs(atom, Path.t()) :: String.t()
  def mix_exs(app, package \\ @package) do
    """
    defmodule Demo.MixProject do
      use Mix.Project

      def project do
        [app: #{inspect(app)}, version: "0.1.0", elixir: "~> 1.14", deps: deps()]
      end

      def application, do: [extra_applications: [:logger]]

      defp deps do
        [{:rust_in_elixir, path: #{inspect(package)}, only: [:dev, :test], runtime: false}]
      end
    end
    """
  end

  @doc "The project at `root`, as the tasks see it when they run there."
  @spec project(Path.t(), keyword) :: RustInElixir.Project.t()
  def project(root, options \\ []) do
    RustInElixir.Project.new(root, Keyword.put_new(options, :otp_app, :demo))
  end

  @doc "Syncs the project as its task does, but in this VM, for a test of something else."
  @spec sync!(Path.t(), keyword) :: :ok
  def sync!(root, options \\ []) do
    {:ok, plan} = root |> project() |> RustInElixir.Plan.Sync.plan(options)
    {:ok, _written} = RustInElixir.Apply.Writer.apply(plan)
    :ok
  end

  @doc """
  Runs a task of this package in the project, and gives what it printed and its exit status.

  It is a command as any other, but in a VM that is there already; `mix/3` starts one.
  """
  @spec task(Path.t(), [String.t()]) :: {String.t(), non_neg_integer}
  def task(root, arguments) do
    share_build(root)
    ResidentMix.mix(root, arguments, Path.join(compiled_package(), "ebin"), @environment)
  end

  @doc "Runs `mix` in the project, and gives what it printed and its exit status."
  @spec mix(Path.t(), [String.t()], [{String.t(), String.t() | nil}]) ::
          {String.t(), non_neg_integer}
  def mix(root, arguments, environment \\ []) do
    environment = @environment ++ environment
    {"MIX_ENV", name} = environment |> Enum.reverse() |> List.keyfind("MIX_ENV", 0)
    share_build(root, name)
    System.cmd("mix", arguments, cd: root, env: environment, stderr_to_stdout: true)
  end

  @doc """
  The output of `mix test` with the sum of ExUnit as it was before Elixir 1.20.

      iex> RustInElixir.TemporaryProject.summed_up("Result: 5 passed, 2 skipped\\n")
      "7 tests, 0 failures, 2 skipped\\n"
      iex> RustInElixir.TemporaryProject.summed_up("Result: 5 passed\\n")
      "5 tests, 0 failures\\n"
  """
  @spec summed_up(String.t()) :: String.t()
  def summed_up(output) do
    Regex.replace(~r/^Result: (\d+) passed(?:, (\d+) skipped)?$/m, output, fn
      _all, passed, "" ->
        "#{passed} tests, 0 failures"

      _all, passed, skipped ->
        tests = String.to_integer(passed) + String.to_integer(skipped)
        "#{tests} tests, 0 failures, #{skipped} skipped"
    end)
  end

  @doc "Writes a file of the project."
  @spec write(Path.t(), Path.t(), iodata) :: :ok
  def write(root, path, text) do
    path = Path.join(root, path)
    File.mkdir_p!(Path.dirname(path))
    File.write!(path, text)
  end

  @doc "The folder into which the crates of all projects are built: RUST_IN_ELIXIR_TEST_TARGET, or one that stays."
  @spec target() :: Path.t()
  def target do
    System.get_env("RUST_IN_ELIXIR_TEST_TARGET") ||
      Path.join(System.tmp_dir!(), "rust_in_elixir-test-target")
  end

  @doc "Reads a file of the project."
  @spec read(Path.t(), Path.t()) :: String.t()
  def read(root, path), do: root |> Path.join(path) |> File.read!()

  @doc "Every file of the project with its text, to see whether anything changed."
  @spec files(Path.t()) :: %{Path.t() => String.t()}
  def files(root) do
    for path <- Path.wildcard(Path.join(root, "**"), match_dot: true),
        relative = Path.relative_to(path, root),
        not String.starts_with?(relative, ["_build", "target"]),
        File.regular?(path),
        into: %{},
        do: {relative, File.read!(path)}
  end

  @doc "Removes what the projects shared, when all tests are through."
  @spec remove_shared() :: :ok
  def remove_shared do
    for lock <- Path.wildcard(Path.join(kept(), "*.lock")),
        File.read(lock) == {:ok, System.pid()},
        do: File.rm!(lock)

    unless System.get_env("KEEP_PROJECTS"), do: File.rm_rf!(build())
    :ok
  end

  # One folder for a run of the tests, so that runs side by side do not meet.
  defp build, do: Path.join(System.tmp_dir!(), "rust_in_elixir_test_#{System.pid()}")

  @doc """
  Copies what was compiled of the package into the project's own build for this environment of Mix, which then compiles
  nothing but the project.
  """
  @spec share_build(Path.t(), String.t()) :: :ok
  def share_build(root, environment \\ "dev") do
    package = compiled_package()
    lib = Path.join(root, "_build/#{environment}/lib/rust_in_elixir")

    :global.trans({{__MODULE__, lib}, self()}, fn ->
      # In a project that is kept, Mix tells by its times that it has not changed.
      how = if String.starts_with?(root, kept()), do: "-RPp", else: "-RP"
      unless File.dir?(lib), do: copy_compiled(package, lib, how)
    end)

    :ok
  end

  defp compiled_package do
    Once.get(__MODULE__, fn ->
      package = Path.join(build(), "package/_build/dev/lib/rust_in_elixir")
      unless File.dir?(package), do: compile_package()
      package
    end)
  end

  defp compile_package do
    root = Path.join(build(), "package")
    for {path, text} <- files_of_new(), do: write(root, path, text)
    lib = Path.join(root, "_build/dev/lib/rust_in_elixir")
    take_compiled(Path.join(@package, "_build/dev/lib/rust_in_elixir"), lib)

    {output, status} =
      System.cmd("mix", ["deps.compile"],
        cd: root,
        env: @environment,
        stderr_to_stdout: true
      )

    if status != 0, do: raise("the package does not compile in a project:\n#{output}")

    # One library for all of the copies, which a link leads to.
    for library <- Path.wildcard(Path.join(lib, "ebin/*.so")) do
      File.rename!(library, Path.join(root, Path.basename(library)))
      File.ln_s!(Path.join(root, Path.basename(library)), library)
    end
  end

  # What the package's own checkout has compiled, where Mix then compiles what has changed since. With an optional package
  # it would have more.
  defp take_compiled(from, to) do
    if File.dir?(from) and not Enum.any?([Igniter, Rustler, Sourceror], &Code.ensure_loaded?/1),
      do: copy_compiled(from, to, "-RPp")
  end

  defp copy_compiled(from, to, how) do
    File.mkdir_p!(to)
    parts = for part <- ["ebin", ".mix"], do: Path.join(from, part)
    {"", 0} = System.cmd("cp", [how | parts] ++ [to])
  end
end
