//! The classes of terms that the values of a type belong to.

use crate::boundary::*;
use crate::model::Model;

pub const NUMBER: u8 = 1;
pub const ATOM: u8 = 2;
pub const BINARY: u8 = 4;
pub const LIST: u8 = 8;
pub const MAP: u8 = 16;
const TUPLE: u8 = 32;
const IDENTIFIER: u8 = 64;

/// The kinds of terms that the values of a type are, as a set of bits.
pub fn classes(model: &Model, r#type: &Type) -> u8 {
    match model.base(r#type) {
        Type::Scalar(scalar) if scalar.is_integer() || scalar.is_float() => NUMBER,
        Type::Scalar(scalar) if scalar.is_calendar() => MAP,
        Type::Scalar(Scalar::Decimal | Scalar::Duration | Scalar::Range) => MAP,
        Type::Scalar(Scalar::Bool | Scalar::Atom) => ATOM,
        Type::Scalar(Scalar::Char) => NUMBER,
        Type::Scalar(Scalar::Ip) => TUPLE,
        Type::Scalar(Scalar::String | Scalar::Binary | Scalar::Path | Scalar::Uuid) => BINARY,
        Type::Scalar(scalar) if scalar.packed().is_some() => BINARY,
        Type::Scalar(Scalar::Pid | Scalar::Reference) => IDENTIFIER,
        Type::Scalar(_) | Type::Invalid(_) => u8::MAX,
        Type::Optional(item) => ATOM | classes(model, item),
        Type::List(_) | Type::Array(..) => LIST,
        Type::Map(..) | Type::Set(_) => MAP,
        Type::Tuple(_) => TUPLE,
        Type::Named(name) => match model.definition(name).map(|it| &it.kind) {
            Some(Kind::UnitEnum(_)) => ATOM,
            Some(Kind::TaggedEnum(_)) => ATOM | TUPLE,
            Some(Kind::Tuple(_) | Kind::Record(..)) => TUPLE,
            Some(Kind::Struct(_) | Kind::Map(_) | Kind::Exception(_) | Kind::Resource(_)) => MAP,
            Some(Kind::Options(_)) => LIST,
            Some(Kind::UntaggedEnum(variants)) if !model.is_own_alternative(name) => variants
                .iter()
                .flat_map(|it| it.shape.types())
                .fold(0, |all, it| all | classes(model, it)),
            _ => u8::MAX,
        },
    }
}

/// Whether some values of the type are atoms.
pub(in crate::check) fn has_atoms(model: &Model, key: &Type) -> bool {
    match model.base(key) {
        Type::Scalar(Scalar::Atom | Scalar::Term) => true,
        Type::Named(name) => matches!(
            model.definition(name).map(|it| &it.kind),
            Some(Kind::UnitEnum(_))
        ),
        _ => false,
    }
}

/// Whether an atom is a value of the type.
pub(super) fn has_atom(model: &Model, r#type: &Type, atom: &str) -> bool {
    match model.base(r#type) {
        Type::Scalar(Scalar::Atom | Scalar::Term) => true,
        Type::Scalar(Scalar::Bool) => matches!(atom, "true" | "false"),
        Type::Optional(item) => atom == "nil" || has_atom(model, item, atom),
        Type::Named(name) => match model.definition(name).map(|it| &it.kind) {
            Some(Kind::UnitEnum(variants) | Kind::TaggedEnum(variants)) => variants
                .iter()
                .any(|it| it.shape == Shape::Unit && it.name == atom),
            Some(Kind::UntaggedEnum(variants)) if !model.is_own_alternative(name) => variants
                .iter()
                .flat_map(|it| it.shape.types())
                .any(|it| has_atom(model, it, atom)),
            Some(Kind::Custom(_)) => true,
            _ => false,
        },
        _ => false,
    }
}
