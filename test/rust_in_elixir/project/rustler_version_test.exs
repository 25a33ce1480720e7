defmodule RustInElixir.Project.RustlerVersionTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Apply.Writer, Plan, Plan.Sync, Report, TemporaryProject}

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"
    nif upcase(text :: string) :: string
  end
  """
  @manifest "native/demo_text/Cargo.toml"

  @tag :extended
  test "says why a Cargo.toml asks for another Rustler than fits" do
    for {lock, manifest, reason} <- [
          {nil, "0.39", nil},
          {nil, "0.39.2", nil},
          {nil, "0.36", "it requires rustler 0.36, and the generated code needs 0.39"},
          {"0.38.0", "0.38",
           "it requires rustler 0.38, and the generated code needs 0.39, " <>
             "which the package 0.38.0 in mix.lock also builds"},
          {"0.41.3", "0.39",
           "it requires rustler 0.39, and the Rustler package in mix.lock is 0.41.3, " <>
             "which needs 0.41"},
          {"0.41.3", "0.41", nil}
        ],
        form <- [&dotted/1, &inline/1, &table/1] do
      root = project(lock, form.(manifest))
      {:ok, plan} = Sync.plan(TemporaryProject.project(root))
      entry = Enum.find(plan.entries, &(&1.path == @manifest))
      assert entry.reason == reason

      if reason do
        said = plan |> Report.Text.drift("mix rust_in_elixir.sync") |> Enum.map(&plain/1)
        assert "* out of date #{@manifest}: #{reason}" in said
        assert {:ok, _entries} = Writer.apply(plan)
      end

      {:ok, plan} = Sync.plan(TemporaryProject.project(root))
      assert Enum.filter(Plan.drift(plan), &(&1.path == @manifest and reason != nil)) == []
    end
  end

  defp project(lock, rustler) do
    lock =
      lock && ~s(%{"rustler": {:hex, :rustler, "#{lock}", "c0", [:mix], [], "hexpm", "ff"}}\n)

    files = if lock, do: %{"mix.lock" => lock}, else: %{}
    files = Map.put(files, "native/demo_text/schema.exs", @schema)
    root = TemporaryProject.new(files)
    TemporaryProject.sync!(root)

    generated =
      String.replace(
        TemporaryProject.read(root, @manifest),
        ~r/\[dependencies\]\nrustler = .*\n/,
        rustler
      )

    TemporaryProject.write(root, @manifest, generated)
    root
  end

  defp dotted(version),
    do: "[dependencies]\nrustler.version = \"#{version}\"\nrustler.optional = true\n"

  defp inline(version),
    do: "[dependencies]\nrustler = { version = \"#{version}\", optional = true }\n"

  defp table(version),
    do: "[dependencies.rustler]\nversion = \"#{version}\"\noptional = true\n"

  defp plain(line), do: line |> IO.ANSI.format(false) |> IO.iodata_to_binary()
end
