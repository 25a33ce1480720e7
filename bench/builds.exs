# What rustc takes for a generated boundary, and for the same types and functions by hand, with Rustler's derives.
#
# The projects are made in a temporary folder. All that a crate depends on is built before, so what is timed is
# `cargo build` of that crate alone, in CPU time.

Code.require_file("measure/rounds.ex", __DIR__)

defmodule BuildsBench do
  @package Path.expand("..", __DIR__)
  @types 20
  @rounds 5

  def run do
    root = Path.join(System.tmp_dir!(), "rust_in_elixir_builds_#{System.pid()}")

    try do
      write_generated(root)
      write_by_hand(root)
      lines = for crate <- ["by_hand", "sized"], do: lines(root, crate)

      IO.puts("| #{@types} types of five fields | by hand, with derives | generated |")
      IO.puts("| --- | --- | --- |")
      IO.puts("| lines of Rust | #{Enum.join(lines, " | ")} |")

      for {name, options} <- [{"debug", []}, {"release", ["--release"]}],
          do: row(root, name, options)
    after
      File.rm_rf!(root)
    end
  end

  defp row(root, name, options) do
    crates = [by_hand: "by_hand", generated: "sized"]
    for {_, crate} <- crates, do: build(root, crate, options)

    # The times are those that `build/3` returns, in the order in which the crates take turns.
    times =
      for _ <- 1..@rounds, {candidate, crate} <- crates do
        {candidate, build(root, crate, options)}
      end

    times = Enum.group_by(times, &elem(&1, 0), &elem(&1, 1))
    alone = Rounds.show_time(Rounds.spread(times.by_hand).median)
    ratio = Rounds.show_ratio(Rounds.ratio(times, :generated, :by_hand))
    IO.puts("| `cargo build`, #{name} | #{alone} | #{ratio} |")
  end

  # The CPU time of cargo and rustc in microseconds, as the shell counts that of its children.
  defp build(root, crate, options) do
    folder = Path.join(root, "native/#{crate}")
    File.touch!(Path.join(folder, "src/lib.rs"))
    features = if crate == "sized", do: ["--features", "nif"], else: []
    command = Enum.join(["cargo", "build", "--quiet"] ++ features ++ options, " ")

    {output, status} =
      System.cmd("sh", ["-c", "#{command} && times"],
        cd: folder,
        env: [{"CARGO_TARGET_DIR", Path.join(root, "target")}, {"CARGO_INCREMENTAL", "0"}],
        stderr_to_stdout: true
      )

    if status != 0, do: raise("#{command} failed:\n#{output}")
    [_shell, children] = output |> String.split("\n", trim: true) |> Enum.take(-2)

    children
    |> String.split()
    |> Enum.map(fn time ->
      {minutes, "m" <> seconds} = Integer.parse(time)
      {seconds, "s"} = Float.parse(seconds)
      (minutes * 60 + seconds) * 1_000_000
    end)
    |> Enum.sum()
  end

  # Of what a person keeps in the crate, or reads there; without blank lines.
  defp lines(root, crate) do
    [root, "native", crate, "src", "*.rs"]
    |> Path.join()
    |> Path.wildcard()
    |> Enum.flat_map(&String.split(File.read!(&1), "\n"))
    |> Enum.count(&(String.trim(&1) != ""))
  end

  defp write_generated(root) do
    write(root, "mix.exs", """
    defmodule Sized.MixProject do
      use Mix.Project

      def project do
        [
          app: :sized,
          version: "0.1.0",
          deps: [{:rust_in_elixir, path: #{inspect(@package)}, runtime: false}]
        ]
      end
    end
    """)

    write(root, "native/sized/schema.exs", """
    defmodule Sized.Schema do
      use RustInElixir.Schema, facade: Sized, crate: "sized"
    #{for index <- 1..@types do
      """

        struct Record#{index} do
          field :id, u64
          field :name, string
          field :score, f64 | nil
          field :tags, [string]
          field :active, bool
        end

        nif change_#{index}(record :: Record#{index}) :: Record#{index}
      """
    end}end
    """)

    {output, status} =
      System.cmd("mix", ["rust_in_elixir.sync"],
        cd: root,
        env: [{"MIX_ENV", "dev"}],
        stderr_to_stdout: true
      )

    if status != 0, do: raise("sync failed:\n#{output}")

    # What the user writes: each function gives back what it gets.
    path = Path.join(root, "native/sized/src/lib.rs")
    source = File.read!(path)
    File.write!(path, Regex.replace(~r/let _ = record;\s+panic!\([^)]*\)/, source, "record"))
  end

  defp write_by_hand(root) do
    write(root, "native/by_hand/Cargo.toml", """
    [package]
    name = "by_hand"
    version = "0.1.0"
    edition = "2024"

    [lib]
    crate-type = ["cdylib", "rlib"]

    [dependencies]
    rustler = "0.39"

    [workspace]
    """)

    records =
      for index <- 1..@types do
        """

        #[derive(Clone, Debug, PartialEq, rustler::NifStruct)]
        #[module = "Sized.Record#{index}"]
        pub struct Record#{index} {
            pub id: u64,
            pub name: String,
            pub score: Option<f64>,
            pub tags: Vec<String>,
            pub active: bool,
        }

        #[rustler::nif(schedule = "DirtyCpu")]
        fn change_#{index}(record: Record#{index}) -> Record#{index} {
            record
        }
        """
      end

    write(root, "native/by_hand/src/lib.rs", """
    //! Records, by hand.
    #{records}
    rustler::init!("Elixir.ByHand");
    """)
  end

  defp write(root, path, text) do
    path = Path.join(root, path)
    File.mkdir_p!(Path.dirname(path))
    File.write!(path, text)
  end
end

BuildsBench.run()
