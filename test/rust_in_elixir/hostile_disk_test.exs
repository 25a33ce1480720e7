defmodule RustInElixir.HostileDiskTest do
  # Disks that are full or take nothing, and files that belong to somebody else. Each row is told from within
  # a VM of its own, which has the rights, or the disk, that the row speaks of.

  use ExUnit.Case, async: true

  alias RustInElixir.HostileProject

  # For root permissions do not count.
  @root? match?({"0\n", 0}, System.cmd("id", ["-u"]))

  # A file system of one's own takes a name space of mounts, which others than root have in one of users.
  @unshare if @root?, do: "-m", else: "-rm"
  @mounts? System.find_executable("unshare") != nil and
             match?({_, 0}, System.cmd("unshare", [@unshare, "true"], stderr_to_stdout: true))

  @nobody ["--reuid=65534", "--regid=65534", "--clear-groups"]
  @ebin Path.join(Mix.Project.app_path(), "ebin")
  @drops? not @root? or
            (System.find_executable("setpriv") != nil and
               match?(
                 {_, 0},
                 System.cmd("setpriv", @nobody ++ ["ls", @ebin], stderr_to_stdout: true)
               ))

  @schema "native/demo_text/schema.exs"
  @stale {:write, @schema,
          String.replace(HostileProject.schema(), "\n  nif", "\n  nif more() :: u8\n  nif")}
  @mismatch {:write, "native/demo_text/src/lib.rs",
             "mod boundary;\nuse boundary::*;\nstruct Text;\n" <>
               "impl Nifs for Text {\n    fn upcase(text: String) -> String {\n        text\n    }\n}\n"}

  @generated [
    "native/demo_text/src/boundary.rs",
    "native/demo_text/src/lib.rs",
    "lib/demo/text.ex",
    "lib/demo/text/native.ex",
    "native/demo_text/boundary.lock"
  ]
  @new ["native", "lib/demo", "Cargo.toml", "test"]

  # What is done to the project, what is asked for, the first file that there is no room for, and what can
  # not be written where nothing can.
  @full [
    {[@stale], "&HostileProject.sync/1", "native/demo_text/src/boundary.rs", @generated},
    {[@mismatch], "&HostileProject.sync(&1, fix_signatures: true)", "native/demo_text/src/lib.rs",
     ["native/demo_text/src/lib.rs"]},
    {[], "&HostileProject.sync(&1, ci: true)", ".github/workflows/rust_in_elixir.yml",
     ["the project folder"]},
    {[], ~s|&HostileProject.add(&1, "Demo.Text")|, "native/demo_text/schema.exs",
     [@schema | @generated]},
    {[], ~s|&HostileProject.add(&1, "Demo.Other")|, "native/demo_other/Cargo.toml", @new},
    {[],
     ~s|&HostileProject.add(&1, "Demo.Tables", resource: {"Table", []}, signatures: ["load(path :: path) :: Table"])|,
     "native/demo_tables/Cargo.toml",
     ["native", "lib/demo/rust/validation.ex"] ++ tl(@new) ++ ["native/support.lock"]}
  ]

  unless @mounts?, do: @tag(skip: "there is no unshare that may mount a file system here")

  @tag :extended
  test "on a full disk nothing changes, and a later run completes" do
    for {steps, command, path, _denied} <- @full do
      said = told(steps, on_a_disk("dd if=/dev/zero of=$root/filler bs=4k 2>/dev/null"), command)

      assert {command, said} ==
               {command,
                {"#{path} cannot be written: no space left on device; nothing was changed",
                 :as_before, :fixed}}
    end
  end

  unless @mounts?, do: @tag(skip: "there is no unshare that may mount a file system here")

  @tag :extended
  test "on a read-only disk the files to write are named" do
    for {steps, command, _path, denied} <- @full do
      {said, changed, _} = told(steps, on_a_disk("mount -o remount,ro $root"), command)
      expected = Enum.map_join(denied, "\n", &"#{&1} is not writable")
      assert {command, said, changed} == {command, expected, :as_before}
    end
  end

  # What may not be written or read, and what is said of it; a check says nothing where nothing is missing.
  @denied [
    {"native/demo_text/src/boundary.rs", 0o444,
     "native/demo_text/src/boundary.rs is not writable"},
    {"native/demo_text/src", 0o555, "native/demo_text/src is not writable"},
    {"lib/demo/text", 0o555, "lib/demo/text is not writable"},
    {"native/demo_text/boundary.lock", 0o444, "native/demo_text/boundary.lock is not writable"},
    {"native/demo_text/src/lib.rs", 0,
     "native/demo_text/src/lib.rs cannot be read: permission denied\nnothing was written"},
    {"native/demo_text/Cargo.toml", 0,
     "native/demo_text/Cargo.toml cannot be read: permission denied\nnothing was written"},
    {@schema, 0, "native/demo_text/schema.exs cannot be read: permission denied"},
    {"native/demo_text", 0, "native/demo_text/schema.exs cannot be read: permission denied"},
    {"native", 0, "native cannot be read: permission denied"}
  ]

  unless @drops?, do: @tag(skip: "root cannot become anybody else here")

  @tag :extended
  test "files without permission are named, and nothing changes" do
    for {path, mode, said} <- @denied do
      steps = [@stale, {:mode, path, mode}]
      fix = "chmod -R u+rwX $root"

      assert {path, told(steps, as_nobody(fix), "&HostileProject.sync/1")} ==
               {path, {said, :as_before, :fixed}}
    end
  end

  test "a process killed by the limit of file size has changed nothing" do
    root = HostileProject.new([@stale])
    before = HostileProject.state(root)

    # A file has at most so many blocks of 512 or 1024 bytes, and the signal for more ends the VM.
    {_, status} =
      shell(
        ~s(ulimit -f 1; exec elixir -pa "$ebin" -e "$code" -- "$root"),
        root,
        "&HostileProject.sync/1"
      )

    assert status == 153

    left =
      for {path, it} <- HostileProject.state(root), before[path] != it, do: Path.basename(path)

    assert [] == Enum.reject(left, &(&1 =~ ~r/\A\..+\.rust_in_elixir-\d+-\d+\z/))
    assert "native/demo_text/src/boundary.rs" in HostileProject.sync(root)
    assert HostileProject.sync(root) == :in_sync
    refute Enum.any?(HostileProject.state(root), fn {path, _} -> path =~ "rust_in_elixir-" end)
  end

  # What `HostileProject.tell/3` says in a VM of its own, which `script` starts.
  defp told(steps, script, command) do
    {output, status} = shell(script, HostileProject.new(steps), command)
    assert {[_, told], 0} = {String.split(output, "told: "), status}
    {told, _} = Code.eval_string(told)
    told
  end

  # Runs in the folder of a file system of its own.
  defp on_a_disk(trouble) do
    """
    exec unshare #{@unshare} sh -c '
      mkdir "$root.disk" && mount -t tmpfs -o size=512k tmpfs "$root.disk" &&
        cp -r "$root/." "$root.disk" && root="$root.disk"
      #{trouble}
      #{tell(~S(rm -f "$root/filler"; mount -o remount,rw "$root"))}'
    """
  end

  defp as_nobody(fix) do
    if @root?,
      do: "chown -R 65534:65534 $root; exec setpriv #{Enum.join(@nobody, " ")} " <> tell(fix),
      else: tell(fix)
  end

  defp tell(fix),
    do:
      ~s(env root="$root" fix="#{String.replace(fix, "\"", "\\\"") |> String.replace("$", "\\$")}" elixir -pa "$ebin" -e "$code" -- "$root")

  defp shell(script, root, command) do
    code = """
    alias RustInElixir.HostileProject
    [root] = System.argv()
    fix = fn -> System.cmd("sh", ["-c", System.get_env("fix", "")]) end
    told = HostileProject.tell(root, #{command}, fix)
    IO.puts("told: " <> inspect(told, limit: :infinity, printable_limit: :infinity))
    """

    System.cmd("sh", ["-c", script],
      env: [{"root", root}, {"code", code}, {"ebin", @ebin}, {"HOME", System.tmp_dir!()}],
      stderr_to_stdout: true
    )
  end
end
