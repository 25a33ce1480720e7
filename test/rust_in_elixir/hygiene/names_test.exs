defmodule RustInElixir.Hygiene.NamesTest do
  @moduledoc """
  Every word of the tables as a name in every place: either both sides compile without a warning and
  values go through the NIF unchanged, or the schema is refused with a message that says why.

  An ordinary run takes one in fifty words; `make hygiene` takes all of them.
  """

  use ExUnit.Case, async: true

  alias RustInElixir.{Core, Schema}
  alias RustInElixir.Hygiene.{Places, Project, Values, Words}

  @project %Core.Project{
    otp_app: "demo",
    loader: :rust_in_elixir,
    crate_dir: "native/words",
    rustler: "0.39"
  }

  # Why a word is refused in a place. `WORD` stands for it.
  @belongs ~r/\A`WORD\/\d` is reserved by Elixir; choose another name\z/
  @reasons [
    {[:struct, :map, :tuple, :record, :exception, :options, :variant_field],
     ~r/\Athe field `:(__struct__|__exception__)` is reserved by Elixir; choose another name\z/},
    {[:function], @belongs},
    {[:function],
     ~r/\A`unquote\(.*\)` is not a signature; write `nif name\(param :: type, …\) :: return`\z/},
    {[:function],
     ~r/\Athe NIF name `:[_A-Z"].*` is not valid in both languages: use letters from a to z, digits and `_`, with a lowercase letter or `_` first, such as `[a-z_0-9]+`\z/},
    {[:function],
     ~r/\A`WORD\/\d` and `\w+\/\d` \(line \d+\) would both be the Rust function `[\w#]+`; rename one of them\z/},
    {[:type],
     ~r/\Athe type `WORD` would clash with the generated module `\S+\.WORD`; choose another name\z/},
    {[:type],
     ~r/\Athe type `WORD` has the name of a module that all boundaries share; choose another name\z/},
    {[:type],
     ~r/\Athe types? .*\bWORD` .*differ only in case, so one compiled module would overwrite the other on macOS and Windows; .+\z/},
    {[:type], ~r/\Athe types? .*\bWORD` .*would share the file \w+\.ex.*; .+\z/},
    {[:type],
     ~r/\Athe type `WORD` would clash with the schema's own module `\S+\.WORD`; rename one of them\z/},
    {[:type],
     ~r/\Athe types `\w+` \(line \d+\) and `WORD` would both be the Rust type `\w+`; rename one of them\z/},
    {[:type],
     ~r/\Athe type `WORD` would clash with the Rust type `\w+` generated for the resource `\w+` \(line \d+\); rename one of them\z/},
    {[:type],
     ~r/\Athe type `\w+` and the resource `\w+` \(line \d+\) would share names in Rust; rename one of them\z/},
    {[:type],
     ~r/\Aa type `WORD` at the root of the crate would hide Rust's own; rename the resource, or put its type into a module with `rust: "crate::…"`\z/}
  ]

  setup_all do
    atoms = Words.part(Words.listed() ++ Words.generated())
    words = Words.part(Enum.uniq(Words.listed() ++ Words.generated() ++ Words.libraries()))
    functions = Enum.filter(words, &(&1 =~ ~r/\A[a-z_][A-Za-z0-9_]*\z/))

    types =
      for word <- words,
          type = Macro.camelize(word),
          type =~ ~r/\A[A-Z]\w*\z/,
          uniq: true,
          do: type

    read =
      for {place, words} <- [
            fields: Enum.uniq(atoms),
            variants: Enum.uniq(atoms),
            tags_and_defaults: Words.part(Words.listed()),
            functions: functions,
            parameters: words,
            types: types
          ],
          into: %{},
          do: {place, accepted(place, words)}

    schemas =
      for {place, {facade, boundary_text, _boundary, _refused}} <- read,
          into: %{},
          do: {"words_#{place}", {facade, boundary_text}}

    root = Project.compile!(schemas, keep: "words")
    {:ok, root: root, read: read}
  end

  test "every rejection has a reason", %{read: read} do
    for {_place, {_facade, _text, _boundary, refused}} <- read,
        {place, word, message} <- refused do
      reason =
        Enum.find(@reasons, fn {places, pattern} ->
          source = String.replace(Regex.source(pattern), "WORD", Regex.escape(word))
          place in places and message =~ Regex.compile!(source, "su")
        end)

      assert reason, "#{place} #{inspect(word)}: #{message}"
    end
  end

  for place <- [:fields, :variants, :tags_and_defaults, :types] do
    test "values go through #{place} unchanged", %{read: read} do
      {facade, _text, boundary, _refused} = read[unquote(place)]
      for nif <- boundary.nifs, do: assert_echo(facade, boundary, nif)
    end
  end

  test "functions of every name are called", %{read: read} do
    {facade, _text, boundary, _refused} = read.functions

    for nif <- boundary.nifs,
        nif.name not in ["make_kept", "make_changed"],
        do: assert_called(facade, nif)
  end

  test "parameters of every name are passed, and named where they are wrong", %{read: read} do
    {facade, _text, boundary, _refused} = read.parameters

    for nif <- boundary.nifs do
      arguments = Enum.to_list(1..length(nif.params))
      assert apply(facade, String.to_atom(nif.name), arguments) == {:ok, arguments}

      for {param, index} <- Enum.with_index(nif.params) do
        wrong = List.replace_at(arguments, index, :wrong)
        assert {:error, error} = apply(facade, String.to_atom(nif.name), wrong)
        assert [%{path: [name]}] = error.errors
        assert name == String.to_atom(param.name)
        refute Exception.message(error) =~ ~r/[[:cntrl:]]/u
      end
    end
  end

  @tag :extended
  test "no lint and no formatter has anything to say", %{root: root} do
    strict = ["--", "-D", "warnings"]
    clippy = ["clippy", "--quiet", "--workspace", "--all-targets"]
    assert Project.cargo(root, clippy ++ ["--features", "nif"] ++ strict) == {"", 0}
    assert Project.cargo(root, clippy ++ strict) == {"", 0}
    assert Project.mix(root, ["rust_in_elixir.sync", "--check"]) |> elem(1) == 0
  end

  # The boundary without the words that are refused, and those with what is said of them.
  defp accepted(place, words) do
    facade = Module.concat(HygieneOf, Macro.camelize("#{place}"))
    accepted(place, facade, words, [])
  end

  defp accepted(place, facade, words, refused) do
    options = [facade: inspect(facade), crate: "words_#{place}"]
    {text, at} = Places.schema(apply(Places, place, [words]), options)
    assert {:ok, boundary} = Schema.load_string(text, "native/words_#{place}/schema.exs")

    case Core.generate(boundary, @project) do
      {:ok, _rendered} ->
        {facade, text, boundary, refused}

      {:error, problems} ->
        more =
          for problem <- problems do
            {place, word} = at[problem.line] || flunk("#{problem.line}: #{problem.message}")
            {place, word, problem.message}
          end

        accepted(place, facade, words -- Enum.map(more, &elem(&1, 1)), refused ++ more)
    end
  end

  defp assert_echo(facade, boundary, %{returns: {:value, {:scalar, :string}}} = nif) do
    [options] = Values.of(boundary, hd(nif.params).type)
    assert {:ok, shown} = apply(facade, String.to_atom(nif.name), [options])
    numbers = for {_key, value} when is_integer(value) <- options, do: value
    # The values that Rust got, in the order of its fields.
    shown = for [_, number] <- Regex.scan(~r/: (\d+)[, }]/, shown), do: String.to_integer(number)
    if numbers != [], do: assert({nif.name, shown} == {nif.name, numbers})
  end

  defp assert_echo(facade, _boundary, %{params: []} = nif) do
    assert {:ok, %_{reference: reference} = handle} = apply(facade, String.to_atom(nif.name), [])
    assert is_reference(reference)
    use = String.to_atom(String.replace_prefix(nif.name, "make_", "use_"))
    assert apply(facade, use, [handle, [handle], nil]) == {:ok, handle}
  end

  defp assert_echo(_facade, _boundary, %{returns_handle: true}), do: :ok

  defp assert_echo(facade, boundary, nif) do
    for value <- Values.of(boundary, hd(nif.params).type) do
      assert {nif.name, apply(facade, String.to_atom(nif.name), [value])} ===
               {nif.name, {:ok, value}}
    end
  end

  defp assert_called(facade, nif) do
    arguments = Enum.map(nif.params, &argument(facade, &1.type))
    result = apply(facade, String.to_atom(nif.name), arguments)
    value = apply(facade, String.to_atom(nif.name <> "!"), arguments)

    case nif.returns do
      {:stream, _, _, _} ->
        assert {:ok, stream} = result
        assert {nif.name, Enum.to_list(stream), Enum.to_list(value)} == {nif.name, [7], [7]}

      {:result, nil, _} ->
        assert {nif.name, result, value} == {nif.name, :ok, :ok}

      _value ->
        assert {nif.name, result, value} == {nif.name, {:ok, 7}, 7}
    end
  end

  defp argument(_facade, {:scalar, :u8}), do: 7
  defp argument(_facade, {:named, "Settings"}), do: []
  defp argument(_facade, {:named, "Trimmed"}), do: " text "
  defp argument(facade, {:named, "Kept"}), do: facade.make_kept!()
  defp argument(facade, {:named, "Changed"}), do: facade.make_changed!()
end
