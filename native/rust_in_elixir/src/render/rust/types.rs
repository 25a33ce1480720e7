//! The Rust type of each type expression, at each kind of place.

use super::RustSide;
use crate::boundary::*;
use crate::model::{Loan, Model, Places};
use crate::text::names;

/// How a parameter is written in the trait, and what its NIF decodes and hands on.
pub(super) struct Parameter<'a> {
    pub(super) in_trait: String,
    /// The type that is decoded, where the trait's is another one.
    pub(super) decoded: Option<String>,
    pub(super) argument: Argument<'a>,
}

/// How a decoded argument is passed on.
#[derive(Clone, Copy)]
pub(super) enum Argument<'a> {
    AsIs,
    /// What is in a `Bytes` or a `Packed`.
    Bytes,
    OptionalBytes,
    Numbers,
    OptionalNumbers,
    /// A resource is borrowed from its handle.
    Lent(Loan<'a>),
}

pub(super) fn parameter<'a>(model: &Model, nif: &Nif, param: &'a Param) -> Parameter<'a> {
    if let Some(loan) = model.loan(nif, param) {
        return lent(loan);
    }
    if param.is_stream() {
        let item = owned(model, &param.r#type, None);
        return plain(format!("impl Iterator<Item = {item}> + Send"));
    }
    if let Some(numbers) = numbers(nif, &param.r#type) {
        numbers
    } else if nif.has_stream() {
        lasting(model, &param.r#type)
    } else {
        plain(borrowed(model, &param.r#type))
    }
}

/// A resource that a function borrows from its handle.
fn lent(loan: Loan) -> Parameter {
    let name = names::rust_type(loan.name);
    let handle = names::rust_handle(loan.name);
    let (in_trait, decoded) = match (loan.places, loan.passing) {
        (_, Passing::Mut) => (format!("&mut {name}"), handle),
        (_, Passing::Take) => (name, handle),
        (Places::One, _) if loan.is_locked => (format!("&{name}"), handle),
        // Without a lock nobody needs the handle, which would be counted.
        (Places::One, _) => (
            format!("&{name}"),
            format!("&{}", names::rust_resource(loan.name)),
        ),
        (Places::Optional, _) => (format!("Option<&{name}>"), format!("Option<{handle}>")),
        (Places::List, _) => (format!("&[&{name}]"), format!("Vec<{handle}>")),
    };
    Parameter {
        in_trait,
        decoded: Some(decoded),
        argument: Argument::Lent(loan),
    }
}

/// A parameter that is passed on as it is decoded.
fn plain(in_trait: String) -> Parameter<'static> {
    Parameter {
        in_trait,
        decoded: None,
        argument: Argument::AsIs,
    }
}

/// Packed numbers, which are borrowed from the VM where they are aligned.
fn numbers(nif: &Nif, r#type: &Type) -> Option<Parameter<'static>> {
    let (number, is_optional) = match r#type {
        Type::Scalar(scalar) => (scalar.packed()?.name(), false),
        Type::Optional(item) => match &**item {
            Type::Scalar(scalar) => (scalar.packed()?.name(), true),
            _ => return None,
        },
        _ => return None,
    };
    let is_lasting = nif.has_stream();
    let (in_trait, decoded, argument) = match is_lasting {
        true => (
            format!("Vec<{number}>"),
            format!("Packed<{number}>"),
            Argument::Bytes,
        ),
        false => (
            format!("&[{number}]"),
            format!("std::borrow::Cow<'_, [{number}]>"),
            Argument::Numbers,
        ),
    };
    Some(match is_optional {
        false => Parameter {
            in_trait,
            decoded: Some(decoded),
            argument,
        },
        true => Parameter {
            in_trait: format!("Option<{in_trait}>"),
            decoded: Some(format!("Option<{decoded}>")),
            argument: match is_lasting {
                true => Argument::OptionalBytes,
                false => Argument::OptionalNumbers,
            },
        },
    })
}

/// The parameter of a function with a stream, which the stream or the function's own thread keeps beyond the call.
fn lasting(model: &Model, r#type: &Type) -> Parameter<'static> {
    let is_binary = |it: &Type| *it == Type::Scalar(Scalar::Binary);
    let (in_trait, decoded, argument) = match r#type {
        it if is_binary(it) => ("Vec<u8>", "Bytes", Argument::Bytes),
        Type::Optional(item) if is_binary(item) => {
            ("Option<Vec<u8>>", "Option<Bytes>", Argument::OptionalBytes)
        }
        _ => return plain(owned(model, r#type, None)),
    };
    Parameter {
        in_trait: in_trait.to_string(),
        decoded: Some(decoded.to_string()),
        argument,
    }
}

/// The Rust type of a function's result: a binary by itself is a plain vector of bytes,
/// a resource the value that gets its first handle, unless the schema requests a handle.
pub(super) fn returned(model: &Model, r#type: &Type, is_handle: bool) -> String {
    match r#type {
        Type::Scalar(Scalar::Binary) => "Vec<u8>".to_string(),
        Type::Scalar(scalar) if scalar.packed().is_some() => {
            let number = scalar.packed().map_or("", Scalar::name);
            format!("Vec<{number}>")
        }
        Type::Named(name) if model.resource(name).is_some() && !is_handle => names::rust_type(name),
        _ => owned(model, r#type, None),
    }
}

/// The Rust type of an item of a stream.
pub(super) fn streamed(model: &Model, item: &Type, error: Option<&Type>) -> String {
    let item = owned(model, item, None);
    match error {
        None => item,
        Some(error) => format!("Result<{item}, {}>", owned(model, error, None)),
    }
}

impl RustSide<'_> {
    /// The function that makes a result of what the user's function returns, if that has no codec.
    pub(super) fn encodable(&self, r#type: &Type, is_handle: bool) -> Option<String> {
        match r#type {
            Type::Scalar(Scalar::Binary) => Some("Bytes".to_string()),
            Type::Scalar(scalar) if scalar.packed().is_some() => Some("Packed".to_string()),
            Type::Named(name) if self.model.resource(name).is_some() && !is_handle => {
                Some(format!("{}::from", names::rust_handle(name)))
            }
            _ => None,
        }
    }
}

/// The Rust type of an owned value; in a field of `holder`, with a `Box` where recursion asks.
pub(super) fn owned(model: &Model, r#type: &Type, holder: Option<&str>) -> String {
    // What a list, a set or a map holds lies elsewhere already.
    let is_on_heap = matches!(r#type, Type::List(_) | Type::Set(_) | Type::Map(..));
    let inner = holder.filter(|_| !is_on_heap);
    match r#type {
        Type::Named(name) if holder.is_some_and(|holder| model.is_boxed(holder, name)) => {
            format!("Box<{}>", names::rust_type(name))
        }
        _ => written(model, r#type, |it| model.rust_scalar(it), &|it| {
            owned(model, it, inner)
        }),
    }
}

/// The Rust type of a value whose text and bytes are borrowed from the VM for the time of a call.
fn borrowed(model: &Model, r#type: &Type) -> String {
    let scalar = |it: Scalar| match it {
        Scalar::String => "&str",
        Scalar::Path => "&Path",
        Scalar::Binary => "&[u8]",
        other => model.rust_scalar(other),
    };
    written(model, r#type, scalar, &|it| borrowed(model, it))
}

/// The Rust type of a value, by the types of scalars and of what is in it.
fn written(
    model: &Model,
    r#type: &Type,
    scalar: impl Fn(Scalar) -> &'static str,
    inner: &dyn Fn(&Type) -> String,
) -> String {
    match r#type {
        Type::Scalar(it) => scalar(*it).to_string(),
        Type::Named(name) if model.resource(name).is_some() => names::rust_handle(name),
        Type::Named(name) => names::rust_type(name),
        Type::List(item) => format!("Vec<{}>", inner(item)),
        Type::Array(item, length) => format!("[{}; {length}]", inner(item)),
        Type::Set(item) => format!("HashSet<{}>", inner(item)),
        Type::Map(key, value) => format!("HashMap<{}, {}>", inner(key), inner(value)),
        Type::Tuple(items) if items.len() == 1 => format!("({},)", inner(&items[0])),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(inner).collect();
            format!("({})", items.join(", "))
        }
        Type::Optional(item) => format!("Option<{}>", inner(item)),
        Type::Invalid(_) => "()".to_string(),
    }
}
