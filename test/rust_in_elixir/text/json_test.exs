defmodule RustInElixir.Text.JSONTest do
  use ExUnit.Case, async: true

  alias RustInElixir.Text.JSON

  doctest JSON

  @cases [
    {~s({}), {:ok, %{}}},
    {~s([ ]), {:ok, []}},
    {~s( {"a" : {"b":[1 , "x"]}} ), {:ok, %{"a" => %{"b" => [1, "x"]}}}},
    {~s([true,false,null]), {:ok, [true, false, nil]}},
    {~s([0,-12,1.5,2e3,-1.25E-2]), {:ok, [0, -12, 1.5, 2000.0, -0.0125]}},
    {~S("a \"quoted\" \\ \/ \n\t\r\b\f é \u00e9 \u001b"),
     {:ok, "a \"quoted\" \\ / \n\t\r\b\f é é \e"}},
    {~s(""), {:ok, ""}},
    {~s({"a":1), :error},
    {~s({"a"}), :error},
    {~s({1:2}), :error},
    {~s([1 2]), :error},
    {~s([1,]), :error},
    {~s({"a":1,}), :error},
    {~s("open), :error},
    {~S("\x"), :error},
    {~S("\ud800"), :error},
    {~s([] []), :error},
    {~s(-), :error},
    {"", :error}
  ]

  for {text, expected} <- @cases do
    test "reads #{text}" do
      assert JSON.decode(unquote(text)) == unquote(Macro.escape(expected))
    end
  end
end
