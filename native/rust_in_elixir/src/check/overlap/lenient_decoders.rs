//! The types of which Rust decodes terms that Elixir refuses.

use crate::boundary::*;
use crate::model::Model;

/// The reason why Rust may decode more terms than the values of the type, if it may.
pub(super) fn decodes_more(model: &Model, r#type: &Type) -> Option<String> {
    let is_limited = |name: &str| limited(model, &Type::Named(name.to_string())).is_some();
    let reasons = |name: &&str| {
        if matches!(model.definition(name)?.kind, Kind::Custom(_)) {
            Some(format!("the decoder of `{name}` may accept other terms"))
        } else if model.is_recursive(name) {
            Some(format!("only Elixir limits how deep `{name}` is"))
        } else if model.is_for_elixir(name) && is_limited(name) {
            Some(format!("only Elixir checks all constraints of `{name}`"))
        } else {
            None
        }
    };
    model.reached(&[r#type]).iter().filter_map(reasons).min()
}

/// The newtype whose constraints reject some values, if the type is one or wraps one.
pub(super) fn limited<'a>(model: &Model<'a>, r#type: &'a Type) -> Option<&'a str> {
    let Type::Named(name) = r#type else {
        return None;
    };
    match &model.definition(name)?.kind {
        Kind::Newtype(_, constraints) if constraints.iter().any(|it| *it != Constraint::Trim) => {
            Some(name)
        }
        Kind::Newtype(inner, _) if !model.is_recursive(name) => limited(model, inner),
        _ => None,
    }
}
