//! Values of a type as Elixir source, for the test that a user starts from.

mod limits;
mod matching;

use std::collections::BTreeSet;

use crate::boundary::*;
use crate::check::literal;
use crate::model::Model;
use crate::model::scalar::grouped;
use crate::text::names;
use crate::text::notation::elixir_literal;
use limits::Limits;
use matching::matching;

/// How many fields of a value are written down if some of them can be left out.
const MOST_FIELDS: usize = 20;

/// How many parts a value that can be read has at most.
const MOST_PARTS: usize = 1_000;

/// How many values or characters stand in a row before a call makes them.
const IN_A_ROW: u64 = 20;

/// A value as Elixir source, and what a person still has to put into it.
#[derive(Debug, PartialEq)]
pub struct Sample {
    pub source: String,
    pub gaps: BTreeSet<String>,
}

/// A simple value of the type, with the defaults of its fields.
pub fn sample(model: &Model, r#type: &Type) -> Sample {
    let mut sampler = Sampler::new(model);
    let source = sampler.value(r#type).filter(|_| !sampler.is_too_large());
    let source = source.unwrap_or_else(|| {
        sampler.gaps.clear();
        sampler.gap(&r#type.to_string())
    });
    Sample {
        source,
        gaps: sampler.gaps,
    }
}

struct Sampler<'a> {
    model: &'a Model<'a>,
    /// The types that the value being made is inside of; none of them is begun again.
    open: Vec<String>,
    parts: usize,
    gaps: BTreeSet<String>,
}

impl<'a> Sampler<'a> {
    fn new(model: &'a Model<'a>) -> Self {
        Self {
            model,
            open: Vec::new(),
            parts: 0,
            gaps: BTreeSet::new(),
        }
    }

    fn is_too_large(&self) -> bool {
        self.parts > MOST_PARTS
    }

    /// What stands for a value that only a person knows.
    fn gap(&mut self, what: &str) -> String {
        self.gaps.insert(format!("put in a value of {what}"));
        names::elixir_atom(&format!("put in a value of {what}"))
    }

    /// The source of a value; nothing where it would have to hold another one of its own type, or
    /// is too large to be read.
    fn value(&mut self, r#type: &Type) -> Option<String> {
        self.parts += 1;
        if self.is_too_large() {
            return None;
        }
        match r#type {
            Type::Scalar(scalar) => Some(scalar_source(*scalar).to_string()),
            Type::Invalid(_) => None,
            Type::Optional(item) => Some(self.optional(item).unwrap_or("nil".to_string())),
            Type::List(item) => self.list(item, 0, None),
            Type::Map(key, value) => self.map(key, value, 0, None),
            Type::Tuple(items) => {
                let items: Option<Vec<String>> = items.iter().map(|it| self.value(it)).collect();
                Some(format!("{{{}}}", items?.join(", ")))
            }
            Type::Named(name) => {
                if self.open.iter().any(|it| it == name) {
                    return None;
                }
                self.open.push(name.clone());
                let value = self.definition(name);
                self.open.pop();
                value
            }
        }
    }

    /// A value that may be absent is left out if only a person knows it.
    fn optional(&mut self, item: &Type) -> Option<String> {
        let gaps = self.gaps.clone();
        let value = self.value(item);
        if self.gaps == gaps {
            return value;
        }
        self.gaps = gaps;
        None
    }

    fn list(&mut self, item: &Type, shortest: u64, longest: Option<u64>) -> Option<String> {
        let length = length(1, shortest, longest);
        if length == 0 {
            return Some("[]".to_string());
        }
        let gaps = self.gaps.clone();
        let item = self.value(item);
        if shortest == 0 && (item.is_none() || self.gaps != gaps) {
            self.gaps = gaps;
            return Some("[]".to_string());
        }
        let item = item?;
        Some(if length > IN_A_ROW || (length > 1 && item.len() > 20) {
            format!("List.duplicate({item}, {})", grouped(&length.to_string()))
        } else {
            format!("[{}]", vec![item; length as usize].join(", "))
        })
    }

    fn map(
        &mut self,
        key: &Type,
        value: &Type,
        shortest: u64,
        longest: Option<u64>,
    ) -> Option<String> {
        let length = length(1, shortest, longest.map(|it| it.min(1)));
        if length == 0 {
            return Some("%{}".to_string());
        }
        let gaps = self.gaps.clone();
        let pair = self
            .value(key)
            .and_then(|key| Some((key, self.value(value)?)));
        if shortest == 0 && (pair.is_none() || self.gaps != gaps) {
            self.gaps = gaps;
            return Some("%{}".to_string());
        }
        let (key, value) = pair?;
        // Only a person knows that many keys which differ.
        (length == 1).then(|| format!("%{{{key} => {value}}}"))
    }

    fn definition(&mut self, name: &str) -> Option<String> {
        let model = self.model;
        let definition = model.definition(name)?;
        match &definition.kind {
            Kind::UnitEnum(variants) | Kind::TaggedEnum(variants) => {
                self.first(variants, |sampler, variant| sampler.variant(variant))
            }
            Kind::UntaggedEnum(variants) => self.first(variants, |sampler, variant| {
                variant
                    .shape
                    .types()
                    .first()
                    .and_then(|it| sampler.value(it))
            }),
            Kind::Struct(fields) | Kind::Exception(fields) => {
                let fields = self.keyed(fields)?;
                Some(format!("%{}.{name}{{{fields}}}", model.boundary.facade))
            }
            Kind::Map(fields) => Some(format!("%{{{}}}", self.keyed(fields)?)),
            Kind::Options(fields) => Some(format!("[{}]", self.keyed(fields)?)),
            Kind::Tuple(fields) => Some(format!("{{{}}}", self.elements(fields)?.join(", "))),
            Kind::Record(tag, fields) => {
                let mut elements = self.elements(fields)?;
                elements.insert(0, names::elixir_atom(tag));
                Some(format!("{{{}}}", elements.join(", ")))
            }
            Kind::Newtype(inner, constraints) => self.newtype(name, inner, constraints),
            Kind::Custom(_) => Some(self.gap(name)),
            Kind::Resource(_) => Some(self.handle(name)),
        }
    }

    /// The value of the first variant that has one.
    fn first<'b>(
        &mut self,
        variants: &'b [Variant],
        value: impl Fn(&mut Self, &'b Variant) -> Option<String>,
    ) -> Option<String> {
        let gaps = self.gaps.clone();
        // One that needs nobody's help is better than one before it.
        let mut with_gaps = None;
        for variant in variants {
            self.gaps.clone_from(&gaps);
            match value(self, variant) {
                Some(found) if self.gaps == gaps => return Some(found),
                Some(found) if with_gaps.is_none() => with_gaps = Some((found, self.gaps.clone())),
                _ => {}
            }
        }
        let (found, gaps) = with_gaps?;
        self.gaps = gaps;
        Some(found)
    }

    fn variant(&mut self, variant: &Variant) -> Option<String> {
        let tag = names::elixir_atom(&variant.name);
        match &variant.shape {
            Shape::Unit => Some(tag),
            Shape::Values(types) => {
                let values: Option<Vec<String>> = types.iter().map(|it| self.value(it)).collect();
                Some(format!("{{{tag}, {}}}", values?.join(", ")))
            }
            Shape::Fields(fields) => Some(format!("{{{tag}, %{{{}}}}}", self.keyed(fields)?)),
        }
    }

    /// The fields behind their keys; of many only those that have to be there.
    fn keyed(&mut self, fields: &[Field]) -> Option<String> {
        let pairs: Option<Vec<String>> = written(fields)
            .map(|field| {
                let value = self.field(field)?;
                Some(format!("{} {value}", names::elixir_key(&field.name)))
            })
            .collect();
        Some(pairs?.join(", "))
    }

    fn elements(&mut self, fields: &[Field]) -> Option<Vec<String>> {
        fields.iter().map(|it| self.field(it)).collect()
    }

    fn field(&mut self, field: &Field) -> Option<String> {
        literal::default_source(self.model, field).or_else(|| self.value(&field.r#type))
    }

    fn newtype(&mut self, name: &str, inner: &Type, constraints: &[Constraint]) -> Option<String> {
        let limits = Limits::of(self.model, inner, constraints);
        if !limits.choices.is_empty() {
            let named = Type::Named(name.to_string());
            let choice = limits
                .choices
                .iter()
                .find(|it| literal::fits(self.model, it, &named).is_ok());
            return Some(match choice {
                Some(choice) => elixir_literal(&literal::made(self.model, choice, inner)),
                None => self.gap(name),
            });
        }
        let value = match self.model.base(inner) {
            Type::Scalar(scalar) if scalar.is_integer() || scalar.is_float() => {
                Some(number(*scalar, &limits))
            }
            Type::Scalar(scalar) if scalar.is_text() || *scalar == Scalar::Binary => {
                text(*scalar, &limits)
            }
            Type::List(item) => self.list(item, limits.shortest, limits.longest),
            Type::Map(key, value) => self.map(key, value, limits.shortest, limits.longest),
            base => return self.value(base),
        };
        if value.is_none() && self.parts <= MOST_PARTS && !self.reopens(inner) {
            return Some(self.gap(name));
        }
        value
    }

    /// Whether the type is inside of one of its own kind already.
    fn reopens(&self, r#type: &Type) -> bool {
        r#type
            .references()
            .into_iter()
            .any(|held| self.open.iter().any(|it| it == held))
    }

    /// A handle, out of the first function that makes one with nothing but plain values.
    fn handle(&mut self, name: &str) -> String {
        let boundary = self.model.boundary;
        let is_maker = |nif: &&Nif| match &nif.returns {
            Return::Value(made) | Return::Result(Some(made), _) => {
                matches!(made, Type::Named(made) if made == name)
            }
            _ => false,
        };
        for nif in boundary.nifs.iter().filter(is_maker) {
            if self.model.takes_handles(nif) {
                continue;
            }
            let arguments: Vec<Sample> = nif
                .params
                .iter()
                .map(|param| sample(self.model, &param.r#type))
                .collect();
            if arguments.iter().all(|it| it.gaps.is_empty()) {
                let label = nif.label();
                self.gaps
                    .insert(format!("write {label}, which makes the {name}"));
                let arguments: Vec<String> = arguments.into_iter().map(|it| it.source).collect();
                let arguments = arguments.join(", ");
                return format!("{}.{}!({arguments})", boundary.facade, nif.name);
            }
        }
        self.gap(name)
    }
}

fn scalar_source(scalar: Scalar) -> &'static str {
    match scalar {
        it if it.is_integer() => "1",
        Scalar::F32 | Scalar::F64 => "1.5",
        Scalar::Bool => "true",
        Scalar::String => "\"text\"",
        Scalar::Binary => "<<1, 2, 3>>",
        Scalar::Path => "\"path/to/file\"",
        Scalar::Pid => "self()",
        Scalar::Reference => "make_ref()",
        Scalar::Atom => ":name",
        _ => ":anything",
    }
}

/// How long something is that has limits of its length.
fn length(plain: u64, shortest: u64, longest: Option<u64>) -> u64 {
    plain.clamp(shortest, longest.unwrap_or(u64::MAX))
}

fn number(scalar: Scalar, limits: &Limits) -> String {
    let plain = if scalar.is_float() {
        Literal::Float(1.5)
    } else {
        Literal::Integer("1".to_string())
    };
    let least = (limits.least.as_ref()).filter(|it| literal::is_above(it, &plain));
    let greatest = (limits.greatest.as_ref()).filter(|it| literal::is_above(&plain, it));
    elixir_literal(least.or(greatest).unwrap_or(&plain))
}

fn text(scalar: Scalar, limits: &Limits) -> Option<String> {
    let longest = limits.longest;
    if let [format] = limits.formats[..] {
        let text = matching(format, limits.shortest)?;
        let is_allowed = longest.is_none_or(|it| text.len() as u64 <= it) && text.trim() == text;
        return is_allowed.then(|| repeated_or_whole(&text));
    }
    if !limits.formats.is_empty() {
        return None;
    }
    if limits.shortest == 0 && longest.is_none() {
        return Some(scalar_source(scalar).to_string());
    }
    let length = length(4, limits.shortest, longest);
    Some(match (length, scalar) {
        (4, Scalar::String | Scalar::Path) => "\"text\"".to_string(),
        _ => repeated_or_whole(&"a".repeat(length as usize)),
    })
}

/// The fields that are written down: all of them, or of many only those that have to be there.
fn written(fields: &[Field]) -> impl Iterator<Item = &Field> {
    let all = fields.len() <= MOST_FIELDS;
    fields.iter().filter(move |it| all || !it.may_be_absent())
}

/// A text, or the call that repeats its character where it is long.
fn repeated_or_whole(text: &str) -> String {
    let first = text.chars().next();
    match first {
        Some(first) if text.len() as u64 > IN_A_ROW && text.chars().all(|it| it == first) => {
            format!(
                "String.duplicate({}, {})",
                names::elixir_string(&first.to_string()),
                grouped(&text.len().to_string())
            )
        }
        _ => names::elixir_string(text),
    }
}

#[cfg(test)]
mod tests;
