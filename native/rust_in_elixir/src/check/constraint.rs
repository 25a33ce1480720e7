//! The constraints of a newtype.

use super::{Check, literal};
use crate::boundary::*;
use crate::text::notation::elixir_literal;

impl<'a> Check<'a> {
    pub(super) fn constraint(
        &mut self,
        name: &str,
        inner: &Type,
        constraint: &Constraint,
        all: &[Constraint],
        line: u32,
    ) {
        if let Some((option, wanted)) = self.mismatch(inner, constraint) {
            self.report(
                line,
                format!("`{option}:` needs {wanted}, but the newtype `{name}` is `{inner}`"),
            );
            return;
        }
        match constraint {
            Constraint::Min(limit) | Constraint::Max(limit) => {
                if let Err(why) = literal::check_limit(&self.model, limit, inner) {
                    self.report(
                        line,
                        format!("invalid limit of the newtype `{name}`: {why}"),
                    );
                }
            }
            Constraint::In(values) => self.choices(name, inner, values, line),
            Constraint::MinLength(least) => {
                let above = all.iter().find_map(|it| match it {
                    Constraint::MaxLength(most) if least > most => Some(("max_length", most)),
                    Constraint::MaxBytes(most) if least > most => Some(("max_bytes", most)),
                    _ => None,
                });
                if let Some((option, most)) = above {
                    self.report(
                        line,
                        format!("`min_length: {least}` of the newtype `{name}` is greater than `{option}: {most}`, so no value is valid"),
                    );
                }
            }
            _ => {}
        }
        if let Constraint::Min(least) = constraint
            && let Some(greatest) = all.iter().find_map(|it| match it {
                Constraint::Max(greatest) => Some(greatest),
                _ => None,
            })
            && literal::is_above(least, greatest)
        {
            self.report(
                line,
                format!(
                    "`min:` of the newtype `{name}` is greater than `max:`, so no value is valid"
                ),
            );
        }
    }

    /// A constraint that the type cannot have, with the types that can.
    fn mismatch(
        &self,
        inner: &Type,
        constraint: &Constraint,
    ) -> Option<(&'static str, &'static str)> {
        let base = self.model.base(inner);
        let is_number = matches!(base, Type::Scalar(it) if it.is_number());
        let is_text = matches!(base, Type::Scalar(it) if it.is_text());
        let has_bytes = is_text || *base == Type::Scalar(Scalar::Binary);
        let has_length = has_bytes || matches!(base, Type::List(_) | Type::Set(_) | Type::Map(..));
        match constraint {
            Constraint::Trim if !is_text => Some(("trim", "a string")),
            Constraint::Format(_) if !is_text => Some(("format", "a string")),
            Constraint::Min(_) if !is_number => Some(("min", "a number")),
            Constraint::Max(_) if !is_number => Some(("max", "a number")),
            Constraint::MinLength(_) if !has_length => {
                Some(("min_length", "a string, binary, list or map"))
            }
            Constraint::MaxLength(_) if !has_length => {
                Some(("max_length", "a string, binary, list or map"))
            }
            Constraint::MaxBytes(_) if !has_bytes => Some(("max_bytes", "a string or binary")),
            _ => None,
        }
    }

    fn choices(&mut self, name: &str, inner: &Type, values: &[Literal], line: u32) {
        if values.is_empty() {
            self.report(
                line,
                format!("`in:` of the newtype `{name}` is empty, so no value is valid"),
            );
        }
        let own = Type::Named(name.to_string());
        for value in values {
            if let Err(why) = literal::check(&self.model, value, inner) {
                self.report(
                    line,
                    format!("invalid value in `in:` of the newtype `{name}`: {why}"),
                );
            } else if let Err(why) = literal::check(&self.model, value, &own) {
                self.report(
                    line,
                    format!(
                        "`in:` of the newtype `{name}` lists `{}`, which `{name}` itself rejects: {why}",
                        elixir_literal(value)
                    ),
                );
            }
        }
    }
}
