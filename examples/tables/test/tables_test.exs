defmodule TablesTest do
  use ExUnit.Case, async: true

  alias Tables.{Draft, Group, LoadError, ShapeError, Table}
  alias Tables.Rust.{PanicError, ResourceError}
  alias Tables.UnknownColumn

  doctest Tables

  @orders "test/data/orders.csv"
  @countries "test/data/countries.csv"

  # More rows than the facade fetches at once.
  @many 1_200

  setup_all do
    %{orders: Tables.load_csv!(@orders), countries: Tables.load_csv!(@countries)}
  end

  test "a file is loaded, filtered and summarised without a row in Elixir" do
    table = Tables.load_csv!(@orders)
    assert %Table{} = filtered = Tables.filter!(table, "country", "BR")

    assert Tables.summarize!(filtered) == %{
             rows: 2,
             columns: 5,
             numbers: %{
               "order" => %{count: 2, min: 1, max: 4, mean: 2.5},
               "quantity" => %{count: 2, min: 2, max: 5, mean: 3.5},
               "price" => %{count: 2, min: 18.0, max: 19.9, mean: 18.95}
             }
           }
  end

  describe "a handle" do
    test "says what it leads to, and nothing of what is there", %{orders: orders} do
      assert inspect(orders) =~ ~r/^#Tables\.Table<[\d.]+>$/
      assert inspect(Tables.new_draft!(["a"])) =~ ~r/^#Tables\.Draft<[\d.]+>$/
    end

    test "comes out of another one as often as it takes", %{orders: orders} do
      orders = orders |> Tables.filter!("country", "FR") |> Tables.filter!("product", "coffee")
      assert rows(orders) == [[5, "FR", "coffee", 2, 21.25]]
    end

    test "leaves the table that it came from as it was", %{orders: orders} do
      before = rows(orders)
      Tables.filter!(orders, "country", "BR")
      Tables.join!(orders, orders, "country")
      assert rows(orders) == before
    end

    test "is used by many processes at the same time", %{orders: orders} do
      counts =
        1..20
        |> Task.async_stream(fn _ -> Tables.summarize!(orders).rows end)
        |> Enum.map(fn {:ok, rows} -> rows end)

      assert counts == List.duplicate(5, 20)
    end

    test "outlives the process that made it" do
      table = Task.await(Task.async(fn -> Tables.load_csv!(@countries) end))
      assert Tables.column_names!(table) == ["country", "name"]
    end

    test "is what a function asks for", %{orders: orders} do
      expected = "table must be a %Tables.Table{} handle, got: "
      draft = Tables.new_draft!(["a"])

      assert message(Tables.summarize(draft)) == expected <> "a %Tables.Draft{} handle"
      assert message(Tables.summarize(nil)) == expected <> "nil"

      assert message(Tables.summarize(orders.reference)) ==
               expected <>
                 "a bare reference (pass the whole %Tables.Table{} struct)"

      assert message(Tables.summarize(%Table{reference: make_ref()})) ==
               expected <>
                 "a stale handle " <>
                 "(it is from another VM, or from before the library was loaded again; create a new one)"

      assert message(Tables.append(orders, ["1"])) ==
               "draft must be a %Tables.Draft{} handle, got: a %Tables.Table{} handle"
    end
  end

  describe "load_csv" do
    @describetag :tmp_dir

    test "finds out what each column holds", %{tmp_dir: tmp_dir} do
      path =
        file(tmp_dir, """
        integer,float,mixed,code,text,nothing
        1,0.5,1,007,a,
        -2,1e3,2.5,+1,,
        """)

      assert rows(Tables.load_csv!(path)) == [
               [1, 0.5, 1.0, "007", "a", nil],
               [-2, 1000.0, 2.5, "+1", nil, nil]
             ]
    end

    test "takes quotes, CRLF and a byte order mark", %{tmp_dir: tmp_dir} do
      path = file(tmp_dir, ~s(\uFEFFid,name\r\n1,"Grün, ""KG""\nand sons"\r\n))
      table = Tables.load_csv!(path)

      assert Tables.column_names!(table) == ["id", "name"]
      assert rows(table) == [[1, ~s(Grün, "KG"\nand sons)]]
    end

    test "takes a file with a header only", %{tmp_dir: tmp_dir} do
      table = Tables.load_csv!(file(tmp_dir, "a,b\n"))

      assert rows(table) == []
      assert Tables.summarize!(table) == %{rows: 0, columns: 2, numbers: %{}}
    end

    test "names the line that does not fit", %{tmp_dir: tmp_dir} do
      for {content, line, message} <- [
            {"a,b\n1,2\n3\n", 3,
             "a row must have as many cells as there are columns (2), got: 1"},
            {"a,b\n1,\xFF\n", 2, "cell 2 is not valid UTF-8"},
            {"a,a\n", 1, ~s(the column "a" is there twice)},
            {"", 1, "a table must have a column"}
          ] do
        path = file(tmp_dir, content)
        expected = "#{path}, line #{line}: #{message}"

        assert Tables.load_csv(path) ==
                 {:error, %LoadError{message: expected, line: line}}

        assert_raise LoadError, expected, fn -> Tables.load_csv!(path) end
      end
    end

    test "says why a file cannot be read", %{tmp_dir: tmp_dir} do
      path = Path.join(tmp_dir, "missing.csv")

      assert message(Tables.load_csv(path)) ==
               "#{path} cannot be read: No such file or directory (os error 2)"

      assert message(Tables.load_csv(tmp_dir)) ==
               "#{tmp_dir} cannot be read: Is a directory (os error 21)"
    end

    test "takes a path" do
      assert message(Tables.load_csv(:orders)) ==
               ~s[path must be a path (a binary), got: :orders (an atom; write "orders")]
    end
  end

  describe "filter" do
    test "compares numbers as numbers", %{orders: orders} do
      for {column, value, found} <- [
            {"quantity", 2, [1, 5]},
            {"quantity", 2.0, [1, 5]},
            {"price", 18, [4]},
            {"price", nil, [3]},
            {"quantity", "2", []},
            {"country", 2, []},
            {"country", "SE", []}
          ] do
        assert ids(Tables.filter!(orders, column, value)) == found
      end
    end

    test "leaves a table without rows a table", %{orders: orders} do
      none = Tables.filter!(orders, "country", "SE")

      assert rows(none) == []
      assert Tables.column_names!(none) == Tables.column_names!(orders)

      assert Tables.summarize!(none).numbers["price"] ==
               %{count: 0, min: nil, max: nil, mean: nil}
    end

    test "says which column was meant, or which there are", %{orders: orders} do
      assert {:error, %UnknownColumn{column: "Country"} = error} =
               Tables.filter(orders, "Country", "BR")

      assert error.message == ~s(the table has no column "Country"; did you mean "country"?)

      listed = ~s("order", "country", "product", "quantity", "price")
      expected = ~s(the table has no column "city"; there are #{listed})
      assert_raise UnknownColumn, expected, fn -> Tables.filter!(orders, "city", "BR") end
    end

    test "tells every wrong argument at once", %{orders: orders} do
      assert message(Tables.filter(orders, :country, ["BR"])) == """
             2 problems in the arguments:
               * column must be a UTF-8 string, got: :country (an atom; write "country")
               * value must be one of i64, f64, string, got: a list\
             """
    end
  end

  describe "join" do
    test "has a row for each pair", %{orders: orders, countries: countries} do
      joined = Tables.join!(countries, orders, "country")

      assert Tables.column_names!(joined) ==
               ["country", "name", "order", "product", "quantity", "price"]

      assert for([country, _, order | _] <- rows(joined), do: {country, order}) ==
               [{"BR", 1}, {"BR", 4}, {"FR", 2}, {"FR", 5}, {"NO", 3}]
    end

    test "takes the same handle twice", %{countries: countries} do
      joined = Tables.join!(countries, countries, "country")

      assert Tables.column_names!(joined) == ["country", "name", "name_right"]
      assert hd(rows(joined)) == ["BR", "Brazil", "Brazil"]
    end

    test "has no row for an empty cell", %{orders: orders} do
      assert ids(Tables.join!(orders, orders, "price")) == [1, 2, 4, 5]
    end

    test "says which of the tables lacks the column", %{orders: orders, countries: countries} do
      listed = ~s("order", "country", "product", "quantity", "price")

      assert message(Tables.join(orders, countries, "name")) ==
               ~s(the left table has no column "name"; there are #{listed})

      assert message(Tables.join(orders, countries, "price")) ==
               ~s(the right table has no column "price"; there are "country", "name")
    end
  end

  describe "group" do
    test "adds up in the order of the first rows", %{orders: orders} do
      assert Tables.group!(orders, "country", "quantity") == [
               %Group{key: "BR", rows: 2, sum: 7},
               %Group{key: "FR", rows: 2, sum: 3},
               %Group{key: "NO", rows: 1, sum: 3}
             ]
    end

    test "adds up floats, and passes over empty cells", %{orders: orders} do
      assert Tables.group!(orders, "quantity", "price") == [
               %Group{key: 2, rows: 2, sum: 41.15},
               %Group{key: 1, rows: 1, sum: 4.5},
               %Group{key: 3, rows: 1, sum: 0.0},
               %Group{key: 5, rows: 1, sum: 18.0}
             ]
    end

    test "has a group for the empty cells", %{orders: orders} do
      assert %Group{key: nil, rows: 1, sum: 3} in Tables.group!(orders, "price", "order")
    end

    test "needs numbers to add up", %{orders: orders} do
      assert message(Tables.group(orders, "product", "country")) ==
               ~s(the table has no column of numbers "country"; ) <>
                 ~s(there are "order", "quantity", "price")

      assert message(Tables.group(orders, "product", "prise")) ==
               ~s(the table has no column "prise"; did you mean "price"?)
    end

    test "gives integers beyond 64 bits" do
      most = 0x7FFF_FFFF_FFFF_FFFF
      table = table(["key", "number"], for(_ <- 1..3, do: ["a", "#{most}"]))

      assert Tables.group!(table, "key", "number") == [
               %Group{key: "a", rows: 3, sum: 3 * most}
             ]
    end

    test "panics where no float is the sum, and the VM lives on" do
      table = table(["key", "number"], [["a", "1.5e308"], ["a", "1.5e308"]])

      error = assert_raise PanicError, fn -> Tables.group!(table, "key", "number") end
      assert error.function == "group/3"
      assert error.reason == "the sum is beyond what a float can be"
      assert error.location =~ ~r{^native/tables/src/table.rs:\d+:\d+$}

      assert Tables.summarize!(table).numbers["number"].mean == 1.5e308
    end
  end

  describe "rows" do
    setup do
      %{many: table(["number"], for(number <- 1..@many, do: ["#{number}"]))}
    end

    test "come in order, over the end of a chunk", %{many: many} do
      assert rows(many) == for(number <- 1..@many, do: [number])
    end

    test "are the same as those of a slice", %{many: many} do
      assert Tables.slice!(many, 0, @many + 1) == rows(many)
      assert Tables.slice!(many, @many - 1, 10) == [[@many]]
      assert Tables.slice!(many, @many, 10) == []

      assert message(Tables.slice(many, -1, 10)) ==
               "from must be an integer within 0..18446744073709551615 (u64), got: -1"
    end

    test "are fetched when they are asked for", %{many: many} do
      for {wanted, fetched} <- [{0, 0}, {1, 1}, {500, 1}, {501, 2}, {@many, 3}] do
        rows = Tables.rows!(many)
        assert chunks_fetched(fn -> Enum.take(rows, wanted) end) == fetched
      end
    end

    test "end where the reader stops", %{many: many} do
      rows = Tables.rows!(many)
      assert Enum.find(rows, fn [number] -> number > 600 end) == [601]
      assert_raise ResourceError, fn -> Enum.take(rows, 1) end
    end

    test "end where the reader fails, whose error it is", %{many: many} do
      rows = Tables.rows!(many)
      assert_raise ArithmeticError, fn -> Enum.each(rows, fn [number] -> number / 0 end) end
      assert_raise ResourceError, fn -> Enum.to_list(rows) end
    end

    test "are read once", %{orders: orders} do
      rows = Tables.rows!(orders)
      assert Enum.count(rows) == 5

      error = assert_raise ResourceError, fn -> Enum.count(rows) end
      assert error == %ResourceError{function: "rows/1", parameter: nil, reason: :read}

      assert Exception.message(error) ==
               "the stream from rows/1 has already been read; call rows/1 for a new one"

      assert Enum.count(Tables.rows!(orders)) == 5
    end

    test "take turns with those of another stream", %{many: many} do
      pairs = Enum.zip(Tables.rows!(many), Tables.rows!(many))
      assert pairs == for(number <- 1..@many, do: {[number], [number]})
    end

    test "need no handle but their own" do
      rows = Tables.rows!(Tables.load_csv!(@countries))
      :erlang.garbage_collect()
      assert Enum.count(rows) == 3
    end
  end

  describe "read_csv" do
    @describetag :tmp_dir

    test "gives every line as texts" do
      assert Enum.to_list(Tables.read_csv!(@countries)) == [
               ok: ["country", "name"],
               ok: ["BR", "Brazil"],
               ok: ["FR", "France"],
               ok: ["NO", "Norway"]
             ]
    end

    test "gives a line that cannot be read in its place", %{tmp_dir: tmp_dir} do
      path = file(tmp_dir, "a,b\n\xFF,1\n2,3,4\n")
      message = "#{path}, line 2: cell 1 is not valid UTF-8"

      assert Enum.to_list(Tables.read_csv!(path)) == [
               ok: ["a", "b"],
               error: %LoadError{message: message, line: 2},
               ok: ["2", "3", "4"]
             ]
    end

    test "reads on while the file is written", %{tmp_dir: tmp_dir} do
      path = file(tmp_dir, for(number <- 1..@many, do: "#{number},some text\n"))
      append = fn -> File.write!(path, "the last,line\n", [:append]) end

      lines =
        path
        |> Tables.read_csv!()
        |> Stream.with_index()
        |> Stream.each(fn {_line, index} -> if index == 0, do: append.() end)
        |> Enum.map(fn {line, _index} -> line end)

      assert length(lines) == @many + 1
      assert List.last(lines) == {:ok, ["the last", "line"]}
    end

    @tag skip: not File.dir?("/proc/self/fd") && "needs /proc to see which files are open"
    test "holds the file until the reader stops", %{tmp_dir: tmp_dir} do
      path = file(tmp_dir, for(number <- 1..@many, do: "#{number}\n"))
      lines = Tables.read_csv!(path)

      assert open?(path)
      assert Enum.take(lines, 1) == [ok: ["1"]]
      refute open?(path)
    end

    test "says at once that there is no file", %{tmp_dir: tmp_dir} do
      path = Path.join(tmp_dir, "missing.csv")

      assert message(Tables.read_csv(path)) ==
               "#{path} cannot be read: No such file or directory (os error 2)"
    end

    test "fills a draft with the lines that are wanted", %{orders: orders} do
      [{:ok, header}] = Enum.take(Tables.read_csv!(@orders), 1)
      draft = Tables.new_draft!(header)

      for {:ok, [_, "FR" | _] = row} <- Tables.read_csv!(@orders), do: Tables.append!(draft, row)

      assert rows(Tables.finish!(draft)) == rows(Tables.filter!(orders, "country", "FR"))
    end
  end

  describe "a draft" do
    test "is changed by a row" do
      draft = Tables.new_draft!(["id", "name"])
      assert Tables.append(draft, ["1", "a"]) == :ok
      assert Tables.append!(draft, ["2", ""]) == :ok
      assert {:ok, %Table{} = table} = Tables.finish(draft)
      assert rows(table) == [[1, "a"], [2, nil]]
    end

    test "is not changed by a row that does not fit" do
      draft = Tables.new_draft!(["id", "name"])
      expected = "a row must have as many cells as there are columns (2), got: 1"

      assert Tables.append(draft, ["1"]) == {:error, %ShapeError{message: expected}}
      assert_raise ShapeError, expected, fn -> Tables.append!(draft, ["1"]) end

      assert message(Tables.append(draft, [1, nil])) == """
             2 problems in the arguments:
               * row[0] must be a UTF-8 string, got: 1
               * row[1] must be a UTF-8 string, got: nil\
             """

      assert rows(Tables.finish!(draft)) == []
    end

    test "has columns of different names" do
      assert message(Tables.new_draft([])) == "a table must have a column"
      assert message(Tables.new_draft(["a", "a"])) == ~s(the column "a" is there twice)
      assert message(Tables.new_draft("a,b")) == ~s(columns must be a list, got: "a,b")
    end

    test "is filled by several processes" do
      draft = Tables.new_draft!(["number"])

      1..200
      |> Task.async_stream(fn number -> Tables.append!(draft, ["#{number}"]) end)
      |> Stream.run()

      numbers = for [number] <- rows(Tables.finish!(draft)), do: number
      assert Enum.sort(numbers) == Enum.to_list(1..200)
    end

    test "is closed when it is finished" do
      %Draft{} = draft = Tables.new_draft!(["a"])
      %Table{} = Tables.finish!(draft)

      why = "it is closed because an earlier call took its value; create a new one"

      for {function, call, call!} <- [
            {"append/2", fn -> Tables.append(draft, ["1"]) end,
             fn -> Tables.append!(draft, ["1"]) end},
            {"finish/1", fn -> Tables.finish(draft) end, fn -> Tables.finish!(draft) end}
          ] do
        assert {:error, %ResourceError{reason: :closed} = error} = call.()
        assert %ResourceError{function: ^function, parameter: "draft"} = error
        assert Exception.message(error) == "#{function} cannot use draft: #{why}"
        assert_raise ResourceError, Exception.message(error), call!
      end
    end
  end

  defp rows(table), do: Enum.to_list(Tables.rows!(table))

  defp ids(table), do: for([id | _] <- rows(table), do: id)

  defp table(names, rows) do
    draft = Tables.new_draft!(names)
    for row <- rows, do: :ok = Tables.append!(draft, row)
    Tables.finish!(draft)
  end

  defp file(folder, content) do
    path = Path.join(folder, "data.csv")
    File.write!(path, content)
    path
  end

  defp open?(path) do
    path = Path.expand(path)
    open = for file <- File.ls!("/proc/self/fd"), do: File.read_link("/proc/self/fd/#{file}")
    {:ok, path} in open
  end

  # How often Rust is asked for rows.
  defp chunks_fetched(run) do
    next = {Tables.Native, :__next_chunk__, 2}
    reader = Task.async(fn -> receive(do: (:read -> run.())) end)

    :erlang.trace_pattern(next, true, [:local])
    :erlang.trace(reader.pid, true, [:call])
    send(reader.pid, :read)
    Task.await(reader)
    :erlang.trace_pattern(next, false, [:local])

    delivered = :erlang.trace_delivered(reader.pid)
    count_calls(reader.pid, delivered, 0)
  end

  defp count_calls(pid, delivered, count) do
    receive do
      {:trace, ^pid, :call, _call} -> count_calls(pid, delivered, count + 1)
      {:trace_delivered, ^pid, ^delivered} -> count
    end
  end

  defp message({:error, error}), do: Exception.message(error)
end
