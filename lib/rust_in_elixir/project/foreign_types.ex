defmodule RustInElixir.Project.ForeignTypes do
  @moduledoc false

  # The types of other boundaries that a schema names. Rust types cannot cross from one library to another, so a boundary gets a
  # definition of its own of each, made from the same declaration; in Elixir both have the module of the boundary that declares it.
  #
  # Other schemas are read as they are written, and each of their types is followed on its own. So two schemas may name types
  # of each other. What cannot be taken becomes `{:invalid, message}` in its place.

  alias RustInElixir.{Core, Disk.Tree, Project, Text.Nearest}
  alias RustInElixir.Schema.{Isolation, Qualified, Texts, TypeNames}

  @doc """
  Reads the schema of the boundary in `crate_dir`, of which `text` is the text, by default that on the disk. Gives it with the types
  of other boundaries among its definitions, and the folders of those boundaries.
  """
  @spec boundary(Project.t(), Path.t(), String.t() | nil) ::
          {:ok, Core.Boundary.t(), [Path.t()]} | {:error, [Core.Problem.t()]}
  def boundary(project, crate_dir, text \\ nil) do
    with {:ok, boundary} <- read(project, crate_dir, text) do
      {boundary, crate_dirs} = add(project, crate_dir, boundary)
      {:ok, boundary, crate_dirs}
    end
  end

  defp read(project, crate_dir, nil), do: Project.schema(project, crate_dir)

  defp read(project, crate_dir, text) do
    path = Path.join([project.root, crate_dir, "schema.exs"])
    Isolation.load_string(text, path, Project.own_code(project))
  end

  defp add(project, crate_dir, boundary) do
    state = %{
      project: project,
      loaded: %{crate_dir => {:ok, boundary}},
      sound: %{},
      own: boundary,
      taken: %{}
    }

    {boundary, state} = with_foreign(state)
    owners = for {_name, %{owner: owner}} <- state.taken, uniq: true, do: owner

    crate_dirs = for {dir, {:ok, %{facade: facade}}} <- state.loaded, facade in owners, do: dir

    {boundary, Enum.sort(crate_dirs)}
  end

  # `sound` says of each other boundary whether its schema has no errors; without it none is asked.
  defp with_foreign(%{own: boundary} = state) do
    {results, state} = Enum.map_reduce(TypeNames.foreign(boundary), state, &take/2)
    invalid = for {name, {:error, message}} <- results, into: %{}, do: {name, {:invalid, message}}
    taken = for {_name, %Core.Definition{} = definition} <- state.taken, do: definition
    {joined(boundary, taken, invalid, state), state}
  end

  defp joined(boundary, [], invalid, _state) when invalid == %{}, do: boundary

  defp joined(boundary, taken, invalid, state) do
    foreign = Map.new(taken, &{&1.name, "#{&1.owner}.#{&1.name}"})
    declared = MapSet.new(boundary.definitions, & &1.name)
    written = &TypeNames.map(&1, fn name, _line -> local(name, invalid, foreign, declared) end)
    definitions = Enum.map(boundary.definitions, written)
    taken = taken |> Enum.map(&inside/1) |> Enum.sort_by(& &1.name)
    all = definitions ++ taken

    Qualified.boundary(%{
      boundary
      | definitions: all,
        nifs: Enum.map(boundary.nifs, written),
        texts: Texts.of(all),
        renames: boundary.renames ++ renames(taken, declared, state)
    })
  end

  # A name of one part is a type of the schema itself.
  defp local(name, invalid, foreign, declared) do
    case {invalid[name], TypeNames.split(name)} do
      {{:invalid, _message} = invalid, _parts} ->
        invalid

      {nil, {_facade, last}} ->
        {:named, last}

      {nil, nil} when is_map_key(foreign, name) ->
        if name in declared,
          do: {:named, name},
          else: {:invalid, "unknown type `#{name}`; did you mean `#{foreign[name]}`?"}

      {nil, nil} ->
        {:named, name}
    end
  end

  defp inside(definition) do
    TypeNames.map(definition, fn name, _line ->
      {_facade, last} = TypeNames.split(name)
      {:named, last}
    end)
  end

  # The former name of a type counts wherever it is used.
  defp renames(taken, declared, state) do
    for %{name: name, owner: owner, line: line} <- taken,
        {_dir, {:ok, %{facade: ^owner, renames: renames}}} <- state.loaded,
        %{path: path, from: from} = rename <- renames,
        path == name or String.starts_with?(path, name <> "."),
        path != name or from not in declared,
        uniq: true,
        do: %{rename | line: line}
  end

  ## One type

  defp take({name, line}, state) do
    {result, state} = resolve(name, line, state)
    {{name, result}, state}
  end

  defp resolve(name, line, %{own: own} = state) do
    {facade, last} = TypeNames.split(name)

    cond do
      facade == own.facade -> {own_type(last, own), state}
      known = state.taken[name] -> {with(%Core.Definition{} <- known, do: :ok), state}
      true -> find(name, facade, last, line, state)
    end
  end

  # A type of this schema that another one names.
  defp own_type(name, own) do
    if Enum.any?(own.definitions, &(&1.name == name)),
      do: :ok,
      else: {:error, "the schema of `#{own.facade}` has no type `#{name}`"}
  end

  defp find(name, facade, last, line, state) do
    {owner, state} = owner(facade, last, state)

    with {:ok, crate_dir, boundary} <- owner,
         {:ok, definition} <- definition(boundary, last, crate_dir),
         :ok <- shareable(definition, name, boundary, crate_dir),
         :ok <- unambiguous(name, last, state) do
      {sound?, state} = sound?(crate_dir, boundary, state)

      if sound?,
        do: follow(name, whole(definition, boundary, line), state),
        else: error(name, unsound(name, crate_dir), state)
    else
      {:error, message} -> error(name, message, state)
    end
  end

  defp error(name, message, state),
    do: {{:error, message}, put_in(state.taken[name], {:error, message})}

  # With each name by its module, and at the line that takes it.
  defp whole(definition, boundary, line) do
    names = Enum.map(boundary.definitions, & &1.name)

    definition
    |> TypeNames.map(fn name, _line ->
      if name in names, do: {:named, "#{boundary.facade}.#{name}"}, else: {:named, name}
    end)
    |> at(line)
    |> Map.put(:owner, boundary.facade)
  end

  defp at(%{line: _} = part, line), do: part |> Map.from_struct() |> at_each(part, line)
  defp at(list, line) when is_list(list), do: Enum.map(list, &at(&1, line))

  defp at(tuple, line) when is_tuple(tuple),
    do: tuple |> Tuple.to_list() |> at(line) |> List.to_tuple()

  defp at(other, _line), do: other

  defp at_each(fields, part, line) do
    fields = for {key, value} <- fields, do: {key, at(value, line)}
    struct!(part, Keyword.put(fields, :line, line))
  end

  defp follow(name, definition, state) do
    state = put_in(state.taken[name], definition)

    definition
    |> TypeNames.names()
    |> Enum.uniq()
    |> Enum.reduce_while({:ok, state}, fn {held, line}, {:ok, state} ->
      case resolve(held, line, state) do
        {:ok, state} -> {:cont, {:ok, state}}
        {{:error, message}, state} -> {:halt, error(name, containing(name, message), state)}
      end
    end)
  end

  defp containing(name, message),
    do: "`#{name}` contains a type that is not available here: #{message}"

  ## Where it is declared

  # The schemas are read one at a time, until the boundary is found.
  defp owner(facade, last, state) do
    case loaded(facade, state) do
      nil ->
        state.project
        |> Project.crate_dirs()
        |> Enum.sort_by(&(not mentions?(state.project, &1, facade)))
        |> Enum.reject(&is_map_key(state.loaded, &1))
        |> first(facade, last, state)

      owner ->
        {owner, state}
    end
  end

  defp first([], facade, last, state), do: {{:error, nowhere(facade, last, state)}, state}

  defp first([crate_dir | others], facade, last, state) do
    state = put_in(state.loaded[crate_dir], Project.schema(state.project, crate_dir))

    case loaded(facade, state) do
      nil -> first(others, facade, last, state)
      owner -> {owner, state}
    end
  end

  defp loaded(facade, state) do
    Enum.find_value(state.loaded, fn {crate_dir, read} ->
      with {:ok, %{facade: ^facade} = boundary} <- read,
           do: {:ok, crate_dir, boundary},
           else: (_ -> nil)
    end)
  end

  defp mentions?(project, crate_dir, facade) do
    case Tree.read(project, Path.join(crate_dir, "schema.exs")) do
      {:ok, text} when text != nil -> text =~ ~r/\bfacade: #{Regex.escape(facade)}\b(?!\.)/
      _unreadable -> false
    end
  end

  # Of a schema with errors nobody knows what it would say without them.
  defp sound?(_crate_dir, _boundary, %{sound: nil} = state), do: {true, state}

  defp sound?(crate_dir, _boundary, %{sound: sound} = state) when is_map_key(sound, crate_dir),
    do: {sound[crate_dir], state}

  defp sound?(crate_dir, boundary, state) do
    {whole, inner} = with_foreign(%{state | own: boundary, sound: nil, taken: %{}})
    sound? = match?({:ok, _contract}, Core.contract(whole))
    {sound?, %{state | sound: Map.put(state.sound, crate_dir, sound?), loaded: inner.loaded}}
  end

  defp definition(boundary, last, crate_dir) do
    case Enum.find(boundary.definitions, &(&1.name == last)) do
      nil ->
        names = for %{name: name} <- boundary.definitions, do: name

        advice =
          case Nearest.to(last, names) do
            nil -> "declare it in #{crate_dir}/schema.exs"
            near -> "did you mean `#{boundary.facade}.#{near}`?"
          end

        {:error,
         "unknown type `#{boundary.facade}.#{last}`: the schema of `#{boundary.facade}` has no type `#{last}`; #{advice}"}

      definition ->
        {:ok, definition}
    end
  end

  ## What cannot be taken

  defp shareable(%{kind: {:resource, _}}, name, boundary, crate_dir) do
    {:error,
     "`#{name}` is a resource, whose values stay in the library of `#{boundary.facade}`, so no other boundary can " <>
       "use it; move the function to #{crate_dir}/schema.exs"}
  end

  defp shareable(%{kind: {:custom, _}, name: last}, name, boundary, _crate_dir) do
    {:error,
     "`#{name}` is a custom type, whose Rust code is in the crate of `#{boundary.facade}`; " <>
       "declare `custom #{last}` in this schema too, with Rust code in this crate"}
  end

  defp shareable(_definition, _name, _boundary, _crate_dir), do: :ok

  # On the Rust side all types of a boundary are in one file.
  defp unambiguous(name, last, %{own: own} = state) do
    other =
      Enum.find_value(state.taken, fn {other, taken} ->
        match?(%{name: ^last}, taken) && other != name && "`#{other}`"
      end)

    declared =
      Enum.find_value(own.definitions, fn %{line: line} = it ->
        it.name == last && "the type `#{last}` of `#{own.facade}` (line #{line})"
      end)

    case declared || other do
      nil ->
        :ok

      other ->
        {:error,
         "`#{name}` and #{other} would both be the Rust type `#{last}` in this boundary; rename one of them"}
    end
  end

  defp unsound(name, crate_dir),
    do: "`#{name}` is declared in #{crate_dir}/schema.exs, which has errors; fix them first"

  defp nowhere(facade, last, state) do
    loaded = Enum.sort(state.loaded)
    facades = for {_dir, {:ok, %{facade: facade}}} <- loaded, do: facade
    broken = for {dir, {:error, _problems}} <- loaded, do: dir
    name = "#{facade}.#{last}"

    if name in facades,
      do: "`#{name}` is a facade, not a type; name one of its types, such as `#{name}.Point`",
      else: unknown(facade, last, {facades -- [state.own.facade], broken}, state)
  end

  defp unknown(facade, last, {facades, broken}, state) do
    advice =
      case {Nearest.to(facade, facades), broken} do
        {nil, []} ->
          "use `#{last}` if this schema defines it, or declare it with `remote #{last}`"

        {nil, [dir | _]} ->
          "#{dir}/schema.exs has errors; fix them first"

        {near, _broken} ->
          "did you mean `#{near}.#{last}`?"
      end

    "unknown type `#{facade}.#{last}`: no boundary of `:#{state.project.otp_app}` has the facade `#{facade}`; #{advice}"
  end
end
