defmodule RustInElixir.Schema.Definition do
  @moduledoc false

  # A definition is read in two steps. `parse/3` takes it apart when its macro is expanded:
  # names and types are syntax. Docs, defaults and constraints are expressions, which
  # `expressions/1` hands out to be evaluated where the definition stands; `build/3` gets their
  # values and makes the definition.

  alias RustInElixir.Core.{Custom, Default, Definition, Field, Problem, Rename, Resource, Variant}
  alias RustInElixir.Schema.{Excerpt, Literal, Options, Type, Typespec}

  @with_fields [:struct, :map, :tuple, :record, :exception, :options]
  @with_variants [:unit_enum, :tagged_enum, :untagged_enum]

  @doc "Takes a definition apart; a definition without a name is lost, its problems are not."
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
        message = "the name of a type begins with a capital letter, such as #{kind} Point, got: "
        problem(draft, message <> Atom.to_string(name))

      [other | _] ->
        problem(
          draft,
          "the name of a type has one part, such as #{kind} Point, got: #{Excerpt.of(other)}"
        )

      [] ->
        problem(draft, "#{kind} has no name; write #{form(kind, "Point")}")
    end
  end

  @doc "What is left to evaluate: the argument, the options, and doc and options of each member."
  def expressions(draft) do
    {
      if(draft.kind == :unit_enum, do: draft.argument),
      Keyword.values(draft.options),
      for(member <- draft.members, do: {member.doc, Keyword.values(member.options)})
    }
  end

  @doc "Makes the definition, with the problems that it has by itself."
  def build(%{name: nil} = draft, _values, _doc), do: {nil, draft.problems}

  def build(draft, {argument, option_values, member_values}, doc) do
    {options, option_problems} = definition_options(draft, option_values)
    {members, member_problems} = members(draft, argument, member_values)
    {members, repeated} = unique(members, draft)

    definition = %Definition{
      name: draft.name,
      kind: kind(draft, members, options),
      doc: doc,
      cast: Keyword.get(options, :cast, false) != false,
      redact: Keyword.get(options, :redact, false),
      line: draft.line
    }

    {definition, draft.problems ++ option_problems ++ member_problems ++ repeated}
  end

  @doc "What the definition and its members say of their old names."
  def renames(%{name: nil}, _values), do: []

  def renames(draft, {_argument, option_values, member_values}) do
    members =
      for {member, {_doc, values}} <- Enum.zip(draft.members, member_values),
          do: {"#{draft.name}.#{member.name}", member.options, values, member.line}

    for {path, options, values, line} <- [
          {draft.name, draft.options, option_values, draft.line} | members
        ],
        {:renamed_from, value} <- Enum.zip(Keyword.keys(options), values),
        {:ok, from} <- [Options.old_name(value)],
        do: %Rename{path: path, from: from, line: line}
  end

  ## Syntax

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

  defp arguments(%{kind: :custom} = draft, [typespec | rest], nil, env) do
    case Typespec.source(typespec, env) do
      {:ok, source} ->
        options(%{draft | argument: source}, rest)

      {:error, message} ->
        problem(%{draft | name: nil}, "the typespec of custom #{draft.name}: #{message}")
    end
  end

  defp arguments(%{kind: :resource} = draft, rest, nil, _env), do: options(draft, rest)

  defp arguments(%{kind: :resource, name: name} = draft, _rest, _block, _env) do
    message =
      "resource #{name} has no fields here, for what it holds is the type #{name} in src/lib.rs; " <>
        "write resource #{name} without do … end"

    problem(%{draft | name: nil}, message)
  end

  defp arguments(%{kind: kind} = draft, rest, {:block, block}, _env)
       when kind in @with_fields or kind in @with_variants do
    draft |> options(rest) |> block(block)
  end

  defp arguments(draft, _rest, _block, _env) do
    problem(
      %{draft | name: nil},
      "#{draft.kind} #{draft.name} is not complete; write #{form(draft.kind, draft.name)}"
    )
  end

  defp form(:unit_enum, name), do: "unit_enum #{name}, [:left, :right]"
  defp form(:newtype, name), do: "newtype #{name}, string, max_length: 80"
  defp form(:custom, name), do: "custom #{name}, Decimal.t(), rust: \"crate::#{name}\""

  defp form(kind, name) when kind in @with_variants,
    do: "#{kind} #{name} do variant :id, u64 end"

  defp form(kind, name), do: "#{kind} #{name} do field :id, u64 end"

  defp options(draft, []), do: draft

  defp options(draft, [options]) do
    case Options.split(options) do
      {:ok, options} -> %{draft | options: options}
      {:error, message} -> problem(draft, "#{draft.kind} #{draft.name}: #{message}")
    end
  end

  defp options(draft, [argument | _rest]) do
    problem(
      draft,
      "#{draft.kind} #{draft.name} takes no argument #{Excerpt.of(argument)}; " <>
        "write #{form(draft.kind, draft.name)}"
    )
  end

  defp block(draft, block) do
    statements = with {:__block__, _, statements} <- block, do: statements

    {draft, doc} = statements |> List.wrap() |> Enum.reduce({draft, nil}, &statement/2)

    draft =
      if doc,
        do: problem(draft, "a @doc in #{draft.name} stands above nothing", doc.line),
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
      "#{draft.kind} #{draft.name} holds #{member} and @doc only, got: #{Excerpt.of(other)}"

    {problem(draft, message, line_of(other, draft.line)), nil}
  end

  defp member(draft, {:ok, member}, doc, line) do
    member = Map.merge(member, %{line: line, doc: doc && doc.text})
    %{draft | members: [member | draft.members]}
  end

  defp member(draft, {:error, message}, _doc, line), do: problem(draft, message, line)

  defp field([name | rest], draft) when is_atom(name) do
    owner = "the field #{inspect(name)} of #{draft.name}"

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
      "#{owner} has no type; write field #{inspect(name)}, TYPE, such as field #{inspect(name)}, string"

  defp variant([name | values], draft) when is_atom(name) do
    owner = "the variant #{inspect(name)} of #{draft.name}"
    {values, options} = variant_options(values)

    with {:ok, shape} <- shape(draft.kind, values, owner),
         do: {:ok, %{name: name, shape: shape, options: options}}
  end

  defp variant(args, draft), do: {:error, no_name("variant", args, draft)}

  defp no_name(member, args, draft) do
    got = if args == [], do: "nothing", else: Excerpt.of(hd(args))
    "the name of a #{member} of #{draft.name} must be an atom such as :width, got: #{got}"
  end

  # A keyword list is no type.
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
       "#{owner} carries a value; declare the enum with tagged_enum, or leave the value out"}

  defp shape(:tagged_enum, [{:%{}, meta, [{key, _} | _] = fields}], owner) when is_atom(key) do
    with :ok <- named_once(fields, owner),
         do: {:ok, {:fields, Enum.map(fields, &named_field(&1, meta))}}
  end

  defp shape(_kind, values, _owner), do: {:ok, {:values, Enum.map(values, &Type.parse/1)}}

  defp named_once(fields, owner) do
    names = Enum.map(fields, &elem(&1, 0))

    cond do
      name = Enum.find(names, &(not is_atom(&1))) ->
        {:error, "#{owner} names its fields by atoms, got: #{Excerpt.of(name)}"}

      match?([_ | _], names -- Enum.uniq(names)) ->
        {:error, "#{owner} names #{inspect(hd(names -- Enum.uniq(names)))} twice"}

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

  ## Values

  defp definition_options(draft, values) do
    given = Enum.zip(Keyword.keys(draft.options), values)
    {options, messages} = Options.check(given, known(draft.kind), draft.name)
    {options, Enum.map(messages, &%Problem{line: draft.line, message: &1})}
  end

  # What a handle leads to never crosses, so that there is nothing to cast or to show.
  defp known(:resource) do
    [
      rust: &Options.text/1,
      lock: Options.one_of([:rwlock, :mutex]),
      on_drop: &Options.function_name/1,
      monitor: &Options.boolean/1,
      renamed_from: &Options.old_name/1
    ]
  end

  # How a type of the user's own is cast only its author knows.
  defp known(:custom) do
    [
      rust: &Options.text/1,
      validate: &Options.validator/1,
      cast: &Options.caster/1,
      redact: &Options.boolean/1,
      renamed_from: &Options.old_name/1
    ]
  end

  defp known(kind) do
    known_of(kind) ++
      [
        cast: &Options.boolean/1,
        redact: &Options.boolean/1,
        renamed_from: &Options.old_name/1
      ]
  end

  defp known_of(:newtype) do
    [
      trim: &Options.boolean/1,
      min: &Options.number/1,
      max: &Options.number/1,
      min_length: &Options.length/1,
      max_length: &Options.length/1,
      max_bytes: &Options.length/1,
      format: &Options.format/1,
      in: &Options.choice/1
    ]
  end

  defp known_of(_kind), do: []

  defp members(%{kind: :unit_enum, argument: nil} = draft, _argument, values),
    do: built(draft, values, &build_variant/3)

  defp members(%{kind: :unit_enum} = draft, list, _values) do
    if is_list(list) and not List.improper?(list) and Enum.all?(list, &is_atom/1) do
      {for(
         name <- list,
         do: %Variant{name: Atom.to_string(name), shape: :unit, line: draft.line}
       ), []}
    else
      message =
        "the variants of #{draft.name} must be a list of atoms such as [:left, :right], got: "

      {[], [%Problem{line: draft.line, message: message <> inspect(list)}]}
    end
  end

  defp members(%{kind: kind} = draft, _argument, values) when kind in @with_variants,
    do: built(draft, values, &build_variant/3)

  defp members(draft, _argument, values), do: built(draft, values, &build_field/3)

  defp built(draft, values, build) do
    {members, problems} =
      draft.members
      |> Enum.zip_with(values, &build.(&1, &2, draft))
      |> Enum.unzip()

    {members, List.flatten(problems)}
  end

  defp build_variant(member, {doc, values}, draft) do
    given = Enum.zip(Keyword.keys(member.options), values)
    owner = "the variant #{inspect(member.name)} of #{draft.name}"
    {_options, messages} = Options.check(given, [renamed_from: &Options.old_name/1], owner)

    variant = %Variant{
      name: Atom.to_string(member.name),
      shape: member.shape,
      doc: text(doc),
      line: member.line
    }

    {variant, Enum.map(messages, &%Problem{line: member.line, message: &1})}
  end

  defp build_field(member, {doc, values}, draft) do
    given = Enum.zip(Keyword.keys(member.options), values)

    known = [
      default: &Options.any/1,
      redact: &Options.boolean/1,
      renamed_from: &Options.old_name/1
    ]

    owner = "the field #{inspect(member.name)} of #{draft.name}"
    {options, messages} = Options.check(given, known, owner)

    field = %Field{
      name: Atom.to_string(member.name),
      type: member.type,
      default: default(Keyword.fetch(options, :default)),
      doc: text(doc),
      redact: Keyword.get(options, :redact, false),
      line: member.line
    }

    {field, Enum.map(messages, &%Problem{line: member.line, message: &1})}
  end

  defp default(:error), do: nil

  defp default({:ok, value}),
    do: %Default{value: Literal.from(value), source: Literal.source(value)}

  @doc "The text of a doc, or `nil` where there is none; `@doc false` is none."
  def text(doc) when is_binary(doc), do: with("" <- String.trim_trailing(doc), do: nil)
  def text(_doc), do: nil

  # The second of two members of one name is left out, so that it is not reported again.
  defp unique(members, draft) do
    {members, _lines, problems} =
      Enum.reduce(members, {[], %{}, []}, fn member, {members, lines, problems} ->
        case Map.fetch(lines, member.name) do
          {:ok, line} -> {members, lines, [repeated(member, line, draft) | problems]}
          :error -> {[member | members], Map.put(lines, member.name, member.line), problems}
        end
      end)

    {Enum.reverse(members), Enum.reverse(problems)}
  end

  defp repeated(member, line, draft) do
    what = if draft.kind in @with_variants, do: "variant", else: "field"
    name = inspect(String.to_atom(member.name))
    message = "the #{what} #{name} of #{draft.name} is given twice, first on line #{line}"
    %Problem{line: member.line, message: message}
  end

  defp kind(%{kind: kind}, members, _options) when kind in @with_variants, do: {kind, members}

  defp kind(%{kind: :record} = draft, members, _options) do
    tag = draft.argument || Macro.underscore(draft.name)
    {:record, to_string(tag), members}
  end

  defp kind(%{kind: kind}, members, _options) when kind in @with_fields, do: {kind, members}

  defp kind(%{kind: :newtype} = draft, _members, options),
    do: {:newtype, draft.argument, constraints(options)}

  defp kind(%{kind: :custom} = draft, _members, options) do
    {:custom,
     %Custom{
       typespec: draft.argument,
       rust: Keyword.get(options, :rust, rust_path(draft.name)),
       validator: Keyword.get(options, :validate),
       caster: Keyword.get(options, :cast)
     }}
  end

  defp kind(%{kind: :resource} = draft, _members, options) do
    options = Keyword.delete(options, :renamed_from)
    {:resource, struct!(%Resource{rust: rust_path(draft.name)}, options)}
  end

  # Rust's types have no underscores inside, of which rustc warns.
  defp rust_path(name) do
    "crate::" <> Regex.replace(~r/_+([A-Za-z0-9])/, name, fn _, first -> String.upcase(first) end)
  end

  defp constraints(options) do
    for {key, value} <- options, constraint = constraint(key, value), do: constraint
  end

  defp constraint(:trim, true), do: :trim
  defp constraint(key, value) when key in [:min, :max], do: {key, Literal.from(value)}

  defp constraint(key, value) when key in [:min_length, :max_length, :max_bytes, :format],
    do: {key, value}

  defp constraint(:in, values), do: {:in, Enum.map(values, &Literal.from/1)}
  defp constraint(_key, _value), do: nil
end
