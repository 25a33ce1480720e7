defmodule RustInElixir.Page do
  @moduledoc false

  # A page of HTML that shows boundaries: each function and type with Elixir, Rust and the term between
  # them side by side.
  #
  # It is one file that asks for no other. What schemas say stands in it as text, and a policy in its head lets
  # no script run but the page's own.

  require EEx

  alias RustInElixir.{Core, Error, Project}
  alias RustInElixir.Project.ForeignTypes
  alias RustInElixir.Page.{Code, Docs, Html, Shape}

  @folder __DIR__
  @style File.read!(Path.join(@folder, "page.css"))
  @script File.read!(Path.join(@folder, "page.js"))
  # Of the script, in base 64; the test of this module says what it is after a change.
  @script_digest "1nHBV+T+qvZgByIJo4KLijMHjfuUckHnmFgIvxsMGzw="
  @mark ~s|<meta name="generator" content="mix rust_in_elixir.docs">|

  for file <- ~w(page.html.eex function.html.eex type.html.eex page.css page.js),
      do: @external_resource(Path.join(@folder, file))

  @kinds %{
    unit_enum: "enum of atoms",
    tagged_enum: "tagged enum",
    untagged_enum: "untagged enum",
    struct: "struct",
    map: "map",
    tuple: "tuple",
    record: "record",
    exception: "exception",
    options: "options",
    newtype: "newtype",
    custom: "custom",
    remote: "remote",
    resource: "resource"
  }
  # As wide as a column of the page shows without scrolling.
  @width 40
  @schedules %{normal: "normal", dirty_cpu: "dirty CPU", dirty_io: "dirty I/O"}

  @doc """
  Renders the page of these boundaries, each with its project, its folder in there, and the folder of the
  project, which is `""` but in an umbrella. `title` is what the page is about.

  The error has the problems of each schema with its path.
  """
  @spec render([{Project.t(), Path.t(), Path.t()}], String.t()) ::
          {:ok, String.t()} | {:error, Error.t()}
  def render(places, title) do
    boundaries =
      Enum.map(places, fn {project, dir, folder} ->
        boundary(project, dir, Path.join([folder, dir, "schema.exs"]))
      end)

    case for({:error, problems} <- boundaries, problem <- problems, do: problem) do
      [] ->
        read = for {:ok, read} <- boundaries, do: read
        shown = for {boundary, _declared, _schema} <- read, do: boundary
        boundaries = Enum.map(read, &view(&1, shown))
        {:ok, page(title, boundaries, {:safe, @style}, {:safe, @script}, @script_digest)}

      problems ->
        {:error, Error.wrong_schema(problems)}
    end
  end

  @doc false
  @spec script_digest() :: String.t()
  def script_digest, do: @script_digest

  @doc """
  Writes a page to a file, and returns whether it is new. Any other existing file is left alone, unless `:force`
  is true.
  """
  @spec write(Path.t(), String.t(), force: boolean) ::
          {:ok, :creating | :updating} | :foreign | {:error, File.posix()}
  def write(path, html, options) do
    case File.read(path) do
      {:ok, old} ->
        if options[:force] or String.contains?(old, @mark),
          do: replace(path, html, :updating),
          else: :foreign

      {:error, :enoent} ->
        with :ok <- path |> Path.dirname() |> File.mkdir_p(), do: replace(path, html, :creating)

      {:error, reason} ->
        {:error, reason}
    end
  end

  # By a rename, so that nobody reads half a page.
  defp replace(path, html, verb) do
    temporary = path <> ".new"

    with :ok <- File.write(temporary, html),
         :ok <- File.rename(temporary, path) do
      {:ok, verb}
    else
      error ->
        File.rm(temporary)
        error
    end
  end

  defp boundary(project, crate_dir, schema) do
    with {:ok, boundary, _others} <- ForeignTypes.boundary(project, crate_dir),
         core_project = Project.for_core(project, boundary, crate_dir),
         {:ok, declared} <- Core.declarations(boundary, core_project, @width) do
      {:ok, {boundary, declared, schema}}
    else
      {:error, problems} -> {:error, Enum.map(problems, &{schema, &1})}
    end
  end

  # A type of another boundary is shown there, if at all.
  defp view({boundary, declared, schema}, shown) do
    context = %{
      facade: boundary.facade,
      declared: Map.new(declared.functions ++ declared.types, &{&1.name, &1}),
      links: links(boundary, Enum.map(shown, & &1.facade)),
      uses: uses(boundary.facade, shown),
      definitions: Map.new(boundary.definitions, &{&1.name, &1})
    }

    %{
      id: boundary.facade,
      facade: boundary.facade,
      crate: boundary.crate_name,
      schema: schema,
      doc: Docs.html(boundary.doc, context.links),
      functions: Enum.map(boundary.nifs, &function(&1, context)),
      types: for(%{owner: nil} = it <- boundary.definitions, do: type(it, context))
    }
  end

  defp function(nif, %{facade: facade, links: links, definitions: definitions} = context) do
    label = "#{nif.name}/#{length(nif.params)}"

    %{
      id: "#{facade}.#{label}",
      name: nif.name,
      label: label,
      params: Enum.map_join(nif.params, ", ", & &1.name),
      badges: [@schedules[nif.schedule]] ++ cast_badge(nif) ++ stream_badge(nif),
      doc: Docs.html(nif.doc, links),
      limits:
        for param <- nif.params, limits = limits(param.type, definitions) do
          type = Code.html(Shape.parameter(param), :terms, links)
          %{name: param.name, type: type, limits: limits}
        end,
      panes: [
        elixir_pane(context.declared[label], links),
        rust_pane(context.declared[label], links),
        pane("Terms", Shape.call(nif, definitions, facade), :terms, links)
      ]
    }
  end

  defp type(%{name: name, kind: kind} = definition, %{facade: facade, links: links} = context) do
    others = Map.drop(links, names_of(definition))

    %{
      id: "#{facade}.#{name}",
      name: name,
      badges:
        [@kinds[elem(kind, 0)]] ++
          cast_badge(definition) ++ redact_badge(definition) ++ resource_badges(kind),
      doc: Docs.html(definition.doc, links),
      fields: kind |> fields() |> Enum.map(&field(&1, kind, context)) |> Enum.filter(&says?/1),
      variants: variants(kind, links),
      constraints: constraints(kind),
      uses: Map.get(context.uses, name, []),
      panes: [
        elixir_pane(context.declared[name], others),
        rust_pane(context.declared[name], others),
        pane("Term", Shape.term(definition, facade), :terms, others)
      ]
    }
  end

  defp cast_badge(%{cast: true}), do: ["casts JSON's shape"]
  defp cast_badge(_), do: []
  defp redact_badge(%{redact: true}), do: ["redacted"]
  defp redact_badge(_), do: []
  defp stream_badge(%{returns: {:stream, _, _, _}, chunk: chunk}), do: ["chunks of #{chunk}"]

  defp stream_badge(nif) do
    if Enum.any?(nif.params, &(&1.passing == :stream)), do: ["chunks of #{nif.chunk}"], else: []
  end

  defp elixir_pane(declared, links),
    do: pane("Elixir", Code.laid_out(declared.elixir, @width), :elixir, links)

  defp rust_pane(declared, links), do: pane("Rust", declared.rust, :rust, links)

  defp pane(title, code, language, links),
    do: %{title: title, code: Code.html(code, language, links)}

  defp resource_badges({:resource, resource}) do
    for {badge, true} <- [
          {"lock: #{resource.lock}", resource.lock != nil},
          {"on drop: #{resource.on_drop}", resource.on_drop != nil},
          {"monitored", resource.monitor}
        ],
        do: badge
  end

  defp resource_badges(_kind), do: []

  defp fields({:record, _tag, fields}), do: fields

  defp fields({kind, fields}) when kind in [:struct, :map, :tuple, :exception, :options],
    do: fields

  defp fields(_kind), do: []

  defp field(field, kind, %{links: links, definitions: definitions}) do
    %{
      name: field.name,
      type: Code.html(Shape.notation(field.type), :terms, links),
      limits: limits(field.type, definitions),
      default: default(field, elem(kind, 0)),
      redacted: field.redact,
      doc: Docs.line(field.doc, links)
    }
  end

  # The panes show the type of a field already.
  defp says?(field) do
    field.doc != {:safe, ""} or field.default != nil or field.limits != nil or field.redacted
  end

  # A field that can be `nil` can be left out of types with keys.
  defp default(%{default: %{source: source}}, _kind), do: source

  defp default(%{type: {:optional, _}}, kind) when kind not in [:tuple, :record], do: "nil"
  defp default(_field, _kind), do: nil

  defp limits({:named, name}, definitions) do
    case definitions[name] do
      %{kind: {:newtype, type, constraints}} when constraints != [] ->
        Enum.map_join(constraints, ", ", &Shape.constraint(&1, type))

      _ ->
        nil
    end
  end

  defp limits(type, _definitions), do: Shape.limits(type)

  defp variants({enum, variants}, links)
       when enum in [:unit_enum, :tagged_enum, :untagged_enum] do
    for %{doc: doc} = variant when doc != nil <- variants,
        do: %{
          term: Code.html(Shape.variant(variant, enum), :terms, links),
          doc: Docs.line(doc, links)
        }
  end

  defp variants(_kind, _links), do: []

  defp constraints({:newtype, type, constraints}),
    do: Enum.map(constraints, &Shape.constraint(&1, type))

  defp constraints({:remote, type, _remote}), do: ["represented by #{Shape.notation(type)}"]

  defp constraints(_kind), do: []

  defp links(boundary, facades) do
    for definition <- boundary.definitions,
        facade = definition.owner || boundary.facade,
        facade in facades,
        name <- names_of(definition),
        into: %{},
        do: {name, address(facade, definition.name)}
  end

  # In Rust a name may have an underscore behind it, and a resource has its handle.
  defp names_of(%{name: name}), do: [name, name <> "_", name <> "Handle"]

  defp address(facade, name), do: "#" <> URI.encode("#{facade}.#{name}")

  # Where each type of a facade is used: in functions and types, those of other boundaries last.
  defp uses(facade, shown) do
    shown
    |> Enum.sort_by(&(&1.facade != facade))
    |> Enum.flat_map(fn boundary ->
      own =
        for %{name: name, owner: owner} <- boundary.definitions,
            (owner || boundary.facade) == facade,
            do: name

      prefix = if boundary.facade == facade, do: "", else: boundary.facade <> "."

      for {name, label} <- uses(boundary),
          name in own,
          do: {name, %{label: prefix <> label, address: address(boundary.facade, label)}}
    end)
    |> Enum.uniq()
    |> Enum.group_by(&elem(&1, 0), &elem(&1, 1))
  end

  defp uses(boundary) do
    in_functions =
      for nif <- boundary.nifs,
          name <- names([Enum.map(nif.params, & &1.type), nif.returns]),
          do: {name, "#{nif.name}/#{length(nif.params)}"}

    in_types =
      for %{owner: nil} = definition <- boundary.definitions,
          name <- names(definition.kind),
          name != definition.name,
          do: {name, definition.name}

    in_functions ++ in_types
  end

  defp names({:named, name}), do: [name]
  defp names(%{type: type}), do: names(type)
  defp names(%{shape: shape}), do: names(shape)
  defp names(list) when is_list(list), do: Enum.flat_map(list, &names/1)
  defp names(tuple) when is_tuple(tuple), do: tuple |> Tuple.to_list() |> names()
  defp names(_other), do: []

  defp count(1, what), do: "1 #{what}"
  defp count(number, what), do: "#{number} #{what}s"

  EEx.function_from_file(
    :defp,
    :page,
    Path.join(@folder, "page.html.eex"),
    [:title, :boundaries, :style, :script, :script_digest],
    engine: Html
  )

  EEx.function_from_file(:defp, :function_html, Path.join(@folder, "function.html.eex"), [:it],
    engine: Html
  )

  EEx.function_from_file(:defp, :type_html, Path.join(@folder, "type.html.eex"), [:it],
    engine: Html
  )
end
