//! Whether a term in a schema is a value of a type.
//!
//! A default and a value in `in:` follow the rules by which the generated validation checks a caller's value.
//! [`Boundary::texts`] answers what only Elixir can decide; the user's own validator runs in the generated
//! code, once that is compiled.

mod definition;
mod fields;
mod newtype;
mod scalar;
mod structs;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use crate::boundary::*;
use crate::model::Model;
use crate::text::notation::elixir_literal;
use scalar::check_scalar;
pub use scalar::is_above;

/// The reason why the term is not a value of the type, if it is not one.
pub fn check(model: &Model, term: &Literal, r#type: &Type) -> Result<(), String> {
    Conversion::new(model)
        .value(term, r#type, Reading::Any)
        .map(drop)
}

/// The reason why the term is no limit for values of the type, if it is not one.
pub fn check_limit(model: &Model, term: &Literal, r#type: &Type) -> Result<(), String> {
    match (model.base(r#type), term) {
        (Type::Scalar(Scalar::Decimal), Literal::Integer(_)) => Ok(()),
        (Type::Scalar(Scalar::Decimal), _) => Err(format!(
            "`{}` is not an integer, as the limits of a decimal are",
            elixir_literal(term)
        )),
        _ => check(model, term, r#type),
    }
}

/// The term as the generated code writes it: a map becomes a struct where the type is one.
pub fn made(model: &Model, term: &Literal, r#type: &Type) -> Literal {
    Conversion::new(model)
        .value(term, r#type, Reading::Any)
        .unwrap_or_else(|_| term.clone())
}

/// The source of a field's default.
pub fn default_source(model: &Model, field: &Field) -> Option<String> {
    let default = field.default.as_ref()?;
    let made = made(model, &default.value, &field.r#type);
    Some(if made == default.value {
        default.source.clone()
    } else {
        elixir_literal(&made)
    })
}

/// The structs and fields that a default depends on.
#[derive(Default)]
pub struct Dependencies {
    /// The structs that are made for it.
    pub structs: BTreeSet<String>,
    /// The fields that it leaves out, by their types, so that their own defaults are used.
    pub fields: BTreeSet<(String, String)>,
}

/// The structs and fields that the default of a field depends on.
pub fn dependencies(model: &Model, field: &Field) -> Dependencies {
    let conversion = Conversion::new(model);
    if let Some(default) = &field.default {
        let _ = conversion.value(&default.value, &field.r#type, Reading::Any);
    }
    conversion.dependencies.into_inner()
}

/// How a term is read. The variants of an untagged enum are tried with each reading in turn, so that
/// a map is read as a struct only if it is not a map of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd)]
enum Reading {
    /// As it is.
    Exact,
    /// Maps may be read as structs.
    Structs,
    /// Maps may be read as structs, and any term as a value of a custom type.
    Any,
}

/// The results for terms as values of definitions.
type Known = HashMap<(*const Literal, *const Definition, Reading), Result<Literal, String>>;

struct Conversion<'a> {
    model: &'a Model<'a>,
    dependencies: RefCell<Dependencies>,
    /// Each term is decided once for each enum, however many variants it is tried for.
    known: RefCell<Known>,
}

impl<'a> Conversion<'a> {
    fn new(model: &'a Model<'a>) -> Self {
        Self {
            model,
            dependencies: RefCell::default(),
            known: RefCell::default(),
        }
    }

    fn value(&self, term: &Literal, r#type: &Type, reading: Reading) -> Result<Literal, String> {
        match r#type {
            Type::Invalid(_) => Ok(term.clone()),
            Type::Scalar(scalar) => {
                check_scalar(term, *scalar, self.model.boundary).map(|()| term.clone())
            }
            Type::Optional(_) if *term == Literal::None => Ok(Literal::None),
            Type::Optional(item) => self.value(term, item, reading),
            Type::List(item) => match term {
                Literal::List(items) => {
                    let items = self.elements(items, std::iter::repeat(&**item), reading)?;
                    Ok(Literal::List(items))
                }
                _ => refuse(term, r#type),
            },
            Type::Array(item, length) => match term {
                Literal::List(items) if items.len() == *length as usize => {
                    let items = self.elements(items, std::iter::repeat(&**item), reading)?;
                    Ok(Literal::List(items))
                }
                _ => refuse(term, r#type),
            },
            Type::Set(item) => match term {
                Literal::Set(items) => {
                    let items = self.elements(items, std::iter::repeat(&**item), reading)?;
                    Ok(Literal::Set(items))
                }
                _ => refuse(term, r#type),
            },
            Type::Tuple(types) => match term {
                Literal::Tuple(items) if items.len() == types.len() => Ok(Literal::Tuple(
                    self.elements(items, types.iter(), reading)?,
                )),
                _ => refuse(term, r#type),
            },
            Type::Map(key_type, value_type) => match term {
                Literal::Map(pairs) => {
                    let pairs = pairs.iter().map(|(key, value)| {
                        let key = self.value(key, key_type, reading)?;
                        Ok((key, self.value(value, value_type, reading)?))
                    });
                    Ok(Literal::Map(pairs.collect::<Result<_, String>>()?))
                }
                _ => refuse(term, r#type),
            },
            Type::Named(name) => match self.model.definition(name) {
                Some(definition) if !self.model.is_own_alternative(name) => {
                    self.definition(term, definition, reading)
                }
                _ => Ok(term.clone()),
            },
        }
    }

    fn elements<'b>(
        &self,
        items: &[Literal],
        types: impl Iterator<Item = &'b Type>,
        reading: Reading,
    ) -> Result<Vec<Literal>, String> {
        items
            .iter()
            .zip(types)
            .map(|(item, r#type)| self.value(item, r#type, reading))
            .collect()
    }
}

fn refuse<T>(term: &Literal, r#type: impl std::fmt::Display) -> Result<T, String> {
    Err(format!(
        "`{}` is not a valid `{}`",
        elixir_literal(term),
        r#type
    ))
}

/// The name of an atom, of which Elixir has three with a literal of their own.
fn atom(term: &Literal) -> Option<&str> {
    match term {
        Literal::Atom(name) => Some(name),
        Literal::Bool(true) => Some("true"),
        Literal::Bool(false) => Some("false"),
        Literal::None => Some("nil"),
        _ => None,
    }
}
