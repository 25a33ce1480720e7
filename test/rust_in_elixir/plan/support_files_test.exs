defmodule RustInElixir.Plan.SupportFilesTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Apply.Writer, Plan, Plan.Sync, TemporaryProject}

  @text "native/demo_text/schema.exs"
  @sums "native/demo_sums/schema.exs"
  @lock "native/support.lock"
  @validation "lib/demo/rust/validation.ex"

  @schemas %{
    @text => """
    defmodule Demo.Text.Schema do
      use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text", loader: :rust_in_elixir

      nif size(text :: string) :: u32
    end
    """,
    @sums => """
    defmodule Demo.Sums.Schema do
      use RustInElixir.Schema, facade: Demo.Sums, crate: "demo_sums", loader: :rust_in_elixir

      resource Sum
      nif add(sum :: mut(Sum), number :: f64) :: {:ok, f64} | {:error, string}
      nif parts(sum :: Sum) :: stream(f64)
    end
    """
  }

  test "two boundaries have one error, one stream and one validation, with what either calls" do
    root = synced(@schemas)

    assert shared(root) ==
             ~w(call_error panic_error resource_error stream validation validation_error)

    assert helpers(root) == ~w(f64 handle inspect not_a_handle string)
    assert File.ls!(Path.join(root, "lib/demo/text")) == ["native.ex"]
    assert Enum.sort(File.ls!(Path.join(root, "lib/demo/sums"))) == ["native.ex", "sum.ex"]

    assert TemporaryProject.read(root, "native/demo_sums/src/boundary.rs") =~
             ~s(namespace: "Demo.Rust")

    TemporaryProject.write(root, "config/config.exs", """
    import Config
    for facade <- [Demo.Text, Demo.Sums],
        do: config(:demo, Module.concat(facade, Native), skip_compilation?: true)
    """)

    {output, 0} = TemporaryProject.mix(root, ["compile", "--warnings-as-errors"])
    refute output =~ "warning"

    # Libraries that refuse everything, since none is built here.
    script = """
    Code.put_compiler_option(:ignore_module_conflict, true)
    defmodule Demo.Text.Native, do: def(size(_text), do: :invalid)
    defmodule Demo.Sums.Native, do: def(add(_sum, _number), do: :invalid)
    {:error, %Demo.Rust.ValidationError{}} = Demo.Text.size(1)
    {:error, %Demo.Rust.ValidationError{}} = Demo.Sums.add(1, 1)
    IO.puts("one error")
    """

    assert {output, 0} = TemporaryProject.mix(root, ["run", "--no-compile", "-e", script])
    assert output =~ "one error"
  end

  test "each boundary adds what it calls, and takes it away when it goes" do
    root = synced(Map.take(@schemas, [@text]))
    assert shared(root) == ~w(call_error panic_error validation validation_error)
    assert helpers(root) == ~w(string)

    TemporaryProject.write(root, @sums, @schemas[@sums])
    sync(root, only: ["demo_sums"])
    assert helpers(root) == ~w(f64 handle inspect not_a_handle string)
    assert Plan.drift(plan(root)) == []

    for path <- ["native/demo_sums", "lib/demo/sums", "lib/demo/sums.ex"],
        do: File.rm_rf!(Path.join(root, path))

    drift = for entry <- Plan.drift(plan(root)), do: {entry.path, entry.status}

    assert [
             {"lib/demo/rust/resource_error.ex", :orphan},
             {"lib/demo/rust/stream.ex", :orphan},
             {@validation, :stale},
             {@lock, :stale}
           ] = Enum.sort(drift)

    sync(root)
    assert shared(root) == ~w(call_error panic_error validation validation_error)
    assert helpers(root) == ~w(string)
    assert Plan.drift(plan(root)) == []
  end

  test "with the last boundary everything goes, and so does the lock" do
    root = synced(Map.take(@schemas, [@text]))

    for path <- ["native/demo_text", "lib/demo/text", "lib/demo/text.ex"],
        do: File.rm_rf!(Path.join(root, path))

    {output, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
    assert output =~ "* removing #{@validation}\n"
    assert output =~ "* removing #{@lock}\n"
    assert shared(root) == []
    refute File.exists?(Path.join(root, @lock))

    assert {"no boundary found" <> _, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
  end

  test "one boundary alone can be synced, whatever is wrong with the schema of another" do
    root = synced(@schemas)
    TemporaryProject.write(root, @sums, "no schema")
    schema = String.replace(@schemas[@text], "u32", "{:ok, u32} | {:error, bool}")

    TemporaryProject.write(
      root,
      @text,
      String.replace(schema, "text :: string", "text :: binary")
    )

    sync(root, only: ["demo_text"])
    assert helpers(root) == ~w(binary f64 handle inspect not_a_handle)
  end

  test "nothing is written where the lock of another boundary cannot be read" do
    root = synced(@schemas)
    TemporaryProject.write(root, "native/demo_sums/boundary.lock", "no lock")
    TemporaryProject.write(root, @text, String.replace(@schemas[@text], "string", "binary"))
    {:ok, plan} = root |> TemporaryProject.project() |> Sync.plan(only: ["demo_text"])
    assert [%{path: "native/demo_sums/boundary.lock", reason: reason}] = Plan.refused(plan)
    assert reason =~ "cannot be read: invalid JSON"
    assert Enum.filter(plan.entries, &(&1.path =~ "lib/demo/rust")) == []
  end

  test "a file that was edited by hand is reported, left alone, and overwritten by --force" do
    root = synced(@schemas)
    edited = TemporaryProject.read(root, @validation) <> "\n# mine\n"
    TemporaryProject.write(root, @validation, edited)

    {output, 1} = TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"])
    assert output =~ "* edited by hand #{@validation}\n"
    {output, 1} = TemporaryProject.task(root, ["rust_in_elixir.sync"])

    assert output ==
             "#{@validation} was edited by hand and was left unchanged\n" <>
               "to discard the edits: mix rust_in_elixir.sync --force #{@validation}\n"

    assert TemporaryProject.read(root, @validation) == edited

    assert {"* updating #{@validation}\n", 0} ==
             TemporaryProject.task(root, ["rust_in_elixir.sync", "--force", @validation])

    assert Plan.drift(plan(root)) == []
  end

  test "no facade takes the place of what all boundaries share" do
    for facade <- ["Demo.Rust", "Demo.Rust.Stream", "Demo.RUST"] do
      schema = String.replace(@schemas[@text], "facade: Demo.Text", "facade: #{facade}")
      root = TemporaryProject.new(%{@text => schema})
      assert {output, 2} = TemporaryProject.task(root, ["rust_in_elixir.sync"])

      assert output =~
               "#{@text}:1: the facade `#{facade}` is in `Demo.Rust`, where all boundaries share " <>
                 "their modules; choose another name"
    end
  end

  @tag :extended
  test "names of an application and its types do not hide shared modules" do
    schema = """
    defmodule Cast.Text.Schema do
      use RustInElixir.Schema, facade: Cast.Text, crate: "cast_text", loader: :rust_in_elixir

      struct Rust do
        field :number, f64, default: 0.5
      end

      resource Cell
      nif size(rust :: Rust, cell :: mut(Cell)) :: {:ok, u32} | {:error, string}, cast: true
      nif parts(rust :: Rust) :: stream(Rust), cast: true
    end
    """

    for app <- [:cast, :stream, :rust, :validation] do
      root =
        TemporaryProject.new(%{
          "mix.exs" => TemporaryProject.mix_exs(app),
          "native/cast_text/schema.exs" => schema,
          "config/config.exs" =>
            "import Config\nconfig #{inspect(app)}, Cast.Text.Native, skip_compilation?: true\n"
        })

      {_, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
      {output, 0} = TemporaryProject.mix(root, ["compile", "--warnings-as-errors"])
      refute output =~ "warning", output
      namespace = "#{Macro.camelize("#{app}")}.Rust"

      script = """
      {:error, %#{namespace}.ValidationError{}} = Cast.Text.size(%{"numbr" => 1}, 1)
      IO.puts("found")
      """

      assert {output, 0} = TemporaryProject.mix(root, ["run", "--no-compile", "-e", script])
      assert output =~ "found"
    end
  end

  defp synced(schemas) do
    root = TemporaryProject.new(schemas)
    sync(root)
    root
  end

  defp sync(root, options \\ []) do
    {:ok, plan} = root |> TemporaryProject.project() |> Sync.plan(options)
    {:ok, _} = Writer.apply(plan)
  end

  defp plan(root) do
    {:ok, plan} = root |> TemporaryProject.project() |> Sync.plan()
    plan
  end

  # The shared modules, by the names of their files.
  defp shared(root) do
    for path <- Enum.sort(Path.wildcard(Path.join(root, "lib/demo/rust/*.ex"))),
        do: Path.basename(path, ".ex")
  end

  # The public helpers of validation but for those that each of them calls.
  defp helpers(root) do
    names =
      for [_, name] <-
            Regex.scan(~r/^  def(?:macro)? ([\w?]+)/m, TemporaryProject.read(root, @validation)),
          uniq: true,
          do: name

    Enum.sort(names -- ["mismatch", "utf8?"])
  end
end
