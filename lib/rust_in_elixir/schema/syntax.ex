defmodule RustInElixir.Schema.Syntax do
  @moduledoc false

  # A schema file before anything in it is evaluated: its text, its syntax tree, and the one module in it.

  alias RustInElixir.Core.Problem
  alias RustInElixir.Schema.Excerpt

  # Each name in a text may be a new atom, of which a VM has room for a million.
  @largest 2 * 1024 * 1024

  @doc "The greatest size of a schema, in bytes."
  @spec largest() :: pos_integer
  def largest, do: @largest

  @doc "The schema module of a file, which holds nothing else."
  @spec schema_module(Macro.t()) :: {:ok, Macro.t()} | {:error, [Problem.t()]}
  def schema_module(ast) do
    case ast |> statements() |> Enum.split_with(&schema?/1) do
      {[schema], []} ->
        case inner_modules(schema) do
          [] -> {:ok, schema}
          modules -> {:error, Enum.map(modules, &beside(&1, schema))}
        end

      {[], _others} ->
        message =
          "the file defines no schema; write `defmodule MyApp.Markdown.Schema do " <>
            "use RustInElixir.Schema, facade: MyApp.Markdown, crate: \"my_app_markdown\" … end`"

        {:error, [%Problem{line: 1, message: message}]}

      {[schema | schemas], others} ->
        {:error, Enum.map(schemas ++ others, &beside(&1, schema))}
    end
  end

  @doc "The statements of a body."
  @spec statements(Macro.t()) :: [Macro.t()]
  def statements({:__block__, _meta, statements}), do: statements
  def statements(statement), do: List.wrap(statement)

  @doc "The syntax tree of a text, with options of `Code.string_to_quoted/2`."
  @spec parse(String.t(), keyword) :: {:ok, Macro.t()} | {:error, [Problem.t()]}
  def parse(text, options \\ []) do
    with nil <- unreadable(text),
         {:ok, ast} <- Code.string_to_quoted(text, [emit_warnings: false] ++ options) do
      {:ok, ast}
    else
      %Problem{} = problem -> {:error, [problem]}
      {:error, reason} -> {:error, [syntax_problem(reason)]}
    end
  end

  # Elixir would raise for these, or report them in other words.
  defp unreadable("\uFEFF" <> _text) do
    message =
      "the file starts with a byte order mark, which Elixir does not accept; save it without one"

    %Problem{line: 1, message: message}
  end

  defp unreadable(text) when byte_size(text) > @largest do
    message = "the schema is #{byte_size(text)} bytes long, and the limit is #{@largest}"
    %Problem{line: 1, message: message}
  end

  defp unreadable(text) do
    case :unicode.characters_to_binary(text) do
      ^text ->
        if String.contains?(text, <<0>>) do
          [before | _] = String.split(text, <<0>>, parts: 2)
          %Problem{line: lines(before), message: "this line contains a null byte; remove it"}
        end

      {_, valid, _rest} ->
        %Problem{line: lines(valid), message: "this line is not UTF-8; save the file as UTF-8"}
    end
  end

  defp lines(text), do: length(String.split(text, "\n"))

  defp syntax_problem({meta, message, token}) do
    message =
      case message do
        {prefix, suffix} -> prefix <> token <> suffix
        message -> message <> token
      end

    # Since Elixir 1.16 the line is that of the delimiter that waits for another one.
    line = meta[:end_line] || meta[:line] || 1
    # An example on further lines is announced by its own sentence.
    message = message |> first_line() |> String.replace(~r/\. [^.]*:\z/, "") |> Excerpt.visible()
    %Problem{line: line, message: message}
  end

  defp schema?({:defmodule, _, [{:__aliases__, _, parts}, [{:do, body} | _]]}),
    do: Enum.all?(parts, &is_atom/1) and body |> statements() |> Enum.any?(&use?/1)

  defp schema?(_statement), do: false

  @doc "Whether a statement makes a schema of its module."
  @spec use?(Macro.t()) :: boolean
  def use?({:use, _, [{:__aliases__, _, [:RustInElixir, :Schema]} | _]}), do: true
  def use?(_statement), do: false

  defp inner_modules({:defmodule, _, [_name, body]}) do
    {_body, modules} =
      Macro.prewalk(body, [], fn
        {:defmodule, _, [_, [{:do, _} | _]]} = module, modules -> {module, [module | modules]}
        node, modules -> {node, modules}
      end)

    Enum.reverse(modules)
  end

  defp beside(statement, {:defmodule, meta, _}) do
    %Problem{
      line: line(statement, 1),
      message:
        "a schema file contains one module, the schema on line #{meta[:line]}; " <>
          "remove `#{Excerpt.of(statement)}`"
    }
  end

  @doc "The line of a statement; a literal has that of what is around it."
  @spec line(Macro.t(), pos_integer) :: pos_integer
  def line({_, meta, _}, _around), do: meta[:line] || 1
  def line(_literal, around), do: around

  @doc "The first line of a message of Elixir's."
  @spec first_line(String.t()) :: String.t()
  def first_line(message), do: message |> String.split("\n", parts: 2) |> hd()
end
