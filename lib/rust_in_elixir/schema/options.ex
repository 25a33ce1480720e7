defmodule RustInElixir.Schema.Options do
  @moduledoc false

  # The options of a definition, a field, a NIF or of `use RustInElixir.Schema`: which there
  # are, and what their values may be. Keys are known when the schema is expanded, values only
  # when its body runs, hence `split/1` for syntax and `check/3` for values.

  alias RustInElixir.Text.Nearest
  alias RustInElixir.Schema.{Excerpt, Texts}

  @longest_crate 200

  # Keywords of Rust; crates that every program has, or that the boundary depends on; files of Windows.
  @taken_crates ~w(abstract as async await become box break const continue crate do dyn else enum
                   extern false final fn for gen if impl in let loop macro match mod move mut override
                   priv pub ref return self static struct super trait true try type typeof unsafe
                   unsized use virtual where while yield) ++
                  ~w(alloc core mimalloc proc_macro rustler stacker std test) ++
                  ~w(aux con nul prn) ++
                  for(name <- ~w(com lpt), port <- 1..9, do: "#{name}#{port}")

  @type check :: (term -> {:ok, term} | {:error, String.t()})

  @doc "Keys and value expressions of options as they are written, or what is wrong with them."
  @spec split(Macro.t()) :: {:ok, [{atom, Macro.t()}]} | {:error, String.t()}
  def split(nil), do: {:ok, []}

  def split(ast) do
    if Keyword.keyword?(ast),
      do: {:ok, ast},
      else: {:error, "options must be written as `key: value`, got: `#{Excerpt.of(ast)}`"}
  end

  @doc "The valid values, and a message for each invalid option."
  @spec check(keyword, [{atom, check}], String.t()) :: {keyword, [String.t()]}
  def check(given, known, owner) do
    {values, messages} =
      Enum.reduce(given, {[], []}, fn {key, value}, {values, messages} ->
        with :ok <- once(key, values, owner),
             {:ok, check} <- known(key, known, owner),
             {:ok, value} <- valid(check.(value), key, value, owner) do
          {[{key, value} | values], messages}
        else
          {:error, message} -> {values, [message | messages]}
        end
      end)

    {Enum.reverse(values), Enum.reverse(messages)}
  end

  @doc "Any value at all."
  @spec any(term) :: {:ok, term}
  def any(value), do: {:ok, value}

  @spec boolean(term) :: {:ok, boolean} | {:error, String.t()}
  def boolean(value) when is_boolean(value), do: {:ok, value}
  def boolean(_value), do: {:error, "`true` or `false`"}

  @spec number(term) :: {:ok, number} | {:error, String.t()}
  def number(value) when is_number(value), do: {:ok, value}
  def number(_value), do: {:error, "a number"}

  @spec length(term) :: {:ok, non_neg_integer} | {:error, String.t()}
  def length(value) when is_integer(value) and value >= 0, do: {:ok, value}
  def length(_value), do: {:error, "a non-negative integer"}

  @doc "How many values are fetched at once."
  @spec chunk(term) :: {:ok, pos_integer} | {:error, String.t()}
  def chunk(value) when is_integer(value) and value in 1..0xFFFFFFFF, do: {:ok, value}
  def chunk(_value), do: {:error, "an integer in 1..4294967295"}

  @doc "The name of a function, as an atom."
  @spec function_name(term) :: {:ok, String.t()} | {:error, String.t()}
  def function_name(value) when is_atom(value) and value not in [nil, true, false] do
    name = Atom.to_string(value)
    if name =~ ~r/\A[a-z_][a-z0-9_]*\z/, do: {:ok, name}, else: {:error, function_name()}
  end

  def function_name(_value), do: {:error, function_name()}

  defp function_name, do: "the name of a Rust function, such as `:dropped`"

  @doc "The name of a crate, which is that of its folder, its package and its library."
  @spec crate(term) :: {:ok, String.t()} | {:error, String.t()}
  def crate(name) when is_binary(name) do
    cond do
      not (name =~ ~r/\A[a-z][a-z0-9_]*\z/) ->
        {:error, crate()}

      byte_size(name) > @longest_crate ->
        {:error, crate() <> ", at most #{@longest_crate} of them"}

      name in @taken_crates ->
        {:error, "a name that is not reserved by Rust, Cargo, Windows or the generated code"}

      true ->
        {:ok, name}
    end
  end

  def crate(_name), do: {:error, crate()}

  defp crate, do: "a name of lowercase letters, digits and `_`, such as `\"my_app_markdown\"`"

  @doc "The module that callers use, which must not be one of Elixir's own."
  @spec facade(term) :: {:ok, String.t()} | {:error, String.t()}
  def facade(module) do
    cond do
      not module?(module) -> {:error, "a module name such as `MyApp.Markdown`"}
      of_elixir?(module) -> {:error, "a module that Elixir does not define itself"}
      true -> {:ok, inspect(module)}
    end
  end

  defp module?(module) when is_atom(module),
    do: Atom.to_string(module) =~ ~r/\AElixir(\.[A-Z][A-Za-z0-9_]*)+\z/

  defp module?(_term), do: false

  # The applications of Elixir lie beside each other.
  @doc "Whether a module is one of Elixir's own."
  @spec of_elixir?(module) :: boolean
  def of_elixir?(module) do
    elixir = :elixir |> :code.lib_dir() |> Path.dirname()

    match?([_ | _], :code.which(module)) and
      String.starts_with?(to_string(:code.which(module)), elixir <> "/")
  end

  @doc "The last date of something, as ISO 8601 writes it."
  @spec date(term) :: {:ok, String.t()} | {:error, String.t()}
  def date(%Date{calendar: Calendar.ISO} = date), do: {:ok, Date.to_iso8601(date)}
  def date(_value), do: {:error, "a date such as `~D[2027-01-31]`"}

  @doc "The former name of something; a type may be written as a module."
  @spec old_name(term) :: {:ok, String.t()} | {:error, String.t()}
  def old_name(value) when is_atom(value) and value not in [nil, true, false],
    do: {:ok, value |> Atom.to_string() |> String.replace_prefix("Elixir.", "")}

  def old_name(_value), do: {:error, "the old name, such as `:old_name`"}

  @spec text(term) :: {:ok, String.t()} | {:error, String.t()}
  def text(value) when is_binary(value) and value != "", do: {:ok, value}
  def text(_value), do: {:error, "a string"}

  @spec texts(term) :: {:ok, [String.t(), ...]} | {:error, String.t()}
  def texts([_ | _] = values) do
    if not List.improper?(values) and Enum.all?(values, &match?({:ok, _}, text(&1))),
      do: {:ok, values},
      else: {:error, "a list of strings"}
  end

  def texts(_value), do: {:error, "a list of strings"}

  @doc "One of some atoms."
  @spec one_of([atom, ...]) :: check
  def one_of(atoms) do
    fn value ->
      if value in atoms,
        do: {:ok, value},
        else: {:error, "one of " <> Enum.map_join(atoms, ", ", &"`#{inspect(&1)}`")}
    end
  end

  @doc "A regular expression, as its source; modifiers go into the source."
  @spec format(term) :: {:ok, String.t()} | {:error, String.t()}
  def format(value) when is_binary(value) do
    case :re.compile(value, Texts.options()) do
      {:ok, _compiled} ->
        {:ok, value}

      {:error, {_reason, at}} ->
        {:error, "a regular expression (this one is invalid at position #{at})"}
    end
  end

  def format(%Regex{source: source} = regex) do
    case modifiers(Regex.opts(regex)) do
      {:ok, ""} ->
        {:ok, source}

      {:ok, modifiers} ->
        {:ok, "(?#{modifiers})" <> source}

      :error ->
        {:error, "a regular expression with no modifiers other than `i`, `m`, `s` and `x`"}
    end
  end

  def format(_value), do: {:error, "a regular expression, as a string or as `~r/…/`"}

  @spec choice(term) :: {:ok, [term, ...]} | {:error, String.t()}
  def choice([_ | _] = values) do
    if List.improper?(values), do: {:error, "a list of values"}, else: {:ok, values}
  end

  def choice(_value), do: {:error, "a list of values"}

  @doc "A function of a module that takes one argument, as `Module.function`."
  @spec validator(term) :: {:ok, String.t()} | {:error, String.t()}
  def validator({module, name})
      when is_atom(module) and is_atom(name) and module not in [nil, true, false],
      do: {:ok, "#{inspect(module)}.#{Macro.inspect_atom(:remote_call, name)}"}

  def validator(function) when is_function(function, 1) do
    info = Function.info(function)

    if info[:type] == :external,
      do: validator({info[:module], info[:name]}),
      else: {:error, no_validator()}
  end

  def validator(_value), do: {:error, no_validator()}

  @doc "A function that casts a value of a custom type, as `Module.function`."
  @spec caster(term) :: {:ok, String.t()} | {:error, String.t()}
  def caster(value) do
    with {:error, _} <- validator(value),
         do: {:error, "the function that casts its values, such as `&MyApp.Money.cast/1`"}
  end

  @doc "A function that converts values of a remote type, as `Module.function`; `example` is one in a schema."
  @spec conversion(String.t()) :: check
  def conversion(example) do
    fn value ->
      with {:error, _} <- validator(value),
           do: {:error, "a function of a module, such as `#{example}`"}
    end
  end

  defp no_validator, do: "a function of a module, such as `&MyApp.Money.validate/1`"

  # Up to Elixir 1.18 the modifiers are the letters of a binary.
  if is_binary(Regex.opts(~r//)),
    do: defp(each_modifier(letters), do: String.graphemes(letters)),
    else: defp(each_modifier(modifiers), do: modifiers)

  defp modifiers(modifiers) do
    letters = modifiers |> each_modifier() |> Enum.map(&modifier/1)
    if nil in letters, do: :error, else: {:ok, letters |> Enum.sort() |> Enum.join()}
  end

  defp modifier(modifier) when modifier in ["i", :caseless], do: "i"
  defp modifier(modifier) when modifier in ["m", :multiline], do: "m"
  defp modifier(modifier) when modifier in ["s", :dotall], do: "s"
  defp modifier(modifier) when modifier in ["x", :extended], do: "x"
  defp modifier(_modifier), do: nil

  defp once(key, values, owner) do
    if Keyword.has_key?(values, key),
      do: {:error, "the option `#{key}` of #{owner} is given twice"},
      else: :ok
  end

  defp known(key, known, owner) do
    case Keyword.fetch(known, key) do
      {:ok, check} -> {:ok, check}
      :error -> {:error, unknown(key, Keyword.keys(known), owner)}
    end
  end

  defp unknown(key, known, owner) do
    hint =
      case Nearest.to(key, known) do
        nil -> "valid options are #{Enum.map_join(known, ", ", &"`#{&1}`")}"
        near -> "did you mean `#{near}`?"
      end

    "#{owner} has no option `#{key}`; #{hint}"
  end

  defp valid({:ok, value}, _key, _given, _owner), do: {:ok, value}

  defp valid({:error, expected}, key, given, owner),
    do: {:error, "the option `#{key}` of #{owner} must be #{expected}, got: `#{inspect(given)}`"}
end
