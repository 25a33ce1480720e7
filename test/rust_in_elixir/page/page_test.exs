defmodule RustInElixir.PageTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Page, Project, TemporaryProject}
  alias RustInElixir.Page.{Code, Docs, Html, Shape, Sources}

  doctest Code
  doctest Docs
  doctest Html
  doctest Shape

  @kinds Path.expand("../../fixtures/kinds", __DIR__)
  @style Path.expand("../../../lib/rust_in_elixir/page/page.css", __DIR__)
  @script Path.expand("../../../lib/rust_in_elixir/page/page.js", __DIR__)

  @hostile ~S'''
  defmodule Demo.Text.Schema do
    use RustInElixir.Schema, facade: Demo.Text, crate: "demo_text"

    @moduledoc "</style></script><script>alert(1)</script> & \"quoted\" 'text' 🦀"

    @typedoc "<img src=x onerror=alert(2)>"
    struct Point do
      @doc "`</code><script>alert(3)</script>`"
      field :x, string, default: "</span><script>alert(4)</script>\"'"
    end

    unit_enum Odd, [:"</script>", :"a\"b", :"🦀"]

    newtype Tag, string, format: "</script>", in: ["<script>alert(5)</script>"]

    @doc """
    [a link](javascript:alert(6))

        </pre><script>alert(7)</script>

    ```
    a fence that never ends <script>
    """
    nif cut(text :: Tag, point :: Point, odd :: Odd) :: string

    @doc String.duplicate("𝕬", 10_000)
    nif long(text :: string) :: string
  end
  '''

  test "the policy names the script that the page has" do
    digest = :sha256 |> :crypto.hash(File.read!(@script)) |> Base.encode64()

    assert Page.script_digest() == digest,
           "page.js has changed; in page.ex write @script_digest #{inspect(digest)}"
  end

  test "everything that the boundaries have is there, with its source on both sides" do
    project = Project.new(@kinds, otp_app: :demo)
    places = for dir <- Project.crate_dirs(project), do: {project, dir, ""}
    {:ok, html} = Page.render(places, "kinds")

    for {_project, dir, _folder} <- places do
      {:ok, boundary} = Project.schema(project, dir)

      {:ok, rendered} =
        RustInElixir.Core.generate(boundary, Project.for_core(project, boundary, dir))

      sources = Sources.new(boundary, rendered)

      for nif <- boundary.nifs, label = "#{nif.name}/#{length(nif.params)}" do
        %{elixir: elixir, rust: rust} = Map.fetch!(sources.functions, label)
        # A name that ends in a question mark has no form with an exclamation mark.
        specs = if String.ends_with?(nif.name, "?"), do: 1, else: 2
        assert {label, specs} == {label, length(Regex.scan(~r/^@spec /m, elixir))}
        assert rust =~ ~r/^fn .*;\z/s, label
        assert html =~ ~s|<article id="#{boundary.facade}.#{label}"|
      end

      for %{name: name} = definition <- boundary.definitions do
        %{elixir: elixir, rust: rust} = Map.fetch!(sources.types, name)
        assert elixir =~ ~r/^@(type|opaque) t ::/m, name
        # A type of the user's has whatever name it has in Rust.
        named = with {:custom, %{rust: path}} <- definition.kind, do: path, else: (_ -> name)
        assert rust =~ ~r/(pub (struct|enum)|use) [\w:]*#{named}/, name
        assert html =~ ~s|<article id="#{boundary.facade}.#{name}"|
      end
    end

    assert_sound(html)
    # The same schemas give the same bytes.
    assert Page.render(places, "kinds") == {:ok, html}
  end

  test "shows the sides of a type and of a function as they are generated" do
    project = Project.new(@kinds, otp_app: :demo)
    {:ok, boundary} = Project.schema(project, "native/kinds")

    {:ok, rendered} =
      RustInElixir.Core.generate(boundary, Project.for_core(project, boundary, "native/kinds"))

    sources = Sources.new(boundary, rendered)

    assert sources.types["Event"].rust == """
           pub enum Event {
               Loading,
               Redirect(String),
               Moved(i64, i64),
               Resize {
                   width: u32,
                   height: Option<u32>,
               },
               Counted(HashMap<String, u8>),
               Anything(AnyTerm),
           }\
           """

    assert sources.types["Slug"] == %{
             elixir: "@type t :: String.t()",
             rust: "pub struct Slug(pub String);"
           }

    assert sources.functions["echo_string/1"] == %{
             elixir:
               "@spec echo_string(String.t()) ::\n    {:ok, String.t()}\n    | {:error, ValidationError.t()}\n\n" <>
                 "@spec echo_string!(String.t()) :: String.t()",
             rust: "fn echo_string(value: &str) -> String;"
           }
  end

  test "everything from a schema is text, whatever it contains" do
    root = TemporaryProject.new(%{"native/demo_text/schema.exs" => @hostile})

    {:ok, html} =
      Page.render([{TemporaryProject.project(root), "native/demo_text", ""}], "</title><script>")

    assert_sound(html)

    assert html =~
             "&lt;/style&gt;&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;"

    assert html =~ String.duplicate("𝕬", 10_000)
    assert html =~ "<code>&lt;/code&gt;&lt;script&gt;alert(3)&lt;/script&gt;</code>"
  end

  test "no line breaks between the sign of a map or struct and its brace, nor in front of `::`" do
    for {code, html} <- [
          {"t :: %{}", ~s|t<span class="w"> ::</span> <span class="w">%{</span>}|},
          {"%A.Point{x: y}",
           ~s|<span class="w">%A.<a href="#p">Point</a>{</span><span class="a">x:</span> y}|},
          {"a ::\n  b", ~s|a<span class="w"> ::</span>\n  b|}
        ],
        do: assert(Code.html(code, :elixir, %{"Point" => "#p"}) == {:safe, html})

    assert Code.html("a: &'a ::b", :rust, %{}) == {:safe, "a: &amp;&#39;a ::b"}
    assert File.read!(@style) =~ ~r/^\.w \{ white-space: pre; \}$/m
  end

  test "docs are paragraphs, lists and code, and the rest of Markdown is text" do
    for {doc, html} <- [
          {"One\ntwo.\n\nThree.", "<p>One\ntwo.</p>\n<p>Three.</p>"},
          {"  * a `b`\n    c\n  * d", "<ul><li>a <code>b</code>\nc</li><li>d</li></ul>"},
          {"1. a\n2. b", "<ul><li>a</li><li>b</li></ul>"},
          {"Text\n* item", "<p>Text</p>\n<ul><li>item</li></ul>"},
          {"## Head", "<p><strong>Head</strong></p>"},
          {"    a\n\n      b\n\nc", "<pre><code>a\n\n  b</code></pre>\n<p>c</p>"},
          {"```elixir\n<a>\n```\nb", "<pre><code>&lt;a&gt;</code></pre>\n<p>b</p>"},
          {"```\nopen", "<pre><code>open</code></pre>"},
          {"a ``b ` c`` d ` e", "<p>a <code>b ` c</code> d ` e</p>"},
          {"<b>*x*</b> &amp;", "<p>&lt;b&gt;*x*&lt;/b&gt; &amp;amp;</p>"},
          {"", ""},
          {"\r\na\r\nb\r\n", "<p>a\nb</p>"}
        ],
        do: assert(Docs.html(doc, %{}) == {:safe, html})
  end

  # Well formed as far as it matters: each tag is one that the templates have, and each link leads somewhere.
  defp assert_sound(html) do
    tags =
      ~r/<([a-z0-9]+)[\s>]/ |> Regex.scan(body(html)) |> Enum.map(&Enum.at(&1, 1)) |> Enum.uniq()

    assert tags --
             ~w(a article body code dd details div dl dt footer h1 h2 h3 h4 h5 header input label li main
                nav p pre script search section span strong summary ul) == []

    assert length(String.split(html, "<script")) == 2
    ids = for [_, id] <- Regex.scan(~r/ id="([^"]*)"/, html), do: id
    assert ids == Enum.uniq(ids)
    hrefs = for [_, href] <- Regex.scan(~r/ href="#([^"]*)"/, html), do: URI.decode(href)
    assert Enum.uniq(hrefs) -- ids == []
    refute body(html) =~ ~r/ (href|src)="[^#]/

    for tag <- ~w(article section div pre code a p span ul li dl dt dd) do
      opened = length(Regex.scan(~r/<#{tag}[ >]/, body(html)))
      assert {tag, opened} == {tag, length(Regex.scan(~r/<\/#{tag}>/, body(html)))}
    end
  end

  defp body(html),
    do:
      html
      |> String.split("</head>")
      |> List.last()
      |> String.replace(~r/<script>.*/s, "<script>")
end
