defmodule RustInElixir.Gen.NewNifs do
  @moduledoc false

  # Functions, or a resource with its functions, that are added to a boundary, which may be there or
  # not.
  #
  # An addition has the plan of a sync, for the changed schema.

  alias RustInElixir.{Disk.Tree, Error, Gen.Facade, Plan, Plan.Sync, Project, Project.Formatter}
  alias RustInElixir.{Gen.ResourceLine, Gen.SchemaSource, Gen.Skeleton}
  alias RustInElixir.Schema.{Options, Signature, TypeNames}

  @enforce_keys [:plan, :crate_dir, :added, :skeletons]
  defstruct [:plan, :crate_dir, :added, :skeletons]

  @typedoc "The plan, the functions that are new, and the types that they need."
  @type t :: %__MODULE__{
          plan: Plan.t(),
          crate_dir: Path.t(),
          added: [Signature.t()],
          skeletons: [Skeleton.t()]
        }

  @doc """
  Makes the plan that adds NIFs with the signatures in `arguments` to the boundary of `facade`.

  Options:

    * `:crate` – the crate of a new boundary; made from the facade by default
    * `:loader` – the loader that a new boundary asks for
    * `:resource` – the name of a resource that is declared with them, and its options
    * `:schedule` – the schedule of the signatures that give none
    * `:test` – whether a new boundary gets a test, and the test of one that is there a `describe` for
      each new function, `true` by default
    * `:ci`, `:force` – as in `RustInElixir.Plan.Sync.plan/2`
  """
  @spec nifs(Project.t(), String.t(), [String.t()], keyword) :: {:ok, t} | {:error, Error.t()}
  def nifs(project, facade, arguments, options \\ []) do
    with {:ok, signatures, resource} <- asked_for(facade, arguments, options),
         options = Keyword.put(options, :resource, resource),
         {:ok, found} <- Facade.find(project, facade),
         skeletons = Skeleton.of(signatures, declared(found, resource)),
         options = Keyword.put(options, :skeletons, skeletons),
         {:ok, crate_dir} <- place(project, facade, found, options),
         schema = %{
           path: Path.join(crate_dir, "schema.exs"),
           facade: facade,
           there?: found != nil,
           asked: Enum.zip(signatures, arguments)
         },
         {:ok, source} <- source(project, schema, signatures, options),
         test = test(project, found, crate_dir, source, options),
         {:ok, plan} <- plan(project, schema, source, [{:test, test} | options]) do
      added = Enum.filter(signatures, &("#{&1.name}/#{&1.arity}" in source.added))

      {:ok, %__MODULE__{plan: plan, crate_dir: crate_dir, added: added, skeletons: skeletons}}
    end
  end

  defp declared(found, resource) do
    {definitions, foreign} =
      case found do
        {_crate_dir, boundary} -> {boundary.definitions, TypeNames.foreign(boundary)}
        nil -> {[], []}
      end

    # The schema may have an alias of such a type.
    aliased = for {name, _line} <- foreign, {_facade, last} = TypeNames.split(name), do: last
    for(%{name: name} <- definitions ++ List.wrap(resource), do: name) ++ aliased
  end

  defp asked_for(facade, signatures, options) do
    parsed =
      for text <- signatures,
          do: {text, Signature.parse(text, Keyword.take(options, [:schedule]))}

    resource = resource(options[:resource])

    messages =
      wrong_facade(facade) ++
        wrong_crate(facade, options[:crate]) ++
        for({:error, message} <- [resource], do: message) ++
        no_signature(facade, signatures, options[:resource], resource) ++
        wrong_signatures(parsed)

    if messages == [] do
      {:ok, resource} = resource
      {:ok, for({_text, {:ok, signature}} <- parsed, do: signature), resource}
    else
      {:error, Error.usage(messages)}
    end
  end

  defp wrong_signatures(parsed) do
    for {text, {:error, messages}} <- parsed, message <- String.split(messages, "\n") do
      if message =~ " is not a signature", do: message, else: Error.in_argument(text, message)
    end
  end

  defp resource(nil), do: {:ok, nil}
  defp resource({name, options}), do: ResourceLine.new(name, options)

  defp wrong_facade(facade) do
    if Facade.name?(facade),
      do: [],
      else: ["the facade must be a module such as `MyApp.Markdown`, got: `#{facade}`"]
  end

  # The default is checked like one that was given.
  defp wrong_crate(facade, asked) do
    with true <- Facade.name?(facade) or asked != nil,
         crate = asked || Facade.default_crate(facade),
         {:error, expected} <- Options.crate(crate) do
      [
        "the crate must be #{expected}, got: `#{crate}`" <>
          if(asked, do: "", else: "; choose one with `--crate`")
      ]
    else
      _ -> []
    end
  end

  defp no_signature(_facade, _signatures, _asked, {:error, _message}), do: []

  defp no_signature(_facade, [], {name, _options}, _resource) do
    [
      "`#{name}` needs a function that creates one, " <>
        "such as `load(path :: path) :: {:ok, #{name}} | {:error, string}`"
    ]
  end

  defp no_signature(facade, [], nil, _resource) do
    [
      "`#{facade}` needs the signature of a function, " <>
        "such as `to_html(text :: string) :: string`"
    ]
  end

  defp no_signature(_facade, _signatures, _asked, _resource), do: []

  defp place(project, facade, nil, options) do
    crate_dir = Path.join("native", options[:crate] || Facade.default_crate(facade))
    defined_in = Facade.defined_in(project, facade)

    cond do
      crate_dir in Project.crate_dirs(project) ->
        {:error,
         Error.could_not_run(
           "#{crate_dir} already contains another boundary; choose a crate with `--crate`"
         )}

      defined_in ->
        {:error,
         Error.could_not_run(
           "the module `#{facade}` already exists in #{defined_in}, and was not generated; choose another name"
         )}

      true ->
        {:ok, crate_dir}
    end
  end

  defp place(_project, facade, {crate_dir, boundary}, options) do
    messages =
      for {option, current} <- [crate: Path.basename(crate_dir), loader: boundary.loader],
          Keyword.get(options, option, current) != current,
          do: "`#{facade}` already exists in #{crate_dir}; omit `--#{option}`"

    if messages == [], do: {:ok, crate_dir}, else: {:error, Error.usage(messages)}
  end

  defp source(project, %{path: path} = schema, signatures, options) do
    crate = path |> Path.dirname() |> Path.basename()

    with {:ok, formatter} <- Formatter.options(project),
         options =
           [formatter: formatter] ++ Keyword.take(options, [:loader, :resource, :skeletons]),
         {:ok, text} <- Tree.read(project, path),
         {:ok, source} <-
           if(schema.there?,
             do: SchemaSource.add(text, signatures, options),
             else: SchemaSource.new(schema.facade, crate, signatures, options)
           ) do
      {:ok, source}
    else
      {:error, problems} when is_list(problems) ->
        {:error, problems |> Enum.map(&contradiction(&1, schema)) |> Error.wrong_schema()}

      {:error, message} ->
        {:error, Error.could_not_run(message)}
    end
  end

  # Of two arguments that contradict each other, the last one is reported.
  defp contradiction(%{line: 0} = problem, schema) do
    {_signature, text} =
      schema.asked
      |> Enum.reverse()
      |> Enum.find(fn {it, _text} ->
        String.starts_with?(problem.message, "`#{it.name}/#{it.arity}` ")
      end)

    {{:argument, text}, problem}
  end

  defp contradiction(problem, schema), do: {schema.path, problem}

  defp test(project, found, crate_dir, source, options) do
    # A boundary without a lock was not finished: what made it was stopped, and left the test to the next command.
    finished? = Tree.read(project, Path.join(crate_dir, "boundary.lock")) != {:ok, nil}

    cond do
      not Keyword.get(options, :test, true) -> :none
      found == nil or not finished? -> :create
      source.added == [] -> :none
      true -> {:describe, source.added}
    end
  end

  defp plan(project, %{path: path} = schema, source, options) do
    crate_dir = Path.dirname(path)
    crate = Path.basename(crate_dir)

    plan =
      Sync.plan(project,
        only: [crate],
        schemas: %{crate_dir => source.text},
        test: Keyword.get(options, :test),
        release: if(options[:loader] == :precompiled, do: [crate], else: []),
        gitignore: true,
        ci: Keyword.get(options, :ci, false),
        force: Keyword.get(options, :force, [])
      )

    with {:error, %Error{kind: :wrong_schema, problems: problems}} <- plan do
      problems =
        for {where, problem} <- problems do
          where = if where == path, do: argument(problem, schema, source), else: where
          {where, %{problem | message: without_new_lines(problem.message, where, schema, source)}}
        end

      {:error, problems |> Enum.uniq() |> Error.wrong_schema()}
    end
  end

  # The new schema is not written yet, so a problem is reported in the current one or in the arguments.
  defp argument(problem, schema, source) do
    added = Enum.take_while(source.places, fn {line, _it} -> line <= problem.line end)

    case List.last(added) do
      {_line, declaration} -> {:argument, asked(declaration, schema.asked)}
      nil -> if schema.there?, do: schema.path, else: {:argument, schema.facade}
    end
  end

  defp asked(%Signature{} = signature, asked), do: asked |> List.keyfind(signature, 0) |> elem(1)
  defp asked(%ResourceLine{name: name}, _asked), do: name

  defp asked(%Skeleton{name: name}, asked) do
    Enum.find_value(asked, fn {_signature, text} -> if text =~ ~r/\b#{name}\b/, do: text end)
  end

  defp without_new_lines(message, where, schema, source) do
    # An atom is greater than every number.
    {first_new, _it} =
      if schema.there?, do: List.first(source.places, {:none, nil}), else: {1, nil}

    Regex.replace(~r/( \(|, first on )line (\d+)(\)?)/, message, fn all, before, line, behind ->
      cond do
        String.to_integer(line) >= first_new -> ""
        where == schema.path -> all
        true -> "#{before}#{schema.path}:#{line}#{behind}"
      end
    end)
  end
end
