RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.NamesTest do
  use RustInElixir.KindsCase, async: true

  alias RustInElixir.{Core, Schema}
  alias Words.Odd

  @u8 "must be an integer within 0..255 (u8), got: "

  test "atoms are exactly those of the schema" do
    assert_accepted(Odd, :echo_atoms, [
      :"foo-bar",
      :i64,
      :FooBar,
      :foo_bar,
      :self,
      nil,
      true,
      :type,
      :"a b",
      :Ä,
      :ok?
    ])

    assert_refused(Odd, :echo_atoms, [
      {:typ,
       ~S|value must be one of :"foo-bar", :i64, :FooBar, :foo_bar, :self, nil, true, :type, | <>
         ~S|:"a b", :Ä, :ok?, got: :typ (did you mean :type?)|}
    ])

    assert_accepted(Odd, :echo_one, [:one])
    assert_accepted(Odd, :echo_units, [:first, :second])
    assert_accepted(Odd, :echo_shared_ends, [:one_end, :three_end])
    assert_accepted(Odd, :echo_no_units, [{:named, %{a: 1}}, {:value, 1}])

    assert_accepted(Odd, :echo_tags, [
      :"a b",
      {:type, 1},
      {:Type, 1, 2},
      true,
      {:match, %{type: 1, self: nil, end: true, env: 1, map: 2, term: 3}},
      {:env, %{env: 1, tuple: 2, name: 3, len: 4, field: 5}},
      {:ok, 1},
      {:error, "x"},
      :some,
      :none,
      :Self,
      {:"2d", 1}
    ])

    assert_accepted(Odd, :echo_derived, [
      {:sized, %{env: 1, map: 2, term: 3, tuple: 4, len: 5, name: 6}},
      {:plain, 1}
    ])
  end

  test "fields" do
    words = %Odd.Words{
      :type => "t",
      :match => 1,
      :fn => 2,
      :end => 3,
      :self => 4,
      :Self => 5,
      :crate => 6,
      :args => 7,
      :message => "m",
      :path => "/",
      :value => [1 | 2],
      :errors => :a,
      :valid? => true,
      :valid => false,
      :env => 8,
      :term => 9,
      :map => 10,
      :"with space" => 11,
      :do => 12,
      nil => 13,
      :__info__ => 14
    }

    assert_accepted(Odd, :echo_words, [words])

    assert_refused(Odd, :echo_words, [
      {%{words | nil => 256, Self: 256, valid?: 1, "with space": 256},
       problems([
         "value.Self #{@u8}256",
         "value.valid? must be a boolean, got: 1",
         ~s[value."with space" #{@u8}256],
         "value[nil] #{@u8}256"
       ])}
    ])

    assert_accepted(Odd, :echo_same, [
      %{type: 1, end: nil, env: 1, map: 1, path: 1, value: nil, errors: 1}
    ])

    assert_accepted(Odd, :echo_elements, [{1, 2, 3}])
    assert_accepted(Odd, :echo_fields, [{:type, 1, 2, 3}])
    assert_accepted(Odd, :echo_failure, [%Odd.Failure{type: 1, env: 2}])
    assert Odd.choose!(type: 5, if: 6, value: 7) == {5, 6, 7}
    assert Odd.choose!() == {1, 2, nil}
  end

  test "types without data" do
    assert_accepted(Odd, :echo_empty, [%Odd.Empty{}])
    assert_accepted(Odd, :echo_empty_map, [%{}])
    assert_accepted(Odd, :echo_absent_map, [nil, %{}])
    assert_accepted(Odd, :echo_loose_text, [%Odd.LooseTexts{one: "a", all: ["b"]}])
    assert_accepted(Odd, :echo_empty_record, [{:empty}])
    assert_accepted(Odd, :echo_empty_error, [%Odd.EmptyError{}])
    assert Odd.choose_nothing() == :ok

    assert_refused(Odd, :echo_empty, [
      {%{}, "value must be a %Words.Odd.Empty{} struct, got: an empty map"}
    ])

    assert_refused(Odd, :echo_empty_map, [{%{a: 1}, "value has the unknown key :a"}])

    assert_refused(Odd, :echo_empty_record, [
      {{:empty, 1}, "value must be a record {:empty}, got: {:empty, _}"}
    ])

    assert_refused(Odd, :choose_nothing, [{[a: 1], "options has the unknown key :a"}])
  end

  test "types" do
    for {function, term} <- [
          echo_string: %Odd.String{string: "s", result: %Odd.Result{ok: 1}},
          echo_option: %Odd.Option{option: nil},
          echo_result: %Odd.Result{ok: 1},
          echo_vec: %Odd.Vec{vec: [1]},
          echo_env: %Odd.Env{env: 1},
          echo_term: %Odd.Term{term: 1},
          echo_kernel: %Odd.Kernel{kernel: 1},
          echo_map: %Odd.Map{map: %{"a" => 1}},
          echo_enum: %{enum: [%Odd.Kernel{kernel: 1}]},
          echo_function: %{function: 1},
          echo_inspect: %Odd.Inspect{secret: "s"},
          echo_hash_map: %Odd.HashMap{map: %{"a" => %Odd.Option{option: 1}}},
          echo_path_buf: %Odd.PathBuf{path: "/"},
          echo_odd: %Odd.Odd{odd: 1},
          echo_large: {:large, %{a: {1, 2, 3}, b: {1, 2, 3}, c: {1, 2, 3}}},
          echo_left: %Odd.Left{right: %Odd.Right{left: {%Odd.Left{right: nil}, []}}}
        ],
        do: assert_accepted(Odd, function, [term])

    newtypes =
      {{1, 2, 3, 4, <<255>>, :a, 5}, {1, 2, 3, 4, 5, 6, 7}, {1, 2, 3, 4, 5, 6},
       {1, 2, 3, 4, 5, 6}}

    assert apply(Odd, :echo_newtypes, Tuple.to_list(newtypes)) == {:ok, newtypes}
  end

  test "parameters, and more of them than clippy likes" do
    assert Odd.match(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == {:ok, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}

    assert message(Odd.match(:a, 2, 3, :b, 5, :c, :d, :e, 9, :f)) ==
             problems([
               "type #{@u8}:a",
               "env #{@u8}:b",
               "errors #{@u8}:c",
               "path #{@u8}:d",
               "value #{@u8}:e",
               "error #{@u8}:f"
             ])
  end

  test "functions" do
    words = %Odd.Failure{type: 1, env: 2}

    for {function, arguments, value} <- [
          {:if, [true, [type: 3]], 3},
          {:if, [false], 2},
          {:to_string, [5], "5"},
          {:node, [], 1},
          {:self, [], 2},
          {:then, [[%{}], []], 1},
          {:max, [1, 2], 2},
          {:is_struct, [1], true},
          {:elem, [{1, 2, 3}, 4], 5},
          {:hd, [[7]], 7},
          {:length, [[1, 2]], 2},
          {:end, [1], 1},
          {:fn, [2], 2},
          {:do, [3], 3},
          {nil, [], 3},
          {true, [1], 1},
          {:after, [], 7},
          {:loop, [1], 1},
          {:crate, [1], 1},
          {:new, [1], 1},
          {:from_str, ["abc"], 3},
          {:main, [], 4},
          {:load, ["/a"], 2},
          {:call, [1, 2], 3},
          {:atom, ["ab"], 2},
          {:map, [3], 3},
          {:nif_init, [], 5},
          {:init, [], 6},
          {:__private, [1], 1}
        ] do
      assert {function, apply(Odd, function, arguments)} == {function, {:ok, value}}
      assert apply(Odd, :"#{Atom.to_string(function)}!", arguments) == value
    end

    assert Odd.raise("") == :ok
    assert Odd.raise("x") == {:error, words}
    assert Odd.raise(1, "x") == {:error, "x"}
    assert assert_raise(Odd.Failure, fn -> Odd.raise!("x") end) == words
    assert_raise Demo.Rust.ValidationError, fn -> Odd.raise!(1) end
    assert %{reason: "x"} = assert_raise(Demo.Rust.CallError, fn -> Odd.raise!(1, "x") end)
  end

  # Another application than that of the project, whose shared modules it would replace.
  @words %Core.Project{
    otp_app: "words",
    loader: :rust_in_elixir,
    crate_dir: "native/words_kernel",
    rustler: "0.39"
  }

  # Macros that every module needs, so that none of its functions can have their names.
  @refused [
    alias: 1,
    case: 2,
    def: 1,
    def: 2,
    defmodule: 2,
    import: 2,
    unquote: 1,
    unquote_splicing: 1,
    use: 2,
    when: 2
  ]

  test "every function of Kernel can be one of a boundary, but for those that make a module" do
    names =
      for module <- [Kernel, Kernel.SpecialForms],
          {name, arity} <- module.__info__(:macros) ++ module.__info__(:functions),
          to_string(name) =~ ~r/\A[a-z][a-z0-9_]*\z/,
          arity < 7,
          uniq: true,
          do: {name, arity}

    keywords =
      for name <- ~w(after and catch do else end false fn in nil not or rescue true when)a,
          do: {name, 2}

    assert {:ok, %{files: files, support: needs}} =
             generate(Enum.uniq(names ++ keywords) -- @refused)

    {:ok, shared} = Core.support(needs, @words)
    compile(files ++ shared)

    assert {:error, problems} = generate(@refused)

    assert Enum.map(problems, & &1.message) ==
             for(
               {name, arity} <- @refused,
               do: "`#{name}/#{arity}` is reserved by Elixir; choose another name"
             )
  end

  defp generate(functions) do
    nifs =
      for {name, arity} <- functions do
        params =
          Enum.map_join(1..arity//1, ", ", &"p#{&1} :: {Slug | nil, u8, f64, bool, string}")

        "  nif unquote(#{inspect(name)})(#{params}) :: {:ok, u8} | {:error, string}\n"
      end

    schema = """
    defmodule Words.Kernel.Schema do
      use RustInElixir.Schema, facade: Words.Kernel, crate: "words_kernel"
      newtype Slug, string, trim: true
    #{nifs}end
    """

    assert {:ok, boundary} = Schema.load_string(schema, "native/words_kernel/schema.exs")

    Core.generate(boundary, @words)
  end

  # The stubs are compiled without the loader, which would call cargo.
  defp compile(files) do
    sources =
      for %{path: path, language: :elixir, text: text} <- files do
        if path =~ "native.ex",
          do:
            String.replace(
              text,
              ~r/  use RustInElixir\.Loader,.*?\n    \]\n/s,
              ""
            ),
          else: text
      end

    # What others call comes first, and the facade last.
    order = fn source ->
      cond do
        source =~ "defmodule Words.Rust.Validation " -> 0
        source =~ "defmodule Words.Kernel do" -> 2
        true -> 1
      end
    end

    warnings =
      ExUnit.CaptureIO.capture_io(:stderr, fn ->
        modules = sources |> Enum.sort_by(order) |> Enum.flat_map(&Code.compile_string/1)

        for {module, _} <- modules do
          :code.purge(module)
          :code.delete(module)
        end
      end)

    # The output of tests that run at the same time is captured as well.
    refute warnings =~ "warning:"
  end
end
