defmodule RustInElixir.Disk.WriteLockTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Disk.WriteLock, ElixirProcess, TemporaryProject}

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    nif upcase(text :: string) :: string
  end
  """

  @hold """
  RustInElixir.Disk.WriteLock.take(hd(System.argv()), fn ->
    IO.puts("held")
    Process.sleep(:infinity)
  end)
  """

  describe "take/3" do
    @describetag :tmp_dir

    test "gives the result, and leaves nothing behind", %{tmp_dir: root} do
      assert WriteLock.take(root, fn -> File.ls!(root) end) |> elem(1) |> length() == 1
      assert File.ls!(root) == []
    end

    test "leaves nothing behind after an error or an exit either", %{tmp_dir: root} do
      assert catch_exit(WriteLock.take(root, fn -> exit({:shutdown, 1}) end)) == {:shutdown, 1}
      assert File.ls!(root) == []
    end

    test "leaves nothing behind if the process is killed", %{tmp_dir: root} do
      test = self()

      take = fn name ->
        spawn(fn ->
          WriteLock.take(root, fn -> send(test, name) && Process.sleep(:infinity) end,
            wait: 60_000,
            on_wait: fn -> send(test, {:waits, name}) end
          )
        end)
      end

      first = take.(:first)
      assert_receive :first, 30_000
      second = take.(:second)
      # Long enough to wait, as a rule.
      Process.sleep(200)
      Process.exit(second, :kill)
      Process.exit(first, :kill)
      # A wait for a process of the same command is not reported.
      refute_received {:waits, :second}
      assert WriteLock.take(root, fn -> :mine end, wait: 60_000) == {:ok, :mine}
    end

    test "never lets two processes hold the lock", %{tmp_dir: root} do
      inside = :counters.new(2, [])

      1..20
      |> Task.async_stream(
        fn _ ->
          {:ok, _} =
            WriteLock.take(
              root,
              fn ->
                :counters.add(inside, 1, 1)
                if :counters.get(inside, 1) > 1, do: :counters.add(inside, 2, 1)
                Process.sleep(1)
                :counters.sub(inside, 1, 1)
              end,
              wait: 60_000
            )
        end,
        max_concurrency: 20,
        timeout: :infinity
      )
      |> Stream.run()

      assert :counters.get(inside, 2) == 0
    end

    test "waits a little and then names the holder", %{tmp_dir: root} do
      holder = ElixirProcess.start(@hold, [root])
      ElixirProcess.await(holder, "held")
      [claim] = File.ls!(root)

      assert WriteLock.take(root, fn -> :never end, wait: 100) ==
               {:error,
                "process #{holder.pid} is writing to this project, and was not done after 100 " <>
                  "ms; wait for it and run the command again, or remove #{claim} if the process no longer exists"}

      assert File.ls!(root) == [claim]
      told = fn -> send(self(), :waits) end
      assert {:error, _} = WriteLock.take(root, fn -> :never end, wait: 100, on_wait: told)
      assert_received :waits
      refute_received :waits
      ElixirProcess.signal(holder, "KILL")
      ElixirProcess.result(holder)
      assert WriteLock.take(root, fn -> :mine end, wait: 100, on_wait: told) == {:ok, :mine}
      refute_received :waits
      assert File.ls!(root) == []
    end

    test "knows a process from one that has its number by now", %{tmp_dir: root} do
      {:ok, host} = :inet.gethostname()
      File.write!(Path.join(root, ".rust_in_elixir-lock.#{host}.1.0"), "")
      assert WriteLock.take(root, fn -> :mine end, wait: 100) == {:ok, :mine}
      assert File.ls!(root) == []
    end

    test "believes another host for ten minutes", %{tmp_dir: root} do
      claim = Path.join(root, ".rust_in_elixir-lock.elsewhere.1.0")
      File.write!(claim, "")

      assert {:error, "process 1 on elsewhere is writing" <> _} =
               WriteLock.take(root, fn -> 1 end, wait: 0)

      File.touch!(claim, System.os_time(:second) - 601)
      assert WriteLock.take(root, fn -> :mine end, wait: 0) == {:ok, :mine}
      assert File.ls!(root) == []
    end

    test "says where it cannot" do
      assert WriteLock.take("/nowhere", fn -> 1 end) ==
               {:error, "/nowhere cannot be written: no such file or directory"}
    end
  end

  @tag :extended
  test "two real syncs at once end as one does" do
    alone = TemporaryProject.new(%{"native/demo_text/schema.exs" => @schema})
    {_, 0} = TemporaryProject.task(alone, ["rust_in_elixir.sync"])

    for _ <- 1..2 do
      root = TemporaryProject.new(%{"native/demo_text/schema.exs" => @schema})
      # Mix itself links the dependencies into a new build, which two at once do not survive.
      {_, 0} = TemporaryProject.mix(root, ["deps.loadpaths"])

      results =
        1..2
        |> Task.async_stream(fn _ -> TemporaryProject.mix(root, ["rust_in_elixir.sync"]) end,
          timeout: :infinity
        )
        |> Enum.map(fn {:ok, result} -> result end)

      # Mix may say before that it waits for the build directory.
      assert [0, 0] == for({_, status} <- results, do: status)
      assert 1 == Enum.count(results, fn {output, _} -> output =~ "* creating" end)

      assert 1 ==
               Enum.count(results, fn {output, _} ->
                 output =~ "everything matches its schema\n"
               end)

      assert TemporaryProject.files(root) == TemporaryProject.files(alone)
    end
  end

  test "a sync waits for another process and then gives up with 3; a check does neither" do
    root = TemporaryProject.new(%{"native/demo_text/schema.exs" => @schema})
    {_, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
    holder = ElixirProcess.start(@hold, [root])
    ElixirProcess.await(holder, "held")

    assert {"everything matches its schema\n", 0} =
             TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"])

    assert {"** (Mix) process " <> rest, 3} = TemporaryProject.mix(root, ["rust_in_elixir.sync"])

    assert String.starts_with?(
             rest,
             "#{holder.pid} is writing to this project, and was not done after 5000 ms; "
           )

    ElixirProcess.signal(holder, "KILL")
    ElixirProcess.result(holder)

    assert {"everything matches its schema\n", 0} =
             TemporaryProject.mix(root, ["rust_in_elixir.sync"])
  end
end
