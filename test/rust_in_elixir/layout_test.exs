defmodule RustInElixir.LayoutTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Agreement.Draft, Core, Plan, Schema, TemporaryProject}

  doctest RustInElixir.Project.Formatter

  # What the core says is in the formatter's layout is written as it is.

  @schemas Path.wildcard(Path.expand("../golden/*/schema.exs", __DIR__)) ++
             Path.wildcard(Path.expand("../fixtures/kinds/native/*/schema.exs", __DIR__)) ++
             Path.wildcard(Path.expand("../../{bench,examples,native}/**/schema.exs", __DIR__))

  # A schema that names types of another boundary cannot be rendered alone.
  for path <- @schemas,
      not String.ends_with?(path, ["golden/orders/schema.exs", "native/visits/schema.exs"]) do
    name = path |> Path.relative_to(Path.expand("../..", __DIR__)) |> Path.dirname()

    test "the formatter changes nothing in #{name}" do
      assert {:ok, rendered} = unquote(path) |> File.read!() |> rendered()
      assert changed(rendered) == []
    end
  end

  for count <- ["8", "20"] do
    if count == "20", do: @tag(:extended)

    test "nor in files of #{count} random schemas, of which most are in the layout" do
      rendered =
        for number <- 1..random(unquote(count)),
            draft = Draft.new(20_261_130 + number, number),
            {:ok, rendered} <- [draft |> Draft.schema() |> rendered()],
            do: rendered

      for {path, text, formatted} <- Enum.flat_map(rendered, &changed/1),
          do: assert({path, text} == {path, formatted})

      elixir = for %{files: files} <- rendered, %{language: :elixir} = file <- files, do: file
      laid_out = Enum.flat_map(rendered, & &1.laid_out)
      assert length(laid_out) > length(elixir) / 2
    end
  end

  test "a project's own template may print in any layout" do
    schema = """
    defmodule Small.Schema do
      use RustInElixir.Schema, facade: Small, crate: "small"
      unit_enum Colour, [:red, :green]
    end
    """

    own = %{"unit_enum.ex" => "defmodule {{ module }} do\n  def f( ), do: 1\nend\n"}
    assert {:ok, %{laid_out: []}} = rendered(schema, own)
    assert {:ok, %{laid_out: [_ | _]}} = rendered(schema)
  end

  test "in a project with a line length of its own, Elixir formats all files" do
    schema = """
    defmodule Small.Schema do
      use RustInElixir.Schema, facade: Small, crate: "small"

      struct Person do
        field :name, string
        field :nickname, string | nil
      end

      nif greet(person :: Person, greeting :: string) :: {:ok, string} | {:error, string}
    end
    """

    for length <- [60, 98] do
      root =
        TemporaryProject.new(%{
          "native/small/schema.exs" => schema,
          ".formatter.exs" => "[line_length: #{length}]\n"
        })

      assert {:ok, plan} = Plan.Sync.plan(TemporaryProject.project(root), [])

      for %{path: path, new: text} <- plan.entries, Path.extname(path) == ".ex" do
        formatted = [Code.format_string!(text, line_length: length), ?\n]
        assert {path, text} == {path, IO.iodata_to_binary(formatted)}
      end
    end
  end

  defp random(count), do: String.to_integer(System.get_env("LAYOUT_SCHEMAS", count))

  defp rendered(schema, templates \\ %{}) do
    project = %Core.Project{
      otp_app: "demo",
      loader: :rust_in_elixir,
      crate_dir: "native/demo",
      rustler: "0.39",
      templates: templates
    }

    with {:ok, boundary} <- Schema.load_string(schema, "native/demo/schema.exs"),
         do: Core.generate(boundary, project)
  end

  defp changed(rendered) do
    for %{path: path, text: text} <- rendered.files,
        path in rendered.laid_out,
        formatted = IO.iodata_to_binary([Code.format_string!(text), ?\n]),
        formatted != text,
        do: {path, text, formatted}
  end
end
