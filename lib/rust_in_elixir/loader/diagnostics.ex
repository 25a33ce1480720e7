defmodule RustInElixir.Loader.Diagnostics do
  @moduledoc false

  # How rustc's diagnostics come to be Mix's, from inside a module that is being compiled.

  alias Mix.Task.Compiler.Diagnostic
  alias RustInElixir.Loader.{CargoMessage, Error}

  @doc """
  Reports the warnings of a build that succeeded, as Elixir's own compiler reports warnings.

  `IO.warn/2` reaches the compiler that runs the calling process. So the warnings are printed,
  are among the diagnostics that `mix compile` returns, and count for `--warnings-as-errors`, in
  every version of Elixir, with nothing left for us to decide.
  """
  @spec warn([CargoMessage.diagnostic()]) :: :ok
  def warn(diagnostics) do
    for diagnostic <- diagnostics do
      # Not rustc's rendered text: newer versions of Elixir show the source line themselves.
      IO.warn(diagnostic.message, Map.take(diagnostic, [:file, :line, :column]) |> Map.to_list())
    end

    :ok
  end

  @doc """
  Adds the diagnostics of a build that failed to those that `mix compile` returns.

  The exception that stops the module is one diagnostic, at the Elixir file. Editors want one per
  Rust error, at its Rust file. Elixir has no way to report an error of another file from inside
  a module (and the private one differs between versions), but since 1.10 a callback may complete
  what the compiler returns, and it is called after a failure, too. What is printed for people is
  in the exception's message.
  """
  @spec add_to_compiler_result(module(), [CargoMessage.diagnostic()]) :: :ok
  def add_to_compiler_result(module, diagnostics) do
    diagnostics = Enum.map(diagnostics, &to_mix/1)
    after_compiler(module, fn {status, others} -> {status, others ++ diagnostics} end)
  end

  @doc """
  Has `mix compile` fail for a build that failed, once it has compiled what it can, at a place in Elixir.

  The error may say what becomes of `module`.
  """
  @spec fail(module(), Error.t(), Path.t(), pos_integer()) :: :ok
  def fail(module, error, file, line) do
    message = Exception.message(error)
    Mix.shell().error("** (#{inspect(Error)}) #{message}")

    diagnostic = %Diagnostic{
      file: Path.expand(file),
      position: line,
      severity: :error,
      message: message,
      compiler_name: "Elixir"
    }

    diagnostics = [diagnostic | Enum.map(error.diagnostics, &to_mix/1)]

    after_compiler(module, fn {_status, others} -> {:error, others ++ diagnostics} end)
  end

  @doc """
  Has `fun` complete what the compiler returns.

  A code reloader such as Phoenix's calls no such function, and the next `mix compile` would call it then: by that time
  `forget/1` has made it void.
  """
  @spec after_compiler(module(), (result -> result)) :: :ok
        when result: {Mix.Task.Compiler.status(), [Diagnostic.t()]}
  def after_compiler(module, fun) do
    key = {__MODULE__, module}
    compilation = :persistent_term.get(key, 0)

    Mix.Task.Compiler.after_compiler(:elixir, fn result ->
      if :persistent_term.get(key, 0) == compilation, do: fun.(result), else: result
    end)
  end

  @doc "Forgets what compilations of `module` before this one left to be done."
  @spec forget(module()) :: :ok
  def forget(module) do
    key = {__MODULE__, module}
    :persistent_term.put(key, :persistent_term.get(key, 0) + 1)
  end

  defp to_mix(diagnostic) do
    %Diagnostic{
      file: diagnostic.file,
      position: position(diagnostic),
      severity: diagnostic.severity,
      message: diagnostic.rendered,
      compiler_name: "rustc"
    }
  end

  defp position(%{line: line, column: nil}), do: line
  defp position(%{line: line, column: column}), do: {line, column}
end
