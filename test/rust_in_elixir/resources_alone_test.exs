defmodule RustInElixir.ResourcesAloneTest do
  @moduledoc """
  What a schema asks of resources and streams, each thing alone: nothing is generated that is not
  used, so that neither compiler has anything to say.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.TemporaryProject

  @moduletag :extended

  # The Rust that each body needs, and the Rust that it does not.
  @bodies [
    never_used: {"resource T", ~w(TResource), ~w(RwLock Unavailable stream wanted)},
    made: {"resource T\nnif f() :: T", ~w(TResource), ~w(RwLock Unavailable stream wanted)},
    read: {"resource T\nnif f(t :: T) :: u8", ~w(Deref), ~w(RwLock Unavailable PartialEq)},
    read_twice: {"resource T\nnif f(a :: T, b :: [T], c :: T | nil) :: u8", ~w(), ~w(wanted)},
    kept: {"resource T\nnif f(t :: handle(T)) :: u8", ~w(), ~w(RwLock)},
    held:
      {"resource T\nstruct S do\n  field :t, T\nend\nnif f(s :: S) :: S", ~w(PartialEq),
       ~w(RwLock)},
    changed:
      {"resource T\nnif f(t :: mut(T)) :: u8", ~w(RwLock TWriteGuard),
       ~w(Closed Busy wanted locks TReadGuard)},
    changed_and_read:
      {"resource T\nnif f(t :: mut(T)) :: u8\nnif g(t :: T) :: u8", ~w(RwLock TReadGuard),
       ~w(Closed Busy wanted locks)},
    changed_and_kept:
      {"resource T\nnif f(t :: mut(T)) :: u8\nnif g(t :: handle(T)) :: u8",
       ~w(RwLock TReadGuard Busy locks), ~w(Closed wanted)},
    changed_and_held:
      {"resource T\nstruct S do\n  field :t, T\nend\nnif f(t :: mut(T)) :: S", ~w(Busy locks),
       ~w()},
    changed_and_watched:
      {"resource T, monitor: true\nnif f(t :: mut(T)) :: T\nnif g(t :: handle(T)) :: u8",
       ~w(Busy locks t_down), ~w()},
    changed_done:
      {"resource T\nnif f(t :: mut(T)) :: :ok | {:error, u8}", ~w(OkOrError), ~w(Closed wanted)},
    taken: {"resource T\nnif f(t :: take(T)) :: :ok | {:error, string}", ~w(Closed), ~w(wanted)},
    two_changed:
      {"resource T\nnif f(a :: mut(T), b :: mut(T)) :: :ok", ~w(exclusive), ~w(shared)},
    two_taken:
      {"resource T\nnif f(a :: take(T), b :: take(T)) :: {:ok, u8} | {:error, u8}",
       ~w(into_guard), ~w(shared)},
    two_read:
      {"resource T, lock: :rwlock\nnif f(a :: T, b :: T) :: u8", ~w(lent), ~w(into_guard)},
    some_read:
      {"resource T, lock: :mutex\nnif f(a :: [T]) :: u8", ~w(lent Mutex), ~w(into_guard RwLock)},
    maybe_read:
      {"resource T, lock: :mutex\nnif f(a :: T | nil) :: u8", ~w(transpose), ~w(wanted)},
    of_two_types:
      {"resource T\nresource U, lock: :mutex\nnif f(t :: mut(T), u :: U) :: T",
       ~w(lent into_guard), ~w()},
    dropped: {"resource T, on_drop: :gone\nnif f() :: T", ~w(destructor), ~w(RwLock down)},
    dropped_locked:
      {"resource T, lock: :mutex, on_drop: :gone\nnif f() :: T", ~w(into_inner), ~w(down)},
    dropped_taken:
      {"resource T, on_drop: :gone\nnif f(t :: take(T)) :: :ok", ~w(destructor), ~w(down)},
    watched: {"resource T, monitor: true\nnif f() :: T", ~w(t_down destructor), ~w(RwLock)},
    watched_locked:
      {"resource T, monitor: true\nnif f(t :: mut(T)) :: T", ~w(t_down destructor), ~w()},
    watched_taken:
      {"resource T, monitor: true, on_drop: :gone\nnif f(t :: take(T)) :: [T]", ~w(let_t_go),
       ~w()},
    stream: {"nif f() :: stream(u8)", ~w(__next_chunk__), ~w(__next_chunk_io__ __resource__)},
    given_back:
      {"resource T\nnif all() :: [T]\nnif f(t :: mut(T)) :: u8", ~w(Busy locks TReadGuard), ~w()},
    given_back_again: {"resource T\nnif f(t :: mut(T)) :: handle(T)", ~w(Busy locks), ~w()},
    named_like_ours:
      {"resource T\nnif f(handle :: T, it :: mut(T), locks :: [T], shared_t :: T | nil) :: u8",
       ~w(), ~w()},
    named_like_methods:
      {"resource T, on_drop: :into, monitor: true\nnif from(t :: T) :: T\nnif try_into(a :: u8) :: u8",
       ~w(), ~w()},
    recursive: {"struct Tree do\n  field :of, [Tree]\nend\nnif f() :: Tree", ~w(descend), ~w()},
    float_in_a_tuple:
      {"newtype C, f64\nmap M do\n  field :a, {u8 | nil, C | nil}\nend\nnif f() :: M", ~w(),
       ~w(Box<C)},
    wide_in_a_circle:
      {"struct S do\n  field :a, {i128, S | nil}\nend\nnif f(s :: S) :: S", ~w(Box<S), ~w()},
    float_behind_wide_keys: {"nif f() :: %{i128 => f64}", ~w(HashMap), ~w(PathBuf)},
    stream_of_results:
      {"nif f() :: {:ok, stream({:ok, binary} | {:error, string})} | {:error, u8}", ~w(Result),
       ~w()},
    stream_io:
      {"nif f(p :: path, b :: binary | nil) :: {:ok, stream(binary)} | {:error, string}, schedule: :dirty_io",
       ~w(__next_chunk_io__), ~w(__next_chunk__)},
    stream_locked:
      {"resource T\nnif f(t :: T) :: stream(T)\nnif g(t :: mut(T)) :: :ok", ~w(RwLock),
       ~w(wanted)},
    path_lent: {"nif f(p :: path) :: u64", ~w(Path), ~w(descend)},
    path_lent_or_nil: {"nif f(p :: path | nil) :: u64", ~w(Path), ~w(descend)},
    path_given: {"nif f() :: path", ~w(PathBuf), []},
    path_within: {"nif f(p :: [path]) :: u64", ~w(Path), []},
    stream_read:
      {"nif f(a :: stream(u8)) :: u8", ~w(reading __feed_stream__),
       ~w(__next_chunk__ __open_stream__ Bytes)},
    stream_read_and_locked:
      {"resource T\nnif f(t :: T, a :: stream(T)) :: :ok | {:error, string}\nnif g(t :: mut(T)) :: u8",
       ~w(reading RwLock), ~w(wanted)},
    stream_read_and_taken:
      {"resource T\nnif f?(a :: stream(binary), t :: take(T)) :: bool", ~w(reading Closed Bytes),
       ~w(wanted)},
    stream_read_and_made:
      {"resource T, monitor: true\nnif f(a :: stream(path)) :: {:ok, T} | {:error, [string]}",
       ~w(reading watch), ~w(wanted)},
    stream_taken: {"resource T\nnif f(t :: take(T)) :: stream(string)", ~w(Closed), ~w(wanted)}
  ]

  test "each compiles without a warning on both sides" do
    root = TemporaryProject.new(Map.merge(schemas(), %{"config/config.exs" => config()}))
    TemporaryProject.sync!(root)

    assert {_, 0} = TemporaryProject.mix(root, ["compile", "--warnings-as-errors"])
    assert TemporaryProject.mix(root, ["format", "--check-formatted"]) == {"", 0}

    for arguments <- [
          ["fmt", "--all", "--check"],
          ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"],
          ["clippy", "--quiet", "--workspace", "--all-targets", "--features", "nif", "--"] ++
            ["-D", "warnings"]
        ],
        do: assert(cargo(root, arguments) == {"", 0})

    for {name, {_body, needed, unneeded}} <- @bodies do
      text = TemporaryProject.read(root, "native/#{name}/src/boundary.rs")
      has? = fn word -> text =~ ~r/\b#{word}\b/ end
      assert {name, Enum.reject(needed, has?)} == {name, []}
      assert {name, Enum.filter(unneeded, has?)} == {name, []}
    end
  end

  defp schemas do
    for {name, {body, _needed, _unneeded}} <- @bodies, into: %{} do
      facade = facade(name)

      {"native/#{name}/schema.exs",
       """
       defmodule #{facade}.Schema do
         use RustInElixir.Schema, facade: #{facade}, crate: "#{name}"

       #{body}
       end
       """}
    end
  end

  # Clippy compiles the crates; what Elixir makes of its side needs no library.
  defp config do
    lines =
      for {name, _} <- @bodies,
          do: "config :demo, #{facade(name)}.Native, skip_compilation?: true\n"

    "import Config\n#{lines}"
  end

  defp facade(name), do: "Alone." <> Macro.camelize("#{name}")

  defp cargo(root, arguments) do
    System.cmd("cargo", arguments,
      cd: root,
      env: [{"CARGO_TARGET_DIR", RustInElixir.TemporaryProject.target()}],
      stderr_to_stdout: true
    )
  end
end
