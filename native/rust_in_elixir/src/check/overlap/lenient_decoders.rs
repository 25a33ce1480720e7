//! The terms that Rust decodes beyond the values of a type.

use super::classes::has_atoms;
use crate::boundary::*;
use crate::model::Model;

/// The reason why Rust decodes more terms than the values of the type, if it does.
pub(super) fn decodes_more(model: &Model, r#type: &Type) -> Option<String> {
    match r#type {
        Type::Scalar(scalar) if scalar.is_truncated_by_rustler() => Some(format!(
            "Rustler truncates a wider integer to `{}`",
            scalar.name()
        )),
        Type::Scalar(Scalar::I128) => Some(
            "Rustler decodes some integers below the range of `i128` as others within it"
                .to_string(),
        ),
        Type::Scalar(scalar) if scalar.is_float() => Some(format!(
            "Rustler decodes every number as `{}`",
            scalar.name()
        )),
        Type::Scalar(_) | Type::Invalid(_) => None,
        Type::List(_) => Some("Rustler panics on an improper list".to_string()),
        Type::Optional(item) => decodes_more(model, item),
        Type::Tuple(items) => items.iter().find_map(|it| decodes_more(model, it)),
        Type::Map(key, _) if has_atoms(model, key) => {
            Some("Rustler decodes a struct as a map".to_string())
        }
        Type::Map(key, value) => decodes_more(model, key).or_else(|| decodes_more(model, value)),
        Type::Named(name) if model.is_recursive(name) => Some(format!(
            "Rust rejects terms that are nested deeper than `{name}` may be"
        )),
        Type::Named(name) => match &model.definition(name)?.kind {
            Kind::UnitEnum(_) => None,
            Kind::TaggedEnum(variants) | Kind::UntaggedEnum(variants) => variants
                .iter()
                .find_map(|it| shape_decodes_more(model, name, &it.shape)),
            Kind::Tuple(fields) | Kind::Record(_, fields) => {
                fields.iter().find_map(|it| decodes_more(model, &it.r#type))
            }
            Kind::Newtype(inner, _) => match limited(model, r#type) {
                None => decodes_more(model, inner),
                Some(name) => Some(format!("Rust does not check the constraints of `{name}`")),
            },
            Kind::Custom(_) => Some(format!("the decoder of `{name}` may accept other terms")),
            Kind::Struct(_)
            | Kind::Map(_)
            | Kind::Exception(_)
            | Kind::Options(_)
            | Kind::Resource(_) => Some(keys_to_spare(name)),
        },
    }
}

fn shape_decodes_more(model: &Model, holder: &str, shape: &Shape) -> Option<String> {
    match shape {
        Shape::Unit => None,
        Shape::Values(types) => types.iter().find_map(|it| decodes_more(model, it)),
        Shape::Fields(_) => Some(keys_to_spare(holder)),
    }
}

fn keys_to_spare(name: &str) -> String {
    format!("Rustler ignores keys that `{name}` does not have")
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
