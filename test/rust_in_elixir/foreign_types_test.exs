defmodule RustInElixir.ForeignTypesTest do
  @moduledoc """
  Two boundaries that name types of each other: both crates are built, and values of one go into the other. Then what becomes of
  one when the other changes.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Breaking, KindsProject, Page, Plan, Project, TemporaryProject}
  alias RustInElixir.Plan.{Cache, Sync, Umbrella}

  @pricing "native/demo_pricing/schema.exs"
  @orders "native/demo_orders/schema.exs"

  @schemas %{
    @pricing => """
    defmodule Demo.Pricing.Schema do
      use RustInElixir.Schema, facade: Demo.Pricing, crate: "demo_pricing", loader: :rust_in_elixir

      @typedoc "A number of units, each of them ten to the power of the exponent."
      struct Decimal do
        field :units, i64
        field :exponent, i32, default: 0
      end

      unit_enum Currency, [:eur, :usd]
      newtype Code, string, trim: true, format: "^[A-Z]+$"

      struct Price do
        field :amount, Decimal
        field :currency, Currency, default: :eur
      end

      options Rounding do
        field :digits, u8, default: 2
        field :least, Price, default: %{amount: %{units: 1}}
      end

      tagged_enum Discount do
        variant :none
        variant :voucher, Code
        variant :fixed, %{price: Price, note: string | nil}
      end

      untagged_enum Key do
        variant :number, u32
        variant :code, Code
      end

      record Line, :line do
        field :price, Price
        field :key, Key
      end

      tuple Pair do
        field :left, Price
        field :right, Price
      end

      map Delta do
        field :by, Decimal
        field :note, string | nil
      end

      exception PriceError do
        field :message, string
        field :price, Price | nil
      end

      nif parse(units :: i64) :: {:ok, Price} | {:error, PriceError}
      nif twice(price :: Price, status :: Demo.Orders.Status) :: Price
    end
    """,
    @orders => """
    defmodule Demo.Orders.Schema do
      use RustInElixir.Schema, facade: Demo.Orders, crate: "demo_orders", loader: :rust_in_elixir, double: true

      alias Demo.Pricing
      alias Demo.Pricing.Line

      unit_enum Status, [:open, :paid]

      struct Order do
        field :prices, [Pricing.Price]
        field :least, Demo.Pricing.Price, default: %{amount: %{units: 3}}
        field :discount, Pricing.Discount, default: :none
      end

      nif add(order :: Order, price :: Demo.Pricing.Price) ::
            {:ok, Order} | {:error, Pricing.PriceError}
      nif line(line :: Line, rounding :: Pricing.Rounding) :: Line
      nif json(price :: Pricing.Price) :: Pricing.Price, cast: true
      nif pair(pair :: Pricing.Pair, delta :: Pricing.Delta) :: {Pricing.Price, Pricing.Delta}
      nif currencies() :: [Pricing.Currency]
    end
    """
  }

  @rust %{
    "native/demo_pricing/src/lib.rs" => """
    #[rustfmt::skip]
    pub mod boundary;

    use boundary::*;

    pub struct Pricing;

    impl Nifs for Pricing {
        fn parse(units: i64) -> Result<Price, PriceError> {
            if units < 0 {
                return Err(PriceError { message: "negative".into(), price: None });
            }
            Ok(Price { amount: Decimal { units, exponent: 0 }, currency: Currency::Usd })
        }

        fn twice(mut price: Price, status: Status) -> Price {
            if status == Status::Open {
                price.amount.units *= 2;
            }
            price
        }
    }
    """,
    "native/demo_orders/src/lib.rs" => """
    #[rustfmt::skip]
    pub mod boundary;

    use boundary::*;

    pub struct Orders;

    impl Nifs for Orders {
        fn add(mut order: Order, price: Price) -> Result<Order, PriceError> {
            if price.amount.units < order.least.amount.units {
                return Err(PriceError { message: "too low".into(), price: Some(price) });
            }
            order.prices.push(price);
            Ok(order)
        }

        fn line(mut line: Line, rounding: Rounding) -> Line {
            line.price = rounding.least;
            line
        }

        fn json(price: Price) -> Price {
            price
        }

        fn pair(pair: Pair, delta: Delta) -> (Price, Delta) {
            (pair.right, delta)
        }

        fn currencies() -> Vec<Currency> {
            vec![Currency::Eur, Currency::Usd]
        }
    }
    """
  }

  @script """
  alias Demo.Orders.Order
  alias Demo.Pricing.{Decimal, Price, PriceError}
  alias Demo.Rust.ValidationError

  # From one library into the other, and back.
  {:ok, %Price{amount: %Decimal{units: 5}, currency: :usd} = price} = Demo.Pricing.parse(5)
  {:ok, %Order{prices: [^price]} = order} = Demo.Orders.add(%Order{prices: []}, price)
  %Price{amount: %Decimal{units: 10}} = Demo.Pricing.twice!(hd(order.prices), :open)

  {:error, %PriceError{message: "negative"}} = Demo.Pricing.parse(-1)
  low = %Price{amount: %Decimal{units: 2}}
  {:error, %PriceError{message: "too low", price: ^low}} = Demo.Orders.add(order, low)

  # What one validates, the other does.
  for call <- [&Demo.Orders.add(order, &1), &Demo.Pricing.twice(&1, :paid)] do
    {:error, %ValidationError{} = error} = call.(%{price | amount: %{price.amount | exponent: nil}})
    IO.puts(Exception.message(error))
    {:error, %ValidationError{} = error} = call.(Map.from_struct(price))
    IO.puts(Exception.message(error))
  end

  {:ok, ^low} = Demo.Orders.json(%{"amount" => %{"units" => 2}})
  {:ok, {:line, %Price{amount: %Decimal{units: 1}}, "AB"}} = Demo.Orders.line({:line, price, "AB"})
  {:error, %ValidationError{}} = Demo.Orders.line({:line, price, "ab"})
  {:ok, {:line, ^low, 7}} = Demo.Orders.line({:line, price, 7}, least: low)
  delta = %{by: %Decimal{units: 1}}
  {:ok, {^price, %{by: %Decimal{}, note: nil}}} = Demo.Orders.pair({low, price}, delta)
  [:eur, :usd] = Demo.Orders.currencies!()
  {:ok, %Order{discount: {:fixed, %{price: ^low, note: nil}}}} =
    Demo.Orders.add(%{order | discount: {:fixed, %{price: low}}}, price)
  {:ok, %Order{discount: {:voucher, "AB"}}} =
    Demo.Orders.add(%{order | discount: {:voucher, " AB "}}, price)
  IO.puts("all well")
  """

  test "values of one library go into the other, with one struct for both" do
    root = TemporaryProject.create(@schemas)
    TemporaryProject.sync!(root, test: :create)
    for {path, text} <- @rust, do: TemporaryProject.write(root, path, text)

    root =
      TemporaryProject.keep(root, "foreign", fn root ->
        assert {output, 0} = KindsProject.mix_in(root, ["compile", "--warnings-as-errors"])
        refute output =~ "warning"
      end)

    mix = &KindsProject.mix_in(root, &1)
    assert {output, 0} = mix.(["run", "-e", @script])
    assert [_, said] = Regex.run(~r/\A((?:.*\n)*?.*)all well\n\z/, output)

    # The path begins with the parameter of each, which has one name in both.
    [first, second] =
      said |> String.split("\n", trim: true) |> Enum.chunk_every(2) |> Enum.take(-2)

    assert first == second
    assert hd(first) =~ "price.amount.exponent"

    assert {_output, 0} = mix.(["rust_in_elixir.sync", "--check"])

    # Each struct and exception has one module.

    for path <- Path.wildcard(Path.join(root, "lib/demo/orders/**/*.ex")),
        Path.basename(path) not in ["order.ex", "status.ex"],
        do: refute(File.read!(path) =~ ~r/defstruct|defexception|@type/)
  end

  # The first part of the other boundary's name, and the last of its types', may mean something else beside an alias.
  test "modules keep their meaning, whatever the types of both are called" do
    schemas = %{
      "native/other_text/schema.exs" => """
      defmodule Other.Text.Schema do
        use RustInElixir.Schema, facade: Other.Text, crate: "other_text", loader: :rust_in_elixir

        struct String do
          field :map, Map, default: %{a: 1}
        end

        struct Map do
          field :a, u8
          field :next, Map | nil
        end

        options Kernel do
          field :map, Map, default: %{a: 2, next: %{a: 3}}
        end

        exception Enum do
          field :string, String
        end

        unit_enum Text, [:native]
        nif f() :: u8
      end
      """,
      "native/demo_shop/schema.exs" => """
      defmodule Demo.Shop.Schema do
        use RustInElixir.Schema, facade: Demo.Shop, crate: "demo_shop", loader: :rust_in_elixir, double: true

        alias Other.Text

        struct Other do
          field :string, Text.String, default: %{map: %{a: 5}}
          field :text, Text.Text, default: :native
        end

        nif g(other :: Other, kernel :: Text.Kernel) :: {:ok, Text.String} | {:error, Text.Enum}
        nif h(map :: Text.Map, all :: %{string => Text.Enum}) :: Other, cast: true
      end
      """,
      "config/config.exs" => """
      import Config
      for facade <- [Other.Text, Demo.Shop],
          do: config(:demo, Module.concat(facade, Native), skip_compilation?: true)
      """
    }

    root = TemporaryProject.new(schemas)
    TemporaryProject.sync!(root)
    assert {output, 0} = TemporaryProject.mix(root, ["compile", "--warnings-as-errors"])
    refute output =~ "warning"

    script = """
    %Demo.Shop.Other{string: %Other.Text.String{map: %Other.Text.Map{a: 5}}} = %Demo.Shop.Other{}
    [] = Demo.Shop.Other.check([], %Demo.Shop.Other{}, [])
    %{map: %Other.Text.Map{a: 2, next: %Other.Text.Map{a: 3}}} = Demo.Shop.Kernel.dump([])
    %Other.Text.Map{a: 1} = Demo.Shop.Map.from_json(%{"a" => 1})
    {:error, _} = Demo.Shop.h(%{"a" => 256}, %{})
    IO.puts("all well")
    """

    assert {output, 0} = TemporaryProject.mix(root, ["run", "--no-compile", "-e", script])
    assert output =~ "all well"
  end

  describe "a change of the type in its own boundary" do
    setup do
      root = TemporaryProject.new(@schemas)
      TemporaryProject.sync!(root)
      %{root: root}
    end

    test "is a drift of each boundary that names it, and one sync fixes both", %{root: root} do
      change(root, @pricing, "field :exponent, i32", "field :exponent, i16")

      # The module of the struct is the one's, and its validation each one's own.
      drift = for entry <- Plan.drift(plan(root)), do: {entry.path, entry.status}

      assert Enum.sort(drift) == [
               {"lib/demo/orders/decimal.ex", :stale},
               {"lib/demo/orders/native.ex", :stale},
               {"lib/demo/pricing/decimal.ex", :stale},
               {"lib/demo/pricing/native.ex", :stale},
               {"lib/demo/rust/validation.ex", :stale},
               {"native/demo_orders/boundary.lock", :stale},
               {"native/demo_orders/src/boundary.rs", :stale},
               {"native/demo_pricing/boundary.lock", :stale},
               {"native/demo_pricing/src/boundary.rs", :stale},
               {"native/support.lock", :stale}
             ]

      assert {output, 1} = TemporaryProject.task(root, ["rust_in_elixir.sync", "--check"])
      assert output =~ "lib/demo/orders/decimal.ex"

      # Of one boundary alone there is a drift too.
      assert {_output, 1} =
               TemporaryProject.task(root, ["rust_in_elixir.sync", "--check", "demo_orders"])

      assert {_output, 0} = TemporaryProject.task(root, ["rust_in_elixir.sync"])
      assert Plan.drift(plan(root)) == []
    end

    test "of a type that is not named elsewhere is drift only in its own boundary", %{root: root} do
      change(root, @orders, ":open, :paid", ":open, :paid, :sent")
      paths = for entry <- Plan.drift(plan(root)), do: entry.path
      assert "native/demo_pricing/src/boundary.rs" in paths

      TemporaryProject.sync!(root)
      change(root, @orders, "field :discount,", "field :note, string | nil\n    field :discount,")
      paths = for entry <- Plan.drift(plan(root)), do: entry.path
      assert "native/demo_orders/src/boundary.rs" in paths
      refute Enum.any?(paths, &(&1 =~ "pricing"))
    end

    test "is noticed though the boundary was noted as in sync", %{root: root} do
      project = %{TemporaryProject.project(root) | notes: Path.join(root, "_build/notes")}
      {:ok, plan} = Umbrella.plan(root, [{"", project}], [])
      assert Plan.drift(plan) == []
      assert {:ok, entries} = Cache.entries(project, "native/demo_orders")

      assert [[@pricing]] = for(%{path: @orders} = it <- entries, do: it.sources)

      # A note that is used stays as it is.
      {:ok, _plan} = Umbrella.plan(root, [{"", project}], [])
      assert {:ok, ^entries} = Cache.entries(project, "native/demo_orders")

      change(root, @pricing, "field :exponent, i32", "field :exponent, i16")
      assert Cache.entries(project, "native/demo_orders") == :unknown
      {:ok, plan} = Umbrella.plan(root, [{"", project}], [])
      assert "lib/demo/orders/decimal.ex" in Enum.map(Plan.drift(plan), & &1.path)
    end

    test "breaks callers of both", %{root: root} do
      base = base(root)
      change(root, @pricing, "field :exponent, i32", "field :exponent, i16")

      assert [
               {"demo_orders", "field_type_narrowed", "Decimal.exponent", 10},
               {"demo_pricing", "field_type_narrowed", "Decimal.exponent", 7}
             ] = found(root, base)
    end

    test "to another name is one new name in both, where it says so", %{root: root} do
      base = base(root)
      change(root, @pricing, "struct Price do", "struct Cost, renamed_from: :Price do")

      change(root, @pricing, ~r/(price|left|right|least)(:|,| ::) Price\b/, "\\1\\2 Cost")
      change(root, @pricing, "{:ok, Price}", "{:ok, Cost}")
      change(root, @pricing, ":: Price\n", ":: Cost\n")
      change(root, @orders, ~r/Pricing\.Price\b/, "Pricing.Cost")

      renamed =
        for {boundary, "type_renamed", path, _line} <- found(root, base), do: {boundary, path}

      assert renamed == [{"demo_orders", "Cost"}, {"demo_pricing", "Cost"}]
    end

    test "into the schema that named it is another module", %{root: root} do
      base = base(root)

      change(
        root,
        @orders,
        "unit_enum Status,",
        "unit_enum Currency, [:eur, :usd]\n  unit_enum Status,"
      )

      change(root, @orders, "[Pricing.Currency]", "[Currency]")
      change(root, @pricing, "unit_enum Currency, [:eur, :usd]", "")
      change(root, @pricing, "field :currency, Currency", "field :currency, Demo.Orders.Currency")

      assert [
               {"demo_orders", "typespec_renamed", "Currency", 7},
               {"demo_pricing", "typespec_renamed", "Currency", 15}
             ] = found(root, base)
    end
  end

  test "the page shows a type where it is declared, and links to it from elsewhere" do
    root = TemporaryProject.new(@schemas)
    project = TemporaryProject.project(root)
    places = for dir <- Project.crate_dirs(project), do: {project, dir, ""}
    {:ok, html} = Page.render(places, "Demo")
    assert length(Regex.scan(~r/<article id="Demo.Pricing.Price"/, html)) == 1
    refute html =~ ~s(id="Demo.Orders.Price")
    assert html =~ ~s(<a href="#Demo.Pricing.Price">Price</a>)
    refute html =~ "Demo.Orders.Price"

    # It says where else it is used.
    [_, article] = Regex.run(~r/<article id="Demo.Pricing.Price"(.*?)<\/article>/s, html)
    [_, uses] = Regex.run(~r/Used by (.*?)<\/p>/s, article)

    assert Regex.scan(~r/>([^<]+)<\/a>/, uses, capture: :all_but_first) |> List.flatten() ==
             ~w(parse/1 twice/2 Rounding Discount Line Pair PriceError Demo.Orders.add/2 Demo.Orders.json/1) ++
               ~w(Demo.Orders.pair/2 Demo.Orders.Order)

    assert uses =~ ~s(href="#Demo.Orders.add/2")

    {:ok, html} = Page.render([List.keyfind(places, "native/demo_orders", 1)], "Demo")
    refute html =~ "#Demo.Pricing.Price"
  end

  defp plan(root) do
    {:ok, plan} = root |> TemporaryProject.project() |> Sync.plan()
    plan
  end

  defp change(root, path, from, to) do
    TemporaryProject.write(
      root,
      path,
      String.replace(TemporaryProject.read(root, path), from, to)
    )
  end

  defp base(root) do
    locks =
      for path <- ["native/demo_orders/boundary.lock", "native/demo_pricing/boundary.lock"],
          into: %{},
          do: {path, TemporaryProject.read(root, path)}

    %Breaking.Base{name: "before", locks: locks}
  end

  defp found(root, base) do
    project = TemporaryProject.project(root)
    {:ok, %{findings: findings}} = Breaking.compare(project, base, today: ~D[2026-06-01])

    for it <- findings, it.severity != :note, do: {it.boundary, it.rule, it.path, it.line}
  end
end
