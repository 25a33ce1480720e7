defmodule RustInElixir.HostileCrateTest do
  @moduledoc """
  A crate that panics wherever code of its own runs: each call answers with what was said, and the VM lives.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{KindsProject, TemporaryProject}

  @fixture Path.expand("../fixtures/hostile_crate", __DIR__)
  @src "native/hostile/src"

  # Calls and their results: a value, or the exception's name and message.
  @calls [
    {"Hostile.add(2, 4)", "{:ok, 6}"},
    {"Hostile.add(2, 3)", "ArgumentError: add/2 cannot decode right: 3 is odd, got: 3"},
    {"Hostile.add(:a, 3)", "ArgumentError: add/2 cannot decode left, got: :a"},
    {"Hostile.add(nil, 3)", "ArgumentError: add/2 cannot decode left, got: nil"},
    {"Hostile.add(2, 17)", "ArgumentError: add/2 cannot decode right: unlucky, got: 17"},
    {~s|Hostile.add("é", 3)|, ~s|ArgumentError: add/2 cannot decode left, got: "é"|},
    {"Hostile.add(2, 13)", "PanicError: add/2 panicked at SRC: thirteen"},
    {"Hostile.x(%Hostile.Point{x: 1.0, even: 2})", "{:ok, 1.0}"},
    {"Hostile.x(%Hostile.Point{x: 1.0, even: 3})",
     "ArgumentError: x/1 cannot decode point: 3 is odd, got: a map"},
    {"Hostile.x(%Hostile.Point{x: 1.0, even: 13})", "PanicError: x/1 panicked at SRC: thirteen"},
    {~s|Hostile.both("a", "b")|, ":ok"},
    {~s|Hostile.both("a", "decode")|, "PanicError: both/2 panicked at SRC: it fails in decode"},
    {~s|Hostile.both("call", "b")|, "PanicError: both/2 panicked at SRC: it fails"},
    {~s|Hostile.both("drop", "b")|, "PanicError: both/2 panicked at SRC: drop in drop"},
    # The first argument is dropped while the panic of the second one's decoder is on its way.
    {~s|Hostile.both("drop", "decode")|, "PanicError: both/2 panicked at SRC: drop in drop"},
    {~s|Hostile.both("drop", 1)|, "PanicError: both/2 panicked at SRC: drop in drop"},
    {~s|Hostile.burn("a")|, ~s|{:ok, "a"}|},
    {~s|Hostile.burn("encode")|, "PanicError: burn/1 panicked at SRC: encode in encode"},
    {~s|Hostile.burn("drop")|, "PanicError: burn/1 panicked at SRC: drop in drop"},
    {~s|Hostile.burn("encode drop")|,
     "PanicError: burn/1 panicked at SRC: encode drop in encode; then a second panic at SRC: encode drop in drop"},
    # Rust tells no place of a panic that was caught and goes on, nor is that of an earlier one taken for it.
    {"{Hostile.catches(), Hostile.resumes()}", "PanicError: resumes/0 panicked: in a thread"},
    {~s|Hostile.burn_held("text")|, "PanicError: burn_held/1 panicked at SRC: text"},
    {~s|Hostile.burn_held("payload")|,
     "PanicError: burn_held/1 panicked at SRC: no panic message; " <>
       "then a second panic at SRC: no panic message"},
    {~s|Hostile.locked(Hostile.guarded!(), 2, "a")|, "{:ok, 3}"},
    {~s|Hostile.locked(Hostile.guarded!(), 3, "a")|,
     "ArgumentError: locked/3 cannot decode even: 3 is odd, got: 3"},
    {~s|Hostile.locked(Hostile.guarded!(), 2, "drop")|,
     "PanicError: locked/3 panicked at SRC: drop in drop"},
    # A stream gives what came before a panic, and tells of that in the drop of its iterator as well.
    {"read(Hostile.poisoned!())",
     ~s|[1, 2] "PanicError: poisoned/0 panicked at SRC: it fails in next; | <>
       ~s|then a second panic at SRC: not poisoned: PoisonError { .. }"|},
    {~s|read(Hostile.drops_while!("text"))|,
     ~s|[1, 2] "PanicError: drops_while/1 panicked at SRC: text drop at 3; | <>
       ~s|then a second panic at SRC: text drop in drop"|},
    {~s|read(Hostile.fuses!(["a", "encode", "b"]))|,
     ~s|["a"] "PanicError: fuses/1 panicked at SRC: encode in encode"|},
    {~s|read(Hostile.fuses!(["a", "drop", "b"]))|,
     ~s|["a"] "PanicError: fuses/1 panicked at SRC: drop in drop"|},
    {~s|read(Hostile.fuses!(["a", "encode drop", "b"]))|,
     ~s|["a"] "PanicError: fuses/1 panicked at SRC: encode drop in encode; | <>
       ~s|then a second panic at SRC: encode drop in drop"|},
    {~s|Enum.take(Hostile.drops_while!("text"), 1)|, "[1]"},
    # The VM drops these, and nobody waits for it.
    {"for kind <- kinds, do: gone(fn -> Hostile.dropped!(kind) end)", "[:ok, :ok]"},
    {"for kind <- kinds, do: gone(fn -> Hostile.watched!(kind) end)", "[:ok, :ok]"},
    {"gone(fn -> Hostile.drops_while!(\"text\") end)", ":ok"}
  ]

  # A float that Elixir has none for: what gives it, and where it stands there.
  @floats [
    {"float", ""},
    {"single", ""},
    {"list", "[2]"},
    {"keyed", ~s(["a"].1)},
    {"point", ".x"},
    {"reading", ".value"},
    {"failed", ".value"},
    {"shape", ~s([2].sizes["b"][1])},
    {"pair", ".value"},
    {"tree", "[1][0]"},
    {"celsius", ""},
    {"weather", ".measured.1"},
    {"chain", ".others[0].1.next.0"}
  ]

  setup_all do
    root =
      TemporaryProject.create(%{
        "native/hostile/schema.exs" => File.read!(Path.join(@fixture, "schema.exs")),
        "lib/script.ex" => File.read!(Path.join(@fixture, "script.ex")),
        "config/config.exs" => "import Config\nconfig :demo, Hostile.Native, mode: :debug\n"
      })

    TemporaryProject.sync!(root)
    TemporaryProject.write(root, "#{@src}/lib.rs", File.read!(Path.join(@fixture, "lib.rs")))

    root =
      TemporaryProject.keep(root, "hostile", fn root ->
        assert {_output, 0} = KindsProject.mix_in(root, ["compile", "--warnings-as-errors"])
      end)

    {:ok, root: root}
  end

  test "a panic is reported with its messages, and a decoder's error with the value that it rejected",
       %{
         root: root
       } do
    assert answers(root, @calls) == Enum.map(@calls, &elem(&1, 1))
  end

  test "NaN and infinities raise a panic with their place, and no value of a stream before them is lost",
       %{
         root: root
       } do
    of_functions =
      for {function, place} <- @floats, {text, float} <- [{"nan", "NaN"}, {"-inf", "-inf"}] do
        {"Hostile.#{function}(#{inspect(text)})",
         "PanicError: #{function}/1 panicked: the result#{place} is #{float}, which Elixir cannot represent"}
      end

    finite =
      for {function, _place} <- @floats,
          do: {~s|match?({_, _}, Hostile.#{function}("1.5"))|, "true"}

    of_streams = [
      {~s|read(Hostile.floats!("inf"))|,
       ~s|[1.0, 2.0] "PanicError: floats/1 panicked: the result is inf, which Elixir cannot represent"|},
      {~s/read(Stream.map(Hostile.readings!("nan"), fn {:ok, it} -> {it.at, it.value} end))/,
       ~s|[{1, 1.5}] "PanicError: readings/1 panicked: | <>
         ~s|the result.value is NaN, which Elixir cannot represent"|},
      {~s|read(Hostile.floats!("3"))|, "[1.0, 2.0, 3.0, 4.0] :ok"}
    ]

    calls = of_functions ++ finite ++ of_streams
    assert answers(root, calls) == Enum.map(calls, &elem(&1, 1))
  end

  # Each answer is printed on a line of its own, with `SRC` for a place in the crate's source.
  defp answers(root, calls) do
    script = """
    import Script
    kinds = ["text", "payload"]
    _ = kinds
    #{for {call, _answer} <- calls, do: "print(answer(fn -> #{call} end))\n"}
    """

    TemporaryProject.write(root, "script.exs", script)
    {output, status} = KindsProject.mix_in(root, ["run", "--no-compile", "script.exs"])

    answers =
      for "= " <> answer <- String.split(output, "\n") do
        answer
        |> String.replace(~r"native/(hostile|nif_codec)/src/\w+\.rs:\d+:\d+", "SRC")
        |> String.replace_prefix("Demo.Rust.PanicError", "PanicError")
        |> String.replace(~s("Demo.Rust.PanicError), ~s("PanicError))
      end

    assert {status, answers != [] && output} == {0, output}
    answers
  end
end
