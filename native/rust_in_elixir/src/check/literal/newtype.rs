//! Newtypes, whose constraints a term has to meet.

use super::{Conversion, Reading, is_above, made};
use crate::boundary::*;
use crate::text::notation::elixir_literal;

impl Conversion<'_> {
    pub(super) fn newtype(
        &self,
        term: &Literal,
        name: &str,
        inner: &Type,
        constraints: &[Constraint],
        reading: Reading,
    ) -> Result<Literal, String> {
        let is_trimmed_here = constraints.contains(&Constraint::Trim);
        let trimmed = self.trimmed(term);
        let held = if is_trimmed_here { &trimmed } else { term };
        let made = self.value(held, inner, reading)?;
        let arriving = if self.model.is_trimmed(name) {
            &trimmed
        } else {
            &made
        };
        constraints
            .iter()
            .try_for_each(|it| self.constraint(arriving, it, inner))?;
        Ok(if is_trimmed_here { term.clone() } else { made })
    }

    fn trimmed(&self, term: &Literal) -> Literal {
        match term {
            Literal::String(text) => Literal::String(match self.text(text) {
                Some(known) => known.trimmed.clone(),
                None => text.trim().to_string(),
            }),
            // A path that is not UTF-8.
            Literal::Binary(bytes) => Literal::Binary(Bytes(trimmed(&bytes.0).to_vec())),
            _ => term.clone(),
        }
    }

    fn text(&self, text: &str) -> Option<&Text> {
        self.model.boundary.texts.get(text)
    }

    /// The length of a value, in the unit of its type.
    fn length(&self, term: &Literal, inner: &Type) -> Option<u64> {
        let is_in_bytes = matches!(
            self.model.base(inner),
            Type::Scalar(Scalar::Binary | Scalar::Path)
        );
        Some(match term {
            Literal::String(text) if !is_in_bytes => text.chars().count() as u64,
            Literal::String(_) | Literal::Binary(_) => bytes(term),
            Literal::List(items) => items.len() as u64,
            Literal::Map(pairs) => pairs.len() as u64,
            _ => return None,
        })
    }

    fn constraint(
        &self,
        term: &Literal,
        constraint: &Constraint,
        inner: &Type,
    ) -> Result<(), String> {
        let length = self.length(term, inner);
        let shown = elixir_literal(term);
        match (constraint, length) {
            (Constraint::Min(least), _) if is_above(least, term) => Err(format!(
                "`{shown}` is below `min: {}`",
                elixir_literal(least)
            )),
            (Constraint::Max(greatest), _) if is_above(term, greatest) => Err(format!(
                "`{shown}` is above `max: {}`",
                elixir_literal(greatest)
            )),
            (Constraint::MinLength(least), Some(length)) if length < *least => {
                Err(format!("`{shown}` is shorter than `min_length: {least}`"))
            }
            (Constraint::MaxLength(greatest), Some(length)) if length > *greatest => {
                Err(format!("`{shown}` is longer than `max_length: {greatest}`"))
            }
            (Constraint::MaxBytes(greatest), _) if bytes(term) > *greatest => {
                Err(format!("`{shown}` is longer than `max_bytes: {greatest}`"))
            }
            (Constraint::Format(format), _) => match term {
                Literal::String(text)
                    if self
                        .text(text)
                        .is_some_and(|it| !it.formats.contains(format)) =>
                {
                    Err(format!("`{shown}` does not match `format: {format:?}`"))
                }
                // Only text can match.
                Literal::Binary(_) => Err(format!("`{shown}` does not match `format: {format:?}`")),
                _ => Ok(()),
            },
            (Constraint::In(values), _)
                if !values.iter().any(|it| made(self.model, it, inner) == *term) =>
            {
                Err(format!("`{shown}` is not listed in `in:`"))
            }
            _ => Ok(()),
        }
    }
}

fn bytes(term: &Literal) -> u64 {
    match term {
        Literal::String(text) => text.len() as u64,
        Literal::Binary(bytes) => bytes.0.len() as u64,
        _ => 0,
    }
}

/// Bytes without the white space at their ends.
fn trimmed(mut bytes: &[u8]) -> &[u8] {
    let is_space =
        |part: &[u8]| std::str::from_utf8(part).is_ok_and(|it| it.chars().all(char::is_whitespace));
    let lengths = |bytes: &[u8]| 1..=bytes.len().min(4);
    while let Some(length) = lengths(bytes).find(|it| is_space(&bytes[..*it])) {
        bytes = &bytes[length..];
    }
    while let Some(length) = lengths(bytes).find(|it| is_space(&bytes[bytes.len() - it..])) {
        bytes = &bytes[..bytes.len() - length];
    }
    bytes
}
