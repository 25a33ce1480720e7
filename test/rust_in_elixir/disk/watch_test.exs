defmodule RustInElixir.Disk.WatchTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{ElixirProcess, TemporaryProject}

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    struct Point do
      field :x, i64
    end

    nif shift(point :: Point) :: Point
  end
  """

  @schema_path "native/demo_text/schema.exs"
  @lib "native/demo_text/src/lib.rs"

  for {signal, times} <- [TERM: 1, INT: 2] do
    if signal == :INT, do: @tag(:extended)

    test "syncs after each change, quietly, until SIG#{signal}" do
      root = TemporaryProject.new(%{@schema_path => @schema})
      # Links the package.
      {_, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
      File.rm!(Path.join(root, "lib/demo/text.ex"))

      watch =
        ElixirProcess.run("mix", ["rust_in_elixir.sync", "--watch"],
          cd: root,
          env: [{~c"MIX_ENV", ~c"dev"}, {~c"MIX_BUILD_PATH", false}]
        )

      assert ElixirProcess.await(watch, "wrote") =~
               "watching the schemas; press Ctrl-C to stop\nwrote 1 file: lib/demo/text.ex\n"

      # Several writes in a row are one change.
      for type <- ~w(i8 i16 i32 u8), do: change("field :x, #{type}", root)
      output = ElixirProcess.await(watch, "wrote")
      assert [_] = Regex.scan(~r/wrote/, output)
      assert TemporaryProject.read(root, "lib/demo/text/point.ex") =~ "Validation.u8"

      # A wrong schema is said, and waited for.
      change("field :x, nothing", root)

      assert ElixirProcess.await(watch, "\n") =~
               ~r"\Anative/demo_text/schema\.exs:5: `nothing` is not a schema type"

      # So is a template that cannot be read.
      template = "priv/rust_in_elixir/templates/struct.ex"
      TemporaryProject.write(root, template, <<0xE9>>)
      assert ElixirProcess.await(watch, "\n") =~ "#{template} is not UTF-8"

      change("field :x, u16", root)
      File.rm!(Path.join(root, template))
      assert ElixirProcess.await(watch, "wrote") =~ ~r/\Awrote \d files: native/

      # A reverted change leaves nothing to write and no error.
      change("field :x, nothing", root)
      assert ElixirProcess.await(watch, "\n") =~ "`nothing` is not a schema type"
      change("field :x, u16", root)
      assert ElixirProcess.await(watch, "\n") =~ ~r/\A.*everything matches its schema\n/s

      # lib.rs is the user's to finish, and a change without a difference is none.
      TemporaryProject.write(root, @lib, "// begun\n")
      File.touch!(Path.join(root, @schema_path))
      refute_receive {_, {:data, _}}, 1_500

      for _ <- 1..unquote(times) do
        ElixirProcess.signal(watch, unquote(to_string(signal)))
        Process.sleep(200)
      end

      assert {ended, 0} = ElixirProcess.result(watch)
      refute ended =~ "**"
      names = for path <- Map.keys(TemporaryProject.files(root)), do: Path.basename(path)
      refute Enum.any?(names, &(&1 =~ "rust_in_elixir-"))
    end
  end

  @tag :extended
  test "syncs after a change of a module that a schema calls, and of one that this calls" do
    limit = "defmodule Demo.Limit do\n  def most, do: Demo.Most.of()\nend\n"
    most = &"defmodule Demo.Most do\n  def of, do: #{&1}\nend\n"
    schema = String.replace(@schema, "field :x, i64", "field :x, i64, default: Demo.Limit.most()")

    root =
      TemporaryProject.new(%{
        @schema_path => schema,
        "lib/demo/limit.ex" => limit,
        "lib/demo/most.ex" => most.(7)
      })

    {_, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
    File.rm!(Path.join(root, "lib/demo/text.ex"))

    watch =
      ElixirProcess.run("mix", ["rust_in_elixir.sync", "--watch"],
        cd: root,
        env: [{~c"MIX_ENV", ~c"dev"}, {~c"MIX_BUILD_PATH", false}]
      )

    assert ElixirProcess.await(watch, "wrote") =~ "watching the schemas"

    for {path, text, most} <- [
          {"lib/demo/most.ex", most.(8), "x: 8"},
          {"lib/demo/limit.ex", String.replace(limit, "Demo.Most.of()", "9"), "x: 9"}
        ] do
      TemporaryProject.write(root, path, text)
      ElixirProcess.await(watch, "wrote")
      assert TemporaryProject.read(root, "lib/demo/text/point.ex") =~ most
    end

    ElixirProcess.signal(watch, "TERM")
    assert {_, 0} = ElixirProcess.result(watch)
  end

  defp change(field, root),
    do:
      TemporaryProject.write(root, @schema_path, String.replace(@schema, "field :x, i64", field))
end
