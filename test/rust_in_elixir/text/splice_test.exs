defmodule RustInElixir.Text.SpliceTest do
  use ExUnit.Case, async: true

  import RustInElixir.Text.Splice

  doctest RustInElixir.Text.Splice

  test "puts a dependency into mix.exs and leaves every other byte" do
    for {deps, expected} <- [
          {"[]", "[{:new, 1}]"},
          {"[ ]", "[{:new, 1} ]"},
          {"[{:a, 1}]", "[{:new, 1}, {:a, 1}]"},
          {"[\n      # {:a, 1}\n    ]", "[\n      {:new, 1}\n      # {:a, 1}\n    ]"},
          {"[\n      # of ours\n      {:a, 1, only: :dev}, {:ä, 2}\n    ]",
           "[\n      # of ours\n      {:new, 1},\n      {:a, 1, only: :dev}, {:ä, 2}\n    ]"},
          {"[\r\n      {:a, 1}\r\n    ]", "[\r\n      {:new, 1},\r\n      {:a, 1}\r\n    ]"},
          {"[\n      a: 1\n    ]", "[\n      {:new, 1},\n      a: 1\n    ]"},
          {"shared = []\n    [{:a, shared}]", "shared = []\n    [{:new, 1}, {:a, shared}]"},
          {"[ {:a, 1} ]", "[ {:new, 1}, {:a, 1} ]"},
          {"[{:a, 1} | more()]", "[{:new, 1}, {:a, 1} | more()]"},
          {"[Dep.a(), {:b, 1}]", "[{:new, 1}, Dep.a(), {:b, 1}]"},
          {"[@a, {:b, 1}]", "[{:new, 1}, @a, {:b, 1}]"},
          {"[\n      Dep.a()\n      |> more(),\n      {:b, 1}\n    ]",
           "[\n      {:new, 1},\n      Dep.a()\n      |> more(),\n      {:b, 1}\n    ]"},
          {"[\n      (\n      {:a, 1}\n      )\n    ]", :error},
          {"[{:a, 1}] ++ more()", :error},
          {"deps(Mix.env())", :error}
        ] do
      text = &"defmodule A do\n  # ä\n  defp deps do\n    #{&1}\n  end\nend\n"
      expected = if is_binary(expected), do: {:ok, text.(expected)}, else: expected
      assert prepend(text.(deps), function_list(:deps), "{:new, 1}") == expected
    end
  end

  test "takes no file that it cannot read, and no function that is not there" do
    for text <- ["defmodule (", "", "defmodule A do\nend\n"],
        do: assert(prepend(text, function_list(:deps), "{:new, 1}") == :error)
  end

  test "knows the lists of a keyword list" do
    for {text, expected} <- [
          {"[inputs: []]", "[inputs: [:new]]"},
          {"[\n  inputs: [\n    \"a\"\n  ]\n]", "[\n  inputs: [\n    :new,\n    \"a\"\n  ]\n]"},
          {"[inputs: [\"a\" <> \"b\", \"c\"]]", "[inputs: [:new, \"a\" <> \"b\", \"c\"]]"},
          {"[inputs: [(\"a\"), \"b\"]]", "[inputs: [:new, (\"a\"), \"b\"]]"},
          {"[inputs: [Path.join(\"a\", \"b\"), \"c\"]]",
           "[inputs: [:new, Path.join(\"a\", \"b\"), \"c\"]]"},
          {"[inputs: [\"a\" | more()]]", "[inputs: [:new, \"a\" | more()]]"},
          {"[inputs: ~w(a b)]", :error},
          {"[other: []]", :error},
          {"inputs = []\n[inputs: inputs]", :error}
        ] do
      expected = if is_binary(expected), do: {:ok, expected}, else: expected
      assert prepend(text, keyword_list(:inputs), ":new") == expected
    end
  end
end
