defmodule RustInElixir.HelpTest do
  @moduledoc "The common behaviour of all tasks on the command line."

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @moduletag :extended

  @tasks ~w(breaking docs doctor gen.nif gen.resource sync)
  @upcase "upcase(text :: string) :: string"

  for task <- @tasks do
    test "mix help rust_in_elixir.#{task} says all that can be asked of it" do
      module = Mix.Task.get!("rust_in_elixir." <> unquote(task))
      doc = Mix.Task.moduledoc(module)
      shortdoc = Mix.Task.shortdoc(module)

      # In a list of all tasks, and in eighty columns.
      assert String.length("mix rust_in_elixir.#{unquote(task)} # #{shortdoc}") <= 120
      assert String.starts_with?(doc, shortdoc)
      assert doc =~ "\n    $ mix rust_in_elixir.#{unquote(task)}"
      for heading <- ["## Options", "## Exit status"], do: assert(doc =~ "\n#{heading}\n")

      # The documentation, the usage and the parser have the same options.
      [options] = Regex.run(~r/\n## Options\n(.*?)(?=\n## |\z)/s, doc, capture: :all_but_first)
      documented = switches(options, ~r/^  \* `(--[a-z-]+)/m)
      {usage, 3} = mix("rust_in_elixir." <> unquote(task), ["--no-such-option"])
      assert usage =~ "unknown option `--no-such-option`"
      [_, usage] = String.split(usage, "usage: ")
      assert switches(usage, ~r/(--[a-z-]+)/) == documented
      assert "--quiet" in documented

      # A letter that is missing is one too few to mean anything else.
      for switch <- documented -- ["--no-test"] do
        slip = String.slice(switch, 0..-2//1)

        assert {message, 3} = mix("rust_in_elixir." <> unquote(task), [slip])
        assert message =~ "unknown option `#{slip}`; did you mean `#{switch}`?"
      end

      # A value is something else for some of them to say, but no reason not to know them.
      arguments = for switch <- documented, do: switch <> "=value"
      {output, 3} = mix("rust_in_elixir." <> unquote(task), arguments)
      refute output =~ "unknown option"
    end
  end

  test "quiet commands say nothing, and do their work" do
    root = TemporaryProject.new()

    for {arguments, made} <- [
          {["gen.nif", "Demo.Text", @upcase], "lib/demo/text.ex"},
          {["gen.nif", "Demo.Text", @upcase], "lib/demo/text.ex"},
          {["gen.resource", "Demo.Tables", "Table", "make() :: Table"],
           "lib/demo/tables/table.ex"},
          {["sync"], "lib/demo/text.ex"},
          {["docs"], "doc/boundary.html"}
        ] do
      [task | rest] = arguments
      arguments = ["rust_in_elixir." <> task | rest] ++ ["--quiet"]
      assert {arguments, TemporaryProject.mix(root, arguments)} == {arguments, {"", 0}}
      assert File.regular?(Path.join(root, made))
    end
  end

  test "a quiet command still says what is wrong" do
    root = TemporaryProject.new(%{"lib/demo/text.ex" => "mine"})
    arguments = ["rust_in_elixir.gen.nif", "Demo.Text", @upcase, "--quiet"]

    assert {"lib/demo/text.ex exists and was not generated\n" <> _, 1} =
             TemporaryProject.mix(root, arguments)
  end

  describe "colours" do
    @describetag :colours

    test "are there on a terminal, and nowhere else" do
      root = TemporaryProject.new()
      gen = ["rust_in_elixir.gen.nif", "Demo.Text", @upcase, "--dry-run"]
      {plain, 0} = TemporaryProject.mix(root, gen)
      assert plain =~ "* creating lib/demo/text.ex\n"
      refute plain =~ "\e["

      {plain, 3} = TemporaryProject.mix(root, ["rust_in_elixir.gen.nif"])
      refute plain =~ "\e["

      if System.find_executable("script") do
        {coloured, 0} = on_terminal(root, gen)
        assert coloured =~ "\e[32m* creating \e[0mlib/demo/text.ex"
      else
        IO.puts("skipped: colours on a terminal, for there is no script(1) here")
      end
    end
  end

  # `script` gives a command a terminal of its own.
  defp on_terminal(root, arguments) do
    command = Enum.map_join(["mix" | arguments], " ", &"'#{&1}'")

    System.cmd("script", ["-qec", command, "/dev/null"],
      cd: root,
      env: [{"MIX_ENV", "dev"}, {"MIX_BUILD_PATH", nil}, {"TERM", "xterm"}],
      stderr_to_stdout: true
    )
  end

  defp mix(task, arguments) do
    root = Process.get(:root) || TemporaryProject.new()
    Process.put(:root, root)
    TemporaryProject.mix(root, [task | arguments])
  end

  defp switches(text, pattern) do
    pattern
    |> Regex.scan(text, capture: :all_but_first)
    |> List.flatten()
    |> Enum.uniq()
    |> Enum.sort()
  end
end
