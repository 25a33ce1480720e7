//! `i128` and paths on their way between Elixir and Rust.
//!
//! Rustler negates the least `i128`, which panics where the profile of the user's crate checks for overflow, and it
//! loses a path that is not UTF-8. Its codecs cannot be replaced, so an `i128` crosses as an `I128` and a `PathBuf` as a
//! `FilePath`, with codecs of their own, and so does one inside of a list, map, tuple or option.

use super::types::owned;
use super::{RustSide, nodes};
use crate::boundary::*;
use crate::model::Model;

/// Whether a value of the type crosses as another one.
pub(super) fn is_wide(r#type: &Type) -> bool {
    r#type.any(&|it| matches!(it, Type::Scalar(Scalar::I128 | Scalar::Path)))
}

/// The Rust type that crosses; in a field of `holder`, with a `Box` where recursion asks.
pub(super) fn wide(model: &Model, r#type: &Type, holder: Option<&str>) -> String {
    match r#type {
        Type::Scalar(Scalar::I128) => "I128".to_string(),
        Type::Scalar(Scalar::Path) => "FilePath".to_string(),
        Type::List(item) => format!("Vec<{}>", wide(model, item, None)),
        Type::Map(key, value) => format!(
            "HashMap<{}, {}>",
            wide(model, key, None),
            wide(model, value, None)
        ),
        Type::Optional(item) => format!("Option<{}>", wide(model, item, holder)),
        Type::Tuple(items) => {
            let items: String = (items.iter())
                .map(|it| wide(model, it, holder) + ", ")
                .collect();
            format!("({items})")
        }
        _ => owned(model, r#type, holder),
    }
}

/// In which direction a value crosses.
#[derive(Clone, Copy, PartialEq)]
enum Direction {
    /// From what crossed to what the user's code is given.
    Narrow,
    /// From the user's value to what crosses.
    Widen,
}

impl RustSide<'_> {
    /// How a value inside of another one crosses, if it does so as another type.
    pub(super) fn crossing(
        &self,
        r#type: &Type,
        holder: &str,
    ) -> Result<Option<nodes::Crossing>, String> {
        if !is_wide(r#type) {
            return Ok(None);
        }
        let holder = Some(holder);
        Ok(Some(nodes::Crossing {
            r#type: wide(self.model, r#type, holder),
            narrowed: self.converted("it", r#type, holder, Direction::Narrow)?,
            widened: self.conversion(r#type, holder, Direction::Widen)?,
            is_copy: *r#type == Type::Scalar(Scalar::I128),
        }))
    }

    /// The conversion of an argument from its type on the wire to the declared one.
    pub(super) fn narrowing(&self, r#type: &Type) -> Result<nodes::Conversion, String> {
        self.conversion(r#type, None, Direction::Narrow)
    }

    /// The value on the wire for a `value` of the type.
    pub(super) fn widened(&self, r#type: &Type) -> Result<String, String> {
        self.converted("value", r#type, None, Direction::Widen)
    }

    fn converted(
        &self,
        value: &str,
        r#type: &Type,
        holder: Option<&str>,
        direction: Direction,
    ) -> Result<String, String> {
        if !is_wide(r#type) {
            return Ok(value.to_string());
        }
        let by = &self.conversion(r#type, holder, direction)?;
        let node = nodes::Converted { by, value };
        self.templates.render("conversion.rs", node)
    }

    /// The outermost step of a conversion, with those inside of it done. Nothing is boxed in a list or map.
    fn conversion(
        &self,
        r#type: &Type,
        holder: Option<&str>,
        direction: Direction,
    ) -> Result<nodes::Conversion, String> {
        let is_widened = direction == Direction::Widen;
        let crossing = || wide(self.model, r#type, None);
        let part = |name: &str, it: &Type, holder| {
            let is_wrapped = is_widened && matches!(it, Type::Scalar(_)) && is_wide(it);
            Ok::<_, String>(nodes::Part {
                value: self.converted(name, it, holder, direction)?,
                function: is_wrapped.then(|| wide(self.model, it, None)),
            })
        };
        let (form, made, parts) = match r#type {
            Type::Optional(item) => {
                let parts = vec![part("it", item, holder)?];
                (nodes::Form::Optional, None, parts)
            }
            Type::List(item) => {
                let parts = vec![part("it", item, None)?];
                (nodes::Form::List, is_widened.then(crossing), parts)
            }
            Type::Map(key, item) => {
                let parts = vec![part("key", key, None)?, part("value", item, None)?];
                (nodes::Form::Map, is_widened.then(crossing), parts)
            }
            Type::Tuple(items) => {
                let parts = (items.iter().zip(1..))
                    .map(|(it, number)| part(&format!("it{number}"), it, holder))
                    .collect::<Result<_, _>>()?;
                let from = match direction {
                    Direction::Narrow => wide(self.model, r#type, holder),
                    Direction::Widen => owned(self.model, r#type, holder),
                };
                (nodes::Form::Tuple, Some(from), parts)
            }
            _ if is_widened => (nodes::Form::Wrapped, Some(crossing()), Vec::new()),
            _ => (nodes::Form::Unwrapped, None, Vec::new()),
        };
        Ok(nodes::Conversion {
            form,
            r#type: made,
            parts,
        })
    }
}
