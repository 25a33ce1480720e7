defmodule RustInElixir.ProjectTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Project, Project.Formatter}

  doctest Project

  @moduletag :tmp_dir

  test "finds every folder with a schema, in order", %{tmp_dir: root} do
    for crate <- ~w(b a), do: write(root, "native/#{crate}/schema.exs", "")
    write(root, "native/plain/Cargo.toml", "")

    assert Project.crate_dirs(Project.new(root, otp_app: :demo)) == ["native/a", "native/b"]
  end

  test "knows the folders below it that hold dependencies", %{tmp_dir: root} do
    for {options, foreign} <- [
          {[], ["deps"]},
          {[deps_path: "vendor/deps/"], ["vendor/deps"]},
          {[deps_path: Path.join(root, "deps")], ["deps"]},
          # An application of an umbrella.
          {[deps_path: "../../deps", deps: [{:two, in_umbrella: true}]], []},
          {[
             deps: [
               {:a, path: "libs/a"},
               {:b, "~> 1.0"},
               {:c, ">= 0.0.0", path: "c"},
               {:d, path: "../d"},
               {:e, path: "."}
             ]
           ], ["deps", "c", "libs/a"]}
        ] do
      assert Project.new(root, [otp_app: :demo] ++ options).foreign == foreign
    end
  end

  test "takes the loader of the schema, else Rustler where the project depends on it", %{
    tmp_dir: root
  } do
    for {deps, asked, loader} <- [
          {[], nil, :rust_in_elixir},
          {[], :rustler, :rustler},
          {[{:rustler, "~> 0.38"}], nil, :rustler},
          {[{:rustler, "~> 0.38", runtime: false}], nil, :rustler},
          {[{:rustler, "~> 0.38"}], :rust_in_elixir, :rust_in_elixir}
        ] do
      project = Project.new(root, otp_app: :demo, deps: deps)

      boundary = %Core.Boundary{
        facade: "Demo.Text",
        crate_name: "text",
        schema: "Demo.Text.Schema",
        loader: asked,
        doc: nil
      }

      assert Project.for_core(project, boundary, "native/text") == %Core.Project{
               otp_app: "demo",
               loader: loader,
               lib_dir: "lib",
               crate_dir: "native/text",
               rustler: "0.39",
               templates: %{}
             }
    end
  end

  test "requires the crate of the locked package of Rustler, if it is later than our own", %{
    tmp_dir: root
  } do
    hex = &~s(%{"rustler": {:hex, :rustler, "#{&1}", "c0ffee", [:mix], [], "hexpm", "c0ffee"}}\n)

    for {lock, requirement} <- [
          {hex.("0.36.2"), "0.39"},
          {hex.("0.39.0"), "0.39"},
          {hex.("0.39.4"), "0.39"},
          {hex.("0.40.0"), "0.40"},
          {hex.("0.41.3"), "0.41"},
          {hex.("0.100.0"), "0.100"},
          {hex.("1.2.3"), "1.2"},
          {hex.("0.40.0-rc.1"), "0.39"},
          {hex.("new"), "0.39"},
          {~s(%{"rustler": {:git, "https://example.org/rustler.git", "c0ffee", []}}), "0.39"},
          {~s(%{"jason": {:hex, :jason, "1.4.4", "c0ffee", [:mix], [], "hexpm", ""}}), "0.39"},
          {"%{}", "0.39"},
          {"", "0.39"},
          {"<<<<<<< HEAD\n" <> hex.("0.40.0"), "0.39"},
          {"raise \"no\"", "0.39"}
        ] do
      write(root, "mix.lock", lock)
      assert Project.new(root, otp_app: :demo).rustler == requirement, lock
    end
  end

  test "finds the lock of an umbrella", %{tmp_dir: root} do
    write(root, "mix.lock", ~s(%{"rustler": {:hex, :rustler, "0.40.0", "", [], [], "", ""}}))
    app = Path.join(root, "apps/demo")
    File.mkdir_p!(app)

    assert Project.new(app, otp_app: :demo).rustler == "0.39"
    assert Project.new(app, otp_app: :demo, lockfile: "../../mix.lock").rustler == "0.40"
  end

  test "reads the project's own templates", %{tmp_dir: root} do
    write(root, "priv/rust_in_elixir/templates/facade.ex", "one")
    write(root, "priv/rust_in_elixir/templates/boundary.rs", "two")

    assert Project.new(root, otp_app: :demo).templates == %{
             "boundary.rs" => "two",
             "facade.ex" => "one"
           }
  end

  test "takes what formats code out of .formatter.exs, and needs no dependency", %{tmp_dir: root} do
    project = Project.new(root, otp_app: :demo)
    assert Formatter.options(project) == {:ok, []}

    write(root, ".formatter.exs", """
    [import_deps: [:none], plugins: [None], inputs: ["*.ex"], line_length: 60 + 20]
    """)

    assert Formatter.options(project) == {:ok, [line_length: 80]}

    write(root, ".formatter.exs", "raise \"no\"")
    assert Formatter.options(project) == {:error, ".formatter.exs cannot be read: no"}

    write(root, ".formatter.exs", ":none")

    assert Formatter.options(project) ==
             {:error, ".formatter.exs cannot be read: it is not a keyword list"}
  end

  defp write(root, path, text) do
    path = Path.join(root, path)
    File.mkdir_p!(Path.dirname(path))
    File.write!(path, text)
  end
end
