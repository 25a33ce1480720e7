defmodule RustInElixir.Kinds.RefusedSchemasTest do
  # What a value could not be told apart by, or a message not be kept from showing.
  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Schema}

  @types """
    newtype Secret, string, redact: true
    newtype Reason, atom
    newtype Maybe, u8 | nil
    newtype Pin, Secret, max_length: 4
    unit_enum Answer, [:yes, :no, nil]
    untagged_enum Either do
      variant :answer, Answer
      variant :number, u8
    end
  """

  for type <- ~w(atom term Reason Maybe Answer Either) do
    test "nil is a value of #{type} already" do
      assert problems("nif f(value :: #{unquote(type)} | nil) :: u8") == [
               "`#{unquote(type)}` already accepts `nil`, and Rust could not tell the two apart; " <>
                 "write `#{unquote(type)}`"
             ]
    end
  end

  for key <- ["Secret", "Pin", "{u8, Secret}"] do
    test "the key #{key} is redacted" do
      assert problems("nif f(value :: %{#{unquote(key)} => u8}) :: u8") == [
               "the key type `#{unquote(key)}` of `%{#{unquote(key)} => u8}` is redacted, but validation " <>
                 "errors show keys; put it into the value"
             ]
    end
  end

  test "a type called String is unknown unless it is declared" do
    assert problems("nif f(value :: String) :: u8") == [
             "unknown type `String`; did you mean `string`?"
           ]

    assert problems("newtype String, string\n  nif f(value :: String) :: u8") == []
  end

  defp problems(nif) do
    schema = """
    defmodule Demo.Text.Schema do
      use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"
    #{@types}  #{nif}
    end
    """

    assert {:ok, boundary} = Schema.load_string(schema, "native/demo_text/schema.exs")

    project = %Core.Project{
      otp_app: "demo",
      loader: :rust_in_elixir,
      crate_dir: "native/demo_text",
      rustler: "0.39"
    }

    case Core.generate(boundary, project) do
      {:ok, _} -> []
      {:error, problems} -> Enum.map(problems, & &1.message)
    end
  end
end
