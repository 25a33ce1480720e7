//! Whether one variant of an untagged enum decodes the terms that another one is meant for.
//!
//! Both sides take the first variant of an untagged enum whose value a term is. A later one that has
//! some values of its own is fine; it must not be decoded as an earlier one where Rust checks less
//! than Elixir, or where Elixir has changed the value by then.

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
        return decodes_more(model, earlier)
            .or_else(|| {
                is_dumped(model, later)
                    .then(|| format!("Elixir may turn `{later}` into a value of `{name}`"))
            })
            .map(|why| format!("{why}; use a `tagged_enum`"));
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
        (Type::List(_) | Type::Array(..), Type::List(_) | Type::Array(..)) => {
            list_decodes(model, earlier, later, depth)
        }
        (Type::Set(_), Type::Set(_)) => Some("both accept an empty set".to_string()),
        (Type::Map(..), Type::Map(..)) => Some("both accept an empty map".to_string()),
        (Type::Named(first), Type::Named(second)) if first == second => {
            Some("both are the same type".to_string())
        }
        (first, second) if are_tuples(first, second) => tuple_decodes(model, earlier, later, depth),
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

/// Whether some lists of the later type decode as the earlier one.
fn list_decodes(model: &Model, earlier: &Type, later: &Type, depth: usize) -> Option<String> {
    match (earlier, later) {
        (Type::Array(_, length), Type::Array(_, other)) if length != other => None,
        (
            Type::List(first) | Type::Array(first, _),
            Type::List(second) | Type::Array(second, _),
        ) => {
            let has_elements = [earlier, later]
                .iter()
                .any(|it| matches!(it, Type::Array(..)));
            decodes(model, first, second, depth - 1)
                .or_else(|| (!has_elements).then(|| "both accept an empty list".to_string()))
        }
        _ => None,
    }
}

/// Whether two types may have the same tuples, and are not both declared.
fn are_tuples(first: &Type, second: &Type) -> bool {
    let is_named = |it: &Type| matches!(it, Type::Named(_));
    let is_tuple =
        |it: &Type| is_named(it) || matches!(it, Type::Tuple(_) | Type::Scalar(Scalar::Ip));
    is_tuple(first) && is_tuple(second) && !(is_named(first) && is_named(second))
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
    let is_dumped = is_dumped(model, value);
    let meet = |it: &Field| fields_meet(model, &it.r#type, value, is_dumped, depth);
    (has_atoms(model, key) && fields.iter().all(meet))
        .then(|| format!("`{earlier}` is also a map with atom keys"))
}

/// Whether one value may be a field of an earlier map and of a later one.
fn fields_meet(model: &Model, earlier: &Type, later: &Type, is_dumped: bool, depth: usize) -> bool {
    let both_integers = || [earlier, later].iter().all(|it| model.is_integer(it));
    decodes(model, earlier, later, depth - 1).is_some() || is_dumped && both_integers()
}

/// Whether Elixir changes some values of the type before Rust gets them.
fn is_dumped(model: &Model, r#type: &Type) -> bool {
    (model.reached(&[r#type]).iter()).any(|it| model.is_dumped(it))
}

/// Whether some values of the type decode as maps of these keys.
fn entries_decode(model: &Model, key: &Type, later: &str) -> Option<String> {
    match &model.definition(later)?.kind {
        Kind::Map(_) if has_atoms(model, key) => {
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
        (Kind::Map(first), Kind::Map(second)) => {
            let is_dumped = is_dumped(model, &Type::Named(later.name.clone()));
            let is_asked = |it: &&Field| !it.may_be_absent();
            let has = |fields: &[Field], name: &str| fields.iter().any(|it| it.name == name);
            (first
                .iter()
                .filter(is_asked)
                .all(|it| has(second, &it.name))
                && second
                    .iter()
                    .filter(is_asked)
                    .all(|it| has(first, &it.name))
                && first.iter().all(|field| {
                    (second.iter().filter(|it| it.name == field.name))
                        .all(|it| fields_meet(model, &field.r#type, &it.r#type, is_dumped, depth))
                }))
            .then(|| {
                format!(
                    "both accept a map of the keys that `{}` or `{}` requires",
                    earlier.name, later.name
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
