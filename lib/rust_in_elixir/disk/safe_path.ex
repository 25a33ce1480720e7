defmodule RustInElixir.Disk.SafePath do
  @moduledoc false

  # Where a path of a project really lies.
  #
  # A link that stays in the project is followed, by whoever reads and by the writer. What a link leads
  # to outside of it is not the project's to read, to write or to remove.

  # As many as a system itself would follow.
  @most_links 40
  @leaves "leaves the project through a link; put the file itself there"

  @doc """
  Follows the links in a path of the project at `root`, as far as it exists.

  The error completes a sentence that begins with the path.
  """
  @spec resolve(Path.t(), Path.t()) :: {:ok, Path.t()} | {:error, String.t()}
  def resolve(root, path), do: walk(root, [], Path.split(path), @most_links)

  @doc """
  Says whether a path stays below the folder that it is relative to, before any link is followed.

      iex> Enum.map(["lib/a.ex", "../a.ex", "lib/../../a.ex", "/etc/a.ex"], &RustInElixir.Disk.SafePath.below?/1)
      [true, false, false, false]
  """
  @spec below?(Path.t()) :: boolean
  def below?(path), do: Path.type(path) == :relative and ".." not in Path.split(path)

  # `walked` holds the places below the root that were come by, the last one first.
  defp walk(root, walked, [], _links), do: {:ok, last(root, walked)}
  defp walk(root, walked, ["." | rest], links), do: walk(root, walked, rest, links)
  defp walk("/", [], [up | rest], links) when up in ["/", ".."], do: walk("/", [], rest, links)
  defp walk(_root, [], [".." | _rest], _links), do: {:error, @leaves}
  defp walk(root, [_ | walked], [".." | rest], links), do: walk(root, walked, rest, links)

  defp walk(root, walked, [name | rest], links) do
    place = join(last(root, walked), name)

    with {:ok, target} <- link(place) do
      if links == 0,
        do: {:error, "is a link to itself"},
        else: follow(root, walked, target, rest, links - 1)
    else
      :none -> walk(root, [place | walked], rest, links)
    end
  end

  # Raw is without a detour by way of the process that serves files, of which there are many.
  defp link(path) do
    with {:ok, info} when elem(info, 2) == :symlink <-
           :file.read_link_info(path, [:raw, time: :posix]),
         {:ok, target} <- :file.read_link_all(path) do
      {:ok, IO.chardata_to_string(target)}
    else
      _no_link -> :none
    end
  end

  defp follow(root, walked, target, rest, links) do
    if root == "/" or Path.type(target) == :relative,
      do: walk(root, from(target, walked), Path.split(target) ++ rest, links),
      else: enter(root, target, rest, links)
  end

  defp from(target, walked), do: if(Path.type(target) == :absolute, do: [], else: walked)

  # Both may be written by way of other links.
  defp enter(root, target, rest, links) do
    with {:ok, target} <- resolve("/", target),
         {:ok, real_root} <- resolve("/", root) do
      folder = join(real_root, "")

      cond do
        target == real_root ->
          walk(root, [], rest, links)

        String.starts_with?(target, folder) ->
          walk(root, [], inside(target, folder) ++ rest, links)

        true ->
          {:error, @leaves}
      end
    end
  end

  defp inside(target, folder), do: target |> String.replace_prefix(folder, "") |> Path.split()

  defp join("/", name), do: "/" <> name
  defp join(folder, name), do: folder <> "/" <> name

  defp last(root, []), do: root
  defp last(_root, [place | _]), do: place
end
