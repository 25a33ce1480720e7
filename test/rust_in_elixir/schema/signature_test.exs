defmodule RustInElixir.Schema.SignatureTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Schema.Signature

  doctest RustInElixir.Schema.Signature

  @sources [
    {"f() :: :ok", "nif f() :: :ok"},
    {"f::u8", "nif f() :: u8"},
    {"nif f(a :: u8) :: u8", "nif f(a :: u8) :: u8"},
    {"  f(a::[u8|nil],b::%{string=>{u8,u8}})::{:ok,Point}|{:error,string}\n",
     "nif f(a :: [u8 | nil], b :: %{string => {u8, u8}}) :: {:ok, Point} | {:error, string}"},
    {"f() :: u8, schedule: :dirty_io, cast: true",
     "nif f() :: u8, schedule: :dirty_io, cast: true"},
    {"f(a::mut(T),b::take(T),c::handle(T))::{:ok,stream(T)}|{:error,string},chunk: 10",
     "nif f(a :: mut(T), b :: take(T), c :: handle(T)) :: {:ok, stream(T)} | {:error, string}, chunk: 10"},
    {"f(a::T)::handle(T)", "nif f(a :: T) :: handle(T)"},
    {"f(a::T)::handle(T)|{:error,u8}", "nif f(a :: T) :: handle(T) | {:error, u8}"},
    {"f()::stream(u8)|{:error,u8}", "nif f() :: stream(u8) | {:error, u8}"},
    {"f()::u8,returns: :bare", "nif f() :: u8, returns: :bare"},
    {"f(a::T)::{:ok,handle(T)}|{:error,u8}", "nif f(a :: T) :: {:ok, handle(T)} | {:error, u8}"},
    {"import(path :: string) :: string", "nif import(path :: string) :: string"},
    {"unquote(:end)(unquote(:fn) :: u8) :: u8", "nif unquote(:end)(unquote(:fn) :: u8) :: u8"},
    {"render_markdown_to_html(text :: string, options :: RenderOptions) :: {:ok, string} | {:error, RenderError}",
     "nif render_markdown_to_html(text :: string, options :: RenderOptions) ::\n" <>
       "      {:ok, string} | {:error, RenderError}"}
  ]

  @form "write `name(param :: type, …) :: return`"

  @errors [
    {"", "\"\" is not a signature; #{@form}"},
    {"f() :: u8; g() :: u8", "\"f() :: u8; g() :: u8\" is not a signature; #{@form}"},
    {"1 + 2 :: u8", "`1 + 2` is not a signature; write `nif name(param :: type, …) :: return`"},
    {"F.f() :: u8", "`F.f()` is not a signature; write `nif name(param :: type, …) :: return`"},
    {"f(x :: Vec<u8>) :: u8",
     "\"f(x :: Vec<u8>) :: u8\" is not a signature (syntax error before: ')'); #{@form}"},
    {"end(x :: u8) :: u8",
     "\"end(x :: u8) :: u8\" is not a signature (unexpected reserved word: end); " <>
       "`end` is reserved by Elixir; write it as `unquote(:end)`"},
    {"f(x :: u8)",
     "`f/1` has no return; write `nif f(x :: u8) :: TYPE`, such as `:: string` or `:: :ok`"},
    {"f(x, 1) :: u8",
     "the parameter `x` of `f` has no type; write `x :: TYPE`, such as `x :: string`\n" <>
       "parameter 2 of `f` must be a name with a type, such as `text :: string`, got: `1`"},
    {"f(x :: boolean) :: String.t()",
     "`boolean` is not a schema type; use `bool`\n`String.t()` is not a schema type; use `string`"},
    {"f() :: {:ok, u8}",
     "`{:ok, u8}` cannot be the return of a NIF; write a type, `:ok`, `{:ok, type} | {:error, type}`, `:ok | {:error, type}` or `type | {:error, type}`"},
    {"f() :: u8 | {:ok, string}",
     "`u8 | {:ok, string}` cannot be the return of a NIF; write a type, `:ok`, `{:ok, type} | {:error, type}`, `:ok | {:error, type}` or `type | {:error, type}`"},
    {"f() :: u8, shcedule: :normal, cast: 1",
     "`f/0` has no option `shcedule`; did you mean `schedule`?\n" <>
       "the option `cast` of `f/0` must be `true` or `false`, got: `1`"},
    {"f() :: u8, schedule: later()",
     "the option `schedule` of `f/0` must be a literal, got: `later()`"},
    {"f(a :: &T) :: Enumerable.t()",
     "`&T` is not a schema type; use `T`, which Rust borrows if it is a resource\n" <>
       "`Enumerable.t()` is not a schema type; use `stream(t)` as the whole type of a parameter, or as the return of a NIF"},
    {"f(a :: mutable(T), b :: &mut(T)) :: u8",
     "`mutable(T)` is not a schema type; did you mean `mut(T)`?\n" <>
       "`&mut(T)` is not a schema type; did you mean `mut(T)`?"},
    {"f(a :: [mut(T)]) :: u8",
     "`mut(T)` is not a schema type; it can only be the whole type of a parameter"},
    {"f() :: take(T)",
     "`take(T)` is not a schema type; it can only be the whole type of a parameter"},
    {"f(a :: stream(T) | nil) :: u8",
     "`stream(T)` is not a schema type; it can only be the whole type of a parameter, or the return of a NIF"},
    {"f(a :: stream(stream(T))) :: u8",
     "`stream(T)` is not a schema type; it can only be the whole type of a parameter, or the return of a NIF"},
    {"f() :: [stream(T)]",
     "`stream(T)` is not a schema type; it can only be the whole type of a parameter, or the return of a NIF"},
    {"f() :: u8, :normal", "options must be written as `key: value`, got: `:normal`"}
  ]

  for {text, source} <- @sources do
    test "#{text} is read" do
      assert {:ok, signature} = Signature.parse(unquote(text))
      assert signature.source == unquote(source)
      assert {:ok, %{source: unquote(source)}} = Signature.parse(signature.source)
    end
  end

  for {text, message} <- @errors do
    test "#{inspect(text)} is refused" do
      assert Signature.parse(unquote(text)) == {:error, unquote(message)}
    end
  end

  test "a default gives way to what is written" do
    assert {:ok, %{options: [schedule: :normal]}} =
             Signature.parse("f() :: u8, schedule: :normal", schedule: :dirty_io)

    assert {:ok, %{options: [schedule: :dirty_io]}} =
             Signature.parse("f() :: u8", schedule: :dirty_io)
  end
end
