//! Types as they are written: unknown ones, tuples that are too long, keys of maps.

use super::{Check, LONGEST_TUPLE};
use crate::boundary::*;
use crate::model::scalar;
use crate::text::names;

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
                if self.model.shows_redacted(key) {
                    self.report(
                        line,
                        format!("the key type `{key}` of `%{{{key} => {value}}}` is redacted, but validation errors show keys; put it into the value"),
                    );
                }
                if !self.is_key(key) {
                    self.report(
                        line,
                        format!(
                            "the key type `{key}` of `%{{{key} => {value}}}` cannot be the key of a map, since two keys might become one in Rust; \
                             use an integer, bool, string, binary, atom, date, ip, uuid, unit enum, or tuples of them"
                        ),
                    );
                }
            }
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
                | Scalar::Datetime,
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
            Type::List(_) | Type::Map(..) | Type::Optional(_) => false,
        }
    }
}
