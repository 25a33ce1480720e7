defmodule RustInElixir.Hygiene.InjectionTest do
  @moduledoc """
  Nothing that a schema says can run as code on either side. Each payload ends what it may stand in, and
  leaves a file, or an error of the compiler's, if what follows is run.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Schema}
  alias RustInElixir.Hygiene.{Places, Project, Values}

  @moduletag :extended

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

  test "the contract and the lock are JSON, whatever they hold", %{root: root} do
    lock = File.read!(Path.join(root, "native/hygiene_injected/boundary.lock"))
    assert Core.write_lock!(Core.read_lock!(lock)) =~ ~s("facade": "HygieneInjected")
    assert {_output, 0} = Project.mix(root, ["rust_in_elixir.sync", "--check"])
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
