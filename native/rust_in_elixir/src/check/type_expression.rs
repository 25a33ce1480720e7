//! Types as they are written: unknown ones, tuples that are too long, keys of maps.

use super::{Check, LONGEST_TUPLE};
use crate::boundary::*;
use crate::model::scalar;
use crate::text::names;

/// How many values an array and what is in it may hold, of 24 bytes and more each.
const MOST_INLINE: usize = 256;

impl<'a> Check<'a> {
    pub(super) fn type_expression(&mut self, r#type: &Type, line: u32) {
        match r#type {
            Type::Scalar(_) => {}
            Type::Invalid(message) => self.report(line, message.clone()),
            Type::Named(name) => {
                if self.model.definition(name).is_none() {
                    self.report(line, self.unknown_type(name));
                }
            }
            Type::List(item) => self.type_expression(item, line),
            Type::Array(item, _) => {
                self.array(r#type, line);
                self.type_expression(item, line);
            }
            Type::Set(item) => {
                self.type_expression(item, line);
                self.key(item, r#type, line);
            }
            Type::Optional(item) => {
                if matches!(**item, Type::Optional(_)) {
                    self.report(line, "`| nil` is written twice; write it once");
                } else if self.model.accepts_nil(item) {
                    self.report(
                        line,
                        format!("`{item}` already accepts `nil`, and Rust could not tell the two apart; write `{item}`"),
                    );
                }
                self.type_expression(item, line);
            }
            Type::Tuple(items) => {
                if items.is_empty() {
                    self.report(line, "an empty tuple carries no value; remove it");
                }
                if items.len() > LONGEST_TUPLE {
                    self.report(
                        line,
                        format!(
                            "a tuple of {} elements is too long, because Rustler supports at most {LONGEST_TUPLE}; declare a `tuple` with named fields",
                            items.len()
                        ),
                    );
                }
                for item in items {
                    self.type_expression(item, line);
                }
            }
            Type::Map(key, value) => {
                self.type_expression(key, line);
                self.type_expression(value, line);
                self.key(key, r#type, line);
            }
        }
    }

    /// A type whose values are keys of a map, or elements of a set.
    fn key(&mut self, key: &Type, holder: &Type, line: u32) {
        let (role, place, both) = match holder {
            Type::Set(_) => ("element", "an element of a set", "elements"),
            _ => ("key", "the key of a map", "keys"),
        };
        if self.model.shows_redacted(key) {
            let instead = match holder {
                Type::Set(_) => format!("use `[{key}]`"),
                _ => "put it into the value".to_string(),
            };
            self.report(
                line,
                format!("the {role} type `{key}` of `{holder}` is redacted, but validation errors show {both}; {instead}"),
            );
        }
        if !self.is_key(key) {
            self.report(
                line,
                format!(
                    "the {role} type `{key}` of `{holder}` cannot be {place}, since two {both} might become one in Rust; \
                     use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"
                ),
            );
        }
    }

    /// An array lies on the stack, which is small on a dirty scheduler.
    fn array(&mut self, array: &Type, line: u32) {
        let values = self.model.inline_values(array, MOST_INLINE);
        if values == 0 {
            self.report(line, format!("`{array}` has no elements; remove it"));
        } else if values > MOST_INLINE {
            self.report(
                line,
                format!("`{array}` holds more than {MOST_INLINE} values on the stack; use a list, `[t]`, or `packed(t)`"),
            );
        }
    }

    fn unknown_type(&self, name: &str) -> String {
        let own = self
            .model
            .boundary
            .definitions
            .iter()
            .map(|definition| definition.name.as_str());
        let known = scalar::ALL.iter().map(|it| it.name()).chain(own);
        match names::nearest(name, known) {
            Some(near) => format!("unknown type `{name}`; did you mean `{near}`?"),
            None => {
                format!("unknown type `{name}`; declare it, or use a built-in type")
            }
        }
    }

    /// Whether values of the type are compared and hashed by Rust as Elixir compares them. To Rust
    /// `a` and `a/` are one path, 1.0 and 1.00 one decimal, and a time is the same with any precision.
    fn is_key(&self, r#type: &Type) -> bool {
        match r#type {
            Type::Scalar(
                Scalar::F32
                | Scalar::F64
                | Scalar::Path
                | Scalar::Char
                | Scalar::Decimal
                | Scalar::Time
                | Scalar::NaiveDatetime
                | Scalar::Datetime
                | Scalar::Duration
                | Scalar::Range,
            ) => false,
            Type::Scalar(scalar) => scalar.packed().is_none(),
            Type::Tuple(items) => items.iter().all(|item| self.is_key(item)),
            Type::Named(name) => match self.model.definition(name).map(|it| &it.kind) {
                Some(Kind::UnitEnum(_)) | None => true,
                Some(Kind::Newtype(inner, constraints)) if !self.model.is_recursive(name) => {
                    !constraints.contains(&Constraint::Trim) && self.is_key(inner)
                }
                Some(_) => false,
            },
            Type::Invalid(_) => true,
            Type::Array(item, _) => self.is_key(item),
            Type::List(_) | Type::Set(_) | Type::Map(..) | Type::Optional(_) => false,
        }
    }
}
