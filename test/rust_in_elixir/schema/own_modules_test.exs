defmodule RustInElixir.Schema.OwnModulesTest do
  @moduledoc """
  A schema that calls modules of its own project, in projects as their users have them.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @schema "native/demo_text/schema.exs"
  @type_file "lib/demo/text/slug.ex"
  @limits "lib/demo/limits.ex"

  # Nothing here is about Rust.
  @config "import Config\nconfig :demo, Demo.Text.Native, skip_compilation?: true\n"

  test "modules that it calls are read from their sources, and a change of them is drift" do
    root = new("Demo.Limits.slug()", %{@limits => limits(8)})
    assert sync(root, []) == {0, ""}
    assert TemporaryProject.read(root, @type_file) =~ "It is of at most 8 characters."

    TemporaryProject.write(root, @limits, limits(9))
    assert {1, output} = sync(root, ["--check"])
    assert output =~ "+  It is of at most 9 characters."
  end

  @tag :extended
  test "they are read from their sources, compiled or not, and each compilation says that they have changed" do
    root = new("Demo.Limits.slug()", %{@limits => limits(8)})

    # Nothing is compiled yet.
    assert sync(root, []) == {0, ""}
    assert TemporaryProject.read(root, @type_file) =~ "It is of at most 8 characters."
    refute File.exists?(Path.join(root, "_build/dev/lib/demo"))
    assert sync(root, ["--check"]) == {0, "everything matches its schema\n"}

    # By now it is, and what is compiled is old.
    assert {"", 0} = compile(root)
    TemporaryProject.write(root, @limits, limits(9))
    assert {1, output} = sync(root, ["--check"])
    assert output =~ "+  It is of at most 9 characters."

    told = "this schema has changed since the last sync (Slug); run `mix rust_in_elixir.sync`"

    for _ <- 1..2 do
      assert {output, 0} = compile(root)
      assert output =~ told
      assert output =~ "#{@schema}:4"
    end

    assert sync(root, []) == {0, ""}
    assert TemporaryProject.read(root, @type_file) =~ "It is of at most 9 characters."
    assert {"", 0} = compile(root)
    assert {"", 0} = TemporaryProject.mix(root, ["compile"])
    assert sync(root, ["--check"]) == {0, "everything matches its schema\n"}
  end

  test "modules that they import, use, require, call or create structs of are loaded as well" do
    limits = """
    defmodule Demo.Limits do
      alias Demo.Sizes
      alias Sizes.{Longest, Words}
      import Words, only: [letters: 1]
      require Longest, as: L
      use Sizes.Shared
      @configured Application.compile_env!(:demo, :more)
      @sum Demo.Plain.one() + L.longest()
      def slug, do: letters(%Sizes{count: @sum + shared() + @configured})
      def unused_here, do: Demo.Text.shorten!("")
    end
    """

    sizes = """
    defmodule Demo.Sizes do
      defstruct [:count]

      defmodule Shared do
        defmacro __using__(_options), do: quote(do: def(shared, do: 100))
      end
    end
    """

    root =
      new("Limits.slug()", "alias Demo.Limits", %{
        @limits => limits,
        "lib/demo/sizes.ex" => sizes,
        "more/elsewhere.ex" => """
        defmodule Demo.Sizes.Words do
          def letters(%Demo.Sizes{count: count}), do: count
        end
        defmodule Demo.Sizes.Longest do
          defmacro longest, do: 20
        end
        """,
        "lib/demo/plain.ex" => "defmodule Demo.Plain do\n  def one, do: 1\nend\n",
        "config/config.exs" => @config <> "config :demo, more: 1000\n",
        "mix.exs" =>
          String.replace(
            TemporaryProject.mix_exs(:demo),
            "deps: deps()",
            "deps: deps(), elixirc_paths: [\"lib\", \"more\"]"
          )
      })

    assert sync(root, []) == {0, ""}
    assert TemporaryProject.read(root, @type_file) =~ "It is of at most 1121 characters."

    # The schema may use them as well.
    for {head, length} <- [
          {"import Demo.Plain", "one()"},
          {"require Demo.Sizes.Longest", "Demo.Sizes.Longest.longest()"},
          {"@size %Demo.Sizes{count: 7}", "@size.count"}
        ] do
      TemporaryProject.write(root, @schema, schema(length, head))
      assert {head, sync(root, [])} == {head, {0, ""}}
    end
  end

  describe "a schema that cannot be read names the module:" do
    for {what, length, files, message} <- [
          {"one that is nowhere", "Demo.Limits.slug()", %{},
           "this cannot be evaluated: (UndefinedFunctionError) function Demo.Limits.slug/0 is undefined " <>
             "(module Demo.Limits is not available); there is no such module in lib or in a dependency"},
          {"one without the function", "Demo.Limits.slugs()",
           %{@limits => "defmodule Demo.Limits do\n  def slug, do: 8\nend\n"},
           "this cannot be evaluated: (UndefinedFunctionError) function Demo.Limits.slugs/0 is undefined or private"},
          {"one that does not compile", "Demo.Limits.slug()",
           %{@limits => "defmodule Demo.Limits do\n  def slug, do: nine\nend\n"},
           ~r/^`Demo.Limits` \(lib\/demo\/limits.ex\), which this schema calls, does not compile on its own: line 2: undefined (function nine\/0|variable "nine")/},
          {"one that is no Elixir", "Demo.Limits.slug()",
           %{@limits => "defmodule Demo.Limits do\n"},
           ~r/^`Demo.Limits` \(lib\/demo\/limits.ex\), which this schema calls, does not compile on its own: line \d+: missing terminator: end/},
          {"one that fails while it is compiled", "Demo.Limits.slug()",
           %{@limits => "defmodule Demo.Limits do\n  raise \"no\"\nend\n"},
           "`Demo.Limits` (lib/demo/limits.ex), which this schema calls, does not compile on its own: (RuntimeError) no"},
          {"one that calls what the schema generates", "Demo.Limits.slug()",
           %{@limits => "defmodule Demo.Limits do\n  def slug, do: Demo.Text.f!(8)\nend\n"},
           "`Demo.Text` (lib/demo/text.ex) is generated from a schema, so a schema cannot call it; write the value " <>
             "here, or in a module that both call"},
          {"what the schema generates itself", "%Demo.Text.Slug{}", %{},
           "`Demo.Text.Slug` (lib/demo/text/slug.ex) is generated from a schema, so a schema cannot call it; " <>
             "write the value here, or in a module that both call"}
        ] do
      # Each of them starts a VM.
      if what != "one that does not compile", do: @tag(:extended)

      test what do
        root = new("8", %{})
        assert sync(root, []) == {0, ""}

        for {path, text} <- unquote(Macro.escape(files)),
            do: TemporaryProject.write(root, path, text)

        TemporaryProject.write(root, @schema, schema(unquote(length)))

        assert {2, output} = sync(root, ["--check"])

        # Before Elixir 1.15, warnings of the module come first.
        assert [problem, "once fixed, run: mix rust_in_elixir.sync"] =
                 output |> String.split("\n", trim: true) |> Enum.take(-2)

        assert [_, said] = Regex.run(~r/\A#{@schema}:4: (.*)/, problem)
        message = unquote(Macro.escape(message))
        assert {said, said?(said, message)} == {said, true}
      end
    end
  end

  @tag :extended
  test "functions are added to such a schema" do
    root = new("Demo.Limits.slug()", %{@limits => limits(8)})

    assert {output, 0} =
             TemporaryProject.task(root, ["rust_in_elixir.gen.nif", "Demo.Text", "more() :: u8"])

    assert output =~ "* updating #{@schema}"
    assert TemporaryProject.read(root, "lib/demo/text.ex") =~ "def more"
  end

  defp said?(said, %Regex{} = message), do: said =~ message
  defp said?(said, message), do: said == message

  defp new(length, head \\ "", files) do
    %{@schema => schema(length, head), "config/config.exs" => @config}
    |> Map.merge(files)
    |> TemporaryProject.new()
  end

  defp schema(length, head \\ "") do
    """
    defmodule Demo.Text.Schema do
      use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"
      #{head}
      newtype Slug, string, max_length: #{length}
      nif f(slug :: Slug) :: u8
    end
    """
  end

  defp limits(slug), do: "defmodule Demo.Limits do\n  def slug, do: #{slug}\nend\n"

  # Its status, and what it says besides the files that it writes.
  defp sync(root, options) do
    {output, status} = TemporaryProject.task(root, ["rust_in_elixir.sync" | options])
    {status, Regex.replace(~r/^\* (creating|updating) .*\n/m, output, "")}
  end

  # Without what Mix says of its own work.
  defp compile(root) do
    {output, status} = TemporaryProject.mix(root, ["compile"])
    {Regex.replace(~r/^(Compiling \d+ file|Generated demo app).*\n/m, output, ""), status}
  end
end
