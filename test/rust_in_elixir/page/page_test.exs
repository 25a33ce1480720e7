defmodule RustInElixir.PageTest do
  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Page, Project, TemporaryProject}
  alias RustInElixir.Page.{Code, Docs, Html, Shape}
  alias RustInElixir.Project.ForeignTypes

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
      {boundary, declared} = declared(project, dir)
      assert length(declared.functions) == length(boundary.nifs)

      for {nif, %{name: label} = it} <- Enum.zip(boundary.nifs, declared.functions) do
        assert label == "#{nif.name}/#{length(nif.params)}"
        # What raises already has no form with an exclamation mark.
        bare? = String.ends_with?(nif.name, "?") or nif.return_style == :bare
        specs = if bare?, do: 1, else: 2
        assert {label, specs} == {label, length(Regex.scan(~r/^@spec /m, it.elixir))}
        assert it.rust =~ ~r/^fn .*;\z/s, label
        assert html =~ ~s|<article id="#{boundary.facade}.#{label}"|
      end

      own = Enum.filter(boundary.definitions, &(&1.owner == nil))
      assert Enum.map(declared.types, & &1.name) == Enum.map(own, & &1.name)

      for {%{name: name} = definition, it} <- Enum.zip(own, declared.types) do
        assert it.elixir =~ ~r/^@(type|opaque) t ::/m, name
        # A type of the user's has whatever name it has in Rust.
        named = with {:custom, %{rust: path}} <- definition.kind, do: path, else: (_ -> name)
        assert it.rust =~ ~r/pub (struct|enum|use) [\w:]*#{named}/, name
        assert html =~ ~s|<article id="#{boundary.facade}.#{name}"|
      end
    end

    assert_sound(html)
    # The same schemas give the same bytes.
    assert Page.render(places, "kinds") == {:ok, html}
  end

  # Docs and attributes left out, a declaration is what the files have.
  test "the files declare what the page shows" do
    project = Project.new(@kinds, otp_app: :demo)
    compact = &String.replace(&1, ~r/\s+|,(?=\s*[)}>])/, "")

    for dir <- Project.crate_dirs(project) do
      {boundary, declared} = declared(project, dir)
      {:ok, %{files: files}} = Core.generate(boundary, Project.for_core(project, boundary, dir))

      [rust] = for %{language: :rust, text: text} <- files, do: text
      rust = rust |> String.replace(~r/^ *(\/\/|#\[(?!cfg_attr)).*$/m, "") |> compact.()
      elixir = for %{language: :elixir, text: text} <- files, do: compact.(text)

      for %{name: name} = it <- declared.functions ++ declared.types do
        for part <- String.split(it.rust, "\n\n"),
            do: assert({name, rust =~ compact.(part)} == {name, true})

        for part <- String.split(it.elixir, "\n\n") do
          part = part |> String.replace("%#{name}{", "%__MODULE__{") |> compact.()
          assert {name, Enum.any?(elixir, &(&1 =~ part))} == {name, true}
        end
      end
    end
  end

  test "shows the sides of a type and of a function as they are generated" do
    {_boundary, declared} = declared(Project.new(@kinds, otp_app: :demo), "native/kinds")
    declared = Map.new(declared.functions ++ declared.types, &{&1.name, &1})

    assert declared["Event"].rust == """
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

    assert %{elixir: "@type t :: String.t()", rust: "pub struct Slug(pub String);"} =
             declared["Slug"]

    assert %{rust: "pub use crate::Even as Amount;"} = declared["Amount"]

    assert %{
             elixir:
               "@spec echo_string(String.t()) :: {:ok, String.t()} | {:error, ValidationError.t()}\n\n" <>
                 "@spec echo_string!(String.t()) :: String.t()",
             rust: "fn echo_string(value: &str) -> String;"
           } = declared["echo_string/1"]

    assert %{rust: "fn echo_tuple(\n    value: (u8, &str),\n) -> (u8, String);"} =
             declared["echo_tuple/1"]
  end

  defp declared(project, dir) do
    {:ok, boundary, _others} = ForeignTypes.boundary(project, dir)
    {:ok, declared} = Core.declarations(boundary, Project.for_core(project, boundary, dir), 40)
    {boundary, declared}
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

  test "what closes a spec or a type of several lines stands at its start" do
    params = "String.t(), [String.t()], non_neg_integer()"
    pairs = "title: String.t(), authors: [String.t()]"

    for {source, expected} <- [
          {"@spec find(#{params}) :: :ok",
           "@spec find(\n    String.t(),\n    [String.t()],\n    non_neg_integer()\n) :: :ok"},
          {"@type t :: %Book{#{pairs}}",
           "@type t :: %Book{\n    title: String.t(),\n    authors: [String.t()]\n}"}
        ],
        do: assert(Code.laid_out(source, 40) == expected)
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
