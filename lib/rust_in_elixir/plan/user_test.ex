defmodule RustInElixir.Plan.UserTest do
  @moduledoc false

  # The test of a boundary. It is created once, and the user's from then on: what comes later is only
  # added, a `describe` for each new function.

  alias RustInElixir.{
    Core,
    Disk.Tree,
    Plan.BoundaryContext,
    Plan.Entry,
    Project.Formatter,
    Text.SourceText,
    Text.Splice
  }

  @helper :assert_reaches_rust

  @doc """
  Makes the entry of a boundary's test.

    * `:create` – it is created where there is none
    * `{:describe, functions}` – it gets a `describe` for each of the functions, as `name/arity`. A test that
      does not exist, is not Elixir, or has such a `describe` already is left as it is, and the entry's
      `reason` says so.
  """
  @spec entry(BoundaryContext.t(), :create | {:describe, [String.t()]}) ::
          {:ok, Entry.t()} | {:error, [Core.Problem.t()] | String.t()}
  def entry(context, wanted) do
    with {:ok, test} <- Core.user_test(context.boundary, context.core_project),
         {:ok, formatter} <- Formatter.options(context.project) do
      case {wanted, Tree.read(context.project, test.path)} do
        {:create, {:error, reason}} -> {:ok, Entry.unreadable(:user, test.path, reason)}
        {:create, {:ok, old}} -> create(old, test, formatter)
        {{:describe, functions}, read} -> {:ok, describe(read, functions, test, formatter)}
      end
    end
  end

  @doc """
  Adds the `describe` of each of `functions` to the text of a test, and the private function that they
  call where it lacks that.

  Gives the new text, and which functions were added or there already. The error completes a sentence
  that begins with the path.
  """
  @spec add(String.t(), Core.UserTest.t(), [String.t()], keyword) ::
          {:ok, %{text: String.t(), added: [String.t()], present: [String.t()]}}
          | {:error, String.t()}
  def add(text, test, functions, formatter) do
    with {:ok, ast} <- parse(text),
         {:ok, module} <- last_module(ast) do
      {present, added} = Enum.split_with(functions, &described?(ast, &1))
      describes = for %{function: function} = it <- test.describes, function in added, do: it.text
      helper = if describes == [] or helped?(ast), do: [], else: [test.helper]

      {:ok,
       %{
         text: insert(text, module, describes ++ helper, formatter),
         added: added,
         present: present
       }}
    end
  end

  defp create(nil, test, formatter) do
    case SourceText.format(test.text, :elixir, formatter) do
      {:ok, new} -> {:ok, Entry.new(:user, test.path, nil, new)}
      {:error, reason} -> {:error, "cannot parse the rendered #{test.path}: #{reason}"}
    end
  end

  defp create(old, test, _formatter), do: {:ok, Entry.new(:user, test.path, old, old)}

  defp describe({:ok, nil}, functions, test, _formatter),
    do: left(test, nil, "does not exist", functions)

  defp describe({:error, reason}, functions, test, _formatter),
    do: left(test, nil, reason, functions)

  defp describe({:ok, old}, functions, test, formatter) do
    case add(old, test, functions, formatter) do
      {:ok, %{added: added, present: present, text: text}} ->
        Entry.new(:user, test.path, old, text, missing: added, reason: present(test, present))

      {:error, reason} ->
        left(test, old, reason, functions)
    end
  end

  defp left(test, old, reason, functions) do
    reason = "#{test.path} #{reason}, so no test was added for #{listed(functions)}"
    Entry.new(:user, test.path, old, old, status: :unchanged, reason: reason)
  end

  defp present(_test, []), do: nil

  defp present(test, functions),
    do: "#{test.path} already tests #{listed(functions)}"

  defp listed(functions), do: Enum.map_join(functions, ", ", &"`#{&1}`")

  defp parse(text) do
    options = [token_metadata: true, columns: true, emit_warnings: false]

    case Code.string_to_quoted(text, options) do
      {:ok, ast} -> {:ok, ast}
      {:error, _} -> {:error, "is not valid Elixir"}
    end
  end

  defp last_module(ast) do
    case ast |> statements() |> List.last() do
      {:defmodule, meta, [_name, [{_do, _body}]]} = module ->
        if meta[:end], do: {:ok, module}, else: no_module()

      _other ->
        no_module()
    end
  end

  defp no_module, do: {:error, "does not end with a module"}

  defp statements({:__block__, _meta, statements}), do: statements
  defp statements(statement), do: [statement]

  defp described?(ast, function), do: any?(ast, &match?({:describe, _, [^function | _]}, &1))

  defp helped?(ast) do
    any?(ast, fn
      {kind, _, [{:when, _, [{@helper, _, [_call]} | _]} | _]} -> kind in [:def, :defp]
      {kind, _, [{@helper, _, [_call]} | _]} -> kind in [:def, :defp]
      _other -> false
    end)
  end

  defp any?(ast, fun) do
    {_ast, found?} =
      Macro.prewalk(ast, false, fn node, found? -> {node, found? or fun.(node)} end)

    found?
  end

  defp insert(text, _module, [], _formatter), do: text

  defp insert(text, {:defmodule, meta, [_name, [{_do, body}]]}, sources, formatter) do
    first =
      case statements(body) do
        [{_, first, _} | _] -> first
        _nothing -> nil
      end

    Splice.before_end(text, meta[:end], first, sources, formatter)
  end
end
