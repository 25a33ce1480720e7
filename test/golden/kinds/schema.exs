defmodule Demo.Kinds.Schema do
  use RustInElixir.Schema, facade: Demo.Kinds, crate: "demo_kinds", loader: :rust_in_elixir

  @moduledoc "One type of each kind."

  @typedoc "How a column is aligned."
  unit_enum Alignment, [:left, :center, :right]

  @typedoc "What happened."
  tagged_enum Event do
    @doc "Nothing yet."
    variant :loading
    variant :moved, i64, i64
    variant :resized, %{width: u32, height: u32 | nil}
  end

  untagged_enum Key do
    variant :id, u64
    variant :name, string
  end

  @typedoc "A point on a grid."
  struct Point do
    @doc "To the right."
    field :x, i64, default: 0
    field :y, i64, default: 0
  end

  map Delta do
    field :x, i64
    field :scale, f64, default: 1.5
  end

  tuple Size do
    field :width, u32
    field :height, u32
  end

  record Reading, :reading do
    field :at, u64
    field :value, f64
  end

  exception RenderError do
    field :message, string
    field :line, u64
  end

  options RenderOptions do
    @doc "How many columns."
    field :width, u32, default: 80
    field :align, Alignment | nil
    field :origin, Point, default: %{x: 1}
  end

  @typedoc "A name in a URL."
  newtype Slug, string, trim: true, min_length: 1, max_length: 20, format: "^[a-z0-9-]+$"
  newtype Percent, f64, min: 0.0, max: 100.0
  newtype Secret, string, redact: true, min_length: 8
  newtype Level, i64, in: [1, 2, 4]

  custom Even, integer(),
    rust: "crate::Even",
    validate: &Demo.Checks.even/1,
    cast: &Demo.Checks.cast_even/1

  @typedoc "A tree that is as deep as the stack allows."
  tagged_enum Tree do
    variant :leaf
    variant :node, Tree, i64, Tree
  end

  struct Parcel, cast: true do
    field :slug, Slug
    field :price, Percent
    field :align, Alignment
    field :key, Key | nil
    field :even, Even, default: 2
    field :pin, Secret, redact: true
  end

  nif align(alignment :: Alignment, level :: Level) :: Alignment
  nif replay(events :: [Event], keys :: %{string => Key}) :: {:ok, Event} | {:error, Event}

  @doc "Moves a point."
  nif move(point :: Point, delta :: Delta) :: Point

  nif measure(size :: Size, reading :: Reading) :: {Size, Reading}, schedule: :normal
  nif render(text :: string, options :: RenderOptions) :: {:ok, string} | {:error, RenderError}
  nif insert(tree :: Tree, value :: i64) :: Tree
  nif empty?(tree :: Tree) :: bool
  nif send_parcel(parcel :: Parcel, even :: Even) :: :ok | {:error, string}
  nif read(delta :: Delta, keys :: [Key]) :: Key, cast: true
end
