defmodule RustInElixir.BacktrackingTest do
  @moduledoc """
  What the longest chain of ambiguous untagged enums costs that a schema may have, in reductions.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Schema}

  # A part of a value is tried so often.
  @most 64

  test "validation and cast of an ambiguous value try each part a limited number of times" do
    generate("Ambiguous", 6, "{A#, i64}", "{A#, string}")
    generate("Plain", 6, "{A#, i64}", "{pid, string}")

    ambiguous = Module.concat([BacktrackingAmbiguous.Enums.A6])
    plain = Module.concat([BacktrackingPlain.Enums.A6])

    for {what, call} <- [check: & &1.check([], &2, []), cast: & &1.from_json(&2)],
        # A value that fits only the variant tried last, and one that fits none.
        innermost <- ["a", 1.5] do
      value = Enum.reduce(1..6, innermost, fn _, value -> {value, "b"} end)
      once = Enum.reduce(1..6, innermost, fn _, value -> {value, 1} end)
      tried = reductions(fn -> call.(ambiguous, value) end)
      limit = @most * reductions(fn -> call.(plain, once) end)
      assert {what, innermost, tried} == {what, innermost, min(tried, limit)}
    end
  end

  defp generate(name, levels, first, second) do
    schema = """
    defmodule Backtracking#{name}.Enums.Schema do
      use RustInElixir.Schema, facade: Backtracking#{name}.Enums, crate: "sample"
      untagged_enum A0 do
        variant :a, i64
        variant :b, string
      end
      #{Enum.map_join(1..levels, "\n", &level(&1, first, second))}
      nif f(value :: A#{levels}) :: :ok, cast: true
    end
    """

    project = %Core.Project{
      otp_app: "backtracking_#{String.downcase(name)}",
      loader: :rust_in_elixir,
      crate_dir: "native/sample",
      rustler: "0.39"
    }

    {:ok, boundary} = Schema.load_string(schema, "schema.exs")
    {:ok, rendered} = Core.generate(boundary, project)
    {:ok, shared} = Core.support(rendered.support, project)

    # Without what needs the library, and in an order in which each finds what it asks for.
    names = ["panic_error", "validation_error", "validation", "cast"]
    files = Map.new(rendered.files ++ shared, &{Path.basename(&1.path, ".ex"), &1})

    for name <- names ++ Enum.map(0..levels, &"a#{&1}"),
        %{path: path, text: text} = files[name],
        do: Code.compile_string(text, path)
  end

  defp level(level, first, second) do
    String.replace(
      """
      untagged_enum A#{level} do
        variant :first, #{first}
        variant :second, #{second}
        variant :third, bool
      end
      """,
      "#",
      "#{level - 1}"
    )
  end

  defp reductions(function) do
    function.()
    {:reductions, before} = Process.info(self(), :reductions)
    function.()
    {:reductions, now} = Process.info(self(), :reductions)
    now - before
  end
end
