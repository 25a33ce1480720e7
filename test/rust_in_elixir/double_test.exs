defmodule RustInElixir.DoubleTest do
  @moduledoc """
  The guide to testing is a project: each of its code blocks is the file that its first line names, and
  this runs it, with Rust and without.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Apply.Writer, KindsProject, Plan, Plan.Sync, TemporaryProject}

  @guide Path.expand("../../docs/testing.md", __DIR__)
  # These are not tests of this project, so their files are not named like tests.
  @tests Path.expand("../fixtures/double", __DIR__)
  @schema "native/my_app_notes/schema.exs"

  test "the guide's tests pass without cargo, a library, a warning or an error in the log" do
    root = TemporaryProject.new(guide(:last))
    assert {_, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
    assert {output, 0} = mix_test(root, ["--warnings-as-errors"], without_cargo())

    assert output =~ "7 tests, 0 failures"
    refute output =~ ~r/warning|error|Building crate/
    refute File.exists?(Path.join(root, "priv/native"))
  end

  test "the guide's tests pass beside the generated ones with Rust" do
    root = TemporaryProject.new(guide(:first))
    {:ok, plan} = root |> TemporaryProject.project(otp_app: :my_app) |> Sync.plan(test: :create)
    {:ok, _} = Writer.apply(plan)
    assert {output, 0} = mix_test(root, ["--warnings-as-errors"], [])

    assert output =~ "11 tests, 0 failures, 2 skipped"
    refute output =~ ~r/warning|error/
  end

  test "one word of the schema makes the files and takes them away, and the contract stays" do
    root = TemporaryProject.new(guide(:last))
    project = TemporaryProject.project(root, otp_app: :my_app)
    doubled = TemporaryProject.read(root, @schema)
    plain = String.replace(doubled, ", double: true", "")

    own =
      for name <- ~w(arguments behaviour double double/stubs), do: "lib/my_app/notes/#{name}.ex"

    TemporaryProject.write(root, @schema, plain)
    {:ok, _} = project |> plan() |> Writer.apply()
    before = TemporaryProject.files(root)

    TemporaryProject.write(root, @schema, doubled)
    drift = Map.new(Plan.drift(plan(project)), &{&1.path, &1.status})
    assert for({path, :missing} <- drift, do: path) == own
    {:ok, _} = project |> plan() |> Writer.apply()
    assert Plan.drift(plan(project)) == []
    with_double = TemporaryProject.files(root)
    native = "lib/my_app/notes/native.ex"
    assert with_double[native] == before[native]

    TemporaryProject.write(root, @schema, plain)
    drift = Map.new(Plan.drift(plan(project)), &{&1.path, &1.status})
    assert for({path, :orphan} <- drift, do: path) == own
    {:ok, _} = project |> plan() |> Writer.apply()
    assert TemporaryProject.files(root) == before
  end

  @tag :extended
  test "every kind has a double that answers as its facade does" do
    tests =
      for {name, text} <- folder(@tests), into: %{} do
        {"test/#{Path.basename(name, ".exs")}_double_test.exs", text}
      end

    doubled =
      for {path, text} <- KindsProject.files("double_"), into: %{} do
        {path, String.replace(text, ", loader: ", ", double: true, loader: ")}
      end

    root = TemporaryProject.create(Map.merge(doubled, tests))
    TemporaryProject.sync!(root)
    mix = &KindsProject.mix_in(&1, &2, [{"KINDS_MODE", "debug"}])

    root =
      TemporaryProject.keep(root, "double", fn root ->
        assert {_, 0} = mix.(root, ["compile", "--warnings-as-errors"])
      end)

    assert {"", 0} = mix.(root, ["format", "--check-formatted"])
    assert {output, 0} = mix.(root, ["test", "--warnings-as-errors"])
    assert TemporaryProject.summed_up(output) =~ ~r/^\d+ tests, 0 failures$/m
    refute output =~ "warning"
  end

  defp plan(project) do
    {:ok, plan} = Sync.plan(project)
    plan
  end

  # The guide has the configuration twice: where there is Rust, and where there is none.
  defp guide(config) do
    blocks =
      for [_, path, text] <-
            Regex.scan(~r/^```elixir\n# (\S+)\n(.*?)^```$/ms, File.read!(@guide)),
          do: {path, text}

    blocks = if config == :first, do: Enum.reverse(blocks), else: blocks
    mix_exs = TemporaryProject.read(TemporaryProject.new(), "mix.exs")

    blocks
    |> Map.new()
    |> Map.put("mix.exs", String.replace(mix_exs, "app: :demo", "app: :my_app"))
  end

  defp folder(folder) do
    for path <- Path.wildcard(folder <> "/**"), File.regular?(path), into: %{} do
      {Path.relative_to(path, folder), File.read!(path)}
    end
  end

  defp mix_test(root, arguments, environment) do
    {output, status} =
      KindsProject.mix_in(root, ["test" | arguments], [{"MIX_ENV", "test"} | environment])

    {TemporaryProject.summed_up(output), status}
  end

  defp without_cargo do
    folders =
      for folder <- String.split(System.get_env("PATH"), ":"),
          not File.exists?(Path.join(folder, "cargo")),
          do: folder

    [{"PATH", Enum.join(folders, ":")}, {"WITHOUT_RUST", "1"}]
  end
end
