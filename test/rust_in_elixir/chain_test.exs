defmodule RustInElixir.ChainTest do
  @moduledoc """
  Types that hold each other in a long chain compile, for rustc and for Elixir.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{KindsProject, TemporaryProject}

  @moduletag :extended

  test "a chain of a hundred types carries a value there and back" do
    links =
      for index <- 1..100 do
        held = if index == 1, do: "u8", else: "Link#{index - 1}"
        "  struct Link#{index} do\n    field :held, #{held}\n  end\n"
      end

    schema = """
    defmodule Chain.Schema do
      use RustInElixir.Schema, facade: Chain, crate: "chain", loader: :rust_in_elixir
    #{links}
      nif echo(value :: Link100) :: Link100
    end
    """

    lib =
      "//! Gives back what it gets.\n\n#[rustfmt::skip]\npub mod boundary;\nuse boundary::*;\npub struct Chain;\n" <>
        "impl Nifs for Chain {\n    fn echo(value: Link100) -> Link100 {\n        value\n    }\n}\n"

    root =
      TemporaryProject.new(%{
        "native/chain/schema.exs" => schema,
        "native/chain/src/lib.rs" => lib
      })

    TemporaryProject.sync!(root)
    assert {_, 0} = KindsProject.mix_in(root, ["compile", "--warnings-as-errors"])

    script = """
    link = fn index, held -> struct!(Module.concat(Chain, "Link\#{index}"), held: held) end
    chain = fn inner -> Enum.reduce(1..100, inner, link) end
    {:ok, value} = Chain.echo(chain.(7))
    true = value == chain.(7)
    {:error, error} = Chain.echo(chain.(300))
    IO.puts(Exception.message(error))
    """

    assert {output, 0} = KindsProject.mix_in(root, ["run", "--no-compile", "-e", script])
    assert output =~ ~r/^value(\.held){100} must be an integer within 0\.\.255 \(u8\), got: 300$/m
  end
end
