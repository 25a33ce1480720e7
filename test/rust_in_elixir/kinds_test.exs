RustInElixir.KindsProject.load!()

defmodule RustInElixir.KindsTest do
  # Tests of the whole generated project, as its own CI would run them.
  use ExUnit.Case, async: true

  alias RustInElixir.KindsProject

  # That it compiles without a warning was seen when it was made.
  test "it is in step with its schemas, and formatted" do
    assert KindsProject.mix(["rust_in_elixir.sync", "--check"]) ==
             {"everything matches its schema\n", 0}

    assert KindsProject.mix(["format", "--check-formatted"]) == {"", 0}
  end

  @tag :extended
  test "its crates are formatted, free of lints with and without the feature, and tested without a BEAM" do
    for arguments <- [
          ["fmt", "--check"],
          ["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"],
          ["clippy", "--quiet", "--all-targets", "--features", "nif", "--", "-D", "warnings"]
        ],
        do: assert(KindsProject.cargo(arguments) == {"", 0})

    assert {output, 0} = KindsProject.cargo(["test"])
    assert output =~ "test tests::the_logic_runs_without_a_beam ... ok"
    assert output =~ "test tests::a_panic_is_a_panic - should panic ... ok"
  end

  @tag :extended
  test "a debug build takes the least integer, and as many levels although its frames are larger" do
    script = """
    tree = &Enum.reduce(1..&1, :leaf, fn _, inner -> {:node, inner, 1, :leaf} end)
    json = &Enum.reduce(1..&1, 1, fn _, inner -> %{"a" => inner} end)
    cell = &Enum.reduce(1..&1, 1, fn _, inner -> %{-1 => inner, 1 => 1} end)

    least = -(2 ** 127)
    true = Kinds.echo_i128!(least) == least

    true = Kinds.echo_tree!(tree.(127)) == tree.(127)
    true = Kinds.echo_json!(json.(127)) == json.(127)
    true = Kinds.echo_cell!(cell.(127)) == cell.(127)

    try do
      Kinds.Native.echo_cell(cell.(100_000))
    rescue
      error -> IO.puts(Exception.message(error))
    end
    """

    root = KindsProject.copy()

    assert {output, 0} =
             KindsProject.mix_in(root, ["run", "-e", script], [{"KINDS_MODE", "debug"}])

    assert output =~ "Building crate kinds in debug mode"

    assert output =~
             ~r"^echo_cell/1 panicked at native/kinds/src/boundary\.rs:\d+:\d+: a value is nested more than 512 levels deep$"m
  end

  test "inspect leaves out fields that are redacted, or are of a redacted type" do
    script = """
    IO.inspect(%Kinds.Card{number: "4111", secret: "hunter22", headers: %{}, owner: "me"})
    IO.inspect(%Kinds.Line{sku: "hunter2"})
    """

    assert KindsProject.mix(["run", "--no-compile", "-e", script]) ==
             {~s[#Kinds.Card<owner: "me", ...>\n#Kinds.Line<...>\n], 0}
  end
end
