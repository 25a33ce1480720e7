defmodule RustInElixir.Schema.Reader do
  @moduledoc false

  # A schema is Elixir, so it is evaluated. It never becomes a module: a call added behind the
  # last line of its body hands over what was collected and leaves by a throw. Nothing has to
  # be purged then, and a module of the same name in the project stays as it is.

  alias RustInElixir.Core.{Boundary, Problem}
  alias RustInElixir.Schema.{Collector, Nearest}

  @first_lines "defmodule MyApp.Markdown.Schema do use RustInElixir.Schema, " <>
                 "facade: MyApp.Markdown, crate: \"my_app_markdown\" … end"

  @doc "Reads a schema out of its text."
  def read(text, path) do
    with {:ok, ast} <- parse(text, path),
         {:ok, ast} <- single_schema(ast),
         {:ok, read} <- evaluate(ast, path) do
      boundary(read)
    end
  end

  @doc "What `Code.string_to_quoted/2` found wrong, in one line."
  def syntax_message({_meta, {prefix, suffix}, token}), do: first_line(prefix <> token <> suffix)
  def syntax_message({_meta, message, token}), do: first_line(message <> token)

  @doc "The body of the schema module in a syntax tree, or what stands in its place."
  def schema_module(ast) do
    {_ast, modules} =
      Macro.prewalk(ast, [], fn
        {:defmodule, _, [_name, body]} = node, modules when is_list(body) ->
          {node, [node | modules]}

        node, modules ->
          {node, modules}
      end)

    case Enum.split_with(Enum.reverse(modules), &schema?/1) do
      {[schema], []} ->
        {:ok, schema}

      {[], _modules} ->
        {:error,
         [%Problem{line: 1, message: "the file defines no schema; write #{@first_lines}"}]}

      {[schema | schemas], modules} ->
        {:error, for(module <- schemas ++ modules, do: second_module(module, schema))}
    end
  end

  defp parse(text, path) do
    case quietly(fn -> Code.string_to_quoted(text, file: path) end) do
      {{:ok, ast}, _diagnostics} ->
        {:ok, ast}

      {{:error, {meta, _, _} = reason}, _diagnostics} ->
        {:error, [%Problem{line: meta[:line] || 1, message: syntax_message(reason)}]}
    end
  end

  defp single_schema(ast) do
    with {:ok, {:defmodule, meta, [name, body]} = schema} <- schema_module(ast) do
      finish = quote(do: unquote(Collector).finish(__MODULE__))
      body = Keyword.update!(body, :do, &{:__block__, [], [&1, finish]})

      {:ok,
       Macro.prewalk(ast, fn
         ^schema -> {:defmodule, meta, [name, body]}
         node -> node
       end)}
    end
  end

  defp schema?({:defmodule, _, [_name, body]}) do
    statements = with {:__block__, _, statements} <- body[:do], do: statements

    statements
    |> List.wrap()
    |> Enum.any?(&match?({:use, _, [{:__aliases__, _, [:RustInElixir, :Schema]} | _]}, &1))
  end

  defp second_module({:defmodule, meta, [name, _body]}, {:defmodule, schema_meta, _}) do
    %Problem{
      line: meta[:line],
      message:
        "a schema file defines one module, the schema on line #{schema_meta[:line]}; " <>
          "move #{Macro.to_string(name)} into a file of its own"
    }
  end

  # One at a time: the compiler refuses a module that another process is just defining.
  defp evaluate(ast, path) do
    :global.trans({__MODULE__, self()}, fn -> evaluate_alone(ast, path) end, [node()])
  end

  defp evaluate_alone(ast, path) do
    finished = Collector.finished()
    ignore_conflict = Code.get_compiler_option(:ignore_module_conflict)
    Code.put_compiler_option(:ignore_module_conflict, true)
    Collector.open()

    {outcome, diagnostics} =
      quietly(fn ->
        try do
          Code.eval_quoted(ast, [], file: path)
          :unfinished
        catch
          :throw, ^finished -> :ok
          kind, reason -> {kind, reason, __STACKTRACE__}
        end
      end)

    read = Collector.close()
    Code.put_compiler_option(:ignore_module_conflict, ignore_conflict)

    case outcome do
      :ok ->
        {:ok, read}

      outcome ->
        {:error, in_order(read.problems ++ read.fatal ++ failure(outcome, diagnostics, path))}
    end
  end

  # Elixir 1.15 and later hand over what they would print. Before that, errors come as
  # exceptions that say everything.
  defp quietly(fun) do
    if function_exported?(Code, :with_diagnostics, 1),
      do: apply(Code, :with_diagnostics, [fun]),
      else: {fun.(), []}
  end

  defp failure({:error, %CompileError{} = error, _stacktrace}, diagnostics, _path) do
    case for(%{severity: :error} = diagnostic <- diagnostics, do: diagnosed(diagnostic)) do
      [] -> [%Problem{line: error.line || 1, message: compile_message(error.description)}]
      problems -> problems
    end
  end

  defp failure({kind, reason, stacktrace}, _diagnostics, path) do
    message = kind |> Exception.format_banner(reason, stacktrace) |> first_line()

    [
      %Problem{
        line: line_in(stacktrace, path),
        message: "the schema cannot be evaluated: " <> String.replace_prefix(message, "** ", "")
      }
    ]
  end

  defp failure(:unfinished, _diagnostics, _path),
    do: [
      %Problem{
        line: 1,
        message: "the schema is not evaluated; take what stands around its module away"
      }
    ]

  defp diagnosed(diagnostic) do
    line = with {line, _column} <- diagnostic.position, do: line
    %Problem{line: max(line, 1), message: compile_message(diagnostic.message)}
  end

  defp compile_message(message) do
    message = first_line(message)

    with [_, name] <- Regex.run(~r/\Aundefined function (\w+)\/\d+/, message),
         near when near != nil <- Nearest.to(name, RustInElixir.Schema.words()) do
      "there is no #{name} in a schema; did you mean #{near}?"
    else
      _other -> message
    end
  end

  defp first_line(message), do: message |> String.split("\n", parts: 2) |> hd()

  defp line_in(stacktrace, path) do
    path = Path.expand(path)

    Enum.find_value(stacktrace, 1, fn {_module, _function, _arity, location} ->
      file = location[:file]
      if file && Path.expand(to_string(file)) == path, do: location[:line]
    end)
  end

  defp boundary(%{fatal: []} = read) do
    {:ok,
     %Boundary{
       facade: read.use[:facade],
       crate_name: read.use[:crate],
       schema: inspect(read.module),
       loader: read.use[:loader],
       doc: read.doc,
       definitions: read.definitions,
       nifs: read.nifs,
       problems: in_order(read.problems)
     }}
  end

  defp boundary(read), do: {:error, in_order(read.fatal ++ read.problems)}

  defp in_order(problems), do: Enum.sort_by(problems, & &1.line)
end
