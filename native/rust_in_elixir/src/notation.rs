//! A type as a schema writes it.

use std::fmt;

use crate::boundary::*;

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Scalar(scalar) => formatter.write_str(scalar.name()),
            Type::Named(name) => formatter.write_str(name),
            Type::List(item) => write!(formatter, "[{item}]"),
            Type::Tuple(items) => write!(formatter, "{{{}}}", comma_separated(items)),
            Type::Map(key, value) => write!(formatter, "%{{{key} => {value}}}"),
            Type::Optional(item) => write!(formatter, "{item} | nil"),
            Type::Invalid(_) => formatter.write_str("an invalid type"),
        }
    }
}

impl fmt::Display for Return {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Return::Ok => formatter.write_str(":ok"),
            Return::Value(value) => value.fmt(formatter),
            Return::Result(None, error) => write!(formatter, ":ok | {{:error, {error}}}"),
            Return::Result(Some(value), error) => {
                write!(formatter, "{{:ok, {value}}} | {{:error, {error}}}")
            }
        }
    }
}

/// Types with commas between them.
pub fn comma_separated<'a>(types: impl IntoIterator<Item = &'a Type>) -> String {
    types
        .into_iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

impl Variant {
    /// The term of a tagged variant, such as `{:moved, i64, i64}`.
    pub fn term(&self) -> String {
        let tag = crate::names::elixir_atom(&self.name);
        match &self.shape {
            Shape::Unit => tag,
            Shape::Values(types) => format!("{{{tag}, {}}}", comma_separated(types)),
            Shape::Fields(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|field| {
                        format!("{} {}", crate::names::elixir_key(&field.name), field.r#type)
                    })
                    .collect();
                format!("{{{tag}, %{{{}}}}}", fields.join(", "))
            }
        }
    }
}
