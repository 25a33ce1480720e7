defmodule RustInElixir.Loader.Progress do
  @moduledoc false

  # Prints a line from time to time during a long build, so that nobody thinks it hangs. It prints lines rather
  # than a bar, because the compiler prints too, and logs keep them.

  @variable "RUST_IN_ELIXIR_PROGRESS"
  # In seconds. Whoever sits before it wants to know sooner than whoever reads the log.
  @on_terminal 10
  @in_log 60

  defstruct [:crate, :interval, :started, :next, compiled: 0, current: nil, waiting?: false]

  @type t :: %__MODULE__{
          crate: String.t(),
          interval: pos_integer() | nil,
          started: integer(),
          next: integer() | nil,
          compiled: non_neg_integer(),
          current: String.t() | nil,
          waiting?: boolean()
        }

  @doc "A build that starts now."
  @spec new(String.t()) :: t()
  def new(crate) do
    now = now()
    interval = interval(System.get_env(@variable), terminal?())
    %__MODULE__{crate: crate, interval: interval, started: now, next: interval && now + interval}
  end

  @doc """
  The milliseconds between two lines, `nil` for none: what the variable says in seconds, or what suits a
  terminal or a log.
  """
  @spec interval(String.t() | nil, boolean()) :: pos_integer() | nil
  def interval(variable, terminal?) do
    case Integer.parse(variable || "") do
      {seconds, ""} when seconds > 0 -> seconds * 1000
      {0, ""} -> nil
      _ -> if terminal?, do: @on_terminal * 1000, else: @in_log * 1000
    end
  end

  @doc "Takes note of a line that cargo printed for people."
  @spec note(t(), String.t()) :: t()
  def note(progress, line) do
    case Regex.run(~r/^ *Compiling (\S+) /, line) do
      [_, crate] -> %{progress | compiled: progress.compiled + 1, current: crate, waiting?: false}
      nil -> %{progress | waiting?: line =~ ~r/^ *Blocking waiting for file lock/}
    end
  end

  @doc "How many milliseconds there are until something is to be said."
  @spec timeout(t()) :: timeout()
  def timeout(%{next: nil}), do: :infinity
  def timeout(%{next: next}) when is_integer(next), do: max(next - now(), 0)

  @doc "Says how far the build is, if it is time to."
  @spec tick(t()) :: t()
  def tick(%{next: next} = progress) when next != nil do
    if now() < next do
      progress
    else
      Mix.shell().info(line(progress, div(now() - progress.started, 1000)))
      %{progress | next: now() + progress.interval}
    end
  end

  def tick(progress), do: progress

  @doc "The line after so many seconds."
  @spec line(t(), non_neg_integer()) :: String.t()
  def line(progress, seconds) do
    "Building crate #{progress.crate}: #{seconds} s so far" <>
      case progress do
        %{waiting?: true} -> ", waiting for another cargo"
        %{current: nil} -> ""
        %{compiled: 1, current: current} -> ", compiling #{current}"
        %{compiled: compiled, current: current} -> ", compiling #{current}, crate #{compiled}"
      end
  end

  defp terminal?, do: match?({:ok, _columns}, :io.columns())
  defp now, do: System.monotonic_time(:millisecond)
end
