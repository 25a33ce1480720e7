defmodule RustInElixir.Schema.Definition do
  @moduledoc false

  # Makes a definition out of its draft, once the values of its expressions are there.

  alias RustInElixir.Core.{Custom, Default, Definition, Field, Problem, Remote, Rename}
  alias RustInElixir.Core.{Resource, Variant}
  alias RustInElixir.Schema.{Draft, Literal, Options}

  @with_fields Draft.with_fields()
  @with_variants Draft.with_variants()

  @doc "Builds the definition, with its own problems."
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

  @doc "The old names of the definition and its members."
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

  defp definition_options(draft, values) do
    given = Enum.zip(Keyword.keys(draft.options), values)
    {options, messages} = Options.check(given, known(draft.kind), "`#{draft.name}`")
    {options, Enum.map(messages, &%Problem{line: draft.line, message: &1})}
  end

  # The value behind a handle never crosses, so there is nothing to cast or to show.
  defp known(:resource) do
    [
      rust: &Options.text/1,
      lock: Options.one_of([:rwlock, :mutex]),
      on_drop: &Options.function_name/1,
      monitor: &Options.boolean/1,
      renamed_from: &Options.old_name/1
    ]
  end

  # Only the author of a custom type knows how to cast it.
  defp known(:custom) do
    [
      rust: &Options.text/1,
      validate: &Options.validator/1,
      cast: &Options.caster/1,
      redact: &Options.boolean/1,
      renamed_from: &Options.old_name/1
    ]
  end

  defp known(:remote) do
    [
      from: Options.conversion("&URI.to_string/1"),
      to: Options.conversion("&URI.parse/1"),
      validate: &Options.validator/1,
      cast: &Options.boolean/1,
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
        "the variants of `#{draft.name}` must be a list of atoms such as `[:left, :right]`, got: "

      {[], [%Problem{line: draft.line, message: message <> "`#{inspect(list)}`"}]}
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
    owner = "the variant `#{inspect(member.name)}` of `#{draft.name}`"
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

    owner = "the field `#{inspect(member.name)}` of `#{draft.name}`"
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
    message = "the #{what} `#{name}` of `#{draft.name}` is declared twice, first on line #{line}"
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

  defp kind(%{kind: :remote, argument: argument}, _members, options) do
    {:remote, argument.type,
     %Remote{
       typespec: argument.typespec,
       # A function that validates says which values there are.
       module: if(options[:validate], do: nil, else: argument.module),
       from: Keyword.get(options, :from, ""),
       to: Keyword.get(options, :to, ""),
       validator: Keyword.get(options, :validate)
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
