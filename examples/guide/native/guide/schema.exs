defmodule Guide.Schema do
  use RustInElixir.Schema, facade: Guide, crate: "guide", double: true

  @moduledoc """
  The patterns of the guide "Rust In Elixir", each behind one validated function.
  """

  # Maps, with atom keys and with those of JSON

  @typedoc "Where an asset is: the root of its host, and its path there."
  map AssetPath do
    field :root, string
    field :path, string
  end

  @doc """
  Gives the URL of an asset.

      iex> Guide.rewrite_asset_url(%{root: "https://cdn.example.com/", path: "app.css"})
      {:ok, "https://cdn.example.com/app.css"}
  """
  nif rewrite_asset_url(asset_path :: AssetPath) :: string

  @doc """
  Gives the URL of an asset, and takes decoded JSON as well.

      iex> Guide.rewrite_json_asset_url(%{"root" => "https://cdn.example.com/", "path" => "app.css"})
      {:ok, "https://cdn.example.com/app.css"}
  """
  nif rewrite_json_asset_url(asset_path :: AssetPath) :: string, cast: true

  # Enums

  @typedoc "How a text is aligned."
  unit_enum Alignment, [:left, :center, :right]

  # Three arms of a match always end within a millisecond, which is what `:normal` promises.
  @doc """
  Gives the CSS class of an alignment.

      iex> Guide.align(:left)
      {:ok, "text-left"}
  """
  nif align(alignment :: Alignment) :: string, schedule: :normal

  @typedoc "Something that happens to a user interface."
  tagged_enum UiEvent do
    variant :loading
    @doc "Carries the path to go to."
    variant :redirect, string
    @doc "Carries the new size, in pixels."
    variant :resize, %{width: u32, height: u32}
  end

  @doc """
  Puts an event into words.

      iex> Guide.render_event({:resize, %{width: 800, height: 600}})
      {:ok, "resize to 800x600"}
  """
  nif render_event(event :: UiEvent) :: string

  @typedoc "Something to look up, by number or by name."
  untagged_enum Input do
    variant :id, u64
    variant :name, string
  end

  @doc """
  Says which kind of input this is.

      iex> Guide.describe_input(123)
      {:ok, "id=123"}
  """
  nif describe_input(input :: Input) :: string

  # Structs and plain maps

  @typedoc "A point on a grid."
  struct Point do
    field :x, i64, default: 0
    field :y, i64, default: 0
  end

  @typedoc "How far to move, along each axis."
  map Delta do
    field :x, i64
    field :y, i64
  end

  @doc """
  Moves a point.

      iex> Guide.move_point(%Guide.Point{x: 2, y: 3}, %{x: 10, y: 20})
      {:ok, %Guide.Point{x: 12, y: 23}}

  A point beyond 64 bits is a panic in Rust, and so a `Guide.Rust.PanicError` here.
  """
  nif move_point(point :: Point, delta :: Delta) :: Point

  # Types with rules of their own

  @typedoc "A text that is more than white space."
  newtype NonEmptyString, string, trim: true, min_length: 1

  @doc """
  Takes away the white space around a name.

      iex> Guide.normalize_name(" elixir ")
      {:ok, "elixir"}
  """
  nif normalize_name(name :: NonEmptyString) :: NonEmptyString

  @typedoc "The same as `Guide.NonEmptyString`, with a decoder, an encoder and a validator by hand."
  custom Name, String.t(), rust: "crate::name::Name", validate: &Guide.NameRule.validate/1

  @doc """
  Takes away the white space around a name, as `normalize_name/1` does.

      iex> Guide.normalize_custom_name(" elixir ")
      {:ok, "elixir"}
  """
  nif normalize_custom_name(name :: Name) :: Name

  # The facade as the public API

  newtype HeadingLevel, u8, min: 1, max: 6

  @typedoc "How Markdown becomes HTML."
  options HtmlOptions do
    @doc "Whether tables are read as such."
    field :tables, bool, default: true
    @doc "Whether HTML in the Markdown stays HTML; it is shown as text otherwise."
    field :raw_html, bool, default: false
    @doc "The level of the outermost heading."
    field :top_heading, HeadingLevel, default: 1
  end

  @doc """
  Turns Markdown into HTML.

      iex> Guide.to_html("# Hello", top_heading: 2)
      {:ok, "<h2>Hello</h2>\\n"}
  """
  nif to_html(markdown :: string, opts :: HtmlOptions) :: string

  # Errors, and blocking work

  @typedoc "A file that cannot be read."
  exception ReadError do
    field :message, string
    field :path, path
  end

  @doc "Reads a Markdown file, which waits for the disk and so has a scheduler for that."
  nif read_markdown(path :: path) :: {:ok, string} | {:error, ReadError}, schedule: :dirty_io
end
