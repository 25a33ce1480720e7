//! Whether one variant of an untagged enum decodes the terms that another one is meant for.
//!
//! Rustler decodes an untagged enum into the first variant that decodes, and its decoders accept
//! more than the types mean: an integer as a float, a wide integer truncated to a narrow one, a
//! map with other keys as well.

mod classes;
mod lenient_decoders;
mod scalars;
mod tuples;

use crate::boundary::*;
use crate::model::Model;
pub(super) use classes::has_atoms;
pub use classes::{ATOM, BINARY, LIST, MAP, NUMBER, classes};
use lenient_decoders::{decodes_more, limited};
use scalars::scalar_decodes;
use tuples::tuple_decodes;

/// How deep two types are compared; beyond it they count as different.
const DEPTH: usize = 8;

/// The reason why the earlier type decodes terms of the later one, if it does.
pub fn swallows(model: &Model, earlier: &Type, later: &Type) -> Option<String> {
    decodes(model, earlier, later, DEPTH)
}

/// Why some or all terms of `later` decode as `earlier`, if they do.
fn decodes(model: &Model, earlier: &Type, later: &Type, depth: usize) -> Option<String> {
    if depth == 0 {
        return None;
    }
    if let Some(name) = limited(model, earlier)
        && classes(model, earlier) & classes(model, later) != 0
    {
        return Some(format!(
            "Rust does not check the constraints of `{name}`; use a `tagged_enum`"
        ));
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
        (Type::Scalar(Scalar::Term), _) => Some("it accepts every term".to_string()),
        (_, Type::Scalar(Scalar::Term)) => {
            decodes_more(model, earlier).map(|why| format!("{why}; use a `tagged_enum`"))
        }
        (_, Type::Named(name)) if is_custom(model, name) => decodes_more(model, earlier)
            .map(|why| format!("{why}, and `{name}` may have such a value; use a `tagged_enum`")),
        (Type::Optional(_), Type::Optional(_)) => Some("both accept `nil`".to_string()),
        (Type::Optional(item), _) => decodes(model, item, later, depth - 1),
        (_, Type::Optional(item)) => decodes(model, earlier, item, depth - 1),
        (Type::Scalar(first), Type::Scalar(second)) => scalar_decodes(*first, *second),
        (Type::Scalar(Scalar::Atom), Type::Named(name)) => atom_decodes(model, name),
        (Type::List(first), Type::List(second)) => Some(
            decodes(model, first, second, depth - 1)
                .unwrap_or_else(|| "both accept an empty list".to_string()),
        ),
        (Type::Map(..), Type::Map(..)) => Some("both accept an empty map".to_string()),
        (Type::Named(first), Type::Named(second)) if first == second => {
            Some("both are the same type".to_string())
        }
        (Type::Tuple(_), Type::Tuple(_) | Type::Named(_)) | (Type::Named(_), Type::Tuple(_)) => {
            tuple_decodes(model, earlier, later, depth)
        }
        (Type::Named(first), Type::Named(second)) => {
            let first = model.definition(first)?;
            let second = model.definition(second)?;
            definition_decodes(model, first, second, depth)
        }
        (Type::Named(name), Type::Map(key, value)) => {
            fields_decode(model, name, (key, value), depth)
        }
        (Type::Map(key, _), Type::Named(name)) => entries_decode(model, key, name),
        _ => None,
    }
}

/// Whether some values of the type are atoms.
fn atom_decodes(model: &Model, later: &str) -> Option<String> {
    match &model.definition(later)?.kind {
        Kind::UnitEnum(_) => Some(format!("each variant of `{later}` is an atom")),
        Kind::TaggedEnum(variants) if variants.iter().any(|it| it.shape == Shape::Unit) => {
            Some(format!("some variants of `{later}` are atoms"))
        }
        _ => None,
    }
}

/// Whether some maps of these keys and values decode as the type.
fn fields_decode(
    model: &Model,
    earlier: &str,
    (key, value): (&Type, &Type),
    depth: usize,
) -> Option<String> {
    let Kind::Map(fields) = &model.definition(earlier)?.kind else {
        return None;
    };
    if fields.iter().all(Field::may_be_absent) {
        return Some(format!("`{earlier}` accepts an empty map"));
    }
    let decode = |it: &Field| decodes(model, &it.r#type, value, depth - 1).is_some();
    (has_atoms(model, key) && fields.iter().all(decode))
        .then(|| format!("Rustler ignores keys that `{earlier}` does not have"))
}

/// Whether some values of the type decode as maps of these keys.
fn entries_decode(model: &Model, key: &Type, later: &str) -> Option<String> {
    match &model.definition(later)?.kind {
        Kind::Map(_) | Kind::Struct(_) | Kind::Exception(_) | Kind::Resource(_)
            if has_atoms(model, key) =>
        {
            Some(format!("`{later}` is also a map with atom keys"))
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
            .map(|it| format!("both have the variant `{}`", it.term())),
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
                    "`{}` has every key that `{}` requires",
                    later.name, earlier.name
                )
            })
        }
        (Kind::Map(fields), Kind::Resource(_)) => {
            fields.iter().all(Field::may_be_absent).then(|| {
                format!(
                    "a handle is also a map, and `{}` requires no key",
                    earlier.name
                )
            })
        }
        _ => tuple_decodes(
            model,
            &Type::Named(earlier.name.clone()),
            &Type::Named(later.name.clone()),
            depth,
        ),
    }
}

fn is_custom(model: &Model, name: &str) -> bool {
    model
        .definition(name)
        .is_some_and(|it| matches!(it.kind, Kind::Custom(_)))
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
