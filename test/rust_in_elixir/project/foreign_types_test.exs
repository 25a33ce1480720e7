defmodule RustInElixir.Project.ForeignTypesTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Core, TemporaryProject}
  alias RustInElixir.Core.Definition
  alias RustInElixir.Project.ForeignTypes

  doctest RustInElixir.Schema.TypeNames

  @pricing """
  struct Decimal do
    field :digits, i64
    field :exponent, i32, default: 0
  end

  unit_enum Currency, [:eur, :usd]

  struct Price do
    field :amount, Decimal
    field :currency, Currency, default: :eur
  end

  custom Money, integer()
  resource Book
  tuple Shelf do
    field :books, [Book]
  end
  map Purse do
    field :money, %{string => Money}
  end

  nif open() :: Book
  nif price(money :: Money, shelf :: Shelf, purse :: Purse) :: Price
  """

  defp schema(facade, body) do
    name = facade |> Macro.underscore() |> String.replace("/", "_")

    {"native/#{name}/schema.exs",
     """
     defmodule #{facade}.Schema do
       use RustInElixir.Schema, facade: #{facade}, crate: "#{name}"
     #{body}
     end
     """}
  end

  defp project(bodies) do
    bodies
    |> Map.new(fn {facade, body} -> schema(facade, body) end)
    |> TemporaryProject.new()
    |> TemporaryProject.project()
  end

  # The first line of the body is line 3.
  defp read(bodies, crate_dir \\ "native/demo_orders"),
    do: bodies |> project() |> ForeignTypes.boundary(crate_dir)

  defp orders(body, more \\ []),
    do: read([{"Demo.Orders", body}, {"Demo.Pricing", @pricing} | more])

  defp problems({:ok, boundary, _others}) do
    case Core.contract(boundary) do
      {:ok, _contract} -> []
      {:error, problems} -> Enum.map(problems, &{&1.line, &1.message})
    end
  end

  describe "a type of another boundary" do
    test "comes with what it is made of, at the line that names it" do
      assert {:ok, boundary, ["native/demo_pricing"]} =
               orders("nif f() :: u8\nnif g(price :: Demo.Pricing.Price) :: [Demo.Pricing.Price]")

      assert [currency, decimal, price] = boundary.definitions
      assert %Definition{name: "Currency", owner: "Demo.Pricing", line: 4} = currency

      assert %Definition{name: "Decimal", owner: "Demo.Pricing", kind: {:struct, [digits, _]}} =
               decimal

      assert %{name: "digits", line: 4} = digits
      assert %{name: "Price", owner: "Demo.Pricing", kind: {:struct, fields}} = price
      assert Enum.map(fields, & &1.type) == [named: "Decimal", named: "Currency"]

      assert [_, %{params: [%{type: {:named, "Price"}}], returns: {:value, list}}] = boundary.nifs
      assert list == {:list, {:named, "Price"}}
      assert problems({:ok, boundary, []}) == []

      {:ok, contract} = Core.contract(boundary)
      assert contract =~ ~s("Currency":{"cast":false,"kind":"unit_enum","owner":"Demo.Pricing",)
    end

    for {what, body} <- [
          {"whole", "nif f() :: Demo.Pricing.Decimal"},
          {"from the root", "nif f() :: Elixir.Demo.Pricing.Decimal"},
          {"below an alias", "alias Demo.Pricing\nnif f() :: Pricing.Decimal"},
          {"by an alias", "alias Demo.Pricing.Decimal\nnif f() :: Decimal"},
          {"by another alias", "alias Demo.Pricing.Decimal, as: Number\nnif f() :: Number"},
          {"in a block of aliases", "alias Demo.{Pricing, Other}\nnif f() :: Pricing.Decimal"}
        ] do
      test "is written #{what}" do
        assert {:ok, boundary, ["native/demo_pricing"]} = orders(unquote(body))
        assert [%{name: "Decimal", owner: "Demo.Pricing"}] = boundary.definitions
        assert [%{returns: {:value, {:named, "Decimal"}}}] = boundary.nifs
      end
    end

    test "is found at each place of a type" do
      assert {:ok, boundary, _} =
               orders("""
               alias Demo.Pricing.{Currency, Decimal, Price}
               newtype A, Decimal
               tagged_enum B do
                 variant :a, [Currency]
                 variant :b, %{c: Decimal | nil}
               end
               untagged_enum C do
                 variant :a, {Price, u8}
               end
               record D, :d do
                 field :a, %{Currency => Decimal}
               end
               nif f(a :: A, b :: B, c :: C, d :: D) :: {:ok, stream({:ok, Price} | {:error, Currency})} | {:error, Decimal}
               """)

      assert problems({:ok, boundary, []}) == []

      names = for %{name: name} <- boundary.definitions, do: name
      assert names == ~w(A B C D Currency Decimal Price)
    end

    test "of the schema itself may be written whole, and comes before an alias" do
      body = """
      alias Demo.Pricing.Decimal
      unit_enum Decimal, [:own]
      nif f(a :: Decimal) :: Demo.Orders.Decimal
      """

      assert {:ok, boundary, []} = orders(body)
      assert [%{name: "Decimal", owner: nil, kind: {:unit_enum, _}}] = boundary.definitions
      assert [%{params: [%{type: type}], returns: {:value, type}}] = boundary.nifs
    end

    test "may be one of a third boundary" do
      bodies = [
        {"Demo.Orders", "nif f() :: Demo.Pricing.Price"},
        {"Demo.Pricing", "struct Price do\n field :amount, Demo.Numbers.Decimal\nend"},
        {"Demo.Numbers", "newtype Decimal, string, format: \"^[0-9]+$\""}
      ]

      assert {:ok, boundary, ["native/demo_numbers", "native/demo_pricing"]} = read(bodies)

      assert [{"Decimal", "Demo.Numbers"}, {"Price", "Demo.Pricing"}] =
               for(it <- boundary.definitions, do: {it.name, it.owner})
    end

    test "brings its defaults, which are judged by its own formats" do
      pricing = """
      newtype Code, string, format: "^[a-z]+$"
      struct Item do
        field :code, Code, default: "abc"
      end
      """

      orders = """
      struct Order do
        field :item, Demo.Pricing.Item, default: %{code: "ab1"}
      end
      """

      assert [{4, message}] = problems(read([{"Demo.Orders", orders}, {"Demo.Pricing", pricing}]))
      assert message =~ ~s(`%{code: "ab1"}`)

      assert [] =
               problems(
                 read([
                   {"Demo.Orders", String.replace(orders, "ab1", "ab")},
                   {"Demo.Pricing", pricing}
                 ])
               )
    end

    test "keeps what it was called before" do
      pricing = """
      struct Price, renamed_from: :Cost do
        field :amount, u8, renamed_from: :sum
      end
      struct Other, renamed_from: :Another do
        field :x, u8
      end
      """

      assert {:ok, boundary, _} =
               read([{"Demo.Orders", "nif f() :: Demo.Pricing.Price"}, {"Demo.Pricing", pricing}])

      assert [{"Price", "Cost", 3}, {"Price.amount", "sum", 3}] =
               for(it <- boundary.renames, do: {it.path, it.from, it.line})
    end
  end

  describe "schemas that name types of each other" do
    @orders "unit_enum Status, [:open, :paid]\nnif f() :: Demo.Pricing.Price"
    @prices "struct Price do\n  field :status, Demo.Orders.Status\nend\nnif g() :: Price"

    test "have both types" do
      bodies = [{"Demo.Orders", @orders}, {"Demo.Pricing", @prices}]
      assert {:ok, boundary, ["native/demo_pricing"]} = read(bodies)

      assert [{"Status", nil}, {"Price", "Demo.Pricing"}] =
               for(it <- boundary.definitions, do: {it.name, it.owner})

      assert problems({:ok, boundary, []}) == []

      assert {:ok, boundary, ["native/demo_orders"]} = read(bodies, "native/demo_pricing")

      assert [{"Price", nil}, {"Status", "Demo.Orders"}] =
               for(it <- boundary.definitions, do: {it.name, it.owner})
    end

    test "may have types that contain each other" do
      bodies = [
        {"Demo.Orders",
         "struct Order do\n  field :prices, [Demo.Pricing.Price]\nend\nnif f() :: Order"},
        {"Demo.Pricing",
         "struct Price do\n  field :order, Demo.Orders.Order | nil\nend\nnif g() :: Price"}
      ]

      for crate_dir <- ["native/demo_orders", "native/demo_pricing"] do
        assert {:ok, boundary, [_]} = read(bodies, crate_dir)
        assert length(boundary.definitions) == 2
        assert problems({:ok, boundary, []}) == []
      end
    end

    test "cannot have types without end" do
      bodies = [
        {"Demo.Orders", "struct Order do\n  field :price, Demo.Pricing.Price\nend"},
        {"Demo.Pricing", "struct Price do\n  field :order, Demo.Orders.Order\nend"}
      ]

      assert [_ | _] = problems(read(bodies))
    end
  end

  @resource "`Demo.Pricing.Book` is a resource, whose values stay in the library of `Demo.Pricing`, so no other " <>
              "boundary can use it; move the function to native/demo_pricing/schema.exs"
  @custom "`Demo.Pricing.Money` is a custom type, whose Rust code is in the crate of `Demo.Pricing`; " <>
            "declare `custom Money` in this schema too, with Rust code in this crate"

  describe "problems are reported at the line that names the type" do
    for {what, body, message} <- [
          {"no boundary", "nif f() :: Other.Thing",
           "unknown type `Other.Thing`: no boundary of `:demo` has the facade `Other`; use `Thing` if this schema " <>
             "defines it, or declare it with `remote Thing`"},
          {"a slip in the facade", "nif f() :: Demo.Pricin.Decimal",
           "unknown type `Demo.Pricin.Decimal`: no boundary of `:demo` has the facade `Demo.Pricin`; " <>
             "did you mean `Demo.Pricing.Decimal`?"},
          {"a facade", "nif f() :: Demo.Pricing",
           "`Demo.Pricing` is a facade, not a type; name one of its types, such as `Demo.Pricing.Point`"},
          {"no such type", "nif f() :: Demo.Pricing.Tax",
           "unknown type `Demo.Pricing.Tax`: the schema of `Demo.Pricing` has no type `Tax`; " <>
             "declare it in native/demo_pricing/schema.exs"},
          {"a slip in the type", "nif f() :: Demo.Pricing.Decimel",
           "unknown type `Demo.Pricing.Decimel`: the schema of `Demo.Pricing` has no type `Decimel`; " <>
             "did you mean `Demo.Pricing.Decimal`?"},
          {"no such type of its own", "nif f() :: Demo.Orders.Tax",
           "unknown type `Tax`; declare it, or use a built-in type"},
          {"a resource", "nif f() :: Demo.Pricing.Book", @resource},
          {"a resource that is changed", "nif f(a :: mut(Demo.Pricing.Book)) :: u8", @resource},
          {"a handle", "nif f() :: handle(Demo.Pricing.Book)", @resource},
          {"a resource inside", "nif f() :: Demo.Pricing.Shelf",
           "`Demo.Pricing.Shelf` contains a type that is not available here: #{@resource}"},
          {"a custom type", "nif f() :: Demo.Pricing.Money", @custom},
          {"a custom type inside", "nif f() :: [Demo.Pricing.Purse]",
           "`Demo.Pricing.Purse` contains a type that is not available here: #{@custom}"},
          {"a name that the schema has",
           "nif f() :: Demo.Pricing.Decimal\nunit_enum Decimal, [:a]",
           "`Demo.Pricing.Decimal` and the type `Decimal` of `Demo.Orders` (line 4) would both be the Rust type " <>
             "`Decimal` in this boundary; rename one of them"},
          {"a name inside that the schema has",
           "nif f() :: Demo.Pricing.Price\nunit_enum Decimal, [:a]",
           "`Demo.Pricing.Price` contains a type that is not available here: `Demo.Pricing.Decimal` and the type " <>
             "`Decimal` of `Demo.Orders` (line 4) would both be the Rust type `Decimal` in this boundary; " <>
             "rename one of them"},
          {"what a type brings, by its last name",
           "nif f(a :: Demo.Pricing.Price) :: u8\n\nnif g() :: Currency",
           {5, "unknown type `Currency`; did you mean `Demo.Pricing.Currency`?"}},
          {"a typespec", "nif f() :: Demo.Pricing.Decimal.t()",
           "`Demo.Pricing.Decimal.t()` is not a schema type; use `Demo.Pricing.Decimal` if the boundary of " <>
             "`Demo.Pricing` defines it, or declare it with `remote Decimal`"}
        ] do
      test what do
        {line, message} =
          case unquote(Macro.escape(message)) do
            {line, message} -> {line, message}
            message -> {3, message}
          end

        assert problems(orders(unquote(body))) == [{line, message}]
      end
    end

    test "two boundaries with types of one name" do
      body = "nif f(a :: Demo.Pricing.Decimal, b :: Demo.Tax.Decimal) :: u8"

      assert problems(orders(body, [{"Demo.Tax", "unit_enum Decimal, [:a]"}])) == [
               {3,
                "`Demo.Tax.Decimal` and `Demo.Pricing.Decimal` would both be the Rust type `Decimal` in this " <>
                  "boundary; rename one of them"}
             ]
    end

    test "a schema with errors, of which each is reported there" do
      body = "nif f() :: Demo.Tax.Rate\nnif g() :: Demo.Pricing.Decimal"

      message =
        "`Demo.Tax.Rate` is declared in native/demo_tax/schema.exs, which has errors; fix them first"

      tax = "unit_enum Rate, [:a]\nnif h() :: int"
      assert problems(orders(body, [{"Demo.Tax", tax}])) == [{3, message}]

      unknown =
        "unknown type `Demo.Tax.Rate`: no boundary of `:demo` has the facade `Demo.Tax`; " <>
          "native/demo_tax/schema.exs has errors; fix them first"

      assert problems(orders(body, [{"Demo.Tax", "unit_enum Rate, ["}])) == [{3, unknown}]
    end

    test "a schema that names what another one cannot give" do
      tax = "struct Rate do\n  field :book, Demo.Pricing.Book\nend"

      message =
        "`Demo.Tax.Rate` is declared in native/demo_tax/schema.exs, which has errors; fix them first"

      assert problems(orders("nif f() :: Demo.Tax.Rate", [{"Demo.Tax", tax}])) == [{3, message}]
    end
  end
end
