defmodule RustInElixir.Schema.Typespec do
  @moduledoc false

  # The Elixir typespec of a custom or remote type.
  #
  # It is copied into a generated module, so that it may be a typespec and nothing else: what the
  # compiler would run (`unquote`, an attribute, a macro) is none, and neither is a local type, which
  # that module does not have.

  alias RustInElixir.Schema.Excerpt

  @simple ~w(any arity atom binary bitstring bool boolean byte char charlist float fun function identifier
             integer iodata iolist keyword list map maybe_improper_list mfa module neg_integer no_return
             node non_neg_integer none nonempty_binary nonempty_bitstring nonempty_charlist
             nonempty_list nonempty_maybe_improper_list number pid port pos_integer reference struct term
             timeout tuple)a
  @with_parameters [
    as_boolean: 1,
    keyword: 1,
    list: 1,
    nonempty_list: 1,
    maybe_improper_list: 2,
    nonempty_improper_list: 2,
    nonempty_maybe_improper_list: 2
  ]

  @doc """
  The source of a typespec, with the aliases of the schema written out.

      iex> RustInElixir.Schema.Typespec.source(quote(do: [Decimal.t() | nil]), __ENV__)
      {:ok, "[Decimal.t() | nil]"}

      iex> RustInElixir.Schema.Typespec.source(quote(do: money()), __ENV__)
      {:error, "`money()` is not a built-in type of Elixir; write it with its module, such as `MyApp.Money.t()`"}
  """
  @spec source(Macro.t(), Macro.Env.t()) :: {:ok, String.t()} | {:error, String.t()}
  def source(ast, env) do
    ast =
      Macro.prewalk(ast, fn
        {:__aliases__, _, _} = alias -> Macro.expand(alias, env)
        other -> other
      end)

    with :ok <- check(ast) do
      source = Macro.to_string(ast)

      # The printer of Elixir 1.14 leaves out what it would have to escape in a key.
      if same?(source, ast),
        do: {:ok, source},
        else: {:error, "Elixir cannot print `#{source}` as it was written; write a simpler one"}
    end
  end

  @doc """
  The module of a typespec `Module.t()`, which has the struct of that module; `nil` for any other.

      iex> RustInElixir.Schema.Typespec.module(quote(do: URI.t()), __ENV__)
      "URI"

      iex> RustInElixir.Schema.Typespec.module(quote(do: [URI.t()]), __ENV__)
      nil
  """
  @spec module(Macro.t(), Macro.Env.t()) :: String.t() | nil
  def module({{:., _, [{:__aliases__, _, _} = module, :t]}, _, _parameters}, env) do
    with module when is_atom(module) <- Macro.expand(module, env), do: inspect(module)
  end

  def module(_typespec, _env), do: nil

  defp check(literal) when is_atom(literal) or is_integer(literal), do: :ok
  defp check(list) when is_list(list), do: all(list)
  defp check({left, right}), do: all([left, right])
  defp check({:{}, _, elements}), do: all(elements)
  defp check({:%{}, _, pairs}), do: all(pairs)
  defp check({:%, _, [module, {:%{}, _, pairs}]}) when is_atom(module), do: all(pairs)
  defp check({:|, _, sides}), do: all(sides)
  defp check({:.., _, [first, last]}), do: all([first, last])
  defp check({:-, _, [number]}) when is_integer(number), do: :ok
  defp check({:->, _, [parameters, result]}), do: all([result | parameters])
  defp check({:..., _, context}) when context in [nil, []] or is_atom(context), do: :ok
  defp check({:<<>>, _, parts}), do: all(parts)

  defp check({:"::", _, [{name, _, context}, type]}) when is_atom(name) and is_atom(context),
    do: size(type)

  defp check({:*, _, [{:_, _, context}, size]}) when is_atom(context) and is_integer(size),
    do: :ok

  defp check({key, _, [type]}) when key in [:required, :optional], do: check(type)

  defp check({{:., _, [module, name]}, _, parameters} = ast)
       when is_atom(module) and is_atom(name),
       do: if(word?(name), do: all(parameters), else: refused(ast))

  defp check({name, _, context}) when name in @simple and is_atom(context), do: :ok

  defp check({name, _, parameters} = ast) when is_atom(name) and is_list(parameters) do
    arity = length(parameters)

    cond do
      arity == 0 and name in @simple -> :ok
      {name, arity} in @with_parameters -> all(parameters)
      code?(name, arity, parameters) -> refused(ast)
      true -> unknown(ast)
    end
  end

  defp check({name, _, context} = ast) when is_atom(name) and is_atom(context),
    do: if(code?(name, 0, []), do: refused(ast), else: unknown(ast))

  defp check(ast), do: refused(ast)

  # The unit of a bitstring, or a type behind the name that it is given.
  defp size({:*, _, _} = unit), do: check(unit)
  defp size(type), do: check(type)

  defp all(asts) do
    Enum.find_value(asts, :ok, fn ast -> with :ok <- check(ast), do: nil end)
  end

  defp code?(name, arity, parameters) do
    not word?(name) or Macro.special_form?(name, arity) or name in [:__block__, :unquote, :fn] or
      match?([{:do, _} | _], List.last(parameters))
  end

  defp word?(name), do: Macro.classify_atom(name) == :identifier

  defp unknown(ast) do
    {:error,
     "`#{Excerpt.of(ast)}` is not a built-in type of Elixir; write it with its module, such as `MyApp.Money.t()`"}
  end

  defp refused(ast), do: {:error, "`#{Excerpt.of(ast)}` is not a typespec"}

  defp same?(source, ast) do
    case Code.string_to_quoted(source, emit_warnings: false) do
      {:ok, read} -> plain(read) == plain(ast)
      {:error, _reason} -> false
    end
  end

  defp plain(ast) do
    Macro.prewalk(ast, fn
      {:__aliases__, _, parts} -> Module.concat(parts)
      {name, _meta, context} when is_atom(context) -> {name, [], nil}
      {name, _meta, arguments} -> {name, [], arguments}
      other -> other
    end)
  end
end
