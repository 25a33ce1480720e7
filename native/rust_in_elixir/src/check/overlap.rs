//! Whether one variant of an untagged enum takes the terms that another one is meant for.
//!
//! Rustler decodes an untagged enum into the first variant that decodes, and its decoders accept
//! more than the types mean: an integer as a float, a wide integer cut down to a narrow one, a
//! map with keys to spare.

use crate::boundary::*;
use crate::model::Model;

/// How deep the comparison of two types goes; beyond it they are taken for different.
const DEPTH: usize = 8;

/// Gives the reason, should the earlier type decode terms of the later one.
pub fn swallows(model: &Model, earlier: &Type, later: &Type) -> Option<String> {
    decodes(model, earlier, later, DEPTH)
}

/// Whether some or all terms of `later` decode as `earlier`, in words.
fn decodes(model: &Model, earlier: &Type, later: &Type, depth: usize) -> Option<String> {
    if depth == 0 {
        return None;
    }
    let (earlier, later) = (model.base(earlier), model.base(later));
    if let Some(types) = alternatives(model, later) {
        return types
            .into_iter()
            .find_map(|it| decodes(model, earlier, it, depth - 1));
    }
    if let Some(types) = alternatives(model, earlier) {
        return types
            .into_iter()
            .find_map(|it| decodes(model, it, later, depth - 1));
    }
    match (earlier, later) {
        (Type::Scalar(Scalar::Term), _) => Some("every term is a term".to_string()),
        (Type::Optional(_), Type::Optional(_)) => Some("both accept nil".to_string()),
        (Type::Optional(item), _) => decodes(model, item, later, depth - 1),
        (_, Type::Optional(item)) => decodes(model, earlier, item, depth - 1),
        (Type::Scalar(first), Type::Scalar(second)) => scalar_decodes(*first, *second),
        (Type::Scalar(Scalar::Atom), Type::Named(name)) => {
            match model.definition(name).map(|it| &it.kind) {
                Some(Kind::UnitEnum(_)) => Some(format!("each variant of {name} is an atom")),
                Some(Kind::TaggedEnum(variants))
                    if variants.iter().any(|it| it.shape == Shape::Unit) =>
                {
                    Some(format!("some variants of {name} are atoms"))
                }
                _ => None,
            }
        }
        (Type::List(first), Type::List(second)) => Some(
            decodes(model, first, second, depth - 1)
                .unwrap_or_else(|| "an empty list is a value of both".to_string()),
        ),
        (Type::Map(..), Type::Map(..)) => Some("an empty map is a value of both".to_string()),
        (Type::Tuple(first), Type::Tuple(second)) if first.len() == second.len() => {
            let parts: Option<Vec<String>> = first
                .iter()
                .zip(second)
                .map(|(first, second)| decodes(model, first, second, depth - 1))
                .collect();
            parts.map(|_| "both are tuples of the same elements".to_string())
        }
        (Type::Named(first), Type::Named(second)) if first == second => {
            Some("both are the same type".to_string())
        }
        (Type::Named(first), Type::Named(second)) => {
            let first = model.definition(first)?;
            let second = model.definition(second)?;
            definition_decodes(model, first, second, depth)
        }
        (Type::Named(name), Type::Map(..)) => match model.definition(name).map(|it| &it.kind) {
            Some(Kind::Map(fields)) if fields.iter().all(Field::may_be_absent) => {
                Some(format!("an empty map is a value of {name}"))
            }
            _ => None,
        },
        (Type::Map(key, _), Type::Named(name)) if accepts_atoms(key) => {
            match model.definition(name).map(|it| &it.kind) {
                Some(Kind::Map(_) | Kind::Struct(_) | Kind::Exception(_) | Kind::Resource(_)) => {
                    Some(format!("{name} is a map with atom keys as well"))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn definition_decodes(
    model: &Model,
    earlier: &Definition,
    later: &Definition,
    depth: usize,
) -> Option<String> {
    match (&earlier.kind, &later.kind) {
        (
            Kind::UnitEnum(first) | Kind::TaggedEnum(first),
            Kind::UnitEnum(second) | Kind::TaggedEnum(second),
        ) => second
            .iter()
            .find(|it| {
                first
                    .iter()
                    .any(|other| other.name == it.name && same_shape(&other.shape, &it.shape))
            })
            .map(|it| format!("both have the variant {}", it.term())),
        (Kind::Map(first), Kind::Map(second) | Kind::Struct(second) | Kind::Exception(second)) => {
            let needed: Vec<&Field> = first.iter().filter(|it| !it.may_be_absent()).collect();
            let found = needed.iter().all(|field| {
                second.iter().any(|other| {
                    other.name == field.name
                        && decodes(model, &field.r#type, &other.r#type, depth - 1).is_some()
                })
            });
            found.then(|| {
                format!(
                    "a {} has every key that {} asks for",
                    later.name, earlier.name
                )
            })
        }
        (Kind::Map(fields), Kind::Resource(_)) => {
            fields.iter().all(Field::may_be_absent).then(|| {
                format!(
                    "a handle is a map as well, and {} asks for no key",
                    earlier.name
                )
            })
        }
        (Kind::Tuple(first), Kind::Tuple(second)) if first.len() == second.len() => {
            let all = first.iter().zip(second).all(|(first, second)| {
                decodes(model, &first.r#type, &second.r#type, depth - 1).is_some()
            });
            all.then(|| "both are tuples of the same elements".to_string())
        }
        (Kind::Record(first, fields), Kind::Record(second, others)) => (first == second
            && fields.len() == others.len())
        .then(|| "both are records of the same tag and length".to_string()),
        _ => None,
    }
}

fn scalar_decodes(earlier: Scalar, later: Scalar) -> Option<String> {
    if earlier == later {
        return Some("both are the same type".to_string());
    }
    match (earlier, later) {
        (Scalar::F32 | Scalar::F64, later) if later.is_integer() || later.is_float() => {
            Some(format!(
                "Rustler decodes every number as {}; put {} first",
                earlier.name(),
                later.name()
            ))
        }
        (earlier, later) if earlier.is_integer() && later.is_integer() => {
            if earlier.is_truncated_by_rustler() {
                return Some(format!(
                    "Rustler cuts a wider integer down to {}; keep one integer type, the widest",
                    earlier.name()
                ));
            }
            covers(earlier, later)
                .then(|| format!("every {} is also an {}", later.name(), earlier.name()))
        }
        (Scalar::String | Scalar::Path, Scalar::String | Scalar::Path) => {
            Some("both are strings".to_string())
        }
        (Scalar::Binary, Scalar::String | Scalar::Path) => Some(format!(
            "every {} is also a binary; put it first",
            later.name()
        )),
        (Scalar::Atom, Scalar::Bool) => {
            Some("true and false are atoms; put bool first".to_string())
        }
        _ => None,
    }
}

/// Whether the range of the first integer type holds the range of the second.
fn covers(first: Scalar, second: Scalar) -> bool {
    let bits = |scalar: Scalar| match scalar {
        Scalar::I8 | Scalar::U8 => 8,
        Scalar::I16 | Scalar::U16 => 16,
        Scalar::I32 | Scalar::U32 => 32,
        Scalar::I128 | Scalar::U128 => 128,
        _ => 64,
    };
    let signed = |scalar: Scalar| scalar.name().starts_with('i');
    match (signed(first), signed(second)) {
        (true, true) | (false, false) => bits(first) >= bits(second),
        (true, false) => bits(first) > bits(second),
        (false, true) => false,
    }
}

fn same_shape(first: &Shape, second: &Shape) -> bool {
    match (first, second) {
        (Shape::Unit, Shape::Unit) | (Shape::Fields(_), Shape::Fields(_)) => true,
        (Shape::Values(first), Shape::Values(second)) => first.len() == second.len(),
        (Shape::Fields(_), Shape::Values(values)) | (Shape::Values(values), Shape::Fields(_)) => {
            values.len() == 1
        }
        _ => false,
    }
}

fn accepts_atoms(key: &Type) -> bool {
    matches!(key, Type::Scalar(Scalar::Atom | Scalar::Term))
}

/// The types of an untagged enum.
fn alternatives<'a>(model: &'a Model, r#type: &Type) -> Option<Vec<&'a Type>> {
    let Type::Named(name) = r#type else {
        return None;
    };
    match &model.definition(name)?.kind {
        Kind::UntaggedEnum(variants) if !model.is_own_alternative(name) => {
            Some(variants.iter().flat_map(|it| it.shape.types()).collect())
        }
        _ => None,
    }
}
