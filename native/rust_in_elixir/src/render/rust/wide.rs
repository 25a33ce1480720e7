//! `i128` and paths on their way between Elixir and Rust.
//!
//! Rustler negates the least `i128`, which panics where the profile of the user's crate checks for overflow, and it
//! loses a path that is not UTF-8. Its codecs cannot be replaced, so an `i128` crosses as an `I128` and a `PathBuf` as a
//! `FilePath`, with codecs of their own, and so does one inside of a list, map, tuple or option.

use super::types::owned;
use crate::boundary::*;
use crate::model::Model;

/// Whether a value of the type crosses as another one.
pub(super) fn is_wide(r#type: &Type) -> bool {
    r#type.any(&|it| matches!(it, Type::Scalar(Scalar::I128 | Scalar::Path)))
}

/// The Rust type that crosses.
pub(super) fn wide(model: &Model, r#type: &Type) -> String {
    match r#type {
        Type::Scalar(Scalar::I128) => "I128".to_string(),
        Type::Scalar(Scalar::Path) => "FilePath".to_string(),
        Type::List(item) => format!("Vec<{}>", wide(model, item)),
        Type::Map(key, value) => format!("HashMap<{}, {}>", wide(model, key), wide(model, value)),
        Type::Optional(item) => format!("Option<{}>", wide(model, item)),
        Type::Tuple(items) => {
            let items: String = items.iter().map(|it| wide(model, it) + ", ").collect();
            format!("({items})")
        }
        _ => owned(model, r#type, None),
    }
}

/// The value that is meant by one that crossed.
pub(super) fn narrowed(model: &Model, value: &str, r#type: &Type) -> String {
    converted(
        value,
        r#type,
        &|it, _| format!("{it}.0"),
        &|_| String::new(),
        &|it| wide(model, it),
    )
}

/// The value that crosses for one of the user's.
pub(super) fn widened(model: &Model, value: &str, r#type: &Type) -> String {
    let collected = |it: &Type| format!("::<{}>", wide(model, it));
    converted(
        value,
        r#type,
        &|it, scalar| format!("{}({it})", wide(model, scalar)),
        &collected,
        &|it| owned(model, it, None),
    )
}

fn converted(
    value: &str,
    r#type: &Type,
    leaf: &dyn Fn(&str, &Type) -> String,
    collected: &dyn Fn(&Type) -> String,
    from: &dyn Fn(&Type) -> String,
) -> String {
    let inner = |value: &str, it: &Type| converted(value, it, leaf, collected, from);
    match r#type {
        _ if !is_wide(r#type) => value.to_string(),
        Type::Scalar(_) => leaf(value, r#type),
        Type::Optional(item) => format!("{value}.map(|it| {})", inner("it", item)),
        Type::List(item) => format!(
            "{value}.into_iter().map(|it| {}).collect{}()",
            inner("it", item),
            collected(r#type)
        ),
        Type::Map(key, item) => format!(
            "{value}.into_iter().map(|(key, value)| ({}, {})).collect{}()",
            inner("key", key),
            inner("value", item),
            collected(r#type)
        ),
        Type::Tuple(items) => {
            let names: Vec<String> = (1..=items.len()).map(|it| format!("it{it}")).collect();
            let parts: Vec<String> = names
                .iter()
                .zip(items)
                .map(|(name, it)| inner(name, it) + ",")
                .collect();
            let pattern: String = names.iter().map(|it| format!("{it}, ")).collect();
            format!(
                "(|({pattern}): {}| ({}))({value})",
                from(r#type),
                parts.concat()
            )
        }
        Type::Named(_) | Type::Invalid(_) => value.to_string(),
    }
}
