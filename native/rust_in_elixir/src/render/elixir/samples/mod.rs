//! Values of a type as Elixir source, for the test that a user starts from.

mod limits;
mod matching;
mod newtypes;

use std::collections::BTreeSet;

use super::nodes;
use crate::boundary::*;
use crate::check::literal;
use crate::model::Model;
use crate::model::scalar::grouped;
use crate::render::Templates;
use crate::text::names;
use newtypes::length;

/// How many fields of a value are written down if some of them can be left out.
const MOST_FIELDS: usize = 20;

/// How many parts a value that can be read has at most.
const MOST_PARTS: usize = 1_000;

/// How many values or characters are written out before a call makes them.
const IN_A_ROW: u64 = 20;

/// A value as Elixir source, and what a person still has to put into it.
#[derive(Debug, PartialEq)]
pub struct Sample {
    pub source: String,
    pub gaps: BTreeSet<String>,
}

/// A simple value of the type, with the defaults of its fields.
pub fn sample(model: &Model, templates: &Templates, r#type: &Type) -> Result<Sample, String> {
    let mut sampler = Sampler::new(model, templates);
    let source = sampler.value(r#type).filter(|_| !sampler.is_too_large());
    let source = source.unwrap_or_else(|| {
        sampler.gaps.clear();
        sampler.gap(&r#type.to_string())
    });
    match sampler.failure {
        Some(failure) => Err(failure),
        None => Ok(Sample {
            source,
            gaps: sampler.gaps,
        }),
    }
}

struct Sampler<'a> {
    model: &'a Model<'a>,
    templates: &'a Templates,
    /// The types that the value being made is inside of; none of them is begun again.
    open: Vec<String>,
    parts: usize,
    gaps: BTreeSet<String>,
    /// Why the template of values does not render.
    failure: Option<String>,
}

impl<'a> Sampler<'a> {
    fn new(model: &'a Model<'a>, templates: &'a Templates) -> Self {
        Self {
            model,
            templates,
            open: Vec::new(),
            parts: 0,
            gaps: BTreeSet::new(),
            failure: None,
        }
    }

    /// The source of a value whose parts are printed.
    fn print(&mut self, value: nodes::Value) -> Option<String> {
        match self.templates.render("value.exs", value) {
            Ok(text) => Some(text),
            Err(failure) => {
                self.failure = Some(failure);
                None
            }
        }
    }

    fn is_too_large(&self) -> bool {
        self.parts > MOST_PARTS
    }

    /// A placeholder for a value that only a person can choose.
    fn gap(&mut self, what: &str) -> String {
        self.gaps.insert(format!("fill in a value of {what}"));
        names::elixir_atom(&format!("fill in a value of {what}"))
    }

    /// The source of a value; `None` if it would have to contain another one of its own type, or would be
    /// too large to read.
    fn value(&mut self, r#type: &Type) -> Option<String> {
        self.parts += 1;
        if self.is_too_large() {
            return None;
        }
        match r#type {
            Type::Scalar(scalar) => self.print(plain(*scalar)),
            Type::Invalid(_) => None,
            Type::Optional(item) => match self.optional(item) {
                Some(value) => Some(value),
                None => self.print(nodes::Value::Nil),
            },
            Type::List(item) => self.list(item, 0, None),
            Type::Array(item, length) => {
                let length = u64::from(*length);
                self.list(item, length, Some(length))
            }
            Type::Set(item) => self.set(item, 0, None),
            Type::Map(key, value) => self.map(key, value, 0, None),
            Type::Tuple(items) => {
                let elements = self.values(items)?;
                self.print(nodes::Value::Tuple { elements })
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

    fn values(&mut self, types: &[Type]) -> Option<Vec<String>> {
        types.iter().map(|it| self.value(it)).collect()
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
        let empty = nodes::Value::List {
            elements: Vec::new(),
        };
        if length == 0 {
            return self.print(empty);
        }
        let gaps = self.gaps.clone();
        let item = self.value(item);
        if shortest == 0 && (item.is_none() || self.gaps != gaps) {
            self.gaps = gaps;
            return self.print(empty);
        }
        let element = item?;
        let is_long = length > IN_A_ROW || (length > 1 && element.len() > 20);
        self.print(if is_long {
            let length = grouped(&length.to_string());
            nodes::Value::Duplicates { element, length }
        } else {
            nodes::Value::List {
                elements: vec![element; length as usize],
            }
        })
    }

    fn set(&mut self, item: &Type, shortest: u64, longest: Option<u64>) -> Option<String> {
        // Only a person knows several elements which differ.
        let elements = self.list(item, shortest, longest.map(|it| it.min(1)))?;
        (shortest < 2).then_some(())?;
        self.print(nodes::Value::Set { elements })
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
            return self.print(nodes::Value::Pairs { pair: None });
        }
        let gaps = self.gaps.clone();
        let pair = self
            .value(key)
            .and_then(|key| Some((key, self.value(value)?)));
        if shortest == 0 && (pair.is_none() || self.gaps != gaps) {
            self.gaps = gaps;
            return self.print(nodes::Value::Pairs { pair: None });
        }
        // Only a person knows that many keys which differ.
        let pair = pair.filter(|_| length == 1)?;
        self.print(nodes::Value::Pairs { pair: Some(pair) })
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
                let module = model.module(name);
                self.print(nodes::Value::Struct { module, fields })
            }
            Kind::Map(fields) => {
                let fields = self.keyed(fields)?;
                self.print(nodes::Value::Map { fields })
            }
            Kind::Options(fields) => {
                let fields = self.keyed(fields)?;
                self.print(nodes::Value::Options { fields })
            }
            Kind::Tuple(fields) => {
                let elements = self.elements(fields)?;
                self.print(nodes::Value::Tuple { elements })
            }
            Kind::Record(tag, fields) => {
                let elements = self.elements(fields)?;
                self.tagged(tag, elements)
            }
            Kind::Newtype(inner, constraints) => self.newtype(name, inner, constraints),
            Kind::Custom(_) => Some(self.gap(name)),
            // Such a function may refuse what is nothing but a text.
            Kind::Remote(_, remote) if remote.to.ends_with('!') => Some(self.gap(name)),
            Kind::Remote(inner, remote) => {
                let value = self.value(inner)?;
                // No alias stands in a test.
                let function = remote.to.trim_start_matches("Elixir.");
                self.print(nodes::Value::From { function, value })
            }
            Kind::Resource(_) => self.handle(name),
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
        match &variant.shape {
            Shape::Unit => Some(names::elixir_atom(&variant.name)),
            Shape::Values(types) => {
                let values = self.values(types)?;
                self.tagged(&variant.name, values)
            }
            Shape::Fields(fields) => {
                let fields = self.keyed(fields)?;
                let map = self.print(nodes::Value::Map { fields })?;
                self.tagged(&variant.name, vec![map])
            }
        }
    }

    /// A tuple that begins with an atom.
    fn tagged(&mut self, tag: &str, mut elements: Vec<String>) -> Option<String> {
        elements.insert(0, names::elixir_atom(tag));
        self.print(nodes::Value::Tuple { elements })
    }

    /// The fields behind their keys; of many only those that have to be there.
    fn keyed(&mut self, fields: &[Field]) -> Option<Vec<nodes::FieldValue>> {
        written(fields)
            .map(|field| {
                Some(nodes::FieldValue {
                    value: self.field(field)?,
                    key: names::elixir_key(&field.name),
                })
            })
            .collect()
    }

    fn elements(&mut self, fields: &[Field]) -> Option<Vec<String>> {
        fields.iter().map(|it| self.field(it)).collect()
    }

    fn field(&mut self, field: &Field) -> Option<String> {
        literal::default_source(self.model, field).or_else(|| self.value(&field.r#type))
    }

    /// A handle, out of the first function that makes one with nothing but plain values.
    fn handle(&mut self, name: &str) -> Option<String> {
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
            let Ok(arguments) = (nif.params.iter())
                .map(|param| sample(self.model, self.templates, &param.r#type))
                .collect::<Result<Vec<Sample>, String>>()
                .map_err(|failure| self.failure = Some(failure))
            else {
                break;
            };
            if arguments.iter().all(|it| it.gaps.is_empty()) {
                let label = nif.label();
                self.gaps
                    .insert(format!("implement {label}, which creates the {name}"));
                return self.print(nodes::Value::Made {
                    facade: &boundary.facade,
                    function: &nif.name,
                    arguments: arguments.into_iter().map(|it| it.source).collect(),
                });
            }
        }
        Some(self.gap(name))
    }
}

/// A plain value of a built-in type.
fn plain(scalar: Scalar) -> nodes::Value<'static> {
    match scalar.in_elixir() {
        it if it.is_integer() => nodes::Value::Integer,
        Scalar::F32 | Scalar::F64 => nodes::Value::Float,
        Scalar::Bool => nodes::Value::Bool,
        Scalar::String => nodes::Value::String,
        Scalar::Binary => nodes::Value::Binary,
        Scalar::Path => nodes::Value::Path,
        Scalar::Pid => nodes::Value::Pid,
        Scalar::Reference => nodes::Value::Reference,
        Scalar::Atom => nodes::Value::Atom,
        it if it.packed().is_some_and(Scalar::is_float) => nodes::Value::PackedFloats {
            bits: 8 * it.packed_size().unwrap_or(1),
        },
        it if it.packed().is_some() => nodes::Value::PackedIntegers {
            bits: 8 * it.packed_size().unwrap_or(1),
        },
        Scalar::Char => nodes::Value::Char,
        Scalar::Ip => nodes::Value::Ip,
        Scalar::Uuid => nodes::Value::Uuid,
        Scalar::Decimal => nodes::Value::Decimal,
        Scalar::Date => nodes::Value::Date,
        Scalar::Time => nodes::Value::Time,
        Scalar::NaiveDatetime => nodes::Value::NaiveDatetime,
        Scalar::Datetime => nodes::Value::Datetime,
        Scalar::Duration => nodes::Value::Duration,
        Scalar::Range => nodes::Value::Range,
        _ => nodes::Value::Term,
    }
}

/// The fields that are written down: all of them, or of many only those that have to be there.
fn written(fields: &[Field]) -> impl Iterator<Item = &Field> {
    let all = fields.len() <= MOST_FIELDS;
    fields.iter().filter(move |it| all || !it.may_be_absent())
}

#[cfg(test)]
mod tests;
