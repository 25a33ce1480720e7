defmodule RustInElixir.Agreement.Sabotage do
  @moduledoc """
  Templates and codecs that are broken on purpose, to see that a run of `RustInElixir.Agreement` notices.
  """

  alias RustInElixir.Agreement

  @root Path.expand("../../..", __DIR__)

  @codec "native_templates/codec_crate/"

  # A bound of a newtype.
  @compared "{{ it.operator }} {{ it.limit }}"

  # Name, template or file of the codecs, what stands in it, and what is written instead.
  @table [
    {"a validator that forgets a range", "templates/support/validation.ex",
     "when value in @{{ integer.name }}, do: errors", "when is_integer(value), do: errors"},
    {"a validator that takes integers for floats", "templates/support/validation.ex",
     "def f64(errors, value, _path) when is_float(value)",
     "def f64(errors, value, _path) when is_number(value)"},
    {"a validator that takes bytes for text", "templates/support/validation.ex",
     "is_binary(value) and (:unicode.bin_is_7bit(value) or utf8?(value))", "is_binary(value)"},
    {"a validator that takes improper lists", "templates/support/validation.ex",
     "defp items(errors, [], _path, _check, _index), do: errors",
     "defp items(errors, tail, _path, _check, _index) when tail == [] or not is_list(tail), do: errors"},
    {"a validator that takes keys to spare", "templates/support/validation.ex",
     "if map_size(value) == size and", "if map_size(value) >= size and"},
    {"a validator that takes a key twice", "templates/support/validation.ex", "key in seen ->",
     "key in seen and key == :no_such_key ->"},
    {"a validator that takes structs for maps", "templates/support/validation.ex",
     "def map(errors, value, path, check_key, check) when is_map(value) and not is_struct(value) do",
     "def map(errors, value, path, check_key, check) when is_map(value) do"},
    {"a validator that takes every atom for a variant", "templates/types/unit_enum_functions.ex",
     "when value in @variants", "when is_atom(value)"},
    {"a validator that takes a struct with keys to spare", "templates/support/validation.ex",
     "if Map.keys(value) == Map.keys(struct)", "if map_size(value) >= map_size(struct)"},
    {"a validator that forgets the largest number", "templates/support/validation.ex",
     "when value <= limit, do: errors", "when value <= limit or value > limit, do: errors"},
    {"a validator that is too strict by one", "templates/support/validation.ex",
     "def min(errors, value, _path, limit) when value >= limit",
     "def min(errors, value, _path, limit) when value > limit"},
    {"a facade that calls Rust in any case", "templates/facade/function_body.ex",
     "else: ValidationError.error(errors)",
     "else: {{ answer }} && ValidationError.error(errors)"},
    {"a default that is not filled in", "templates/types/map_functions.ex",
     "Map.get(value, {{ field.atom }}, {{ field.default }})",
     "Map.get(value, {{ field.atom }}, 0)"},
    {"a struct without its defaults", "templates/types/struct.ex",
     "{{ <entries of={members} /> }}",
     "{% for field in fields %}{{ field.key }} nil{% if not loop.last %}, {% endif %}{% endfor %}"},
    {"rules of an inner type for what does not arrive", "templates/types/newtype_functions.ex",
     "check_trimmed(errors, String.trim(value), path)", "check_trimmed(errors, value, path)"},
    {"a format that ends before a line break", "templates/support/validation.ex",
     "Regex.match?(regex, value) do",
     ~S[Regex.match?(regex, String.trim_trailing(value, "\n")) do]},
    {"text that is not trimmed", "templates/types/newtype_functions.ex",
     "{% if trim %}String.trim(value)", "{% if trim %}String.trim_leading(value)"},
    {"a cast that loses an item", "templates/support/cast.ex",
     "do: [cast.(item) | list(rest, cast)]",
     "do: [cast.(item) | list(Enum.drop(rest, 1), cast)]"},
    {"a tuple whose elements change places in Rust", "native_templates/codecs/tuple_codec.rs",
     "{% for field in fields %}", "{% for field in fields | reverse %}"},
    {"a pid that Rust takes anything for", "native_templates/codecs/opaque_codec.rs",
     "{% if is %}, {{ is }}{% endif %}", ""},
    {"bytes that Rust turns round", "native_templates/codec_crate/src/macros.rs",
     "Self(it.to_vec())", "Self(it.iter().rev().copied().collect())"},
    {"a codec that forgets a range", "native_templates/codec_crate/src/decode.rs",
     "term.$through()?.try_into().ok()", "Some(term.$through()? as $integer)"},
    {"a codec that takes bytes for text", "native_templates/codec_crate/src/decode.rs",
     "<&str>::decode(term).map(str::to_owned)",
     "term.bytes().map(|it| Self::from_utf8_lossy(it).into_owned())"},
    {"a codec that takes structs for maps", "native_templates/codec_crate/src/decode.rs",
     "if module.is_some_and(", "if false && module.is_some_and("},
    {"a codec that takes keys to spare", "native_templates/codec_crate/src/atoms.rs",
     "if map.map_size()? != ALL {", "if map.map_size()? < ALL {"},
    {"a codec that forgets the constraints of a newtype",
     "native_templates/codec_crate/src/macros.rs", "if !$condition {",
     "if !$condition && false {"},
    {"a codec that forgets min", "native_templates/codecs/newtype_codec.rs", @compared,
     @compared <>
       ~S[{% if it.operator == ">=" and it.measure == "referred" %} || *it == *it{% endif %}]},
    {"a codec that forgets max", "native_templates/codecs/newtype_codec.rs", @compared,
     @compared <>
       ~S[{% if it.operator == "<=" and it.measure == "referred" %} || *it == *it{% endif %}]},
    {"a codec that forgets min_length", "native_templates/codecs/newtype_codec.rs", @compared,
     ~S[{% if it.operator == ">=" and it.measure != "referred" %}+ 9 {% endif %}] <> @compared},
    {"a codec that forgets max_length", "native_templates/codecs/newtype_codec.rs",
     "{{ it.limit }}",
     ~S[{% if it.operator == "<=" and it.measure != "referred" %}9 + {% endif %}{{ it.limit }}]},
    {"a codec that forgets max_bytes", "native_templates/codecs/newtype_codec.rs",
     "{{ it.limit }}",
     ~S[{% if it.operator == "<=" and it.measure == "length" %}9 + {% endif %}{{ it.limit }}]},
    {"a codec that forgets in", "native_templates/codecs/newtype_codec.rs", "].contains(&",
     "].len() > 0 || [].contains(&"},
    {"a codec that takes integers for floats", "native_templates/codec_crate/src/decode.rs",
     "        term.f64()\n", "        term.f64().or_else(|| term.i64().map(|it| it as f64))\n"},
    {"a codec that forgets the limits of f32", "native_templates/codec_crate/src/decode.rs",
     "(value.abs() <= f64::from(Self::MAX)).then_some(value as Self)", "Some(value as Self)"},
    {"a codec that takes improper lists", "native_templates/codec_crate/src/decode.rs",
     "Self::with_capacity(term.list_length()?)",
     "Self::with_capacity(term.list_length().or(term.cell().map(|_| 0))?)"},
    {"a codec that takes structs of other modules", "native_templates/codec_crate/src/atoms.rs",
     "if !map.get(*key)?.is(*value) {", "if false && !map.get(*key)?.is(*value) {"},
    {"a codec that takes bytes for borrowed text", "native_templates/codec_crate/src/decode.rs",
     "std::str::from_utf8(term.bytes()?).ok()",
     "Some(std::str::from_utf8(term.bytes()?).unwrap_or_default())"},
    {"a codec that takes longer tuples", "native_templates/codec_crate/src/raw.rs",
     "self.elements.try_into().ok()?", "self.elements.get(..N)?.try_into().ok()?"},
    {"a codec that takes every atom for a variant", "native_templates/codec_crate/src/macros.rs",
     "if $term.is_atom(&TAG) {",
     "if $term.is_atom(&TAG) || $crate::atom_name($term).is_some() {"},
    {"a validator that takes days that do not exist", "templates/support/calendar_checks.ex",
     "if day not in 1..Calendar.ISO.days_in_month(year, month)", "if day not in 1..31"},
    {"a validator that takes other calendars", "templates/support/calendar_checks.ex",
     "value.calendar != Calendar.ISO ->", "value.calendar == nil ->"},
    {"a validator that takes every time zone", "templates/support/calendar_checks.ex",
     ~S[defp zone(%{time_zone: "Etc/UTC", zone_abbr: "UTC", utc_offset: 0,],
     ~S[defp zone(%{time_zone: _, zone_abbr: "UTC", utc_offset: 0,]},
    {"a validator that is too strict with the last instant",
     "templates/support/calendar_checks.ex", "{9999, 12, 30, 22, 0, 0}",
     "{9999, 12, 30, 21, 59, 59}"},
    {"a validator that takes 29 decimal places", "templates/support/decimal_checks.ex",
     "&2 in -28..28", "&2 in -29..28"},
    {"a validator that takes infinities", "templates/support/decimal_checks.ex",
     ~S[add(errors, path, :range, expected, "an infinity", nil)], "errors"},
    {"a validator that compares only the coefficient", "templates/support/decimal_checks.ex",
     "limit * 10 ** max(-exp, 0)", "limit"},
    {"a cast that ignores the offset of a time", "templates/support/cast.ex",
     ~S(["Z", "z", "+", "-"]), ~S(["z"])},
    {"a cast that forgets where the point is", "templates/support/cast.ex",
     "integer.(exp) - byte_size(part)", "integer.(exp)"},
    {"a codec that takes other years", "native_templates/codec_crate/src/calendar.rs",
     "(-9999..=9999).contains(&year)", "(-10000..=10000).contains(&year)"},
    {"a codec that takes every time zone", "native_templates/codec_crate/src/calendar.rs",
     ~S[<&str>::decode(term.get(zone)?)? == "Etc/UTC"],
     "<&str>::decode(term.get(zone)?).is_some()"},
    {"a codec that takes seven digits of a second",
     "native_templates/codec_crate/src/calendar.rs", "precision <= 6", "precision <= 7"},
    {"a codec that loses microseconds", "native_templates/codec_crate/src/calendar.rs",
     "(self.microsecond, 6_u8)", "(self.microsecond / 10 * 10, 6_u8)"},
    {"a codec that takes instants that jiff does not have",
     "native_templates/codec_crate/src/jiff.rs", "limits.contains(it)",
     "limits.contains(it) || *it < Timestamp::MIN"},
    {"a codec that forgets positive exponents",
     "native_templates/codec_crate/src/rust_decimal.rs",
     "decimal.coefficient.checked_mul(10_u128.pow(places))?", "decimal.coefficient"},
    {"a codec that forgets the sign of zero", "native_templates/codec_crate/src/rust_decimal.rs",
     "self.is_sign_negative()", "self.mantissa() < 0"},
    {"a codec that takes larger exponents", "native_templates/codec_crate/src/bigdecimal.rs",
     "const GREATEST: u64 = 6144", "const GREATEST: u64 = 6145"},
    {"a codec that takes negative coefficients", "native_templates/codec_crate/src/bigdecimal.rs",
     " || decimal.coefficient.sign() == Sign::Minus", ""},
    {"a codec that forgets the sign of large integers",
     "native_templates/codec_crate/src/num_bigint.rs", "if is_negative { Sign::Minus }",
     "if is_negative { Sign::Plus }"}
  ]

  @doc "The fault of each broken template."
  @spec names() :: [String.t()]
  def names, do: Enum.map(@table, &elem(&1, 0))

  @doc "The texts to replace that are no longer in their templates."
  @spec gone() :: [String.t()]
  def gone, do: for({name, path, from, to} <- @table, broken(path, from, to) == :gone, do: name)

  @doc "Runs with a broken template, and gives the first disagreement."
  @spec run(String.t(), integer, pos_integer, pos_integer) :: {:caught, String.t()} | :unnoticed
  def run(name, seed, schemas, terms) do
    {_, path, from, to} = List.keyfind!(@table, name, 0)
    broken = broken(path, from, to)
    if broken == :gone, do: raise("#{path} has no #{from} any more")

    case Agreement.run(seed, schemas, terms, [{:mode, :debug}, in_place_of(path, broken)]) do
      %{defects: []} -> :unnoticed
      %{defects: [%{text: text} | _]} -> {:caught, text}
    end
  end

  # No template stands for a file of the codecs.
  defp in_place_of(@codec <> path, broken), do: {:codecs, [{path, broken}]}
  defp in_place_of(path, broken), do: {:templates, [{Path.basename(path), broken}]}

  defp broken(path, from, to) do
    text = @root |> Path.join(path) |> File.read!()
    broken = String.replace(text, from, to)
    if broken == text, do: :gone, else: broken
  end
end
