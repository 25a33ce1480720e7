defmodule RustInElixir.Gen.Facade do
  @moduledoc false

  # The module that callers use, by its name: where its boundary is, or could be.

  alias RustInElixir.{Core, Disk.Tree, Error, Project}

  # The last part of the name is that of a file, and its types have names below it.
  @longest 200

  @doc """
  Says whether this is the name of a module.

      iex> Enum.map(["MyApp.Markdown", "MyApp.markdown", "MyApp."], &RustInElixir.Gen.Facade.name?/1)
      [true, false, false]
  """
  @spec name?(String.t()) :: boolean
  def name?(facade),
    do: byte_size(facade) <= @longest and facade =~ ~r/\A[A-Z]\w*(\.[A-Z]\w*)*\z/

  @doc """
  The crate that a facade gets if none is asked for.

      iex> RustInElixir.Gen.Facade.default_crate("MyApp.Markdown")
      "my_app_markdown"
  """
  @spec default_crate(String.t()) :: String.t()
  def default_crate(facade), do: facade |> Macro.underscore() |> String.replace("/", "_")

  @doc """
  Finds the boundary of a facade, and the folder that it is in; `nil` if there is none.

  A schema that cannot be read may be the one that is looked for. Its problems are the error then.
  """
  @spec find(Project.t(), String.t()) ::
          {:ok, {Path.t(), Core.Boundary.t()} | nil}
          | {:error, Error.t()}
  def find(project, facade) do
    loaded =
      for crate_dir <- Project.crate_dirs(project),
          path = Path.join(crate_dir, "schema.exs"),
          do: {crate_dir, path, Project.schema(project, crate_dir)}

    problems =
      for {_, path, {:error, problems}} <- loaded, problem <- problems, do: {path, problem}

    case for {dir, _, {:ok, %{facade: ^facade} = boundary}} <- loaded, do: {dir, boundary} do
      [found | _] -> {:ok, found}
      [] when problems == [] -> {:ok, nil}
      [] -> {:error, Error.wrong_schema(problems)}
    end
  end

  @doc """
  The file in which a module of this name is defined already; `nil` if there is none.

  The project need not compile, so its own modules are looked for in its source. The file that the
  facade itself goes to does not count: a plan takes care of it.
  """
  @spec defined_in(Project.t(), String.t()) :: Path.t() | nil
  def defined_in(project, facade), do: source_of(project, facade) || beam_of(project, facade)

  defp source_of(project, facade) do
    own = "lib/#{Macro.underscore(facade)}.ex"
    definition = ~r/^\s*defmodule\s+#{Regex.escape(facade)}\s+do\b/m
    sources = project |> Tree.below("lib") |> Enum.filter(&(Path.extname(&1) == ".ex"))
    Enum.find(sources, &(&1 != own and defines?(Tree.read(project, &1), definition)))
  end

  defp defines?({:ok, text}, definition) when text != nil, do: text =~ definition
  defp defines?(_unreadable, _definition), do: false

  # The project's own build may hold a module whose source is gone.
  defp beam_of(project, facade) do
    module = Module.concat([facade])

    if Code.ensure_loaded?(module) do
      beam = to_string(:code.which(module))
      own? = beam |> Path.dirname() |> String.ends_with?("/#{project.otp_app}/ebin")
      unless own?, do: beam
    end
  end
end
