defmodule RustInElixir.Gen.Skeleton do
  @moduledoc false

  # The declaration of a type that signatures name and a schema does not have yet.
  #
  # It compiles on both sides, and a person fills it in. How the type is used says what it is:
  #
  # | kind | a type that |
  # | --- | --- |
  # | `resource` | is passed as `mut(T)`, `take(T)` or `handle(T)`, or is called `…Resource` |
  # | `exception` | is the error of a result, or is called `…Error` |
  # | `struct` | is neither |

  alias RustInElixir.Core.Nif
  alias RustInElixir.Gen.ResourceLine
  alias RustInElixir.Schema.{Options, Signature, Type, TypeNames}

  @enforce_keys [:name, :kind, :source]
  defstruct @enforce_keys

  @typedoc "The name, what it is declared as, and the source of the declaration with its doc."
  @type t :: %__MODULE__{
          name: String.t(),
          kind: :struct | :exception | :resource,
          source: String.t()
        }

  @doc """
  The skeletons of what `signatures` name beside the types that are `declared`, in the order of their use.

  A name that is one slip away from a type that is there is left out, and so is one of Elixir's own: what is
  wrong with them is for the schema to say. A name of several parts is another boundary's type.

      iex> alias RustInElixir.Gen.Skeleton
      iex> alias RustInElixir.Schema.Signature
      iex> {:ok, signature} = Signature.parse("cut(log :: mut(Log), at :: Pont) :: {:ok, Part} | {:error, Failure}")
      iex> for it <- Skeleton.of([signature], ["Point"]), do: {it.name, it.kind}
      [{"Log", :resource}, {"Part", :struct}, {"Failure", :exception}]
  """
  @spec of([Signature.t()], [String.t()]) :: [t]
  def of(signatures, declared) do
    uses = Enum.flat_map(signatures, &uses(&1.nif))

    for name <- uses |> Keyword.values() |> Enum.uniq(),
        name not in declared,
        TypeNames.split(name) == nil,
        not built_in?(name),
        not Enum.any?(declared, &slip?(&1, name)),
        do: new(name, kind(name, uses))
  end

  # Each use of a name, as what its kind follows from.
  defp uses(%Nif{params: params, returns: returns, returns_handle: handle?}) do
    Enum.flat_map(params, fn param ->
      as(param.type, if(param.passing in [:plain, :stream], do: :value, else: :resource))
    end) ++ returned(returns, if(handle?, do: :resource, else: :value))
  end

  defp returned(:ok, _use), do: []
  defp returned({:value, type}, use), do: as(type, use)
  defp returned({:result, value, error}, use), do: as(value, use) ++ as(error, :error)

  defp returned({:stream, item, item_error, error}, _use),
    do: as(item, :value) ++ as(item_error, :error) ++ as(error, :error)

  defp as(nil, _use), do: []
  defp as({:named, name}, use), do: [{use, name}]
  defp as({kind, inner}, _use) when kind in [:list, :set, :optional], do: as(inner, :value)
  defp as({:array, inner, _length}, _use), do: as(inner, :value)
  defp as({:tuple, elements}, _use), do: Enum.flat_map(elements, &as(&1, :value))
  defp as({:map, key, value}, _use), do: as(key, :value) ++ as(value, :value)
  defp as(_built_in, _use), do: []

  defp kind(name, uses) do
    cond do
      {:resource, name} in uses or String.ends_with?(name, "Resource") -> :resource
      {:error, name} in uses or String.ends_with?(name, "Error") -> :exception
      true -> :struct
    end
  end

  defp new(name, :resource) do
    {:ok, line} = ResourceLine.new(name, [])
    source = "#{ResourceLine.doc(line)}\n#{line.source}"
    %__MODULE__{name: name, kind: :resource, source: source}
  end

  defp new(name, :exception) do
    source = """
    @typedoc "The error `#{name}`."
    exception #{name} do
      field :message, string
    end
    """

    %__MODULE__{name: name, kind: :exception, source: source}
  end

  defp new(name, :struct) do
    source = """
    @typedoc "The struct `#{name}`."
    struct #{name} do
      # Its fields, such as: field :name, string
    end
    """

    %__MODULE__{name: name, kind: :struct, source: source}
  end

  # `String` and `Sting` are meant for `string`; of `Bid` that can not be said.
  defp built_in?(name) do
    words = Enum.map(Type.built_in(), &Atom.to_string/1)
    {long, short} = Enum.split_with(words, &(String.length(&1) > 4))

    Options.of_elixir?(Module.concat([name])) or String.downcase(name) in short or
      Enum.any?(long, &slip?(&1, name))
  end

  # One letter too many, too few or wrong, two that are swapped, or other capitals.
  defp slip?(known, name) do
    [known, name] = Enum.map([known, name], &(&1 |> String.downcase() |> String.graphemes()))

    case rest(known, name) do
      {[], []} -> true
      {[_], []} -> true
      {[], [_]} -> true
      {[_], [_]} -> true
      {[one, other], [other, one]} -> true
      _ -> false
    end
  end

  # The parts of two words between their common start and end.
  defp rest([letter | known], [letter | name]), do: rest(known, name)
  defp rest(known, name), do: without_start(Enum.reverse(known), Enum.reverse(name))

  defp without_start([letter | known], [letter | name]), do: without_start(known, name)
  defp without_start(known, name), do: {Enum.reverse(known), Enum.reverse(name)}
end
