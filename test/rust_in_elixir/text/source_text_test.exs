defmodule RustInElixir.Text.SourceTextTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Text.SourceText

  doctest SourceText

  @text """
  defmodule A do
    # why
    def f(a, b), do: {:ok, [a, b, 1_000_000, "text"]}
  end
  """

  @same [
    {"line endings", String.replace(@text, "\n", "\r\n")},
    {"line breaks and indents",
     """
     defmodule A do
         # why

         def f(a, b),
           do: {
             :ok, [a, b, 1_000_000, "text"]
           }
     end
     """},
    {"digits, keyword brackets and the space of a comment",
     """
     defmodule A do
       #why
       def f(a, b), [do: {:ok, [a, b, 1000000, "text"]}]
     end
     """}
  ]

  @different [
    {"a value", String.replace(@text, "1_000_000", "1_000_001")},
    {"a string's space", String.replace(@text, "text", "text ")},
    {"a comment", String.replace(@text, "why", "because")},
    {"a comment less", String.replace(@text, "  # why\n", "")},
    {"text that is no Elixir", @text <> "end\n"}
  ]

  for {what, text} <- @same do
    test "#{what}: no difference in meaning, nor to the digest" do
      assert SourceText.same?(@text, unquote(text), :elixir)
      assert SourceText.recognised?(unquote(text), SourceText.digest(@text, :elixir), :elixir)
    end
  end

  for {what, text} <- @different do
    test "#{what}: a difference, and to the digest" do
      refute SourceText.same?(@text, unquote(text), :elixir)
      refute SourceText.recognised?(unquote(text), SourceText.digest(@text, :elixir), :elixir)
    end
  end

  # Sources that parse to the same code except for comments and the like.
  @pairs [
    {"error.code", "error.code()", false},
    {"f(error.code.name)", "f(error.code().name)", false},
    {"error.code()", "error . code( )", true},
    {"Error.code", "Error.code()", true},
    {"__MODULE__.code", "__MODULE__.code()", true},
    {":erlang.node", ":erlang.node()", true},
    {"code", "code()", false},
    {"error[:code]", "Access.get(error, :code)", false},
    {"~r/a\\/b/", "~r{a/b}", true},
    {"~s(a)", "~s(a)c", false},
    {"~S(a)", "~s(a)", false},
    {~S|"\x41"|, ~S|"A"|, true},
    {~S|"a#{b}"|, ~S|"a" <> to_string(b)|, false},
    {"f(a, [b: 1])", "f(a, b: 1)", true},
    {"f.(a)", "f(a)", false},
    {"a |> f()", "f(a)", false},
    {"%{a | b: 1}", "%{a: 1}", false},
    {"if a, do: b", "if a do\n  b\nend", true},
    {"0x1F", "31", true},
    {"1", "1.0", false},
    {"f -1", "f - 1", false}
  ]

  test "the meaning of code is compared, not its layout" do
    for {one, other, same?} <- @pairs do
      assert {one, other, SourceText.same?(one, other, :elixir)} == {one, other, same?}
      digest = SourceText.digest(one, :elixir)
      assert {one, other, SourceText.recognised?(other, digest, :elixir)} == {one, other, same?}
    end
  end

  test "in Rust only line endings are no difference" do
    digest = SourceText.digest("fn a() {}\n", :rust)
    assert digest == SourceText.checksum("fn a() {}\n")
    assert SourceText.recognised?("fn a() {}\r\n", digest, :rust)
    refute SourceText.recognised?("fn a()  {}\n", digest, :rust)
  end

  test "Elixir that does not parse has a digest of its bytes" do
    digest = SourceText.digest("def (", :elixir)
    assert digest == SourceText.checksum("def (")
    assert SourceText.recognised?("def (", digest, :elixir)
    refute SourceText.recognised?("def ((", digest, :elixir)
  end

  test "formats with the options given, and says where text is no Elixir" do
    long = "call(:first_argument, :second_argument)"
    assert SourceText.format(long, :elixir, []) == {:ok, long <> "\n"}

    assert SourceText.format(long, :elixir, line_length: 20) ==
             {:ok, "call(\n  :first_argument,\n  :second_argument\n)\n"}

    assert SourceText.format("field(:x)", :elixir, locals_without_parens: [field: 1]) ==
             {:ok, "field(:x)\n"}

    assert SourceText.format("fn  a() {}", :rust, []) == {:ok, "fn  a() {}"}
    assert {:error, message} = SourceText.format("a\nb(", :elixir, [])
    assert message =~ ":2:"
  end
end
