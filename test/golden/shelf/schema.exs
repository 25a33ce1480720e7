defmodule Demo.Shelf.Schema do
  use RustInElixir.Schema,
    facade: Demo.Shelf,
    crate: "demo_shelf",
    loader: :rustler,
    allocator: :system

  @moduledoc "Resources in each way in which they cross, and streams."

  struct Item do
    field :id, u64
    field :name, string
  end

  @typedoc "Items that can be changed, and taken away."
  resource Shelf

  @typedoc "Items that never change."
  resource Catalog, rust: "crate::catalog::Catalog"

  resource Session, lock: :mutex, on_drop: :session_dropped, monitor: true

  struct Pair do
    field :left, Shelf
    field :catalog, Catalog | nil
  end

  exception ShelfError do
    field :message, string
  end

  nif new_shelf(items :: [Item]) :: Shelf
  nif load_shelf(path :: path) :: {:ok, Shelf} | {:error, ShelfError}
  nif stocked?(shelf :: Shelf) :: bool
  nif put(shelf :: mut(Shelf), item :: Item) :: :ok | {:error, ShelfError}
  nif close(shelf :: take(Shelf)) :: {:ok, [Item]} | {:error, string}
  nif move_all(into :: mut(Shelf), from :: take(Shelf), others :: [Shelf]) :: u64
  nif pair(left :: handle(Shelf), catalog :: handle(Catalog)) :: Pair
  nif names(pair :: Pair, shelf :: Shelf | nil) :: [string]
  nif new_catalog(items :: [Item]) :: Catalog
  nif size(catalog :: Catalog) :: u64, schedule: :normal
  nif new_session(name :: string) :: Session
  nif rename(session :: mut(Session), name :: string) :: :ok

  nif items(catalog :: Catalog, prefix :: string) :: stream(Item)

  nif lines(path :: path) :: {:ok, stream(binary)} | {:error, binary},
    schedule: :dirty_io,
    chunk: 3

  nif numbers(texts :: [string]) :: stream({:ok, f64} | {:error, ShelfError}), chunk: 2
  nif taken(shelf :: take(Shelf)) :: stream(Item)

  @doc "Counts the bytes."
  nif weigh(chunks :: stream(binary)) :: u64, chunk: 16

  nif stock(shelf :: Shelf, items :: stream(Item), limit :: u32 | nil) ::
        {:ok, u64} | {:error, ShelfError}

  nif any?(numbers :: stream(packed(f64))) :: bool
end
