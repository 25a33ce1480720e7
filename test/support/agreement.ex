defmodule RustInElixir.Agreement do
  @moduledoc """
  Proves that both sides of a boundary agree, on random schemas and random terms.

  Each schema is generated, compiled as a crate, and loaded into a VM of its own. There every term
  is held against `RustInElixir.Agreement.Oracle`: what it accepts goes through Rust and comes back as
  it says, what it refuses never reaches Rust, and no call ends the VM.

  All that is random follows from the seed, so that a run is replayed by its seed and size.
  """

  alias RustInElixir.Agreement.{Draft, LibRs, Trial}
  alias RustInElixir.{ElixirProcess, TemporaryProject}

  @typedoc "What a run counted, and what went wrong."
  @type report :: %{
          schemas: non_neg_integer,
          functions: non_neg_integer,
          counts: Trial.counts(),
          refused_declarations: non_neg_integer,
          kinds: %{atom => pos_integer},
          defects: [%{number: pos_integer, schema: String.t(), text: String.t()}]
        }

  # Drafts in one project, whose crates and modules are compiled at once.
  @batch 6

  @doc """
  Tries `terms` random terms on `schemas` random schemas that follow from `seed`.

    * `:templates` - texts that stand for the templates of the same name, to see whether a broken one is
      noticed
    * `:codecs` - texts that stand for files of the crate of the codecs, for the same
    * `:mode` - how the crates are built, `:release` by default; `:debug` takes rustc a third of the time
    * `:jobs` - how many projects are compiled and tried at once, 1 by default
    * `:only` - the numbers of the schemas that are tried, all by default
    * `:progress` - a function that is given the report so far after every few schemas
  """
  @spec run(integer, pos_integer, pos_integer, keyword) :: report
  def run(seed, schemas, terms, options \\ []) do
    each = max(1, div(terms, schemas))
    progress = Keyword.get(options, :progress, fn _report -> :ok end)
    slots = :ets.new(:slots, [:public])
    jobs = Keyword.get(options, :jobs, 1)
    for slot <- 1..jobs, do: :ets.insert(slots, {slot, :free})

    options
    |> Keyword.get(:only, Enum.to_list(1..schemas))
    |> Enum.chunk_every(@batch)
    |> Task.async_stream(&in_slot(slots, fn slot -> batch(seed, &1, each, slot, options) end),
      max_concurrency: jobs,
      timeout: :infinity
    )
    |> Enum.reduce(empty(), fn {:ok, found}, report ->
      report = Enum.reduce(found, report, &add/2)
      progress.(report)
      report
    end)
  end

  @doc "A report in words, with each defect and how to see it again."
  @spec summary(report) :: String.t()
  def summary(report) do
    kinds =
      Enum.map_join(Enum.sort(report.kinds), ", ", fn {kind, count} -> "#{kind} #{count}" end)

    """
    #{report.schemas} schemas, #{report.functions} functions, #{report.counts.terms} terms: \
    #{report.counts.accepted} accepted, #{report.counts.refused} refused, \
    #{report.counts.either} cast in one way or the other
    definitions: #{kinds}; declarations that the core refused: #{report.refused_declarations}
    """ <>
      if(report.defects == [], do: "no disagreement\n", else: defects(report.defects))
  end

  defp defects(defects) do
    "#{length(defects)} disagreements:\n" <>
      for {{number, schema}, texts} <- Enum.group_by(defects, &{&1.number, &1.schema}, & &1.text),
          into: "" do
        "\nschema #{number}\n\n#{Enum.join(texts, "\n")}\n#{schema}"
      end
  end

  defp empty do
    %{
      schemas: 0,
      functions: 0,
      counts: %{terms: 0, accepted: 0, refused: 0, either: 0},
      refused_declarations: 0,
      kinds: %{},
      defects: []
    }
  end

  defp add({number, draft, result}, report) do
    schema = Draft.schema(draft)

    defects =
      for text <- draft.disagreements ++ result.defects,
          do: %{number: number, schema: schema, text: text}

    %{
      report
      | schemas: report.schemas + 1,
        functions: report.functions + length(draft.functions),
        counts: Map.merge(report.counts, result.counts, fn _, one, other -> one + other end),
        refused_declarations: report.refused_declarations + length(draft.refused),
        kinds:
          Map.merge(report.kinds, Enum.frequencies_by(draft.types, & &1.kind), fn _, one, other ->
            one + other
          end),
        defects: report.defects ++ defects
    }
  end

  defp in_slot(slots, work) do
    [{slot, _} | _] = :ets.match_object(slots, {:_, :free})

    # The first one gets it.
    if :ets.select_replace(slots, [{{slot, :free}, [], [{{slot, :taken}}]}]) == 1 do
      try do
        work.(slot)
      after
        :ets.insert(slots, {slot, :free})
      end
    else
      in_slot(slots, work)
    end
  end

  defp batch(seed, numbers, terms, slot, options) do
    drafts = for number <- numbers, do: {number, Draft.new(seed * 1_000_003 + number, number)}
    root = TemporaryProject.create(files(Enum.map(drafts, &elem(&1, 1)), options))

    try do
      case compile(root, drafts, slot, options) do
        :ok ->
          for {number, draft} <- drafts, do: {number, draft, trial(root, draft, terms)}

        {:error, _} when length(numbers) > 1 ->
          # Which of them it is.
          Enum.flat_map(numbers, &batch(seed, [&1], terms, slot, options))

        {:error, output} ->
          [{number, draft}] = drafts
          text = "does not compile:\n#{output}"
          [{number, draft, %{counts: empty().counts, defects: [text]}}]
      end
    after
      unless System.get_env("KEEP_PROJECTS"), do: File.rm_rf!(root)
    end
  end

  defp files(drafts, options) do
    mode = Keyword.get(options, :mode, :release)

    modes =
      for draft <- drafts, do: "config :demo, #{draft.facade}.Native, mode: #{inspect(mode)}\n"

    schemas =
      for draft <- drafts,
          into: %{},
          do: {"native/#{draft.crate}/schema.exs", Draft.schema(draft)}

    templates =
      for {name, text} <- Keyword.get(options, :templates, []),
          into: %{},
          do: {"priv/rust_in_elixir/templates/#{name}", text}

    schemas
    |> Map.merge(templates)
    |> Map.put("config/config.exs", "import Config\n#{modes}")
    |> Map.put("lib/custom.ex", custom())
    |> Map.put("lib/decimal.ex", decimal())
  end

  defp custom do
    """
    defmodule Agreement.Custom do
      def validate({:custom, n}) when n in -0x8000000000000000..0x7FFFFFFFFFFFFFFF, do: :ok
      def validate(_value), do: {:error, "{:custom, integer}"}
    end
    """
  end

  # What the package of that name has, which is not a dependency here.
  defp decimal do
    """
    defmodule Decimal do
      defstruct sign: 1, coef: 0, exp: 0

      @type t :: %__MODULE__{sign: 1 | -1, coef: non_neg_integer() | :NaN | :inf, exp: integer()}
    end
    """
  end

  defp compile(root, drafts, slot, options) do
    with {_, 0} <- mix(root, ["rust_in_elixir.sync"], slot),
         :ok <- write_functions(root, drafts),
         :ok <- write_codecs(root, Keyword.get(options, :codecs, [])),
         {_, 0} <- mix(root, ["compile", "--warnings-as-errors"], slot) do
      :ok
    else
      {output, _status} -> {:error, output}
    end
  end

  defp write_functions(root, drafts) do
    for {_, draft} <- drafts do
      path = "native/#{draft.crate}/src/lib.rs"
      boundary = TemporaryProject.read(root, "native/#{draft.crate}/src/boundary.rs")
      text = root |> TemporaryProject.read(path) |> LibRs.complete(boundary, draft)
      TemporaryProject.write(root, path, text)
    end

    :ok
  end

  defp write_codecs(root, codecs) do
    for {path, text} <- codecs,
        do: TemporaryProject.write(root, Path.join("native/nif_codec", path), text)

    :ok
  end

  defp mix(root, arguments, slot) do
    target =
      if slot == 1, do: TemporaryProject.target(), else: "#{TemporaryProject.target()}_#{slot}"

    TemporaryProject.mix(root, arguments, [
      {"CARGO_TARGET_DIR", target},
      {"CARGO_INCREMENTAL", "0"}
    ])
  end

  defp trial(root, draft, terms) do
    case in_vm(root, draft, terms, nil) do
      {:ok, result} ->
        %{result | defects: Enum.map(result.defects, &in_words/1)}

      {:died, output, status} ->
        # Once more, to see which call it was.
        trace = Path.join(root, "#{draft.crate}.trace")
        in_vm(root, draft, terms, trace)

        last = with {:error, _} <- File.read(trace), do: {:ok, "before any call"}

        text = "the VM ended with #{status}; the last call: #{elem(last, 1)}\n#{output}"

        %{counts: empty().counts, defects: [text]}
    end
  end

  defp in_vm(root, draft, terms, trace) do
    base = Path.join(root, draft.crate)
    File.write!(base <> ".draft", :erlang.term_to_binary(draft))

    code = """
    [ebin, base, terms, trace] = System.argv()
    Code.prepend_path(ebin)
    draft = :erlang.binary_to_term(File.read!(base <> ".draft"))
    trace = if trace != "", do: trace
    result = RustInElixir.Agreement.Trial.run(draft, String.to_integer(terms), trace)
    File.write!(base <> ".result", :erlang.term_to_binary(result))
    """

    File.rm(base <> ".result")
    ebin = Path.join(root, "_build/dev/lib/demo/ebin")
    process = ElixirProcess.start(code, [ebin, base, "#{terms}", trace || ""])

    case ElixirProcess.result(process, "", :infinity) do
      {_output, 0} -> {:ok, :erlang.binary_to_term(File.read!(base <> ".result"))}
      {output, status} -> {:died, output, status}
    end
  end

  defp in_words(defect) do
    """
    #{defect.call}: #{defect.kind}
      arguments: #{Trial.in_words(defect.arguments)}
      expected:  #{defect.expected}
      got:       #{defect.got}
    """
  end
end
