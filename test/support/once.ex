defmodule RustInElixir.Once do
  @moduledoc """
  Values that several tests need and that take long to make.

      iex> Enum.map([1, 2], fn number -> RustInElixir.Once.get(:an_example, fn -> number end) end)
      [1, 1]
  """

  @doc "What `fun` gave when the first test asked for the value of this name. Whoever asks meanwhile waits."
  @spec get(atom, (() -> value)) :: value when value: term
  def get(name, fun) do
    # An agent answers when it has its value, and in the order in which it was asked.
    case Agent.start(fun, name: name) do
      {:ok, agent} -> Agent.get(agent, & &1)
      {:error, {:already_started, agent}} -> Agent.get(agent, & &1, :infinity)
      {:error, {reason, stacktrace}} -> reraise reason, stacktrace
    end
  end
end
