//! The constraints of a newtype as conditions in Rust.

use super::RustSide;
use super::nodes::{Condition, Measure, Test};
use super::source::rust_string;
use crate::boundary::*;
use crate::check::literal;
use crate::model::scalar::grouped;

impl RustSide<'_> {
    /// The conditions on the value `it` in a newtype, as far as Rust can check them: `Model::rust_validates` tells of
    /// which types that is all.
    pub(super) fn conditions(&self, definition: &Definition) -> Vec<Condition> {
        let Kind::Newtype(inner, constraints) = &definition.kind else {
            return vec![];
        };
        if self.model.has_constraint_for_elixir(definition) {
            return vec![];
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
        let value = match base == inner {
            true => Measure::Referred,
            false => Measure::Value,
        };
        (constraints.iter())
            .filter_map(|it| {
                let (measure, test) = self.constraint(it, value, inner, base)?;
                let place = place.clone();
                Some(Condition {
                    place,
                    measure,
                    test,
                })
            })
            .collect()
    }

    fn constraint(
        &self,
        constraint: &Constraint,
        value: Measure,
        inner: &Type,
        base: &Type,
    ) -> Option<(Measure, Test)> {
        let is_text = matches!(base, Type::Scalar(Scalar::String));
        let bytes = match base {
            Type::Scalar(Scalar::Path) => Measure::PathLength,
            Type::Scalar(Scalar::Binary) => Measure::InnerLength,
            _ => Measure::Length,
        };
        let length = if is_text { Measure::Characters } else { bytes };
        // A comparison that is always true is a lint of rustc's.
        let (least, greatest) = match base {
            Type::Scalar(it) => it.limits().unzip(),
            _ => (None, None),
        };
        let is_bound = |limit: &Literal, of_type: &Option<String>| matches!(limit, Literal::Integer(digits) if Some(digits) == of_type.as_ref());
        let compared = |operator, limit| Test::Compared { operator, limit };
        Some(match constraint {
            Constraint::Trim | Constraint::Format(_) | Constraint::MinLength(0) => return None,
            Constraint::Min(limit) if is_bound(limit, &least) => return None,
            Constraint::Max(limit) if is_bound(limit, &greatest) => return None,
            Constraint::Min(limit) => {
                let operator = if is_bound(limit, &greatest) {
                    "=="
                } else {
                    ">="
                };
                (value, compared(operator, number(limit, base)?))
            }
            Constraint::Max(limit) => {
                let operator = if is_bound(limit, &least) { "==" } else { "<=" };
                (value, compared(operator, number(limit, base)?))
            }
            Constraint::MinLength(limit) => (length, compared(">=", limit.to_string())),
            Constraint::MaxLength(limit) => (length, compared("<=", limit.to_string())),
            Constraint::MaxBytes(limit) => (bytes, compared("<=", limit.to_string())),
            Constraint::In(choices) => {
                let made = choices
                    .iter()
                    .map(|it| literal::made(self.model, it, inner));
                let choices = made.filter_map(|it| choice(&it)).collect();
                let measure = if is_text { Measure::Text } else { value };
                (measure, Test::OneOf { choices })
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
