defmodule RustInElixir.GuidesTest do
  @moduledoc """
  The README and every guide are followed, each in a project of its own, from the first block to the last; see
  `RustInElixir.Guide` for what each kind of block is held to.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Guide, TemporaryProject}

  doctest Guide
  doctest TemporaryProject, only: [summed_up: 1]

  # The guide to testing has two configurations, and so is followed twice, in `RustInElixir.DoubleTest`. The examples of the
  # doctor's rules are run by `RustInElixir.DoctorTest`.
  @elsewhere ~w(testing doctor)
  @root Path.expand("../..", __DIR__)
  @docs Path.join(@root, "docs")
  @readme Path.join(@root, "README.md")
  @guides for path <- [@readme | Path.wildcard(Path.join(@docs, "*.md"))],
              name = Path.basename(path, ".md"),
              name not in @elsewhere,
              do: {String.downcase(name), path}

  # A module each, so that they are followed side by side.
  for {name, path} <- @guides do
    defmodule Module.concat(__MODULE__, Macro.camelize(String.replace(name, "-", "_"))) do
      use ExUnit.Case, async: true

      # On each change, only those that a new user reads first.
      @moduletag extended: name not in ["readme", "getting-started"]
      @guide path

      test "does what it says" do
        mix_exs = TemporaryProject.read(TemporaryProject.new(), "mix.exs")
        mix_exs = String.replace(mix_exs, "app: :demo", "app: :my_app")
        root = TemporaryProject.new(%{"mix.exs" => mix_exs})

        for {line, reason} <- Guide.follow!(@guide, root),
            do: IO.puts("not run: #{Path.relative_to_cwd(@guide)}:#{line}: #{reason}")
      end
    end
  end

  @tag :extended
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
           ~r/lib\/demo.ex has no such lines/},
          {"<!-- replaces in lib/demo.ex -->\n```elixir\ndef no do\nend\n```",
           ~r/:2: no such lines to replace/}
        ] do
      root = TemporaryProject.new(%{"guide.md" => text <> "\n"})

      error =
        assert_raise RuntimeError, fn -> Guide.follow!(Path.join(root, "guide.md"), root) end

      assert error.message =~ message
    end
  end

  test "the README links to each guide, and the list of decisions to each decision" do
    for {page, files} <- [{"README.md", "docs/*.md"}, {"docs/decisions.md", "decisions/*.md"}] do
      page = Path.join(@root, page)
      text = File.read!(page)

      for path <- Path.wildcard(Path.join(Path.dirname(page), files)),
          link = Path.relative_to(path, Path.dirname(page)),
          do: assert(text =~ "(#{link})", "#{page} has no link to #{link}")
    end
  end

  test "every link leads somewhere" do
    for pattern <- ["*.md", "docs/**/*.md"],
        path <- Path.wildcard(Path.join(@root, pattern)),
        [_, link] <- Regex.scan(~r/\]\(([^)#]+)(?:#[^)]*)?\)/, File.read!(path)),
        not String.starts_with?(link, "http"),
        do: assert(File.exists?(Path.expand(link, Path.dirname(path))), "#{path}: #{link}")
  end

  test "the README is short" do
    assert length(String.split(File.read!(@readme), "\n")) <= 150
  end
end
