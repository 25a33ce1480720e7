RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.CallWarningsTest do
  @moduledoc """
  What Elixir's type checker says of calls of a facade: which ones can only be refused, and nothing of any other.
  """

  use ExUnit.Case, async: true

  if Version.match?(System.version(), "< 1.20.0-dev"),
    do: @moduletag(skip: "the type checker does not look at guards before Elixir 1.20")

  # A call of `f!` or `f?`, what is given, and what is expected.
  @wrong [
    # Built-in types.
    {~s|Kinds.echo_i8!("1")|, "-binary()-", "integer()"},
    {~s|Kinds.echo_u64!(1.0)|, "-float()-", "integer()"},
    {~s|Kinds.echo_f64!(1)|, "-integer()-", "float()"},
    {~s|Kinds.echo_bool!("true")|, "-binary()-", "boolean()"},
    {~s|Kinds.echo_string!(:a)|, "-:a-", "binary()"},
    {~s|Kinds.echo_string!([?a])|, "-non_empty_list(integer())-", "binary()"},
    {~s|Kinds.echo_binary!([1])|, "-non_empty_list(integer())-", "binary()"},
    {~s|Kinds.echo_path!(nil)|, "-nil-", "binary()"},
    {~s|Kinds.echo_atom!("a")|, "-binary()-", "atom()"},
    {~s|Kinds.echo_pid!(make_ref())|, "-reference()-", "pid()"},
    {~s|Kinds.echo_reference!(self())|, "-pid()-", "reference()"},
    {~s|Kinds.echo_char!("a")|, "-binary()-", "integer()"},
    {~s|Kinds.echo_ip!("::1")|, "-binary()-", "{...}"},
    {~s|Kinds.echo_packed_f64!([1.0])|, "-non_empty_list(float())-", "binary()"},
    {~s|Dates.echo_uuid!(:id)|, "-:id-", "binary()"},
    {~s|Dates.echo_date!("2024-02-29")|, "-binary()-", "%Date{}"},
    {~s|Dates.echo_datetime!(0)|, "-integer()-", "%DateTime{}"},
    {~s|Dates.echo_decimal!(1)|, "-integer()-", "%{..., __struct__: Decimal}"},
    {~s|Dates.echo_integer!(1.0)|, "-float()-", "integer()"},
    # Functions without a tag.
    {~s|Ledger.sum(1)|, "-integer()-", "empty_list() or non_empty_list(term(), term())"},
    {~s|Ledger.pair("1")|, "-binary()-", "integer()"},
    {~s|Ledger.find!(Ledger.open(), nil)|, "dynamic(), -nil-", "%Ledger.Book{}, integer()"},
    # Containers.
    {~s|Kinds.echo_list!(%{})|, "-empty_map()-",
     "empty_list() or non_empty_list(term(), term())"},
    {~s|Kinds.echo_tuple!([1, "a"])|, "-non_empty_list(binary() or integer())-", "{...}"},
    {~s|Kinds.echo_map!([])|, "-empty_list()-", "map()"},
    {~s|Kinds.echo_optional!("1")|, "-binary()-", "nil or integer()"},
    {~s|Kinds.echo_optional_point!(%Kinds.Chain{next: nil})|,
     "-%Kinds.Chain{next: nil, deltas: empty_map(), trees: empty_list()}-",
     "%{..., __struct__: Kinds.Point} or nil"},
    # Kinds.
    {~s|Kinds.echo_alignment!("left")|, "-binary()-", ":center or :left or :right"},
    {~s|Kinds.echo_alignment!(:middle)|, "-:middle-", ":center or :left or :right"},
    {~s|Kinds.echo_event!(:loaded)|, "-:loaded-", ":loading or {...}"},
    {~s|Kinds.echo_key!(1.0)|, "-float()-",
     "%{..., __struct__: Kinds.Point} or binary() or empty_list() or integer() or non_empty_list(term(), term())"},
    {~s|Kinds.echo_point!(%{x: 1, y: 2})|, "-%{x: integer(), y: integer()}-", "%Kinds.Point{}"},
    {~s|Kinds.echo_point!(%Kinds.Order{lines: [], total: 1})|,
     "-%Kinds.Order{lines: empty_list(), total: integer()}-", "%Kinds.Point{}"},
    {~s|Kinds.echo_delta!(x: 1)|, "-non_empty_list({:x, integer()})-", "map()"},
    {~s|Kinds.echo_size!("10x20")|, "-binary()-", "{...}"},
    {~s|Kinds.echo_reading!(%{at: 1})|, "-%{at: integer()}-", "{...}"},
    {~s|Kinds.echo_render_error!(%ArgumentError{})|,
     "-%ArgumentError{__exception__: true, message: binary()}-", "%Kinds.RenderError{}"},
    {~s|Kinds.rendering!(%{width: 1})|, "-%{width: integer()}-",
     "empty_list() or non_empty_list(term(), term())"},
    {~s|Kinds.echo_slug!(:slug)|, "-:slug-", "binary()"},
    {~s|Links.echo_link!("https://a.org")|, "-binary()-", "%URI{}"},
    {~s|Kinds.echo_percent!(50)|, "-integer()-", "float()"},
    {~s|Kinds.echo_tree!(:root)|, "-:root-", ":leaf or {...}"},
    {~s|Store.names!(make_ref())|, "-reference()-", "%Store.Shelf{}"},
    {~s|Store.maybe!(%Kinds.Point{})|, "-%Kinds.Point{x: integer(), y: integer()}-",
     "%{..., __struct__: Store.Shelf} or nil"},
    # Functions with several arguments, with an error of their own, without a value, with a stream, with a question mark.
    {~s|Kinds.move_point!(%Kinds.Point{}, [1])|,
     "%Kinds.Point{x: integer(), y: integer()}, -non_empty_list(integer())-",
     "%Kinds.Point{}, map()"},
    {~s|Kinds.fails_with_reason!("a")|, "-binary()-", "atom()"},
    {~s|Store.close!(1)|, "-integer()-", "%Store.Shelf{}"},
    {~s|Kinds.paths!("a")|, "-binary()-", "empty_list() or non_empty_list(term(), term())"},
    {~s|Intake.sum!("numbers")|, "-binary()-",
     "empty_list() or fun() or map() or non_empty_list(term(), term())"},
    {~s|Intake.any?(1)|, "-integer()-",
     "empty_list() or fun() or map() or non_empty_list(term(), term())"},
    {~s|Kinds.blank?(:word)|, "-:word-", "binary()"},
    {~s|Store.stocked?(nil)|, "-nil-", "%Store.Shelf{}"}
  ]

  # Calls of `f`, which is said to return nothing but an error.
  @refused [
    ~s|Kinds.echo_i8("1")|,
    ~s|Kinds.echo_alignment("left")|,
    ~s|Kinds.echo_point(%{x: 1, y: 2})|,
    ~s|Kinds.move_point(point, [1])|,
    ~s|Kinds.required(text, %{name: "a"})|,
    ~s|Kinds.fails_with_reason("a")|,
    ~s|Store.names(make_ref())|,
    ~s|Dates.echo_date("2024-02-29")|,
    ~s|Dates.echo_decimal(1)|,
    ~s|Links.echo_link("https://a.org")|,
    ~s|Links.echo_route(nil)|,
    ~s|Intake.sum("numbers")|
  ]

  # Right calls, and wrong ones that the types of Elixir cannot tell.
  @right [
    ~s|Kinds.echo_i8!(1)|,
    ~s|Kinds.echo_i8!(1000)|,
    ~s|Kinds.echo_i8!(term)|,
    ~s|Kinds.echo_f64!(1.0)|,
    ~s|Kinds.echo_string!("a" <> to_string(term))|,
    ~s|Kinds.echo_optional!(nil)|,
    ~s|Kinds.echo_optional_point!(%Kinds.Point{})|,
    ~s|Kinds.echo_optional_point!(nil)|,
    ~s|Kinds.echo_list!([])|,
    ~s|Kinds.echo_map!(%{"a" => 1})|,
    ~s|Kinds.echo_alignment!(:left)|,
    ~s|Kinds.echo_alignment!(if term, do: :left, else: :other)|,
    ~s|Kinds.echo_event!({:redirect, "/"})|,
    ~s|Kinds.echo_key!(%Kinds.Point{})|,
    ~s|Kinds.echo_point!(%Kinds.Point{x: 1})|,
    ~s|Kinds.echo_point!(struct(Kinds.Point, term))|,
    ~s|Kinds.echo_delta!(%{x: 1, y: nil})|,
    ~s|Kinds.echo_size!({1, 2, "a"})|,
    ~s|Kinds.echo_tree!(:leaf)|,
    ~s|Kinds.echo_json!([%{"a" => 1.5}, true])|,
    ~s|Kinds.echo_anything!(self())|,
    ~s|Kinds.echo_even!("2")|,
    ~s|Kinds.rendering!()|,
    ~s|Kinds.rendering!(width: 1)|,
    ~s|Kinds.cast_even!("2", "a")|,
    ~s|Kinds.cast_reading!(%{"at" => 1}, [1, 2, "a"])|,
    ~s|Kinds.show_parcel!(%{"slug" => "a"})|,
    ~s|Kinds.blank?("a")|,
    ~s|Intake.sum!(1..3)|,
    ~s|Intake.sum!(%{})|,
    ~s|Intake.sum!(Stream.map([1], & &1))|,
    ~s|Intake.sum!(Stream.resource(fn -> 1 end, &{:halt, &1}, & &1))|,
    ~s|Intake.concat!(File.stream!("a"))|,
    ~s|Store.stocked?(Store.new_shelf!([]))|,
    ~s|Store.maybe!(nil)|,
    ~s|Dates.echo_date!(~D[2024-02-29])|,
    ~s|Dates.cast_date!("2024-02-29")|,
    ~s|Dates.cast_decimal!("1.5")|,
    ~s|Links.echo_link!(URI.parse("/a"))|,
    ~s|Links.echo_flag!(:other)|,
    ~s|Links.echo_release!("1.2.3")|,
    ~s|{:ok, _} = Links.echo_route(term)|,
    ~s|Kinds.echo_char!(?a)|,
    ~s|Kinds.echo_ip!({127, 0, 0, 1})|,
    ~s|{:error, _} = Kinds.echo_i8("1")|,
    ~s|{:ok, _} = Kinds.echo_i8(1)|,
    ~s|with({:ok, found} <- Kinds.echo_i8(term), do: found)|
  ]

  for {call, given, expected} <- @wrong do
    test "#{call} cannot be right" do
      [function, _arguments] = String.split(unquote(call), "(", parts: 2)
      assert wrong_types(said(unquote(call))) == {function, unquote(given), unquote(expected)}
    end
  end

  for call <- @refused do
    test "#{call} is never {:ok, _}" do
      said = said("{:ok, _} = " <> unquote(call))
      assert said =~ "the following pattern will never match:"
      assert said =~ "the right-hand side has type:\n\n    dynamic({:error, term()})\n"
    end
  end

  for call <- @right do
    test "nothing is said of #{call}" do
      assert said(unquote(call)) == ""
    end
  end

  defp wrong_types(said) do
    with [_all, function, given, expected] <-
           Regex.run(
             ~r"\Aincompatible types given to (\S+)/\d:\n.*\ngiven types:\n(.+)\nbut expected one of:\n\n(.+?)\n(?:\n|\z)"s,
             said
           ),
         do: {function, in_one_line(given), in_one_line(expected)}
  end

  defp in_one_line(text), do: text |> String.split() |> Enum.join(" ")

  # What the compiler says of a function with the call in it.
  defp said(call) do
    module = "CallWarnings#{System.unique_integer([:positive])}"

    source =
      "defmodule #{module} do\n  def call(term, point, text), do: {term, point, text, (#{call})}\nend"

    {_modules, diagnostics} =
      apply(Code, :with_diagnostics, [fn -> Code.compile_string(source, "caller.ex") end])

    Enum.map_join(diagnostics, "\n", & &1.message)
  end
end
