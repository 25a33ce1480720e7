defmodule RustInElixir.Hygiene.InjectionTest do
  @moduledoc """
  Nothing that a schema says can run as code on either side. Each payload ends what it may stand in, and
  leaves a file, or an error of the compiler's, if what follows is run.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Error, Report.GitHub, Report.Result, Schema}
  alias RustInElixir.Hygiene.{Places, Project, Values}

  @run ~S|File.write!("canary", "")|
  @payloads [
    ~S|#{| <> @run <> "}",
    ~S|\#{| <> @run <> "}",
    ~S|" <> | <> @run <> ~S| <> "|,
    ~S|"; | <> @run <> ~S|; "|,
    ~S|a": | <> @run <> ~S|, "b|,
    ~S|a\": | <> @run <> ~S|, "b|,
    ~S|a\\": | <> @run <> ~S|, "b|,
    ~S|, x: | <> @run <> ", y: ",
    "\"\"\"\n#{@run}\n\"\"\"",
    "'''\n#{@run}\n'''",
    "\n#{@run}\n",
    "\r#{@run}",
    "\u2028#{@run}",
    ~S|/u; | <> @run <> "; ~r/",
    ~S|]; | <> @run <> "; [",
    ~S|}; | <> @run <> "; {",
    ~S|`| <> @run <> "`",
    ~S|"); compile_error!("canary"); ("|,
    ~S|"#); compile_error!("canary"); (r#"|,
    ~S|*/ compile_error!("canary"); /*|,
    "\ncompile_error!(\"canary\");",
    ~S|"] compile_error!("canary"); #[doc = "|,
    ~S({{ 1 | canary }}{% canary %}),
    "\\",
    ~S|\"|
  ]

  # Longer ones are not names.
  @names Enum.filter(@payloads, &(byte_size(&1) < 256))

  setup_all do
    {text, _at} = Places.schema(lines(), facade: "HygieneInjected", crate: "hygiene_injected")
    root = Project.compile!(%{"hygiene_injected" => {HygieneInjected, text}})
    {:ok, boundary} = Schema.load_string(text, "native/hygiene_injected/schema.exs")
    {:ok, root: root, boundary: boundary}
  end

  test "nothing ran, in the schema, in either compiler or in a call", %{
    root: root,
    boundary: boundary
  } do
    for %{name: "echo_" <> _, params: [param]} = nif <- boundary.nifs,
        value <- Values.of(boundary, param.type) do
      assert {:ok, result} = apply(HygieneInjected, String.to_atom(nif.name), [value])
      unless match?({:value, {:scalar, :string}}, nif.returns), do: assert(result === value)
    end

    assert Path.wildcard(Path.join(root, "**/canary*"), match_dot: true) == []
    refute File.exists?("canary")
  end

  test "defaults and choices are the text that they were", %{boundary: boundary} do
    for {payload, index} <- Enum.with_index(@payloads, 1) do
      defaults = struct!(Module.concat(boundary.facade, "Texts"))
      assert Map.fetch!(defaults, :"text#{index}") == payload
      assert Map.fetch!(defaults, :"map#{index}") == %{payload => [payload]}
      assert apply(HygieneInjected, :choose, [payload]) == {:ok, payload}
    end

    assert {:error, error} = apply(HygieneInjected, :choose, ["none of them"])
    assert Exception.message(error) =~ ~r/\Avalue must be one of /
  end

  test "a format is a regular expression and nothing else" do
    for {payload, index} <- Enum.with_index(@payloads), valid_format?(payload) do
      matched = apply(HygieneInjected, :"format#{index}", [payload])

      assert match?({:ok, ^payload}, matched) or
               match?({:error, %{errors: [%{code: :format}]}}, matched)
    end
  end

  # Where the schema takes source, it takes a type, a path or a name, and never a statement.
  @refused [
    {"custom M, unquote(#{@run})",
     "the typespec of `custom M`: `unquote(File.write!(\"canary\", \"\"))` is not a typespec"},
    {"custom M, (#{@run}; integer())",
     "the typespec of `custom M`: `File.write!(\"canary\", \"\") integer()` is not a typespec"},
    {"custom M, {unquote_splicing([1])}",
     "the typespec of `custom M`: `unquote_splicing([1])` is not a typespec"},
    {"custom M, @canary", "the attribute `@canary` is not set before this line"},
    {"custom M, if(true, do: integer)",
     "the typespec of `custom M`: `if true do integer end` is not a typespec"},
    {"custom M, fn -> 1 end", "the typespec of `custom M`: `fn -> 1 end` is not a typespec"},
    {"custom M, &#{@run}",
     "the typespec of `custom M`: `&File.write!(\"canary\", \"\")` is not a typespec"},
    {"custom M, \"text\"", "the typespec of `custom M`: `\"text\"` is not a typespec"},
    {"custom M, money()",
     "the typespec of `custom M`: `money()` is not a built-in type of Elixir; " <>
       "write it with its module, such as `MyApp.Money.t()`"},
    {"custom M, integer(1)",
     "the typespec of `custom M`: `integer(1)` is not a built-in type of Elixir; " <>
       "write it with its module, such as `MyApp.Money.t()`"},
    {"custom M, term, rust: \"crate::M; compile_error!()\"",
     "the Rust type of `M` must be a path of one that the crate declares, such as `crate::M` (a struct can hold any other type), got: `crate::M; compile_error!()`"},
    {"custom M, term, rust: \"crate::M as N\"",
     "the Rust type of `M` must be a path of one that the crate declares, such as `crate::M` (a struct can hold any other type), got: `crate::M as N`"},
    {"custom M, term, rust: \"crate::{M, N}\"",
     "the Rust type of `M` must be a path of one that the crate declares, such as `crate::M` (a struct can hold any other type), got: `crate::{M, N}`"},
    {"custom M, term, rust: \"crate::*\"",
     "the Rust type of `M` must be a path of one that the crate declares, such as `crate::M` (a struct can hold any other type), got: `crate::*`"},
    {"custom M, term, rust: \"crate::M<u8>\"",
     "the Rust type of `M` must be a path of one that the crate declares, such as `crate::M` (a struct can hold any other type), got: `crate::M<u8>`"},
    {"custom M, term, rust: \"crate::crate::M\"",
     "the Rust type of `M` must be a path of one that the crate declares, such as `crate::M` (a struct can hold any other type), got: `crate::crate::M`"},
    {"custom M, term, rust: \"crate::M\\n\\e[31m::error::\"",
     "the Rust type of `M` must be a path of one that the crate declares, such as `crate::M` (a struct can hold any other type), got: `crate::M\\n\\u{1b}[31m::error::`"},
    {"resource M, rust: \"std::fs::File\"",
     "the Rust type of `M` must be a path of one that the crate declares, such as `crate::M` (a struct can hold any other type), got: `std::fs::File`"},
    {"resource M, on_drop: :\"a(); compile_error!\"",
     "the option `on_drop` of `M` must be the name of a Rust function, such as `:dropped`, " <>
       "got: `:\"a(); compile_error!\"`"},
    {"custom M, term, validate: fn it -> it end",
     "the option `validate` of `M` must be a function of a module, such as `&MyApp.Money.validate/1`"},
    {"nif unquote(:\"f(); \#{@run}\")() :: u8",
     "the attribute `@run` is not set before this line"},
    {"nif f(a :: Nowhere) :: u8, renamed_from: :\"\\e[31m\"",
     "unknown type `Nowhere`; declare it, or use a built-in type"},
    {"raise \"\\e[31m\\n::error::\"", "this cannot be evaluated: (RuntimeError) \\e[31m"},
    {"\u0001", "unexpected token: \"\\x01\" (column 1, code point U+0001)"}
  ]

  test "source in a schema is a type, a path or a name" do
    said =
      for {line, _message} <- @refused do
        # A function is shown with its address.
        {line, line |> problems() |> hd() |> String.replace(~r/, got: `#Function<.*/, "")}
      end

    assert said == @refused
  end

  test "no message contains control characters" do
    for {line, _message} <- @refused,
        message <- problems(line),
        do: refute(message =~ ~r/[[:cntrl:]]/u)

    problem = %Core.Problem{line: 1, message: "one\n::error::two\r%0A"}
    outcome = Result.failed(Error.wrong_schema("native/a,b:c/schema.exs", [problem]), [])
    assert [annotation] = GitHub.lines(outcome, "/nowhere")

    assert annotation ==
             "::error file=native/a%2Cb%3Ac/schema.exs,line=1,title=rust_in_elixir%3A wrong schema::" <>
               "one%0A::error::two%0D%250A"

    assert Error.lines(Error.wrong_schema("a.exs", [%{problem | message: "one two"}])) == [
             "a.exs:1: one two"
           ]
  end

  test "the contract and the lock are JSON, whatever they hold", %{root: root} do
    lock = File.read!(Path.join(root, "native/hygiene_injected/boundary.lock"))
    assert Core.write_lock!(Core.read_lock!(lock)) =~ ~s("facade": "HygieneInjected")
    assert {_output, 0} = Project.mix(root, ["rust_in_elixir.sync", "--check"])
  end

  defp problems(line) do
    text = """
    defmodule Sample.Schema do
      use RustInElixir.Schema, facade: Sample, crate: "sample"
    #{line}
    end
    """

    project = %Core.Project{
      otp_app: "sample",
      loader: :rust_in_elixir,
      crate_dir: "native/sample",
      rustler: "0.39"
    }

    with {:ok, boundary} <- Schema.load_string(text, "schema.exs"),
         {:ok, _rendered} <- Core.generate(boundary, project) do
      []
    else
      {:error, problems} -> Enum.map(problems, & &1.message)
    end
  end

  defp lines do
    texts =
      for {payload, index} <- Enum.with_index(@payloads, 1) do
        text = Places.string(payload)

        [
          "field :text#{index}, string, default: #{text}",
          "field :map#{index}, %{string => [string]}, default: %{#{text} => [#{text}]}"
        ]
      end

    formats =
      for {payload, index} <- Enum.with_index(@payloads), valid_format?(payload) do
        [
          "newtype Format#{index}, string, format: #{Places.string(payload)}",
          "nif format#{index}(value :: Format#{index}) :: Format#{index}"
        ]
      end

    choices = Enum.map_join(@payloads, ", ", &Places.string/1)

    List.flatten([
      "@moduledoc #{Places.string(Enum.join(@payloads, "\n\n"))}",
      "struct Texts do",
      texts,
      "end",
      "nif echo_texts(value :: Texts) :: Texts",
      "newtype Choice, string, in: [#{choices}]",
      "nif choose(value :: Choice) :: Choice",
      formats,
      "waive :nif_removed, #{Places.string(@run)}, reason: #{Places.string(Enum.join(@payloads))}, until: ~D[2999-01-01]",
      Places.fields(@names),
      Places.variants(@names),
      Places.tags_and_defaults(@names),
      Places.parameters(@names)
    ])
  end

  defp valid_format?(payload), do: match?({:ok, _}, Regex.compile(payload))
end
