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

/// The value that is meant by one that crossed.
pub(super) fn narrowed(model: &Model, value: &str, r#type: &Type, holder: Option<&str>) -> String {
    let conversion = Conversion {
        leaf: &|it, _| format!("{it}.0"),
        collected: &|_| String::new(),
        from: &|it, holder| wide(model, it, holder),
    };
    conversion.of(value, r#type, holder)
}

/// The value that crosses for one of the user's.
pub(super) fn widened(model: &Model, value: &str, r#type: &Type, holder: Option<&str>) -> String {
    let conversion = Conversion {
        leaf: &|it, scalar| format!("{}({it})", wide(model, scalar, None)),
        collected: &|it| format!("::<{}>", wide(model, it, None)),
        from: &|it, holder| owned(model, it, holder),
    };
    conversion.of(value, r#type, holder)
}

/// How a value is made into one of the other type.
struct Conversion<'a> {
    /// An `i128` or a path.
    leaf: &'a dyn Fn(&str, &Type) -> String,
    /// The type that a list or map is collected into.
    collected: &'a dyn Fn(&Type) -> String,
    /// The type of a tuple that is taken apart, in a field of a holder.
    from: &'a dyn Fn(&Type, Option<&str>) -> String,
}

impl Conversion<'_> {
    fn of(&self, value: &str, r#type: &Type, holder: Option<&str>) -> String {
        match r#type {
            _ if !is_wide(r#type) => value.to_string(),
            Type::Scalar(_) => (self.leaf)(value, r#type),
            Type::Optional(item) => {
                format!("{value}.map(|it| {})", self.of("it", item, holder))
            }
            Type::List(item) => format!(
                "{value}.into_iter().map(|it| {}).collect{}()",
                self.of("it", item, None),
                (self.collected)(r#type)
            ),
            Type::Map(key, item) => format!(
                "{value}.into_iter().map(|(key, value)| ({}, {})).collect{}()",
                self.of("key", key, None),
                self.of("value", item, None),
                (self.collected)(r#type)
            ),
            Type::Tuple(items) => {
                let names: Vec<String> = (1..=items.len()).map(|it| format!("it{it}")).collect();
                let parts: Vec<String> = (names.iter().zip(items))
                    .map(|(name, it)| self.of(name, it, holder) + ",")
                    .collect();
                let pattern: String = names.iter().map(|it| format!("{it}, ")).collect();
                let from = (self.from)(r#type, holder);
                format!("(|({pattern}): {from}| ({}))({value})", parts.concat())
            }
            Type::Named(_) | Type::Invalid(_) => value.to_string(),
        }
    }
}
