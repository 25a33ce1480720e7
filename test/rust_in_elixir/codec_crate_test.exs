defmodule RustInElixir.CodecCrateTest do
  @moduledoc """
  The crate of the codecs, `native/nif_codec`, as cargo and the loader take it.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @package Path.expand("../..", __DIR__)
  @template Path.join(@package, "native_templates/codec_crate")
  @in_sync {"everything matches its schema\n", 0}
  @crate "native/demo_text"
  @manifest @crate <> "/Cargo.toml"
  @codecs "native/nif_codec"
  @source @codecs <> "/src/lib.rs"

  test "a new boundary has it: it builds, and `cargo test` runs without a VM" do
    root = TemporaryProject.keep(generated(), "codecs", &assert({_, 0} = call(&1)))

    # Those for types of other crates are left out, here all of them.
    other = ~w(bigdecimal calendar chrono decimal jiff num_bigint rust_decimal uuid)

    for path <- Path.wildcard(Path.join(@template, "**/*.{rs,toml}")),
        name = Path.relative_to(path, @template),
        name not in ["Cargo.toml", "src/lib.rs"] do
      if Path.basename(name, ".rs") in other,
        do: refute(File.exists?(Path.join([root, @codecs, name]))),
        else: assert(TemporaryProject.read(root, Path.join(@codecs, name)) == File.read!(path))
    end

    modules = Enum.map(other, &"mod #{&1};\n")
    template = File.read!(Path.join(@template, "src/lib.rs"))
    assert TemporaryProject.read(root, @source) == String.replace(template, modules, "")

    assert TemporaryProject.read(root, "Cargo.toml") =~ ~s(exclude = ["deps", "#{@codecs}"]\n)
    assert {"", 0} = cargo(root, ~w(fmt --all --check))

    for command <- ~w(test build clippy) do
      assert {output, 0} = cargo(root, [command, "--workspace"])
      refute output =~ "rustler"
    end

    assert {_, 0} =
             cargo(
               root,
               ~w(clippy --workspace --all-targets --features nif -- -D warnings -F unsafe_code)
             )

    assert {_, 0} = cargo(Path.join(root, @codecs), ~w(clippy --all-targets -- -D warnings))

    {output, 0} = call(root)
    assert output =~ "{:ok, 2}"
    assert sync(root, ["--check"]) == @in_sync
  end

  test "sync gives it to a project without it" do
    root = generated()
    File.rm_rf!(Path.join(root, @codecs))
    File.rm!(Path.join(root, "native/support.lock"))

    without =
      root
      |> TemporaryProject.read(@manifest)
      |> String.replace(~r/^nif_codec = .*\n/m, "")
      |> String.replace(~s(, "dep:nif_codec"), "")

    TemporaryProject.write(root, @manifest, "# mine\n" <> without)

    {output, 1} = sync(root, ["--check"])
    assert output =~ "* out of date #{@manifest}\n"
    assert output =~ "* missing #{@source}\n"
    assert output =~ ~s(+nif = ["dep:rustler", "dep:nif_codec"]\n)
    assert {_, 0} = sync(root, [])
    assert "# mine\n" <> _ = TemporaryProject.read(root, @manifest)

    {output, 0} = call(root)
    assert output =~ "{:ok, 2}"
    assert sync(root, ["--check"]) == @in_sync
  end

  test "with the last boundary it goes, whole" do
    root = generated()
    for path <- [@crate, "lib/demo"], do: File.rm_rf!(Path.join(root, path))

    {output, 0} = sync(root, [])

    for name <- ["Cargo.toml", "rustfmt.toml", "src/lib.rs"],
        do: assert(output =~ "* removing #{@codecs}/#{name}\n")

    assert Path.wildcard(Path.join(root, "native/**")) |> Enum.filter(&File.regular?/1) == []
  end

  @tag :extended
  test "the library is built again when it changes" do
    root = generated()
    assert {_, 0} = call(root)
    {output, 0} = mix(root, ["compile"])
    refute output =~ "Building"

    for {path, text, said} <- [
          {@source, "\ncompile_error!(\"mine\");\n", "#{@source}:"},
          {@codecs <> "/Cargo.toml", "\n[dependencies.none]\npath = \"none\"\n",
           "none/Cargo.toml"}
        ] do
      before = TemporaryProject.read(root, path)
      TemporaryProject.write(root, path, before <> text)
      assert {output, 1} = mix(root, ["compile"])
      assert output =~ said
      TemporaryProject.write(root, path, before)
      assert {_, 0} = mix(root, ["compile"])
    end

    TemporaryProject.write(
      root,
      @source,
      TemporaryProject.read(root, @source) <> "\npub mod more;\n"
    )

    more = @codecs <> "/src/more.rs"
    TemporaryProject.write(root, more, "//! More.\n")
    assert {_, 0} = mix(root, ["compile"])
    TemporaryProject.write(root, more, "compile_error!(\"more\");\n")
    assert {output, 1} = mix(root, ["compile"])
    assert output =~ "#{more}:1"
  end

  @tag :extended
  test "two applications of an umbrella have packages of different names" do
    root =
      TemporaryProject.new(%{
        "mix.exs" => """
        defmodule Umbrella.MixProject do
          use Mix.Project
          def project, do: [apps_path: "apps", version: "0.1.0", deps: []]
        end
        """
      })

    for app <- [:one, :two] do
      folder = Path.join(root, "apps/#{app}")
      TemporaryProject.write(folder, "mix.exs", mix_exs(app))
      facade = "#{Macro.camelize("#{app}")}.Text"
      {_, 0} = TemporaryProject.task(folder, gen(facade))
      body(folder, "native/#{app}_text/src/lib.rs")
    end

    assert sync(root, ["--check"]) == @in_sync

    for app <- ["One", "Two"] do
      folder = Path.join(root, "apps/#{String.downcase(app)}")
      {output, 0} = mix(folder, ["run", "-e", "IO.inspect(#{app}.Text.size(\"é\"))"])
      assert output =~ "{:ok, 2}"
    end

    # One workspace for both, made by the user, of which the crates of the codecs are members, too.
    for app <- ~w(one two), do: File.rm!(Path.join(root, "apps/#{app}/Cargo.toml"))

    TemporaryProject.write(root, "Cargo.toml", """
    [workspace]
    resolver = "3"
    members = ["apps/*/native/*"]
    """)

    assert {output, 0} = cargo(root, ~w(build --workspace --features one_text/nif,two_text/nif))
    refute output =~ "warning"
    for app <- ~w(one two), do: assert(output =~ "#{app}_nif_codec v0.1.0")
    assert {_, 0} = cargo(root, ~w(test --workspace))
  end

  @tag :extended
  test "a crate that is a workspace of its own finds it" do
    root = generated()
    text = TemporaryProject.read(root, @manifest)
    TemporaryProject.write(root, @manifest, text <> "\n[workspace]\n")
    File.rm!(Path.join(root, "Cargo.toml"))
    assert {_, 0} = sync(root, [])
    {output, 0} = call(root)
    assert output =~ "{:ok, 2}"
  end

  test "what is in its place is reported, with what to do" do
    root = generated()
    text = TemporaryProject.read(root, @manifest)
    own = String.replace(text, ~r/^nif_codec = .*$/m, ~s(nif_codec = "1"))
    TemporaryProject.write(root, @manifest, own)

    {output, 1} = sync(root, ["--check"])

    assert output =~
             "* unreadable #{@manifest}: cannot be read: line 17, column 13: `nif_codec` has to be the crate in #{@codecs}, which " <>
               "the generated code calls; give this dependency another name, such as " <>
               "`other_codec = { package = \"nif_codec\", version = \"1\" }`"

    files = %{@source => "//! Mine.\n", (@codecs <> "/src/mine.rs") => "//! Mine.\n"}
    root = TemporaryProject.new(files)
    {output, 1} = TemporaryProject.task(root, gen("Demo.Text"))
    assert output =~ "#{@source} "
    assert output =~ "--force #{@source}"
    for {path, text} <- files, do: assert(TemporaryProject.read(root, path) == text)
  end

  test "no boundary's crate takes its place" do
    root = TemporaryProject.new()

    for {arguments, name} <- [
          {gen("Demo.NifCodec"), "demo_nif_codec"},
          {gen("Demo.Text") ++ ["--crate", "nif_codec"], "nif_codec"}
        ] do
      assert {output, 2} = TemporaryProject.task(root, arguments)

      assert output =~
               "the crate `#{name}` would take the place of the one in #{@codecs}, which all boundaries share; " <>
                 "choose another name"
    end

    refute File.exists?(Path.join(root, "native"))
  end

  defp gen(facade),
    do: ["rust_in_elixir.gen.nif", facade, "size(text :: string) :: u64", "--no-test"]

  defp generated do
    root = TemporaryProject.new()
    {_, 0} = TemporaryProject.task(root, gen("Demo.Text"))
    body(root, @crate <> "/src/lib.rs")
    root
  end

  defp body(root, path) do
    text = TemporaryProject.read(root, path)
    text = String.replace(text, ~r/(panic|todo|unimplemented)!\(.*\)/, "text.len() as u64")
    TemporaryProject.write(root, path, text)
  end

  # Modules of two applications need names of their own.
  defp mix_exs(app) do
    String.replace(TemporaryProject.mix_exs(app), "Demo.Mix", "#{Macro.camelize("#{app}")}.Mix")
  end

  defp sync(root, arguments),
    do: TemporaryProject.task(root, ["rust_in_elixir.sync" | arguments])

  defp call(root), do: mix(root, ["run", "-e", "IO.inspect(Demo.Text.size(\"é\"))"])

  defp mix(root, arguments),
    do: TemporaryProject.mix(root, arguments, [{"CARGO_TARGET_DIR", TemporaryProject.target()}])

  defp cargo(root, arguments) do
    System.cmd("cargo", arguments,
      cd: root,
      env: [{"CARGO_TARGET_DIR", Path.join(root, "target")}],
      stderr_to_stdout: true
    )
  end
end
