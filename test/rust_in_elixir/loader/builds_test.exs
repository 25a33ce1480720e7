defmodule RustInElixir.Loader.BuildsTest do
  @moduledoc """
  Several builds of a project: for targets of Mix, and at the same time.
  """

  use ExUnit.Case, async: true

  import RustInElixir.EditLoop

  alias RustInElixir.TemporaryProject

  @config """
  import Config
  config :demo, Demo.Loop.Native, mode: :debug, env: [{"BUILT_FOR", to_string(config_target())}]
  """

  @tag :extended
  test "a Mix target has its own library, from its own configuration" do
    root = new(%{"config/config.exs" => @config})
    TemporaryProject.share_build(root, "rpi_dev")
    write(root, lib_path(), lib("u32::from(option_env!(\"BUILT_FOR\") == Some(\"rpi\"))", ""))

    assert {output, 0} = run(root, "host")
    assert output =~ ~r/^0$/m
    assert {output, 0} = run(root, "rpi")
    assert output =~ "Building crate edit_loop in debug mode"
    assert output =~ ~r/^1$/m

    assert [_] =
             Path.wildcard(Path.join(root, "_build/rpi_dev/lib/demo/ebin/Elixir.Demo.Loop.*.so"))

    # The one has nothing to do with the other.
    for _ <- 1..2, {target, version} <- [{"host", "0"}, {"rpi", "1"}] do
      assert {output, 0} = run(root, target)
      assert output =~ ~r/^#{version}$/m
    end

    write(root, lib_path(), lib("7", ""))
    assert {output, 0} = run(root, "rpi")
    assert output =~ ~r/^7$/m
    assert {output, 0} = run(root, "host")
    assert output =~ ~r/^7$/m
  end

  @tag :extended
  test "two compilations at the same time both end well, with the library of the sources" do
    root = new()

    for version <- 1..5 do
      write(root, lib_path(), lib(version, ""))
      write(root, "lib/demo.ex", "defmodule Demo do\n  def version, do: #{version}\nend\n")

      compilations = for _ <- 1..2, do: Task.async(fn -> mix(root, ["compile"]) end)

      for {output, status} <- Task.await_many(compilations, :infinity),
          do: assert({status, output} == {0, output})

      assert {output, 0} =
               mix(root, ["run", "-e", "IO.inspect({Demo.version(), Demo.Loop.version!()})"])

      assert output =~ "{#{version}, #{version}}"
      assert mix(root, ["compile"]) == {"", 0}
    end
  end

  defp run(root, target),
    do: mix(root, ["run", "-e", "IO.puts(Demo.Loop.version!())"], [{"MIX_TARGET", target}])
end
