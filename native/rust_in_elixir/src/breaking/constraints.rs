//! Compares the constraints of a newtype before and after.

use crate::boundary::*;
use crate::text::notation::elixir_literal;

/// A limit that was drawn closer or let out, or whose two sides cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    Tightened,
    Loosened,
    /// Some values are refused now, and others are not any more; or nobody can tell.
    Other,
}

/// The option of a constraint in a schema.
pub fn name(constraint: &Constraint) -> &'static str {
    match constraint {
        Constraint::Trim => "trim",
        Constraint::Min(_) => "min",
        Constraint::Max(_) => "max",
        Constraint::MinLength(_) => "min_length",
        Constraint::MaxLength(_) => "max_length",
        Constraint::MaxBytes(_) => "max_bytes",
        Constraint::Format(_) => "format",
        Constraint::In(_) => "in",
    }
}

/// The constraint as a schema writes it.
pub fn notation(constraint: &Constraint) -> String {
    let value = match constraint {
        Constraint::Trim => "true".to_string(),
        Constraint::Min(limit) | Constraint::Max(limit) => elixir_literal(limit),
        Constraint::MinLength(length)
        | Constraint::MaxLength(length)
        | Constraint::MaxBytes(length) => length.to_string(),
        Constraint::Format(format) => format!("{format:?}"),
        Constraint::In(_) => format!("[{}]", values(constraint).join(", ")),
    };
    format!("{}: {value}", name(constraint))
}

/// The constraint of this name, if there is one.
pub fn find<'a>(constraints: &'a [Constraint], wanted: &str) -> Option<&'a Constraint> {
    constraints.iter().find(|it| name(it) == wanted)
}

/// How a constraint changed, if it did.
pub fn change(before: Option<&Constraint>, after: Option<&Constraint>) -> Option<Change> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => return Some(Change::Tightened),
        (Some(_), None) => return Some(Change::Loosened),
        (Some(before), Some(after)) => (before, after),
    };
    if notation(before) == notation(after) {
        return None;
    }
    Some(match (implies(before, after), implies(after, before)) {
        (true, true) => return None,
        (true, false) => Change::Loosened,
        (false, true) => Change::Tightened,
        (false, false) => Change::Other,
    })
}

/// Whether no value is refused for the constraints.
pub fn allow_all(constraints: &[Constraint]) -> bool {
    constraints.iter().all(|it| *it == Constraint::Trim)
}

/// Whether a value that meets a constraint meets it as well once the white space around it is trimmed, or is
/// no longer trimmed.
pub fn bears_trim(constraint: &Constraint, is_trimmed: bool) -> bool {
    match constraint {
        Constraint::MinLength(_) => !is_trimmed,
        Constraint::MaxLength(_) | Constraint::MaxBytes(_) => is_trimmed,
        Constraint::Format(_) | Constraint::In(_) => false,
        Constraint::Trim | Constraint::Min(_) | Constraint::Max(_) => true,
    }
}

/// Whether what passes the first constraints passes the others as well.
pub fn imply(constraints: &[Constraint], others: &[Constraint]) -> bool {
    others
        .iter()
        .filter(|it| **it != Constraint::Trim)
        .all(|other| {
            constraints
                .iter()
                .any(|it| name(it) == name(other) && implies(it, other))
        })
}

fn implies(one: &Constraint, other: &Constraint) -> bool {
    match (one, other) {
        (Constraint::Min(one), Constraint::Min(other)) => at_least(one, other),
        (Constraint::Max(one), Constraint::Max(other)) => at_least(other, one),
        (Constraint::MinLength(one), Constraint::MinLength(other)) => one >= other,
        (Constraint::MaxLength(one), Constraint::MaxLength(other))
        | (Constraint::MaxBytes(one), Constraint::MaxBytes(other)) => one <= other,
        (Constraint::In(_), Constraint::In(_)) => {
            let allowed = values(other);
            values(one).iter().all(|it| allowed.contains(it))
        }
        _ => notation(one) == notation(other),
    }
}

fn values(constraint: &Constraint) -> Vec<String> {
    match constraint {
        Constraint::In(values) => values.iter().map(elixir_literal).collect(),
        _ => Vec::new(),
    }
}

/// Whether one number is at least as great as another; anything else only equals itself.
fn at_least(one: &Literal, other: &Literal) -> bool {
    let (one, other) = (elixir_literal(one), elixir_literal(other));
    let (plain, other_plain) = (one.replace('_', ""), other.replace('_', ""));
    if let (Ok(one), Ok(other)) = (plain.parse::<i128>(), other_plain.parse::<i128>()) {
        return one >= other;
    }
    match (plain.parse::<f64>(), other_plain.parse::<f64>()) {
        (Ok(one), Ok(other)) => one >= other,
        _ => one == other,
    }
}
