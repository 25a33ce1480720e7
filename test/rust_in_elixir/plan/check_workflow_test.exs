defmodule RustInElixir.Plan.CheckWorkflowTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Plan.CheckWorkflow, TemporaryProject}

  @path ".github/workflows/rust_in_elixir.yml"
  @docs File.read!(Path.expand("../../../docs/ci.md", __DIR__))

  test "is in the docs as written" do
    [_, yaml] = Regex.run(~r/```yaml\n(.+?)```/s, @docs)
    assert yaml == CheckWorkflow.text([""], elixir: "…", otp: "…")
  end

  # The project may need a version as new as this one, which is what `mix new` asks for.
  test "runs on the Elixir and the OTP that created it" do
    text = CheckWorkflow.text([""])
    [_, elixir] = Regex.run(~r/^ +elixir-version: "(.+)"$/m, text)
    [_, otp] = Regex.run(~r/^ +otp-version: "(.+)"$/m, text)
    assert elixir =~ ~r/\A\d+\.\d+\z/
    assert String.starts_with?(System.version(), elixir <> ".")
    assert otp == System.otp_release()
  end

  test "is a workflow of the steps that it should have" do
    for folders <- [[""], ["apps/one", "apps/two"]] do
      lines = folders |> CheckWorkflow.text() |> String.split("\n", trim: true)
      assert Enum.all?(lines, &well_formed?/1)

      keys = for line <- lines, [_, key] <- [Regex.run(~r/\A(\w+):/, line)], do: key
      assert keys == ~w(name on permissions jobs)

      runs = for line <- lines, [_, run] <- [Regex.run(~r/\A +(?:- )?run: (.+)\z/, line)], do: run

      assert [
               "rustup toolchain install stable --profile minimal && rustup default stable",
               "mix do deps.get, deps.compile",
               "mix rust_in_elixir.sync --check --format github",
               "mix compile --warnings-as-errors" | tests
             ] = runs

      assert tests == Enum.map(folders, fn _ -> "cargo test" end)

      uses = for line <- lines, [_, uses] <- [Regex.run(~r/ - uses: (.+)\z/, line)], do: uses
      assert uses == ~w(actions/checkout@v4 erlef/setup-beam@v1 actions/cache@v4)

      places =
        for line <- lines, [_, it] <- [Regex.run(~r/working-directory: (.+)/, line)], do: it

      assert places == folders -- [""]
    end
  end

  test "is created once by sync, and the user's from then on" do
    root = TemporaryProject.new(%{"native/demo_text/schema.exs" => schema()})
    {output, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync", "--ci", "github"])
    assert output =~ "* creating #{@path}\n"
    assert TemporaryProject.read(root, @path) == CheckWorkflow.text([""])

    TemporaryProject.write(root, @path, "# mine\n")

    assert TemporaryProject.task(root, ["rust_in_elixir.sync", "--ci", "github"]) ==
             {"everything matches its schema\n", 0}

    assert TemporaryProject.read(root, @path) == "# mine\n"

    for {arguments, message} <- [
          {["--ci", "gitlab"], "`--ci` must be `github`, got: `gitlab`\n\n"},
          {["--check", "--ci", "github"],
           "`--check` writes nothing, so it cannot be used with `--ci`\n\n"}
        ] do
      {output, 3} = TemporaryProject.task(root, ["rust_in_elixir.sync" | arguments])
      assert String.starts_with?(output, "** (Mix) " <> message)
    end
  end

  test "is created by the generators" do
    root = TemporaryProject.new()
    signature = "upcase(text :: string) :: string"

    {output, 0} =
      TemporaryProject.task(root, [
        "rust_in_elixir.gen.nif",
        "Demo.Text",
        signature,
        "--ci",
        "github"
      ])

    assert output =~ "* creating #{@path}\n"
    File.rm!(Path.join(root, @path))
    resource = ["Demo.Text", "Table", "open() :: Table", "--ci", "github"]
    {output, 0} = TemporaryProject.task(root, ["rust_in_elixir.gen.resource" | resource])
    assert output =~ "* creating #{@path}\n"
  end

  # A comment, or a key or an element at an even indentation, without tabs; or a line of a block.
  defp well_formed?(line),
    do: line =~ ~r/\A(#.*|( {2})*(- )?[\w-]+:( \S.*)?|( {2})*\S+)\z/

  defp schema do
    """
    defmodule Demo.Text.Schema do
      use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

      nif upcase(text :: string) :: string
    end
    """
  end
end
