defmodule RustInElixir.ArchitectureTest do
  use ExUnit.Case, async: true

  # Which module refers to which. The compiled code has every call, struct and type; the source has what is there only while
  # compiling, such as `use`, and the modules that are compiled only with an optional package. A room is a folder in
  # `lib/rust_in_elixir`, or a file beside the folders. ARCHITECTURE.md draws the arrows between rooms.

  @root Path.expand("../..", __DIR__)
  @document File.read!(Path.join(@root, "ARCHITECTURE.md"))
  @generated ["core"]

  setup_all do
    %{references: references()}
  end

  test "no modules refer to each other in a circle", %{references: references} do
    assert circles(references) == []
  end

  test "rooms refer to each other as ARCHITECTURE.md draws it", %{references: references} do
    assert arrows(references) == drawn(@document)
  end

  test "the arrows that are drawn make no circle" do
    assert circles(drawn(@document)) == []
  end

  test "a module is called after its file, or after its folder" do
    for {module, file} <- modules(), room(file) not in ["tasks" | @generated] do
      assert {file, inspect(module)} == {file, called_after(file, inspect(module))}
    end
  end

  # The documentation of a public module may be longer than its code.
  test "no file has more than 400 lines without docs, and no function more than 60" do
    for {_module, file} <- modules(), room(file) not in @generated, text = read(file) do
      lines =
        ~r/^  @\w*doc (~S)?("""|\'\'\').*?^  \2$/ms
        |> Regex.replace(text, "")
        |> String.split("\n", trim: true)

      assert {file, length(lines)} == {file, min(length(lines), 400)}

      for {name, length} <- functions(text),
          do: assert({file, name, length} == {file, name, min(length, 60)})
    end
  end

  # The tests above do not pass because nothing is looked at.
  test "a circle and an arrow that is not drawn are found", %{references: references} do
    changed = %{references | RustInElixir.Text.SourceText => [RustInElixir.Plan.Sync]}
    assert [circle] = circles(changed)
    assert RustInElixir.Text.SourceText in circle and RustInElixir.Plan.Sync in circle
    assert arrows(changed)["text"] == ["plan"]
  end

  test "calls, structs, types and macros are references, also of what is not compiled", %{
    references: references
  } do
    for {from, to} <- [
          {RustInElixir.Apply.Writer, RustInElixir.Disk.SafePath},
          {RustInElixir.Schema.Texts, RustInElixir.Core.Text},
          {RustInElixir.Report.JSON, RustInElixir.Report.Result},
          {RustInElixir.Core.Native, RustInElixir.Loader},
          {RustInElixir.Igniter.Preview, RustInElixir.Igniter.Writer}
        ],
        do: assert({from, to, to in references[from]} == {from, to, true})
  end

  defp references do
    modules = Map.new(modules())

    for {module, file} <- modules, into: %{} do
      found = (in_code(module) ++ in_source(file)) |> Enum.uniq() |> List.delete(module)
      {module, found |> Enum.filter(&is_map_key(modules, &1)) |> Enum.sort()}
    end
  end

  defp modules do
    for path <- Path.wildcard(Path.join(@root, "lib/**/*.ex")),
        file = Path.relative_to(path, @root),
        {:defmodule, _, [{:__aliases__, _, parts} | _]} <- nodes(file),
        do: {Module.concat(parts), file}
  end

  # Every atom may be the name of a module.
  defp in_code(module) do
    with path when is_list(path) <- :code.which(module) do
      {:ok, {_, [debug_info: {:debug_info_v1, backend, data}]}} =
        :beam_lib.chunks(path, [:debug_info])

      {:ok, forms} = backend.debug_info(:erlang_v1, module, data, [])
      forms |> atoms([]) |> Enum.uniq()
    else
      _not_compiled -> []
    end
  end

  defp atoms(atom, found) when is_atom(atom), do: [atom | found]
  defp atoms([head | tail], found), do: atoms(tail, atoms(head, found))
  defp atoms(tuple, found) when is_tuple(tuple), do: atoms(Tuple.to_list(tuple), found)
  defp atoms(_other, found), do: found

  defp in_source(file) do
    nodes = nodes(file)
    aliases = for {:alias, _, [aliased | _]} <- nodes, parts <- aliased(aliased), do: parts
    aliases = Map.new(aliases, &{List.last(&1), &1})

    # What several aliases have in common is a folder, and not a module.
    folders = for {{:., _, [{:__aliases__, _, _} = folder, :{}]}, _, _} <- nodes, do: folder

    for {:__aliases__, _, [first | rest]} <- nodes -- folders, is_atom(first) do
      Module.concat(Map.get(aliases, first, [first]) ++ rest)
    end
  end

  defp aliased({:__aliases__, _, parts}), do: [parts]

  defp aliased({{:., _, [{:__aliases__, _, parts}, :{}]}, _, others}),
    do: for({:__aliases__, _, rest} <- others, do: parts ++ rest)

  defp aliased(_module), do: []

  defp nodes(file), do: file |> read() |> Code.string_to_quoted!() |> nodes_of()

  defp nodes_of(ast) do
    {_ast, nodes} = Macro.prewalk(ast, [], fn node, nodes -> {node, [node | nodes]} end)
    nodes
  end

  defp read(file), do: File.read!(Path.join(@root, file))

  defp arrows(references) do
    files = Map.new(modules())

    references
    |> Enum.group_by(fn {module, _} -> room(files[module]) end, &elem(&1, 1))
    |> Map.new(fn {room, references} ->
      rooms = for module <- List.flatten(references), do: room(files[module])
      {room, rooms |> Enum.uniq() |> List.delete(room) |> Enum.sort()}
    end)
  end

  defp room("lib/mix/tasks/" <> _), do: "tasks"

  defp room("lib/rust_in_elixir/" <> path),
    do: path |> Path.split() |> hd() |> Path.basename(".ex")

  # Each line has a room, and those that it refers to.
  defp drawn(document) do
    [_, block] = Regex.run(~r/```arrows\n(.*?)```/s, document)

    for line <- String.split(block, "\n", trim: true), into: %{} do
      [room, others] = String.split(line, ~r/\s*->\s*/)
      {room, others |> String.split(~r/,\s*/, trim: true) |> Enum.sort()}
    end
  end

  # Groups in which each leads to each other one.
  defp circles(references) do
    graph = :digraph.new()
    for {from, _} <- references, do: :digraph.add_vertex(graph, from)
    for {from, to} <- references, other <- to, do: :digraph.add_edge(graph, from, other)
    circles = for [_, _ | _] = circle <- :digraph_utils.strong_components(graph), do: circle
    :digraph.delete(graph)
    circles
  end

  # Capitals are the module's own choice.
  defp called_after("lib/" <> file, module) do
    path = file |> Path.rootname() |> Path.split()
    path = if List.last(path) == Enum.at(path, -2), do: Enum.drop(path, -1), else: path
    name = Enum.map_join(path, ".", &Macro.camelize/1)
    if String.downcase(name) == String.downcase(module), do: module, else: name
  end

  # The lines of each clause, without docs.
  defp functions(text) do
    options = [token_metadata: true]

    for {kind, meta, [head | _]} <- nodes_of(Code.string_to_quoted!(text, options)),
        kind in [:def, :defp, :defmacro, :defmacrop],
        last = meta[:end] || meta[:end_of_expression],
        do: {Macro.to_string(head), last[:line] - meta[:line] + 1}
  end
end
