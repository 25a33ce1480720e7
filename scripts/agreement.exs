# Random schemas and random terms, held against an oracle; see RustInElixir.Agreement.
#
#   MIX_ENV=test mix run scripts/agreement.exs [--seed N] [--schemas N] [--terms N] [--only N]… [--jobs N] [--mode debug]
#   MIX_ENV=test mix run scripts/agreement.exs --sabotage
#
# The same seed, terms and schemas replay a run, with --only one of its schemas. With --sabotage each template that is broken on purpose is tried.

alias RustInElixir.Agreement
alias RustInElixir.Agreement.Sabotage

switches = [
  seed: :integer,
  schemas: :integer,
  terms: :integer,
  only: :keep,
  jobs: :integer,
  mode: :string,
  sabotage: :boolean
]

{options, []} = OptionParser.parse!(System.argv(), strict: switches)
seed = Keyword.get_lazy(options, :seed, fn -> :rand.uniform(1_000_000_000) end)
schemas = Keyword.get(options, :schemas, 300)
terms = Keyword.get(options, :terms, 5_400_000)
mode = if options[:mode] == "debug", do: :debug, else: :release
only = for {:only, number} <- options, do: String.to_integer(number)
only = if only == [], do: Enum.to_list(1..schemas), else: only
started = System.monotonic_time(:second)

if options[:sabotage] do
  IO.puts("seed #{seed}")

  results =
    for name <- Sabotage.names() do
      # Not every few schemas have what is broken.
      result =
        Enum.find_value([{seed, 3}, {seed + 1, 12}, {seed + 2, 24}], :unnoticed, fn {seed,
                                                                                     schemas} ->
          result = Sabotage.run(name, seed, schemas, schemas * 5_000)
          result != :unnoticed && result
        end)

      case result do
        {:caught, defect} -> IO.puts("\n#{name}: noticed\n#{String.slice(defect, 0, 600)}")
        :unnoticed -> IO.puts("\n#{name}: NOT NOTICED")
      end

      result
    end

  IO.puts("\n#{Enum.count(results, &(&1 != :unnoticed))} of #{length(results)} noticed")
  if :unnoticed in results, do: exit({:shutdown, 1})
else
  IO.puts("seed #{seed}, #{schemas} schemas, #{terms} terms")

  progress = fn report ->
    seconds = System.monotonic_time(:second) - started

    IO.puts(
      "#{report.schemas} schemas, #{report.counts.terms} terms, " <>
        "#{length(report.defects)} disagreements after #{div(seconds, 60)} min #{rem(seconds, 60)} s"
    )
  end

  report =
    Agreement.run(seed, schemas, terms,
      jobs: Keyword.get(options, :jobs, 2),
      mode: mode,
      only: only,
      progress: progress
    )

  IO.puts(["\n", Agreement.summary(report)])
  if report.defects != [], do: exit({:shutdown, 1})
end
