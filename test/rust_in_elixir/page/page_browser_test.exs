defmodule RustInElixir.Page.PageBrowserTest do
  @moduledoc """
  The page in a real browser. Where there is none, this is skipped, and says so.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Page, Project}

  @browser Enum.find_value(~w(chromium chromium-browser google-chrome), &System.find_executable/1)
  @root Path.expand("../../..", __DIR__)

  unless @browser,
    do:
      @moduletag(skip: "there is no chromium here, so nothing is known of the page in a browser")

  setup_all do
    folder = Path.join(System.tmp_dir!(), "rust_in_elixir_page_#{System.pid()}")
    File.mkdir_p!(folder)
    on_exit(fn -> File.rm_rf!(folder) end)

    places =
      for root <- ~w(examples/tables test/fixtures/kinds),
          project = Project.new(Path.join(@root, root), otp_app: :demo),
          dir <- Project.crate_dirs(project),
          do: {project, dir, ""}

    {:ok, html} = Page.render(places, "demo")
    %{folder: folder, html: html}
  end

  test "its script runs under its policy, and the console stays empty", context do
    {dom, console} = browse(context, "page.html", context.html)

    assert dom =~ ~r/<search class="filter">/
    assert console == []
  end

  test "a script that is not its own does not run", context do
    html =
      String.replace(context.html, "</main>", "</main><script>document.title = 'run'</script>")

    {dom, [refusal]} = browse(context, "injected.html", html)

    assert dom =~ "<title>demo: the boundary</title>"
    assert refusal =~ "Content Security Policy"
  end

  for width <- [390, 1280] do
    test "fits #{width} pixels, filters, and can be read and used", context do
      answers = ask(context, unquote(width), "fits")

      assert answers["width"] == unquote(width)
      assert answers["overflow"] == []
      assert answers["contents"] == unquote(width == 1280)
      # The filter: all, some, none, all again.
      assert answers["all"] > 100
      assert answers["some"] == ["load_csv", "read_csv", "LoadError"]
      assert answers["said"] == "3 of #{answers["all"]}"
      assert answers["entries"] == ["load_csv/1", "read_csv/1", "LoadError"]
      assert answers["headings"] == ["Tables"]
      assert answers["none"] == [0, true]
      assert answers["again"] == answers["all"]
      assert answers["slash"]
      assert answers["target"]
      # For those who do not see it.
      assert answers["landmarks"] == %{
               "header" => 1,
               "nav" => 1,
               "main" => 1,
               "search" => 1,
               "footer" => 1
             }

      assert answers["unnamed"] == []
      assert answers["levels"] == []
      assert answers["contrast"] == []
    end
  end

  test "has as much contrast in the dark", context do
    assert %{"contrast" => [], "dark" => true} =
             ask(context, 1280, "dark", ["--blink-settings=preferredColorScheme=0"])
  end

  # The page in a frame of this width, and what a script finds out in it.
  defp ask(context, width, name, options \\ []) do
    questions = File.read!(Path.join(@root, "test/fixtures/page/questions.js"))
    html = String.replace(context.html, ~r/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
    File.write!(Path.join(context.folder, "#{name}#{width}_inner.html"), html)

    frame = """
    <!DOCTYPE html><body><iframe width="#{width}" height="900" style="border:0"
      srcdoc="#{Page.Html.escape(html)}"></iframe><pre id="answers"></pre>
    <script>#{questions}</script></body>
    """

    {dom, _console} =
      browse(context, "#{name}#{width}.html", frame, ["--virtual-time-budget=20000" | options])

    [_, answers] = Regex.run(~r/<pre id="answers">(.*?)<\/pre>/s, dom)
    assert answers != "", "the questions were not answered"
    {:ok, answers} = answers |> unescape() |> RustInElixir.Text.JSON.decode()
    answers
  end

  defp browse(context, name, html, options \\ []) do
    path = Path.join(context.folder, name)
    log = path <> ".log"
    File.write!(path, html)

    arguments =
      ~w(--headless=new --no-sandbox --disable-gpu --hide-scrollbars --enable-logging=stderr) ++
        ["--user-data-dir=#{path}.profile", "--window-size=1400,1000", "--dump-dom"] ++
        options ++ ["file://" <> path]

    # The standard error is where the console goes, beside much else.
    {dom, 0} =
      System.cmd("sh", [
        "-c",
        ~S(log=$1; shift; exec "$@" 2>"$log"),
        "sh",
        log,
        @browser | arguments
      ])

    console = log |> File.read!() |> String.split("\n") |> Enum.filter(&(&1 =~ "CONSOLE"))
    {dom, console}
  end

  defp unescape(html) do
    html
    |> String.replace("&lt;", "<")
    |> String.replace("&gt;", ">")
    |> String.replace("&amp;", "&")
  end
end
