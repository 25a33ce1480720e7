RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.ResourcesUnderLoadTest do
  # Each test has a VM to itself, with nothing else in it that takes memory or time.
  use ExUnit.Case, async: false

  alias RustInElixir.KindsProject

  test "64 processes make a million calls with shared handles" do
    script = """
    item = %Store.Item{id: 1, name: "a"}
    counter = Store.new_counter!()
    catalogs = for size <- 1..3, do: Store.new_catalog!(List.duplicate(item, size))
    shelf = Store.new_shelf!([item, item])
    [one, two, three] = catalogs
    sources = [Store.new_shelf!([item]), shelf]

    # Ten calls: two change the counter, one has the counter and other handles at once.
    turn = fn into ->
      Store.add!(counter, 1)
      1 = Store.size!(one)
      2 = Store.size!(two)
      3 = Store.size!(three)
      2 = Store.maybe!(shelf)
      true = Store.same!(shelf, shelf)
      3 = Store.sum!(sources)
      Store.value!(counter)
      Store.add!(counter, 2)
      Store.gather!(into, shelf, [], nil, one, counter)
      Store.empty!(into)
    end

    run = fn ->
      for _ <- 1..1_563, do: turn.(Store.new_shelf!([]))
      :done
    end

    tasks = for _ <- 1..64, do: Task.async(run)
    Enum.each(tasks, &Task.await(&1, :infinity))

    # Each turn adds 1 and 2, and the 2 + 1 items that it gathers.
    IO.puts("counted \#{Store.value!(counter)} in \#{64 * 1_563 * 12} calls")
    """

    counted = "counted #{64 * 1_563 * 6} in #{64 * 1_563 * 12} calls\n"
    assert KindsProject.elixir(script) == {counted, 0}
  end

  test "two calls that take the same handles the other way round do not wait for each other" do
    script = """
    item = %Store.Item{id: 1, name: "a"}
    {a, b} = {Store.new_shelf!([item]), Store.new_shelf!([])}
    swap = fn one, other -> fn -> for _ <- 1..20_000, do: :ok = Store.swap(one, other) end end
    tasks = for fun <- [swap.(a, b), swap.(b, a), swap.(a, b), swap.(b, a)], do: Task.async(fun)
    Enum.each(tasks, &Task.await(&1, :infinity))
    IO.inspect(Store.sum!([a, b]))
    """

    assert KindsProject.elixir(script) == {"1\n", 0}
  end

  @tag :extended
  test "the end of a process with 40,000 monitored handles is reported for each" do
    script = """
    names = for number <- 1..40_000, do: "\#{number}"
    Task.await(Task.async(fn -> length(Store.leases!(names)) end), :infinity)

    events = fn events, found ->
      case found ++ Store.events!() do
        found when length(found) < 80_000 -> Process.sleep(50) && events.(events, found)
        found -> found
      end
    end

    {down, dropped} = events.(events, []) |> Enum.split_with(&String.ends_with?(&1, " down"))
    IO.inspect({length(down), length(Enum.uniq(down)), length(Enum.uniq(dropped))})
    """

    assert KindsProject.elixir(script) == {"{40000, 40000, 40000}\n", 0}
  end

  @tag :extended
  test "handles that are gone leave no memory behind" do
    script = """
    resident = fn ->
      [_, kilobytes] = Regex.run(~r/VmRSS:\\s+(\\d+) kB/, File.read!("/proc/self/status"))
      String.to_integer(kilobytes)
    end

    settle = fn ->
      for pid <- Process.list(), do: :erlang.garbage_collect(pid)
      Process.sleep(200)
    end

    make = fn count -> Task.await(Task.async(fn ->
      blobs = for _ <- 1..count, do: Store.new_blob!()
      peak = resident.()
      ^count = Store.living_blobs!()
      length(blobs)
      peak
    end), :infinity) end

    # Code is loaded, and the allocators have what they keep.
    make.(1_000)
    settle.()
    before = resident.()
    peak = make.(100_000)
    settle.()
    0 = Store.living_blobs!()
    IO.puts("\#{before} \#{peak} \#{resident.()}")
    """

    # The VM would keep some of its own memory for later, for the heap that held the handles.
    assert {output, 0} = KindsProject.elixir(script, ["--erl", "+MMmcs 0"])
    [before, peak, later] = output |> String.split() |> Enum.map(&String.to_integer/1)
    assert peak > before + 900_000
    assert later <= before * 1.2
  end

  @tag :extended
  test "streams that are stopped early leave no memory behind" do
    script = """
    resident = fn ->
      [_, kilobytes] = Regex.run(~r/VmRSS:\\s+(\\d+) kB/, File.read!("/proc/self/status"))
      String.to_integer(kilobytes)
    end

    stop_early = fn count ->
      for _ <- 1..count, do: [0, 1] = Store.count_up!(5_000, String.duplicate("a", 10_000)) |> Enum.take(2)
    end

    stop_early.(1_000)
    0 = Store.living_streams!()
    before = resident.()
    stop_early.(20_000)
    0 = Store.living_streams!()
    IO.puts("\#{before} \#{resident.()}")
    """

    assert {output, 0} = KindsProject.elixir(script)
    [before, later] = output |> String.split() |> Enum.map(&String.to_integer/1)
    assert later <= before * 1.2
  end
end
