defmodule RustInElixir.Gen.SchemaSourceTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Schema
  alias RustInElixir.{Gen.ResourceLine, Gen.SchemaSource}
  alias RustInElixir.Schema.Signature

  doctest RustInElixir.Gen.Correction
  doctest RustInElixir.Gen.ResourceLine
  doctest RustInElixir.Gen.Skeleton
  doctest RustInElixir.Gen.SchemaSource

  defp signatures(texts) do
    for text <- texts do
      assert {:ok, signature} = Signature.parse(text)
      signature
    end
  end

  defp problems({:error, problems}), do: Enum.map(problems, &{&1.line, &1.message})

  describe "a new schema" do
    test "is formatted and can be loaded" do
      signatures =
        signatures([
          "to_html(text :: string, options :: RenderOptions) :: {:ok, string} | {:error, RenderError}",
          "count(text :: string) :: u64, schedule: :normal"
        ])

      assert {:ok, new} =
               SchemaSource.new("MyApp.Markdown", "my_app_markdown", signatures, loader: :rustler)

      assert new.added == ["to_html/2", "count/1"]

      assert new.text == """
             defmodule MyApp.Markdown.Schema do
               use RustInElixir.Schema, facade: MyApp.Markdown, crate: "my_app_markdown", loader: :rustler

               @moduledoc "Functions of `MyApp.Markdown` that are implemented in Rust."

               @doc "Calls `to_html` in Rust."
               nif to_html(text :: string, options :: RenderOptions) :: {:ok, string} | {:error, RenderError}

               @doc "Calls `count` in Rust."
               nif count(text :: string) :: u64, schedule: :normal
             end
             """

      assert {:ok, %{loader: :rustler, problems: [], nifs: [_, %{schedule: :normal}]}} =
               Schema.load_string(new.text, "schema.exs")
    end

    test "follows the project's formatter" do
      assert {:ok, %{text: text}} =
               SchemaSource.new("A.B", "a_b", signatures(["f(first :: u8, second :: u8) :: u8"]),
                 formatter: [line_length: 30]
               )

      assert text == """
             defmodule A.B.Schema do
               use RustInElixir.Schema,
                 facade: A.B,
                 crate: "a_b"

               @moduledoc "Functions of `A.B` that are implemented in Rust."

               @doc "Calls `f` in Rust."
               nif f(
                     first :: u8,
                     second :: u8
                   ) :: u8
             end
             """
    end
  end

  @added "@doc \"Calls `g` in Rust.\"\n  nif g(a :: u8) :: :ok"

  # The lines above and below the added NIF.
  @places [
    {"a blank line is put between", "defmodule A.Schema do\n  use RustInElixir.Schema\n",
     "\n  #{@added}\n", "end\n"},
    {"a blank line that is there serves", "defmodule A.Schema do\n  use RustInElixir.Schema\n\n",
     "  #{@added}\n", "end\n"},
    {"comments stay, inside and outside",
     "# first\ndefmodule A.Schema do # é\n  use RustInElixir.Schema # why\n  # last: end\n",
     "\n  #{@added}\n", "end # of A\n# done\n"},
    {"odd layout stays",
     "defmodule   A.Schema   do\n  use( RustInElixir.Schema,a: 1 )\n  nif f( )::u8\n",
     "\n  #{@added}\n", "end\n\n\n"},
    {"no final newline is added", "defmodule A.Schema do\n  use RustInElixir.Schema\n",
     "\n  #{@added}\n", "end"},
    {"strings that hold an end stay",
     "defmodule A.Schema do\n  use RustInElixir.Schema\n  @moduledoc \"\"\"\n  end\n  \"\"\"\n",
     "\n  #{@added}\n", "end\n"},
    {"one line is opened", "defmodule A.Schema do use RustInElixir.Schema ", "\n  #{@added}\n",
     "end"}
  ]

  for {name, above, added, below} <- @places do
    test name do
      {above, below} = {unquote(above), unquote(below)}
      assert {:ok, addition} = SchemaSource.add(above <> below, signatures(["g(a :: u8) :: :ok"]))
      assert addition.text == above <> unquote(added) <> below
      assert {addition.added, addition.present} == {["g/1"], []}
      assert [{line, %Signature{name: "g"}}] = addition.places

      assert addition.text |> String.split("\n") |> Enum.at(line - 1) =~
               "@doc \"Calls `g` in Rust.\""

      assert {:ok, again} = SchemaSource.add(addition.text, signatures(["g(a :: u8) :: :ok"]))
      assert again == %{text: addition.text, added: [], present: ["g/1"], places: []}
    end
  end

  test "line ends and tabs are those of the file" do
    above = "defmodule A.Schema do\r\n\tuse RustInElixir.Schema\r\n"
    added = "\r\n\t@doc \"Calls `g` in Rust.\"\r\n\tnif g(a :: u8) :: :ok\r\n"

    assert {:ok, %{text: text}} =
             SchemaSource.add(above <> "end\r\n", signatures(["g(a :: u8) :: :ok"]))

    assert text == above <> added <> "end\r\n"
  end

  describe "a function that is there" do
    @text """
    defmodule A.Schema do
      use RustInElixir.Schema, facade: A, crate: "a"

      nif f( a::u8 )::u8, schedule: :normal
      nif g() :: {:error, string} | :ok
    end
    """

    @present [
      "f(a :: u8) :: u8",
      "f(a :: u8) :: u8, schedule: :normal",
      "f(a :: u8) :: u8, cast: false",
      "g() :: :ok | {:error, string}",
      "g() :: :ok | {:error, string}, schedule: :dirty_cpu"
    ]

    for text <- @present do
      test "is left alone: #{text}" do
        assert {:ok, %{text: @text, added: [], present: [_]}} =
                 SchemaSource.add(@text, signatures([unquote(text)]))
      end
    end

    @changed [
      {"f(a :: u16) :: u8", 4},
      {"f(b :: u8) :: u8", 4},
      {"f(a :: u8) :: u16", 4},
      {"f(a :: u8) :: u8, schedule: :dirty_io", 4},
      {"g() :: :ok", 5}
    ]

    for {text, line} <- @changed do
      test "is refused when changed: #{text}" do
        [signature] = signatures([unquote(text)])

        assert problems(SchemaSource.add(@text, [signature])) == [
                 {unquote(line),
                  "`#{signature.name}/#{signature.arity}` already exists with another signature; " <>
                    "change it here by hand to `nif " <> unquote(text) <> "`"}
               ]
      end
    end

    test "does not stand for one of another arity" do
      assert {:ok, %{added: ["f/0"]}} = SchemaSource.add(@text, signatures(["f() :: u8"]))
    end

    test "comes once when asked for twice" do
      twice = signatures(["h() :: u8", "h() :: u8"])
      assert {:ok, %{added: ["h/0"], present: ["h/0"]}} = SchemaSource.add(@text, twice)

      assert problems(SchemaSource.add(@text, signatures(["h() :: u8", "h() :: u16"]))) ==
               [{0, "`h/0` is given twice, with different signatures"}]
    end
  end

  describe "a resource" do
    @text """
    defmodule A.Schema do
      use RustInElixir.Schema, facade: A, crate: "a"

      resource Table, lock: :mutex, monitor: true
      struct Point do
        field :x, u8
      end
    end
    """

    test "comes before its functions" do
      {:ok, resource} = ResourceLine.new("Log", on_drop: :log_closed)
      signatures = signatures(["append(log :: mut(Log)) :: :ok"])
      assert {:ok, %{text: text}} = SchemaSource.add(@text, signatures, resource: resource)

      assert text ==
               String.replace_suffix(@text, "end\n", """

                 @typedoc "A handle to a `Log`, which Rust keeps."
                 resource Log, on_drop: :log_closed

                 @doc "Calls `append` in Rust."
                 nif append(log :: mut(Log)) :: :ok
               end
               """)

      assert {:ok, %{text: ^text}} = SchemaSource.add(text, signatures, resource: resource)
    end

    test "that is there is left alone, unless it was to be another one" do
      {:ok, same} = ResourceLine.new("Table", lock: :mutex)
      assert {:ok, %{text: @text}} = SchemaSource.add(@text, [], resource: same)

      for {name, options, problem} <- [
            {"Table", [lock: :rwlock],
             {4,
              "the resource `Table` already exists with other options; change it here by hand to `resource Table, lock: :rwlock`"}},
            {"Table", [on_drop: :gone],
             {4,
              "the resource `Table` already exists with other options; change it here by hand to `resource Table, on_drop: :gone`"}},
            {"Point", [], {5, "`Point` already exists, as `struct`; choose another name"}}
          ] do
        {:ok, resource} = ResourceLine.new(name, options)
        assert problems(SchemaSource.add(@text, [], resource: resource)) == [problem]
      end
    end
  end

  @unreadable [
    {"defmodule A do\nend", 1,
     "the file defines no schema; write `defmodule MyApp.Markdown.Schema"},
    {"defmodule A do\n  )\nend", 2, "unexpected token: )"},
    {"defmodule A, do: use(RustInElixir.Schema)", 1,
     "cannot add to this schema module; write it as `defmodule … do … end`"}
  ]

  for {text, line, message} <- @unreadable do
    test "nothing is added to #{inspect(text)}" do
      assert [{unquote(line), message}] =
               problems(SchemaSource.add(unquote(text), signatures(["f() :: u8"])))

      assert String.starts_with?(message, unquote(message))
    end
  end
end
