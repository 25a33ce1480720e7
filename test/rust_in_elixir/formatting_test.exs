defmodule RustInElixir.FormattingTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{
    Apply.Writer,
    Core,
    KindsProject,
    Plan,
    Plan.Sync,
    Project,
    Schema,
    TemporaryProject
  }

  alias RustInElixir.Schema.Syntax

  @kinds Path.expand("../fixtures/kinds", __DIR__)
  # One of them names types of another one, and is not read alone.
  @schemas (Path.wildcard(Path.join(@kinds, "native/*/schema.exs")) --
              [Path.join(@kinds, "native/visits/schema.exs")]) ++
             [Path.expand("../fixtures/schema/guide.exs", __DIR__)]

  @inputs ~s(inputs: ["{mix,.formatter}.exs", "{config,lib,test}/**/*.{ex,exs}", "native/*/schema.exs"])

  describe "in a project with every kind, there is no drift after" do
    @describetag :extended

    setup do
      {:ok, generated: generated()}
    end

    for options <- [
          "line_length: 60",
          "line_length: 200",
          "force_do_end_blocks: true, line_length: 60",
          "locals_without_parens: [check: :*, nif: :*, field: :*, struct: :*]",
          "normalize_bitstring_modifiers: false"
        ] do
      test "mix format with #{options}", %{generated: generated} do
        root = TemporaryProject.new(generated)
        TemporaryProject.write(root, ".formatter.exs", "[#{@inputs}, #{unquote(options)}]\n")
        assert {_, 0} = TemporaryProject.mix(root, ["format"])
        assert changed(root) == []
      end
    end

    for settings <- [
          ["hard_tabs = true"],
          ["max_width = 40"],
          ["max_width = 200", "use_small_heuristics = \"Max\"", "tab_spaces = 2"],
          ["newline_style = \"Windows\""],
          ["edition = \"2024\"", "style_edition = \"2015\"", "reorder_imports = false"]
        ] do
      test "cargo fmt with #{Enum.join(settings, ", ")}", %{generated: generated} do
        root = TemporaryProject.new(generated)
        before = TemporaryProject.files(root)
        TemporaryProject.write(root, "rustfmt.toml", Enum.map(unquote(settings), &[&1, "\n"]))

        assert {"", 0} = System.cmd("cargo", ["fmt", "--all"], cd: root, stderr_to_stdout: true)

        assert TemporaryProject.files(root) != before
        assert changed(root) == []
      end
    end

    test "CRLF at the ends of all lines", %{generated: generated} do
      root = TemporaryProject.new(generated)

      for {path, text} <- TemporaryProject.files(root),
          do: TemporaryProject.write(root, path, String.replace(text, "\n", "\r\n"))

      assert changed(root) == []
    end

    test "another checkout path", %{generated: generated} do
      root = TemporaryProject.new(generated)
      moved = root |> TemporaryProject.files() |> TemporaryProject.new()
      assert moved != root
      assert changed(moved) == []
    end

    test "a second run", %{generated: generated} do
      root = TemporaryProject.new(generated)
      before = TemporaryProject.files(root)
      {:ok, plan} = Sync.plan(TemporaryProject.project(root))
      assert {:ok, []} = Writer.apply(plan)
      assert TemporaryProject.files(root) == before
      assert generated() == before
    end
  end

  @tag :extended
  test "declarations in any order that means the same give the same contract" do
    :rand.seed(:exsss, {ExUnit.configuration()[:seed], 0, 0})

    for path <- @schemas do
      {head, declarations} = declarations(path)
      contract = contract(head ++ Enum.concat(declarations), path)

      for _ <- 1..20 do
        shuffled = declarations |> Enum.shuffle() |> in_order_by_name()
        assert contract(head ++ Enum.concat(shuffled), path) == contract
      end
    end
  end

  test "the same schema gives the same bytes" do
    for path <- @schemas do
      {:ok, boundary} = Schema.load(path)
      project = core_project(boundary)
      assert {:ok, rendered} = Core.generate(boundary, project)
      for _ <- 1..3, do: assert(Core.generate(boundary, project) == {:ok, rendered})
    end
  end

  # Code that Styler rewrites or Credo reports. Styler itself is not a dependency of this project.
  describe "generated Elixir has nothing for formatter plugins that rewrite code:" do
    test "no pipeline of one step, no attribute in front of `use` nor read by it, aliases sorted" do
      for {path, ast} <- every_generated_file(),
          rule <- [:single_pipe, :attribute_before_use, :unsorted_alias],
          do: assert({path, rule, broken(rule, ast)} == {path, rule, []})
    end

    test "and each of these would be found" do
      for {rule, text} <- [
            {:single_pipe, "errors |> check(value)"},
            {:single_pipe, "f(errors |> check(value), 1)"},
            {:attribute_before_use, "@a 1\nuse Rustler, load_data: 1"},
            {:attribute_before_use, "use Rustler, load_data: @a"},
            {:unsorted_alias, "alias Kinds.RenderOptions\nalias Kinds.Rendering"}
          ],
          do: assert([_] = broken(rule, Code.string_to_quoted!(text)))
    end
  end

  defp every_generated_file do
    for path <- @schemas,
        {:ok, boundary} = Schema.load(path),
        loader <- [:rust_in_elixir, :precompiled],
        boundary = %{boundary | loader: loader, precompiled: precompiled(loader), double: true},
        {:ok, rendered} = Core.generate(boundary, core_project(boundary)),
        {:ok, shared} = Core.support(rendered.support, core_project(boundary)),
        %{language: :elixir} = file <- rendered.files ++ shared,
        do: {{path, loader, file.path}, Code.string_to_quoted!(file.text)}
  end

  defp precompiled(:rust_in_elixir), do: nil

  defp precompiled(:precompiled) do
    %Core.Precompiled{
      base_url: "https://example.com/v{version}",
      targets: ["x86_64-unknown-linux-gnu"],
      nif_versions: ["2.15"]
    }
  end

  defp broken(:single_pipe, ast) do
    {_ast, found} =
      Macro.prewalk(ast, [], fn
        {:|>, meta, [{:|>, _, _} = start, step]}, found ->
          {{:piped, meta, [arguments(start), step]}, found}

        {:|>, _, [_start, _step]} = pipe, found ->
          {pipe, [Macro.to_string(pipe) | found]}

        node, found ->
          {node, found}
      end)

    found
  end

  defp broken(:attribute_before_use, ast) do
    {_ast, {_set, found}} =
      Macro.prewalk(ast, {[], []}, fn
        {:@, _, [{name, _, [_value]}]} = node, {set, found}
        when name not in [:moduledoc, :behaviour] ->
          {node, {[name | set], found}}

        {:use, _, [_module | options]} = node, {set, found} ->
          {_, read} =
            Macro.prewalk(options, [], fn
              {:@, _, [{name, _, _}]} = it, read -> {it, [name | read]}
              it, read -> {it, read}
            end)

          {node, {set, set ++ read ++ found}}

        node, acc ->
          {node, acc}
      end)

    found
  end

  defp broken(:unsorted_alias, ast) do
    {_ast, aliases} =
      Macro.prewalk(ast, [], fn
        {:alias, _, [module | _]} = node, found -> {node, [Macro.to_string(module) | found]}
        node, found -> {node, found}
      end)

    aliases = Enum.reverse(aliases)
    if aliases == Enum.sort_by(aliases, &String.downcase/1), do: [], else: [aliases]
  end

  # The steps before the last one.
  defp arguments({:|>, _, [start, step]}), do: [arguments(start), step]
  defp arguments(other), do: other

  defp changed(root) do
    {:ok, plan} = Sync.plan(TemporaryProject.project(root))
    for entry <- Plan.drift(plan), do: {entry.path, entry.status}
  end

  defp generated do
    root = TemporaryProject.new(KindsProject.files())
    TemporaryProject.sync!(root)
    TemporaryProject.files(root)
  end

  # A declaration is a statement with the docs above it. The attributes before the first of them,
  # `use` and what the module itself says stay where they are.
  defp declarations(path) do
    {:ok, {:defmodule, _, [_name, [{:do, body} | _]]}} =
      path
      |> File.read!()
      |> Syntax.parse()
      |> then(fn {:ok, ast} -> Syntax.schema_module(ast) end)

    {head, declarations, []} =
      body
      |> Syntax.statements()
      |> Enum.reduce({[], [], []}, fn
        {:@, _, [{doc, _, _}]} = statement, {head, done, docs} when doc in [:doc, :typedoc] ->
          {head, done, docs ++ [statement]}

        {kind, _, _} = statement, {head, done, docs}
        when kind in [:use, :@, :alias, :import, :=] ->
          {head ++ docs ++ [statement], done, []}

        statement, {head, done, docs} ->
          {head, done ++ [docs ++ [statement]], []}
      end)

    {head, declarations}
  end

  # Of functions with one name the first has it in Rust, so their order means something.
  defp in_order_by_name(shuffled) do
    by_name = Enum.group_by(shuffled, &function_name/1)

    {ordered, _} =
      Enum.map_reduce(
        shuffled,
        Map.new(by_name, fn {name, all} -> {name, sorted(name, all)} end),
        fn
          declaration, left ->
            Map.get_and_update!(left, function_name(declaration), fn [first | rest] ->
              {first, rest}
            end)
        end
      )

    ordered
  end

  defp sorted(nil, declarations), do: declarations
  defp sorted(_name, declarations), do: Enum.sort_by(declarations, &line/1)

  defp function_name(declaration) do
    case List.last(declaration) do
      {:nif, _, [{:"::", _, [{name, _, _} | _]} | _]} -> name
      _ -> nil
    end
  end

  defp line(declaration), do: declaration |> List.last() |> elem(1) |> Keyword.fetch!(:line)

  defp contract(statements, path) do
    body = {:__block__, [], statements}
    module = quote do: defmodule(Shuffled.Schema, do: unquote(body))
    assert {:ok, boundary} = Schema.load_string(Macro.to_string(module), path)
    assert {:ok, %{contract: contract}} = Core.generate(boundary, core_project(boundary))
    contract
  end

  defp core_project(boundary) do
    "/nowhere" |> Project.new(otp_app: :demo) |> Project.for_core(boundary, "native/demo")
  end
end
