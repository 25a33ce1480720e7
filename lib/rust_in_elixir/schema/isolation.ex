defmodule RustInElixir.Schema.Isolation do
  @moduledoc false

  # Code that computes may end the VM, at once or when the command is through with its own work; and with status 0, which
  # would say that all is well. So it is evaluated in a VM of its own, whose end is just another answer. What is constant
  # can do no such thing, and needs none.

  alias RustInElixir.Core.{Boundary, Problem}
  alias RustInElixir.Schema
  alias RustInElixir.Schema.{Constant, Evaluation, OwnModules}

  # The VM has to start first, on a machine that may be busy.
  @time Evaluation.time() + 30_000

  @typedoc "The code of the project that a schema may call: its application, and the folders with its sources."
  @type own :: {app :: String.t(), [Path.t()]}

  @doc "Reads a schema out of its text, in a VM of its own unless it is constant."
  @spec load_string(String.t(), Path.t(), own) :: {:ok, Boundary.t()} | {:error, [Problem.t()]}
  def load_string(text, path, own) do
    if Constant.constant?(text),
      do: Schema.load_string(text, path),
      else: text |> elsewhere(path, own) |> elem(0)
  end

  @doc "The sources of the project's own modules that a schema calls."
  @spec sources(String.t(), Path.t(), own) :: [Path.t()]
  def sources(text, path, own),
    do: if(Constant.constant?(text), do: [], else: text |> elsewhere(path, own) |> elem(1))

  @doc "Calls `fun`, and evaluates each schema once in this process until it returns."
  @spec once((() -> result)) :: result when result: term
  def once(fun) do
    Process.put(__MODULE__, %{})
    fun.()
  after
    Process.delete(__MODULE__)
  end

  defp elsewhere(text, path, own) do
    schema = {text, path, own}

    case Process.get(__MODULE__) do
      %{^schema => read} ->
        read

      nil ->
        read_elsewhere(text, path, own)

      known ->
        read = read_elsewhere(text, path, own)
        Process.put(__MODULE__, Map.put(known, schema, read))
        read
    end
  end

  defp read_elsewhere(text, path, own) do
    with {:error, reason} when is_binary(reason) <- call(__MODULE__, :read, [text, path, own]) do
      message =
        "#{reason}; a schema only describes a boundary, so remove the code that stops the VM"

      {{:error, [%Problem{line: 1, message: message}]}, []}
    end
  end

  @doc "The code that the other VM runs to read a schema."
  @spec read(String.t(), Path.t(), own) ::
          {{:ok, Boundary.t()} | {:error, [Problem.t()]}, [Path.t()]}
  def read(text, path, {app, folders}) do
    # The compiled modules of the project may be old.
    for ebin <- :code.get_path(),
        ["ebin", ^app, "lib"] <- [ebin |> Path.split() |> Enum.reverse() |> Enum.take(3)],
        do: :code.del_path(ebin)

    result = Schema.load_string(text, path, own: folders)
    {result, OwnModules.loaded(folders)}
  end

  @doc """
  Calls the function in a VM of its own, which has the code and the project of this one, and gives what it returns. The error
  says how that VM ended without an answer.
  """
  @spec call(module, atom, [term]) :: term | {:error, String.t()}
  def call(module, function, arguments) do
    folder = Path.join(System.tmp_dir!(), "rust_in_elixir_#{System.pid()}_#{unique()}")
    File.mkdir_p!(folder)
    File.chmod!(folder, 0o700)

    try do
      request = %{
        call: {module, function, arguments},
        code: :code.get_path(),
        env: Mix.env(),
        target: Mix.target(),
        project: Mix.Project.project_file()
      }

      File.write!(Path.join(folder, "request"), :erlang.term_to_binary(request))
      ended = folder |> start() |> await(System.monotonic_time(:millisecond) + @time)

      case File.read(Path.join(folder, "answer")) do
        {:ok, answer} -> :erlang.binary_to_term(answer)
        {:error, _reason} -> {:error, "the VM that evaluates this schema #{ended}"}
      end
    after
      File.rm_rf!(folder)
    end
  end

  defp unique, do: 8 |> :rand.bytes() |> Base.encode16()

  defp start(folder) do
    erl = Path.join([:code.root_dir(), "bin", "erl"])
    paths = for module <- [Enum, __MODULE__], do: module |> :code.which() |> Path.dirname()

    arguments =
      ["-noinput", "-boot", "start_clean", "-pa" | paths] ++
        ["-s", to_string(__MODULE__), "answer", "-extra", folder]

    Port.open({:spawn_executable, erl}, [
      :binary,
      :exit_status,
      :stderr_to_stdout,
      args: arguments
    ])
  end

  # Its output is printed here.
  defp await(port, until) do
    receive do
      {^port, {:data, output}} ->
        IO.write(output)
        await(port, until)

      {^port, {:exit_status, status}} ->
        "exited with status #{status} before it was done"
    after
      max(until - System.monotonic_time(:millisecond), 0) ->
        {:os_pid, pid} = Port.info(port, :os_pid)
        System.cmd("kill", ["-KILL", to_string(pid)], stderr_to_stdout: true)
        Port.close(port)
        "did not finish within #{div(@time, 1000)} s"
    end
  end

  @doc "Answers the request in the folder given on the command line; runs in the other VM."
  @spec answer() :: no_return
  def answer do
    [folder] = :init.get_plain_arguments()
    request = [folder, "request"] |> Path.join() |> File.read!() |> :erlang.binary_to_term()
    :code.add_paths(request.code)
    {:ok, _} = Application.ensure_all_started(:mix)
    Mix.env(request.env)
    Mix.target(request.target)
    if request.project, do: Code.compile_file(request.project)
    if request.project, do: Mix.Task.run("loadconfig")

    {module, function, arguments} = request.call
    result = apply(module, function, arguments)
    part = Path.join(folder, "part")
    File.write!(part, :erlang.term_to_binary(result))
    File.rename!(part, Path.join(folder, "answer"))
    System.halt(0)
  end
end
