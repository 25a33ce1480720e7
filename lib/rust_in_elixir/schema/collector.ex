defmodule RustInElixir.Schema.Collector do
  @moduledoc false

  # The parts of the schema that this process has read so far. They are kept in the process
  # dictionary rather than in module attributes, which copy their value at each access: the
  # time to load a schema would grow with the square of its size.

  alias RustInElixir.Core.{Problem, Rename, Waiver}
  alias RustInElixir.Schema.{Definition, Options, Signature, TypeNames}

  ## When a macro is expanded

  @doc "Keeps a draft until its values are there, and gives it a number."
  def keep(draft) do
    state = state()
    put(%{state | drafts: Map.put(state.drafts, map_size(state.drafts), draft)})
    map_size(state.drafts)
  end

  @doc "Keeps what names of one part are aliases of."
  def aliases(aliases) when aliases == %{}, do: :ok
  def aliases(aliases), do: put(Map.update!(state(), :aliases, &Map.merge(&1, aliases)))

  @doc "Keeps a problem."
  def problem(line, message), do: problems([%Problem{line: line, message: message}])

  ## When the body of the schema runs

  @doc "Takes the options of `use RustInElixir.Schema`."
  def use(line, options) when not is_list(options) do
    message =
      "`use RustInElixir.Schema` takes `facade: MyApp.Markdown, crate: \"my_app_markdown\"`, " <>
        "got: `#{inspect(options)}`"

    failed([%Problem{line: line, message: message}])
  end

  def use(line, options) do
    known = [
      facade: &facade(&1, state().module),
      crate: &Options.crate/1,
      native: &facade(&1, state().module),
      loader: Options.one_of([:rustler, :precompiled, :rust_in_elixir]),
      base_url: &Options.text/1,
      targets: &Options.texts/1,
      nif_versions: &Options.texts/1,
      double: &Options.boolean/1,
      allocator: Options.one_of([:system, :vm, :mimalloc]),
      time: Options.one_of([:chrono, :jiff]),
      decimal: Options.one_of([:rust_decimal, :bigdecimal]),
      returns: Options.one_of([:tagged, :bare])
    ]

    {values, messages} = Options.check(options, known, "`use RustInElixir.Schema`")

    missing =
      for {key, example} <- [facade: "MyApp.Markdown", crate: "\"my_app_markdown\""],
          not Keyword.has_key?(options, key),
          do: "`use RustInElixir.Schema` has no `#{key}`; write `#{key}: #{example}`"

    idle =
      for key <- [:base_url, :targets, :nif_versions],
          Keyword.has_key?(options, key) and options[:loader] != :precompiled,
          do: "the option `#{key}` of `use RustInElixir.Schema` needs `loader: :precompiled`"

    failures =
      for message <- messages ++ missing ++ idle, do: %Problem{line: line, message: message}

    put(%{state() | use: values})
    failed(failures)
  end

  @doc "Takes a type whose expressions have their values now."
  def define(module, number, values) do
    draft = draft(number)
    doc = take_doc(module, :typedoc, :doc, "type")
    {definition, problems} = Definition.build(draft, values, doc)
    state = state()
    definitions = if definition, do: [definition | state.definitions], else: state.definitions
    put(%{state | definitions: definitions})
    renamed(Definition.renames(draft, values))
    problems(problems)
  end

  @doc "Takes a NIF whose options have their values now."
  def nif(module, number, values) do
    draft = draft(number)
    doc = take_doc(module, :doc, :typedoc, "NIF")

    if draft.nif do
      given = Enum.zip(Keyword.keys(draft.options), values)
      {options, messages} = Signature.check_options(given, draft.nif)
      {from, options} = Keyword.pop(options, :renamed_from)
      {style, options} = Keyword.pop(options, :returns)
      nif = struct!(draft.nif, [doc: doc] ++ options)
      nif = if options[:schedule], do: nif, else: %{nif | schedule: nil}
      label = "#{nif.name}/#{length(nif.params)}"
      {nif, contradiction} = styled(nif, style, label)
      messages = messages ++ contradiction
      renamed(if from, do: [%Rename{path: label, from: from, line: draft.line}], else: [])
      state = state()
      put(%{state | nifs: [nif | state.nifs]})
      problems(for message <- messages, do: %Problem{line: draft.line, message: message})
    end

    problems(draft.problems)
  end

  # What the NIF itself says comes before what holds for all of them.
  defp styled(nif, style, label) do
    question? = String.ends_with?(nif.name, "?")

    cond do
      style && question? ->
        {nif, ["`#{label}` returns a bare `bool` because of its name; remove `returns`"]}

      style && nif.return_style == :untagged ->
        {nif,
         [
           "`#{label}` returns a value without a tag beside `{:error, …}`, so `returns: #{inspect(style)}` " <>
             "says it differently; write `{:ok, type} | {:error, type}`, or remove `returns`"
         ]}

      question? or nif.return_style == :untagged ->
        {nif, []}

      true ->
        {%{nif | return_style: style || Keyword.get(state().use, :returns, :tagged)}, []}
    end
  end

  @doc "Takes a waiver."
  def waive(line, rule, path, options) do
    known = [reason: &Options.text/1, until: &Options.date/1]
    {options, messages} = Options.check(options, known, "`waive #{inspect(rule)}`")

    wrong =
      [
        {is_atom(rule) and rule not in [nil, true, false],
         "`waive` takes the name of a rule, such as `:nif_removed`, got: `#{inspect(rule)}`"},
        {is_binary(path) and path != "",
         "`waive #{inspect(rule)}` takes the place that the rule reports, such as `\"resize/2\"`, " <>
           "got: `#{inspect(path)}`"}
      ]
      |> Enum.reject(&elem(&1, 0))
      |> Enum.map(&elem(&1, 1))

    missing =
      for {key, example} <- [reason: "\"…\"", until: "~D[2027-01-31]"],
          not Keyword.has_key?(options, key) and messages == [],
          do: "`waive #{inspect(rule)}` has no `#{key}`; write `#{key}: #{example}`"

    case wrong ++ messages ++ missing do
      [] ->
        given = [rule: to_string(rule), path: path, line: line]
        waiver = struct!(Waiver, given ++ options)
        put(Map.update!(state(), :waivers, &[waiver | &1]))

      messages ->
        problems(for message <- messages, do: %Problem{line: line, message: message})
    end
  end

  @doc "Reports a doc that is followed by another doc, or by the end of the schema."
  def unused_doc(module, key) do
    {line, text} = pop(module, key)
    if text, do: problem(line, "nothing follows this `@#{key}`; remove it")
  end

  @doc "Takes the docs of what is not taken itself."
  def drop_docs(module), do: Enum.each([:doc, :typedoc], &pop(module, &1))

  @doc "Ends the body of the schema."
  def finish(module) do
    {_line, doc} = pop(module, :moduledoc)

    Enum.each([:doc, :typedoc], &unused_doc(module, &1))
    put(%{state() | doc: doc})
  end

  ## Around the evaluation

  @doc "Begins the schema `module` with the statements of its body; `words` are the macros that it has."
  def open(module, body, words),
    do: put(%{empty() | module: module, body: body, words: words})

  @doc "The macros that the schema has."
  def words, do: state().words

  @doc "The statements of the schema that was begun."
  def body, do: state().body

  @doc "Keeps problems that leave no boundary."
  def failed(problems) do
    state = state()
    put(%{state | failures: state.failures ++ problems})
  end

  @doc "Everything that was read; nothing is kept."
  def close do
    state = state()
    Process.delete(__MODULE__)
    declared = MapSet.new(state.definitions, & &1.name)
    written = &TypeNames.written(&1, state.use[:facade], declared, state.aliases)
    nifs = state.nifs |> Enum.reverse() |> Enum.map(written)
    resources = for %{name: name, kind: {:resource, _}} <- state.definitions, do: {:named, name}

    %{
      state
      | definitions: state.definitions |> Enum.reverse() |> Enum.map(written),
        waivers: Enum.reverse(state.waivers),
        renames: Enum.reverse(state.renames),
        nifs: Enum.map(nifs, &scheduled(&1, resources)),
        problems: Enum.reverse(state.problems)
    }
  end

  # Which types are resources is known at the end only.
  defp scheduled(%{schedule: nil} = nif, resources) do
    made =
      case nif.returns do
        {:value, type} -> type
        {:result, type, _error} -> type
        _other -> nil
      end

    from_path? =
      Enum.any?(nif.params, &(&1.type in [{:scalar, :path}, {:optional, {:scalar, :path}}]))

    %{nif | schedule: if(made in resources and from_path?, do: :dirty_io, else: :dirty_cpu)}
  end

  defp scheduled(nif, _resources), do: nif

  # Where a schema is compiled like any other module, nobody has opened it.
  defp state, do: Process.get(__MODULE__) || empty()
  defp put(state), do: Process.put(__MODULE__, state)

  defp empty do
    %{
      body: [],
      words: [],
      drafts: %{},
      definitions: [],
      nifs: [],
      waivers: [],
      renames: [],
      aliases: %{},
      problems: [],
      failures: [],
      use: [],
      module: nil,
      doc: nil
    }
  end

  defp draft(number), do: Map.fetch!(state().drafts, number)

  defp problems(problems) do
    state = state()
    put(%{state | problems: Enum.reverse(problems, state.problems)})
    :ok
  end

  defp renamed(renames),
    do: put(Map.update!(state(), :renames, &Enum.reverse(renames, &1)))

  defp take_doc(module, own, other, what) do
    case pop(module, other) do
      {_line, nil} -> :ok
      {line, _text} -> problem(line, "a #{what} is documented with `@#{own}`, not `@#{other}`")
    end

    {_line, doc} = pop(module, own)
    doc
  end

  defp pop(module, key) do
    case Module.delete_attribute(module, key) do
      {line, text} -> {line, Definition.text(text)}
      nil -> {nil, nil}
    end
  end

  defp facade(schema, schema), do: {:error, "a module other than the schema itself"}
  defp facade(module, _schema), do: Options.facade(module)
end
