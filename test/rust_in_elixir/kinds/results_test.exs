RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.ResultsTest do
  use RustInElixir.KindsCase, async: true

  alias Demo.Rust.{CallError, PanicError, ValidationError}
  alias Kinds.{OtherError, RenderError}

  test "a function that ends in ? returns a bare boolean, raises errors, and has no form with !" do
    assert Kinds.blank?("  ") == true
    assert Kinds.blank?("ab") == false
    assert Kinds.ready?() == true

    assert_raise Demo.Rust.ValidationError, "word must be a UTF-8 string, got: 1", fn ->
      apply(Kinds, :blank?, [1])
    end

    names = for {name, _arity} <- Kinds.__info__(:functions), do: to_string(name)
    assert for(name <- names, name =~ ~r/blank|ready/, do: name) == ["blank?", "ready?"]
  end

  test "the results of Rust, by f and by f!" do
    render_error = %RenderError{message: "it does not render", line: 3}
    other_error = %OtherError{reason: :enoent}

    for {function, arguments, result} <- [
          {:nothing, [], :ok},
          {:answer, [], {:ok, 42}},
          {:succeeds, [], {:ok, "done"}},
          {:render, ["a"], {:ok, "a in 80 columns"}},
          {:render, ["a", [width: 2]], {:ok, "a in 2 columns"}},
          {:render, [""], {:error, %RenderError{message: "nothing to render", line: 1}}},
          {:fails_with_exception, [0], :ok},
          {:fails_with_exception, [3], {:error, render_error}},
          {:fails_with_reason, [:enoent], {:error, other_error}},
          {:fails_with_string, [""], :ok},
          {:fails_with_string, ["why"], {:error, "why"}},
          {:fails_with_enum, [:loading], {:ok, :loading}},
          {:fails_with_enum, [{:moved, 1, 2}], {:error, {:moved, 1, 2}}},
          {:fails_with_bytes, [""], {:ok, ""}},
          {:fails_with_bytes, [<<255>>], {:error, <<255>>}},
          {:fails_always_with_bytes, ["b"], {:error, "b"}}
        ] do
      assert {function, apply(Kinds, function, arguments)} == {function, result}
      bang = fn -> apply(Kinds, :"#{function}!", arguments) end

      case result do
        :ok -> assert bang.() == :ok
        {:ok, value} -> assert bang.() == value
        {:error, %module{} = error} -> assert assert_raise(module, bang) == error
        {:error, reason} -> assert %{reason: ^reason} = assert_raise(CallError, bang)
      end
    end
  end

  test "raised errors have a message" do
    for {call, message} <- [
          {fn -> Kinds.fails_with_exception!(3) end, "it does not render"},
          {fn -> Kinds.fails_with_reason!(:enoent) end, "%Kinds.OtherError{reason: :enoent}"},
          {fn -> Kinds.fails_with_string!("why") end, "fails_with_string/1 failed: why"},
          {fn -> Kinds.fails_with_enum!({:moved, 1, 2}) end,
           "fails_with_enum/1 failed: {:moved, 1, 2}"},
          {fn -> Kinds.fails_with_bytes!(<<255>>) end, "fails_with_bytes/1 failed: <<255>>"},
          {fn -> apply(Kinds, :fails_with_string!, [1]) end,
           "text must be a UTF-8 string, got: 1"}
        ] do
      error = catch_error(call.())
      assert Exception.message(error) == message
    end

    assert_raise ValidationError, fn -> Kinds.fails_with_exception!(-1) end
  end

  describe "a panic" do
    test "is an exception with the function, what it said and where" do
      for {call, function, reason} <- [
            {fn -> Kinds.panics("oh no") end, "panics/1", "oh no"},
            {fn -> Kinds.panics!("größer") end, "panics/1", "größer"},
            {fn -> Kinds.panics_with("plain") end, "panics_with/1", "plain"},
            {fn -> Kinds.panics_with("number") end, "panics_with/1", "no panic message"},
            {fn -> Kinds.panics_with("index") end, "panics_with/1",
             "index out of bounds: the len is 0 but the index is 5"},
            {fn -> Kinds.overflows(255) end, "overflows/1", "a sum that fits"}
          ] do
        error = assert_raise(PanicError, call)
        assert %PanicError{function: ^function, reason: ^reason, location: location} = error
        assert location =~ ~r"\Anative/kinds/src/lib\.rs:\d+:\d+\z"
        assert Exception.message(error) == "#{function} panicked at #{location}: #{reason}"
      end

      assert Kinds.overflows(254) == {:ok, 255}
    end

    test "meets nobody else's call" do
      1..40
      |> Task.async_stream(
        fn index ->
          text = if rem(index, 2) == 0, do: "#{index}", else: ""
          {text, catch_result(fn -> Kinds.panics_after(rem(index, 5) * 10, text) end)}
        end,
        max_concurrency: 40,
        timeout: :infinity
      )
      |> Enum.each(fn
        {:ok, {"", result}} ->
          assert result == {:ok, 1}

        {:ok, {text, result}} ->
          assert %PanicError{function: "panics_after/2", reason: ^text, location: location} =
                   result

          assert location =~ "native/kinds/src/lib.rs"
      end)
    end
  end

  test "each function runs where the schema says" do
    assert Kinds.nothing!() == :ok
    assert {:docs_v1, _, _, _, %{"en" => of_module}, _, docs} = Code.fetch_docs(Kinds)

    assert of_module =~
             "Functions run on a dirty CPU scheduler, unless their docs name another one."

    for {name, arity, remark} <- [
          {:nothing, 0, " It runs on a normal scheduler."},
          {:answer, 0, " It runs on a dirty I/O scheduler."},
          {:echo_u8, 1, ""}
        ] do
      {_, _, _, %{"en" => doc}, _} = List.keyfind(docs, {:function, name, arity}, 0)
      assert doc == "Calls `#{name}/#{arity}` in Rust.#{remark}"
    end
  end

  defp catch_result(call) do
    call.()
  rescue
    error -> error
  end
end
