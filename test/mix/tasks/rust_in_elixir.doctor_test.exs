defmodule Mix.Tasks.RustInElixir.DoctorTest do
  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @source """
  #[rustler::nif]
  fn load(path: String) -> String {
      std::fs::read_to_string(path).unwrap_or_default()
  }

  fn first(bytes: &[u8]) -> u8 {
      unsafe { *bytes.get_unchecked(0) }
  }
  """

  @files %{
    "native/demo/Cargo.toml" =>
      ~s([package]\nname = "demo"\n\n[dependencies]\nrustler = "0.39"\n),
    "native/demo/src/lib.rs" => @source
  }

  @usage "usage: mix rust_in_elixir.doctor [CRATE…] [--only RULES] [--except RULES] [--deps] " <>
           "[--format text|json|github] [--quiet]\n"

  @warning "native/demo/src/lib.rs:2: warning blocking_on_normal_scheduler: `load/1` runs on a normal " <>
             "scheduler and calls `std::fs::read_to_string` in line 3\n" <>
             "    no other process runs on that scheduler meanwhile; make it `schedule = \"DirtyIo\"` in " <>
             "`#[rustler::nif]`, or `schedule: :dirty_io` in a schema\n"

  @note "native/demo/src/lib.rs:7: note unsafe_code: a block is `unsafe`\n" <>
          "    a mistake there can end or corrupt the whole VM; use a safe API if there is one, and say in " <>
          "a comment why it is sound\n"

  test "prints what it finds, and fails for warnings alone" do
    root = TemporaryProject.new(@files)

    assert doctor(root, []) ==
             {@warning <> @note <> "1 warning, 1 note, in 1 crate with 1 NIF\n", 1}

    assert doctor(root, ["native/demo", "--quiet"]) == {@warning, 1}

    assert doctor(root, ["demo", "--only", "unsafe_code"]) ==
             {@note <> "1 note, in 1 crate with 1 NIF\n", 0}

    assert doctor(root, ["--except", "unsafe_code,blocking_on_normal_scheduler"]) ==
             {"nothing found, in 1 crate with 1 NIF\n", 0}

    waiver = "// rust_in_elixir: allow(blocking_on_normal_scheduler) a file of five bytes\n"
    TemporaryProject.write(root, "native/demo/src/lib.rs", waiver <> @source)
    assert {output, 0} = doctor(root, ["--only", "blocking_on_normal_scheduler"])

    assert output ==
             "native/demo/src/lib.rs:3: waived blocking_on_normal_scheduler: `load/1` runs on a normal scheduler " <>
               "and calls `std::fs::read_to_string` in line 4 (a file of five bytes)\n" <>
               "1 waived, in 1 crate with 1 NIF\n"
  end

  test "prints for machines" do
    root = TemporaryProject.new(@files)
    assert {json, 0} = doctor(root, ["--only", "unsafe_code", "--format", "json"])

    assert json == """
           {
             "format": 1,
             "crates": [
               {
                 "path": "native/demo",
                 "name": "demo",
                 "nifs": 1
               }
             ],
             "findings": [
               {
                 "rule": "unsafe_code",
                 "severity": "note",
                 "path": "native/demo/src/lib.rs",
                 "line": 7,
                 "message": "a block is `unsafe`",
                 "reason": "a mistake there can end or corrupt the whole VM",
                 "advice": "use a safe API if there is one, and say in a comment why it is sound",
                 "waived": null
               }
             ]
           }
           """

    assert {github, 1} = doctor(root, ["--format", "github"])

    assert [
             "::error file=native/demo/src/lib.rs,line=2,title=rust_in_elixir%3A blocking_on_normal_scheduler::" <>
               _,
             "::notice file=native/demo/src/lib.rs,line=7,title=rust_in_elixir%3A unsafe_code::a block is `unsafe`%0A" <>
               _
           ] = String.split(github, "\n", trim: true)
  end

  test "says what is wrong in its arguments, and in files" do
    root = TemporaryProject.new(@files)

    assert doctor(root, ["--format", "xml"]) ==
             {"** (Mix) `--format` must be `text`, `json` or `github`, got: `xml`\n\n" <> @usage,
              3}

    assert doctor(root, ["--only", "unsafe_cod,zzzzzzzzzz"]) ==
             {"** (Mix) `--only`: `unsafe_cod` is not a rule; did you mean `unsafe_code`?\n" <>
                "`--only`: `zzzzzzzzzz` is not a rule, see mix help rust_in_elixir.doctor\n", 3}

    assert doctor(root, ["nowhere"]) == {"** (Mix) nowhere has no Cargo.toml\n", 3}

    TemporaryProject.write(root, "native/demo/src/lib.rs", "fn f() {\n")

    assert doctor(root, []) ==
             {"native/demo/src/lib.rs:1: is not valid Rust: a bracket, string or comment is not closed\n" <>
                "once fixed, run: mix rust_in_elixir.doctor\n", 2}
  end

  defp doctor(root, arguments),
    do: TemporaryProject.mix(root, ["rust_in_elixir.doctor" | arguments])
end
