defmodule RustInElixir.Schema.Reader do
  @moduledoc false

  # A schema is Elixir, so it is evaluated inside of a module: attributes, aliases and imports
  # work in it. That module is opened, under a name that nobody else has, but never made. Its
  # body is a call of `run/1`, which evaluates the schema's statements one after the other and
  # leaves by a throw. So a statement that fails does not hide what is wrong behind it, nothing
  # is compiled, no module is left, and one that has the name of the schema stays as it is.

  alias RustInElixir.Core.{Boundary, Precompiled, Problem}

  alias RustInElixir.Schema.{
    Collector,
    Evaluation,
    Excerpt,
    OwnModules,
    Qualified,
    ReleaseTargets,
    Syntax,
    Texts
  }

  alias RustInElixir.Text.{Nearest, SourceText}

  @opened RustInElixir.Schema.Opened

  @most 2 * Syntax.largest()

  # Calls that stop the VM, and with it the command, with a status of their own.
  @ending [{System, :halt}, {System, :restart}, {System, :stop}, {:erlang, :halt}] ++
            [{:init, :reboot}, {:init, :restart}, {:init, :stop}]

  @finished {__MODULE__, :finished}

  @doc """
  Reads a schema out of its text; `words` are the macros of a schema. The options are those of `Evaluation.run/2`, and as
  `:own` the folders of `OwnModules.on_demand/2`.
  """
  @spec read(String.t(), Path.t(), [atom], keyword) ::
          {:ok, Boundary.t()} | {:error, [Problem.t()]}
  def read(text, path, words, options) do
    # How a checkout ends its lines is nothing that docs should say.
    with {:ok, ast} <- text |> SourceText.normalise() |> Syntax.parse(file: path),
         {:ok, schema} <- Syntax.schema_module(ast),
         :ok <- ends_nothing(schema),
         {:ok, read} <- evaluate(schema, path, words, options),
         {:ok, boundary} <- boundary(read),
         do: boundary |> Qualified.boundary() |> small_enough()
  end

  @doc "Evaluates the body of the schema that is being read, in its module; ends by a throw."
  @spec run(Macro.Env.t()) :: no_return
  def run(env) do
    Enum.reduce_while(Collector.body(), {[], env}, fn statement, {binding, env} ->
      Evaluation.at(Syntax.line(statement, env.line))

      case evaluate_statement(statement, binding, env) do
        {:ok, {_value, binding, env}} -> {:cont, {binding, env}}
        # Nothing behind it can work.
        :error -> if Syntax.use?(statement), do: {:halt, :ok}, else: {:cont, {binding, env}}
      end
    end)

    Collector.finish(env.module)
    throw(@finished)
  end

  # Other ways to stop the VM are not found; nobody uses them by accident.
  defp ends_nothing(schema) do
    {_schema, found} =
      Macro.prewalk(schema, [], fn
        {{:., _, [module, function]}, meta, _arguments} = call, found when is_atom(function) ->
          if ends_vm?(module, function),
            do: {call, [{meta[:line], call} | found]},
            else: {call, found}

        node, found ->
          {node, found}
      end)

    case Enum.reverse(found) do
      [] ->
        :ok

      calls ->
        {:error,
         for {line, call} <- calls do
           message = "a schema must not stop the VM; remove `#{Excerpt.of(call)}`"
           %Problem{line: line, message: message}
         end}
    end
  end

  defp ends_vm?({:__aliases__, _, [name]}, function),
    do: ends_vm?(Module.concat([name]), function)

  defp ends_vm?(module, function), do: {module, function} in @ending

  # Only computed values can make a schema as large as that.
  defp small_enough(boundary) do
    if :erlang.external_size(boundary) <= @most do
      {:ok, boundary}
    else
      message =
        "the evaluated schema takes more than #{@most} bytes; shorten its docs, defaults and constraints"

      {:error, [%Problem{line: 1, message: message}]}
    end
  end

  defp evaluate_statement(statement, binding, env) do
    with {:@, _, [{key, _, [_]}]} when key in [:doc, :typedoc] <- statement,
         do: Collector.unused_doc(env.module, key)

    case unset_attributes(statement, env.module) do
      [] ->
        attempt(env.file, Syntax.line(statement, env.line), fn ->
          OwnModules.before(statement)
          Code.eval_quoted_with_env(statement, binding, env)
        end)

      problems ->
        Collector.failed(problems)
        :error
    end
  end

  # To Elixir such an attribute is nil, with a warning, and nil may pass for a default.
  defp unset_attributes(statement, module) do
    {_statement, {read, set}} =
      Macro.prewalk(statement, {[], []}, fn
        {:@, meta, [{name, _, context}]} = node, {read, set} when is_atom(context) ->
          {node, {[{name, meta[:line]} | read], set}}

        {:@, _, [{name, _, [_value]}]} = node, {read, set} ->
          {node, {read, [name | set]}}

        node, found ->
          {node, found}
      end)

    for {name, line} <- Enum.reverse(read),
        name not in set and not Module.has_attribute?(module, name) do
      %Problem{line: line, message: "the attribute `@#{name}` is not set before this line"}
    end
  end

  defp evaluate({:defmodule, meta, _} = schema, path, words, options) do
    {own, limits} = Keyword.pop(options, :own, [])

    read = fn ->
      OwnModules.on_demand(own, schema)
      evaluate_alone(schema, path, words)
    end

    with {:error, {line, reason}} <- Evaluation.run(read, limits),
         do: {:error, [%Problem{line: max(line, meta[:line]), message: stopped(reason, limits)}]}
  end

  defp stopped(:time, limits) do
    "this was not evaluated within #{limits[:time] || Evaluation.time()} ms; a schema only describes a " <>
      "boundary, so remove code that waits or never ends"
  end

  defp stopped(:memory, limits) do
    "the memory of the VM grew by #{div(limits[:memory] || Evaluation.memory(), 1024 * 1024)} MiB while this " <>
      "was evaluated; remove the code that needs so much"
  end

  defp stopped({:exit, reason}, _limits) do
    "this ended the process in which the schema is evaluated: " <>
      Syntax.first_line(Exception.format_exit(reason))
  end

  defp evaluate_alone({:defmodule, meta, [name, [{:do, body} | _]]}, path, words) do
    finished = @finished
    module = module(name)

    # The compiler refuses to open a module that another process has open, and that of one that was stopped stays open.
    name = Module.concat(@opened, "N#{System.unique_integer([:positive])}")
    opened = quote(do: defmodule(unquote(name), do: unquote(__MODULE__).run(__ENV__)))
    Collector.open(module, body |> named(module) |> Syntax.statements(), words)

    attempt(path, meta[:line], fn ->
      try do
        Code.eval_quoted(opened, [], file: path)
      catch
        :throw, ^finished -> :ok
      end
    end)

    Collector.close()
  end

  defp module({:__aliases__, _, parts}), do: Module.concat(parts)

  defp named(body, module) do
    Macro.prewalk(body, fn
      {:__MODULE__, _, context} when is_atom(context) -> module
      node -> node
    end)
  end

  # A failure is kept with its own line, or else with that of its statement.
  defp attempt(path, line, fun) do
    {outcome, diagnostics} =
      Evaluation.quietly(fn ->
        try do
          {:ok, fun.()}
        catch
          :throw, @finished -> throw(@finished)
          kind, reason -> {kind, reason, __STACKTRACE__}
        end
      end)

    with {_kind, _reason, _stacktrace} = failure <- outcome do
      Collector.failed(failures(failure, diagnostics, path, line))
      :error
    end
  end

  defp failures({:error, %CompileError{} = error, _stacktrace}, diagnostics, _path, line) do
    case for(%{severity: :error} = diagnostic <- diagnostics, do: diagnostic) do
      [] -> [compile_problem(error.line, error.description, line)]
      errors -> Enum.map(errors, &compile_problem(&1.position, &1.message, line))
    end
  end

  defp failures({:throw, {OwnModules, message}, _stacktrace}, _diagnostics, _path, line),
    do: [%Problem{line: line, message: message}]

  defp failures({kind, reason, stacktrace}, _diagnostics, path, line) do
    banner = kind |> Exception.format_banner(reason, stacktrace) |> Syntax.first_line()

    [
      %Problem{
        line: line_in(stacktrace, path, line),
        message:
          "this cannot be evaluated: " <>
            Excerpt.visible(String.replace_prefix(banner, "** ", "")) <>
            nowhere(Exception.normalize(kind, reason, stacktrace))
      }
    ]
  end

  defp nowhere(%UndefinedFunctionError{module: module}) do
    places = OwnModules.places()

    if places && not Code.ensure_loaded?(module),
      do: "; there is no such module in #{places} or in a dependency",
      else: ""
  end

  defp nowhere(_reason), do: ""

  defp compile_problem(position, message, statement_line) do
    line = with {line, _column} <- position, do: line
    line = if is_integer(line) and line > 0, do: line, else: statement_line
    message = Syntax.first_line(message)

    case Regex.run(~r/\Aundefined function (\w+)\/(\d+)/, message) do
      [_, name, arity] -> %Problem{line: line, message: unknown_call(name, arity, message)}
      nil -> %Problem{line: line, message: message}
    end
  end

  defp unknown_call(name, arity, message) do
    near = Nearest.to(name, Collector.words())

    cond do
      near == nil -> message
      to_string(near) == name -> "`#{name}` does not take #{arity} arguments"
      true -> "a schema has no `#{name}`; did you mean `#{near}`?"
    end
  end

  # Since Elixir 1.15 a line inside of the statement may be known.
  defp line_in(stacktrace, path, line) do
    path = Path.expand(path)

    Enum.find_value(stacktrace, line, fn {_module, _function, _arity, location} ->
      file = location[:file]

      if file && Path.expand(to_string(file)) == path && location[:line] > line,
        do: location[:line]
    end)
  end

  defp boundary(%{failures: []} = read) do
    {:ok,
     %Boundary{
       facade: read.use[:facade],
       crate_name: read.use[:crate],
       native: read.use[:native],
       schema: inspect(read.module),
       loader: read.use[:loader],
       precompiled: precompiled(read.use),
       double: Keyword.get(read.use, :double, false),
       allocator: Keyword.get(read.use, :allocator, :vm),
       time: Keyword.get(read.use, :time, :chrono),
       decimal: Keyword.get(read.use, :decimal, :rust_decimal),
       doc: read.doc,
       definitions: read.definitions,
       nifs: read.nifs,
       waivers: read.waivers,
       renames: read.renames,
       texts: Texts.of(read.definitions),
       problems: in_order(read.problems)
     }}
  end

  defp boundary(read), do: {:error, in_order(read.failures ++ read.problems)}

  defp precompiled(options) do
    if options[:loader] == :precompiled do
      %Precompiled{
        base_url: options[:base_url],
        targets: options[:targets] || ReleaseTargets.all(),
        nif_versions: options[:nif_versions] || ReleaseTargets.nif_versions()
      }
    end
  end

  defp in_order(problems), do: Enum.sort_by(problems, & &1.line)
end
