defmodule RustInElixir.JudgedDefaultsTest do
  @moduledoc """
  Defaults of custom and remote types are judged by their functions, when the project is compiled.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Schema, TemporaryProject}

  @validator """
  defmodule Even do
    def validate(value) when is_integer(value) and rem(value, 2) == 0, do: :ok
    def validate(_value), do: {:error, "an even integer"}
    def code(value), do: value
  end
  """

  @rows [
    {:struct, "Even", "3"},
    {:exception, "Code | nil", "3"},
    {:map, "[Even]", "[2, 3]"},
    {:options, "{Even, u8}", "{3, 1}"},
    {:tuple, "%{u8 => Even}", "%{1 => 3}"},
    {:record, "Held", "%{even: 3}"}
  ]

  # One VM compiles the boundaries, each of which has a namespace of its own: the paths of one are joined by commas.
  @script """
  :logger.set_primary_config(:level, :none)

  for paths <- System.argv() do
    {_pid, monitor} =
      spawn_monitor(fn ->
        compiled = paths |> String.split(",") |> Kernel.ParallelCompiler.compile()
        exit({:compiled, elem(compiled, 0)})
      end)

    # Before Elixir 1.15, what compiles ends with what the module raises.
    receive do
      {:DOWN, ^monitor, _, _, {:compiled, how}} -> IO.puts(:stderr, "COMPILED \#{how}")
      {:DOWN, ^monitor, _, _, why} -> IO.puts(:stderr, Exception.format_exit(why) <> "\\nCOMPILED error")
    end
  end
  """

  setup_all do
    root = TemporaryProject.create(%{"even.ex" => @validator})

    boundaries =
      for {kind, type, default} <- @rows, refused? <- [true, false] do
        default = if refused?, do: default, else: String.replace(default, "3", "4")
        number = System.unique_integer([:positive])

        {{kind, refused?},
         root |> write("Sample#{number}", kind, type, default) |> Enum.join(",")}
      end

    paths = [Path.join(root, "even.ex") | Enum.map(boundaries, &elem(&1, 1))]
    {output, 0} = System.cmd("elixir", ["-e", @script, "--" | paths], stderr_to_stdout: true)
    File.rm_rf!(root)

    ["COMPILED ok" | said] = String.split(output, ~r/(?<=COMPILED )(ok|error)\K\n/)
    %{said: boundaries |> Enum.map(&elem(&1, 0)) |> Enum.zip(said) |> Map.new()}
  end

  for {kind, type, default} <- @rows do
    test "a #{kind} with the default #{default} for #{type}", %{said: said} do
      refused = said[{unquote(kind), true}]
      assert refused =~ ~r/native\/sample\/schema.exs: the schema of Sample\d+.T has defaults/
      assert refused =~ ~r/\* the default of .*value.* must be an even integer, got: 3/
      assert refused =~ ~r/COMPILED error\z/

      assert said[{unquote(kind), false}] == "COMPILED ok"
    end
  end

  # The files that do not need the library.
  defp write(root, facade, kind, type, default) do
    schema = """
    defmodule #{facade}.Schema do
      use RustInElixir.Schema, facade: #{facade}, crate: "sample"
      custom Even, integer(), validate: &Even.validate/1
      remote Code, integer(), as: u8, validate: &Even.validate/1, from: {Even, :code}, to: {Even, :code}
      struct Held do
        field :even, Even
      end
      #{kind} T do
        field :value, #{type}, default: #{default}
      end
      nif f(value :: T) :: u8
    end
    """

    project = %Core.Project{
      otp_app: Macro.underscore(facade),
      loader: :rust_in_elixir,
      crate_dir: "native/sample",
      rustler: "0.39"
    }

    {:ok, boundary} = Schema.load_string(schema, "schema.exs")
    {:ok, rendered} = Core.generate(boundary, project)
    {:ok, shared} = Core.support(rendered.support, project)

    for %{path: path, text: text} <- rendered.files ++ shared,
        String.starts_with?(path, "lib/#{project.otp_app}/"),
        Path.basename(path) != "native.ex" do
      TemporaryProject.write(root, path, text)
      Path.join(root, path)
    end
  end
end
