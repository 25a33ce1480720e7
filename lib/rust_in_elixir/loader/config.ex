defmodule RustInElixir.Loader.Config do
  @moduledoc false

  alias RustInElixir.Loader.Error

  # Name, default, what is accepted.
  @options [
    otp_app: {nil, "an application's name, an atom"},
    crate: {nil, "the name of a crate, as a string or an atom"},
    path: {nil, "the crate's folder, a string"},
    features: {[], "a list of strings"},
    default_features: {true, "`true` or `false`"},
    mode: {:release, "`:release` or `:debug`"},
    target: {nil, "a target triple, as a string"},
    target_dir: {nil, "a folder, as a string"},
    env: {[], "a list of `{name, value}` with two strings"},
    cargo:
      {:system,
       ~s(`:system`, `{:system, "+nightly"}`, `{:rustup, "stable"}` or `{:bin, "/path/to/cargo"}`)},
    load_data: {0, "any term"},
    load_data_fun: {nil, "`{Module, :function}`"},
    load_from: {nil, ~s(`{:my_app, "priv/native/name"}`, without the file's extension)},
    skip_compilation?: {false, "`true` or `false`"}
  ]

  @names Keyword.keys(@options)

  defstruct [
    :module,
    :source | Keyword.new(@options, fn {name, {default, _}} -> {name, default} end)
  ]

  @type t :: %__MODULE__{
          module: module(),
          # The file of the module, with its digest.
          source: {Path.t(), binary() | nil} | nil,
          otp_app: atom(),
          crate: String.t(),
          path: Path.t(),
          features: [String.t()],
          default_features: boolean(),
          mode: :release | :debug,
          target: String.t() | nil,
          target_dir: Path.t() | nil,
          env: [{String.t(), String.t()}],
          cargo:
            :system | {:system, String.t()} | {:rustup, String.t() | atom()} | {:bin, Path.t()},
          load_data: term(),
          load_data_fun: {module(), atom()} | nil,
          load_from: {atom(), Path.t()} | nil,
          skip_compilation?: boolean()
        }

  @doc """
  Merges the options of `use` with those of the application's configuration, which win.

  Raises `RustInElixir.Loader.Error` with every problem that the options have.
  """
  @spec new!(module(), keyword(), keyword()) :: t()
  def new!(module, opts, app_env) do
    opts = Keyword.merge(opts, app_env)

    case problems(opts) do
      [] -> build(module, opts)
      problems -> raise Error.new(:options, module: module, problems: problems)
    end
  end

  @doc "The crate's folder as an absolute path."
  @spec crate_dir(t()) :: Path.t()
  def crate_dir(config), do: Path.expand(config.path)

  @doc "The crate's `Cargo.toml` as an absolute path."
  @spec manifest(t()) :: Path.t()
  def manifest(config), do: config |> crate_dir() |> Path.join("Cargo.toml")

  defp build(module, opts) do
    crate = to_string(opts[:crate] || opts[:otp_app])

    opts
    |> Keyword.merge(module: module, crate: crate)
    |> Keyword.put_new(:path, "native/#{crate}")
    |> put_load_from(opts[:skip_compilation?])
    |> then(&struct!(__MODULE__, &1))
  end

  # A library that is built here has a name of its own, which is known once it is built.
  defp put_load_from(opts, true),
    do: Keyword.put_new(opts, :load_from, {opts[:otp_app], "priv/native/#{opts[:crate]}"})

  defp put_load_from(opts, _), do: opts

  defp problems(opts) do
    unknown =
      for {name, _} <- opts, name not in @names do
        "unknown option `#{inspect(name)}`; valid options are #{Enum.map_join(@names, ", ", &"`#{inspect(&1)}`")}"
      end

    invalid =
      for {name, value} <- opts, {_, expected} <- [@options[name]], not valid?(name, value) do
        "`#{inspect(name)}` must be #{expected}, got: `#{inspect(value)}`"
      end

    missing = if opts[:otp_app], do: [], else: ["`:otp_app` is missing"]

    both =
      if Keyword.has_key?(opts, :load_data) and opts[:load_data_fun],
        do: ["only one of `:load_data` and `:load_data_fun` can be given"],
        else: []

    missing ++ unknown ++ invalid ++ both
  end

  defp valid?(:otp_app, value), do: is_atom(value)
  defp valid?(:crate, value), do: is_binary(value) or (is_atom(value) and value != nil)
  defp valid?(:path, value), do: is_binary(value)
  defp valid?(:features, value), do: is_list(value) and Enum.all?(value, &is_binary/1)
  defp valid?(:mode, value), do: value in [:release, :debug]
  defp valid?(:load_data, _), do: true
  defp valid?(:load_data_fun, nil), do: true
  defp valid?(:load_data_fun, {module, name}), do: is_atom(module) and is_atom(name)
  defp valid?(:load_data_fun, _), do: false
  defp valid?(:load_from, {app, path}), do: is_atom(app) and is_binary(path)
  defp valid?(:load_from, _), do: false
  defp valid?(:cargo, :system), do: true
  defp valid?(:cargo, {:rustup, version}), do: is_binary(version) or is_atom(version)
  defp valid?(:cargo, {kind, value}), do: kind in [:system, :bin] and is_binary(value)
  defp valid?(:cargo, _), do: false

  defp valid?(:env, value) do
    is_list(value) and
      Enum.all?(value, &match?({n, v} when is_binary(n) and is_binary(v), &1))
  end

  defp valid?(name, value) when name in [:target, :target_dir],
    do: is_nil(value) or is_binary(value)

  defp valid?(name, value) when name in [:default_features, :skip_compilation?],
    do: is_boolean(value)
end
