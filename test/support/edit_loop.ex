defmodule RustInElixir.EditLoop do
  @moduledoc """
  A project with a boundary, and IEx in it at a terminal, for tests that edit Rust and the schema and call what was built.

  The terminal is that of `script` from util-linux, which every Linux has; `terminal?/0` says whether it is there.
  """

  import ExUnit.Assertions

  alias RustInElixir.TemporaryProject

  @script System.find_executable("script")

  @schema """
  defmodule Demo.Loop.Schema do
    use RustInElixir.Schema, facade: Demo.Loop, crate: "edit_loop"

    resource Table

    nif version() :: u32
    nif wait_for(file :: path) :: u32
    nif make() :: Table
    nif size(table :: Table) :: u32
    nif count() :: stream(u32)
  end
  """

  @schema_path "native/edit_loop/schema.exs"
  @lib_path "native/edit_loop/src/lib.rs"

  @doc "Whether IEx can be run at a terminal here."
  @spec terminal?() :: boolean
  def terminal?, do: match?({:unix, :linux}, :os.type()) and @script != nil

  @doc "The path of the schema, that of its Rust, and the text of the schema."
  @spec schema_path() :: Path.t()
  def schema_path, do: @schema_path
  @spec lib_path() :: Path.t()
  def lib_path, do: @lib_path
  @spec schema() :: String.t()
  def schema, do: @schema

  @doc "Makes the project, with more files, and compiles it."
  @spec new(%{optional(Path.t()) => String.t()}) :: Path.t()
  def new(files \\ %{}) do
    root =
      TemporaryProject.new(
        Map.merge(
          %{
            @schema_path => @schema,
            @lib_path => lib(0, ""),
            "config/config.exs" => "import Config\nconfig :demo, Demo.Loop.Native, mode: :debug\n"
          },
          files
        )
      )

    TemporaryProject.sync!(root)
    {_output, 0} = mix(root, ["compile"])
    root
  end

  @doc "Runs `mix` in the project, and gives what it printed and its exit status."
  @spec mix(Path.t(), [String.t()], [{String.t(), String.t()}]) :: {String.t(), non_neg_integer}
  def mix(root, arguments, environment \\ []),
    do:
      TemporaryProject.mix(root, arguments, [
        {"CARGO_TARGET_DIR", TemporaryProject.target()} | environment
      ])

  @doc "Starts a process that is inside of a native call until the file is there."
  @spec wait_for(port, Path.t()) :: String.t()
  def wait_for(iex, file) do
    ask(
      iex,
      "spawn(fn -> {:ok, n} = Demo.Loop.wait_for(#{inspect(file)}); Agent.update(:waited, fn _ -> n end) end) |> is_pid()"
    )
  end

  @doc "What asks for the result of that call."
  @spec waited() :: String.t()
  def waited,
    do: "Enum.find_value(1..600, fn _ -> Process.sleep(50); Agent.get(:waited, & &1) end)"

  @doc "Adds the function `also_<version>` to the schema, and syncs it."
  @spec change_schema(Path.t(), non_neg_integer) :: :ok
  def change_schema(root, version) do
    # Mix does not see a facade of the same size that is written within the second in which it compiled the one before.
    Process.sleep(1_000)

    write(
      root,
      @schema_path,
      String.replace(@schema, "nif make", "nif also_#{version}() :: u32\n  nif make")
    )

    {_output, _status} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
    :ok
  end

  @doc "The libraries that are there."
  @spec libraries(Path.t()) :: [Path.t()]
  def libraries(root),
    do: Path.wildcard(Path.join(root, "_build/dev/lib/demo/ebin/Elixir.Demo.Loop.Native-*.so"))

  @doc "Writes a file of the project."
  @spec write(Path.t(), Path.t(), String.t()) :: :ok
  def write(root, path, text), do: TemporaryProject.write(root, path, text)

  @doc "The Rust of a version, with more functions."
  @spec lib(non_neg_integer | String.t(), String.t()) :: String.t()
  def lib(version, more) do
    """
    #[rustfmt::skip]
    pub mod boundary;

    use boundary::*;

    pub struct Loop;

    pub struct Table(Vec<u32>);

    impl Nifs for Loop {
        fn version() -> u32 { #{version} }
        fn wait_for(file: &Path) -> u32 { while !file.exists() { std::thread::sleep(std::time::Duration::from_millis(10)); } 1 }
        fn make() -> Table { Table(vec![7]) }
        fn size(table: &Table) -> u32 { table.0[0] }
        fn count() -> impl Iterator<Item = u32> + Send + 'static { 0..10_000 }
        #{more}
    }
    """
  end

  @doc "Starts IEx in the project."
  @spec open(Path.t()) :: port
  def open(root) do
    TemporaryProject.share_build(root)

    port =
      Port.open({:spawn_executable, @script}, [
        :binary,
        :exit_status,
        :stderr_to_stdout,
        args: ["-qefc", "iex -S mix", "/dev/null"],
        cd: root,
        env: for({name, value} <- environment(), do: {to_charlist(name), to_charlist(value)})
      ])

    {:os_pid, pid} = Port.info(port, :os_pid)
    ExUnit.Callbacks.on_exit(fn -> System.cmd("kill", ["#{pid}"], stderr_to_stdout: true) end)
    read(port, "", ~r/iex\S*\(1\)/)
    port
  end

  defp environment do
    [
      {"MIX_ENV", "dev"},
      {"CARGO_TARGET_DIR", TemporaryProject.target()},
      {"RUST_IN_ELIXIR_DEPS", "none"},
      {"TERM", "dumb"}
    ]
  end

  @doc "What an expression gives."
  # The mark is put together by IEx, so that what it echoes is not taken for an answer.
  @spec ask(port, String.t()) :: String.t()
  def ask(iex, expression) do
    output = output(iex, "IO.puts([\"ANSW\", \"ER \", inspect((#{expression}))])")

    case Regex.run(~r/ANSWER (.*?)\r?\n/, output) do
      [_, answer] -> answer
      nil -> flunk("no answer to #{expression}:\n#{output}")
    end
  end

  @doc "All that is printed until the expression is evaluated."
  @spec output(port, String.t()) :: String.t()
  def output(iex, expression) do
    mark = type(iex, expression)
    read(iex, "", ~r/#{mark}.*#{mark}/s)
  end

  @doc "All that is printed until it matches `until`, or until the expression is evaluated."
  @spec output(port, String.t(), Regex.t()) :: String.t()
  def output(iex, expression, until) do
    mark = type(iex, expression)
    read(iex, "", ~r/#{mark}.*#{mark}|#{until.source}/s)
  end

  # Standard output and standard error are two streams, and one may be ahead of the other. So each of them gets a mark,
  # which is put together by IEx, so that its echo is not taken for it, and whose own result is not printed.
  defp type(iex, expression) do
    number = System.unique_integer([:positive])

    Port.command(iex, expression <> "\n")

    Port.command(
      iex,
      "for to <- [:stderr, :stdio], do: IO.puts(to, [\"DO\", \"NE #{number}.\"]); IEx.dont_display_result()\n"
    )

    "DONE #{number}\\."
  end

  defp read(port, text, until) do
    if text =~ until do
      text
    else
      receive do
        {^port, {:data, more}} -> read(port, text <> more, until)
        {^port, {:exit_status, status}} -> flunk("IEx ended with status #{status}:\n#{text}")
      after
        300_000 -> flunk("IEx says no more than:\n#{text}")
      end
    end
  end

  @doc "Ends IEx."
  @spec close(port) :: any
  def close(iex) do
    Port.command(iex, "System.halt()\n")
    assert_receive {^iex, {:exit_status, _}}, 60_000
  end
end
