defmodule RustInElixir.Lockfile do
  @moduledoc """
  The lock of a boundary, `boundary.lock`: what was generated last, and out of what.

  It answers two questions. Was a file on the disk written by the generator and left alone since?
  And is there nothing to do at all, so that the schema need not be rendered to find out?

  For the second, the lock is sealed: its field `generator` is a digest of the core's templates and
  the project's settings, and of the lock's own contract and list of files. A lock that was merged
  or edited is therefore never taken at its word.
  """

  alias RustInElixir.{Core, SourceText}

  @empty %Core.Lock{schema: "", generator: "", contract: "", files: %{}}

  @doc """
  The path of the lock of the boundary in `crate_dir`.

      iex> RustInElixir.Lockfile.path("native/my_app_markdown")
      "native/my_app_markdown/boundary.lock"
  """
  @spec path(Path.t()) :: Path.t()
  def path(crate_dir), do: Path.join(crate_dir, "boundary.lock")

  @doc "Reads a lock out of its text; `nil` stands for a lock that is not there, and is an empty one."
  @spec parse(String.t() | nil) :: {:ok, Core.Lock.t()} | {:error, String.t()}
  def parse(nil), do: {:ok, @empty}

  def parse(text) do
    case Core.read_lock(SourceText.normalise(text)) do
      {:ok, lock} -> {:ok, lock}
      {:error, reason} -> {:error, unreadable(reason)}
    end
  end

  @doc """
  The text of the lock for a boundary that was rendered out of `schema`, the text of its schema.

  `files` are the digests of the files as they lie on the disk afterwards. Where a file that was
  edited by hand stays behind what the schema asks for, `settled?` is false. The lock then says of
  no schema that it was generated from it: otherwise the file, put back as it once was, would pass
  for up to date.
  """
  @spec text(String.t(), Core.Project.t(), String.t(), %{Path.t() => String.t()}, boolean) ::
          String.t()
  def text(schema, core_project, contract, files, settled?) do
    schema_digest = if settled?, do: schema_digest(schema), else: ""
    lock = %Core.Lock{schema: schema_digest, generator: "", contract: contract, files: files}
    {:ok, text} = Core.write_lock(%{lock | generator: seal(lock, core_project)})
    text
  end

  @doc """
  Says whether the lock was made out of just this schema, these settings and this generator.

  If so, and every file is still as the lock has it, nothing has to be rendered.
  """
  @spec current?(Core.Lock.t(), String.t(), Core.Project.t()) :: boolean
  def current?(lock, schema, core_project) do
    lock.schema == schema_digest(schema) and lock.generator == seal(lock, core_project)
  end

  @doc """
  Says what the lock knows of `text`, found at `path`.

  It is `:written` as the generator left it, `:edited` since, or `:foreign` if the generator never
  wrote a file there.
  """
  @spec recognise(Core.Lock.t(), Path.t(), String.t()) :: :written | :edited | :foreign
  def recognise(lock, path, text) do
    case lock.files do
      %{^path => digest} ->
        if SourceText.recognised?(text, digest, SourceText.language(path)),
          do: :written,
          else: :edited

      _ ->
        :foreign
    end
  end

  defp schema_digest(schema), do: schema |> SourceText.normalise() |> SourceText.checksum()

  defp seal(lock, core_project) do
    {:ok, fingerprint} = Core.fingerprint()

    parts = {
      fingerprint,
      core_project |> Map.from_struct() |> Map.update!(:templates, &Enum.sort/1) |> Enum.sort(),
      lock.contract,
      Enum.sort(lock.files)
    }

    SourceText.checksum(:erlang.term_to_binary(parts, minor_version: 2))
  end

  defp unreadable(%{message: message}), do: unreadable(message)
  defp unreadable(reason), do: "cannot be read: #{reason}"
end
