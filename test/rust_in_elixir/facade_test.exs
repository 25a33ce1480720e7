defmodule RustInElixir.FacadeTest do
  @moduledoc """
  What the functions of a facade make of each answer of a stub, without Rust: the stubs return what the test says.
  """

  use ExUnit.Case, async: true

  @golden Path.expand("../golden", __DIR__)

  # Golden files have a namespace in common, and different modules in it.
  defp shelf, do: ShelfWithoutRust.Shelf
  defp journal, do: JournalWithoutRust.Journal
  defp handle(module), do: shelf() |> Module.concat(module) |> struct(reference: make_ref())

  setup_all do
    compile("shelf", "ShelfWithoutRust")
    compile("journal", "JournalWithoutRust")
  end

  test "an answer is passed on as it is" do
    for {function, arguments, answer} <- [
          {:load_shelf, ["a"], {:error, :as_rust_says}},
          {:new_shelf, [[]], {:ok, :shelf}},
          {:rename, [handle(Session), "a"], :ok},
          {:rename, [handle(Session), "a"], {:error, :closed}},
          {:stocked?, [handle(Shelf)], true},
          {:stocked?, [handle(Shelf)], false}
        ] do
      answer(function, answer)
      assert {function, apply(shelf(), function, arguments)} == {function, answer}
    end

    answer(:version, {:ok, "1"})
    assert journal().version() == {:ok, "1"}
    assert journal().version!() == "1"
  end

  test "of the iterator of a stream a stream is made, and an error is passed on" do
    for {facade, function, arguments} <- [
          {shelf(), :items, [handle(Catalog), "a"]},
          {shelf(), :lines, ["a"]},
          {shelf(), :taken, [handle(Shelf)]},
          {journal(), :parse, [["a"]]}
        ] do
      answer(function, {:ok, :iterator})
      assert {:ok, stream} = apply(facade, function, arguments)
      assert %{iterator: :iterator, function: label} = stream
      assert label == "#{function}/#{length(arguments)}"
      assert apply(facade, :"#{function}!", arguments) == stream

      answer(function, {:error, :why})
      assert apply(facade, function, arguments) == {:error, :why}
    end
  end

  test "what is wrong with refused arguments is said in Elixir" do
    for {facade, function, arguments, message} <- [
          {shelf(), :load_shelf, [1], "path must be a path (a binary), got: 1"},
          {shelf(), :new_shelf, [[1]],
           "items[0] must be a %#{inspect(shelf())}.Item{} struct, got: 1"},
          {shelf(), :lines, [<<0>>], "path must be a path without a null byte, got: <<0>>"},
          {shelf(), :numbers, [[1]], "texts[0] must be a UTF-8 string, got: 1"},
          {journal(), :open, [1], "path must be a path (a binary), got: 1"},
          {journal(), :parse, [:a], "lines must be a list, got: :a"}
        ] do
      answer(function, :invalid)
      assert {:error, error} = apply(facade, function, arguments)
      assert Exception.message(error) == message
      raised = catch_error(apply(facade, :"#{function}!", arguments))
      assert Exception.message(raised) == message
    end

    answer(:rename, :invalid)
    answer(:__resource__, nil)
    {:error, error} = shelf().rename(1, 2)
    assert [%{path: [:session]}, %{path: [:name]}] = error.errors
  end

  test "a function that ends in ? raises it" do
    answer(:stocked?, :invalid)
    answer(:synced?, :invalid)
    error = catch_error(shelf().stocked?(1))
    assert error.__struct__ == ShelfWithoutRust.Rust.ValidationError

    assert Exception.message(error) ==
             "shelf must be a %#{inspect(shelf())}.Shelf{} handle, got: 1"

    error = catch_error(journal().synced?(1))
    assert error.__struct__ == JournalWithoutRust.Rust.ValidationError
  end

  test "if nothing is wrong with refused arguments, the two sides disagree" do
    for {facade, handle, function} <- [
          {shelf(), Module.concat(shelf(), Shelf), :stocked?},
          {shelf(), Module.concat(shelf(), Shelf), :close},
          {journal(), Module.concat(journal(), Journal), :synced?}
        ] do
      answer(function, :invalid)
      answer(:__resource__, handle)
      handle = struct!(handle, reference: make_ref())

      message =
        "Rust refused the arguments of #{function}/1, but validation in Elixir accepts them; if the schema " <>
          "was synced while this VM ran, load both sides with `recompile(force: true)`; otherwise this is " <>
          "a bug in rust_in_elixir: please report it with the schema and the arguments"

      assert_raise RuntimeError, message, fn -> apply(facade, function, [handle]) end
    end

    answer(:parse, :invalid)

    assert_raise RuntimeError, ~r"^Rust refused the arguments of parse/1,", fn ->
      journal().parse([])
    end
  end

  test "where only Elixir can check, or changes an argument, it does so before the call" do
    answer(:append, :called)
    answer(:__resource__, Module.concat(journal(), Journal))
    journal = struct!(Module.concat(journal(), Journal), reference: make_ref())
    entry = struct!(Module.concat(journal(), Entry), at: 1, line: " ")

    assert {:error, error} = journal().append(journal, entry)
    assert Exception.message(error) =~ "entry.line must be"
    assert journal().append(journal, %{entry | line: " a "}) == :called

    answer(:move_all, :called)
    answer(:__resource__, Module.concat(shelf(), Shelf))

    [into, from] =
      for _ <- 1..2, do: struct!(Module.concat(shelf(), Shelf), reference: make_ref())

    assert {:error, %{errors: [%{code: :same_handle}]}} = shelf().move_all(into, into, [])
    assert shelf().move_all(into, from, []) == :called
  end

  # What a stub returns from now on in this process.
  defp answer(function, answer), do: Process.put({:answer, function}, answer)

  defp compile(name, namespace) do
    lib = Path.join([@golden, name, "lib"])

    texts =
      for path <- Path.wildcard(lib <> "/**/*.ex") do
        text = path |> File.read!() |> String.replace("Demo.", namespace <> ".")
        if Path.basename(path) == "native.ex", do: without_rust(text), else: text
      end

    folder = Path.join(System.tmp_dir!(), "#{namespace}_#{System.unique_integer([:positive])}")
    File.mkdir_p!(folder)

    paths =
      for {text, index} <- Enum.with_index(texts) do
        path = Path.join(folder, "#{index}.ex")
        File.write!(path, text)
        path
      end

    {:ok, _modules, warnings} = Kernel.ParallelCompiler.compile(paths, return_diagnostics: true)
    # Elixir 1.14 has no diagnostics.
    [] = if is_map(warnings), do: Enum.concat(Map.values(warnings)), else: warnings
    File.rm_rf!(folder)
    :ok
  end

  defp without_rust(text) do
    [module] = Regex.run(~r/^defmodule .* do$/m, text)

    stubs =
      for [stub, name] <- Regex.scan(~r/^  def ([^ (,]+).*:erlang.nif_error.*$/m, text),
          do:
            String.replace(
              stub,
              ":erlang.nif_error(:nif_not_loaded)",
              "Process.get({:answer, :#{name}})"
            )

    Enum.join([module | stubs] ++ ["end\n"], "\n")
  end
end
