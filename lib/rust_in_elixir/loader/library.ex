defmodule RustInElixir.Loader.Library do
  @moduledoc false

  alias RustInElixir.Loader.{Config, Error}

  @doc """
  Puts the library that cargo built into the project's `priv/native` and returns its path there.

  Nothing is written when the same bytes are there already. Otherwise a copy takes the place of
  the old file in one step: a running VM may have the old one mapped, and would crash if its
  bytes changed.
  """
  @spec install(Config.t(), Path.t()) :: {:ok, Path.t()} | {:error, Error.t()}
  def install(config, built) do
    installed = Path.join("priv/native", config.crate <> extension(built))

    if same_content?(built, installed) do
      {:ok, installed}
    else
      replace(installed, built)
    end
  end

  @doc """
  The extension of an installed library: what `:erlang.load_nif/2` appends to a path.

  ## Examples

      iex> Enum.map(["liba.so", "liba.dylib", "a.dll"], &RustInElixir.Loader.Library.extension/1)
      [".so", ".so", ".dll"]
  """
  @spec extension(Path.t()) :: String.t()
  def extension(built) do
    case Path.extname(built) do
      ".dylib" -> ".so"
      extension -> extension
    end
  end

  defp replace(installed, built) do
    temporary = "#{installed}.#{System.pid()}"

    with :ok <- File.mkdir_p(Path.dirname(installed)),
         :ok <- File.cp(built, temporary),
         :ok <- File.rename(temporary, installed) do
      {:ok, installed}
    else
      {:error, posix} ->
        File.rm(temporary)
        {:error, Error.new(:not_replaced, path: installed, posix: posix)}
    end
  end

  defp same_content?(one, other) do
    with {:ok, %{size: size}} <- File.stat(one),
         {:ok, %{size: ^size}} <- File.stat(other) do
      File.read!(one) == File.read!(other)
    else
      _ -> false
    end
  end
end
