defmodule RustInElixir.HexTest do
  @moduledoc """
  The package's own commands on a machine that has Hex: an archive that defines the module, and gets packages out of a
  folder where the real one gets them from hex.pm.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @root Path.expand("../..", __DIR__)
  @optional [:igniter, :rustler, :rustler_precompiled, :sourceror]

  # The functions that Mix calls, from Elixir 1.14 to 1.20.
  @archive ~S'''
  defmodule Hex do
    def version, do: "2.5.1"
    def start, do: Mix.SCM.append(Hex.SCM)
  end

  defmodule Hex.SCM do
    @behaviour Mix.SCM

    def fetchable?, do: true
    def format(_opts), do: "Hex package"
    def format_lock(_opts), do: nil
    def accepts_options(app, opts), do: Keyword.put_new(opts, :hex, app)
    def checked_out?(opts), do: File.dir?(opts[:dest])
    def managers(_opts), do: [:mix]
    def lock_status(opts), do: if(opts[:lock], do: :ok, else: :mismatch)
    def equal?(one, other), do: one[:hex] == other[:hex]
    def update(opts), do: checkout(opts)

    def checkout(opts) do
      hex_pm = System.get_env("FAKE_HEX_PM") || Mix.raise("hex.pm cannot be reached")
      File.mkdir_p!(Path.dirname(opts[:dest]))
      File.cp_r!(Path.join(hex_pm, to_string(opts[:hex])), opts[:dest])
      {:hex, opts[:hex], "1.0.0"}
    end
  end

  defmodule Mix.Tasks.Hex.Listed do
    use Mix.Task
    def run(_arguments), do: IO.inspect(Enum.map(Mix.Project.config()[:deps], &elem(&1, 0)))
  end
  '''

  setup_all do
    folder = Path.join(System.tmp_dir!(), "rust_in_elixir_hex_#{System.pid()}")
    on_exit(fn -> File.rm_rf!(folder) end)

    archives = Path.join(folder, "archives")
    ebin = Path.join(archives, "hex-2.5.1/hex-2.5.1/ebin")
    File.mkdir_p!(ebin)
    source = Path.join(folder, "hex.ex")
    File.write!(source, @archive)
    {_output, 0} = System.cmd("elixirc", ["-o", ebin, source], stderr_to_stdout: true)

    hex_pm = Path.join(folder, "hex_pm")
    for name <- @optional, do: make_package(hex_pm, name)
    {:ok, folder: folder, archives: archives, hex_pm: hex_pm}
  end

  # A package of no more than its mix.exs, of the highest version that is asked for.
  defp make_package(hex_pm, name) do
    version =
      %{rustler: "0.38.0", igniter: "0.8.2", rustler_precompiled: "0.8.4"}[name] || "1.8.0"

    TemporaryProject.write(Path.join(hex_pm, to_string(name)), "mix.exs", """
    defmodule Package.#{Macro.camelize(to_string(name))}.MixProject do
      use Mix.Project
      def project, do: [app: #{inspect(name)}, version: "#{version}", deps: []]
    end
    """)
  end

  # The package's mix.exs decides alone what it depends on.
  setup %{folder: folder} do
    copy = Path.join(folder, "copy_#{System.unique_integer([:positive])}/rust_in_elixir")
    TemporaryProject.write(copy, "mix.exs", File.read!(Path.join(@root, "mix.exs")))
    {:ok, copy: copy}
  end

  defp mix(context, root, arguments, environment \\ []) do
    environment =
      [
        {"MIX_ARCHIVES", context.archives},
        {"MIX_ENV", "dev"},
        {"MIX_BUILD_PATH", nil},
        {"MIX_DEPS_PATH", nil},
        {"RUST_IN_ELIXIR_DEPS", nil}
      ] ++ environment

    System.cmd("mix", arguments, cd: root, env: environment, stderr_to_stdout: true)
  end

  defp listed(context, environment \\ []) do
    names = "IO.inspect(for {name, _, _} <- Mix.Project.config()[:deps], do: name)"
    {output, 0} = mix(context, context.copy, ["run", "--no-start", "-e", names], environment)
    output |> String.split("\n", trim: true) |> List.last()
  end

  # Before Elixir 1.15 most of them do not compile.
  @works? Version.match?(System.version(), "~> 1.15")

  @tag :extended
  test "works without the optional packages until they are fetched", context do
    assert listed(context) == "[]"

    # It says so, and changes nothing.
    if @works?,
      do: assert({_output, 1} = mix(context, context.copy, ["deps.get"]))

    assert listed(context) == "[]"

    hex_pm = [{"FAKE_HEX_PM", context.hex_pm}]
    assert {_output, 0} = mix(context, context.copy, ["deps.get"], hex_pm)
    assert listed(context) == inspect(if @works?, do: @optional, else: [])
    assert listed(context, [{"RUST_IN_ELIXIR_DEPS", "none"}]) == "[]"
  end

  test "the package for Hex has them all", context do
    assert {output, 0} = mix(context, context.copy, ["hex.listed"])
    assert output == inspect(@optional) <> "\n"
  end

  @tag :extended
  test "a dependent project compiles the optional packages that it lists first", context do
    root = Path.join(Path.dirname(context.copy), "user")

    TemporaryProject.write(root, "mix.exs", """
    defmodule User.MixProject do
      use Mix.Project

      def project, do: [app: :user, version: "0.1.0", deps: [{:rust_in_elixir, path: "../rust_in_elixir"}, {:igniter, "~> 0.8"}]]
    end
    """)

    assert {_output, 0} = mix(context, root, ["deps.get"], [{"FAKE_HEX_PM", context.hex_pm}])
    order = "IO.inspect(for dep <- Mix.Dep.cached(), do: dep.app)"

    assert {output, 0} =
             mix(context, root, [
               "run",
               "--no-start",
               "--no-deps-check",
               "--no-compile",
               "-e",
               order
             ])

    assert output == "[:igniter, :rust_in_elixir]\n"
  end

  @tag :extended
  test "the README's commands work without a network", context do
    {output, status} =
      System.cmd("make", ["demo"],
        cd: @root,
        env: [{"MIX_ARCHIVES", context.archives}, {"RUST_IN_ELIXIR_DEPS", nil}],
        stderr_to_stdout: true
      )

    assert status == 0, output

    why = if @works?, do: "** (Mix) hex.pm cannot be reached", else: "they need Elixir 1.15"
    assert output =~ "going on without the optional packages: #{why}\n"

    test = "test/rust_in_elixir/disk/safe_path_test.exs"
    assert {output, 0} = mix(context, @root, ["test", test], [{"MIX_ENV", nil}])
    assert output =~ "Skipping what needs packages that are not here"
  end
end
