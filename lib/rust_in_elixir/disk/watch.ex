defmodule RustInElixir.Disk.Watch do
  @moduledoc false

  # Calls a function again whenever one of some files has changed.
  #
  # It reads them several times a second. That needs no package, works on every file system, sees what a
  # time stamp of whole seconds would miss, and costs little for the few files that a person writes.

  @every 200

  # A change counts once the files have been still for this long: editors write in several steps, and
  # a switch of branches changes many files.
  @still 300

  @doc """
  Calls `fun` at once and after each change of what `paths` lists, until the VM is told to stop.

  `paths` is called again each time, because files come and go. `fun` must not change any of them. It is given what it
  returned the last time, at first `state`.
  """
  @spec run((() -> [Path.t()]), state, (state -> state)) :: no_return when state: any
  def run(paths, state, fun) do
    seen = stamps(paths)
    loop(paths, fun.(state), fun, seen)
  end

  defp loop(paths, state, fun, seen) do
    Process.sleep(@every)

    # A VM that is about to end takes its applications away one by one, and Mix before this process.
    if match?({:stopping, _}, :init.get_status()), do: Process.sleep(:infinity)

    case stamps(paths) do
      ^seen ->
        loop(paths, state, fun, seen)

      changed ->
        seen = await_still(paths, changed)
        loop(paths, fun.(state), fun, seen)
    end
  end

  defp await_still(paths, changed) do
    Process.sleep(@still)

    case stamps(paths) do
      ^changed -> changed
      changed_again -> await_still(paths, changed_again)
    end
  end

  defp stamps(paths) do
    for path <- paths.(), into: %{} do
      case File.read(path) do
        {:ok, text} -> {path, :erlang.md5(text)}
        {:error, reason} -> {path, reason}
      end
    end
  end
end
