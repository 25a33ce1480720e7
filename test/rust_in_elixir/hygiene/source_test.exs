defmodule RustInElixir.Hygiene.SourceTest do
  @moduledoc """
  Where a schema takes source, that is a type, a path or a name, and no message has control characters.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Error, Report.GitHub, Report.Result, Schema}

  @run ~S|File.write!("canary", "")|

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
    {"remote M, unquote(#{@run}), as: string, from: &A.a/1, to: &A.b/1",
     "the typespec of `remote M`: `unquote(File.write!(\"canary\", \"\"))` is not a typespec"},
    {"remote M, A.t(), as: [a: #{@run}], from: &A.a/1, to: &A.b/1",
     "`[a: File.write!(\"canary\", \"\")]` is not a schema type; " <>
       "declare the keys with `options NAME do … end`, and use `NAME` here; any keys are `keyword(t)`"},
    {"remote M, A.t(), as: string, from: {A, :\"a()\\nraise\"}, to: fn it -> it end",
     "the option `to` of `M` must be a function of a module, such as `&URI.parse/1`"},
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
end
