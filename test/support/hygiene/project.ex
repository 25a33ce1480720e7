defmodule RustInElixir.Hygiene.Project do
  @moduledoc """
  A project of generated boundaries whose functions give back what they get.
  """

  alias RustInElixir.{KindsProject, TemporaryProject}

  @doc """
  Makes a project of the schemas, each by the name of its crate with its facade and its text.

  Both sides are compiled as strictly as they can be. Gives the root; its modules can then be loaded,
  beside those of other projects, for it is an application of its own. With `keep: name` it is kept as
  `TemporaryProject.keep/3` says: not where a test looks for what compiling leaves.
  """
  @spec compile!(%{String.t() => {module, String.t()}}, keep: String.t()) :: Path.t()
  def compile!(schemas, options \\ []) do
    name = Keyword.get(options, :keep, "#{System.unique_integer([:positive])}")
    app = :"hygiene_#{name}"
    create = if options[:keep], do: &TemporaryProject.create/1, else: &TemporaryProject.new/1
    root = create.(files(app, schemas))
    succeed!(mix(root, ["rust_in_elixir.sync"]), "generate")

    for {crate, _schema} <- schemas do
      path = "native/#{crate}/src/lib.rs"
      TemporaryProject.write(root, path, root |> TemporaryProject.read(path) |> with_bodies())
    end

    compile = &succeed!(mix(&1, ["compile", "--warnings-as-errors"]), "compile")

    root =
      if options[:keep] do
        TemporaryProject.keep(root, "hygiene_#{name}", compile)
      else
        compile.(root)
        root
      end

    Code.prepend_path(Path.join(root, "_build/dev/lib/#{app}/ebin"))
    root
  end

  @doc "Runs `mix` in the project."
  @spec mix(Path.t(), [String.t()]) :: {String.t(), non_neg_integer}
  def mix(root, arguments), do: KindsProject.mix_in(root, arguments)

  @doc "Runs `cargo` in the project, with warnings as errors."
  @spec cargo(Path.t(), [String.t()], [{String.t(), String.t()}]) ::
          {String.t(), non_neg_integer}
  def cargo(root, arguments, environment \\ []) do
    System.cmd("cargo", arguments,
      cd: root,
      env: [{"CARGO_TARGET_DIR", TemporaryProject.target()} | environment],
      stderr_to_stdout: true
    )
  end

  @doc "Rust source in which each stub gives back its first parameter, as far as its type allows."
  @spec with_bodies(String.t()) :: String.t()
  def with_bodies(lib) do
    Regex.replace(
      ~r/^    fn (?<name>[\w#]+)\((?<params>.*?)\)(?: -> (?<type>.*?))? \{\n.*?^    \}$/ms,
      lib,
      fn
        _all, name, params, type ->
          typed =
            for [_, param, type] <- Regex.scan(~r/([\w#]+): ([^,\n]+)/, params), do: {param, type}

          returns = if type == "", do: "", else: " -> #{type}"
          uses = Enum.map(typed, fn {param, _type} -> "        let _ = &#{param};\n" end)
          "    fn #{name}(#{params})#{returns} {\n#{uses}        #{body(typed, type)}\n    }"
      end
    )
  end

  defp body(_params, ""), do: ""
  defp body([{param, _} | _], "String"), do: ~s[format!("{#{param}:?}")]
  defp body(params, "impl Iterator" <> _), do: "[#{names(params)}].into_iter()"
  defp body(params, "Vec<u8>"), do: "vec![#{names(params)}]"
  defp body(_params, "Result<(), " <> _), do: "Ok(())"

  defp body(params, "Result<" <> type),
    do: "Ok(#{body(params, type |> String.split(", ") |> hd())})"

  defp body(params, type) do
    cond do
      param = Enum.find_value(params, fn {param, of} -> of == type && param end) -> param
      type == "u8" -> "7"
      true -> type
    end
  end

  defp names(params), do: Enum.map_join(params, ", ", &elem(&1, 0))

  defp files(app, schemas) do
    config =
      for {_crate, {facade, _text}} <- schemas,
          do: "config #{inspect(app)}, #{inspect(facade)}.Native, mode: :debug\n"

    texts =
      for {crate, {_facade, text}} <- schemas, into: %{}, do: {"native/#{crate}/schema.exs", text}

    Map.merge(texts, %{
      "mix.exs" => TemporaryProject.mix_exs(app),
      "config/config.exs" => "import Config\n#{config}"
    })
  end

  defp succeed!({_output, 0}, _what), do: :ok

  defp succeed!({output, _status}, what),
    do: raise("the hygiene project does not #{what}:\n#{output}")
end
