defmodule RustInElixir.Schema.Signature do
  @moduledoc false

  # The signature of a NIF, as written after `nif` in a schema and on the command line.
  #
  #     name(param :: type, …) :: return[, option: value]
  #
  # See `RustInElixir.Schema.nif/2` for the types and options.

  alias RustInElixir.Core.{Nif, Param, Problem}
  alias RustInElixir.Schema.{Excerpt, Options, Syntax, Type}

  @enforce_keys [:name, :arity, :nif, :options, :source]
  defstruct @enforce_keys

  @typedoc """
  A signature that was read:

    * `name`, `arity` - of the function
    * `nif` - name, parameters and return as data
    * `options` - those that were written, such as `[schedule: :normal]`
    * `source` - the formatted source, from `nif` on
  """
  @type t :: %__MODULE__{
          name: String.t(),
          arity: arity,
          nif: Nif.t(),
          options: keyword,
          source: String.t()
        }

  @form "name(param :: type, …) :: return"

  @doc """
  Reads a signature out of its text.

  `defaults` are options for a signature that does not give them itself.

      iex> {:ok, signature} = RustInElixir.Schema.Signature.parse("distance(a::Point,b::Point)::f64")
      iex> {signature.name, signature.arity, signature.source}
      {"distance", 2, "nif distance(a :: Point, b :: Point) :: f64"}

      iex> {:ok, signature} = RustInElixir.Schema.Signature.parse("now() :: u64", schedule: :normal)
      iex> signature.source
      "nif now() :: u64, schedule: :normal"

      iex> RustInElixir.Schema.Signature.parse("reset(all :: boolean) :: :ok")
      {:error, "`boolean` is not a schema type; use `bool`"}
  """
  @spec parse(String.t(), keyword) :: {:ok, t} | {:error, String.t()}
  def parse(text, defaults \\ []) do
    text = text |> String.trim() |> String.replace(~r/\Anif\s+/, "")

    with {:ok, head, options} <- split(text),
         {:ok, nif} <- whole(head),
         {:ok, options} <- literal_options(Keyword.merge(defaults, options), nif) do
      {:ok, new(head, nif, options)}
    end
  end

  @doc """
  Reads a signature without its options from its syntax tree.

  Without a NIF there are problems that say why; a wrong type alone stays in its place as
  `{:invalid, message}`.
  """
  @spec from_quoted(Macro.t(), pos_integer) :: {Nif.t() | nil, [Problem.t()]}
  def from_quoted({:"::", _meta, [head, return]}, line) do
    case named(head) do
      {:ok, name, params} ->
        {params, problems} = params(params, name, line)

        if problems == [] do
          {return, style} = returned_style(return)
          {return, handle?} = returned_handle(return)
          nif = %Nif{name: name, params: params, returns: return(return), line: line}
          {%{nif | return_style: style, returns_handle: handle?}, []}
        else
          {nil, problems}
        end

      :error ->
        {nil, [%Problem{line: line, message: no_signature(head)}]}
    end
  end

  def from_quoted(head, line) do
    message =
      case named(head) do
        {:ok, name, params} ->
          source = if params == [], do: "#{name}()", else: Excerpt.of(head)

          "`#{name}/#{length(params)}` has no return; write `nif #{source} :: TYPE`, " <>
            "such as `:: string` or `:: :ok`"

        :error ->
          no_signature(head)
      end

    {nil, [%Problem{line: line, message: message}]}
  end

  @doc "The valid options, and a message for each invalid one."
  @spec check_options(keyword, Nif.t()) :: {keyword, [String.t()]}
  def check_options(options, nif) do
    known = [
      schedule: Options.one_of([:normal, :dirty_cpu, :dirty_io]),
      cast: &Options.boolean/1,
      returns: Options.one_of([:tagged, :bare]),
      renamed_from: &Options.old_name/1
    ]

    streamed = if stream?(nif), do: [chunk: &Options.chunk/1], else: []
    Options.check(options, known ++ streamed, "`#{nif.name}/#{length(nif.params)}`")
  end

  defp stream?(%{returns: {:stream, _, _, _}}), do: true
  defp stream?(nif), do: Enum.any?(nif.params, &(&1.passing == :stream))

  defp split(text) do
    case Syntax.parse("nif " <> text) do
      {:ok, {:nif, _, [head]}} ->
        {:ok, head, []}

      {:ok, {:nif, _, [head, options]}} ->
        with {:ok, options} <- Options.split(options), do: {:ok, head, options}

      {:ok, _other} ->
        {:error, "#{inspect(text)} is not a signature; write `#{@form}`"}

      {:error, [%Problem{message: message}]} ->
        {:error, "#{inspect(text)} is not a signature (#{message}); #{advice(message)}"}
    end
  end

  defp advice(message) do
    case Regex.run(~r/\Aunexpected reserved word: (\w+)/, message) do
      [_, word] -> "`#{word}` is reserved by Elixir; write it as `unquote(:#{word})`"
      nil -> "write `#{@form}`"
    end
  end

  # A signature on the command line is in no schema that could report a wrong type later.
  defp whole(head) do
    case from_quoted(head, 1) do
      {nil, problems} ->
        {:error, Enum.map_join(problems, "\n", & &1.message)}

      {nif, []} ->
        case invalid_types(nif) do
          [] -> {:ok, nif}
          messages -> {:error, Enum.join(messages, "\n")}
        end
    end
  end

  # Nothing is evaluated here, so that only atoms and booleans have a value.
  defp literal_options(options, nif) do
    with nil <- Enum.find(options, fn {_key, value} -> is_tuple(value) end),
         {options, []} <- check_options(options, nif) do
      {:ok, options}
    else
      {key, value} when is_atom(key) ->
        {:error,
         "the option `#{key}` of `#{nif.name}/#{length(nif.params)}` must be a literal, got: `#{Excerpt.of(value)}`"}

      {_options, messages} ->
        {:error, Enum.join(messages, "\n")}
    end
  end

  defp invalid_types(nif) do
    returned =
      case nif.returns do
        :ok ->
          []

        {:value, type} ->
          [type]

        {:result, nil, error} ->
          [error]

        {:result, value, error} ->
          [value, error]

        {:stream, item, item_error, error} ->
          for type <- [item, item_error, error], type, do: type
      end

    types = Enum.map(nif.params, & &1.type) ++ returned
    types |> Enum.flat_map(&Type.invalid_messages/1) |> Enum.uniq()
  end

  defp new(head, nif, options) do
    {:"::", _, [{name, _, params}, return]} = head
    name = if is_atom(name), do: name, else: Excerpt.one_line(name)
    params = if is_list(params), do: Enum.map_join(params, ", ", &Excerpt.one_line/1)
    suffix = Enum.map_join(options, fn {key, value} -> ", #{key}: #{inspect(value)}" end)

    # A line break would be kept by the formatter, which is to choose them itself. The parentheses
    # are written here, for `import` and its like would lose them.
    source = "nif #{name}(#{params}) :: #{Excerpt.one_line(return)}#{suffix}"

    %__MODULE__{
      name: nif.name,
      arity: length(nif.params),
      nif: nif,
      options: options,
      source: format(source)
    }
  end

  @doc "Formats the source of a signature with the options of `Code.format_string!/2`."
  @spec format(String.t(), keyword) :: String.t()
  def format(source, options \\ []) do
    source |> Code.format_string!(formatter_options(options)) |> IO.iodata_to_binary()
  end

  @doc "The options of a formatter for the source of a schema, whose words take no parentheses."
  @spec formatter_options(keyword) :: keyword
  def formatter_options(options) do
    own = [nif: :*, resource: :*, struct: :*, exception: :*, field: :*]
    Keyword.update(options, :locals_without_parens, own, &(own ++ &1))
  end

  defp named({:unquote, _, [_name]}), do: :error

  defp named({{:unquote, _, [name]}, _, params}) when is_atom(name) and is_list(params),
    do: {:ok, Atom.to_string(name), params}

  defp named({name, _, context}) when is_atom(name) and is_atom(context),
    do: {:ok, Atom.to_string(name), []}

  defp named({name, _, params}) when is_atom(name) and is_list(params) do
    if Macro.classify_atom(name) == :identifier,
      do: {:ok, Atom.to_string(name), params},
      else: :error
  end

  defp named(_ast), do: :error

  defp no_signature(ast), do: "`#{Excerpt.of(ast)}` is not a signature; write `nif #{@form}`"

  defp params(asts, function, line) do
    {params, problems} =
      asts
      |> Enum.with_index(1)
      |> Enum.reduce({[], []}, fn {ast, position}, {params, problems} ->
        with {:ok, param} <- param(ast, position, function, line),
             :ok <- new_name(param, params, function) do
          {[param | params], problems}
        else
          {:error, message} ->
            {params, [%Problem{line: line_of(ast, line), message: message} | problems]}
        end
      end)

    {Enum.reverse(params), Enum.reverse(problems)}
  end

  defp param({:"::", _, [name, type]} = ast, position, function, line) do
    case param_name(name) do
      {:ok, name} ->
        {:ok, struct!(%Param{name: name, type: nil, line: line_of(ast, line)}, passed(type))}

      :error ->
        {:error, no_param(ast, position, function)}
    end
  end

  defp param({:\\, _, [param, _default]}, _position, function, _line) do
    {:error,
     "the parameter `#{Excerpt.of(param)}` of `#{function}` cannot have a default; " <>
       "declare `options NAME do … end` with fields that have defaults"}
  end

  defp param(ast, position, function, _line) do
    case param_name(ast) do
      {:ok, name} ->
        {:error,
         "the parameter `#{name}` of `#{function}` has no type; " <>
           "write `#{name} :: TYPE`, such as `#{name} :: string`"}

      :error ->
        {:error, no_param(ast, position, function)}
    end
  end

  defp passed({passing, _, [type]}) when passing in [:mut, :take, :handle, :stream],
    do: [passing: passing, type: Type.parse(type)]

  defp passed(type), do: [type: Type.parse(type)]

  defp param_name({:unquote, _, [name]}) when is_atom(name), do: {:ok, Atom.to_string(name)}

  defp param_name({name, _, context}) when is_atom(name) and is_atom(context),
    do: {:ok, Atom.to_string(name)}

  defp param_name(_ast), do: :error

  defp no_param(ast, position, function) do
    "parameter #{position} of `#{function}` must be a name with a type, such as " <>
      "`text :: string`, got: `#{Excerpt.of(ast)}`"
  end

  defp new_name(param, params, function) do
    if Enum.any?(params, &(&1.name == param.name)),
      do: {:error, "the parameter `#{param.name}` of `#{function}` is declared twice"},
      else: :ok
  end

  defp line_of({_, meta, _}, line), do: Keyword.get(meta, :line, line)
  defp line_of(_ast, line), do: line

  # A value without a tag beside an error is one with a tag everywhere but in what the facade returns.
  defp returned_style({:|, meta, _} = return) do
    case Enum.split_with(alternatives(return), &match?({:error, _}, &1)) do
      {[error], [_ | _] = values} ->
        if Enum.any?(values, &answers?/1) do
          {return, :tagged}
        else
          value = values |> Enum.reverse() |> Enum.reduce(&{:|, meta, [&1, &2]})
          {{:|, meta, [{:ok, value}, error]}, :untagged}
        end

      _ ->
        {return, :tagged}
    end
  end

  defp returned_style(return), do: {return, :tagged}

  defp alternatives({:|, _, [first, rest]}), do: [first | alternatives(rest)]
  defp alternatives(type), do: [type]

  # A handle that is there already, rather than a value that gets its first one.
  defp returned_handle({:handle, _, [{:__aliases__, _, _} = name]}), do: {name, true}

  defp returned_handle({:|, meta, [{:ok, {:handle, _, [{:__aliases__, _, _} = name]}}, error]}),
    do: {{:|, meta, [{:ok, name}, error]}, true}

  defp returned_handle(return), do: {return, false}

  defp return(:ok), do: :ok
  defp return({:stream, _, [item]}), do: stream(item, nil)
  defp return({:|, _, [{:ok, {:stream, _, [item]}}, {:error, error}]}), do: stream(item, error)
  defp return({:|, _, [{:error, error}, {:ok, {:stream, _, [item]}}]}), do: stream(item, error)

  defp return({:|, _, [{:ok, value}, {:error, error}]}), do: result(Type.parse(value), error)
  defp return({:|, _, [{:error, error}, {:ok, value}]}), do: result(Type.parse(value), error)
  defp return({:|, _, [:ok, {:error, error}]}), do: result(nil, error)
  defp return({:|, _, [{:error, error}, :ok]}), do: result(nil, error)

  defp return(ast) do
    if answers?(ast) do
      {:value,
       {:invalid,
        "`#{Excerpt.of(ast)}` cannot be the return of a NIF; write a type, `:ok`, " <>
          "`{:ok, type} | {:error, type}`, `:ok | {:error, type}` or `type | {:error, type}`"}}
    else
      {:value, Type.parse(ast)}
    end
  end

  defp result(value, error), do: {:result, value, Type.parse(error)}

  defp stream({:|, _, [{:ok, item}, {:error, item_error}]}, error),
    do: {:stream, Type.parse(item), Type.parse(item_error), error && Type.parse(error)}

  defp stream({:|, meta, [{:error, item_error}, {:ok, item}]}, error),
    do: stream({:|, meta, [{:ok, item}, {:error, item_error}]}, error)

  defp stream(item, error), do: {:stream, Type.parse(item), nil, error && Type.parse(error)}

  # Half of an answer, or one that carries too much.
  defp answers?({:|, _, sides}), do: Enum.any?(sides, &answers?/1)
  defp answers?(atom) when atom in [:ok, :error], do: true
  defp answers?({tag, _}) when tag in [:ok, :error], do: true
  defp answers?({:{}, _, [tag | _]}) when tag in [:ok, :error], do: true
  defp answers?(_ast), do: false
end
