RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.ResourcesTest do
  use RustInElixir.KindsCase, async: true

  alias Demo.Rust.{PanicError, ResourceError, ValidationError}
  alias Store.{Catalog, Item, Session, Shelf}

  @shelf "a %Store.Shelf{} handle"
  @gone "it is from another VM, or from before the library was loaded again; create a new one"

  describe "a handle" do
    test "points to a value in Rust, for functions that read, change, keep and create it" do
      shelf = shelf(["a"])

      for {function, arguments, result} <- [
            {:names, [shelf], {:ok, ["a"]}},
            {:put, [shelf, item("b")], :ok},
            {:names, [shelf], {:ok, ["a", "b"]}},
            {:put_checked, [shelf, item("c")], :ok},
            {:put_checked, [shelf, item("")],
             {:error, %Store.StoreError{message: "an item needs a name"}}},
            {:put_counted, [shelf, item("d")], {:ok, 4}},
            {:put_counted, [shelf, item("")], {:error, <<255>>}},
            {:maybe, [shelf], {:ok, 4}},
            {:maybe, [nil], {:ok, 0}},
            {:sum, [[]], {:ok, 0}},
            {:sum, [[shelf, shelf(["x"]), shelf]], {:ok, 9}},
            {:same, [shelf, shelf], {:ok, true}},
            {:same, [shelf, shelf([])], {:ok, false}},
            {:tuple_sizes, [{catalog(["x"]), shelf}], {:ok, {1, 4}}},
            {:text, [Store.new_text!("größer")], {:ok, "größer"}}
          ] do
        assert {function, apply(Store, function, arguments)} == {function, result}
      end
    end

    test "comes from handles, and from what holds them" do
      catalog = catalog(~w(a b c d e))
      {:ok, {left, right}} = Store.split(catalog)
      assert {Store.size!(left), Store.size!(right)} == {2, 3}
      assert {:ok, {_, right}} = Store.split(right)
      assert Store.size!(right) == 2

      assert %Catalog{} = largest = Store.largest!([left, catalog, right], left)
      assert Store.size!(largest) == 5
      assert Store.largest([], nil) == {:ok, nil}
      assert Store.largest([left], catalog) == {:ok, nil}
    end

    test "is the same one when Rust gives it back" do
      {shelf, other, catalog} = {shelf(["a"]), shelf([]), catalog(["c"])}
      pair = Store.pair!(shelf, other, catalog)
      assert pair == %Store.Pair{left: shelf, right: other, catalog: catalog}
      assert Store.pair_names(pair) == {:ok, ["a", "c"]}

      assert_accepted(Store, :echo_pair, [pair, %{pair | catalog: nil, right: shelf}])

      assert_accepted(Store, :echo_found, [
        :nothing,
        {:shelf, shelf},
        {:named, %{name: "n", catalog: catalog}}
      ])

      assert_accepted(Store, :echo_place, [shelf, catalog, "a name"])
      assert_accepted(Store, :echo_list, [[], [{"a", shelf}, {"b", other}, {"c", shelf}]])
      assert_accepted(Store, :echo_map, [%{}, %{"a" => catalog, "b" => nil}])

      registry = Store.new_registry!()
      assert Store.find(registry, "mine") == {:ok, nil}
      assert Store.register(registry, "mine", shelf) == :ok
      assert Store.find(registry, "mine") == {:ok, shelf}
      assert Store.get(registry, "mine") == {:ok, shelf}
      assert Store.get(registry, "no") == {:error, %Store.StoreError{message: "there is no no"}}
      assert Store.same_shelf(shelf) == {:ok, shelf}
    end

    # The protocols of this VM were consolidated before the handle's module was there.
    test "is shown with its type, without its contents" do
      script = """
      shelf = Store.new_shelf!([%Store.Item{id: 1, name: "secret"}])
      IO.inspect(shelf)
      IO.inspect(%{session: Store.new_session!("secret")})
      IO.inspect(inspect(shelf) == inspect(Store.new_shelf!([])))
      IO.inspect(%Store.Shelf{reference: 1})
      """

      assert {output, 0} = RustInElixir.KindsProject.elixir(script)

      assert output =~
               ~r/\A#Store\.Shelf<[\d.]+>\n%{session: #Store\.Session<[\d.]+>}\nfalse\n%Store\.Shelf{reference: 1}\n\z/
    end

    test "has an opaque type" do
      {:ok, types} = Code.Typespec.fetch_types(Shelf)
      assert [opaque: {:t, _, []}] = types
    end

    test "is made on a dirty I/O scheduler out of a path, and on a dirty CPU scheduler otherwise" do
      assert {:docs_v1, _, _, _, _, _, docs} = Code.fetch_docs(Store)

      for {name, arity, remark} <- [
            {:load_shelf, 1, "It runs on a dirty I/O scheduler."},
            {:new_shelf, 1, nil},
            {:names, 1, nil},
            {:lines, 1, "It runs on a dirty I/O scheduler."},
            {:size, 1, "It runs on a normal scheduler."}
          ] do
        {_, _, _, %{"en" => doc}, _} = List.keyfind(docs, {:function, name, arity}, 0)
        remarks = for remark <- Regex.run(~r/It runs on .*?\./, doc) || [], do: remark
        assert {name, remarks} == {name, List.wrap(remark)}
      end
    end
  end

  describe "a value that is not a handle" do
    test "is refused before the call, each with its own message" do
      {shelf, catalog} = {shelf([]), catalog([])}

      assert_refused(Store, :names, [
        {shelf.reference,
         "shelf must be #{@shelf}, got: a bare reference (pass the whole %Store.Shelf{} struct)"},
        {catalog, "shelf must be #{@shelf}, got: a %Store.Catalog{} handle"},
        {%Shelf{reference: catalog.reference},
         "shelf must be #{@shelf}, got: a handle with the reference of a %Store.Catalog{} (only Rust creates handles)"},
        {%Shelf{reference: make_ref()},
         "shelf must be #{@shelf}, got: a stale handle (#{@gone})"},
        {%Shelf{reference: reference_of_node(:"there@example.com")},
         "shelf must be #{@shelf}, got: a handle from node there@example.com (a handle works only on the node that created it)"},
        {%Shelf{reference: nil},
         "shelf must be #{@shelf}, got: a handle without a reference (only Rust creates handles)"},
        {Map.put(shelf, :more, 1), "shelf must be #{@shelf}, got: a handle with extra keys"},
        {Map.delete(shelf, :reference),
         "shelf must be #{@shelf}, got: a handle without a reference (only Rust creates handles)"},
        {%Catalog{reference: make_ref()},
         "shelf must be #{@shelf}, got: a %Store.Catalog{} struct"},
        {%{reference: shelf.reference},
         "shelf must be #{@shelf}, got: a map with the key :reference"},
        {{:ok, shelf},
         "shelf must be #{@shelf}, got: {:ok, _} (match on {:ok, handle}, or call the function that ends in !)"},
        {nil, "shelf must be #{@shelf}, got: nil"},
        {"shelf", ~s(shelf must be #{@shelf}, got: "shelf")}
      ])
    end

    test "is found wherever a handle can be, with all the other problems" do
      {shelf, catalog} = {shelf([]), catalog([])}

      assert_refused(Store, :sum, [
        {[shelf, catalog, shelf.reference],
         problems([
           "shelves[1] must be #{@shelf}, got: a %Store.Catalog{} handle",
           "shelves[2] must be #{@shelf}, got: a bare reference (pass the whole %Store.Shelf{} struct)"
         ])}
      ])

      assert_refused(Store, :maybe, [{false, "shelf must be #{@shelf}, got: false"}])

      assert_refused(Store, :echo_pair, [
        {%Store.Pair{left: catalog, right: shelf, catalog: shelf},
         problems([
           "pair.left must be #{@shelf}, got: a %Store.Catalog{} handle",
           "pair.catalog must be a %Store.Catalog{} handle, got: a %Store.Shelf{} handle"
         ])}
      ])

      assert_refused(Store, :echo_list, [
        {[{"a", 1}], "elem(shelves[0], 1) must be #{@shelf}, got: 1"}
      ])

      assert_refused(Store, :echo_map, [
        {%{"a" => shelf},
         ~s(shelves["a"] must be a %Store.Catalog{} handle, got: a %Store.Shelf{} handle)}
      ])

      assert message(Store.put(catalog, %{id: 1})) =~
               ~r/\A2 problems in the arguments:\n  \* shelf must be .*\n  \* item must be a %Store.Item{} struct/
    end

    @tag :tmp_dir
    test "is a handle that was kept over a restart of the VM", %{tmp_dir: tmp_dir} do
      kept = Path.join(tmp_dir, "handle")

      assert {"", 0} =
               RustInElixir.KindsProject.elixir("""
               shelf = Store.new_shelf!([])
               File.write!(#{inspect(kept)}, :erlang.term_to_binary(shelf))
               """)

      read = """
      shelf = #{inspect(kept)} |> File.read!() |> :erlang.binary_to_term()
      {:error, error} = Store.names(shelf)
      IO.write(Exception.message(error))
      """

      message = "shelf must be #{@shelf}, got: a stale handle (#{@gone})"
      assert RustInElixir.KindsProject.elixir(read) == {message, 0}
    end
  end

  describe "a call that has a resource to itself" do
    test "gets it by one handle only" do
      {shelf, other, catalog} = {shelf(["a"]), shelf(["b"]), catalog([])}
      gathers = "a different handle than into, which gather/6 changes, got: the same handle"

      for {result, message} <- [
            {Store.swap(shelf, shelf),
             "b must be a different handle than a, which swap/2 changes, got: the same handle"},
            {Store.move_all(shelf, shelf),
             "from must be a different handle than into, which move_all/2 changes, got: the same handle"},
            {Store.gather(shelf, shelf, [other, shelf], shelf, catalog, Store.new_counter!()),
             problems([
               "from must be #{gathers}",
               "others[1] must be #{gathers}",
               "maybe must be #{gathers}"
             ])},
            {Store.put_pair(shelf, %Store.Pair{left: other, right: shelf}),
             "pair.right must be a different handle than into, which put_pair/2 changes, got: the same handle"}
          ] do
        assert message(result) == message
      end

      assert {:error, %ValidationError{errors: [%{code: :same_handle, path: [:b]}]}} =
               Store.swap(shelf, shelf)

      assert Store.names!(shelf) == ["a"]
    end

    test "takes what only looks like a handle for a term" do
      {shelf, other} = {shelf([]), shelf(["a"])}

      for note <- [shelf, [1 | 2], %{shelf: shelf}] do
        assert {:ok, _} = Store.put_parcel(shelf, %Store.Parcel{shelf: other, note: note})
      end

      assert Store.names!(shelf) == ["a", "a", "a"]
    end

    test "finds a handle that it has locked already in another resource, and does not wait for it" do
      {shelf, registry} = {shelf(["a"]), Store.new_registry!()}
      Store.register!(registry, "other", shelf(["b", "c"]))
      assert Store.total(shelf, registry) == {:ok, 3}
      Store.register!(registry, "same", shelf)

      assert Store.total(shelf, registry) ==
               {:error,
                %Store.StoreError{message: "it is locked, and waiting for it could deadlock"}}
    end

    # How long that takes, `bench/run` says.
    @tag :extended
    test "locks a hundred thousand handles" do
      shelves = for _ <- 1..100_000, do: shelf(["a"])
      assert Store.sum!(shelves) == 100_000
    end

    test "may get others twice" do
      {into, shelf, catalog, counter} =
        {shelf([]), shelf(["a"]), catalog(["c"]), Store.new_counter!()}

      assert Store.gather(into, shelf, [shelf, shelf], shelf, catalog, counter) == {:ok, 5}
      assert Store.gather(into, shelf, [], nil, catalog, counter) == {:ok, 7}
      assert Store.names!(into) == ~w(a a a a c a c)
      assert Store.value!(counter) == 7
    end

    test "waits for the others, and they for it" do
      shelf = shelf([])
      task = Task.async(fn -> Store.put_slowly!(shelf, item("slow"), 200) end)
      Process.sleep(50)
      assert Store.names!(shelf) == ["slow"]
      assert Task.await(task, :infinity) == :ok
    end

    test "gets an error for a handle in a struct that it has locked already, instead of waiting forever" do
      shelf = shelf(["a"])
      pair = %Store.Pair{left: shelf, right: shelf}

      assert {:error, %Store.StoreError{message: message}} = Store.pair_names(pair)
      assert message == "it is locked, and waiting for it could deadlock"
      assert Store.names!(shelf) == ["a"]
    end
  end

  describe "a handle whose value is gone" do
    test "is closed for every call" do
      {shelf, other} = {shelf(["a"]), shelf(["b"])}
      assert Store.empty(shelf) == {:ok, [item("a")]}

      why = "it is closed because an earlier call took its value; create a new one"

      for {call, function, parameter} <- [
            {fn -> Store.names(shelf) end, "names/1", "shelf"},
            {fn -> Store.put(shelf, item("b")) end, "put/2", "shelf"},
            {fn -> Store.put_checked(shelf, item("b")) end, "put_checked/2", "shelf"},
            {fn -> Store.empty(shelf) end, "empty/1", "shelf"},
            {fn -> Store.close(shelf) end, "close/1", "shelf"},
            {fn -> Store.maybe(shelf) end, "maybe/1", "shelf"},
            {fn -> Store.sum([other, shelf]) end, "sum/1", "shelves"},
            {fn -> Store.same(other, shelf) end, "same/2", "right"},
            {fn -> Store.move_all(other, shelf) end, "move_all/2", "from"},
            {fn -> Store.taken_items(shelf) end, "taken_items/1", "shelf"},
            {fn -> Store.shelf_names(shelf) end, "shelf_names/1", "shelf"},
            {fn -> Store.same_shelf(shelf) end, "same_shelf/1", "shelf"},
            {fn -> Store.register(Store.new_registry!(), "a", shelf) end, "register/3", "shelf"},
            {fn -> Store.keep_all(Store.new_registry!(), [other], shelf) end, "keep_all/3",
             "shelf"},
            {fn -> Store.keep_all(Store.new_registry!(), [shelf], other) end, "keep_all/3",
             "shelves"}
          ] do
        error = %ResourceError{function: function, parameter: parameter, reason: :closed}
        assert call.() == {:error, error}
        assert Exception.message(error) == "#{function} cannot use #{parameter}: #{why}"
      end

      assert_raise ResourceError, "names/1 cannot use shelf: #{why}", fn ->
        Store.names!(shelf)
      end

      assert_raise ResourceError, fn -> Store.empty!(shelf) end

      # Values that were not taken are unchanged.
      assert Store.names!(other) == ["b"]

      assert Store.pair_names(%Store.Pair{left: other, right: shelf}) ==
               {:error,
                %Store.StoreError{message: "it is closed because an earlier call took its value"}}

      assert Store.move_all(other, shelf(["c"])) == {:ok, 2}
      assert Store.close(other) == :ok
      assert Store.empty(shelf([])) == {:error, "it was empty"}
    end

    test "is poisoned by a panic while it was changed, and no other one is" do
      {shelf, other} = {shelf(["a"]), shelf(["b"])}
      assert %PanicError{reason: "1 items"} = catch_error(Store.fail_reading(shelf))
      assert Store.names!(shelf) == ["a"]

      assert %PanicError{function: "fail/1", reason: "half done"} = catch_error(Store.fail(shelf))
      error = %ResourceError{function: "names/1", parameter: "shelf", reason: :poisoned}
      assert Store.names(shelf) == {:error, error}

      assert Exception.message(error) ==
               "names/1 cannot use shelf: it is poisoned because a call panicked while using it; create a new one"

      assert {:error, %ResourceError{reason: :poisoned}} = Store.close(shelf)

      assert_raise ResourceError, ~r"\Astocked\?/1 cannot use shelf: ", fn ->
        Store.stocked?(shelf)
      end

      assert {:error, %ResourceError{reason: :poisoned, parameter: "left"}} =
               Store.same(shelf, other)

      assert Store.put(other, item("c")) == :ok
      assert Store.names!(other) == ["b", "c"]
    end

    test "is poisoned by any panic under a mutex" do
      session = Store.new_session!("a")
      assert %PanicError{} = catch_error(Store.fail_session(session))
      assert {:error, %ResourceError{reason: :poisoned}} = Store.session_name(session)
      assert Store.session_name(Store.new_session!("b")) == {:ok, "b"}
    end
  end

  test "an error that is one of several exceptions is raised as it is" do
    other = %Store.OtherError{code: 3}
    assert Store.fail_either(3) == {:error, other}
    assert assert_raise(Store.OtherError, fn -> Store.fail_either!(3) end) == other
    assert_raise Store.StoreError, "no code", fn -> Store.fail_either!(nil) end
    assert_raise ValidationError, fn -> Store.fail_either!(256) end
  end

  describe "hooks" do
    setup do
      Enum.each(Process.list(), &:erlang.garbage_collect/1)
      Process.sleep(50)
      Store.events!()
      :ok
    end

    test "on_drop gets the value when the last handle is gone" do
      run(fn ->
        Store.new_session!("first") |> Store.rename!("renamed")
        lease = Store.lease!("second")
        send(self(), lease)
      end)

      assert "session renamed dropped" in events(4)
    end

    test "monitor reports the end of the creating process, and of no other" do
      test = self()

      run(fn -> send(test, {:handles, [Store.new_session!("mine") | Store.leases!(~w(a b))]}) end)
      assert_receive {:handles, [%Session{} = session | leases]}
      assert events(3) == ["lease a down", "lease b down", "session mine down"]

      # A process that only uses a handle is not monitored.
      run(fn -> Store.rename!(session, "still there") end)
      assert Store.events!() == []
      assert Store.session_name(session) == {:ok, "still there"}
      assert Enum.map(leases, &Store.lease_name!/1) == ["a", "b"]
    end

    test "on_drop gets the value even where the function behind monitor panics" do
      run(fn -> Store.trap!("one") end)
      assert events(1) == ["trap one dropped"]
    end

    test "monitor waits for the lock on its own thread" do
      # A call that holds the lock for longer has to tell a busy machine from a blocked scheduler.
      assert Enum.any?([500, 5_000, 50_000], &schedulers_answer_while_locked?/1)
    end
  end

  defp schedulers_answer_while_locked?(milliseconds) do
    test = self()

    maker =
      spawn(fn ->
        send(test, Store.new_session!("held"))
        Process.sleep(:infinity)
      end)

    assert_receive %Session{} = session
    holder = Task.async(fn -> Store.hold!(session, milliseconds) end)
    assert events(1) == ["session held held"]
    Process.exit(maker, :kill)
    Process.sleep(100)

    for scheduler <- 1..:erlang.system_info(:schedulers_online) do
      :erlang.spawn_opt(fn -> send(test, {:answers, scheduler}) end, scheduler: scheduler)
      assert_receive {:answers, ^scheduler}, 120_000
    end

    early = Store.events!()
    locked? = Process.alive?(holder.pid)
    if locked?, do: assert(early == [])
    Task.await(holder, :infinity)
    assert early ++ events(1 - length(early)) == ["session held down"]
    # Up to here there is a handle, so that the value is not dropped.
    assert Store.session_name(session) == {:ok, "held"}
    locked?
  end

  defp shelf(names), do: names |> Enum.map(&item/1) |> Store.new_shelf!()
  defp catalog(names), do: names |> Enum.map(&item/1) |> Store.new_catalog!()
  defp item(name), do: %Item{id: 0, name: name}

  # Runs a function in a process of its own, which is gone afterwards with all that it held.
  defp run(fun) do
    {pid, monitor} = spawn_monitor(fun)
    assert_receive {:DOWN, ^monitor, :process, ^pid, :normal}
  end

  # So many events, in the order of the alphabet; those of different handles come in any order.
  defp events(count, found \\ [], waits \\ 100)
  defp events(count, found, 0), do: flunk("#{count} events expected, got: #{inspect(found)}")

  defp events(count, found, waits) do
    found = found ++ Store.events!()

    if length(found) >= count do
      Enum.sort(found)
    else
      Process.sleep(20)
      events(count, found, waits - 1)
    end
  end

  # A reference as one comes over the network: that of this node, with another name in it.
  defp reference_of_node(node) do
    <<131, 90, count::16, rest::binary>> = :erlang.term_to_binary(make_ref())
    {_own_node, used} = :erlang.binary_to_term(<<131, rest::binary>>, [:used])
    rest = binary_part(rest, used - 1, byte_size(rest) - used + 1)
    <<131, other::binary>> = :erlang.term_to_binary(node)
    :erlang.binary_to_term(<<131, 90, count::16>> <> other <> rest)
  end
end
