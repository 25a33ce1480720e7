defmodule RustInElixir.Project.Formatter do
  @moduledoc false

  # How a project formats its code.

  alias RustInElixir.Disk.Tree
  alias RustInElixir.Schema.{Constant, Evaluation, Isolation}

  @file_name ".formatter.exs"
  @options [
    :force_do_end_blocks,
    :line_length,
    :locals_without_parens,
    :normalize_bitstring_modifiers,
    :normalize_charlists_as_sigils
  ]

  @doc """
  The options of the project's formatter, out of its `.formatter.exs`.

  Plugins and the settings of dependencies are left out: they would need the dependencies compiled,
  and generated code has to look the same without them.
  """
  @spec options(Tree.t()) :: {:ok, keyword} | {:error, String.t()}
  def options(%{root: root} = tree) do
    case Tree.read(tree, @file_name) do
      {:ok, nil} -> {:ok, []}
      {:ok, text} -> text |> evaluated(Path.join(root, @file_name)) |> taken()
      {:error, reason} -> {:error, "#{@file_name} #{reason}"}
    end
  end

  @doc """
  Whether generated code looks with these options as it does with none: none of its calls loses or gains parentheses.

      iex> Enum.map([[], [line_length: 98], [line_length: 80]], &RustInElixir.Project.Formatter.plain?/1)
      [true, true, false]
  """
  @spec plain?(keyword) :: boolean
  def plain?(options),
    do: Enum.all?(options, &(&1 == {:line_length, 98} or elem(&1, 0) == :locals_without_parens))

  defp evaluated(text, path) do
    if Constant.constant?(text),
      do: evaluate(text, path),
      else: Isolation.call(__MODULE__, :evaluate, [text, path])
  end

  defp taken({:ok, {:ok, options}}) do
    if Keyword.keyword?(options),
      do: {:ok, Keyword.take(options, @options)},
      else: unreadable("it is not a keyword list")
  end

  defp taken({:ok, {:error, message}}), do: unreadable(message)

  defp taken({:error, {_line, reason}}),
    do: unreadable("it was stopped (#{inspect(reason)})")

  defp taken({:error, reason}), do: unreadable(reason)

  defp unreadable(reason), do: {:error, "#{@file_name} cannot be read: #{reason}"}

  @doc "Evaluates the text of such a file, within the limits of `RustInElixir.Schema.Evaluation`."
  @spec evaluate(String.t(), Path.t()) ::
          {:ok, {:ok, term} | {:error, String.t()}} | {:error, term}
  def evaluate(text, path), do: Evaluation.run(fn -> value(text, path) end)

  defp value(text, path) do
    {options, _binding} = Code.eval_string(text, [], file: path)
    {:ok, options}
  rescue
    error -> {:error, Exception.message(error)}
  catch
    kind, reason -> {:error, Exception.format_banner(kind, reason)}
  end
end
