# `mix rust_in_elixir.sync` against an empty Mix task, in projects of three sizes.
#
# The projects are made in a temporary folder. The package and the empty task are dependencies of
# each of them and are compiled before, so what is timed is what a user waits for: the start of the
# VM and of Mix, and then the work. No crate is built: `sync` does not need it.

Code.require_file("measure/rounds.ex", __DIR__)

defmodule CommandsBench do
  @package Path.expand("..", __DIR__)
  @sizes [10, 100, 1_000]

  # The most that a check with nothing to do may take, as a multiple of an empty task.
  @targets %{100 => 1.5, 1_000 => 2.0}

  def run do
    root = Path.join(System.tmp_dir!(), "rust_in_elixir_bench_#{System.pid()}")

    try do
      write(root, "empty/mix.exs", mix_exs("empty", ""))
      write(root, "empty/lib/mix/tasks/empty.ex", empty_task())
      for size <- @sizes, do: write_project(root, size)
      mix(root, hd(@sizes), ["deps.compile"])

      IO.puts(
        "| functions and types | empty task | sync from nothing | first sync --check | sync --check |"
      )

      IO.puts("| --- | --- | --- | --- | --- |")
      checks = Map.new(@sizes, &{&1, row(root, &1)})
      IO.puts("")

      for {size, target} <- Enum.sort(@targets) do
        what = "sync --check of #{size} functions and types"
        IO.puts(Rounds.show_target(what, checks[size], target))
      end
    after
      File.rm_rf!(root)
    end
  end

  defp row(root, size) do
    empty = {:empty, fn -> mix(root, size, ["empty"]) end}
    sync = {:sync, fn -> mix(root, size, ["rust_in_elixir.sync"]) end}
    check = {:check, fn -> mix(root, size, ["rust_in_elixir.sync", "--check"]) end}

    from_nothing =
      Rounds.times([empty, sync], rounds: 7, before: fn -> write_project(root, size) end)

    mix(root, size, ["rust_in_elixir.sync"])
    # What a fresh checkout has to do: no command has noted anything yet.
    forget = fn -> File.rm_rf!(Path.join(root, "build/rust_in_elixir")) end
    fresh = Rounds.times([empty, check], rounds: 11, before: forget)
    mix(root, size, ["rust_in_elixir.sync", "--check"])
    nothing_to_do = Rounds.times([empty, check], rounds: 21)

    ratio = Rounds.ratio(nothing_to_do, :check, :empty)
    alone = Rounds.spread(nothing_to_do.empty).median
    first = Rounds.ratio(fresh, :check, :empty)
    written = Rounds.ratio(from_nothing, :sync, :empty)

    IO.puts(
      "| #{size} | #{Rounds.show_time(alone)} | #{Rounds.show_ratio(written)} | #{Rounds.show_ratio(first)} | #{Rounds.show_ratio(ratio)} |"
    )

    ratio
  end

  # The projects share their build, as they share their dependencies.
  defp mix(root, size, arguments) do
    {output, status} =
      System.cmd("mix", arguments,
        cd: Path.join(root, "#{size}"),
        env: [{"MIX_BUILD_PATH", Path.join(root, "build")}, {"MIX_ENV", "dev"}],
        stderr_to_stdout: true
      )

    if status != 0, do: raise("mix #{Enum.join(arguments, " ")} failed:\n#{output}")
  end

  # A project in which everything is still to be written.
  defp write_project(root, size) do
    File.rm_rf!(Path.join(root, "#{size}"))

    deps =
      ~s({:rust_in_elixir, path: #{inspect(@package)}, runtime: false}, ) <>
        ~s({:empty, path: "../empty", runtime: false})

    write(root, "#{size}/mix.exs", mix_exs("sized", deps))
    write(root, "#{size}/native/sized/schema.exs", schema(size))
  end

  defp write(root, path, text) do
    path = Path.join(root, path)
    File.mkdir_p!(Path.dirname(path))
    File.write!(path, text)
  end

  defp mix_exs(app, deps) do
    """
    defmodule #{Macro.camelize(app)}.MixProject do
      use Mix.Project
      def project, do: [app: :#{app}, version: "0.1.0", deps: [#{deps}]]
    end
    """
  end

  defp empty_task do
    """
    defmodule Mix.Tasks.Empty do
      use Mix.Task
      @recursive true
      def run(_arguments), do: :ok
    end
    """
  end

  # Every type refers to the one before it, and every function takes and gives back one of them.
  defp schema(size) do
    """
    defmodule Sized.Schema do
      use RustInElixir.Schema, facade: Sized, crate: "sized"
    #{for index <- 1..size, do: type(index)}#{for index <- 1..size, do: nif(index)}end
    """
  end

  defp type(index) do
    """

      struct Record#{index} do
        field :id, u64
        field :name, string
        field :score, f64 | nil
        field :tags, [string], default: []
        field :previous, Record#{max(index - 1, 1)} | nil
      end
    """
  end

  defp nif(index) do
    """

      @doc "Changes a record of the kind #{index}."
      nif change_#{index}(record :: Record#{index}, limit :: u32) ::
            {:ok, Record#{index}} | {:error, string}
    """
  end
end

CommandsBench.run()
