defmodule RustInElixir.Error do
  @moduledoc false

  # Why a command failed: the one error of everything that makes a plan or a page. Code below, such as reading a file,
  # gives a reason as text that completes a sentence; a schema has problems.

  alias RustInElixir.Core.Problem

  @enforce_keys [:kind]
  defstruct [:kind, problems: [], messages: []]

  @typedoc """
  The kinds are

  * * `:wrong_schema` – `problems` are those of schemas, each with the path of its schema, or with the argument of the
    command that causes it
  * * `:could_not_run` – `messages` say why
  * `:usage` – `messages` say what is wrong in the arguments of the command
  """
  @type t :: %__MODULE__{
          kind: :wrong_schema | :could_not_run | :usage,
          problems: [{place, Problem.t()}],
          messages: [String.t()]
        }
  @type place :: Path.t() | {:argument, String.t()}

  @spec wrong_schema([{place, Problem.t()}]) :: t
  def wrong_schema(problems), do: %__MODULE__{kind: :wrong_schema, problems: problems}

  @spec wrong_schema(Path.t(), [Problem.t()]) :: t
  def wrong_schema(path, problems), do: wrong_schema(Enum.map(problems, &{path, &1}))

  @spec could_not_run(String.t() | [String.t()]) :: t
  def could_not_run(messages),
    do: %__MODULE__{kind: :could_not_run, messages: List.wrap(messages)}

  @spec usage([String.t()]) :: t
  def usage(messages), do: %__MODULE__{kind: :usage, messages: messages}

  @doc """
  Joins the results of several boundaries or projects: all values, or all errors. Errors of the environment come before
  those of schemas.
  """
  @spec join([{:ok, [value]} | {:error, t}]) :: {:ok, [value]} | {:error, t} when value: term
  def join(results) do
    errors = for {:error, error} <- results, do: error
    messages = errors |> Enum.flat_map(& &1.messages) |> Enum.uniq()

    cond do
      errors == [] -> {:ok, for({:ok, values} <- results, value <- values, do: value)}
      messages != [] -> {:error, could_not_run(messages)}
      true -> {:error, errors |> Enum.flat_map(& &1.problems) |> wrong_schema()}
    end
  end

  @doc "The error of a project as that of the umbrella which has it in `folder`."
  @spec below(t, Path.t()) :: t
  def below(error, folder) do
    problems = for {path, problem} <- error.problems, do: {Path.join(folder, path), problem}
    %{error | problems: problems}
  end

  @doc """
  The error as lines, as compilers print theirs.

      iex> alias RustInElixir.{Core, Error}
      iex> problem = %Core.Problem{line: 3, message: "unknown type `Pointt`"}
      iex> Error.lines(Error.wrong_schema("native/demo/schema.exs", [problem]))
      ["native/demo/schema.exs:3: unknown type `Pointt`"]

  An argument of the command has no line.

      iex> alias RustInElixir.{Core, Error}
      iex> problem = %Core.Problem{line: 3, message: "unknown type `Pointt`"}
      iex> Error.lines(Error.wrong_schema([{{:argument, "f(a :: Pointt) :: :ok"}, problem}]))
      ["in `f(a :: Pointt) :: :ok`: unknown type `Pointt`"]
  """
  @spec lines(t) :: [String.t()]
  def lines(%{problems: problems, messages: messages}) do
    Enum.map(problems, &line/1) ++ messages
  end

  defp line({{:argument, argument}, %{message: message}}), do: in_argument(argument, message)
  defp line({path, %{line: line, message: message}}), do: "#{path}:#{line}: #{message}"

  @doc "A message about an argument of the command."
  @spec in_argument(String.t(), String.t()) :: String.t()
  def in_argument(argument, message),
    do: "in `#{argument |> String.split() |> Enum.join(" ")}`: #{message}"

  @doc "The error as one text."
  @spec text(t) :: String.t()
  def text(error), do: error |> lines() |> Enum.join("\n")
end
