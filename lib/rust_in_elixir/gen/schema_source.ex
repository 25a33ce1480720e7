defmodule RustInElixir.Gen.SchemaSource do
  @moduledoc false

  # The text of a schema file: a new one, or one of the user's that gets more NIFs, or a resource
  # with its NIFs.
  #
  # A schema is the user's own. What is added goes in front of the `end` of the schema module;
  # every other byte stays: comments, layout, tabs, line ends, and an absent last one.
  #
  # Both functions are pure, and take signatures as `RustInElixir.Schema.Signature.parse/2`
  # gives them. Options:
  #
  #   * `:formatter` - options of `Code.format_string!/2`, as the project's `.formatter.exs` has them
  #   * `:loader` - the loader that a new schema asks for
  #   * `:resource` - a resource to declare, as `RustInElixir.Gen.ResourceLine.new/2` gives it
  #   * `:skeletons` - further types to declare, as `RustInElixir.Gen.Skeleton.of/2` gives them

  alias RustInElixir.Core.{Nif, Problem}
  alias RustInElixir.{Gen.ResourceLine, Gen.Skeleton}
  alias RustInElixir.Schema.{Options, Signature, Syntax}
  alias RustInElixir.Text.Splice

  @kinds [:unit_enum, :tagged_enum, :untagged_enum, :struct, :map, :tuple, :record, :exception] ++
           [:options, :newtype, :custom, :remote, :resource]

  @typedoc """
  The new text, and which functions, as `name/arity`, were added or there already. The places are the lines of the new text
  on which what was added begins.
  """
  @type addition :: %{
          text: String.t(),
          added: [String.t()],
          present: [String.t()],
          places: [{pos_integer, declaration}]
        }

  @typedoc "An addition to a schema."
  @type declaration :: Signature.t() | ResourceLine.t() | Skeleton.t()

  @doc """
  The text of a new schema.

      iex> {:ok, signature} = RustInElixir.Schema.Signature.parse("upcase(text :: string) :: string")
      iex> {:ok, new} = RustInElixir.Gen.SchemaSource.new("MyApp.Text", "my_app_text", [signature])
      iex> new.added
      ["upcase/1"]

  The text of it is

      defmodule MyApp.Text.Schema do
        use RustInElixir.Schema, facade: MyApp.Text, crate: "my_app_text"

        @moduledoc "Functions of `MyApp.Text` that are implemented in Rust."

        @doc "Calls `upcase` in Rust."
        nif upcase(text :: string) :: string
      end
  """
  @spec new(String.t(), String.t(), [Signature.t()], keyword) ::
          {:ok, addition} | {:error, [Problem.t()]}
  def new(facade, crate, signatures, options \\ []) do
    loader = if options[:loader], do: ", loader: #{inspect(options[:loader])}", else: ""

    text = """
    defmodule #{facade}.Schema do
      use RustInElixir.Schema, facade: #{facade}, crate: #{inspect(crate)}#{loader}

      @moduledoc "Functions of `#{facade}` that are implemented in Rust."
    end
    """

    text
    |> Signature.format(options[:formatter] || [])
    |> Kernel.<>("\n")
    |> add(signatures, options)
  end

  @doc """
  Adds NIFs to the text of a schema.

  A function that is there already, with the same parameters and the same return, is not added
  again; options and docs that the schema gives it since are the user's. With other parameters
  or another return it is a problem, and so are options that the signature asks for and the
  schema does not have. With any problem nothing is added. A problem of the signatures alone has line 0.
  """
  @spec add(String.t(), [Signature.t()], keyword) :: {:ok, addition} | {:error, [Problem.t()]}
  def add(text, signatures, options \\ []) do
    with {:ok, ast} <- Syntax.parse(text, token_metadata: true, columns: true),
         {:ok, schema} <- Syntax.schema_module(ast),
         {:ok, place} <- place(schema),
         {:ok, resource} <- new_resource(options[:resource], schema),
         {:ok, added, present} <- compare(signatures, nifs(schema)) do
      declarations = Keyword.get(options, :skeletons, []) ++ resource ++ added
      text = insert(text, place, schema, declarations, options)

      {:ok,
       %{
         text: text,
         added: Enum.map(added, &name/1),
         present: Enum.map(present, &name/1),
         places: places(text, declarations)
       }}
    end
  end

  defp place({:defmodule, meta, _}) do
    case meta[:end] do
      nil ->
        message = "cannot add to this schema module; write it as `defmodule … do … end`"

        {:error, [%Problem{line: meta[:line], message: message}]}

      place ->
        {:ok, place}
    end
  end

  # The resource as a list, which is empty if the schema has it already.
  defp new_resource(nil, _schema), do: {:ok, []}

  defp new_resource(resource, {:defmodule, _, [_name, [{_do, body}]]}) do
    declared =
      Enum.find(Syntax.statements(body), fn
        {kind, _, [{:__aliases__, _, [name]} | _]} when kind in @kinds ->
          Atom.to_string(name) == resource.name

        _other ->
          false
      end)

    case declared do
      nil -> {:ok, [resource]}
      {:resource, meta, [_name | options]} -> same_resource(resource, List.first(options), meta)
      {kind, meta, _} -> {:error, [taken(resource, kind, meta)]}
    end
  end

  defp same_resource(resource, options, meta) do
    with {:ok, options} <- Options.split(options),
         true <- Enum.all?(resource.options, &(&1 in options)) do
      {:ok, []}
    else
      _ ->
        message =
          "the resource `#{resource.name}` already exists with other options; change it here by " <>
            "hand to `#{resource.source}`"

        {:error, [%Problem{line: meta[:line], message: message}]}
    end
  end

  defp taken(resource, kind, meta) do
    message = "`#{resource.name}` already exists, as `#{kind}`; choose another name"
    %Problem{line: meta[:line], message: message}
  end

  defp nifs({:defmodule, _, [_name, [{_do, body}]]}) do
    for {:nif, meta, [head | options]} <- Syntax.statements(body),
        {%{} = nif, []} <- [Signature.from_quoted(head, meta[:line])],
        {:ok, options} <- [Options.split(List.first(options))] do
      {nif, options, meta[:line]}
    end
  end

  # A signature is compared with the schema and with the signatures before it.
  defp compare(signatures, nifs) do
    {_nifs, added, present, problems} =
      Enum.reduce(signatures, {nifs, [], [], []}, fn signature,
                                                     {nifs, added, present, problems} ->
        case Enum.find(nifs, fn {nif, _options, _line} -> function(nif) == name(signature) end) do
          nil ->
            nifs = [{signature.nif, signature.options, nil} | nifs]
            {nifs, [signature | added], present, problems}

          {nif, options, line} ->
            if same?(nif, options, signature),
              do: {nifs, added, [signature | present], problems},
              else: {nifs, added, present, [changed(signature, line) | problems]}
        end
      end)

    if problems == [],
      do: {:ok, Enum.reverse(added), Enum.reverse(present)},
      else: {:error, problems |> Enum.reverse() |> Enum.sort_by(& &1.line)}
  end

  defp name(signature), do: "#{signature.name}/#{signature.arity}"
  defp function(nif), do: "#{nif.name}/#{length(nif.params)}"

  defp same?(nif, options, signature) do
    types(nif) == types(signature.nif) and
      Enum.all?(signature.options, fn {key, value} ->
        Keyword.get(options, key, Map.fetch!(struct(Nif), key)) == value
      end)
  end

  defp types(nif) do
    params = Enum.map(nif.params, &{&1.name, &1.type, &1.passing})
    {params, nif.returns, nif.return_style, nif.returns_handle}
  end

  defp changed(signature, nil) do
    message = "`#{name(signature)}` is given twice, with different signatures"
    %Problem{line: 0, message: message}
  end

  defp changed(signature, line) do
    message =
      "`#{name(signature)}` already exists with another signature; change it here by hand to " <>
        "`#{signature.source}`"

    %Problem{line: line, message: message}
  end

  defp insert(text, _place, _schema, [], _options), do: text

  defp insert(text, place, {:defmodule, _, [_name, [{_do, body}]]}, declarations, options) do
    {:use, first, _} = body |> Syntax.statements() |> Enum.find(&match?({:use, _, _}, &1))
    sources = Enum.map(declarations, &source/1)
    formatter = Signature.formatter_options(options[:formatter] || [])
    Splice.before_end(text, place, first, sources, formatter)
  end

  # Each of them is two statements: its doc, and itself.
  defp places(_text, []), do: []

  defp places(text, declarations) do
    {:ok, ast} = Syntax.parse(text)
    {:ok, {:defmodule, _, [_name, [{_do, body}]]}} = Syntax.schema_module(ast)

    body
    |> Syntax.statements()
    |> Enum.take(-2 * length(declarations))
    |> Enum.take_every(2)
    |> Enum.map(fn {:@, meta, _doc} -> meta[:line] end)
    |> Enum.zip(declarations)
  end

  defp source(%Skeleton{source: source}), do: source
  defp source(%ResourceLine{} = line), do: "#{ResourceLine.doc(line)}\n#{line.source}"
  defp source(%Signature{} = it), do: "@doc \"Calls `#{it.name}` in Rust.\"\n#{it.source}"
end
