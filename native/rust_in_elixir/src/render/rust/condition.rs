//! The constraints of a newtype as a condition in Rust.

use super::RustSide;
use super::source::rust_string;
use crate::boundary::*;
use crate::check::literal;
use crate::model::scalar::grouped;

impl RustSide<'_> {
    /// The condition on the value `it` in a newtype, as far as Rust can check it: `Model::rust_validates` tells of which
    /// types that is all.
    pub(super) fn condition(&self, definition: &Definition) -> Option<String> {
        let Kind::Newtype(inner, constraints) = &definition.kind else {
            return None;
        };
        if self.model.has_constraint_for_elixir(definition) {
            return None;
        }
        // The value in newtypes of newtypes.
        let mut place = "it".to_string();
        let mut base = inner;
        while let Type::Named(name) = base
            && let Some(Kind::Newtype(inner, _)) = self.model.definition(name).map(|it| &it.kind)
        {
            place.push_str(".0");
            base = inner;
        }
        let place = &place;
        let value = if base == inner { "*it" } else { place };
        let conditions: Vec<String> = (constraints.iter())
            .filter_map(|it| self.constraint(it, place, value, inner, base))
            .collect();
        (!conditions.is_empty()).then(|| conditions.join(" && "))
    }

    fn constraint(
        &self,
        constraint: &Constraint,
        place: &str,
        value: &str,
        inner: &Type,
        base: &Type,
    ) -> Option<String> {
        let length = match base {
            Type::Scalar(Scalar::String) => format!("{place}.chars().count()"),
            Type::Scalar(Scalar::Path) => format!("{place}.as_os_str().len()"),
            Type::Scalar(Scalar::Binary) => format!("{place}.0.len()"),
            _ => format!("{place}.len()"),
        };
        // A comparison that is always true is a lint of rustc's.
        let (least, greatest) = match base {
            Type::Scalar(it) => it.limits().unzip(),
            _ => (None, None),
        };
        let is_bound = |limit: &Literal, of_type: &Option<String>| matches!(limit, Literal::Integer(digits) if Some(digits) == of_type.as_ref());
        Some(match constraint {
            Constraint::Trim | Constraint::Format(_) => return None,
            Constraint::Min(limit) if is_bound(limit, &least) => return None,
            Constraint::Max(limit) if is_bound(limit, &greatest) => return None,
            Constraint::MinLength(0) => return None,
            Constraint::Min(limit) if is_bound(limit, &greatest) => {
                format!("{value} == {}", number(limit, base)?)
            }
            Constraint::Max(limit) if is_bound(limit, &least) => {
                format!("{value} == {}", number(limit, base)?)
            }
            Constraint::Min(limit) => format!("{value} >= {}", number(limit, base)?),
            Constraint::Max(limit) => format!("{value} <= {}", number(limit, base)?),
            Constraint::MinLength(limit) => format!("{length} >= {limit}"),
            Constraint::MaxLength(limit) => format!("{length} <= {limit}"),
            Constraint::MaxBytes(limit) => match base {
                Type::Scalar(Scalar::String) => format!("{place}.len() <= {limit}"),
                _ => format!("{length} <= {limit}"),
            },
            Constraint::In(choices) => {
                let made = choices
                    .iter()
                    .map(|it| literal::made(self.model, it, inner));
                let choices: Vec<String> = made.filter_map(|it| choice(&it)).collect();
                match base {
                    Type::Scalar(Scalar::String) => {
                        format!("[{}].contains(&{place}.as_str())", choices.join(", "))
                    }
                    _ => format!("[{}].contains(&{value})", choices.join(", ")),
                }
            }
        })
    }
}

/// A limit as a number of the type.
fn number(limit: &Literal, base: &Type) -> Option<String> {
    let is_float = matches!(base, Type::Scalar(it) if it.is_float());
    match limit {
        Literal::Integer(digits) if is_float => Some(format!("{digits}.0")),
        Literal::Integer(digits) => Some(grouped(digits)),
        Literal::Float(float) => Some(format!("{float:?}")),
        _ => None,
    }
}

fn choice(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Bool(value) => Some(value.to_string()),
        Literal::Integer(digits) => Some(grouped(digits)),
        Literal::String(text) => Some(rust_string(text)),
        _ => None,
    }
}
