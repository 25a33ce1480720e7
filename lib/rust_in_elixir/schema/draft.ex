defmodule RustInElixir.Schema.Draft do
  @moduledoc false

  # A definition is read in two steps. `parse/3` takes it apart when its macro is expanded:
  # names and types are syntax. Docs, defaults and constraints are expressions, which
  # `expressions/1` hands out to be evaluated where the definition stands;
  # `RustInElixir.Schema.Definition.build/3` gets their values and makes the definition.

  alias RustInElixir.Core.{Field, Problem}
  alias RustInElixir.Schema.{Excerpt, Options, Type, Typespec}

  @with_fields [:struct, :map, :tuple, :record, :exception, :options]
  @with_variants [:unit_enum, :tagged_enum, :untagged_enum]

  @doc "The kinds of types that have fields."
  @spec with_fields() :: [atom]
  def with_fields, do: @with_fields

  @doc "The kinds of types that have variants."
  @spec with_variants() :: [atom]
  def with_variants, do: @with_variants

  @doc "Reads a definition; without a name only its problems are kept."
  def parse(kind, args, env) do
    {args, block} = args |> Enum.reject(&is_nil/1) |> split_block()

    draft = %{
      kind: kind,
      line: env.line,
      name: nil,
      argument: nil,
      options: [],
      members: [],
      problems: []
    }

    case args do
      [{:__aliases__, _, [name]} | rest] when is_atom(name) ->
        arguments(%{draft | name: Atom.to_string(name)}, rest, block, env)

      [{name, _, context} | _] when is_atom(name) and is_atom(context) ->
        message = "a type name starts with a capital letter, such as `#{kind} Point`, got: "
        problem(draft, message <> "`#{name}`")

      [other | _] ->
        problem(
          draft,
          "a type name has one part, such as `#{kind} Point`, got: `#{Excerpt.of(other)}`"
        )

      [] ->
        problem(draft, "`#{kind}` has no name; write `#{form(kind, "Point")}`")
    end
  end

  @doc "The expressions to evaluate: the argument, the options, and doc and options of each member."
  def expressions(draft) do
    {
      if(draft.kind == :unit_enum, do: draft.argument),
      Keyword.values(draft.options),
      for(member <- draft.members, do: {member.doc, Keyword.values(member.options)})
    }
  end

  defp split_block(args) do
    with {last, front} when is_list(last) <- List.pop_at(args, -1),
         true <- Keyword.keyword?(last),
         {{:ok, block}, rest} <- {Keyword.fetch(last, :do), Keyword.delete(last, :do)} do
      {front ++ if(rest == [], do: [], else: [rest]), {:block, block}}
    else
      _no_block -> {args, nil}
    end
  end

  defp arguments(%{kind: :record} = draft, [tag | rest], block, env) when is_atom(tag),
    do: arguments(%{draft | argument: tag}, rest, block, env)

  defp arguments(%{kind: :unit_enum} = draft, [list | rest], nil, _env),
    do: options(%{draft | argument: list}, rest)

  defp arguments(%{kind: :newtype} = draft, [type | rest], nil, _env),
    do: options(%{draft | argument: Type.parse(type)}, rest)

  defp arguments(%{kind: kind} = draft, [typespec | rest], nil, env)
       when kind in [:custom, :remote] do
    case Typespec.source(typespec, env) do
      {:ok, source} when kind == :custom ->
        options(%{draft | argument: source}, rest)

      {:ok, source} ->
        %{draft | argument: %{typespec: source, module: Typespec.module(typespec, env)}}
        |> options(rest)
        |> remote()

      {:error, message} ->
        problem(%{draft | name: nil}, "the typespec of `#{kind} #{draft.name}`: #{message}")
    end
  end

  defp arguments(%{kind: :resource} = draft, rest, nil, _env), do: options(draft, rest)

  defp arguments(%{kind: :resource, name: name} = draft, _rest, _block, _env) do
    message =
      "`resource #{name}` has no fields here, because its data is the type `#{name}` in src/lib.rs; " <>
        "write `resource #{name}` without `do … end`"

    problem(%{draft | name: nil}, message)
  end

  defp arguments(%{kind: kind} = draft, rest, {:block, block}, _env)
       when kind in @with_fields or kind in @with_variants do
    draft |> options(rest) |> block(block)
  end

  defp arguments(draft, _rest, _block, _env) do
    problem(
      %{draft | name: nil},
      "`#{draft.kind} #{draft.name}` is incomplete; write `#{form(draft.kind, draft.name)}`"
    )
  end

  # Of its options the representation is a type, which is read, and never evaluated.
  defp remote(%{problems: [_ | _]} = draft), do: %{draft | name: nil}

  defp remote(%{argument: argument, options: options} = draft) do
    {as, options} = Keyword.split(options, [:as])
    draft = %{draft | options: options}

    case no_remote(draft, as) do
      nil -> %{draft | argument: Map.put(argument, :type, Type.parse(as[:as]))}
      message -> problem(%{draft | name: nil}, message)
    end
  end

  defp no_remote(%{name: name, argument: argument, options: options}, as) do
    given = Keyword.keys(as ++ options)
    missing = for key <- [:as, :from, :to], key not in given, do: "`#{key}:`"

    cond do
      missing != [] ->
        "`remote #{name}` has no #{Enum.join(missing, ", ")}; write `#{form(:remote, name)}`"

      length(as) > 1 ->
        "the option `as` of `#{name}` is given twice"

      argument.module == nil and :validate not in given ->
        "nothing says which values `#{argument.typespec}` has, the typespec of `remote #{name}`; " <>
          "name the type `t` of a struct, such as `URI.t()`, or add `validate: &MyApp.#{name}.validate/1`"

      true ->
        nil
    end
  end

  defp form(:unit_enum, name), do: "unit_enum #{name}, [:left, :right]"
  defp form(:newtype, name), do: "newtype #{name}, string, max_length: 80"
  defp form(:custom, name), do: "custom #{name}, Decimal.t(), rust: \"crate::#{name}\""

  defp form(:remote, name),
    do: "remote #{name}, URI.t(), as: string, from: &URI.to_string/1, to: &URI.parse/1"

  defp form(kind, name) when kind in @with_variants,
    do: "#{kind} #{name} do variant :id, u64 end"

  defp form(kind, name), do: "#{kind} #{name} do field :id, u64 end"

  defp options(draft, []), do: draft

  defp options(draft, [options]) do
    case Options.split(options) do
      {:ok, options} -> %{draft | options: options}
      {:error, message} -> problem(draft, "`#{draft.kind} #{draft.name}`: #{message}")
    end
  end

  defp options(draft, [argument | _rest]) do
    problem(
      draft,
      "`#{draft.kind} #{draft.name}` does not take the argument `#{Excerpt.of(argument)}`; " <>
        "write `#{form(draft.kind, draft.name)}`"
    )
  end

  defp block(draft, block) do
    statements = with {:__block__, _, statements} <- block, do: statements

    {draft, doc} = statements |> List.wrap() |> Enum.reduce({draft, nil}, &statement/2)

    draft =
      if doc,
        do: problem(draft, "nothing follows this `@doc` in `#{draft.name}`; remove it", doc.line),
        else: draft

    %{draft | members: Enum.reverse(draft.members)}
  end

  defp statement({:@, meta, [{:doc, _, [text]}]}, {draft, _doc}),
    do: {draft, %{text: text, line: meta[:line]}}

  defp statement({:field, meta, args}, {%{kind: kind} = draft, doc})
       when kind in @with_fields and is_list(args),
       do: {member(draft, field(args, draft), doc, meta[:line]), nil}

  defp statement({:variant, meta, args}, {%{kind: kind} = draft, doc})
       when kind in @with_variants and is_list(args),
       do: {member(draft, variant(args, draft), doc, meta[:line]), nil}

  defp statement(other, {draft, _doc}) do
    member = if draft.kind in @with_fields, do: "field", else: "variant"

    message =
      "`#{draft.kind} #{draft.name}` can only contain `#{member}` and `@doc`, got: `#{Excerpt.of(other)}`"

    {problem(draft, message, line_of(other, draft.line)), nil}
  end

  defp member(draft, {:ok, member}, doc, line) do
    member = Map.merge(member, %{line: line, doc: doc && doc.text})
    %{draft | members: [member | draft.members]}
  end

  defp member(draft, {:error, message}, _doc, line), do: problem(draft, message, line)

  defp field([name | rest], draft) when is_atom(name) do
    owner = "the field `#{inspect(name)}` of `#{draft.name}`"

    case rest do
      [[{key, _} | _]] when key in [:default, :redact, :renamed_from] ->
        {:error, no_type(owner, name)}

      [type] ->
        {:ok, %{name: name, type: Type.parse(type), options: []}}

      [type, options] ->
        field_options(name, type, options, owner)

      _none_or_many ->
        {:error, no_type(owner, name)}
    end
  end

  defp field(args, draft), do: {:error, no_name("field", args, draft)}

  defp field_options(name, type, options, owner) do
    case Options.split(options) do
      {:ok, options} -> {:ok, %{name: name, type: Type.parse(type), options: options}}
      {:error, message} -> {:error, "#{owner}: #{message}"}
    end
  end

  defp no_type(owner, name),
    do:
      "#{owner} has no type; write `field #{inspect(name)}, TYPE`, such as `field #{inspect(name)}, string`"

  defp variant([name | values], draft) when is_atom(name) do
    owner = "the variant `#{inspect(name)}` of `#{draft.name}`"
    {values, options} = variant_options(values)

    with {:ok, shape} <- shape(draft.kind, values, owner),
         do: {:ok, %{name: name, shape: shape, options: options}}
  end

  defp variant(args, draft), do: {:error, no_name("variant", args, draft)}

  defp no_name(member, args, draft) do
    got = if args == [], do: "nothing", else: "`#{Excerpt.of(hd(args))}`"
    "the name of a #{member} of `#{draft.name}` must be an atom such as `:width`, got: #{got}"
  end

  # A keyword list is not a type.
  defp variant_options(values) do
    case List.pop_at(values, -1) do
      {[{key, _} | _] = options, values} when is_atom(key) -> {values, options}
      _values -> {values, []}
    end
  end

  defp shape(_kind, [], _owner), do: {:ok, :unit}

  defp shape(:unit_enum, _values, owner),
    do:
      {:error,
       "#{owner} carries a value; declare the enum with `tagged_enum`, or remove the value"}

  defp shape(:tagged_enum, [{:%{}, meta, [{key, _} | _] = fields}], owner) when is_atom(key) do
    with :ok <- named_once(fields, owner),
         do: {:ok, {:fields, Enum.map(fields, &named_field(&1, meta))}}
  end

  defp shape(_kind, values, _owner), do: {:ok, {:values, Enum.map(values, &Type.parse/1)}}

  defp named_once(fields, owner) do
    names = Enum.map(fields, &elem(&1, 0))

    cond do
      name = Enum.find(names, &(not is_atom(&1))) ->
        {:error, "the field names of #{owner} must be atoms, got: `#{Excerpt.of(name)}`"}

      match?([_ | _], names -- Enum.uniq(names)) ->
        {:error, "#{owner} declares the field `#{inspect(hd(names -- Enum.uniq(names)))}` twice"}

      true ->
        :ok
    end
  end

  defp named_field({name, type}, meta) do
    %Field{name: Atom.to_string(name), type: Type.parse(type), line: line_of(type, meta[:line])}
  end

  defp line_of({_, meta, _}, line) when is_list(meta), do: Keyword.get(meta, :line, line)
  defp line_of(_ast, line), do: line

  defp problem(draft, message, line \\ nil),
    do: %{
      draft
      | problems: draft.problems ++ [%Problem{line: line || draft.line, message: message}]
    }
end
