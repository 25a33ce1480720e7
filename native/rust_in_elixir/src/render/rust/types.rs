//! The Rust type of each type expression, at each kind of place.

use crate::boundary::*;
use crate::model::Model;
use crate::names;

/// How a parameter is written in the trait and in its NIF, and handed from one to the other.
pub(super) struct Parameter {
    pub(super) in_trait: String,
    pub(super) in_nif: String,
    /// What stands for the parameter in the call, with `{}` for its name.
    pub(super) argument: &'static str,
}

pub(super) fn parameter(model: &Model, r#type: &Type) -> Parameter {
    let (in_trait, in_nif, argument) = match r#type {
        Type::Scalar(Scalar::String) => ("&str", "&'a str", "{}"),
        Type::Scalar(Scalar::Path) => ("&Path", "&'a Path", "{}"),
        Type::Scalar(Scalar::Binary) => ("&[u8]", "rustler::Binary<'a>", "{}.as_slice()"),
        Type::Optional(item) => match **item {
            Type::Scalar(Scalar::String) => ("Option<&str>", "Option<&'a str>", "{}"),
            Type::Scalar(Scalar::Path) => ("Option<&Path>", "Option<&'a Path>", "{}"),
            Type::Scalar(Scalar::Binary) => (
                "Option<&[u8]>",
                "Option<rustler::Binary<'a>>",
                "{}.as_ref().map(|binary| binary.as_slice())",
            ),
            _ => return owned_parameter(model, r#type),
        },
        _ => return owned_parameter(model, r#type),
    };
    Parameter {
        in_trait: in_trait.to_string(),
        in_nif: in_nif.to_string(),
        argument,
    }
}

pub(super) fn owned_parameter(model: &Model, r#type: &Type) -> Parameter {
    let rust = owned(model, r#type, None);
    let (in_nif, argument) = if model.reaches_recursion(r#type) {
        ("rustler::Term<'a>".to_string(), "self::decode({})")
    } else {
        (rust.clone(), "{}")
    };
    Parameter {
        in_trait: rust,
        in_nif,
        argument,
    }
}

/// The Rust type of what a function gives back: a binary of its own is a plain vector of bytes.
pub(super) fn returned(model: &Model, r#type: &Type) -> String {
    match r#type {
        Type::Scalar(Scalar::Binary) => "Vec<u8>".to_string(),
        _ => owned(model, r#type, None),
    }
}

/// The Rust type of an owned value; in a field of `holder`, with a `Box` where recursion asks.
pub(super) fn owned(model: &Model, r#type: &Type, holder: Option<&str>) -> String {
    match r#type {
        Type::Scalar(scalar) => scalar.rust().to_string(),
        Type::Named(name) => {
            let rust = names::rust_type(name);
            if holder.is_some_and(|holder| model.is_boxed(holder, name)) {
                format!("Box<{rust}>")
            } else {
                rust
            }
        }
        Type::List(item) => format!("Vec<{}>", owned(model, item, None)),
        Type::Map(key, value) => format!(
            "HashMap<{}, {}>",
            owned(model, key, None),
            owned(model, value, None)
        ),
        Type::Tuple(items) if items.len() == 1 => format!("({},)", owned(model, &items[0], holder)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|it| owned(model, it, holder)).collect();
            format!("({})", items.join(", "))
        }
        Type::Optional(item) => format!("Option<{}>", owned(model, item, holder)),
        Type::Invalid(_) => "()".to_string(),
    }
}
