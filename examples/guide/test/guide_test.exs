defmodule GuideTest do
  use ExUnit.Case, async: true

  alias Guide.{Point, ReadError}
  alias Guide.Rust.{PanicError, ValidationError}

  doctest Guide
  doctest Guide.NameRule

  # What `Jason.decode!/1` makes of {"root":"https://cdn.example.com/","path":"app.css"}.
  @decoded_json %{"root" => "https://cdn.example.com/", "path" => "app.css"}

  describe "a map with atom keys" do
    test "has the shape that Rust takes" do
      asset_path = %{root: "https://cdn.example.com/", path: "app.css"}
      assert Guide.rewrite_asset_url!(asset_path) == "https://cdn.example.com/app.css"
    end

    test "is not what decoded JSON is, which is refused with both keys" do
      assert {:error, error} = Guide.rewrite_asset_url(@decoded_json)

      assert Exception.message(error) == """
             2 problems in the arguments:
               * asset_path is missing the key :root \
             (found the string key "root"; this type takes atom keys)
               * asset_path is missing the key :path \
             (found the string key "path"; this type takes atom keys)\
             """

      assert Enum.map(error.errors, &{&1.path, &1.code}) ==
               [{[:asset_path], :missing_key}, {[:asset_path], :missing_key}]
    end

    test "is made of decoded JSON by a function that casts" do
      assert Guide.rewrite_json_asset_url!(@decoded_json) == "https://cdn.example.com/app.css"
    end

    test "is still validated by a function that casts" do
      assert message(Guide.rewrite_json_asset_url(%{@decoded_json | "path" => 1})) ==
               "asset_path.path must be a string, got: 1"
    end

    test "is cast without a call, by the double as well" do
      params = %{"asset_path" => @decoded_json}

      assert {:ok, [%{root: _, path: _} = asset_path]} =
               Guide.cast(:rewrite_json_asset_url, params)

      assert Guide.AssetPath.cast(@decoded_json) == {:ok, asset_path}
      assert Guide.Double.cast(:rewrite_json_asset_url, params) == {:ok, [asset_path]}
    end
  end

  describe "a unit enum" do
    test "is an atom" do
      assert Guide.align!(:left) == "text-left"
      assert Guide.align!(:center) == "text-center"
      assert Guide.align!(:right) == "text-right"
    end

    test "is no other atom, and no string" do
      expected = "alignment must be one of :left, :center, :right, got: "

      assert message(Guide.align(:centre)) == expected <> ":centre (did you mean :center?)"
      assert message(Guide.align("left")) == expected <> ~s["left" (a string; write :left)]
    end
  end

  describe "a tagged enum" do
    test "is an atom, a tagged value or a tagged map" do
      assert Guide.render_event!(:loading) == "loading"
      assert Guide.render_event!({:redirect, "/docs"}) == "redirect to /docs"
      assert Guide.render_event!({:resize, %{width: 800, height: 600}}) == "resize to 800x600"
    end

    test "says how a known tag is written" do
      expected =
        "event must be one of " <>
          ":loading, {:redirect, string}, {:resize, %{width: u32, height: u32}}, got: "

      assert message(Guide.render_event(:redirect)) ==
               expected <> ":redirect (write {:redirect, string})"

      assert message(Guide.render_event({:resize, 800, 600})) ==
               expected <>
                 "{:resize, _, _} (write {:resize, %{width: u32, height: u32}})"
    end

    test "is validated inside of the tuple" do
      assert message(Guide.render_event({:resize, %{width: -1, height: 600}})) ==
               "elem(event, 1).width must be an integer within 0..4294967295 (u32), got: -1"
    end
  end

  describe "an untagged enum" do
    test "is what its type says" do
      assert Guide.describe_input!(123) == "id=123"
      assert Guide.describe_input!("hello") == "name=hello"
    end

    test "is of no other type" do
      assert message(Guide.describe_input(:hello)) ==
               "input must be one of u64, string, got: :hello"
    end
  end

  describe "a struct, and a plain map" do
    test "are told apart" do
      assert Guide.move_point!(%Point{x: 2, y: 3}, %{x: 10, y: 20}) == %Point{x: 12, y: 23}
    end

    test "do not stand for each other" do
      assert message(Guide.move_point(%{x: 2, y: 3}, %{x: 10, y: 20})) ==
               "point must be a %Guide.Point{} struct, got: a map with the keys :x, :y " <>
                 "(a plain map; write %Guide.Point{...})"

      assert message(Guide.move_point(%Point{x: 2, y: 3}, %Point{x: 10, y: 20})) ==
               "delta must be a plain map, got: a %Guide.Point{} struct"
    end
  end

  # The one-line newtype and the type by hand keep the same rule.
  describe "a name" do
    test "is trimmed" do
      assert Guide.normalize_name!(" elixir ") == "elixir"
      assert Guide.normalize_custom_name!(" elixir ") == "elixir"
    end

    test "is not empty" do
      assert message(Guide.normalize_name(" ")) ==
               ~s[name must be a string of at least 1 character, got: ""]

      assert message(Guide.normalize_custom_name(" ")) ==
               ~s[name must be a string with more in it than white space, got: " "]
    end

    test "is a string" do
      assert message(Guide.normalize_name(:elixir)) ==
               ~s[name must be a UTF-8 string, got: :elixir (an atom; write "elixir")]

      assert message(Guide.normalize_custom_name(:elixir)) ==
               "name must be a string with more in it than white space, got: :elixir"
    end

    test "is what white space is in both languages" do
      # A next-line character, a no-break space, an ideographic space.
      for space <- ["\u0085", "\u00A0", "\u3000"] do
        assert Guide.normalize_custom_name!(space <> "elixir" <> space) == "elixir"
        assert {:error, %ValidationError{}} = Guide.normalize_custom_name(space)
      end
    end
  end

  describe "options" do
    test "have defaults" do
      assert Guide.to_html!("# Hello") == "<h1>Hello</h1>\n"
      assert Guide.to_html!("# Hello", []) == Guide.to_html!("# Hello")
    end

    test "are a keyword list" do
      assert Guide.to_html!("# Hello", top_heading: 2) == "<h2>Hello</h2>\n"
      assert Guide.to_html!("<b>", raw_html: true) == "<b>"

      assert message(Guide.to_html("# Hello", %{tables: true})) ==
               "opts must be a keyword list, got: a map with the key :tables " <>
                 "(a map; write [key: value])"
    end

    test "are all validated, before Rust is called" do
      assert message(Guide.to_html("# Hello", table: true, top_heading: 7, raw_html: "yes")) ==
               """
               3 problems in the arguments:
                 * opts has the unknown key :table (did you mean :tables?)
                 * opts.top_heading must be at most 6, got: 7
                 * opts.raw_html must be a boolean, got: "yes"\
               """
    end
  end

  describe "an error" do
    @describetag :tmp_dir

    test "is an exception that both sides know", %{tmp_dir: tmp_dir} do
      path = Path.join(tmp_dir, "missing.md")

      assert {:error, %ReadError{path: ^path} = error} = Guide.read_markdown(path)

      assert Exception.message(error) ==
               "#{path} cannot be read: No such file or directory (os error 2)"

      assert_raise ReadError, Exception.message(error), fn -> Guide.read_markdown!(path) end
    end

    test "is none where there is nothing wrong", %{tmp_dir: tmp_dir} do
      path = Path.join(tmp_dir, "hello.md")
      File.write!(path, "# Hello")

      assert path |> Guide.read_markdown!() |> Guide.to_html!() == "<h1>Hello</h1>\n"
    end

    test "of the arguments is raised as well" do
      assert_raise ValidationError, "path must be a path (a binary), got: nil", fn ->
        Guide.read_markdown!(nil)
      end
    end
  end

  describe "a panic" do
    test "is an exception with its function, message and place, and the VM lives on" do
      at_the_edge = %Point{x: 0x7FFF_FFFF_FFFF_FFFF}

      error = assert_raise PanicError, fn -> Guide.move_point(at_the_edge, %{x: 1, y: 0}) end

      assert error.function == "move_point/2"
      assert error.reason == "the point leaves the grid"
      assert error.location =~ ~r{^native/guide/src/lib.rs:\d+:\d+$}

      assert Exception.message(error) ==
               "move_point/2 panicked at #{error.location}: the point leaves the grid"

      assert Guide.move_point!(at_the_edge, %{x: -1, y: 0}).x == 0x7FFF_FFFF_FFFF_FFFE
    end
  end

  defp message({:error, %ValidationError{} = error}), do: Exception.message(error)
end
