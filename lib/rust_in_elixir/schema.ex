defmodule RustInElixir.Schema do
  @moduledoc "Describes a boundary."

  import Kernel, except: [struct: 1, struct: 2]

  alias RustInElixir.Core.{Boundary, Problem}
  alias RustInElixir.Schema.{Collector, Definition, Options, Reader, Signature}

  @kinds [
    :unit_enum,
    :tagged_enum,
    :untagged_enum,
    :struct,
    :map,
    :tuple,
    :record,
    :exception,
    :options,
    :newtype,
    :custom
  ]

  @doc """
  Reads a schema from a file, or from its text and the path that it has.
  """
  @spec load(Path.t() | {String.t(), Path.t()}) :: {:ok, %Boundary{}} | {:error, [%Problem{}]}
  def load({text, path}), do: load_string(text, path)

  def load(path) do
    case File.read(path) do
      {:ok, text} ->
        load_string(text, path)

      {:error, reason} ->
        message = "the schema cannot be read: #{:file.format_error(reason)}"
        {:error, [%Problem{line: 1, message: message}]}
    end
  end

  @doc """
  Reads a schema out of its text; `path` is where the file is, or shall be.
  """
  @spec load_string(String.t(), Path.t()) :: {:ok, %Boundary{}} | {:error, [%Problem{}]}
  def load_string(text, path), do: Reader.read(text, path)

  @doc false
  def words, do: @kinds ++ [:nif, :field, :variant, :resource]

  defmacro __using__(options) do
    quote do
      import Kernel, except: [struct: 1, struct: 2]
      import RustInElixir.Schema, only: :macros
      unquote(Collector).use(__MODULE__, unquote(__CALLER__.line), unquote(options))
    end
  end

  for kind <- @kinds do
    defmacro unquote(kind)(name, first \\ nil, second \\ nil, third \\ nil),
      do: define(unquote(kind), [name, first, second, third], __CALLER__)
  end

  defmacro nif(signature, options \\ nil) do
    line = __CALLER__.line
    {nif, problems} = Signature.from_quoted(signature, line)

    {options, problems} =
      case Options.split(options) do
        {:ok, options} -> {options, problems}
        {:error, message} -> {[], [%Problem{line: line, message: message} | problems]}
      end

    number = Collector.keep(%{nif: nif, line: line, options: options, problems: problems})
    values = Keyword.values(options)

    quote line: line, do: unquote(Collector).nif(__MODULE__, unquote(number), unquote(values))
  end

  defmacro resource(name, _block \\ nil) do
    Collector.problem(
      __CALLER__.line,
      "resource #{Macro.to_string(name)}: resources are not supported yet"
    )
  end

  defmacro field(_name, _type \\ nil, _options \\ nil) do
    Collector.problem(__CALLER__.line, "field stands outside of a struct")
  end

  defmacro variant(_name, _first \\ nil, _second \\ nil, _third \\ nil) do
    Collector.problem(__CALLER__.line, "variant stands outside of an enum")
  end

  defp define(kind, args, env) do
    draft = Definition.parse(kind, args, env.line, env)
    number = Collector.keep(draft)
    {argument, options, members} = Definition.expressions(draft)

    quote line: env.line do
      unquote(Collector).define(
        __MODULE__,
        unquote(number),
        {unquote(argument), unquote(options), unquote(members)}
      )
    end
  end
end
