RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.RedactionTest do
  use RustInElixir.KindsCase, async: true

  alias Kinds.{Card, Line}

  test "a redacted type is taken as any other" do
    card = %Card{number: "4111", secret: "long enough", headers: %{"a" => 1}, owner: "me"}
    assert_accepted(:echo_secret, ["long enough"])
    assert_accepted(:echo_card, [card])
    assert_accepted(:echo_login, [%{password: nil, pin: 1}, %{password: "long enough", pin: 1}])
    assert_accepted(:echo_line, [%Line{sku: "a"}])
  end

  test "no message shows a redacted parameter, field or newtype" do
    assert_refused(:echo_secret, [
      {"hunter2", "secret must be a string of at least 8 characters, got: a redacted value"},
      {7_777_777, "secret must be a UTF-8 string, got: a redacted value"},
      {<<"hunter2", 255>>, "secret must be a UTF-8 string, got: a redacted value"}
    ])

    assert_refused(:echo_card, [
      {%Card{number: 4111, secret: "hunter2", headers: %{}, owner: 1},
       problems([
         "card.number must be a UTF-8 string, got: a redacted value",
         "card.secret must be a string of at least 8 characters, got: a redacted value",
         "card.owner must be a UTF-8 string, got: 1"
       ])},
      # The keys of a redacted map are a part of it.
      {%Card{
         number: "1",
         secret: "long enough",
         headers: %{"hunter2" => 300, hunter3: 1},
         owner: ""
       },
       problems([
         "card.headers must be a UTF-8 string, got: a redacted value",
         "card.headers must be an integer within 0..255 (u8), got: a redacted value"
       ])}
    ])

    assert_refused(:echo_login, [
      {%{password: "hunter2", pin: "hunter2"},
       problems([
         "login.password must be a string of at least 8 characters, got: a redacted value",
         "login.pin must be an integer within 0..65535 (u16), got: a redacted value"
       ])}
    ])

    assert_refused(:echo_line, [
      {"hunter2", "line must be a %Kinds.Line{} struct, got: a redacted value"},
      {%Line{sku: :hunter2}, "line must be a UTF-8 string, got: a redacted value"},
      {Map.put(%Line{sku: "a"}, "hunter2", 1), "line has an unknown key"},
      {Map.delete(%Line{sku: "a"}, :sku), "line is missing the key :sku"}
    ])

    assert message(
             Kinds.redacted_lines([%Line{sku: 1}, "hunter2" | "hunter2"], "hunter2", {"x", 256})
           ) ==
             problems([
               "lines[0] must be a UTF-8 string, got: a redacted value",
               "lines[1] must be a %Kinds.Line{} struct, got: a redacted value",
               "lines must be a proper list, got: an improper list (its tail after index 1 is not a list)",
               "optional must be a %Kinds.Line{} struct, got: a redacted value",
               "elem(secrets, 0) must be a string of at least 8 characters, got: a redacted value",
               "elem(secrets, 1) must be an integer within 0..255 (u8), got: 256"
             ])

    assert message(Kinds.redacted_lines([], nil, {"hunter2", 1, 2})) ==
             "secrets must be a tuple of 2 elements, got: a tuple of 3 elements"
  end

  test "the error does not keep it either" do
    for call <- [
          fn -> Kinds.echo_secret("hunter2") end,
          fn -> Kinds.echo_line(%Line{sku: [:hunter2]}) end,
          fn ->
            Kinds.echo_card(%Card{
              number: 1,
              secret: "hunter2",
              headers: %{1 => "hunter2"},
              owner: ""
            })
          end
        ] do
      {:error, error} = call.()
      refute inspect(error, limit: :infinity) =~ "hunter2"
    end
  end
end
