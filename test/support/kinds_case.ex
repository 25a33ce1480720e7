defmodule RustInElixir.KindsCase do
  @moduledoc """
  Tables of terms that Rust gives back as they are, and of terms that never reach it.
  """

  use ExUnit.CaseTemplate

  using do
    quote do
      import RustInElixir.KindsCase
    end
  end

  @doc "Every term goes through Rust, by `f` and by `f!`, and comes back unchanged."
  def assert_accepted(facade \\ Kinds, function, terms) do
    for term <- terms do
      assert {function, apply(facade, function, [term])} === {function, {:ok, term}}
      assert apply(facade, :"#{function}!", [term]) === term
    end
  end

  @doc "Every term is refused, by `f` and by `f!`, with exactly this message."
  def assert_refused(facade \\ Kinds, function, table) do
    for {term, message} <- table do
      assert {term, message(apply(facade, function, [term]))} === {term, message}

      error =
        assert_raise(Demo.Rust.ValidationError, fn -> apply(facade, :"#{function}!", [term]) end)

      assert Exception.message(error) == message
    end
  end

  @doc "The message of a validation error; any other result as it is."
  def message({:error, %{errors: [_ | _]} = error}), do: Exception.message(error)
  def message(other), do: other

  @doc "The message of several problems."
  def problems(messages) do
    "#{length(messages)} problems in the arguments:" <> Enum.map_join(messages, &"\n  * #{&1}")
  end
end
