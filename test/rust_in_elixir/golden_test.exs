defmodule RustInElixir.GoldenTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Plan, Project, TemporaryProject}
  alias RustInElixir.Project.ForeignTypes
  alias RustInElixir.Text.SourceText

  # Each folder has a schema and, beside it, the files that a first sync makes of it. The lock is left out, since it
  # changes with every version of the core, and so is the crate of the codecs, which is the same for all. A starter test is stored without `_test`, so that `mix test` does not run it.
  # What is made of other schemas, whose types that one names, is left out too.
  #
  # `UPDATE_FIXTURES=1 mix test` writes what is generated now.
  @golden Path.expand("../golden", __DIR__)
  @package Path.expand("../..", __DIR__)

  @codecs "native/nif_codec/"

  @names @golden |> File.ls!() |> Enum.sort()

  for name <- @names do
    test "#{name}: the generated files" do
      folder = Path.join(@golden, unquote(name))
      generated = generated(folder)
      if System.get_env("UPDATE_FIXTURES"), do: update(folder, generated)
      expected = expected(folder)

      assert Map.keys(generated) == Map.keys(expected)

      # Another version of Elixir may lay the same code out in another way.
      for {path, text} <- generated,
          not SourceText.same?(text, expected[path], SourceText.language(path)),
          do: assert({path, text} == {path, expected[path]})
    end
  end

  @tag :extended
  # It renders once for each template, and says nothing of how long that takes.
  test "each built-in template prints something of them" do
    # The small ones first, since most templates print something of each.
    inputs =
      @names
      |> Enum.map(&core_input(Path.join(@golden, &1)))
      |> Enum.sort_by(&:erlang.external_size/1)

    unused =
      templates()
      |> Task.async_stream(
        fn path -> {path, Enum.any?(inputs, &prints?(&1, Path.basename(path)))} end,
        timeout: :infinity
      )
      |> Enum.flat_map(fn {:ok, {path, used?}} -> if used?, do: [], else: [path] end)

    assert unused == []
  end

  # A project cannot replace the template of `lib.rs`, of which each golden schema has one, nor the crate of the codecs.
  defp templates do
    for path <- Path.wildcard(Path.join(@package, "{templates,native_templates}/**")),
        File.regular?(path),
        Path.basename(path) not in ["README.md", "lib.rs"],
        not String.contains?(path, "/native_templates/codec_crate/"),
        do: Path.relative_to(path, @package)
  end

  # Whether something fails to render once the template does.
  defp prints?({boundary, project, needs}, template) do
    project = put_in(project.templates[template], "{{ missing.value }}")
    rest = %{boundary | nifs: Enum.take(boundary.nifs, 1)}

    case Path.extname(template) do
      ".toml" ->
        match?({:error, _}, Core.manifest(nil, rest, project))

      ".exs" ->
        match?({:error, _}, Core.user_test(rest, project))

      _ ->
        Enum.any?(
          [Core.generate(boundary, project), Core.support(needs, project)],
          &match?({:error, _}, &1)
        )
    end
  end

  defp core_input(folder) do
    {project, crate_dir} = project(folder)
    {:ok, boundary, _others} = ForeignTypes.boundary(project, crate_dir)
    project = Project.for_core(project, boundary, crate_dir)
    {:ok, %{support: needs}} = Core.generate(boundary, project)
    {boundary, project, needs}
  end

  defp generated(folder) do
    {project, crate_dir} = project(folder)
    {:ok, plan} = Plan.Sync.plan(project, test: :create)

    # What the project has once beside the modules that are shared is the same for all of them.
    for %{status: :missing} = entry <- plan.entries,
        entry.boundary == crate_dir or (entry.boundary == nil and entry.owner == :generator),
        Path.extname(entry.path) != ".lock",
        not String.starts_with?(entry.path, @codecs),
        into: %{},
        do: {stored(entry.path), entry.new}
  end

  defp project(folder) do
    crate_dir = "native/demo_#{Path.basename(folder)}"

    schemas =
      for {path, text} <- schemas(folder), into: %{} do
        case Path.basename(path, ".exs") do
          "schema" -> {Path.join(crate_dir, "schema.exs"), text}
          other -> {"native/demo_#{other}/schema.exs", text}
        end
      end

    {schemas |> TemporaryProject.new() |> TemporaryProject.project(), crate_dir}
  end

  defp schemas(folder) do
    for path <- Path.wildcard(Path.join(folder, "*.exs")),
        into: %{},
        do: {Path.basename(path), File.read!(path)}
  end

  defp stored(path), do: String.replace_suffix(path, "_test.exs", ".exs")

  defp expected(folder) do
    folder |> TemporaryProject.files() |> Map.drop(Map.keys(schemas(folder)))
  end

  defp update(folder, generated) do
    for path <- Map.keys(expected(folder)), do: File.rm!(Path.join(folder, path))
    for {path, text} <- generated, do: TemporaryProject.write(folder, path, text)
  end
end
