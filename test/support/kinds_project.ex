defmodule RustInElixir.KindsProject do
  @moduledoc """
  The project of `test/fixtures/kinds`, generated and compiled once, and loaded into this VM.

  Its boundary `Kinds` has every kind and every scalar; `Words.Odd` has the names that mean
  something else on either side; `Store` has resources and streams. A test file calls `load!/0` before its module, which can then
  name their structs.
  """

  alias RustInElixir.{Once, TemporaryProject}

  @fixture Path.expand("../fixtures/kinds", __DIR__)

  @doc "Makes the project, should it not be there yet, and gives its root."
  @spec load!() :: Path.t()
  def load! do
    Once.get(__MODULE__, fn ->
      root = make()
      Code.prepend_path(Path.join(root, "_build/dev/lib/demo/ebin"))
      root
    end)
  end

  @doc """
  The files of the fixture, in crates whose names begin with `prefix`.

  In one target directory, crates of the same name would take each other's place.
  """
  @spec files(String.t()) :: %{Path.t() => String.t()}
  def files(prefix \\ "") do
    for path <- Path.wildcard(Path.join(@fixture, "**")), File.regular?(path), into: %{} do
      {path |> Path.relative_to(@fixture) |> String.replace(~r"^native/", "native/#{prefix}"),
       path |> File.read!() |> String.replace(~s( crate: "), ~s( crate: "#{prefix}))}
    end
  end

  @doc "Makes a copy that nothing is compiled in, and gives its root."
  @spec copy() :: Path.t()
  def copy do
    load!()
    |> TemporaryProject.files()
    |> Map.reject(fn {path, _text} -> String.starts_with?(path, "priv/") end)
    |> TemporaryProject.create()
  end

  @doc "Runs `mix` in the project, and gives what it printed and its exit status."
  @spec mix([String.t()]) :: {String.t(), non_neg_integer}
  def mix(arguments), do: mix_in(load!(), arguments)

  @doc "Runs `mix` in the project, or a copy of it, at `root`."
  @spec mix_in(Path.t(), [String.t()], [{String.t(), String.t()}]) ::
          {String.t(), non_neg_integer}
  def mix_in(root, arguments, environment \\ []) do
    TemporaryProject.mix(root, arguments, [
      {"CARGO_TARGET_DIR", TemporaryProject.target()} | environment
    ])
  end

  @doc """
  Runs Elixir code in a VM of its own that has the project's modules, and gives what it printed and
  its exit status.
  """
  @spec elixir(String.t(), [String.t()]) :: {String.t(), non_neg_integer}
  def elixir(code, arguments \\ []) do
    ebin = Path.join(load!(), "_build/dev/lib/demo/ebin")
    System.cmd("elixir", ["-pa", ebin] ++ arguments ++ ["-e", code], stderr_to_stdout: true)
  end

  @doc "Runs `cargo` in the project, and gives what it printed and its exit status."
  @spec cargo([String.t()]) :: {String.t(), non_neg_integer}
  def cargo(arguments) do
    System.cmd("cargo", arguments,
      cd: load!(),
      env: [{"CARGO_TARGET_DIR", TemporaryProject.target()}],
      stderr_to_stdout: true
    )
  end

  defp make do
    root = TemporaryProject.create(files())
    succeed!(mix_in(root, ["rust_in_elixir.sync"]), "does not generate")

    TemporaryProject.keep(root, "kinds_#{System.get_env("KINDS_MODE")}", fn root ->
      succeed!(mix_in(root, ["compile", "--warnings-as-errors"]), "does not compile")
    end)
  end

  defp succeed!({_output, 0}, _what), do: :ok
  defp succeed!({output, _status}, what), do: raise("the project of kinds #{what}:\n#{output}")
end
