defmodule RustInElixir.Schema.EvaluationTest do
  # The working directory is the whole VM's, and each evaluation of a schema restores the one that it found.
  use ExUnit.Case, async: false

  alias RustInElixir.{HostileProject, Schema}

  test "a schema that changes the working directory has no problems, and leaves it as it was" do
    directory = File.cwd!()
    schema = String.replace(HostileProject.schema(), "\n\n  nif", "\n  File.cd!(\"/\")\n\n  nif")
    assert {:ok, %{problems: []}} = Schema.load_string(schema, "schema.exs")
    assert File.cwd!() == directory
  end
end
