RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.RemoteTest do
  use RustInElixir.KindsCase, async: true

  alias Libraries.{Label, Odd, Route}
  alias Links.{Gone, Page}

  @link URI.parse("https://example.org/a?b=1")
  @other URI.parse("/c")

  test "in every place, both ways" do
    assert_accepted(Links, :echo_link, [@link, @other, %URI{}])
    assert_accepted(Links, :echo_optional, [@link, nil])
    assert_accepted(Links, :echo_visit, [:none, {:went, @link}, {:rated, 1, @other}])
    assert_accepted(Links, :echo_visit, [{:noted, %{link: @link, note: nil}}])
    assert_accepted(Links, :echo_stop, [%{link: @link, stars: 1}])
    assert_accepted(Links, :echo_rated, [{@link, 1}])
    assert_accepted(Links, :echo_saved, [{:saved, @link}])
    assert_accepted(Links, :echo_tree, [{:node, [{:leaf, @link}, {:node, []}]}])
    assert_accepted(Links, :echo_nested, [[], [{"a", %{"b" => @link, "c" => nil}}]])

    assert_accepted(Links, :echo_page, [
      %Page{link: @link},
      %Page{
        link: @link,
        links: [@link, @other],
        names: %{"a" => @link},
        pair: {1, @link},
        home: @other,
        flag: false,
        flags: [:yes, false, nil],
        release: Version.parse!("1.2.3-rc.1"),
        label: %Label{text: "a"},
        route: %Route{from: @link, stops: [%{link: @other, stars: 1}]}
      }
    ])
  end

  # From OTP 28 on, each has a reference of its own.
  test "a regular expression" do
    for regex <- [~r/a(b)/, ~r/a/i, ~r/^a$/im] do
      assert {:ok, pattern} = Links.echo_pattern(regex)

      assert {Regex.source(pattern), Regex.opts(pattern)} ==
               {Regex.source(regex), Regex.opts(regex)}
    end
  end

  test "Rust sees the representation" do
    shown = Links.show_page!(%Page{link: @link, flag: :yes, label: %Label{text: " a "}})
    assert shown =~ ~s|Page { link: Link("https://example.org/a?b=1"), links: []|
    assert shown =~ ~s|home: Link("https://example.org/"), flag: Some(Flag(false))|
    assert shown =~ ~s|label: Some(Label(Slug("a")))|
  end

  test "values that are false or represented by it" do
    assert_accepted(Links, :echo_flag, [:yes, false, nil])
    assert_refused(Links, :echo_flag, [{true, "value must be :yes or false, got: true"}])
  end

  test "the representation is completed on its way" do
    assert Links.echo_label(%Label{text: " a "}) == {:ok, %Label{text: "a"}}
    assert Links.echo_stop(%{link: @link}) == {:ok, %{link: @link, stars: 3}}

    assert Links.echo_route(%Route{from: @link, stops: [%{link: @other}]}) ==
             {:ok, %Route{from: @link, stops: [%{link: @other, stars: 3}]}}

    assert Links.depth(@other, from: @other) == {:ok, 5}
    assert Links.depth(@other) == {:ok, 3}
  end

  test "what is not such a struct is refused with its place" do
    assert_refused(Links, :echo_link, [
      {"https://example.org",
       ~s|value must be a %URI{} struct, got: "https://example.org" (see URI.parse/1)|},
      {nil, "value must be a %URI{} struct, got: nil (see URI.parse/1)"},
      {{Links.Link, "a"}, ~s|value must be what URI.parse/1 takes, got: "a"|}
    ])

    assert_refused(Links, :echo_nested, [
      {[{"a", %{"b" => 1}}],
       ~s|elem(value[0], 1)["b"] must be a %URI{} struct, got: 1 (see URI.parse/1)|}
    ])

    assert_refused(Links, :echo_stop, [
      {%{link: %{}}, "value.link must be a %URI{} struct, got: an empty map (see URI.parse/1)"}
    ])
  end

  test "what `from` returns is validated, at the value's place" do
    assert_refused(Links, :echo_link, [
      {%URI{path: <<255>>},
       "URI.to_string(value) must be a UTF-8 string, got: <<255>> (byte 0 is not valid UTF-8)"}
    ])

    assert_refused(Links, :echo_odd, [
      {%Odd{bytes: [1, 256]},
       "Libraries.Odd.bytes(value)[1] must be an integer within 0..255 (u8), got: 256"},
      {%Odd{bytes: nil}, "Libraries.Odd.bytes(value) must be a list, got: nil"}
    ])

    assert_refused(Links, :echo_route, [
      {%Route{from: @link, stops: [%{link: 1}]},
       "elem(Libraries.Route.to_tuple(value), 1)[0].link must be a %URI{} struct, got: 1 " <>
         "(see URI.parse/1)"}
    ])

    {:error, %{errors: [error]}} = Links.echo_odd(%Odd{bytes: [1, 256]})
    assert %{path: [:value], pointer: "/value", code: :range} = error
  end

  test "a redacted one stays out of messages" do
    assert_refused(Links, :echo_label, [
      {%Label{text: "secret"},
       "value must be a string of at most 5 characters, got: a redacted value"},
      {"secret", "value must be a %Libraries.Label{} struct, got: a redacted value"}
    ])
  end

  test "what `from` and `to` raise is raised" do
    assert_raise Protocol.UndefinedError, fn -> Links.echo_pattern(%{~r/a/ | opts: 1}) end
    assert_raise Version.InvalidVersionError, fn -> Links.bad_release() end
  end

  test "a `to` that makes another struct fails" do
    assert_raise MatchError, fn -> Links.echo_odd(%Odd{bytes: [1]}) end
  end

  test "in results and errors" do
    assert Links.parse("/c") == {:ok, @other}
    assert {:error, %Gone{link: %URI{scheme: "gone"}}} = Links.parse("gone:1")
    assert_raise Gone, fn -> Links.parse!("gone:1") end
    assert Links.find("/c") == :ok
    assert {:error, %URI{scheme: "gone"}} = Links.find("gone:1")
    assert_raise Demo.Rust.CallError, fn -> Links.find!("gone:1") end
  end

  test "in streams" do
    assert Enum.to_list(Links.links!(["/c", "https://example.org/a?b=1"])) == [@other, @link]
    assert {:error, %Gone{link: %URI{path: "all"}}} = Links.checked([])
    assert {:ok, items} = Links.checked(["/c", "gone:1"])
    assert [{:ok, @other}, {:error, %Gone{link: %URI{scheme: "gone"}}}] = Enum.to_list(items)
  end

  test "in streams that Rust reads" do
    assert Links.visit(Stream.map(["/c", "/c"], &URI.parse/1)) == {:ok, [@other, @other]}
    assert {:error, %URI{scheme: "gone"}} = Links.visit([@link, URI.parse("gone:1")])

    assert message(Links.visit([@link, "/c"])) ==
             ~s|links[1] must be a %URI{} struct, got: "/c" (see URI.parse/1)|
  end

  test "the error of a handle is none of the function" do
    shelf = Links.shelf!()
    assert {:ok, %URI{host: "example.org"}} = Links.clear(shelf)
    assert_raise Demo.Rust.PanicError, fn -> Links.clear(shelf) end
    assert {:error, %Demo.Rust.ResourceError{reason: :poisoned}} = Links.clear(shelf)
  end

  describe "JSON" do
    test "has the representation" do
      page = %{
        "link" => "/c",
        "links" => ["/c"],
        "names" => %{"a" => "/c"},
        "pair" => [1, "/c"],
        "flag" => true,
        "flags" => [nil, false],
        "release" => "1.2.3",
        "label" => " a ",
        "route" => ["/c", [%{"link" => "/c"}]]
      }

      cast = %Page{
        link: @other,
        links: [@other],
        names: %{"a" => @other},
        pair: {1, @other},
        flag: false,
        flags: [nil, false],
        release: Version.parse!("1.2.3"),
        label: %Label{text: "a"},
        route: %Route{from: @other, stops: [%{link: @other, stars: 3}]}
      }

      assert Links.cast_page(page) == {:ok, cast}
      assert Links.cast_page(cast) == {:ok, cast}
      assert Page.cast(page) == {:ok, cast}

      assert Links.cast(:cast_pair, %{"link" => "/c", "label" => "a"}) ==
               {:ok, [@other, %Label{text: "a"}]}
    end

    test "is refused with what is wrong in it" do
      page = %{"link" => 1, "pair" => [1, nil], "route" => ["/c", [%{"stars" => 256}]]}

      assert message(Links.cast_page(page)) ==
               problems([
                 "value.link must be a string, got: 1",
                 "value.pair[1] must be a string, got: null",
                 ~s|value.route[1][0] is missing the key "link"|,
                 "value.route[1][0].stars must be an integer from 0 to 255, got: 256"
               ])

      assert {:error, %{errors: [error]}} = Page.cast(%{"link" => "/c", "route" => ["/c", 1]})
      assert %{pointer: "/route/1", message: "route[1] must be an array, got: 1"} = error
    end

    test "is refused where `to` raises" do
      page = %{"link" => "/c", "release" => "first"}

      assert message(Links.cast_page(page)) ==
               ~s|value.release must be a valid Release, got: "first"|

      assert message(Links.echo_release("first")) ==
               ~s|value must be a valid Release, got: "first"|

      assert message(Links.echo_page(%Page{link: @link, release: "first"})) ==
               ~s|value.release must be what Version.parse!/1 takes, got: "first"|
    end

    test "does not show a redacted value" do
      assert message(Links.cast_pair("/c", "secret")) ==
               "label must be a string of at most 5 characters, got: a redacted value"
    end
  end

  describe "types of another boundary" do
    test "are represented and made in both" do
      visit = %Visits.Visit{link: @link, page: {@other, 1}}
      assert Visits.echo_visit(visit) == {:ok, visit}
      assert Visits.read("/c") == {:ok, @other}
      assert Visits.echo_release("1.2.3") == {:ok, Version.parse!("1.2.3")}
      assert Visits.stop(@link) == {:ok, %{link: @link, stars: 1}}

      assert message(Visits.echo_visit(%Visits.Visit{link: 1})) ==
               "value.link must be a %URI{} struct, got: 1 (see URI.parse/1)"
    end

    test "may be called as the library is" do
      assert Visits.echo_uri("/c") == {:ok, @other}
      assert message(Visits.echo_uri(1)) == "value must be a string, got: 1"
    end
  end

  describe "a double" do
    alias Visits.Double

    test "returns what Rust would" do
      Double.stub(:read, fn "/c" -> {:ok, @other} end)
      assert Double.read("/c") == {:ok, @other}
      Double.stub(:stop, fn link -> {:ok, %{link: link}} end)
      assert Double.stop(@link) == {:ok, %{link: @link, stars: 3}}
      Double.stub(:echo_uri, fn uri -> {:ok, uri} end)
      assert Double.echo_uri("/c") == {:ok, @other}
      Double.stub(:all, fn _texts -> {:ok, [{:ok, @link}]} end)
      assert Enum.to_list(Double.all!([])) == [{:ok, @link}]
    end

    test "refuses what Rust could not" do
      Double.stub(:read, fn _text -> {:ok, "/c"} end)

      assert_raise ArgumentError, ~r/result, 1\) must be a %URI\{\} struct, got: "\/c"/, fn ->
        Double.read("/c")
      end
    end
  end
end
