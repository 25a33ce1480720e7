defmodule RustInElixir.GuidesTest do
  @moduledoc """
  Every guide is followed in a project of its own, from its first block to its last; see
  `RustInElixir.Guide` for what each kind of block is held to.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Guide, TemporaryProject}

  doctest Guide
  doctest TemporaryProject, only: [summed_up: 1]

  @moduletag timeout: 600_000

  # The guide to testing has two configurations, and so is followed twice, in `RustInElixir.DoubleTest`.
  @elsewhere ~w(testing)
  @docs Path.expand("../../docs", __DIR__)
  @guides for path <- Path.wildcard(Path.join(@docs, "*.md")),
              name = Path.basename(path, ".md"),
              name not in @elsewhere,
              do: name

  # A module each, so that they are followed side by side.
  for guide <- @guides do
    defmodule Module.concat(__MODULE__, Macro.camelize(String.replace(guide, "-", "_"))) do
      use ExUnit.Case, async: true

      @moduletag timeout: 600_000
      @guide Path.expand("../../docs/#{guide}.md", __DIR__)

      test "does what it says" do
        mix_exs = TemporaryProject.read(TemporaryProject.new(), "mix.exs")
        mix_exs = String.replace(mix_exs, "app: :demo", "app: :my_app")
        root = TemporaryProject.new(%{"mix.exs" => mix_exs})

        for {line, reason} <- Guide.follow!(@guide, root),
            do: IO.puts("not run: #{Path.relative_to_cwd(@guide)}:#{line}: #{reason}")
      end
    end
  end

  test "a block that is not as a guide says is found" do
    for {text, message} <- [
          {"```console\n$ echo a\nb\n```",
           ~r/:1: \$ echo a\nexpected \(exit 0\):\nb\n\ngot \(exit 0\):\na/},
          {"```console\n$ exit 2\n```", ~r/got \(exit 2\)/},
          {"```elixir\niex> 1 + 1\n3\n```", ~r/line 1: 1 \+ 1\nexpected:\n3\ngot:\n2/},
          {"```elixir\niex> raise \"no\"\n:yes\n```", ~r/got:\n\*\* \(RuntimeError\) no/},
          {"```elixir\nfoo()\n```", ~r/:1: nothing says what this block is/},
          {"```\nfoo\n```", ~r/:1: nothing says what this block is/},
          {"<!-- from lib/demo.ex -->\n```elixir\ndef no\n```",
           ~r/lib\/demo.ex has no such lines/}
        ] do
      root = TemporaryProject.new(%{"guide.md" => text <> "\n"})

      error =
        assert_raise RuntimeError, fn -> Guide.follow!(Path.join(root, "guide.md"), root) end

      assert error.message =~ message
    end
  end

  test "each guide is named by the README, and every link between guides leads somewhere" do
    readme = File.read!(Path.expand("../../README.md", __DIR__))

    for path <- Path.wildcard(Path.join(@docs, "*.md")) do
      assert readme =~ "(docs/#{Path.basename(path)})"

      for [_, link] <- Regex.scan(~r/\]\(([^)#]+\.md)(?:#[^)]*)?\)/, File.read!(path)),
          not String.starts_with?(link, "http"),
          do: assert(File.regular?(Path.expand(link, @docs)), "#{path} leads to #{link}")
    end
  end
end
