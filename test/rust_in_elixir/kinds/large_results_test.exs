RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.LargeResultsTest do
  @moduledoc "Binaries that are made of Rust's own memory, and those beside them that are copied."

  use ExUnit.Case, async: true

  alias Kinds.Large

  # From here on a block is the VM's, and beyond an eighth of unused memory it is copied.
  @large 64 * 1024

  @sizes [0, 1, 64, 65, @large - 41, @large - 1, @large, @large + 1, 1_000_000]

  test "of each size, with more or less unused memory" do
    for size <- @sizes, spare <- [0, 1, div(size, 8), div(size, 8) + 1, size, 100_000] do
      expected = :binary.copy(<<7>>, size)
      bytes = Kinds.bytes_with_spare!(size, spare)
      assert {size, spare, bytes == expected} == {size, spare, true}
      assert Kinds.text_with_spare!(size, spare) == expected
      # Nothing else is kept alive with it.
      assert :binary.referenced_byte_size(bytes) == size
    end
  end

  test "of numbers, and of vectors that grew or shrank" do
    for count <- [0, 1, div(@large, 8) - 1, div(@large, 8), 100_000] do
      expected = for number <- 1..count//1, into: <<>>, do: <<number - 1::float-native>>
      assert Kinds.floats!(count) == expected
    end

    seven = <<1, 2, 3, 4, 5, 6, 7>>

    for size <- [@large - 1, @large, 3 * @large, 1_000_000, 70_000_000] do
      grown = Kinds.grown!(size)
      assert binary_part(grown, 0, 70) == :binary.copy(seven, 10)
      assert grown == seven |> :binary.copy(div(size, 7) + 1) |> binary_part(0, size)

      for to <- [0, 1, @large - 1, @large, size - 1, size], to <= size and size <= 1_000_000 do
        assert {to, Kinds.shrunk!(size, to)} == {to, {binary_part(grown, 0, to), 0}}
      end
    end
  end

  test "in structs, options, maps, tuples, lists, errors and streams" do
    for size <- [8, @large, 2 * @large] do
      large = %Large{
        text: String.duplicate("x", size),
        bytes: :binary.copy(<<7>>, size),
        numbers: %{"ones" => :binary.copy(<<1.0::float-native>>, div(size, 8))}
      }

      assert Kinds.large!(size) == [{large, Kinds.grown!(size)}]
      assert Kinds.fails_with_large(size, false) == {:error, {:bytes, large.bytes}}
      assert Kinds.fails_with_large(size, true) == {:error, {:text, %{text: large.text}}}
      assert Enum.to_list(Kinds.large_items!(size, 3)) == [large, large, large]
    end
  end

  test "a panic of an encoder still says where" do
    assert_raise Demo.Rust.PanicError, ~r/the result.1 is NaN/, fn ->
      Kinds.large_beside_nan!(@large)
    end
  end

  test "outlives the process that called, and the terms beside it" do
    test = self()

    {pid, monitor} =
      spawn_monitor(fn ->
        [{large, bytes}] = Kinds.large!(2 * @large)
        :erlang.garbage_collect()
        send(test, {:made, large.text, bytes})
      end)

    assert_receive {:DOWN, ^monitor, :process, ^pid, :normal}, 10_000
    assert_receive {:made, text, bytes}
    for _ <- 1..10, do: Kinds.large!(2 * @large)
    assert text == String.duplicate("x", 2 * @large)
    assert bytes == Kinds.grown!(2 * @large)
  end

  test "a process that makes many of them collects them" do
    # A gigabyte in all. Other tests have some binaries too.
    peak =
      for _ <- 1..100, reduce: 0 do
        peak ->
          10_000_000 = byte_size(Kinds.bytes_with_spare!(10_000_000, 0))
          max(peak, :erlang.memory(:binary))
      end

    assert peak < 500_000_000
  end

  test "made and freed on threads of the crate" do
    made = Kinds.grown_on_threads!(2 * @large, 20)
    assert made == for(index <- 0..19, do: Kinds.grown!(2 * @large + index))
  end

  test "on many processes at a time" do
    tasks =
      for index <- 1..16 do
        Task.async(fn ->
          for round <- 1..20 do
            size = @large - 100 + 13 * index * round
            bytes = Kinds.grown!(size)
            assert byte_size(bytes) == size
            :erlang.md5(bytes) == :erlang.md5(Kinds.grown!(size))
          end
        end)
      end

    assert tasks |> Task.await_many(60_000) |> List.flatten() |> Enum.all?()
  end
end
