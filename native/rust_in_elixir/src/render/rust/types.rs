//! The Rust type of each type expression, at each kind of place.

use super::wide::{is_wide, narrowed, wide, widened};
use crate::boundary::*;
use crate::model::{Loan, Model, Places};
use crate::text::names;

/// How a parameter is written in the trait, and what its NIF decodes and hands on.
pub(super) struct Parameter<'a> {
    pub(super) in_trait: String,
    /// The type that is decoded, where the trait's is another one.
    pub(super) decoded: Option<String>,
    /// What stands for the parameter in the call, with `{}` for what was decoded.
    pub(super) argument: String,
    /// How it borrows a resource, if it does.
    pub(super) loan: Option<Loan<'a>>,
}

pub(super) fn parameter<'a>(model: &Model, nif: &Nif, param: &'a Param) -> Parameter<'a> {
    if let Some(loan) = model.loan(nif, param) {
        return lent(loan);
    }
    let (in_trait, decoded, argument) = if matches!(nif.returns, Return::Stream(..)) {
        lasting(model, &param.r#type)
    } else {
        borrowed(&param.r#type).unwrap_or_else(|| owned_parameter(model, &param.r#type))
    };
    Parameter {
        in_trait,
        decoded,
        argument,
        loan: None,
    }
}

/// A resource that a function borrows from its handle. One that is locked stands in the call as
/// the guard of its lock.
fn lent(loan: Loan) -> Parameter {
    let name = names::rust_type(loan.name);
    let handle = names::rust_handle(loan.name);
    let (in_trait, decoded) = match (loan.places, loan.passing) {
        (_, Passing::Mut) => (format!("&mut {name}"), handle),
        (_, Passing::Take) => (name, handle),
        (Places::One, _) => (format!("&{name}"), handle),
        (Places::Optional, _) => (format!("Option<&{name}>"), format!("Option<{handle}>")),
        (Places::List, _) => (format!("&[&{name}]"), format!("Vec<{handle}>")),
    };
    let argument = match (loan.places, loan.passing) {
        (_, Passing::Mut) => "&mut {}",
        (_, Passing::Take) => "{}",
        (Places::One, _) if loan.is_locked => "&{}",
        (Places::One, _) => "&*{}",
        (Places::Optional, _) => "{}.as_deref()",
        (Places::List, _) => "&{}.iter().map(|handle| &**handle).collect::<Vec<_>>()",
    };
    Parameter {
        in_trait,
        decoded: Some(decoded),
        argument: argument.to_string(),
        loan: Some(loan),
    }
}

/// The type of a parameter in the trait, the one that is decoded, if it is another, and the argument.
type Passed = (String, Option<String>, String);

/// Text and bytes, which are borrowed from the VM for the time of a call.
fn borrowed(r#type: &Type) -> Option<Passed> {
    let (in_trait, decoded, argument) = match r#type {
        Type::Scalar(Scalar::String) => ("&str", None, "{}"),
        Type::Scalar(Scalar::Path) => (
            "&Path",
            Some("rustler::Binary<'_>"),
            "self::path({}.as_slice())?",
        ),
        Type::Scalar(Scalar::Binary) => ("&[u8]", Some("rustler::Binary<'_>"), "{}.as_slice()"),
        Type::Optional(item) => match **item {
            Type::Scalar(Scalar::String) => ("Option<&str>", None, "{}"),
            Type::Scalar(Scalar::Path) => (
                "Option<&Path>",
                Some("Option<rustler::Binary<'_>>"),
                "{}.as_ref().map(|binary| self::path(binary.as_slice())).transpose()?",
            ),
            Type::Scalar(Scalar::Binary) => (
                "Option<&[u8]>",
                Some("Option<rustler::Binary<'_>>"),
                "{}.as_ref().map(|binary| binary.as_slice())",
            ),
            _ => return None,
        },
        _ => return None,
    };
    let decoded = decoded.map(str::to_string);
    Some((in_trait.to_string(), decoded, argument.to_string()))
}

/// What a stream is made of, which outlives the call.
fn lasting(model: &Model, r#type: &Type) -> Passed {
    let is_binary = |it: &Type| *it == Type::Scalar(Scalar::Binary);
    match r#type {
        it if is_binary(it) => {
            let decoded = Some("Bytes".to_string());
            ("Vec<u8>".to_string(), decoded, "{}.0".to_string())
        }
        Type::Optional(item) if is_binary(item) => (
            "Option<Vec<u8>>".to_string(),
            Some("Option<Bytes>".to_string()),
            "{}.map(|bytes| bytes.0)".to_string(),
        ),
        _ => owned_parameter(model, r#type),
    }
}

fn owned_parameter(model: &Model, r#type: &Type) -> Passed {
    let decoded = is_wide(r#type).then(|| wide(model, r#type, None));
    (
        owned(model, r#type, None),
        decoded,
        narrowed(model, "{}", r#type, None),
    )
}

/// The Rust type of what a function gives back: a binary of its own is a plain vector of bytes,
/// a resource the value that gets its first handle, unless a handle is asked for.
pub(super) fn returned(model: &Model, r#type: &Type, is_handle: bool) -> String {
    match r#type {
        Type::Scalar(Scalar::Binary) => "Vec<u8>".to_string(),
        Type::Named(name) if model.resource(name).is_some() && !is_handle => names::rust_type(name),
        _ => owned(model, r#type, None),
    }
}

/// What makes a value that a function gives back one that Rustler encodes, if it is not yet.
pub(super) fn encodable(model: &Model, r#type: &Type, is_handle: bool) -> Option<String> {
    let conversion = match r#type {
        Type::Scalar(Scalar::Binary) => Some("Bytes".to_string()),
        Type::Scalar(Scalar::I128) => Some("I128".to_string()),
        Type::Scalar(Scalar::Path) => Some("FilePath".to_string()),
        Type::Named(name) if model.resource(name).is_some() && !is_handle => {
            Some(format!("{}::from", names::rust_handle(name)))
        }
        it if is_wide(it) => {
            let value = widened(model, "value", it, None);
            Some(format!("|value: {}| {value}", owned(model, it, None)))
        }
        _ => None,
    };
    match conversion {
        _ if !model.reaches_float(r#type) => conversion,
        None => Some("FiniteFloats".to_string()),
        Some(conversion) => Some(match conversion.split_once("| ") {
            Some((parameter, value)) => format!("{parameter}| FiniteFloats({value})"),
            None => format!("|value| FiniteFloats({conversion}(value))"),
        }),
    }
}

/// The call of a conversion: of a function or a closure.
pub(super) fn converted(conversion: &str, value: &str) -> String {
    if conversion.starts_with('|') {
        format!("({conversion})({value})")
    } else {
        format!("{conversion}({value})")
    }
}

/// The Rust type of an owned value; in a field of `holder`, with a `Box` where recursion asks.
pub(super) fn owned(model: &Model, r#type: &Type, holder: Option<&str>) -> String {
    match r#type {
        Type::Scalar(scalar) => scalar.rust().to_string(),
        Type::Named(name) if model.resource(name).is_some() => names::rust_handle(name),
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
