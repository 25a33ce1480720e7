defmodule RustInElixir.Doctor.Stubs do
  @moduledoc false

  # Reads the modules of a project that may load a library, and which of their functions are stubs. The code is
  # parsed, and never run.

  alias RustInElixir.{Core, Disk.Tree, Error, Project}

  @loaders [
    [:Rustler],
    [:RustlerPrecompiled],
    [:RustInElixir, :Loader]
  ]
  # What defines no functions, or only callbacks.
  @harmless_uses [[:Application], [:GenServer], [:Agent], [:Supervisor] | @loaders]
  @known ~w(def defp defmacro defmacrop defguard defguardp defstruct defexception defimpl defprotocol defmodule defoverridable)a

  @doc "The modules whose source names a loader, or `nif_error`, or `load_nif`."
  @spec modules(Project.t()) :: {:ok, [Core.StubModule.t()]} | {:error, Error.t()}
  def modules(project) do
    read =
      for folder <- project.elixirc_paths,
          path <- Tree.below(project, folder),
          Path.extname(path) in [".ex", ".exs"],
          do: {path, Tree.read(project, path)}

    wrong =
      for {path, {:error, reason}} <- read, do: {path, %Core.Problem{line: 1, message: reason}}

    if wrong == [],
      do: {:ok, for({path, {:ok, text}} <- read, text, it <- of_file(path, text), do: it)},
      else: {:error, Error.wrong_schema(wrong)}
  end

  @doc """
  The modules of a file.

      iex> text = \"""
      ...> defmodule Demo.Native do
      ...>   use Rustler, otp_app: :demo
      ...>   def add(_a, _b), do: :erlang.nif_error(:nif_not_loaded)
      ...> end
      ...> \"""
      iex> [module] = RustInElixir.Doctor.Stubs.of_file("lib/demo/native.ex", text)
      iex> {module.name, for(function <- module.functions, do: {function.name, function.arity, function.stub})}
      {"Demo.Native", [{"add", 2, true}]}
  """
  @spec of_file(Path.t(), String.t()) :: [Core.StubModule.t()]
  def of_file(path, text) do
    # A file that does not compile is for the compiler to report.
    with true <- text =~ ~r/Rustler|RustInElixir\.Loader|nif_error|load_nif/,
         {:ok, quoted} <- Code.string_to_quoted(text, emit_warnings: false) do
      for {name, line, body} <- defined(quoted, []), do: module(name, line, body, path, text)
    else
      _nothing -> []
    end
  end

  # Each module with its name, line and body, also those inside of others.
  defp defined({:defmodule, meta, [{:__aliases__, _, names}, [{_do, body}]]}, above) do
    name = above ++ names
    inner = defined(body, name)

    if Enum.all?(name, &is_atom/1),
      do: [{Enum.join(name, "."), meta[:line], expressions(body)} | inner],
      else: inner
  end

  defp defined({:__block__, _meta, expressions}, above),
    do: Enum.flat_map(expressions, &defined(&1, above))

  defp defined(_expression, _above), do: []

  defp expressions({:__block__, _meta, expressions}), do: expressions
  defp expressions(expression), do: [expression]

  defp module(name, line, body, path, text) do
    definitions = Enum.flat_map(body, &definitions/1)
    raising = for {name, _args, _line, body} <- definitions, nif_error?(body), do: name

    # A private function that stubs call is not a stub itself.
    helpers =
      for {_name, _args, _line, {call, _meta, args}} <- definitions,
          is_atom(call) and is_list(args) and call in raising,
          uniq: true,
          do: call

    functions =
      for {name, args, line, body} <- definitions,
          {arity, whole?} <- arities(args),
          do: %Core.ElixirFunction{
            name: to_string(name),
            arity: arity,
            line: line,
            stub: whole? and name not in helpers and stub?(body, helpers)
          }

    %Core.StubModule{
      name: name,
      path: path,
      line: line,
      functions: Enum.uniq_by(functions, &{&1.name, &1.arity}),
      computed: Enum.any?(body, &computes?/1),
      source: text
    }
  end

  # Also those in an `if`, whichever way it goes. Code in a `quote` is another module's.
  defp definitions({kind, meta, [head | rest]}) when kind in [:def, :defp] do
    case head(head) do
      {name, args} when is_atom(name) -> [{name, args, meta[:line], body(rest)}]
      _computed -> []
    end
  end

  defp definitions({call, _meta, args})
       when call in [:if, :unless, :case, :cond, :__block__, :->] and is_list(args),
       do: Enum.flat_map(args, &definitions/1)

  defp definitions(list) when is_list(list), do: Enum.flat_map(list, &definitions/1)
  defp definitions({key, value}) when is_atom(key), do: definitions(value)
  defp definitions(_expression), do: []

  defp head({:when, _meta, [head | _guards]}), do: head(head)
  defp head({name, _meta, args}) when is_list(args), do: {name, args}
  defp head({name, _meta, _context}), do: {name, []}
  defp head(_other), do: nil

  defp body([[{:do, body} | _rest]]), do: body
  defp body(_none), do: nil

  # With defaults there is a function for each number of arguments; only the largest is the stub.
  defp arities(args) do
    all = length(args)
    defaults = Enum.count(args, &match?({:\\, _, _}, &1))
    for arity <- (all - defaults)..all, do: {arity, arity == all}
  end

  defp stub?({name, _meta, args}, helpers) when is_atom(name) and is_list(args),
    do: name in helpers or nif_error?({name, [], args})

  defp stub?(body, _helpers), do: nif_error?(body)

  defp nif_error?({{:., _, [:erlang, :nif_error]}, _meta, _args}), do: true
  defp nif_error?({:nif_error, _meta, args}) when is_list(args), do: true
  defp nif_error?({:exit, _meta, [:nif_not_loaded]}), do: true
  defp nif_error?({:__block__, _meta, expressions}), do: nif_error?(List.last(expressions))
  defp nif_error?(_body), do: false

  # Whether an expression of a module can define functions whose names cannot be read.
  defp computes?({:use, _meta, [{:__aliases__, _, names} | _options]}),
    do: names not in @harmless_uses

  defp computes?({kind, _meta, [head | _rest]}) when kind in [:def, :defp],
    do: not match?({name, _args} when is_atom(name), head(head))

  defp computes?({call, _meta, args})
       when call in [:if, :unless, :case, :cond, :__block__, :->] and is_list(args),
       do: Enum.any?(args, &computes?/1)

  defp computes?({call, _meta, args}) when is_atom(call) and is_list(args) do
    cond do
      call in @known -> false
      call == :for -> true
      true -> String.starts_with?(to_string(call), "def") and call != :defdelegate
    end
  end

  defp computes?(list) when is_list(list), do: Enum.any?(list, &computes?/1)
  defp computes?({key, value}) when is_atom(key), do: computes?(value)
  defp computes?(_expression), do: false
end
