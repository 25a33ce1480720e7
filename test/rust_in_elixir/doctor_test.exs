defmodule RustInElixir.DoctorTest do
  @moduledoc """
  The rules on source text: each section of docs/doctor.md has an example that its rule finds, and one that it does not.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Doctor, Error, Project}
  alias Mix.Tasks.RustInElixir.Doctor, as: Task

  doctest RustInElixir.Doctor.Stubs

  @moduletag :tmp_dir
  @docs Path.expand("../../docs/doctor.md", __DIR__)
  @external_resource @docs
  # It needs the sources of a package.
  @without_example ["unsafe_dependency"]

  @manifest ~s([package]\nname = "demo"\n\n[dependencies]\nrustler = "0.39"\n)
  @files %{"native/demo/Cargo.toml" => @manifest, "native/demo/src/lib.rs" => ""}

  sections =
    for section <- @docs |> File.read!() |> String.split("\n## ") |> tl() do
      ["`" <> heading | _] = String.split(section, "\n", parts: 2)
      {String.trim_trailing(heading, "`"), section}
    end

  @documented Enum.map(sections, &elem(&1, 0))

  for {rule, section} <- sections, rule not in @without_example do
    @section section
    test "#{rule} finds what its documentation says, and no more", %{tmp_dir: root} do
      [found, clean] = String.split(@section, "\nNot found:\n")
      assert unquote(rule) in rules(Path.join(root, "found"), blocks(found))
      refute unquote(rule) in rules(Path.join(root, "clean"), blocks(clean))
    end
  end

  test "every rule is documented, in order" do
    assert @documented -- names() -- @documented == Enum.filter(names(), &(&1 in @documented))
    assert Enum.sort(@documented) == Enum.sort(names())
  end

  test "the help has the table of rules" do
    {:docs_v1, _, _, _, %{"en" => doc}, _, _} = Code.fetch_docs(Task)
    [_, table] = Regex.run(~r/<!-- rules -->\n(.*)\n<!-- end of rules -->/s, doc)
    {:ok, rules} = Core.doctor_rules()

    assert String.split(String.trim(table), "\n") ==
             ["| rule | severity | finds |", "| --- | --- | --- |"] ++
               for(rule <- rules, do: "| `#{rule.name}` | #{rule.gravity} | #{rule.finds} |")
  end

  describe "what is read" do
    test "each module, also by `#[path]` and in folders, without what is for tests", %{
      tmp_dir: root
    } do
      files = %{
        "native/demo/src/lib.rs" => """
        mod a;
        #[path = "other/b.rs"]
        mod elsewhere;
        mod inline { mod c; }
        #[cfg(test)]
        mod tests { fn f() { std::process::exit(1); } }
        """,
        "native/demo/src/a/mod.rs" => "mod deep;",
        "native/demo/src/a/deep.rs" => "fn f() { std::process::exit(1); }",
        "native/demo/src/other/b.rs" => "fn f() { std::process::exit(1); }",
        "native/demo/src/inline/c.rs" => "fn f() { std::process::exit(1); }",
        "native/demo/src/no_module.rs" => "fn f() { std::process::exit(1); }"
      }

      assert places(root, files) == [
               "native/demo/src/a/deep.rs:1 process_exit",
               "native/demo/src/inline/c.rs:1 process_exit",
               "native/demo/src/other/b.rs:1 process_exit"
             ]
    end

    test "a crate as `mix rustler.new` makes it has nothing", %{tmp_dir: root} do
      files = %{
        "native/demo/Cargo.toml" => """
        [package]
        name = "demo"
        version = "0.1.0"
        edition = "2021"

        [lib]
        name = "demo"
        path = "src/lib.rs"
        crate-type = ["cdylib"]

        [dependencies]
        rustler = "0.38.0"
        """,
        "native/demo/src/lib.rs" => """
        #[rustler::nif]
        fn add(a: i64, b: i64) -> i64 {
            a + b
        }

        rustler::init!("Elixir.Demo");
        """,
        "lib/demo.ex" => """
        defmodule Demo do
          use Rustler, otp_app: :demo, crate: "demo"
          def add(_a, _b), do: :erlang.nif_error(:nif_not_loaded)
        end
        """
      }

      assert places(root, files) == []
      assert [{"native/demo", %{crate_name: "demo", nifs: 1}}] = examine!(root, [])
    end

    test "a crate without Rustler is left out", %{tmp_dir: root} do
      write(root, %{"native/demo/Cargo.toml" => "[package]\nname = \"demo\"\n"})
      assert examine!(root, []) == []
    end

    test "`unsafe` of dependencies is counted where their sources are", %{tmp_dir: root} do
      lock = """
      [[package]]
      name = "surely_no_such_package"
      version = "1.0.0"
      source = "registry+https://github.com/rust-lang/crates.io-index"
      """

      write(root, Map.put(@files, "native/demo/Cargo.lock", lock))
      assert [{_folder, found}] = examine!(root, deps: true)

      assert [%{rule: "not_read", path: "native/demo/Cargo.lock", line: 1, message: message}] =
               found.diagnoses

      assert message ==
               "the sources of these packages are not in Cargo's registry here: surely_no_such_package"

      assert Core.unsafe_count!(["unsafe fn f() { unsafe {} } unsafe impl T for U {}", "fn"]) ==
               %Core.UnsafeCount{functions: 1, blocks: 1, impls: 1, traits: 0, unread: 1}
    end
  end

  describe "waivers" do
    test "apply to their line, the next one, or a function, and only outside of strings", %{
      tmp_dir: root
    } do
      source = """
      fn a() { std::process::exit(1); } // rust_in_elixir: allow(process_exit) for a test
      // rust_in_elixir: allow(process_exit) for a test
      // and another line
      fn b() {
          if true {
              std::process::exit(1);
          }
      }
      fn c() -> &'static str {
          // rust_in_elixir: allow(process_exit) for a test
          std::process::exit(1);
          std::process::exit(2);
          "
      // rust_in_elixir: allow(process_exit) in a string
      "
      }
      """

      write(root, Map.put(@files, "native/demo/src/lib.rs", source))
      [{_folder, found}] = examine!(root, [])

      assert for(it <- found.diagnoses, do: {it.line, it.rule, it.waived}) == [
               {1, "process_exit", "for a test"},
               {6, "process_exit", "for a test"},
               {11, "process_exit", "for a test"},
               {12, "process_exit", nil}
             ]
    end

    test "apply in a manifest", %{tmp_dir: root} do
      manifest =
        @manifest <>
          "[profile.release]\n# rust_in_elixir: allow(panic_abort) only for a test\npanic = \"abort\"\n"

      write(root, Map.put(@files, "native/demo/Cargo.toml", manifest))

      assert [{_, %{diagnoses: [%{rule: "panic_abort", waived: "only for a test"}]}}] =
               examine!(root, [])
    end
  end

  describe "errors" do
    test "are all given at once", %{tmp_dir: root} do
      write(root, %{
        "native/a/Cargo.toml" => "[package",
        "native/b/Cargo.toml" => @manifest,
        "native/b/src/lib.rs" => "mod c;\nfn",
        "native/b/src/c.rs" => "\nlet",
        "native/d/Cargo.toml" => @manifest
      })

      assert {:error, error} = Doctor.examine(Project.new(root, otp_app: :demo), [])

      assert [
               "native/a/Cargo.toml:1: is not valid TOML: " <> _,
               "native/b/src/lib.rs:2: is not valid Rust: " <> _,
               "native/d/Cargo.toml:1: the crate has no native/d/src/lib.rs"
             ] = Error.lines(error)
    end

    test "of folders name each", %{tmp_dir: root} do
      project = Project.new(root, otp_app: :demo)
      assert {:error, error} = Doctor.examine(project, [])

      assert Error.lines(error) == [
               "no folder in native has a Cargo.toml; name the folder of a crate: mix rust_in_elixir.doctor path/to/crate"
             ]

      assert {:error, error} = Doctor.examine(project, ["nothing", "/etc"])

      assert Error.lines(error) == [
               "nothing has no Cargo.toml",
               "/etc is outside of the project"
             ]
    end

    test "a file that is a link out of the project is not read", %{tmp_dir: root} do
      inside = Path.join(root, "inside")
      write(inside, Map.delete(@files, "native/demo/src/lib.rs"))
      write(root, %{"outside.rs" => "fn f() {}"})
      File.mkdir_p!(Path.join(inside, "native/demo/src"))
      File.ln_s!(Path.join(root, "outside.rs"), Path.join(inside, "native/demo/src/lib.rs"))
      assert {:error, error} = Doctor.examine(Project.new(inside, otp_app: :demo), [])

      assert Error.lines(error) == [
               "native/demo/src/lib.rs:1: leaves the project through a link; put the file itself there"
             ]
    end
  end

  defp names do
    {:ok, rules} = Core.doctor_rules()
    for rule <- rules, do: rule.name
  end

  # The files that fenced blocks name in their first lines.
  defp blocks(text) do
    for [_, block] <- Regex.scan(~r/^```\w+\n(.*?)^```$/ms, text), into: %{} do
      [first, rest] = String.split(block, "\n", parts: 2)

      {first |> String.trim_leading("//") |> String.trim_leading("#") |> String.trim(),
       "\n" <> rest}
    end
  end

  defp rules(root, files) do
    write(root, Map.merge(@files, files))
    for {_folder, found} <- examine!(root, []), it <- found.diagnoses, do: it.rule
  end

  defp places(root, files) do
    write(root, Map.merge(@files, files))

    for {_folder, found} <- examine!(root, []),
        it <- found.diagnoses,
        do: "#{it.path}:#{it.line} #{it.rule}"
  end

  defp examine!(root, options) do
    {:ok, results} = Doctor.examine(Project.new(root, otp_app: :demo), [], options)
    results
  end

  defp write(root, files) do
    for {path, text} <- files do
      place = Path.join(root, path)
      File.mkdir_p!(Path.dirname(place))
      File.write!(place, text)
    end
  end
end
