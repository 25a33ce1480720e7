defmodule Demo.Journal.Schema do
  use RustInElixir.Schema, facade: Demo.Journal, crate: "demo_journal", double: true

  @moduledoc "A facade with a double."

  newtype Line, string, trim: true, min_length: 1

  struct Entry do
    field :at, u64
    field :line, Line
  end

  options ReadOptions do
    field :limit, u32, default: 100
  end

  resource Journal

  nif open(path :: path) :: {:ok, Journal} | {:error, string}
  nif append(journal :: mut(Journal), entry :: Entry) :: :ok
  nif read(journal :: Journal, options :: ReadOptions) :: stream(Entry)
  nif parse(lines :: [string]) :: stream({:ok, Entry} | {:error, string})
  nif append_all(journal :: Journal, entries :: stream(Entry)) :: {:ok, u64} | {:error, string}
  nif synced?(journal :: Journal) :: bool
  nif version() :: string
end
