defmodule RustInElixir.JudgedDefaultsTest do
  @moduledoc """
  Defaults of a custom type are judged by its validator, when the project is compiled.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Schema, TemporaryProject}

  @project %Core.Project{
    otp_app: "sample",
    loader: :rust_in_elixir,
    crate_dir: "native/sample",
    rustler: "0.39"
  }

  @validator """
  defmodule Even do
    def validate(value) when is_integer(value) and rem(value, 2) == 0, do: :ok
    def validate(_value), do: {:error, "an even integer"}
  end
  """

  rows = [
    {:struct, "Even", "3"},
    {:exception, "Even | nil", "3"},
    {:map, "[Even]", "[2, 3]"},
    {:options, "{Even, u8}", "{3, 1}"},
    {:tuple, "%{u8 => Even}", "%{1 => 3}"},
    {:record, "Held", "%{even: 3}"}
  ]

  for {kind, type, default} <- rows do
    test "a #{kind} with the default #{default} for #{type}" do
      {output, status} = compile(unquote(kind), unquote(type), unquote(default))
      assert status == 1
      assert output =~ "native/sample/schema.exs: the schema of Sample.T has defaults"
      assert output =~ ~r/\* the default of .*value.* must be an even integer, got: 3/

      assert compile(unquote(kind), unquote(type), String.replace(unquote(default), "3", "4")) ==
               {"", 0}
    end
  end

  defp compile(kind, type, default) do
    schema = """
    defmodule Sample.Schema do
      use RustInElixir.Schema, facade: Sample, crate: "sample"
      custom Even, integer(), validate: &Even.validate/1
      struct Held do
        field :even, Even
      end
      #{kind} T do
        field :value, #{type}, default: #{default}
      end
      nif f(value :: T) :: u8
    end
    """

    {:ok, boundary} = Schema.load_string(schema, "schema.exs")
    {:ok, rendered} = Core.generate(boundary, @project)
    {:ok, shared} = Core.support(rendered.support, @project)

    # Without what needs the library.
    files =
      for %{path: "lib/sample/" <> name} = file <- rendered.files ++ shared,
          name != "native.ex",
          into: %{"even.ex" => @validator},
          do: {file.path, file.text}

    root = TemporaryProject.create(files)
    paths = files |> Map.keys() |> Enum.map(&Path.join(root, &1))

    try do
      System.cmd("elixirc", ["-o", root | paths], stderr_to_stdout: true)
    after
      File.rm_rf!(root)
    end
  end
end
