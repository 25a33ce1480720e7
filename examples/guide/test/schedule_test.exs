defmodule Guide.ScheduleTest do
  # Not async: what another test does at the same time would be counted as well.
  use ExUnit.Case, async: false

  @moduletag :tmp_dir

  setup do
    :erlang.system_flag(:scheduler_wall_time, true)
    on_exit(fn -> :erlang.system_flag(:scheduler_wall_time, false) end)
  end

  test "each function runs where its schedule says", %{tmp_dir: tmp_dir} do
    path = Path.join(tmp_dir, "hello.md")
    File.write!(path, "# Hello")

    calls = [
      {:normal, fn -> Guide.align!(:left) end},
      {:dirty_cpu, fn -> Guide.to_html!("# Hello") end},
      {:dirty_io, fn -> Guide.read_markdown!(path) end}
    ]

    # Code is loaded when it is first called, which reads files.
    for {_schedule, call} <- calls, do: schedulers_used_by(call)

    for {schedule, call} <- calls do
      used = schedulers_used_by(call)
      assert schedule in used

      # The VM itself may do I/O at any time; what it has for the CPU alone is all ours.
      assert :dirty_cpu in used == (schedule == :dirty_cpu)
    end
  end

  # The test itself runs on a normal scheduler, so that one of those is always among them.
  defp schedulers_used_by(call) do
    before = active_times()
    call.()

    for {id, active} <- active_times(), active > before[id], into: MapSet.new(), do: kind(id)
  end

  defp active_times do
    for {id, active, _total} <- :erlang.statistics(:scheduler_wall_time_all),
        into: %{},
        do: {id, active}
  end

  # Schedulers are numbered: the normal ones, then the dirty ones for the CPU, then those for I/O.
  defp kind(id) do
    normal = :erlang.system_info(:schedulers)

    cond do
      id <= normal -> :normal
      id <= normal + :erlang.system_info(:dirty_cpu_schedulers) -> :dirty_cpu
      true -> :dirty_io
    end
  end
end
