defmodule RustInElixir.Project.Lockfile do
  @moduledoc false

  # The lock of a boundary, `boundary.lock`, and that of what the boundaries share: what was generated last. It answers whether a file on the disk was written by
  # the generator and left alone since, and what the contract was.

  alias RustInElixir.{Core, Disk.SafePath, Text.SourceText}

  @empty %Core.Lock{contract: "", files: %{}, support: []}

  @doc """
  The path of the lock of the boundary in `crate_dir`.

      iex> RustInElixir.Project.Lockfile.path("native/my_app_markdown")
      "native/my_app_markdown/boundary.lock"
  """
  @spec path(Path.t()) :: Path.t()
  def path(crate_dir), do: Path.join(crate_dir, "boundary.lock")

  @doc "The path of the lock of what the boundaries of an application share."
  @spec support_path() :: Path.t()
  def support_path, do: "native/support.lock"

  @doc "Reads a lock out of its text; `nil` stands for a lock that is not there, and is an empty one."
  @spec parse(String.t() | nil) :: {:ok, Core.Lock.t()} | {:error, String.t()}
  def parse(nil), do: {:ok, @empty}

  def parse(text) do
    text = SourceText.normalise(text)

    with nil <- conflict(text), {:ok, lock} <- Core.read_lock(text) do
      of_generated_files(lock)
    else
      {:error, reason} -> {:error, unreadable(reason)}
      _line -> joined(text)
    end
  end

  @doc """
  Says whether a boundary can have generated a file at this path. What a lock lists beside these is
  nothing to be trusted with: a file that is no longer asked for is removed.

      iex> alias RustInElixir.Project.Lockfile
      iex> Enum.map(["lib/a/b.ex", "native/a/src/boundary.rs", "lib/../../a.ex", "mix.exs"], &Lockfile.generated?/1)
      [true, true, false, false]

      iex> alias RustInElixir.Project.Lockfile
      iex> Enum.map(["native/nif_codec/src/a/b.rs", "native/nif_codec/Cargo.toml", "native/a/Cargo.toml"], &Lockfile.generated?/1)
      [true, true, false]
  """
  @spec generated?(Path.t()) :: boolean
  def generated?(path) do
    SafePath.below?(path) and
      path =~
        ~r{\A(lib/.+\.ex|native/[^/]+/src/boundary\.rs|native/nif_codec/(Cargo\.toml|rustfmt\.toml|src/.+\.rs))\z}
  end

  @doc """
  The line in which a merge left a conflict in a lock or a generated file; `nil` if there is none.

      iex> RustInElixir.Project.Lockfile.conflict("{\\n<<<<<<< HEAD\\n=======\\n>>>>>>> topic\\n}")
      2
  """
  @spec conflict(String.t() | nil) :: pos_integer | nil
  def conflict(nil), do: nil

  def conflict(text) do
    # Most texts have none, and a lock is long.
    if String.contains?(text, "<<<<<<< ") do
      index = text |> String.split("\n") |> Enum.find_index(&String.starts_with?(&1, "<<<<<<< "))
      index && index + 1
    end
  end

  # The lock as either side had it.
  defp sides(text) do
    {_where, ours, theirs} =
      text
      |> String.split("\n")
      |> Enum.reduce({:both, [], []}, fn line, {where, ours, theirs} ->
        case {where, line} do
          {_, "<<<<<<< " <> _} -> {:ours, ours, theirs}
          {:ours, "||||||| " <> _} -> {:base, ours, theirs}
          {where, "=======" <> _} when where in [:ours, :base] -> {:theirs, ours, theirs}
          {:theirs, ">>>>>>> " <> _} -> {:both, ours, theirs}
          {:both, _} -> {:both, [line | ours], [line | theirs]}
          {:ours, _} -> {:ours, [line | ours], theirs}
          {:theirs, _} -> {:theirs, ours, [line | theirs]}
          {:base, _} -> {:base, ours, theirs}
        end
      end)

    Enum.map([ours, theirs], &(&1 |> Enum.reverse() |> Enum.join("\n")))
  end

  # A file is as the generator left it if either side says so, and calls what either side says. Nothing else of such a lock
  # is believed.
  defp joined(text) do
    case text |> sides() |> Enum.map(&Core.read_lock/1) do
      [{:ok, ours}, {:ok, theirs}] ->
        files =
          Map.merge(ours.files, theirs.files, fn
            _path, digest, digest -> digest
            _path, our, their -> our <> " " <> their
          end)

        of_generated_files(%{
          @empty
          | files: files,
            support: Enum.uniq(ours.support ++ theirs.support)
        })

      _ ->
        {:error, reason} = Core.read_lock(text)
        {:error, unreadable(reason)}
    end
  end

  @doc "Writes a lock as text."
  @spec to_text(Core.Lock.t()) :: String.t()
  def to_text(lock) do
    {:ok, text} = Core.write_lock(lock)
    text
  end

  @doc """
  Says what the lock knows of `text`, found at `path`.

  It is `:written` as the generator left it, `:edited` since, or `:foreign` if the generator never
  wrote a file there.
  """
  @spec recognise(Core.Lock.t(), Path.t(), String.t()) :: :written | :edited | :foreign
  def recognise(lock, path, text) do
    case digests(lock, path) do
      [] -> :foreign
      digests -> if Enum.any?(digests, &recognised?(&1, path, text)), do: :written, else: :edited
    end
  end

  @doc """
  Says whether `text`, which is not as the generator left it, is what a merge made of two such files: it has a conflict in it,
  or each side of a lock with a conflict has generated another one. What the sides were is in git's history.
  """
  @spec merged?(Core.Lock.t(), Path.t(), String.t()) :: boolean
  def merged?(lock, path, text), do: conflict(text) != nil or length(digests(lock, path)) > 1

  @doc "The digest that the lock has of `path`; where a merge left two, the one of `text` if it is there."
  @spec recorded(Core.Lock.t(), Path.t(), String.t()) :: String.t() | nil
  def recorded(lock, path, text) do
    digests = digests(lock, path)
    Enum.find(digests, List.first(digests), &recognised?(&1, path, text))
  end

  defp digests(lock, path), do: lock.files |> Map.get(path, "") |> String.split()

  defp recognised?(digest, path, text),
    do: SourceText.recognised?(text, digest, SourceText.language(path))

  defp of_generated_files(lock) do
    case lock.files |> Map.keys() |> Enum.reject(&generated?/1) |> Enum.sort() do
      [] ->
        {:ok, lock}

      others ->
        {:error,
         unreadable(
           "it lists #{Enum.join(others, ", ")}, which no boundary generates; restore the file " <>
             "from your last commit, then run `mix rust_in_elixir.sync`"
         )}
    end
  end

  defp unreadable(reason) when is_exception(reason),
    do: reason |> Exception.message() |> unreadable()

  defp unreadable(reason), do: "cannot be read: #{reason}"
end
