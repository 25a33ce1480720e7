//! A call that is refused before it reaches Rust, and what is said of it word for word.

use std::collections::BTreeSet;

use super::{Extent, LONGEST, Sample, Sampler, repeated_or_whole, sample, written};
use crate::boundary::*;
use crate::check::literal;
use crate::model::Model;
use crate::model::scalar::grouped;
use crate::render::elixir::checks::in_words;
use crate::text::names;
use crate::text::notation::{comma_separated, elixir_literal};

/// Names for a variant or key that is none.
const UNKNOWN: &[&str] = &["unknown", "other", "zzz", "qqq", "www"];

/// Arguments of a function of which at least one is wrong.
#[derive(Debug, PartialEq)]
pub struct Refusal {
    pub arguments: Vec<String>,
    /// What is said of each wrong argument, in their order.
    pub messages: Vec<String>,
    /// What is wrong, such as `an unknown key`.
    pub what: &'static str,
    /// What a person still has to put into the other arguments.
    pub gaps: BTreeSet<String>,
}

/// The most telling refusal that a function has, if an argument of it can be wrong.
///
/// An argument that only a person, or Rust, can make is wrong as well where it can be, so that the
/// refusal needs neither.
pub fn refusal(model: &Model, nif: &Nif) -> Option<Refusal> {
    let samples: Vec<Sample> = nif
        .params
        .iter()
        .map(|param| sample(model, &param.r#type, Extent::Plain))
        .collect();
    let mut wrongs: Vec<Option<Wrong>> = nif
        .params
        .iter()
        .map(|param| Finder::new(model).wrong(&param.r#type, &param.name))
        .collect();
    let mut chosen: Vec<usize> = (0..samples.len())
        .filter(|index| !samples[*index].gaps.is_empty() && wrongs[*index].is_some())
        .collect();
    if chosen.is_empty() {
        let (_, best) = (0..wrongs.len())
            .filter_map(|index| Some((wrongs[index].as_ref()?.rank, index)))
            .min()?;
        chosen.push(best);
    }
    let what = wrongs[chosen[0]].as_ref()?.what;
    let mut refusal = Refusal {
        arguments: Vec::new(),
        messages: Vec::new(),
        what,
        gaps: BTreeSet::new(),
    };
    for (index, sample) in samples.into_iter().enumerate() {
        match wrongs[index].take() {
            Some(wrong) if chosen.contains(&index) => {
                refusal.messages.push(wrong.message());
                refusal.arguments.push(wrong.source);
            }
            _ => {
                refusal.arguments.push(sample.source);
                refusal.gaps.extend(sample.gaps);
            }
        }
    }
    Some(refusal)
}

/// How telling a wrong value is, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Limit,
    Key,
    Variant,
    OtherType,
    Handle,
}

/// A wrong value, and what validation says of it.
struct Wrong {
    source: String,
    place: String,
    is_unknown_key: bool,
    expected: String,
    got: String,
    hint: Option<String>,
    what: &'static str,
    rank: Rank,
}

impl Wrong {
    fn message(&self) -> String {
        let hint = match &self.hint {
            Some(hint) => format!(" ({hint})"),
            None => String::new(),
        };
        if self.is_unknown_key {
            format!("{} has {}{hint}", self.place, self.got)
        } else {
            format!(
                "{} must be {}, got: {}{hint}",
                self.place, self.expected, self.got
            )
        }
    }

    /// The same within a larger value.
    fn within(mut self, source: String) -> Self {
        self.source = source;
        self
    }

    /// As it is told of a value that no message may show.
    fn redacted(mut self, place: &str) -> Self {
        self.place = place.to_string();
        self.hint = None;
        self.got = if self.is_unknown_key {
            "an unknown key".to_string()
        } else {
            "a redacted value".to_string()
        };
        self
    }
}

/// What is wrong with a source that is shown as it is written.
fn shown(
    source: &str,
    place: &str,
    expected: impl Into<String>,
    what: &'static str,
    rank: Rank,
) -> Wrong {
    Wrong {
        source: source.to_string(),
        place: place.to_string(),
        is_unknown_key: false,
        expected: expected.into(),
        got: source.to_string(),
        hint: None,
        what,
        rank,
    }
}

fn other_type(source: &str, place: &str, expected: impl Into<String>) -> Wrong {
    shown(
        source,
        place,
        expected,
        "a value of another type",
        Rank::OtherType,
    )
}

struct Finder<'a> {
    model: &'a Model<'a>,
    /// The types that the value being made is inside of.
    open: Vec<String>,
}

impl<'a> Finder<'a> {
    fn new(model: &'a Model<'a>) -> Self {
        Self {
            model,
            open: Vec::new(),
        }
    }

    /// The most telling wrong value of the type; nothing where every value is right, or only a
    /// person knows which one is wrong.
    fn wrong(&mut self, r#type: &Type, place: &str) -> Option<Wrong> {
        match r#type {
            Type::Scalar(scalar) => wrong_scalar(*scalar, place),
            Type::Invalid(_) => None,
            Type::Optional(item) => self.wrong(item, place),
            Type::List(item) => {
                let inner = self.wrong(item, &format!("{place}[0]")).map(|inner| {
                    let source = format!("[{}]", inner.source);
                    inner.within(source)
                });
                better(inner, other_type(":unknown", place, "a list"))
            }
            Type::Map(key, value) => {
                let inner = self.wrong_under_key(key, value, place);
                better(inner, other_type(":unknown", place, "a map"))
            }
            Type::Tuple(items) => {
                let inner = self.wrong_element(&items.iter().collect::<Vec<_>>(), &[], place);
                let expected = format!("a tuple of {} elements", items.len());
                better(inner, other_type(":unknown", place, expected))
            }
            Type::Named(name) => {
                if self.open.iter().any(|it| it == name) {
                    return None;
                }
                self.open.push(name.clone());
                let wrong = self.wrong_of_definition(name, place);
                self.open.pop();
                if self.model.is_redacted(name) {
                    wrong.map(|it| it.redacted(place))
                } else {
                    wrong
                }
            }
        }
    }

    /// A wrong value under a key that is shown as it is written.
    fn wrong_under_key(&mut self, key: &Type, value: &Type, place: &str) -> Option<Wrong> {
        let key = self.plain(key)?;
        let place = match key.strip_prefix(':') {
            Some(name) => format!("{place}.{name}"),
            None if key.starts_with('"') || key.len() < 5 => format!("{place}[{key}]"),
            None => return None,
        };
        let inner = self.wrong(value, &place)?;
        let source = format!("%{{{key} => {}}}", inner.source);
        Some(inner.within(source))
    }

    /// A tuple with a wrong element, behind `tags`.
    fn wrong_element(&mut self, types: &[&Type], tags: &[String], place: &str) -> Option<Wrong> {
        let (index, inner) = best(types.iter().enumerate().filter_map(|(index, it)| {
            let place = format!("elem({place}, {})", index + tags.len());
            Some((index, self.wrong(it, &place)?))
        }))?;
        let mut elements = tags.to_vec();
        for (at, r#type) in types.iter().enumerate() {
            elements.push(if at == index {
                inner.source.clone()
            } else {
                self.plain(r#type)?
            });
        }
        Some(inner.within(format!("{{{}}}", elements.join(", "))))
    }

    /// Fields of which one is wrong, behind their keys.
    fn wrong_field(&mut self, fields: &[Field], place: &str) -> Option<Wrong> {
        let (index, inner) = best(fields.iter().enumerate().filter_map(|(index, field)| {
            if !is_plain_step(&field.name) {
                return None;
            }
            let place = format!("{place}.{}", field.name);
            Some((index, self.wrong_value_of(field, &place)?))
        }))?;
        let wrong = &fields[index];
        let pairs = self.pairs(fields, Some((wrong, &inner.source)))?;
        Some(inner.within(pairs))
    }

    fn wrong_value_of(&mut self, field: &Field, place: &str) -> Option<Wrong> {
        let wrong = self.wrong(&field.r#type, place)?;
        Some(if field.redact {
            wrong.redacted(place)
        } else {
            wrong
        })
    }

    /// A key too many behind the fields that have to be there.
    fn wrong_key(&mut self, fields: &[Field], place: &str) -> Option<Wrong> {
        let unknown = unknown(fields.iter().map(|it| it.name.as_str()))?;
        let known = self.pairs(fields, None)?;
        let separator = if known.is_empty() { "" } else { ", " };
        Some(Wrong {
            source: format!("{known}{separator}{unknown}: 1"),
            place: place.to_string(),
            is_unknown_key: true,
            expected: "only known keys".to_string(),
            got: format!("the unknown key :{unknown}"),
            hint: None,
            what: "an unknown key",
            rank: Rank::Key,
        })
    }

    /// Fields behind their keys, one of them with another value.
    fn pairs(&self, fields: &[Field], wrong: Option<(&Field, &str)>) -> Option<String> {
        let wrong_name = wrong.map(|(field, _)| field.name.as_str());
        let is_written = |name: &str| written(fields).any(|it| it.name == name);
        let pairs: Option<Vec<String>> = fields
            .iter()
            .filter(|it| is_written(&it.name) || Some(it.name.as_str()) == wrong_name)
            .map(|field| {
                let key = names::elixir_key(&field.name);
                Some(match (wrong, literal::default_source(self.model, field)) {
                    (Some((_, source)), _) if Some(field.name.as_str()) == wrong_name => {
                        format!("{key} {source}")
                    }
                    (_, Some(default)) => format!("{key} {default}"),
                    _ => format!("{key} {}", self.plain(&field.r#type)?),
                })
            })
            .collect();
        Some(pairs?.join(", "))
    }

    fn wrong_of_definition(&mut self, name: &str, place: &str) -> Option<Wrong> {
        let model = self.model;
        let definition = model.definition(name)?;
        let module = format!("{}.{name}", model.boundary.facade);
        match &definition.kind {
            Kind::UnitEnum(variants) => {
                let terms = variants.iter().map(|it| inspected_atom(&it.name));
                Some(wrong_variant(variants, terms, place))
            }
            Kind::TaggedEnum(variants) => {
                let inner = self.wrong_in_variant(variants, place);
                let terms = variants.iter().map(Variant::term);
                better(inner, wrong_variant(variants, terms, place))
            }
            Kind::UntaggedEnum(variants) => {
                let types: Vec<&Type> = variants.iter().flat_map(|it| it.shape.types()).collect();
                let takes_any = types.iter().any(|it| takes_any_term(model, it));
                let expected = format!("one of {}", comma_separated(types));
                let mut wrong = shown(
                    "{}",
                    place,
                    expected,
                    "what is none of its types",
                    Rank::Variant,
                );
                wrong.got = "an empty tuple".to_string();
                (!takes_any).then_some(wrong)
            }
            Kind::Struct(fields) | Kind::Exception(fields) => {
                let inner = self.wrong_field(fields, place).map(|inner| {
                    let source = format!("%{module}{{{}}}", inner.source);
                    inner.within(source)
                });
                let expected = format!("a %{module}{{}} struct");
                better(inner, other_type(":unknown", place, expected))
            }
            Kind::Map(fields) => {
                let inner = self.wrong_pairs(fields, place).map(|inner| {
                    let source = format!("%{{{}}}", inner.source);
                    inner.within(source)
                });
                better(inner, other_type(":unknown", place, "a plain map"))
            }
            Kind::Options(fields) => {
                let inner = self.wrong_pairs(fields, place).map(|inner| {
                    let source = format!("[{}]", inner.source);
                    inner.within(source)
                });
                better(inner, other_type(":unknown", place, "a keyword list"))
            }
            Kind::Tuple(fields) => {
                let types: Vec<&Type> = fields.iter().map(|it| &it.r#type).collect();
                let expected = format!("a tuple {{{}}}", comma_separated(types.iter().copied()));
                let inner = self.wrong_element_of(fields, &[], place);
                better(inner, other_type(":unknown", place, expected))
            }
            Kind::Record(tag, fields) => {
                let types = fields.iter().map(|it| it.r#type.to_string());
                let tag = names::elixir_atom(tag);
                let terms: Vec<String> = [tag.clone()].into_iter().chain(types).collect();
                let expected = format!("a record {{{}}}", terms.join(", "));
                let inner = self.wrong_element_of(fields, &[tag], place);
                better(inner, other_type(":unknown", place, expected))
            }
            Kind::Newtype(inner, constraints) => {
                let beyond = if matches!(inner, Type::Named(_)) {
                    None
                } else {
                    beyond_constraint(model, name, inner, constraints, place)
                };
                match beyond {
                    Some(beyond) => Some(beyond),
                    None => self.wrong(inner, place),
                }
            }
            Kind::Custom(_) => None,
            Kind::Resource(_) => Some(Wrong {
                source: "make_ref()".to_string(),
                place: place.to_string(),
                is_unknown_key: false,
                expected: format!("a %{module}{{}} handle"),
                got: "a bare reference".to_string(),
                hint: Some(format!(
                    "pass the whole %{module}{{}} that a function gave back"
                )),
                what: "what is no handle",
                rank: Rank::Handle,
            }),
        }
    }

    fn wrong_pairs(&mut self, fields: &[Field], place: &str) -> Option<Wrong> {
        let field = self.wrong_field(fields, place);
        let key = self.wrong_key(fields, place);
        match key {
            Some(key) => better(field, key),
            None => field,
        }
    }

    /// A field of a tuple, which is told by its index.
    fn wrong_element_of(
        &mut self,
        fields: &[Field],
        tags: &[String],
        place: &str,
    ) -> Option<Wrong> {
        if fields.iter().any(|it| it.redact) {
            return None;
        }
        let types: Vec<&Type> = fields.iter().map(|it| &it.r#type).collect();
        self.wrong_element(&types, tags, place)
    }

    fn wrong_in_variant(&mut self, variants: &[Variant], place: &str) -> Option<Wrong> {
        let found: Vec<(usize, Wrong)> = variants
            .iter()
            .enumerate()
            .filter_map(|(index, variant)| {
                let tag = names::elixir_atom(&variant.name);
                let wrong = match &variant.shape {
                    Shape::Unit => None,
                    Shape::Values(types) => {
                        self.wrong_element(&types.iter().collect::<Vec<_>>(), &[tag], place)
                    }
                    Shape::Fields(fields) => {
                        let inner = self.wrong_pairs(fields, &format!("elem({place}, 1)"))?;
                        let source = format!("{{{tag}, %{{{}}}}}", inner.source);
                        Some(inner.within(source))
                    }
                };
                Some((index, wrong?))
            })
            .collect();
        best(found.into_iter()).map(|(_, wrong)| wrong)
    }

    /// A plain value that needs nobody's help.
    fn plain(&self, r#type: &Type) -> Option<String> {
        let mut sampler = Sampler::new(self.model, Extent::Plain);
        sampler.open.clone_from(&self.open);
        sampler.value(r#type).filter(|_| sampler.gaps.is_empty())
    }
}

/// The inner value where it is at least as telling.
fn better(inner: Option<Wrong>, whole: Wrong) -> Option<Wrong> {
    Some(match inner {
        Some(inner) if inner.rank <= whole.rank => inner,
        _ => whole,
    })
}

/// The most telling one, and of those the first.
fn best(found: impl Iterator<Item = (usize, Wrong)>) -> Option<(usize, Wrong)> {
    found.min_by_key(|(index, wrong)| (wrong.rank, *index))
}

fn wrong_scalar(scalar: Scalar, place: &str) -> Option<Wrong> {
    if let Some((least, greatest)) = scalar.limits() {
        let expected = format!("an integer within {least}..{greatest} ({})", scalar.name());
        return Some(beyond(&successor(&greatest), place, expected));
    }
    Some(match scalar {
        Scalar::F32 => shown(
            "1.0e39",
            place,
            "a float within ±3.4028235e38 (f32)",
            "a float beyond its limit",
            Rank::Limit,
        ),
        Scalar::F64 => other_type("\"1.5\"", place, "a float (f64)"),
        Scalar::Bool => {
            let mut wrong = other_type("\"true\"", place, "a boolean");
            wrong.hint = Some("a string; write true".to_string());
            wrong
        }
        Scalar::String => {
            let mut wrong = other_type(":text", place, "a UTF-8 string");
            wrong.hint = Some("an atom; write \"text\"".to_string());
            wrong
        }
        Scalar::Path => {
            let mut wrong = other_type(":path", place, "a path (a binary)");
            wrong.hint = Some("an atom; write \"path\"".to_string());
            wrong
        }
        Scalar::Binary => other_type(":bytes", place, "a binary"),
        Scalar::Atom => other_type("1", place, "an atom"),
        Scalar::Pid => other_type(":name", place, "a pid"),
        Scalar::Reference => other_type(":name", place, "a reference"),
        _ => return None,
    })
}

/// An integer beyond a limit, in decimal digits.
fn beyond(digits: &str, place: &str, expected: String) -> Wrong {
    let mut wrong = shown(
        digits,
        place,
        expected,
        "an integer beyond its limit",
        Rank::Limit,
    );
    wrong.source = grouped(digits);
    wrong
}

fn wrong_variant(variants: &[Variant], terms: impl Iterator<Item = String>, place: &str) -> Wrong {
    let expected = format!("one of {}", terms.collect::<Vec<_>>().join(", "));
    let source = match unknown(variants.iter().map(|it| it.name.as_str())) {
        Some(unknown) => format!(":{unknown}"),
        None => "1".to_string(),
    };
    shown(
        &source,
        place,
        expected,
        "an unknown variant",
        Rank::Variant,
    )
}

/// A name that is none of these, and near to none of them.
fn unknown<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Option<&'static str> {
    UNKNOWN
        .iter()
        .copied()
        .find(|it| names::nearest(it, names.clone()).is_none())
}

/// A value that its newtype's own constraint refuses, and nothing else.
fn beyond_constraint(
    model: &Model,
    name: &str,
    inner: &Type,
    constraints: &[Constraint],
    place: &str,
) -> Option<Wrong> {
    let is_alone = |holds: fn(&Constraint) -> bool| constraints.iter().all(holds);
    if is_alone(|it| matches!(it, Constraint::Min(_) | Constraint::Max(_))) {
        return constraints
            .iter()
            .rev()
            .find_map(|it| beyond_number(model, inner, it, place));
    }
    if is_alone(|it| {
        matches!(
            it,
            Constraint::MinLength(_)
                | Constraint::MaxLength(_)
                | Constraint::MaxBytes(_)
                | Constraint::Trim
        )
    }) {
        return constraints
            .iter()
            .rev()
            .find_map(|it| beyond_length(model, inner, it, place));
    }
    if let [Constraint::In(values)] = constraints {
        return outside(model, name, inner, values, place);
    }
    None
}

fn beyond_number(
    model: &Model,
    inner: &Type,
    constraint: &Constraint,
    place: &str,
) -> Option<Wrong> {
    let (limit, words, step) = match constraint {
        Constraint::Min(limit) => (limit, "at least", -1.0),
        Constraint::Max(limit) => (limit, "at most", 1.0),
        _ => return None,
    };
    match limit {
        Literal::Integer(digits) => {
            let next = if step > 0.0 {
                successor(digits)
            } else {
                predecessor(digits)
            };
            let fits = literal::fits(model, &Literal::Integer(next.clone()), inner).is_ok();
            fits.then(|| beyond(&next, place, format!("{words} {digits}")))
        }
        // Both sides print such a number alike.
        Literal::Float(limit) if limit.fract() == 0.0 && limit.abs() < 1.0e9 => Some(shown(
            &format!("{:?}", limit + step),
            place,
            format!("{words} {limit:?}"),
            "a float beyond its limit",
            Rank::Limit,
        )),
        _ => None,
    }
}

fn beyond_length(
    model: &Model,
    inner: &Type,
    constraint: &Constraint,
    place: &str,
) -> Option<Wrong> {
    let is_list = matches!(model.base(inner), Type::List(_));
    if matches!(model.base(inner), Type::Map(..)) {
        return None;
    }
    let expected = in_words(model, constraint, inner);
    let wrong = |source: &str, got: String, what| Wrong {
        got,
        ..shown(source, place, expected.clone(), what, Rank::Limit)
    };
    match constraint {
        Constraint::MaxLength(length) | Constraint::MaxBytes(length)
            if *length < LONGEST && !is_list =>
        {
            Some(wrong(
                &repeated_or_whole(&"a".repeat(*length as usize + 1)),
                too_long(model, inner, constraint, length + 1),
                "what is too long",
            ))
        }
        Constraint::MinLength(length) if *length > 0 => Some(if is_list {
            wrong("[]", "an empty list".to_string(), "what is too short")
        } else {
            wrong("\"\"", "\"\"".to_string(), "what is too short")
        }),
        _ => None,
    }
}

/// What is said of a text or binary that is too long; beyond 4096 bytes nothing counts its characters.
fn too_long(model: &Model, inner: &Type, constraint: &Constraint, length: u64) -> String {
    let is_string = *model.base(inner) == Type::Scalar(Scalar::String);
    let is_max_length = matches!(constraint, Constraint::MaxLength(_));
    if is_max_length && (!is_string || length <= 4096) {
        format!("a length of {length}")
    } else {
        format!("{length} bytes")
    }
}

/// A value of the right type that is none of those which a newtype lists.
fn outside(
    model: &Model,
    name: &str,
    inner: &Type,
    values: &[Literal],
    place: &str,
) -> Option<Wrong> {
    let integers = (0..=values.len()).map(|it| Literal::Integer(it.to_string()));
    let texts = UNKNOWN.iter().map(|it| Literal::String(it.to_string()));
    let atoms = UNKNOWN.iter().map(|it| Literal::Atom(it.to_string()));
    let candidate = integers.chain(texts).chain(atoms).find(|it| {
        literal::fits(model, it, inner).is_ok()
            && literal::fits(model, it, &Type::Named(name.to_string())).is_err()
    })?;
    let listed: Vec<String> = values
        .iter()
        .map(|it| match it {
            Literal::Integer(digits) => Some(digits.clone()),
            Literal::String(text) => Some(names::elixir_string(text)),
            Literal::Atom(name) => Some(inspected_atom(name)),
            _ => None,
        })
        .collect::<Option<_>>()?;
    Some(shown(
        &elixir_literal(&candidate),
        place,
        format!("one of {}", listed.join(", ")),
        "a value that is not listed",
        Rank::Limit,
    ))
}

/// Whether every term is a value of the type, or only a person knows which one is.
fn takes_any_term(model: &Model, r#type: &Type) -> bool {
    match model.base(r#type) {
        Type::Scalar(Scalar::Term) => true,
        Type::Optional(item) => takes_any_term(model, item),
        Type::Named(name) => match model.definition(name).map(|it| &it.kind) {
            Some(Kind::Custom(_)) => true,
            Some(Kind::UntaggedEnum(variants)) => variants
                .iter()
                .flat_map(|it| it.shape.types())
                .any(|it| takes_any_term(model, it)),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a message shows the key as it is written.
fn is_plain_step(name: &str) -> bool {
    inspected_atom(name) == format!(":{name}")
}

/// An atom as `inspect/1` shows it.
fn inspected_atom(name: &str) -> String {
    let stem = name.strip_suffix(['?', '!']).unwrap_or(name);
    let is_word = stem.chars().all(|it| it.is_alphanumeric() || it == '_')
        && stem.chars().next().is_some_and(|it| !it.is_numeric());
    if is_word && !matches!(name, "nil" | "true" | "false") {
        format!(":{name}")
    } else {
        names::elixir_atom(name)
    }
}

/// The integer after one of any size, in decimal digits.
fn successor(digits: &str) -> String {
    match digits.strip_prefix('-') {
        Some(magnitude) => negated(&decreased(magnitude)),
        None => increased(digits),
    }
}

/// The integer before one of any size, in decimal digits.
fn predecessor(digits: &str) -> String {
    match digits.strip_prefix('-') {
        Some(magnitude) => negated(&increased(magnitude)),
        None if digits == "0" => "-1".to_string(),
        None => decreased(digits),
    }
}

fn negated(magnitude: &str) -> String {
    if magnitude == "0" {
        magnitude.to_string()
    } else {
        format!("-{magnitude}")
    }
}

fn increased(digits: &str) -> String {
    let kept = digits.trim_end_matches('9');
    let zeros = "0".repeat(digits.len() - kept.len());
    match kept.char_indices().last() {
        None => format!("1{zeros}"),
        Some((at, last)) => {
            let next = char::from(last as u8 + 1);
            format!("{}{next}{zeros}", &kept[..at])
        }
    }
}

fn decreased(digits: &str) -> String {
    let kept = digits.trim_end_matches('0');
    let nines = "9".repeat(digits.len() - kept.len());
    match kept.char_indices().last() {
        None => digits.to_string(),
        Some((at, last)) => {
            let before = char::from(last as u8 - 1);
            let decreased = format!("{}{before}{nines}", &kept[..at]);
            let trimmed = decreased.trim_start_matches('0');
            if trimmed.is_empty() {
                "0".to_string()
            } else {
                trimmed.to_string()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_any_size_have_neighbours() {
        for (integer, next) in [
            ("0", "1"),
            ("9", "10"),
            ("-1", "0"),
            ("-10", "-9"),
            ("99", "100"),
            ("-100", "-99"),
            (
                "340282366920938463463374607431768211455",
                "340282366920938463463374607431768211456",
            ),
            (
                "-170141183460469231731687303715884105728",
                "-170141183460469231731687303715884105727",
            ),
        ] {
            assert_eq!(successor(integer), next, "{integer}");
            assert_eq!(predecessor(next), integer, "{next}");
        }
    }
}
