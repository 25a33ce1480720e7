defmodule RustInElixir.Error.ExitStatus do
  @moduledoc false

  # The exit statuses of the tasks, which their documentation lists.

  @statuses %{
    in_sync: 0,
    # Something differs from the schema, or was left unchanged.
    drift: 1,
    # The schema itself is wrong.
    wrong_schema: 2,
    could_not_run: 3,
    # 128 and the number of SIGTERM, as shells have it.
    stopped: 143
  }

  @type status :: :in_sync | :drift | :wrong_schema | :could_not_run | :stopped

  @spec of(status) :: 0..255
  def of(status), do: Map.fetch!(@statuses, status)
end
