RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.StreamInputsTest do
  # Its tests count how many calls there are, and run one after the other.
  use RustInElixir.KindsCase, async: true

  alias Demo.Rust.{PanicError, ResourceError, ValidationError}
  alias Intake.{IntakeError, Point}

  setup do
    assert Intake.living!() == 0

    on_exit(fn ->
      eventually(fn -> Intake.living!() == 0 end)
      eventually(fn -> threads() == [] end)
    end)
  end

  # Nothing that a call waits for is left behind.
  defp quietly(call) do
    result = call.()

    assert Process.info(self(), [:messages, :monitors, :links]) == [
             messages: [],
             monitors: [],
             links: []
           ]

    result
  end

  # Gives numbers, and sends what becomes of it.
  defp resource(test \\ self(), last \\ 100, fail \\ fn -> :ok end) do
    Stream.resource(
      fn -> 1 end,
      fn
        ^last ->
          fail.()
          {:halt, last}

        number ->
          send(test, {:made, number})
          {[number], number + 1}
      end,
      fn _ -> send(test, :closed) end
    )
  end

  defp made(count \\ 0) do
    receive do
      {:made, _} -> made(count + 1)
    after
      0 -> count
    end
  end

  defp eventually(holds?) do
    unless holds?.() do
      Process.sleep(5)
      eventually(holds?)
    end
  end

  # The names of this VM's threads that are those of functions.
  defp threads do
    for path <- Path.wildcard("/proc/self/task/*/comm"),
        {:ok, name} <- [File.read(path)],
        name =~ "/",
        do: name
  end

  describe "a stream" do
    test "reaches Rust whole, whatever it is and however many chunks it takes" do
      for count <- [0, 1, 2, 3, 4, 5, 6, 7, 100, 1000] do
        numbers = List.duplicate(1, count)

        for stream <- [numbers, Stream.map(numbers, & &1), Stream.take(Stream.cycle([1]), count)],
            do: assert(quietly(fn -> Intake.sum(stream) end) == {:ok, count})
      end

      assert Intake.sum(1..100) == {:ok, 5050}
      assert Intake.sum!(1..100) == 5050
      assert Intake.pairs(%{"a" => 1, "b" => nil}) == {:ok, %{"a" => 1, "b" => nil}}
      assert Intake.sum(&Enumerable.reduce([1, 2], &1, &2)) == {:ok, 3}
      assert {:ok, catalog} = Intake.concat(File.stream!(__ENV__.file))
      assert catalog == File.read!(__ENV__.file)
    end

    test "may be of any type" do
      assert Intake.floats([1.5, 2.5]) == {:ok, 4.0}
      assert Intake.packed([<<1.5::float-native, 1.0::float-native>>, <<>>]) == {:ok, 2.5}
      assert Intake.all([1, :a, self()]) == {:ok, [1, :a, self()]}
      assert Intake.points([%Point{x: 1, y: 2}]) == {:ok, [%Point{x: 1, y: 2}]}
      assert Intake.evens([2, 4]) == {:ok, [2, 4]}
      assert Intake.slugs([" a ", "b"]) == {:ok, ["a", "b"]}
      logs = for _ <- 1..3, do: Intake.new_log!()
      assert Intake.sizes(logs) == {:ok, [0, 0, 0]}
    end

    test "is read beside other arguments" do
      assert Intake.join(", ", ["a", "b", "c"], "d") == {:ok, "a, b, c, d"}

      assert Intake.join(", ", ["a", "b", ""], nil) ==
               {:error, %IntakeError{message: "string 2 is empty"}}

      assert_raise IntakeError, "string 0 is empty", fn -> Intake.join!(", ", [""], nil) end
    end

    test "may be read by a question" do
      assert Intake.any?([0, 0, 1])
      refute Intake.any?([0, 0])

      assert_raise ValidationError,
                   "numbers[1] must be an integer within 0..255 (u8), got: 256",
                   fn -> Intake.any?([0, 256]) end

      assert_raise ValidationError, fn -> apply(Intake, :any?, [1]) end
    end

    test "may have items that take long to decode" do
      chunk = :binary.copy(<<7>>, 10_000_000)
      {:reductions, before} = Process.info(self(), :reductions)
      assert {:ok, bytes} = Intake.concat(List.duplicate(chunk, 10))
      {:reductions, now} = Process.info(self(), :reductions)
      assert bytes == :binary.copy(chunk, 10)
      # They are paid for, so that other processes have their turn.
      assert now - before > 10_000
    end

    test "is read at the pace of Rust" do
      test = self()
      task = Task.async(fn -> Intake.patient(resource(test, 256)) end)
      # Three that Rust has, three that it has yet to take, and three that are collected.
      for number <- 1..9, do: assert_receive({:made, ^number}, 5000)
      eventually(fn -> Process.info(task.pid, :status) == {:status, :waiting} end)
      assert made() == 0
      Intake.release()
      assert Task.await(task) == {:ok, Enum.sum(1..255)}
      assert made() == 246
      assert_received :closed
    end

    test "is waited for behind a flood of messages" do
      for number <- 1..10_000, do: send(self(), number)
      assert Intake.sum(1..100) == {:ok, 5050}
      for number <- 1..10_000, do: assert_received(^number)
    end
  end

  describe "Rust may stop early" do
    test "and the enumerable is closed" do
      assert Intake.read(resource(), 2) == {:ok, [1, 2]}
      assert_received :closed
      assert made() <= 12
      assert Intake.read(resource(), 0) == {:ok, []}
      assert_received :closed
      assert Intake.read(Stream.cycle([1]), 4) == {:ok, [1, 1, 1, 1]}
      assert Intake.any?(Stream.cycle([1]))
    end

    test "while a chunk is decoded, which is freed with the call" do
      assert quietly(fn -> Intake.quit([1]) end) == :ok
      assert Intake.living!() == 0
    end

    test "with an error" do
      assert {:error, %IntakeError{}} =
               quietly(fn -> Intake.join(",", Stream.cycle(["a", "b", ""]), nil) end)
    end

    test "with a panic, which leaves nothing" do
      for {numbers, count} <- [{Stream.cycle([1]), 0}, {Stream.cycle([1]), 7}, {[1, 2, 3], 7}] do
        read = min(count, if(is_list(numbers), do: 3, else: count))

        error = quietly(fn -> assert_raise PanicError, fn -> Intake.fail(numbers, count) end end)

        assert Exception.message(error) =~
                 ~r"fail/2 panicked at native/intake/src/lib.rs:\d+:\d+: after #{read} numbers"

        assert Intake.living!() == 0
      end

      assert_raise PanicError,
                   ~r"the result is NaN, which Elixir cannot represent",
                   fn -> Intake.not_a_number([]) end
    end
  end

  describe "a producer that fails" do
    test "ends the call, and its failure goes on" do
      for {kind, reason, fail} <- [
            {:error, %RuntimeError{message: "no more"}, fn -> raise "no more" end},
            {:throw, :no_more, fn -> throw(:no_more) end},
            {:exit, :no_more, fn -> exit(:no_more) end}
          ],
          last <- [1, 2, 5, 50],
          call <- [&Intake.sum/1, &Intake.fail(&1, 1000), &Intake.stubborn/1, &Intake.sum!/1] do
        caught =
          try do
            call.(resource(self(), last, fail))
          catch
            kind, reason -> {kind, reason, __STACKTRACE__}
          end

        assert {^kind, ^reason, [{__MODULE__, _, _, _} | _]} = caught
        # The call has been freed before the failure went on.
        assert Intake.living!() == 0
        assert_received :closed
        assert made() == last - 1
        assert Process.info(self(), :messages) == {:messages, []}
      end
    end

    test "leaves what was not read to its end as it was" do
      log = Intake.new_log!()

      assert_raise RuntimeError, fn ->
        Intake.close(log, resource(self(), 3, fn -> raise "no" end) |> Stream.map(&"#{&1}"))
      end

      assert {:error, %ResourceError{reason: :closed}} = Intake.lines(log)
    end

    test "may call Rust itself" do
      log = Intake.new_log!()
      lines = for word <- ~w(a b c d e), do: word

      stream =
        Stream.map(lines, fn line ->
          :ok = Intake.add(log, "before " <> line)
          line
        end)

      assert Intake.append(log, stream) == {:ok, 5}

      assert Enum.sort(Intake.lines!(log)) ==
               Enum.sort(lines ++ Enum.map(lines, &("before " <> &1)))

      assert Intake.sum(Stream.map(1..3, &Intake.sum!([&1, 1]))) == {:ok, 9}
    end
  end

  describe "a caller that dies" do
    test "ends the call, wherever it is" do
      test = self()

      for reason <- [:kill, :shutdown],
          {call, at} <- [
            # While the enumerable is waited for,
            {fn -> Intake.sum(resource(test, 5, fn -> Process.sleep(:infinity) end)) end, 4},
            # and while Rust is.
            {fn -> Intake.patient(resource(test)) end, 9},
            {fn -> Intake.patient([1, 2, 3]) end, 0}
          ] do
        {pid, monitor} = spawn_monitor(call)
        for number <- 1..at//1, do: assert_receive({:made, ^number}, 5000)
        eventually(fn -> Intake.living!() == 1 end)
        Process.exit(pid, reason)
        assert_receive {:DOWN, ^monitor, :process, ^pid, _}
        Intake.release()
        eventually(fn -> Intake.living!() == 0 end)
        assert made() == 0
        # Of what was released nothing is left to the next one.
        Intake.release()
        assert Intake.patient([1]) == {:ok, 1}
      end
    end
  end

  test "a library that is loaded again meanwhile ends the call" do
    code = """
    numbers =
      Stream.map(1..9, fn number ->
        if number == 5 do
          :code.delete(Intake.Native)
          :code.purge(Intake.Native)
          {:module, _} = :code.load_file(Intake.Native)
        end

        number
      end)

    try do
      Intake.sum(numbers)
    rescue
      error -> IO.puts(Exception.message(error))
    end
    """

    assert RustInElixir.KindsProject.elixir(code) ==
             {"sum/1 panicked: the library was loaded again while it read a stream\n", 0}
  end

  test "a thousand calls leave no thread" do
    for number <- 1..1000 do
      assert {:ok, _} = Intake.sum([1, 2, 3])
      if rem(number, 10) == 0, do: catch_throw(Intake.sum(Stream.map([1], &throw/1)))
    end

    eventually(fn -> threads() == [] end)
    assert Process.info(self(), :messages) == {:messages, []}
  end

  test "many calls run at the same time" do
    calls =
      for count <- 1..50,
          do: Task.async(fn -> Intake.sum(Stream.take(Stream.cycle([1]), count * 10)) end)

    assert Task.await_many(calls) == for(count <- 1..50, do: {:ok, count * 10})
  end

  describe "what is not valid" do
    test "is refused before anything is read" do
      assert message(apply(Intake, :join, [1, resource(), :a])) ==
               problems([
                 "separator must be a UTF-8 string, got: 1",
                 ~s(last must be a UTF-8 string, got: :a (an atom; write "a"\))
               ])

      assert made() == 0
      refute_received :closed

      for {term, text} <- [
            {"text", ~s("text")},
            {1, "1"},
            {{1, 2}, "a tuple of 2 elements"},
            {&is_list/1, "&:erlang.is_list/1"}
          ] do
        assert message(apply(Intake, :sum, [term])) ==
                 "numbers must be an enumerable, got: " <> text
      end

      assert message(apply(Intake, :join, [1, 2, nil])) ==
               problems([
                 "separator must be a UTF-8 string, got: 1",
                 "strings must be an enumerable, got: 2"
               ])
    end

    test "ends the call, with all problems of a chunk" do
      numbers =
        Stream.concat([resource(self(), 10), [-1, 256, :a, 1, 2, 3, 4], resource(self(), 10)])

      assert message(Intake.sum(numbers)) ==
               problems([
                 "numbers[9] must be an integer within 0..255 (u8), got: -1",
                 "numbers[10] must be an integer within 0..255 (u8), got: 256",
                 "numbers[11] must be an integer within 0..255 (u8), got: :a"
               ])

      assert Intake.living!() == 0
      # The second stream was not begun.
      assert_received :closed
      refute_received :closed
      assert made() == 9

      assert {:error, %ValidationError{errors: [%{path: [:strings, 3], code: :encoding}]}} =
               Intake.join(",", ["a", "b", "c", <<255>>, :d], nil)

      assert_raise ValidationError,
                   "numbers[0] must be an integer within 0..255 (u8), got: 256",
                   fn -> Intake.sum!([256]) end
    end

    test "is found within items" do
      assert message(Intake.points([%Point{x: 1, y: 1}, %Point{x: 1, y: nil}])) ==
               "points[1].y must be an integer within -9223372036854775808..9223372036854775807 (i64), got: nil"

      assert message(Intake.pairs(%{"a" => 1, "b" => :c})) =~ "elem(pairs[1], 1) must be"
      assert message(Intake.sizes([1])) =~ "logs[0] must be a %Intake.Log{} handle, got: 1"
    end

    test "is found by Elixir where Rust cannot" do
      assert message(Intake.slugs(["a", "b", "c", "d2"])) =~ "slugs[3] must "
      assert message(Intake.slugs(["a", 1])) =~ "slugs[1] must be a UTF-8 string, got: 1"
      assert Intake.living!() == 0
    end

    test "may be what a decoder of the crate refuses" do
      assert_raise ArgumentError, "evens/1 cannot decode evens: odd, got: 3", fn ->
        Intake.evens([2, 3])
      end

      assert_raise PanicError, ~r"too large", fn -> Intake.evens([2, 3000]) end
      assert Process.info(self(), :messages) == {:messages, []}
    end

    test "is reported up to a hundred times" do
      assert {:error, %ValidationError{more?: true, errors: errors}} =
               Intake.words(Stream.cycle([:a]))

      assert length(errors) == 100
    end

    test "may be JSON" do
      assert Intake.cast_points([%{"x" => 1, "y" => 2}, %Point{x: 3, y: 4}]) ==
               {:ok, [%Point{x: 1, y: 2}, %Point{x: 3, y: 4}]}

      assert {:error, error} = Intake.cast_points(for y <- [1, 2, "3"], do: %{"x" => 1, "y" => y})
      assert [%{path: [:points, 2, :y], pointer: "/points/2/y"}] = error.errors
      assert Exception.message(error) =~ "points[2].y must be "

      assert Intake.cast_tuples([[1, "low"], {2, :high}]) == {:ok, [{1, :low}, {2, :high}]}
      assert {:error, error} = Intake.cast_tuples(Stream.map([[1, "low"], [2, "lower"]], & &1))
      assert [%{pointer: "/tuples/1/1"}] = error.errors

      assert Intake.cast_strings(["a"]) == {:ok, ["a"]}
      assert {:error, error} = Intake.cast_strings(["a", 1])
      assert Exception.message(error) == "strings[1] must be a string, got: 1"
      assert message(Intake.cast_strings(%{"a" => 1})) =~ "strings[0] must be a string"
      assert message(Intake.cast_strings("a")) == ~s(strings must be an array, got: "a")
    end

    test "is cast without a call, but for the items" do
      lines = Stream.map(["a"], & &1)
      assert Intake.cast(:cast_strings, %{"strings" => lines}) == {:ok, [lines]}

      assert message(Intake.cast(:cast_strings, %{"strings" => 1})) ==
               "strings must be an array, got: 1"
    end
  end

  describe "resources" do
    test "are handles for the time of the stream" do
      log = Intake.new_log!()
      assert Intake.append(log, ["a", "b", "c"]) == {:ok, 3}
      assert Intake.lines!(log) == ["a", "b", "c"]
      assert Intake.close(log, ["d"]) == {:ok, ["a", "b", "c", "d"]}
      assert {:error, %ResourceError{reason: :closed}} = Intake.append(log, resource())
      assert {:error, %ResourceError{reason: :closed}} = Intake.close(log, resource())
      assert made() == 0
    end
  end
end
