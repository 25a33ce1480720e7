defmodule Demo.Links.Schema do
  use RustInElixir.Schema,
    facade: Demo.Links,
    crate: "demo_links",
    loader: :rust_in_elixir,
    double: true

  @moduledoc "Types of other libraries, in each kind that can hold one."

  @typedoc "An address."
  remote Link, URI.t(), as: string, from: &URI.to_string/1, to: &URI.parse/1

  @typedoc "Neither value is a struct."
  remote Level, :low | false,
    as: bool,
    validate: &Demo.Level.validate/1,
    from: &Demo.Level.to_bool/1,
    to: &Demo.Level.from_bool/1

  @typedoc "Represented by other types of the schema."
  remote Route, Demo.Route.t(),
    as: {Link, [Stop]},
    from: &Demo.Route.to_tuple/1,
    to: &Demo.Route.from_tuple/1,
    cast: true

  map Stop do
    field :link, Link
    field :stars, u8, default: 3
  end

  struct Page do
    field :link, Link
    field :names, %{string => Link}, default: %{}
    field :level, Level | nil
    field :route, Route | nil
  end

  tagged_enum Visit do
    variant :none
    variant :went, u8, Link
    variant :noted, %{link: Link, note: string | nil}
  end

  tuple Rated do
    field :home, Home
    field :stars, u8
  end

  newtype Home, Link

  exception Gone do
    field :message, string
    field :link, Link
  end

  resource Shelf

  nif open(page :: Page) :: {:ok, Page} | {:error, Gone}
  nif read(text :: string) :: Link | nil
  nif visit(visit :: Visit, rated :: Rated) :: [{Visit, Rated}]
  nif find(level :: Level | nil) :: :ok | {:error, Level | nil}
  nif route(route :: Route) :: Route
  nif all(texts :: [string]) :: stream(Link)
  nif checked(texts :: [string]) :: {:ok, stream({:ok, Link} | {:error, Gone})} | {:error, Gone}
  nif clear(shelf :: take(Shelf)) :: {:ok, u8} | {:error, Link}
end
