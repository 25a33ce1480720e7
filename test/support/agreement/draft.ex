defmodule RustInElixir.Agreement.Draft do
  @moduledoc """
  A random schema: every kind at least once, with random types inside of each other, and functions
  that give back what they get.

  A draft is plain data, so that what its terms are can be worked out without the package. It is
  drawn freely; what the core refuses is then taken out, one declaration after the other, until it
  takes the rest.
  """

  import RustInElixir.Agreement.Random

  alias RustInElixir.Agreement.{Defaults, Newtypes}
  alias RustInElixir.{Core, Schema}

  @enforce_keys [:seed, :facade, :crate, :types, :functions]
  defstruct [
    :seed,
    :facade,
    :crate,
    :types,
    :functions,
    time: :chrono,
    decimal: :rust_decimal,
    double: false,
    refused: [],
    disagreements: []
  ]

  @typedoc "A type of the notation."
  @type type ::
          {:scalar, atom}
          | {:named, String.t()}
          | {:list, type}
          | {:array, type, pos_integer}
          | {:set, type}
          | {:tuple, [type]}
          | {:map, type, type}
          | {:optional, type}

  @type field :: %{name: atom, type: type, default: :none | {:value, term}}

  @type variant :: %{name: atom, shape: :unit | {:values, [type]} | {:fields, [field]}}

  @typedoc "A definition; what it has beside its name and kind depends on the kind."
  @type definition :: %{
          :name => String.t(),
          :kind => atom,
          :cast => boolean,
          :redact => boolean,
          optional(atom) => term
        }

  @typedoc """
  A function. Its `task` says what Rust does with the arguments: `:echo` gives its only one back,
  `:pair` both as a tuple, `:result` the second as `:ok` or the third as `:error`, as the first says,
  `:done` likewise without a value, `:stream` the list as a stream, `:items` one list as values
  and the other one as errors of a stream, `:feed` the values of a stream as a list, `:options` the options as a map, `:make` a handle, and
  `:read` the number that a handle was made with.
  """
  @type function_ :: %{
          name: String.t(),
          task: atom,
          params: [{String.t(), type}],
          cast: boolean,
          options: keyword,
          resource: String.t() | nil
        }

  @type t :: %__MODULE__{
          seed: integer,
          facade: String.t(),
          crate: String.t(),
          types: [definition],
          functions: [function_],
          time: :chrono | :jiff,
          decimal: :rust_decimal | :bigdecimal,
          double: boolean,
          refused: [String.t()],
          disagreements: [String.t()]
        }

  @kinds [
    :unit_enum,
    :tagged_enum,
    :untagged_enum,
    :struct,
    :map,
    :tuple,
    :record,
    :exception,
    :options,
    :newtype,
    :custom,
    :resource
  ]

  @of_other_crates [:integer, :decimal, :date, :time, :naive_datetime, :datetime]

  @scalars [
    :i8,
    :i16,
    :i32,
    :i64,
    :i128,
    :isize,
    :u8,
    :u16,
    :u32,
    :u64,
    :u128,
    :usize,
    :f32,
    :f64,
    :bool,
    :string,
    :binary,
    :atom,
    :pid,
    :reference,
    :path,
    :term,
    :char,
    :ip,
    :uuid,
    :range,
    :duration,
    :packed_i16,
    :packed_f64
    | @of_other_crates
  ]

  # Those of which two terms may be one value in Rust.
  @no_keys [
    :f32,
    :f64,
    :pid,
    :reference,
    :term,
    :char,
    :range,
    :duration,
    :packed_i16,
    :packed_f64,
    :decimal,
    :time,
    :naive_datetime,
    :datetime
  ]

  @fields [:a, :b, :c, :name, :type, :value, :path, :errors, :end, :"two words", :Upper, :ok?]
  @plain_fields [:a, :b, :c, :name, :size, :depth]
  @variants [
    :left,
    :right,
    :ok,
    :error,
    :none,
    :some,
    :HTTPServer2,
    :"two words",
    :end,
    :self,
    :é
  ]

  @doc "Every kind of definition."
  @spec kinds() :: [atom]
  def kinds, do: @kinds

  @doc "Every built-in type."
  @spec scalars() :: [atom]
  def scalars, do: @scalars

  @doc """
  Draws a schema whose facade is `Agreement.S<number>`. Every other one has a double, which validates in Elixir what
  Rust validates for the facade.
  """
  @spec new(integer, pos_integer) :: t
  def new(seed, number) do
    seed({seed, 1, 0})

    kinds =
      @kinds ++
        List.duplicate(:newtype, 4) ++ some(0..6, fn -> pick(@kinds -- [:custom, :resource]) end)

    named = for {kind, index} <- Enum.with_index(Enum.shuffle(kinds), 1), do: {kind, "T#{index}"}

    {types, _newtypes} =
      Enum.map_reduce(named, [], fn {kind, name}, newtypes ->
        definition = definition(kind, name, named, newtypes)
        {definition, if(kind == :newtype, do: [definition | newtypes], else: newtypes)}
      end)

    %__MODULE__{
      seed: seed,
      facade: "Agreement.S#{number}",
      crate: "agreement_s#{number}",
      types: types,
      functions: functions(named),
      time: pick([:chrono, :jiff]),
      decimal: pick([:rust_decimal, :bigdecimal]),
      double: rem(number, 2) == 0
    }
    |> without_what_is_refused(50)
    |> Defaults.draw()
    |> without_what_is_refused(50)
  end

  @doc "The schema as its author would write it."
  @spec schema(t) :: String.t()
  def schema(draft), do: draft |> lines() |> Enum.map_join(&[elem(&1, 1), "\n"])

  @doc "The type that the answer of an options type has: its fields, as a map."
  @spec answer(String.t()) :: String.t()
  def answer(name), do: name <> "Answer"

  @doc "A type as the schema writes it."
  @spec notation(type) :: String.t()
  def notation({:scalar, :packed_i16}), do: "packed(i16)"
  def notation({:scalar, :packed_f64}), do: "packed(f64)"
  def notation({:scalar, scalar}), do: Atom.to_string(scalar)
  def notation({:named, name}), do: name
  def notation({:list, item}), do: "[#{notation(item)}]"
  def notation({:array, item, length}), do: "array(#{notation(item)}, #{length})"
  def notation({:set, item}), do: "mapset(#{notation(item)})"
  def notation({:tuple, items}), do: "{#{Enum.map_join(items, ", ", &notation/1)}}"
  def notation({:map, key, value}), do: "%{#{notation(key)} => #{notation(value)}}"
  def notation({:optional, item}), do: "#{notation(item)} | nil"

  defp definition(kind, name, named, newtypes) do
    common = %{name: name, kind: kind, cast: chance?(8), redact: chance?(5)}

    if kind == :newtype,
      do: Map.merge(common, Newtypes.draw(fn -> type(named) end, newtypes)),
      else: Map.merge(common, body(kind, named))
  end

  defp body(:unit_enum, _named), do: %{variants: variants(1..6, fn -> :unit end)}
  defp body(:tagged_enum, named), do: %{variants: variants(1..5, fn -> shape(named) end)}

  defp body(:untagged_enum, named) do
    itself = for {:untagged_enum, name} <- named, do: {:list, {:named, name}}
    others = some(0..1, fn -> pick([type(named) | itself]) end)
    numbers = others ++ Enum.shuffle([{:scalar, :i8}, {:scalar, :f64}, {:scalar, :u16}])
    types = pick([numbers, some(2..5, fn -> type(named) end)])
    names = @variants |> Enum.shuffle() |> Enum.take(length(types))
    %{variants: Enum.zip_with(names, types, &%{name: &1, shape: {:values, [&2]}})}
  end

  defp body(:record, named), do: %{tag: pick(@variants), fields: fields(0..5, @fields, named)}
  defp body(:options, named), do: %{fields: fields(1..6, @plain_fields, named)}
  defp body(kind, _named) when kind in [:custom, :resource], do: %{cast: false, redact: false}

  defp body(:exception, named),
    do: %{fields: fields(0..4, @fields, named) ++ message(chance?(60))}

  defp body(_kind, named), do: %{fields: fields(0..6, @fields, named)}

  defp message(false), do: []
  defp message(true), do: [%{name: :message, type: {:scalar, :string}, default: :none}]

  defp variants(range, shape) do
    for name <- @variants |> Enum.shuffle() |> Enum.take(between(range)),
        do: %{name: name, shape: shape.()}
  end

  defp shape(named) do
    case weighted(unit: 3, values: 4, fields: 3) do
      :unit ->
        :unit

      :values ->
        {:values, some(1..4, fn -> type(named) end)}

      :fields ->
        {:fields, fields(1..4, @fields, named)}
    end
  end

  defp fields(range, names, named) do
    for name <- names |> Enum.shuffle() |> Enum.take(between(range)) do
      %{name: name, type: type(named), default: :none}
    end
  end

  # A resource in a signature is borrowed, or a handle, and in a type always a handle; options only
  # go in, and are held by nothing, so that all else can come back.
  defp type(named, depth \\ 0) do
    weights = [
      scalar: 7,
      newtype: 4,
      named: 6,
      list: 2,
      array: 1,
      set: 1,
      tuple: 2,
      map: 2,
      optional: 3
    ]

    case weighted(weights) do
      :scalar -> {:scalar, pick(@scalars)}
      :newtype -> {:named, named |> Enum.filter(&match?({:newtype, _}, &1)) |> pick() |> elem(1)}
      :named -> {:named, named |> Enum.reject(&match?({:options, _}, &1)) |> pick() |> elem(1)}
      _container when depth == 3 -> {:scalar, pick(@scalars)}
      :list -> {:list, type(named, depth + 1)}
      :array -> {:array, type(named, depth + 1), between(1..3)}
      :set -> {:set, key(named)}
      :tuple -> {:tuple, some(1..4, fn -> type(named, depth + 1) end)}
      :map -> {:map, key(named), type(named, depth + 1)}
      :optional -> {:optional, type(named, depth + 1)}
    end
  end

  defp key(named) do
    case weighted(scalar: 6, tuple: 1, named: 2) do
      :scalar -> {:scalar, pick(@scalars -- @no_keys)}
      :tuple -> {:tuple, some(1..3, fn -> key(named) end)}
      :named -> {:named, named |> Enum.reject(&match?({:options, _}, &1)) |> pick() |> elem(1)}
    end
  end

  defp functions(named) do
    echoes =
      for {kind, name} <- named,
          kind not in [:options, :resource],
          do: echo({:named, name}, named)

    options = for {:options, name} <- named, do: function(:options, [{"options", {:named, name}}])

    resources =
      for {:resource, name} <- named,
          task <- [:make, :handle, :read],
          do: function(task, [resource_param(task, name)], name)

    types = fn count -> for _ <- 1..count, do: borrowed_type(named) end

    scalars = for _ <- 1..3, do: echo({:scalar, pick(@scalars)}, named)
    others = for type <- types.(4), do: echo(type, named)
    casts = for type <- types.(3), do: %{echo(type, named) | cast: true}
    foreign = for _ <- 1..2, do: echo({:scalar, pick(@of_other_crates)}, named)

    foreign_casts =
      for _ <- 1..2, do: %{echo({:scalar, pick(@of_other_crates)}, named) | cast: true}

    [left, right, value, error, reason, item, wrong, fed, cast] = types.(9)

    all =
      echoes ++
        options ++
        resources ++
        scalars ++
        others ++
        casts ++
        foreign ++
        foreign_casts ++
        [
          function(:pair, [{"left", left}, {"right", right}]),
          function(:result, [{"ok", {:scalar, :bool}}, {"value", value}, {"error", error}]),
          function(:done, [{"ok", {:scalar, :bool}}, {"error", reason}]),
          %{function(:stream, [{"values", {:list, item}}]) | options: [chunk: between(1..7)]},
          function(:items, [{"values", {:list, item}}, {"errors", {:list, wrong}}]),
          %{function(:feed, [{"values", {:list, fed}}]) | options: [chunk: between(1..4)]},
          %{function(:feed, [{"values", {:list, cast}}]) | cast: true}
        ]

    for {function, index} <- Enum.with_index(all, 1),
        do: bare(%{function | name: "#{function.task}_#{index}"})
  end

  # What the other functions need is called with an `!`.
  defp bare(%{task: :make} = function), do: function

  defp bare(function) do
    if chance?(15),
      do: %{function | options: function.options ++ [returns: :bare]},
      else: function
  end

  defp echo(type, _named) do
    schedule = pick([[], [], [schedule: :dirty_io], [schedule: :normal]])
    %{function(:echo, [{"value", type}]) | options: schedule}
  end

  defp function(task, params, resource \\ nil) do
    %{name: "", task: task, params: params, cast: false, options: [], resource: resource}
  end

  defp resource_param(:make, _name), do: {"id", {:scalar, :u64}}
  defp resource_param(_task, name), do: {"value", {:named, name}}

  # A resource that is itself a parameter has functions of its own.
  defp borrowed_type(named) do
    resources = for {:resource, name} <- named, do: {:named, name}

    case type(named) do
      {:named, _} = type ->
        if type in resources, do: {:tuple, [type]}, else: type

      {wrapper, item} when wrapper in [:list, :optional] ->
        if item in resources, do: {:tuple, [item]}, else: {wrapper, item}

      type ->
        type
    end
  end

  defp without_what_is_refused(draft, rounds) when rounds > 0 do
    case problems(draft) do
      [] ->
        agreeing(draft, [])

      problems ->
        lines = draft |> lines() |> List.to_tuple()
        items = for problem <- problems, do: refused(problem, elem(lines, problem.line - 1))
        if nil in items, do: raise("a problem of the schema itself: #{inspect(problems)}")
        draft = agreeing(draft, items)
        draft = Enum.reduce(Enum.uniq(items), draft, &without/2)
        refused = draft.refused ++ Enum.map(problems, & &1.message)
        without_what_is_refused(%{draft | refused: refused}, rounds - 1)
    end
  end

  defp agreeing(draft, items) do
    refused = for {:default, type, member} <- items, do: {type, member}
    found = Defaults.disagreements(draft, refused, items == [])
    %{draft | disagreements: Enum.uniq(draft.disagreements ++ found)}
  end

  defp problems(draft) do
    with {:ok, boundary} <- Schema.load_string(schema(draft), "native/#{draft.crate}/schema.exs"),
         {:ok, _contract} <- Core.contract(boundary) do
      []
    else
      {:error, problems} -> problems
    end
  end

  defp refused(%{message: message}, {{:type, name}, _text}) do
    if message =~ "has no end", do: {:endless, name}, else: {:type, name}
  end

  defp refused(%{message: "the default " <> _}, {{:member, type, member}, _text}),
    do: {:default, type, member}

  defp refused(_problem, {item, _text}), do: item

  # A type that holds itself is worth more than one that is not there.
  defp without({:endless, name}, draft) do
    types =
      for definition <- draft.types do
        if definition.name == name, do: with_an_end(definition), else: definition
      end

    if types == draft.types, do: without({:type, name}, draft), else: %{draft | types: types}
  end

  defp without({:default, type, member}, draft) do
    types =
      for definition <- draft.types do
        if definition.name == type, do: without_default(definition, member), else: definition
      end

    %{draft | types: types}
  end

  defp without({:function, name}, draft) do
    %{draft | functions: Enum.reject(draft.functions, &(&1.name == name))}
  end

  defp without({:type, name}, draft) do
    %{draft | types: Enum.reject(draft.types, &(&1.name == name))}
  end

  defp without({:member, type, member}, draft) do
    types =
      for definition <- draft.types do
        if definition.name == type, do: without_member(definition, member), else: definition
      end

    %{draft | types: types}
  end

  defp with_an_end(%{fields: fields} = definition),
    do: %{definition | fields: for(field <- fields, do: %{field | type: with_an_end(field.type)})}

  defp with_an_end(%{variants: variants} = definition) do
    variants =
      for variant <- variants do
        case variant.shape do
          {:values, types} -> %{variant | shape: {:values, Enum.map(types, &with_an_end/1)}}
          _ -> variant
        end
      end

    %{definition | variants: variants}
  end

  defp with_an_end({:named, _} = type), do: {pick([:list, :optional]), type}
  defp with_an_end({:tuple, items}), do: {:tuple, Enum.map(items, &with_an_end/1)}
  defp with_an_end(other), do: other

  defp without_default(%{fields: fields} = definition, member) do
    fields =
      for field <- fields,
          do: if(field.name == member, do: %{field | default: :none}, else: field)

    %{definition | fields: fields}
  end

  defp without_member(%{variants: variants} = definition, member),
    do: %{definition | variants: Enum.reject(variants, &(&1.name == member))}

  defp without_member(%{fields: fields} = definition, member),
    do: %{definition | fields: Enum.reject(fields, &(&1.name == member))}

  # Each line with the declaration that it belongs to.
  defp lines(draft) do
    head = [
      "defmodule #{draft.facade}.Schema do",
      "  use RustInElixir.Schema, facade: #{draft.facade}, crate: #{inspect(draft.crate)}, double: #{draft.double}, loader: :rust_in_elixir, time: #{inspect(draft.time)}, decimal: #{inspect(draft.decimal)}",
      ""
    ]

    counter = [
      {nil, "  nif calls() :: u64, schedule: :normal"},
      {nil, "  nif witness() :: string, schedule: :normal"}
    ]

    Enum.map(head, &{nil, &1}) ++
      Enum.flat_map(draft.types, &definition_lines/1) ++
      Enum.map(draft.functions, &{{:function, &1.name}, "  " <> nif(&1, draft.types)}) ++
      counter ++ [{nil, "end"}]
  end

  defp definition_lines(%{kind: :resource, name: name}),
    do: [{{:type, name}, "  resource #{name}"}]

  defp definition_lines(%{kind: :custom, name: name}) do
    [{{:type, name}, "  custom #{name}, term(), validate: &Agreement.Custom.validate/1"}]
  end

  defp definition_lines(%{kind: :newtype, name: name} = definition) do
    options = definition.constraints ++ flags(definition)
    [{{:type, name}, "  newtype #{name}, #{notation(definition.inner)}#{keywords(options)}"}]
  end

  defp definition_lines(%{kind: :options} = definition) do
    answer = %{definition | kind: :map, name: answer(definition.name)}
    block(definition, definition.name) ++ block(answer, definition.name)
  end

  defp definition_lines(definition), do: block(definition, definition.name)

  defp block(%{kind: kind, name: name} = definition, owner) do
    tag = if kind == :record, do: ", #{inspect(definition.tag)}", else: ""
    head = "  #{kind} #{name}#{tag}#{keywords(flags(definition))} do"

    members =
      for member <- Map.get(definition, :fields, []) ++ Map.get(definition, :variants, []),
          do: {{:member, owner, member.name}, "    " <> member(member)}

    [{{:type, owner}, head}] ++ members ++ [{{:type, owner}, "  end"}]
  end

  defp member(%{type: type} = field) do
    "field #{inspect(field.name)}, #{notation(type)}#{keywords(default_option(field))}"
  end

  defp member(%{name: name, shape: :unit}), do: "variant #{inspect(name)}"

  defp member(%{name: name, shape: {:values, types}}),
    do: "variant #{inspect(name)}, #{Enum.map_join(types, ", ", &notation/1)}"

  defp member(%{name: name, shape: {:fields, fields}}) do
    fields =
      Enum.map_join(fields, ", ", &"#{Macro.inspect_atom(:key, &1.name)} #{notation(&1.type)}")

    "variant #{inspect(name)}, %{#{fields}}"
  end

  defp default_option(%{default: :none}), do: []
  defp default_option(%{default: {:value, value}}), do: [default: value]

  defp flags(definition) do
    for flag <- [:cast, :redact], definition[flag], do: {flag, true}
  end

  defp keywords(options) do
    for {key, value} <- options, into: "", do: ", #{key}: #{inspect(value, limit: :infinity)}"
  end

  defp nif(function, types) do
    params = Enum.map_join(function.params, ", ", &param(&1, function.task))
    options = if function.cast, do: [cast: true] ++ function.options, else: function.options
    "nif #{function.name}(#{params}) :: #{returns(function, types)}#{keywords(options)}"
  end

  defp param({name, type}, :handle), do: "#{name} :: handle(#{notation(type)})"
  defp param({name, {:list, item}}, :feed), do: "#{name} :: stream(#{notation(item)})"
  defp param({name, type}, _task), do: "#{name} :: #{notation(type)}"

  defp returns(%{task: task, params: params} = function, _types) do
    case {task, Enum.map(params, &elem(&1, 1))} do
      {:echo, [type]} ->
        notation(type)

      {:feed, [type]} ->
        notation(type)

      {:pair, types} ->
        notation({:tuple, types})

      {:result, [_, value, error]} ->
        "{:ok, #{notation(value)}} | {:error, #{notation(error)}}"

      {:done, [_, error]} ->
        ":ok | {:error, #{notation(error)}}"

      {:stream, [{:list, item}]} ->
        "stream(#{notation(item)})"

      {:items, [{:list, item}, {:list, error}]} ->
        "stream({:ok, #{notation(item)}} | {:error, #{notation(error)}})"

      {:options, [{:named, name}]} ->
        answer(name)

      {:make, _} ->
        function.resource

      {:handle, [type]} ->
        "handle(#{notation(type)})"

      {:read, _} ->
        "u64"
    end
  end
end
