defmodule RustInElixir.Hygiene.Places do
  @moduledoc """
  The places of a schema where a name can stand, and schemas that have many words in each.

  A schema is a list of lines; one that a word stands on is `{place, word, line}`, so that a problem,
  which names its line, can be told to be that of a word.
  """

  @chunk 50
  @reserved ~w(after and catch do else end false fn in nil not or rescue true when __aliases__ __block__)
  @kinds_of_fields [:struct, :map, :tuple, :record, :exception, :options]

  @type line :: String.t() | {place :: atom, word :: String.t(), line :: String.t()}

  @doc "The text of a schema, and the place and word of each line that has one."
  @spec schema([line], keyword) :: {String.t(), %{pos_integer => {atom, String.t()}}}
  def schema(lines, options) do
    facade = Keyword.fetch!(options, :facade)
    crate = Keyword.fetch!(options, :crate)

    head = [
      "defmodule #{facade}.Schema do",
      "use RustInElixir.Schema, facade: #{facade}, crate: #{inspect(crate)}, loader: :rust_in_elixir"
    ]

    all = head ++ lines ++ ["end"]

    words =
      for {{place, word, _line}, number} <- Enum.with_index(all, 1),
          into: %{},
          do: {number, {place, word}}

    {Enum.map_join(all, "\n", &text/1), words}
  end

  @doc "Every word as the name of a field, in each kind that has fields, and in a variant."
  @spec fields([String.t()], pos_integer) :: [line]
  def fields(words, in_each \\ @chunk) do
    of_kinds =
      for kind <- @kinds_of_fields, {chunk, index} <- chunks(words, in_each) do
        name = "#{Macro.camelize("#{kind}")}#{index}"
        fields = for word <- chunk, do: {kind, word, "field #{atom(word)}, #{type(kind, word)}"}
        ["#{kind} #{name} do", fields, "end", echo(name)]
      end

    of_variants =
      for {chunk, index} <- chunks(words, in_each) do
        fields = for word <- chunk, do: {:variant_field, word, "#{key(word)} u8,"}
        name = "Fields#{index}"

        [
          "tagged_enum #{name} do",
          "variant :only, %{",
          fields,
          "last_of_all: u8}",
          "end",
          echo(name)
        ]
      end

    List.flatten([of_kinds, of_variants])
  end

  @doc "Every word as the name of a variant, of each kind and shape, and as an atom that is a value."
  @spec variants([String.t()]) :: [line]
  def variants(words) do
    alternatives = for index <- 1..@chunk, do: "unit_enum Alternative#{index}, [:a#{index}]"

    untagged =
      for {chunk, index} <- chunks(words) do
        variants =
          for {word, number} <- Enum.with_index(chunk, 1),
              do: {:variant, word, "variant #{atom(word)}, Alternative#{number}"}

        ["untagged_enum Untagged#{index} do", variants, "end", echo("Untagged#{index}")]
      end

    atoms = Enum.map_join(words, ", ", &atom/1)
    choice = ["newtype Chosen, atom, in: [#{atoms}]", echo("Chosen")]
    List.flatten([enums(words), alternatives, untagged, choice])
  end

  @doc "Every word as the name of a variant of an enum with tags, in each shape."
  @spec enums([String.t()], pos_integer) :: [line]
  def enums(words, in_each \\ @chunk) do
    List.flatten(
      for {kind, name, shape} <- [
            {:unit_enum, "Units", ""},
            {:tagged_enum, "Plain", ""},
            {:tagged_enum, "Values", ", u8"},
            {:tagged_enum, "Pairs", ", u8, string"},
            {:tagged_enum, "Named", ", %{x: u8, y: string | nil}"}
          ],
          {chunk, index} <- chunks(words, in_each) do
        variants = for word <- chunk, do: {:variant, word, "variant #{atom(word)}#{shape}"}
        ["#{kind} #{name}#{index} do", variants, "end", echo("#{name}#{index}")]
      end
    )
  end

  @doc "Every word as a record's tag, and as a default."
  @spec tags_and_defaults([String.t()]) :: [line]
  def tags_and_defaults(words) do
    tags =
      for {word, index} <- Enum.with_index(words, 1) do
        [
          {:tag, word, "record Tagged#{index}, #{atom(word)} do"},
          "field :x, u8",
          "end",
          echo("Tagged#{index}")
        ]
      end

    defaults =
      for {kind, name} <- [struct: "Defaults", options: "Choices"],
          {chunk, index} <- chunks(words) do
        fields =
          for {word, number} <- Enum.with_index(chunk, 1) do
            [
              {:default, word, "field :atom#{number}, atom, default: #{atom(word)}"},
              {:default, word, "field :text#{number}, string, default: #{string(word)}"}
            ]
          end

        ["#{kind} #{name}#{index} do", fields, "end", echo("#{name}#{index}")]
      end

    List.flatten([tags, defaults])
  end

  @doc "Every word as the name of a function, in signatures of several shapes in turn."
  @spec functions([String.t()]) :: [line]
  def functions(words) do
    shapes = [
      "(value :: u8) :: u8",
      "() :: u8",
      "(value :: u8) :: {:ok, u8} | {:error, string}",
      "(value :: u8) :: stream(u8)",
      "(value :: u8, options :: Settings) :: u8",
      "(value :: Trimmed, other :: u8) :: :ok | {:error, Failed}",
      "(value :: Kept) :: u8",
      "(value :: mut(Changed), other :: u8) :: {:ok, u8} | {:error, string}"
    ]

    types = [
      "options Settings do",
      "field :x, u8, default: 1",
      "end",
      "newtype Trimmed, string, trim: true",
      "exception Failed do",
      "field :x, u8",
      "end",
      "resource Kept",
      "resource Changed",
      "nif make_kept() :: Kept",
      "nif make_changed() :: Changed"
    ]

    types ++
      for word <- words do
        shape = Enum.at(shapes, :erlang.phash2(word, length(shapes)))
        {:function, word, "nif #{function(word)}#{shape}"}
      end
  end

  @doc "Every word as the name of a parameter."
  @spec parameters([String.t()]) :: [line]
  def parameters(words) do
    List.flatten(
      for {chunk, index} <- words |> Enum.chunk_every(20) |> Enum.with_index(1) do
        params = for word <- chunk, do: {:parameter, word, "unquote(#{atom(word)}) :: u8,"}
        ["nif params#{index}(", params, "last_of_all :: u8) :: [u8]"]
      end
    )
  end

  @kinds [
    unit_enum: "unit_enum NAME, [:one, :two]",
    tagged_enum:
      "tagged_enum NAME do\nvariant :one\nvariant :two, u8\nvariant :three, %{x: u8}\nend",
    untagged_enum: "untagged_enum NAME do\nvariant :one, u8\nvariant :two, string\nend",
    struct: "struct NAME do\nfield :x, u8\nfield :y, string, default: \"y\"\nend",
    map: "map NAME do\nfield :x, u8\nfield :y, string | nil\nend",
    tuple: "tuple NAME do\nfield :x, u8\nend",
    record: "record NAME, :tag do\nfield :x, u8\nend",
    exception: "exception NAME do\nfield :x, u8\nend",
    options: "options NAME do\nfield :x, u8, default: 1\nend",
    newtype: "newtype NAME, string, trim: true",
    remote: "remote NAME, URI.t(), as: string, from: &URI.to_string/1, to: &URI.parse/1",
    resource: "resource NAME"
  ]

  @doc "A declaration of each kind, whose name is NAME."
  @spec kinds :: keyword(String.t())
  def kinds, do: @kinds

  @doc "Every word as the name of a type, of several kinds in turn, and used from others."
  @spec types([String.t()]) :: [line]
  def types(words) do
    declared =
      for word <- words do
        {kind, text} = Enum.at(@kinds, :erlang.phash2(word, length(@kinds)))
        [first | rest] = text |> String.replace("NAME", word) |> String.split("\n")
        [{:type, word, first} | rest] ++ uses(kind, word)
      end

    List.flatten(declared)
  end

  # Everything but options can come back, inside of others and as an error.
  defp uses(:options, word),
    do: [{:use, word, "nif use_#{number(word)}(value :: #{word}) :: string"}]

  defp uses(:resource, word) do
    [
      {:use, word, "nif make_#{number(word)}() :: #{word}"},
      {:use, word,
       "nif use_#{number(word)}(value :: handle(#{word}), more :: [#{word}], maybe :: #{word} | nil) :: handle(#{word})"}
    ]
  end

  defp uses(_kind, word) do
    [
      "struct Holds#{number(word)} do",
      {:use, word, "field :x, [#{word}]"},
      {:use, word, "field :y, {#{word} | nil, %{string => #{word}}}"},
      "end",
      {:use, word,
       "nif use_#{number(word)}(value :: Holds#{number(word)}) :: {:ok, Holds#{number(word)}} | {:error, #{word}}, cast: true"}
    ]
  end

  # What is named after the word itself would meet what other words are named after.
  defp number(word), do: :erlang.phash2(word, 1_000_000_000)

  defp chunks(words, in_each \\ @chunk),
    do: words |> Enum.chunk_every(in_each) |> Enum.with_index(1)

  defp echo(name),
    do:
      "nif echo_#{Macro.underscore(name)}(value :: #{name}) :: #{if name =~ ~r/^(Choices|Options)/, do: "string", else: name}"

  defp type(:exception, "message"), do: "string"
  defp type(_kind, _word), do: "u8"

  # `inspect/1` leaves characters alone that Elixir's tokenizer then refuses.
  defp atom(word) when word in ~w(nil true false), do: word

  defp atom(word) do
    if word =~ ~r/\A[a-zA-Z_]\w*\z/, do: ":" <> word, else: ":" <> string(word)
  end

  defp key(word) do
    if word =~ ~r/\A[a-zA-Z_]\w*\z/, do: word <> ":", else: string(word) <> ":"
  end

  @doc "Source of a text, with each character by its number."
  @spec string(String.t()) :: String.t()
  def string(text) do
    escaped =
      for <<character::utf8 <- text>>, into: "", do: "\\u{#{Integer.to_string(character, 16)}}"

    if text =~ ~r/\A\w+\z/, do: inspect(text), else: ~s("#{escaped}")
  end

  defp function(word) do
    atom = String.to_atom(word)

    if Macro.classify_atom(atom) == :identifier and word not in @reserved,
      do: word,
      else: "unquote(#{atom(word)})"
  end

  defp text({_place, _word, line}), do: line
  defp text(line), do: line
end
