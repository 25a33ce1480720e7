defmodule RustInElixir.Hygiene.Words do
  @moduledoc """
  The words that are tried as names.

  Those of languages and tools stand in `test/fixtures/hygiene`. Those of the standard libraries and of
  generated code are asked for here, so that none is missing when one of them gets another one.
  """

  alias RustInElixir.{Core, Schema}

  @kinds Path.expand("../../fixtures/kinds/native", __DIR__)
  @fixtures Path.expand("../../fixtures/hygiene", __DIR__)

  @doc "Words and odd names, as the tables list them."
  @spec listed() :: [String.t()]
  def listed, do: table("words.exs") ++ table("odd_names.exs")

  @doc "The identifiers of what is generated for the schemas in `test/fixtures/kinds`, which have everything."
  @spec generated() :: [String.t()]
  def generated do
    # One of them names types of another one, and is not read alone.
    for schema <-
          Path.wildcard(Path.join(@kinds, "*/schema.exs")) --
            [Path.join(@kinds, "visits/schema.exs")],
        file <- files(schema),
        word <- of_source(file.text),
        uniq: true,
        do: word
  end

  @doc """
  All of the words if `HYGIENE` is `whole`, as it is for `make hygiene`; else one in fifty, always the same.
  """
  @spec part([String.t()]) :: [String.t()]
  def part(words) do
    if System.get_env("HYGIENE") == "whole",
      do: words,
      else: Enum.filter(words, &(:erlang.phash2(&1, 50) == 0))
  end

  defp files(path) do
    {:ok, boundary} = Schema.load(path)

    project = %Core.Project{
      otp_app: "demo",
      loader: :rust_in_elixir,
      crate_dir: Path.dirname(path),
      rustler: "0.39"
    }

    {:ok, rendered} = Core.generate(boundary, project)
    {:ok, shared} = Core.support(rendered.support, project)
    rendered.files ++ shared
  end

  @doc "Functions, macros and modules of Elixir, and the modules and types of Erlang."
  @spec libraries() :: [String.t()]
  def libraries do
    functions =
      for module <- [Kernel, Kernel.SpecialForms],
          {name, _arity} <- module.__info__(:macros) ++ module.__info__(:functions),
          do: Atom.to_string(name)

    Enum.uniq(functions ++ elixir_modules() ++ erlang_modules())
  end

  @doc "The identifiers in some generated source."
  @spec of_source(String.t()) :: [String.t()]
  def of_source(text) do
    ~r/[A-Za-z_][A-Za-z0-9_]*/ |> Regex.scan(text) |> List.flatten() |> Enum.uniq()
  end

  defp table(name) do
    {groups, _binding} = @fixtures |> Path.join(name) |> Code.eval_file()
    for {_source, words} <- groups, word <- words, uniq: true, do: word
  end

  # The last part of each: `Chars` for `List.Chars`.
  defp elixir_modules do
    for module <- modules(:elixir) ++ modules(:mix) ++ modules(:ex_unit),
        "Elixir." <> name <- [Atom.to_string(module)],
        do: name |> String.split(".") |> List.last()
  end

  defp erlang_modules do
    for module <- modules(:kernel) ++ modules(:stdlib), do: Atom.to_string(module)
  end

  defp modules(application) do
    _ = Application.load(application)
    {:ok, modules} = :application.get_key(application, :modules)
    modules
  end
end
