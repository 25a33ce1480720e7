defmodule RustInElixir.FormatTest do
  @moduledoc """
  The sigil that a `format:` becomes, held against PCRE itself, to which `$` is told to be the end.

  What is random follows from the seed that ExUnit prints.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Schema}

  @project %Core.Project{
    otp_app: "sample",
    loader: :rust_in_elixir,
    crate_dir: "native/sample",
    rustler: "0.39"
  }

  @formats [
    "^[a-z]+$",
    "^a$|^b\\n$",
    "a\\$",
    "[$]",
    "[^$]$",
    "[]$]+$",
    "[[:alpha:]$]$",
    "\\Qa$\\E$",
    "\\Q$",
    "\\Qa\\E+$",
    "\\Q\#{a}/\\E",
    "(?m)a$",
    "(?m:a$)\\nb$",
    "(?m)(?-m)a$",
    "(?:(?m)a$)b?$",
    "(?i)A$",
    "(?x) a $ # $ (",
    "(?x) a\\n $",
    "(?x) [ #$] \\# $",
    "(?x: a\\tb $ )c$",
    "(?#a$b)a$",
    "a(?=$)",
    "(?<n>a)\\k<n>$",
    "^\\v$",
    "^[\\v]$",
    "^[^\\v]$",
    "\\c$",
    "a/b$",
    "\#{1}$",
    "\\\#{1}$",
    "(?x)\\\#{1}$",
    "a\\\n$",
    "a\n$",
    "$a",
    "a$b",
    "(a$)+",
    "\\p{L}$",
    "\\x{24}$",
    "^\\R$",
    "^\\h*$",
    "(*ANYCRLF)^a$",
    "(?s).$",
    "\\a$|\\e$|\\f$"
  ]

  @subjects [
    "",
    "a",
    "a\n",
    "a\n\n",
    "a\r\n",
    "b",
    "b\n",
    "a$",
    "$",
    "$\n",
    "a\nb",
    "a\nb\n",
    "ab",
    "aa\n",
    "\n",
    "\v",
    "\u2028",
    "a\tbc",
    "#",
    "#\n",
    "\#{a}/",
    "a/b",
    "a\\",
    "A\n",
    "é\n",
    "é",
    " ",
    "d",
    "\a",
    "\f",
    "\x24",
    "\x64"
  ]

  test "a sigil matches what PCRE matches where $ is the end" do
    for {format, sigil} <- Enum.zip(@formats, sigils(@formats)), do: compare(format, sigil)
  end

  test "formats of random parts" do
    :rand.seed(:exsss, ExUnit.configuration()[:seed])

    parts =
      ["a", "b", "$", "^", "\n", "\\n", "\\$", "#", "/", " ", ".", "\\s", "\\v", "|", "?", "*"] ++
        [
          "(",
          ")",
          "(?m)",
          "(?x)",
          "(?-m)",
          "(?m:",
          "(?x-m:",
          "(?:",
          "[a$",
          "]",
          "[^",
          "\\Q",
          "\\E"
        ] ++
        ["\#{", "}", "[[:alpha:]]", "(?#$)", "\\c$", "\\z", "\\Z", "é", "\\/", "\\#"]

    formats =
      for _ <- 1..3_000,
          format = Enum.map_join(1..:rand.uniform(7), fn _ -> Enum.random(parts) end),
          match?({:ok, _}, :re.compile(format, [:unicode, :ucp, :dollar_endonly])),
          do: format

    assert length(formats) > 500
    for {format, sigil} <- Enum.zip(formats, sigils(formats)), do: compare(format, sigil)
  end

  defp compare(format, sigil) do
    {:ok, compiled} = :re.compile(format, [:unicode, :ucp, :dollar_endonly])
    {regex, _binding} = Code.eval_string(sigil)

    for subject <- @subjects do
      expected = :re.run(subject, compiled, capture: :none) == :match

      assert {format, sigil, subject, Regex.match?(regex, subject)} ==
               {format, sigil, subject, expected}
    end
  end

  # As the generated code has them.
  defp sigils(formats) do
    newtypes =
      for {format, index} <- Enum.with_index(formats, 1),
          do:
            "newtype T#{index}, string, format: #{inspect(format, printable_limit: :infinity)}\n"

    fields = for index <- 1..length(formats), do: "field :f#{index}, T#{index}\n"

    schema = """
    defmodule Sample.Schema do
      use RustInElixir.Schema, facade: Sample, crate: "sample"
      #{newtypes}
      map All do
        #{fields}
      end
      nif f(all :: All) :: u8
    end
    """

    {:ok, boundary} = Schema.load_string(schema, "schema.exs")
    {:ok, rendered} = Core.generate(boundary, @project)

    for index <- 1..length(formats) do
      file = Enum.find(rendered.files, &(&1.path == "lib/sample/t#{index}.ex"))

      [_, sigil] =
        Regex.run(~r/Validation\.format\((?:errors, )?value, path, (.*)\)\n/s, file.text)

      sigil
    end
  end
end
