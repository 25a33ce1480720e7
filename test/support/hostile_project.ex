defmodule RustInElixir.HostileProject do
  @moduledoc """
  A project in which something is as nobody would want it, and what the tool says of it.

      project = HostileProject.new([{:link, "native/demo_text/src/lib.rs", "/etc/passwd"}])
      HostileProject.sync(project)
  """

  alias RustInElixir.{
    Apply.Writer,
    Error,
    Gen.NewNifs,
    Once,
    Plan,
    Plan.Sync,
    Report,
    TemporaryProject
  }

  @schema """
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    nif upcase(text :: string) :: string
  end
  """

  @doc "The schema that the project has unless a step writes another one."
  @spec schema() :: String.t()
  def schema, do: @schema

  @typedoc """
  What is done to a project that is in sync, each with a path. `OUTSIDE` in a link is a folder beside the
  project, which holds one file.
  """
  @type step ::
          {:write, Path.t(), iodata}
          | {:append, Path.t(), iodata}
          | {:remove, Path.t()}
          | {:link, Path.t(), Path.t()}
          | {:move, Path.t(), Path.t()}
          | {:directory, Path.t()}
          | {:pipe, Path.t()}
          | {:mode, Path.t(), non_neg_integer}

  @doc "Makes a project that is in sync, then takes the steps, and gives its root."
  @spec new([step]) :: Path.t()
  def new(steps) do
    root = TemporaryProject.new(synced())
    outside = outside(root)
    File.mkdir_p!(Path.join(outside, "src"))
    File.write!(Path.join(outside, "secret"), "not the project's\n")
    ExUnit.Callbacks.on_exit(fn -> File.rm_rf!(outside) end)
    Enum.each(steps, &step(root, &1))
    root
  end

  @doc "The folder beside the project."
  @spec outside(Path.t()) :: Path.t()
  def outside(root), do: root <> "_outside"

  @doc "Everything that there is in the project and beside it, links and pipes too, with what it holds."
  @spec state(Path.t()) :: %{Path.t() => term}
  def state(root) do
    for folder <- [root, outside(root)],
        File.exists?(folder),
        found <- everything(folder),
        into: %{},
        do: found
  end

  @doc "The message of a sync, as the task prints it; `:in_sync` or the written paths if it succeeded."
  @spec sync(Path.t(), keyword) :: String.t() | :in_sync | [Path.t()]
  def sync(root, options \\ []),
    do: root |> TemporaryProject.project() |> Sync.plan(options) |> carry_out()

  @doc "The message of an added function, in the same way."
  @spec add(Path.t(), String.t(), keyword) :: String.t() | :in_sync | [Path.t()]
  def add(root, facade, options \\ []) do
    project = TemporaryProject.project(root)
    {signatures, options} = Keyword.pop(options, :signatures, ["added(text :: string) :: string"])

    case NewNifs.nifs(project, facade, signatures, options) do
      {:ok, addition} -> carry_out({:ok, addition.plan})
      error -> carry_out(error)
    end
  end

  @doc """
  What a command says in a project where something is in its way, whether everything stayed as it was, and
  whether the command does its work when `fix` has taken that out of the way.
  """
  @spec tell(Path.t(), (Path.t() -> term), (() -> term)) ::
          {term, :as_before | :changed, :fixed | term}
  def tell(root, command, fix) do
    before = state(root)
    said = said(command, root)
    changed = if state(root) == before, do: :as_before, else: :changed
    fix.()

    later =
      with [_ | _] <- said(command, root),
           :in_sync <- said(command, root),
           do: :fixed

    {said, changed, later}
  end

  defp said(command, root) do
    command.(root)
  rescue
    error in Mix.Error -> error.message
  end

  defp carry_out({:error, error}), do: Error.text(error)

  defp carry_out({:ok, plan}) do
    if Plan.refused(plan) == [],
      do: write(plan),
      else: plan |> Report.Text.refused("mix rust_in_elixir.sync") |> text()
  end

  defp write(plan) do
    case Writer.apply(plan) do
      {:ok, []} -> left(plan)
      {:ok, written} -> Enum.map(written, & &1.path)
      {:error, messages} -> Enum.join(messages, "\n")
    end
  end

  defp left(plan) do
    case Report.Text.edited(plan, "mix rust_in_elixir.sync") do
      [] -> :in_sync
      lines -> text(lines)
    end
  end

  defp text(lines),
    do: Enum.map_join(lines, "\n", &(&1 |> IO.ANSI.format(false) |> IO.iodata_to_binary()))

  defp synced do
    Once.get(__MODULE__, fn ->
      root = TemporaryProject.create(%{"native/demo_text/schema.exs" => @schema})
      [_ | _] = sync(root)
      files = TemporaryProject.files(root)
      File.rm_rf!(root)
      files
    end)
  end

  defp step(root, {:write, path, text}), do: TemporaryProject.write(root, path, text)

  defp step(root, {:append, path, text}),
    do: TemporaryProject.write(root, path, [TemporaryProject.read(root, path), text])

  defp step(root, {:remove, path}), do: File.rm_rf!(Path.join(root, path))
  defp step(root, {:mode, path, mode}), do: File.chmod!(Path.join(root, path), mode)

  defp step(root, {:move, path, to}) do
    to = Path.expand(outside(root, to), root)
    File.mkdir_p!(Path.dirname(to))
    File.rename!(Path.join(root, path), to)
  end

  defp step(root, {:link, path, to}) do
    step(root, {:remove, path})
    File.ln_s!(outside(root, to), Path.join(root, path))
  end

  defp step(root, {:directory, path}) do
    step(root, {:remove, path})
    File.mkdir_p!(Path.join(root, path))
  end

  defp step(root, {:pipe, path}) do
    step(root, {:remove, path})
    {"", 0} = System.cmd("mkfifo", [Path.join(root, path)])
  end

  defp outside(root, path), do: String.replace(path, "OUTSIDE", outside(root))

  defp everything(path) do
    case File.lstat!(path) do
      %{type: :directory} ->
        names = with {:error, _} <- File.ls(path), do: {:ok, []}

        [
          {path, :directory}
          | Enum.flat_map(elem(names, 1), &everything(Path.join(path, &1)))
        ]

      %{type: :regular, mode: mode} ->
        [{path, {mode, File.read(path)}}]

      %{type: :symlink} ->
        [{path, :file.read_link_all(path)}]

      %{type: type} ->
        [{path, type}]
    end
  end
end
