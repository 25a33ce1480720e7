defmodule RustInElixir.Disk.SafePathTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Disk.SafePath

  doctest SafePath

  @moduletag :tmp_dir

  @leaves {:error, "leaves the project through a link; put the file itself there"}
  @loop {:error, "is a link to itself"}

  test "a path follows its links, but not out of the project", %{tmp_dir: folder} do
    root = Path.join(folder, "project")
    File.mkdir_p!(Path.join(root, "lib/deep"))
    File.mkdir_p!(root <> "_beside")
    File.ln_s!(root, Path.join(folder, "other_name"))

    for {link, to} <- [
          {"up", ".."},
          {"beside", root <> "_beside"},
          {"root", "/"},
          {"itself", "itself"},
          {"there", "back"},
          {"back", "there"},
          {"folder", "lib/deep"},
          {"absolute", Path.join(root, "lib")},
          {"whole", root},
          {"by_another_name", Path.join(folder, "other_name/lib")},
          {"lib/deep/down", "../../lib"},
          {"lib/deep/out", "../../../project/lib"},
          {"nothing", "not/there"}
        ],
        do: File.ln_s!(to, Path.join(root, link))

    for {path, place} <- [
          {"lib/a.ex", "lib/a.ex"},
          {"./lib/../lib/a.ex", "lib/a.ex"},
          {"folder/a.ex", "lib/deep/a.ex"},
          {"absolute/a.ex", "lib/a.ex"},
          {"whole/absolute/a.ex", "lib/a.ex"},
          {"by_another_name/deep/a.ex", "lib/deep/a.ex"},
          {"folder/down/deep/down/a.ex", "lib/a.ex"},
          {"folder/../a.ex", "lib/a.ex"},
          {"nothing/a.ex", "not/there/a.ex"},
          {"up/a.ex", @leaves},
          {"up/project/lib/a.ex", @leaves},
          {"beside/a.ex", @leaves},
          {"root/etc/passwd", @leaves},
          {"lib/deep/out/a.ex", @leaves},
          {"../a.ex", @leaves},
          {"lib/../../a.ex", @leaves},
          {"itself", @loop},
          {"there/a.ex", @loop}
        ] do
      expected = if is_binary(place), do: {:ok, Path.join(root, place)}, else: place
      assert {path, SafePath.resolve(root, path)} == {path, expected}
    end
  end
end
