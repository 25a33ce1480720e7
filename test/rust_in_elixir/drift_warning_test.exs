defmodule RustInElixir.DriftWarningTest do
  @moduledoc """
  What compiling a project says of a schema that was changed and not synced.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @schema "native/demo_text/schema.exs"
  @limit "limit.txt"

  # Nothing of it is about Rust. What loads a library in other projects does nothing here.
  @files %{
    "config/config.exs" => """
    import Config
    config :demo, Demo.Text.Native, skip_compilation?: true
    """,
    "lib/loaders.ex" => """
    defmodule Rustler do
      defmacro __using__(_options), do: nil
    end

    defmodule RustlerPrecompiled do
      defmacro __using__(_options), do: nil
    end
    """
  }

  defp schema(loader \\ :rust_in_elixir, body) do
    """
    defmodule Demo.Text.Schema do
      use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text", loader: #{inspect(loader)}

      tagged_enum Discount do
        variant :voucher, string
      end

      #{body}
      nif price(discount :: Discount) :: u8
    end
    """
  end

  defp new(schema, files \\ %{}) do
    root = @files |> Map.merge(%{@schema => schema}) |> Map.merge(files) |> TemporaryProject.new()
    assert {_output, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
    root
  end

  # The warnings about the schema.
  defp compile(root, arguments \\ [], environment \\ []) do
    {output, status} = TemporaryProject.mix(root, ["compile" | arguments], environment)
    said = Regex.scan(~r/(?:warning:|\│|└─|  )\s*(.*)\n/, output, capture: :all_but_first)

    said =
      for [line] <- said,
          line =~ ~r/schema|sync|unknown/,
          do:
            line
            |> String.trim()
            |> String.replace(~r/^(warning:|└─)\s*/, "")
            |> String.replace(root <> "/", "")

    {said, status, output}
  end

  defp change(root, path \\ @schema, from, to) do
    text = TemporaryProject.read(root, path)
    changed = String.replace(text, from, to)
    assert changed != text
    manifest = Path.join(root, "_build/dev/lib/demo/.mix/compile.elixir")
    TemporaryProject.write(root, path, changed)

    # In the second of the last compilation, which is how Mix counts.
    with {:ok, %{mtime: mtime}} <- File.stat(manifest, time: :posix),
         do: File.touch!(Path.join(root, path), mtime)
  end

  defp sync(root),
    do: assert({_output, _status} = TemporaryProject.task(root, ["rust_in_elixir.sync"]))

  @told "this schema has changed since the last sync (Discount); run `mix rust_in_elixir.sync`"

  for loader <- [:rust_in_elixir, :rustler, :precompiled] do
    if loader != :rust_in_elixir, do: @tag(:extended)

    test "each compilation says it until it is synced, with loader: #{inspect(loader)}" do
      root = new(schema(unquote(loader), ""))
      assert {[], 0, _output} = compile(root, ["--warnings-as-errors"])

      change(root, "variant :voucher, string", "variant :voucher, string, u8")

      for arguments <- [[], [], ["--force"]] do
        assert {[@told, place], 0, _output} = compile(root, arguments)
        assert place =~ "#{@schema}:4"
      end

      assert {[@told, _place], 1, _output} = compile(root, ["--warnings-as-errors"])
      assert {output, _status} = TemporaryProject.mix(root, ["test"], [{"MIX_ENV", "test"}])
      assert output =~ @told

      sync(root)
      assert {[], 0, _output} = compile(root, ["--warnings-as-errors"])
      assert {"", 0} = TemporaryProject.mix(root, ["compile"])
    end
  end

  @tag :extended
  test "a schema with the same meaning is not reported, and nothing is compiled twice" do
    root = new(schema(""))
    assert {[], 0, _output} = compile(root)
    change(root, "tagged_enum", "# Of the shop.\n  tagged_enum")
    assert {[], 0, _output} = compile(root, ["--warnings-as-errors"])
    assert {"", 0} = TemporaryProject.mix(root, ["compile"])
  end

  @tag :extended
  test "a change that is reverted is no longer reported" do
    root = new(schema(""))
    assert {[], 0, _output} = compile(root)
    change(root, ":: u8", ":: u16")
    told = "this schema has changed since the last sync (price/1); run `mix rust_in_elixir.sync`"
    assert {[^told, _place], 0, _output} = compile(root)
    change(root, ":: u16", ":: u8")
    assert {[], 0, _output} = compile(root)
    assert {"", 0} = TemporaryProject.mix(root, ["compile"])
  end

  @tag :extended
  test "docs are generated too" do
    root = new(schema("@doc \"What it costs.\""))
    assert {[], 0, _output} = compile(root)
    change(root, "What it costs.", "What it costs now.")

    told = "the generated code no longer matches this schema; run `mix rust_in_elixir.sync`"

    assert {[^told, _place], 0, _output} = compile(root)
    sync(root)
    # That changes no stub.
    assert {[], 0, _output} = compile(root, ["--warnings-as-errors"])
    assert {"", 0} = TemporaryProject.mix(root, ["compile"])
  end

  test "problems of the schema are reported at its lines" do
    root = new(schema(""))
    change(root, "price(discount :: Discount)", "price(discount :: Discuont)")
    assert {[told, place], 0, _output} = compile(root)

    assert told ==
             "unknown type `Discuont`; did you mean `Discount`? (once fixed, run `mix rust_in_elixir.sync`)"

    assert place =~ "#{@schema}:9"
  end

  @tag :extended
  test "a schema that is missing is reported, and not at another one" do
    other = "native/demo_other/schema.exs"

    # What both share would be less without it.
    streams = """
    defmodule Demo.Other.Schema do
      use RustInElixir.Schema, facade: Demo.Other, crate: "demo_other", loader: :rustler

      nif count() :: stream(u8)
    end
    """

    root = new(schema(:rustler, ""), %{other => streams})
    assert {[], 0, _output} = compile(root, ["--warnings-as-errors"])
    File.rm!(Path.join(root, other))
    assert {[told, place], 0, _output} = compile(root)
    assert told =~ "this schema is missing, but native/demo_other/boundary.lock was made from it"
    assert place =~ "#{other}:1"
  end

  test "an environment without the package says nothing, and compiles" do
    root = new(schema(:rustler, ""))
    change(root, "variant :voucher, string", "variant :voucher, string, u8")
    assert {[], 0, _output} = compile(root, ["--warnings-as-errors"], [{"MIX_ENV", "prod"}])
  end

  @tag :extended
  test "a change of a file that the schema reads is noticed" do
    limit = """
    IO.puts("evaluated here")
    newtype Code, string, max_length: "limit.txt" |> File.read!() |> String.trim() |> String.to_integer()
    """

    root = new(schema(limit), %{@limit => "5\n"})
    assert {[], 0, _output} = compile(root)
    assert {"evaluated here\n", 0} = TemporaryProject.mix(root, ["compile"])

    TemporaryProject.write(root, @limit, "6\n")
    told = "this schema has changed since the last sync (Code); run `mix rust_in_elixir.sync`"
    assert {[^told, place], 0, output} = compile(root)
    assert place =~ "#{@schema}:9"
    # To see whether it says something else, for the verdict, and to see that later.
    assert length(String.split(output, "evaluated here")) - 1 == 3

    sync(root)
    assert {[], 0, _output} = compile(root)
    assert {"evaluated here\n", 0} = TemporaryProject.mix(root, ["compile"])
  end

  @orders "native/demo_orders/schema.exs"
  @two %{
    "config/config.exs" => """
    import Config
    for facade <- [Demo.Text, Demo.Orders],
        do: config(:demo, Module.concat(facade, Native), skip_compilation?: true)
    """,
    @orders => """
    defmodule Demo.Orders.Schema do
      use RustInElixir.Schema, facade: Demo.Orders, crate: "demo_orders", loader: :rust_in_elixir

      nif limit() :: u8
      nif pay(discount :: Demo.Text.Discount, ages :: %{string => u8}) :: u8
    end
    """
  }

  @tag :extended
  test "a change of a type is said where it is declared, and where another schema names it" do
    root = new(schema(""), @two)
    assert {[], 0, _output} = compile(root)
    assert {"", 0} = TemporaryProject.mix(root, ["compile"])

    change(root, "variant :voucher, string", "variant :voucher, string, u8")
    assert {said, 0, _output} = compile(root)

    assert Enum.sort(Enum.chunk_every(said, 2)) == [
             [
               "this schema has changed since the last sync (Discount); run `mix rust_in_elixir.sync`",
               "#{@schema}:4: (file)"
             ],
             [
               "types of other boundaries have changed since the last sync (Demo.Text.Discount); " <>
                 "run `mix rust_in_elixir.sync`",
               "#{@orders}:5: (file)"
             ]
           ]

    sync(root)
    assert {[], 0, _output} = compile(root, ["--warnings-as-errors"])
    assert {"", 0} = TemporaryProject.mix(root, ["compile"])

    # Both have changed.
    change(root, @orders, "limit() :: u8", "limit() :: u16")
    change(root, "variant :voucher, string, u8", "variant :voucher, string")
    assert {said, 0, _output} = compile(root)

    assert "this schema has changed since the last sync (limit/0, Demo.Text.Discount); run `mix rust_in_elixir.sync`" in said
  end

  @tag :extended
  test "a change of a file that a type's schema reads is noticed" do
    limit =
      "newtype Code, string, max_length: \"limit.txt\" |> File.read!() |> String.trim() |> String.to_integer()"

    orders = String.replace(@two[@orders], "limit() :: u8", "limit() :: Demo.Text.Code")
    root = new(schema(limit), Map.merge(@two, %{@limit => "5\n", @orders => orders}))
    assert {[], 0, _output} = compile(root)
    assert {"", 0} = TemporaryProject.mix(root, ["compile"])

    TemporaryProject.write(root, @limit, "6\n")
    assert {said, 0, _output} = compile(root)

    assert "types of other boundaries have changed since the last sync (Demo.Text.Code); run `mix rust_in_elixir.sync`" in said

    sync(root)
    assert {[], 0, _output} = compile(root)
    assert {"", 0} = TemporaryProject.mix(root, ["compile"])
  end

  @tag :extended
  test "shared modules are out of date once a boundary is removed, and may be edited" do
    root = new(schema(""), @two)
    assert {[], 0, _output} = compile(root)

    # An edit is for `sync --check` to report.
    shared = "lib/demo/rust/validation.ex"
    text = TemporaryProject.read(root, shared)
    assert text =~ "def map("
    TemporaryProject.write(root, shared, text <> "# mine\n")
    assert {[], 0, _output} = compile(root, ["--warnings-as-errors"])

    assert {output, 1} = TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"])
    assert output =~ "* edited by hand #{shared}\n"

    TemporaryProject.write(root, shared, text)

    for path <- ["native/demo_orders", "lib/demo/orders", "lib/demo/orders.ex"],
        do: File.rm_rf!(Path.join(root, path))

    told = "the generated code no longer matches this schema; run `mix rust_in_elixir.sync`"
    assert {[^told, place], 0, _output} = compile(root)
    assert place =~ "#{@schema}:1"

    sync(root)
    refute TemporaryProject.read(root, shared) =~ "def map("
    assert {[], 0, _output} = compile(root, ["--warnings-as-errors"])
    assert {"", 0} = TemporaryProject.mix(root, ["compile"])
  end
end
