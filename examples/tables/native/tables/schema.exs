defmodule Tables.Schema do
  use RustInElixir.Schema, facade: Tables, crate: "tables"

  @moduledoc """
  Tables out of CSV files, which stay in Rust.

  A table is loaded once. What Elixir passes around is a handle of a few bytes; each function reads
  the table where it is, and gives a handle to a new one or something small:

      table = Tables.load_csv!("orders.csv")
      brazil = Tables.filter!(table, "country", "BR")
      Tables.summarize!(brazil)
      #=> %{rows: 316_163, columns: 6, numbers: %{"price" => %{mean: 50.02, ...}, ...}}

  A table never changes, so any number of processes can use one at the same time. To make one out
  of rows that come from somewhere else, fill a `Tables.Draft`.
  """

  # What a table is made of

  @typedoc """
  A table: columns with a name, and rows in their order.

  What a column holds is decided when the table is made: integers if each of its cells is one within
  64 bits, otherwise floats if each is a number, otherwise texts. `007` and `+1` are texts, for they
  are codes more often than numbers. An empty cell is `nil` in any column.
  """
  resource Table

  @typedoc "A cell that is not empty: an integer, a float or a text, as its column is."
  untagged_enum Cell do
    variant :integer, i64
    variant :float, f64
    variant :text, string
  end

  @typedoc "What numbers add up to: an integer for integers, a float for floats."
  untagged_enum Number do
    variant :integer, i128
    variant :float, f64
  end

  # What can go wrong

  @typedoc "A file that cannot be read as a table."
  exception LoadError do
    @doc "Says what is wrong, and where."
    field :message, string
    @doc "The line in the file, from 1; `nil` if the file itself cannot be read."
    field :line, u64 | nil
  end

  @typedoc "A column that the table does not have, or that does not hold numbers where it must."
  exception UnknownColumn do
    @doc "Names the column that was meant, or those that there are."
    field :message, string
    @doc "The name that was asked for."
    field :column, string
  end

  @typedoc "A row or a header that does not make a table."
  exception ShapeError do
    field :message, string
  end

  # From a file

  @doc """
  Loads a CSV file, whose first line is the header.

  It gives a handle, while the table stays in Rust. A line with more or fewer cells than the header
  is an error that names it.

      iex> {:ok, table} = Tables.load_csv("test/data/orders.csv")
      iex> Tables.column_names(table)
      {:ok, ["order", "country", "product", "quantity", "price"]}

      iex> {:error, error} = Tables.load_csv("no/such/file.csv")
      iex> Exception.message(error)
      "no/such/file.csv cannot be read: No such file or directory (os error 2)"
  """
  nif load_csv(path :: path) :: {:ok, Table} | {:error, LoadError}

  @doc """
  Reads a CSV file line by line, and keeps none of it: the file may be larger than the memory.

  Each line is `{:ok, cells}`, all of them texts, the header being the first. A line that cannot be
  read is `{:error, error}` in its place, and the lines behind it follow.

      iex> {:ok, lines} = Tables.read_csv("test/data/orders.csv")
      iex> Enum.take(lines, 2)
      [
        ok: ["order", "country", "product", "quantity", "price"],
        ok: ["1", "BR", "coffee", "2", "19.9"]
      ]
  """
  nif read_csv(path :: path) ::
        {:ok, stream({:ok, [string]} | {:error, LoadError})} | {:error, LoadError},
      schedule: :dirty_io

  # From a table to another

  @doc """
  The rows in which a column has a value, as a new table.

  Numbers are compared as numbers, so that `2` finds `2.0`; a text is never equal to one. `nil`
  finds the empty cells.

      iex> table = Tables.load_csv!("test/data/orders.csv")
      iex> {:ok, brazil} = Tables.filter(table, "country", "BR")
      iex> Tables.summarize!(brazil).rows
      2

      iex> table = Tables.load_csv!("test/data/orders.csv")
      iex> {:error, error} = Tables.filter(table, "contry", "BR")
      iex> Exception.message(error)
      ~s(the table has no column "contry"; did you mean "country"?)
  """
  nif filter(table :: Table, column :: string, value :: Cell | nil) ::
        {:ok, Table} | {:error, UnknownColumn}

  @doc """
  Each row of one table beside each row of the other that has the same value in a column.

  Both tables have the column, and the new one has it once. Where another name is in both, the
  right one gets `_right` behind it. An empty cell is equal to nothing. Rows come in the order of
  the left table.

      iex> orders = Tables.load_csv!("test/data/orders.csv")
      iex> countries = Tables.load_csv!("test/data/countries.csv")
      iex> {:ok, joined} = Tables.join(orders, countries, "country")
      iex> joined |> Tables.rows!() |> Enum.at(0)
      [1, "BR", "coffee", 2, 19.9, "Brazil"]

  A value that is in many rows of both makes as many rows as the one number times the other. Where
  a column has few values in many rows this outgrows any memory, and takes the VM with it.
  """
  nif join(left :: Table, right :: Table, column :: string) ::
        {:ok, Table} | {:error, UnknownColumn}

  # From a table to something small

  @typedoc "The rows that have the same value in a column."
  struct Group do
    @doc "The value; `nil` for the rows in which the cell is empty."
    field :key, Cell | nil
    @doc "How many rows."
    field :rows, u64
    @doc "What the other column adds up to in them; empty cells count as nothing."
    field :sum, Number
  end

  @doc """
  Adds up a column of numbers for each value of another column.

  Groups come in the order in which their values first appear.

      iex> table = Tables.load_csv!("test/data/orders.csv")
      iex> {:ok, [brazil | _others]} = Tables.group(table, "country", "quantity")
      iex> brazil
      %Tables.Group{key: "BR", rows: 2, sum: 7}

      iex> table = Tables.load_csv!("test/data/orders.csv")
      iex> {:error, error} = Tables.group(table, "product", "country")
      iex> Exception.message(error)
      ~s(the table has no column of numbers "country"; there are "order", "quantity", "price")
  """
  nif group(table :: Table, by :: string, sum :: string) ::
        {:ok, [Group]} | {:error, UnknownColumn}

  @typedoc "The numbers of a column, in brief. Without any, all but the count is `nil`."
  map Numbers do
    @doc "How many cells are not empty."
    field :count, u64
    @doc "The least of them."
    field :min, Number | nil
    @doc "The greatest of them."
    field :max, Number | nil
    @doc "Their arithmetic mean."
    field :mean, f64 | nil
  end

  @typedoc "A table in brief."
  map Summary do
    @doc "How many rows, the header not being one."
    field :rows, u64
    @doc "How many columns, of any kind."
    field :columns, u64
    @doc "The columns of numbers, by their names."
    field :numbers, %{string => Numbers}
  end

  @doc """
  Says how large a table is, and what its columns of numbers hold.

      iex> table = Tables.load_csv!("test/data/orders.csv")
      iex> {:ok, summary} = Tables.summarize(table)
      iex> {summary.rows, summary.columns, summary.numbers["quantity"]}
      {5, 5, %{count: 5, min: 1, max: 5, mean: 2.6}}
  """
  nif summarize(table :: Table) :: Summary

  @doc """
  The names of the columns, in the order of the cells in a row.

      iex> table = Tables.load_csv!("test/data/countries.csv")
      iex> Tables.column_names!(table)
      ["country", "name"]
  """
  nif column_names(table :: Table) :: [string]

  # Rows

  @doc """
  The rows of a table, one after the other, each as the list of its cells.

  They are fetched in chunks as they are asked for, so that a table of any size takes no more of
  Elixir's memory than a chunk.

      iex> table = Tables.load_csv!("test/data/orders.csv")
      iex> table |> Tables.rows!() |> Stream.map(&List.last/1) |> Enum.take(3)
      [19.9, 4.5, nil]

  With their names, the cells of a row make a map: `Map.new(Enum.zip(names, row))`.
  """
  nif rows(table :: Table) :: stream([Cell | nil])

  @doc """
  Some rows of a table, as a list: at most `count`, from the row `from` on, the first being 0.

      iex> table = Tables.load_csv!("test/data/countries.csv")
      iex> Tables.slice(table, 1, 10)
      {:ok, [["FR", "France"], ["NO", "Norway"]]}
  """
  nif slice(table :: Table, from :: u64, count :: u64) :: [[Cell | nil]]

  # A table row by row

  @typedoc """
  A table that is being written.

  It may be filled by several processes, one row at a time. `finish/1` closes it: every later call
  with it gives `{:error, %Tables.Rust.ResourceError{reason: :closed}}`.
  """
  resource Draft

  @doc """
  Begins a table with these columns.

      iex> draft = Tables.new_draft!(["country", "name"])
      iex> :ok = Tables.append(draft, ["PT", "Portugal"])
      iex> {:ok, table} = Tables.finish(draft)
      iex> table |> Tables.rows!() |> Enum.to_list()
      [["PT", "Portugal"]]

      iex> {:error, error} = Tables.new_draft(["country", "country"])
      iex> Exception.message(error)
      ~s(the column "country" is there twice)
  """
  nif new_draft(columns :: [string]) :: {:ok, Draft} | {:error, ShapeError}

  @doc """
  Adds a row behind the others, as texts in the order of the columns; `""` is an empty cell.

  What the columns hold is found out when the draft is finished. Each row costs a call of some
  microseconds, while a million rows are loaded from a file in a fraction of a second.

      iex> draft = Tables.new_draft!(["country", "name"])
      iex> {:error, error} = Tables.append(draft, ["PT"])
      iex> Exception.message(error)
      "a row must have as many cells as there are columns (2), got: 1"
  """
  nif append(draft :: mut(Draft), row :: [string]) :: :ok | {:error, ShapeError}

  @doc """
  Makes a table of all rows so far, and closes the draft.

      iex> draft = Tables.new_draft!(["country", "name"])
      iex> %Tables.Table{} = Tables.finish!(draft)
      iex> {:error, error} = Tables.append(draft, ["PT", "Portugal"])
      iex> error.reason
      :closed
  """
  nif finish(draft :: take(Draft)) :: Table
end
