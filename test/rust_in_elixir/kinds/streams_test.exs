RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.StreamsTest do
  # Its tests count how many iterators there are, and run one after the other.
  use RustInElixir.KindsCase, async: true

  alias Demo.Rust.{PanicError, ResourceError}
  alias Store.{Item, StoreError}

  setup do
    assert living() == 0
    on_exit(fn -> assert living() == 0 end)
  end

  describe "a stream" do
    test "gives what the iterator gives, whatever the size of a chunk" do
      for count <- [0, 1, 499, 500, 501, 1000, 1001] do
        assert Enum.to_list(Store.count_up!(count, nil)) == Enum.to_list(0..(count - 1)//1)
      end

      assert Enum.count(Store.count_up!(2, <<255, 0, 1>>)) == 5
    end

    test "has what it is made of for as long as it lives" do
      catalog = catalog(~w(apple banana apricot))
      assert {:ok, stream} = Store.items(catalog, "ap")
      assert [%Item{name: "apple"}, %Item{name: "apricot"}] = Enum.to_list(stream)

      stream = Store.items!(catalog(for index <- 1..5000, do: "#{index}"), "")
      :erlang.garbage_collect()
      assert Enum.count(stream) == 5000
    end

    test "may hold handles" do
      catalog = catalog([])
      assert Enum.to_list(Store.each_catalog!(catalog)) == [catalog, catalog, catalog]
    end

    test "may have errors among its values" do
      assert Enum.to_list(Store.numbers!(["1", "-2", "three", "4"])) == [
               ok: 1,
               ok: -2,
               error: %StoreError{message: "invalid digit found in string"},
               ok: 4
             ]
    end

    # The protocols of this VM were consolidated before the stream's module was there.
    test "is shown with its function" do
      script = "IO.inspect(Store.count_up!(5, nil))"
      assert RustInElixir.KindsProject.elixir(script) == {"#Demo.Rust.Stream<count_up/2>\n", 0}
    end

    test "may be made of a resource that is taken" do
      shelf = Store.new_shelf!([%Item{id: 1, name: "a"}])
      assert Enum.to_list(Store.taken_items!(shelf)) == [%Item{id: 1, name: "a"}]
      assert {:error, %ResourceError{reason: :closed}} = Store.taken_items(shelf)
    end

    @tag :tmp_dir
    test "may come from a file", %{tmp_dir: tmp_dir} do
      path = Path.join(tmp_dir, "lines")
      File.write!(path, "a\nb\n\xFF\nd")
      assert {:ok, lines} = Store.lines(path)
      assert Enum.to_list(lines) == ["a", "b", <<255>>, "d"]

      assert Store.lines(path <> "s") == {:error, "No such file or directory (os error 2)"}

      assert_raise Demo.Rust.CallError,
                   "lines/1 failed: No such file or directory (os error 2)",
                   fn -> Store.lines!(path <> "s") end
    end

    test "is refused like any other call" do
      assert message(Store.items(1, :a)) ==
               problems([
                 "catalog must be a %Store.Catalog{} handle, got: 1",
                 ~s(prefix must be a UTF-8 string, got: :a (an atom; write "a"\))
               ])

      assert Store.shelf_names(Store.new_shelf!([])) ==
               {:error, %StoreError{message: "the shelf is empty"}}

      assert_raise StoreError, "the shelf is empty", fn ->
        Store.shelf_names!(Store.new_shelf!([]))
      end
    end
  end

  describe "a reader" do
    test "fetches no more than its reader asks for" do
      # It would fail at the tenth; a chunk has four.
      assert Store.fail_at!(10) |> Enum.take(8) == Enum.to_list(0..7)
      assert Store.fail_at!(10) |> Stream.map(&(&1 * 2)) |> Enum.at(3) == 6
    end

    test "frees the iterator when it stops" do
      for stop <- [
            &Enum.take(&1, 3),
            &Enum.at(&1, 0),
            &Enum.find(&1, fn number -> number == 600 end),
            &Enum.take(Stream.zip(&1, 1..5), 9),
            fn stream -> catch_throw(Enum.each(stream, &throw/1)) end,
            fn stream ->
              assert_raise(ArithmeticError, fn -> Enum.each(stream, &(1 / &1)) end)
            end,
            fn stream -> catch_exit(Enum.each(stream, &exit/1)) end
          ] do
        stream = Store.count_up!(5_000, nil)
        assert living() == 1
        stop.(stream)
        assert living() == 0
      end
    end

    test "may stop for a while" do
      assert Stream.zip(Store.count_up!(3, nil), Store.count_up!(900, nil)) |> Enum.to_list() ==
               [{0, 0}, {1, 1}, {2, 2}]

      {:suspended, 0, continue} =
        Enumerable.reduce(Store.count_up!(5_000, nil), {:suspend, 0}, fn number, sum ->
          if number == 600, do: {:suspend, sum}, else: {:cont, sum + number}
        end)

      assert {:suspended, sum, continue} = continue.({:cont, 0})
      assert sum == Enum.sum(0..599)
      assert living() == 1
      assert {:halted, :enough} = continue.({:halt, :enough})
      assert living() == 0
    end

    test "may be another process" do
      stream = Store.count_up!(1_000, nil)
      assert Task.await(Task.async(fn -> Enum.sum(stream) end), :infinity) == Enum.sum(0..999)
    end

    test "that ends, or never begins, leaves nothing behind" do
      {pid, monitor} =
        spawn_monitor(fn ->
          Store.count_up!(10, nil)
          Store.count_up!(5_000, nil) |> Enum.each(&(&1 == 700 and exit(:killed_while_reading)))
        end)

      assert_receive {:DOWN, ^monitor, :process, ^pid, :killed_while_reading}

      {pid, monitor} =
        spawn_monitor(fn ->
          Store.count_up!(5_000, nil) |> Enum.each(&(&1 == 700 and Process.sleep(:infinity)))
        end)

      Process.sleep(50)
      Process.exit(pid, :kill)
      assert_receive {:DOWN, ^monitor, :process, ^pid, :killed}
      wait_for(fn -> living() == 0 end)
    end

    test "reads a stream once" do
      stream = Store.count_up!(5, nil)
      assert Enum.to_list(stream) == [0, 1, 2, 3, 4]

      message = "the stream from count_up/2 has already been read; call count_up/2 for a new one"

      error = assert_raise(ResourceError, message, fn -> Enum.to_list(stream) end)
      assert error == %ResourceError{function: "count_up/2", reason: :read}

      # Not even while it is being read.
      stream = Store.count_up!(2_000, nil)
      assert_raise ResourceError, fn -> Enum.each(stream, fn _ -> Enum.to_list(stream) end) end
    end

    test "gets the panic of an iterator, which is freed then" do
      reader = self()

      error =
        assert_raise(PanicError, fn ->
          Store.fail_at!(10) |> Enum.each(&send(reader, &1))
        end)

      assert %PanicError{function: "fail_at/1", reason: "it fails at 10"} = error
      assert error.location =~ "native/store/src/lib.rs"
      # The values before it are not lost.
      for number <- 0..9, do: assert_received(^number)
      refute_received _

      assert_raise(PanicError, fn -> Store.fail_at!(0) |> Enum.to_list() end)
      assert_raise(PanicError, fn -> Store.fail_at!(4) |> Enum.to_list() end)
      assert Store.fail_at!(4) |> Enum.take(4) == [0, 1, 2, 3]
    end
  end

  describe "a panic in the drop of an iterator" do
    test "comes after all its values" do
      stream = Store.fail_in_drop!(7)
      reader = self()

      assert %PanicError{reason: "it fails in drop"} =
               assert_raise(PanicError, fn -> Enum.each(stream, &send(reader, &1)) end)

      for number <- 0..6, do: assert_received(^number)
    end

    test "does not hide what the reader throws, and lets a reader stop" do
      assert catch_throw(Enum.each(Store.fail_in_drop!(7), fn _ -> throw(:mine) end)) == :mine
      assert Enum.take(Store.fail_in_drop!(7), 2) == [0, 1]
    end
  end

  test "a stale stream is distinguished from one that has been read" do
    stream = %{Store.count_up!(1, nil) | iterator: make_ref()}

    assert_raise ResourceError,
                 "the stream from count_up/2 is from another VM, or from before the library was loaded again; call count_up/2 for a new one",
                 fn -> Enum.to_list(stream) end
  end

  defp catalog(names), do: Store.new_catalog!(for name <- names, do: %Item{id: 0, name: name})
  defp living, do: Store.living_streams!()

  # As long as ExUnit waits for a message.
  defp wait_for(condition, waits \\ 1_500) do
    cond do
      condition.() -> :ok
      waits == 0 -> flunk("it did not come to be")
      true -> Process.sleep(20) && wait_for(condition, waits - 1)
    end
  end
end
