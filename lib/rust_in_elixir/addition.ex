defmodule RustInElixir.Addition do
  @moduledoc """
  Functions that are added to a boundary, which may be there or not.

  The plan of an addition is that of a sync, for the schema as it is going to be.
  """

  alias RustInElixir.{BoundaryPlan, Plan, Project, Schema, Sync}
  alias RustInElixir.Schema.{Signature, Source}

  @enforce_keys [:plan, :crate_dir, :facade, :signatures]
  defstruct [:plan, :crate_dir, :facade, :signatures]

  @typedoc "What is to be written, and the functions that were asked for."
  @type t :: %__MODULE__{
          plan: Plan.t(),
          crate_dir: Path.t(),
          facade: String.t(),
          signatures: [Signature.t()]
        }

  @typedoc "Everything that is wrong with what was asked for, or what is wrong in the project."
  @type error :: {:usage, [String.t()]} | BoundaryPlan.error()

  @doc """
  Makes the plan that adds NIFs with these `signatures` to the boundary of `facade`.

  Options:

    * `:crate` – the crate of a new boundary; made from the facade by default
    * `:loader` – the loader that a new boundary asks for
    * `:schedule` – the schedule of the signatures that give none
    * `:test` – whether a new boundary gets a test, `true` by default
    * `:force` – as in `RustInElixir.Sync.plan/2`
  """
  @spec nifs(Project.t(), String.t(), [String.t()], keyword) :: {:ok, t} | {:error, error}
  def nifs(project, facade, signatures, options \\ []) do
    with {:ok, signatures} <- asked_for(facade, signatures, options),
         {:ok, crate_dir} <- find(project, facade),
         {:ok, crate_dir, text, new?} <- schema(project, facade, crate_dir, options),
         {:ok, text} <- add(text, signatures, crate_dir),
         {:ok, plan} <- plan(project, crate_dir, text, new?, options) do
      {:ok, %__MODULE__{plan: plan, crate_dir: crate_dir, facade: facade, signatures: signatures}}
    end
  end

  defp asked_for(facade, signatures, options) do
    parsed = Enum.map(signatures, &Signature.parse(&1, Keyword.take(options, [:schedule])))

    messages =
      wrong_facade(facade) ++
        wrong_crate(options[:crate]) ++
        if(signatures == [], do: [no_signature(facade)], else: []) ++
        for {:error, message} <- parsed, do: message

    if messages == [],
      do: {:ok, for({:ok, signature} <- parsed, do: signature)},
      else: {:error, {:usage, messages}}
  end

  defp wrong_facade(facade) do
    if facade =~ ~r/\A[A-Z]\w*(\.[A-Z]\w*)*\z/,
      do: [],
      else: ["the facade is a module such as MyApp.Markdown, got: #{facade}"]
  end

  defp wrong_crate(nil), do: []

  defp wrong_crate(crate) do
    if crate =~ ~r/\A[a-z][a-z0-9_]*\z/,
      do: [],
      else: ["a crate is called like my_app_markdown, in a-z, 0-9 and _, got: #{crate}"]
  end

  defp no_signature(facade),
    do:
      "#{facade} needs the signature of a function, such as \"to_html(text :: string) :: string\""

  # A schema that cannot be read may be the one that is looked for, so it may not be passed over.
  defp find(project, facade) do
    loaded = Enum.map(Project.crate_dirs(project), &{&1, load(project, &1)})

    problems =
      for {dir, {:error, problems}} <- loaded, problem <- problems, do: {schema(dir), problem}

    case for {crate_dir, {:ok, %{facade: ^facade}}} <- loaded, do: crate_dir do
      [crate_dir | _] -> {:ok, crate_dir}
      [] when problems == [] -> {:ok, nil}
      [] -> {:error, {:schema, problems}}
    end
  end

  defp load(project, crate_dir), do: Schema.load(Path.join(project.root, schema(crate_dir)))

  defp schema(crate_dir), do: Path.join(crate_dir, "schema.exs")

  defp schema(project, facade, nil, options) do
    crate = options[:crate] || default_crate(facade)
    crate_dir = Path.join("native", crate)

    case taken(project, facade, crate_dir) do
      nil -> {:ok, crate_dir, Source.new(facade, crate, options[:loader]), true}
      message -> {:error, {:failed, message}}
    end
  end

  defp schema(project, facade, crate_dir, options) do
    case fixed(facade, crate_dir, options) do
      [] -> {:ok, crate_dir, File.read!(Path.join(project.root, schema(crate_dir))), false}
      messages -> {:error, {:usage, messages}}
    end
  end

  defp default_crate(facade), do: facade |> Macro.underscore() |> String.replace("/", "_")

  defp taken(project, facade, crate_dir) do
    cond do
      File.exists?(Path.join(project.root, schema(crate_dir))) ->
        {:ok, %{facade: other}} = load(project, crate_dir)
        "#{crate_dir} is the boundary of #{other}; choose another crate with --crate"

      path = defined_in(project, facade) ->
        "the module #{facade} exists already, in #{path}, and was not generated; choose another name"

      true ->
        nil
    end
  end

  # The project need not compile, so its modules are looked for in its source. Of the facade's own
  # file the plan takes care: there --force may name it.
  defp defined_in(project, facade), do: source_of(project, facade) || beam_of(project, facade)

  defp source_of(project, facade) do
    own = Path.join(project.root, "lib/#{Macro.underscore(facade)}.ex")
    definition = ~r/^\s*defmodule\s+#{Regex.escape(facade)}\s+do\b/m

    with path when path != nil <-
           project.root
           |> Path.join("lib/**/*.ex")
           |> Path.wildcard()
           |> Enum.find(&(&1 != own and File.read!(&1) =~ definition)) do
      Path.relative_to(path, project.root)
    end
  end

  # The project's own build may hold a module whose source is gone.
  defp beam_of(project, facade) do
    module = Module.concat([facade])

    if Code.ensure_loaded?(module) do
      beam = to_string(:code.which(module))
      if Path.dirname(beam) |> String.ends_with?("/#{project.otp_app}/ebin"), do: nil, else: beam
    end
  end

  defp add(text, signatures, crate_dir) do
    case Source.add(text, signatures) do
      {:ok, text} -> {:ok, text}
      {:error, messages} -> {:error, {:failed, "#{schema(crate_dir)}: #{messages}"}}
    end
  end

  defp plan(project, crate_dir, text, new?, options) do
    Sync.plan(project,
      only: [Path.basename(crate_dir)],
      schemas: %{crate_dir => text},
      test: new? and Keyword.get(options, :test, true),
      gitignore: true,
      force: Keyword.get(options, :force, [])
    )
  end

  defp fixed(facade, crate_dir, options) do
    crate = options[:crate]

    if(crate && crate != Path.basename(crate_dir),
      do: ["#{facade} is in #{crate_dir} already; leave --crate away"],
      else: []
    ) ++
      if(options[:loader],
        do: ["the loader of #{facade} is chosen in #{schema(crate_dir)}; leave --loader away"],
        else: []
      )
  end
end
