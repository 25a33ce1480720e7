//! Values of newtypes, within their limits.

use super::limits::Limits;
use super::matching::matching;
use super::{IN_A_ROW, MOST_PARTS, Sampler, plain};
use crate::boundary::*;
use crate::check::literal;
use crate::model::scalar::grouped;
use crate::render::elixir::nodes;
use crate::text::names;
use crate::text::notation::elixir_literal;

impl Sampler<'_> {
    pub(super) fn newtype(
        &mut self,
        name: &str,
        inner: &Type,
        constraints: &[Constraint],
    ) -> Option<String> {
        let limits = Limits::of(self.model, inner, constraints);
        if !limits.choices.is_empty() {
            let named = Type::Named(name.to_string());
            let choice = limits
                .choices
                .iter()
                .find(|it| literal::check(self.model, it, &named).is_ok());
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
                self.text(*scalar, &limits)
            }
            Type::List(item) => self.list(item, limits.shortest, limits.longest),
            Type::Set(item) => self.set(item, limits.shortest, limits.longest),
            Type::Map(key, value) => self.map(key, value, limits.shortest, limits.longest),
            base => return self.value(base),
        };
        if value.is_none() && self.parts <= MOST_PARTS && !self.reopens(inner) {
            return Some(self.gap(name));
        }
        value
    }

    /// Whether the type is already inside a value of the same type.
    fn reopens(&self, r#type: &Type) -> bool {
        r#type
            .references()
            .into_iter()
            .any(|held| self.open.iter().any(|it| it == held))
    }

    fn text(&mut self, scalar: Scalar, limits: &Limits) -> Option<String> {
        let longest = limits.longest;
        if let [format] = limits.formats[..] {
            let text = matching(format, limits.shortest)?;
            let is_allowed =
                longest.is_none_or(|it| text.len() as u64 <= it) && text.trim() == text;
            return is_allowed
                .then_some(text)
                .and_then(|it| self.repeated_or_whole(&it));
        }
        if !limits.formats.is_empty() {
            return None;
        }
        if limits.shortest == 0 && longest.is_none() {
            return self.print(plain(scalar));
        }
        let length = length(4, limits.shortest, longest);
        match (length, scalar) {
            (4, Scalar::String | Scalar::Path) => self.print(plain(Scalar::String)),
            _ => self.repeated_or_whole(&"a".repeat(length as usize)),
        }
    }

    /// A text, or the call that repeats its character where it is long.
    fn repeated_or_whole(&mut self, text: &str) -> Option<String> {
        let first = text.chars().next();
        match first {
            Some(first) if text.len() as u64 > IN_A_ROW && text.chars().all(|it| it == first) => {
                self.print(nodes::Value::Repeated {
                    character: names::elixir_string(&first.to_string()),
                    length: grouped(&text.len().to_string()),
                })
            }
            _ => Some(names::elixir_string(text)),
        }
    }
}

/// How long something is that has limits of its length.
pub(super) fn length(plain: u64, shortest: u64, longest: Option<u64>) -> u64 {
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
