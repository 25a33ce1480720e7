defmodule RustInElixir.Agreement.LibRs do
  @moduledoc """
  The Rust of a draft: each stub of its `lib.rs` gets a body that gives back what it was given, and
  counts its calls.
  """

  alias RustInElixir.Agreement.Draft

  @of_other_crates [
    "uuid::Uuid",
    "chrono::TimeDelta",
    "jiff::SignedDuration",
    "num_bigint::BigInt",
    "rust_decimal::Decimal",
    "bigdecimal::BigDecimal",
    "chrono::NaiveDate",
    "chrono::NaiveTime",
    "chrono::NaiveDateTime",
    "chrono::DateTime<chrono::Utc>",
    "jiff::civil::Date",
    "jiff::civil::Time",
    "jiff::civil::DateTime",
    "jiff::Timestamp"
  ]

  @doc """
  Completes a `lib.rs` that holds the stubs of the draft's functions; `boundary` is the text of the
  `boundary.rs` beside it, which has the names that the types have in Rust.
  """
  @spec complete(String.t(), String.t(), Draft.t()) :: String.t()
  def complete(text, boundary, draft) do
    text =
      for function <- draft.functions, reduce: text do
        text -> with_body(text, function.name, "#{seen(function)};\n#{body(function, draft)}")
      end

    text =
      text
      |> with_body("calls", "CALLS.load(Ordering::Relaxed)")
      |> with_body("witness", ~s|WITNESS.lock().expect("no panic").clone()|)

    text =
      for %{kind: :resource, name: name} <- draft.types, reduce: text do
        text -> String.replace(text, "pub struct #{name};", "pub struct #{name}(u64);")
      end

    customs = for %{kind: :custom, name: name} <- draft.types, do: custom(name)

    """
    #{text}
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU64, Ordering};

    static CALLS: AtomicU64 = AtomicU64::new(0);
    static WITNESS: Mutex<String> = Mutex::new(String::new());

    fn seen() {
        CALLS.fetch_add(1, Ordering::Relaxed);
    }

    fn seen_as(value: &(impl Witness + ?Sized)) {
        seen();
        *WITNESS.lock().expect("no panic") = value.witness();
    }

    #{customs}
    #{witnesses(boundary, draft)}
    """
  end

  defp seen(%{task: :echo}), do: "seen_as(&value)"
  # A value that is refused ends the call while it reads.
  defp seen(%{task: :feed}), do: "let values: Vec<_> = values.collect();\nseen()"
  defp seen(_function), do: "seen()"

  # What `RustInElixir.Agreement.Oracle.witness/3` says of a term, said of the Rust value.
  defp witnesses(boundary, draft) do
    own =
      ~w(Bytes Atom Pid Reference AnyTerm) ++
        for %{kind: :resource, name: name} <- draft.types, do: name <> "Handle"

    own = Enum.filter(own, &(boundary =~ "pub struct #{&1}"))
    packed = if boundary =~ "pub struct Packed", do: ["Packed<i16>", "Packed<f64>"], else: []
    foreign = Enum.filter(@of_other_crates, &(boundary =~ &1))
    customs = for %{kind: :custom, name: name} <- draft.types, do: name

    """
    trait Witness {
        fn witness(&self) -> String;
    }

    macro_rules! silent {
        ($($name:ty),*) => {
            $(impl Witness for $name {
                fn witness(&self) -> String {
                    String::new()
                }
            })*
        };
    }

    silent!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64, bool);
    silent!(String, str, [u8], [i16], [f64], std::path::Path, std::path::PathBuf);
    silent!(char, std::net::IpAddr, std::ops::RangeInclusive<i64>);
    silent!(#{Enum.join(own ++ packed ++ foreign ++ customs, ", ")});

    impl<T: Witness + ?Sized> Witness for &T {
        fn witness(&self) -> String {
            (**self).witness()
        }
    }

    impl<T: Witness + ?Sized> Witness for Box<T> {
        fn witness(&self) -> String {
            (**self).witness()
        }
    }

    impl<T: Witness> Witness for Option<T> {
        fn witness(&self) -> String {
            match self {
                Some(value) => format!("some{}", value.witness()),
                None => "none".to_string(),
            }
        }
    }

    impl<T: Witness> Witness for Vec<T> {
        fn witness(&self) -> String {
            format!("[{}]", self.iter().map(Witness::witness).collect::<Vec<_>>().join(","))
        }
    }

    impl<T: Witness, const N: usize> Witness for [T; N] {
        fn witness(&self) -> String {
            format!("[{}]", self.iter().map(Witness::witness).collect::<Vec<_>>().join(","))
        }
    }

    impl<T: Witness> Witness for std::collections::HashSet<T> {
        fn witness(&self) -> String {
            let mut elements: Vec<_> = self.iter().map(Witness::witness).collect();
            elements.sort();
            format!("{{{}}}", elements.join(","))
        }
    }

    impl<K: Witness, V: Witness> Witness for std::collections::HashMap<K, V> {
        fn witness(&self) -> String {
            let mut pairs: Vec<_> = (self.iter())
                .map(|(key, value)| format!("{}:{}", key.witness(), value.witness()))
                .collect();
            pairs.sort();
            format!("{{{}}}", pairs.join(","))
        }
    }

    macro_rules! tuple {
        ($($name:ident $index:tt),*) => {
            impl<$($name: Witness),*> Witness for ($($name,)*) {
                fn witness(&self) -> String {
                    [$(self.$index.witness()),*].concat()
                }
            }
        };
    }

    tuple!(A 0);
    tuple!(A 0, B 1);
    tuple!(A 0, B 1, C 2);
    tuple!(A 0, B 1, C 2, D 3);

    #{for type <- draft.types, do: witness(boundary, type)}
    """
  end

  defp witness(boundary, %{kind: :options} = options) do
    answer = %{options | kind: :map, name: Draft.answer(options.name)}
    [fields_witness(boundary, options), fields_witness(boundary, answer)]
  end

  defp witness(boundary, %{fields: _} = type), do: fields_witness(boundary, type)
  defp witness(_boundary, %{kind: :newtype, name: name}), do: witness_of(name, "self.0.witness()")

  defp witness(boundary, %{kind: kind, name: name, variants: variants}) do
    idents = names(~r/^    (\w+)(?:[,(]| \{)/m, boundary, "pub enum #{name} {")

    arms =
      for {variant, ident, index} <- Enum.zip([variants, idents, 0..100]) do
        number = if kind == :unit_enum, do: "", else: "#{index}"
        arm(name, ident, variant.shape, number, boundary)
      end

    witness_of(name, "match self {\n#{arms}}")
  end

  defp witness(_boundary, _type), do: []

  defp arm(name, ident, :unit, number, _boundary),
    do: ~s|#{name}::#{ident} => "#{number}".to_string(),\n|

  defp arm(name, ident, {:values, types}, number, _boundary) do
    values = for index <- 1..length(types), do: "value#{index}"
    said = for value <- values, do: ", #{value}.witness()"

    ~s|#{name}::#{ident}(#{Enum.join(values, ", ")}) => ["#{number}".to_string()#{said}].concat(),\n|
  end

  defp arm(name, ident, {:fields, _}, number, boundary) do
    [_, enum] = String.split(boundary, "pub enum #{name} {\n", parts: 2)
    [_, block] = Regex.run(~r/^    #{ident} \{(.*?)\}/ms, enum)
    fields = for [_, field] <- Regex.scan(~r/((?:r#)?\w+): /, block), do: field
    said = for field <- fields, do: ", #{field}.witness()"

    ~s|#{name}::#{ident} { #{Enum.join(fields, ", ")} } => ["#{number}".to_string()#{said}].concat(),\n|
  end

  defp fields_witness(boundary, %{name: name}) do
    fields = names(~r/^    pub ((?:r#)?\w+):/m, boundary, "pub struct #{name} {")

    witness_of(
      name,
      "[#{Enum.map_join(fields, ", ", &"self.#{&1}.witness()")}].concat()" |> or_nothing(fields)
    )
  end

  defp or_nothing(_said, []), do: "String::new()"
  defp or_nothing(said, _fields), do: said

  defp witness_of(name, said) do
    """
    impl Witness for #{name} {
        fn witness(&self) -> String {
            #{said}
        }
    }
    """
  end

  # The names of what is declared in a type, which ends where a line is indented like its first.
  defp names(regex, text, head) do
    [_, rest] = String.split(text, head, parts: 2)
    [block | _] = String.split(rest, ~r/^\}/m, parts: 2)
    for [_, name] <- Regex.scan(regex, block), do: name
  end

  # A stub ends with the first brace that is indented like itself.
  defp with_body(text, name, body) do
    [before, rest] = String.split(text, "    fn #{name}(", parts: 2)
    [signature, rest] = String.split(rest, " {\n", parts: 2)
    [_stub, rest] = String.split(rest, "\n    }\n", parts: 2)
    "#{before}    fn #{name}(#{signature} {\n#{body}\n    }\n#{rest}"
  end

  defp body(function, draft) do
    values = for {name, type} <- function.params, do: owned(name, type)

    case {function.task, values} do
      {:echo, [value]} ->
        value

      {:handle, [value]} ->
        value

      {:pair, [left, right]} ->
        "(#{Enum.join([in_tuple(left, function, 0), in_tuple(right, function, 1)], ", ")})"

      {:result, [ok, value, error]} ->
        "if #{ok} { Ok(#{value}) } else { Err(#{error}) }"

      {:done, [ok, error]} ->
        "if #{ok} { Ok(()) } else { Err(#{error}) }"

      {:feed, _} ->
        "values"

      # What a stream is made of is owned already.
      {:stream, _} ->
        "values.into_iter()"

      {:items, _} ->
        "values.into_iter().map(Ok).chain(errors.into_iter().map(Err))"

      {:options, _} ->
        options(function, draft)

      {:make, [id]} ->
        "#{function.resource}(#{id})"

      {:read, _} ->
        "value.0"
    end
  end

  # Text and bytes are borrowed wherever they stand in a parameter, but for what its named types hold.
  defp owned(name, {:scalar, scalar}) when scalar in [:binary, :packed_i16, :packed_f64],
    do: "#{name}.to_vec()"

  # Only a whole parameter borrows its numbers.
  defp owned(name, {:optional, {:scalar, scalar}}) when scalar in [:packed_i16, :packed_f64],
    do: "#{name}.map(|it| Packed(it.to_vec()))"

  defp owned(name, type), do: if(borrowed?(type), do: owned_within(name, type), else: name)

  defp owned_within(value, {:scalar, :string}), do: "#{value}.to_string()"
  defp owned_within(value, {:scalar, :binary}), do: "Bytes(#{value}.to_vec())"
  defp owned_within(value, {:scalar, :path}), do: "#{value}.to_path_buf()"

  defp owned_within(value, {:optional, type}),
    do: "#{value}.map(|it| #{owned_within("it", type)})"

  defp owned_within(value, {:list, type}),
    do: "#{value}.into_iter().map(|it| #{owned_within("it", type)}).collect::<Vec<_>>()"

  defp owned_within(value, {:array, type, _length}),
    do: "#{value}.map(|it| #{owned_within("it", type)})"

  defp owned_within(value, {:set, type}) do
    "#{value}.into_iter().map(|it| #{owned_within("it", type)}).collect::<std::collections::HashSet<_>>()"
  end

  defp owned_within(value, {:map, key, of}) do
    pair = "(#{owned_within("key", key)}, #{owned_within("it", of)})"

    "#{value}.into_iter().map(|(key, it)| #{pair}).collect::<std::collections::HashMap<_, _>>()"
  end

  defp owned_within(value, {:tuple, types}) do
    names = for index <- 1..length(types)//1, do: "it#{index},"
    owned = for {type, index} <- Enum.with_index(types, 1), do: owned_within("it#{index}", type)
    "{ let (#{Enum.join(names, " ")}) = #{value}; (#{Enum.map_join(owned, " ", &"#{&1},")}) }"
  end

  defp owned_within(value, _type), do: value

  defp borrowed?({:scalar, scalar}), do: scalar in [:string, :binary, :path]
  defp borrowed?({kind, type}) when kind in [:optional, :list, :set], do: borrowed?(type)
  defp borrowed?({:array, type, _length}), do: borrowed?(type)
  defp borrowed?({:map, key, value}), do: borrowed?(key) or borrowed?(value)
  defp borrowed?({:tuple, types}), do: Enum.any?(types, &borrowed?/1)
  defp borrowed?(_type), do: false

  # Bytes inside of a type have one of their own.
  defp in_tuple(value, function, index) do
    case Enum.at(function.params, index) do
      {_, {:scalar, :binary}} -> "Bytes(#{value})"
      {_, {:scalar, scalar}} when scalar in [:packed_i16, :packed_f64] -> "Packed(#{value})"
      _ -> value
    end
  end

  defp options(%{params: [{param, {:named, name}}]}, draft) do
    %{fields: fields} = Enum.find(draft.types, &(&1.name == name))
    fields = Enum.map_join(fields, ", ", &"#{&1.name}: #{param}.#{&1.name}")
    unused = if fields == "", do: "let _ = #{param};\n", else: ""
    "#{unused}#{Draft.answer(name)} { #{fields} }"
  end

  defp custom(name) do
    """
    /// A number with a tag in front.
    #[derive(Clone, Debug, PartialEq)]
    pub struct #{name}(pub i64);

    #[cfg(feature = "nif")]
    impl<'a> rustler::Decoder<'a> for #{name} {
        fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
            let (_tag, number): (rustler::Atom, i64) = term.decode()?;
            Ok(Self(number))
        }
    }

    #[cfg(feature = "nif")]
    impl rustler::Encoder for #{name} {
        fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
            let tag = rustler::Atom::from_str(env, "custom").expect("an atom");
            (tag, self.0).encode(env)
        }
    }
    """
  end
end
