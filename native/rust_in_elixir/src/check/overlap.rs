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
    if let Some(name) = limited(model, earlier)
        && classes(model, earlier) & classes(model, later) != 0
    {
        return Some(format!(
            "Rust does not know what {name} asks of its values; a tagged_enum would tell them apart"
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
        (Type::Scalar(Scalar::Term), _) => Some("every term is a term".to_string()),
        (_, Type::Scalar(Scalar::Term)) => takes_more(model, earlier)
            .map(|why| format!("{why}; a tagged_enum would tell them apart")),
        (_, Type::Named(name)) if is_custom(model, name) => takes_more(model, earlier).map(|why| {
            format!("{why}, should {name} have such a value; a tagged_enum would tell them apart")
        }),
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
            match model.definition(name).map(|it| &it.kind) {
                Some(Kind::Map(fields)) if fields.iter().all(Field::may_be_absent) => {
                    Some(format!("an empty map is a value of {name}"))
                }
                Some(Kind::Map(fields)) if has_atoms(model, key) => fields
                    .iter()
                    .all(|it| decodes(model, &it.r#type, value, depth - 1).is_some())
                    .then(|| format!("Rustler leaves out the keys that {name} does not have")),
                _ => None,
            }
        }
        (Type::Map(key, _), Type::Named(name)) if has_atoms(model, key) => {
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
        _ => tuple_decodes(
            model,
            &Type::Named(earlier.name.clone()),
            &Type::Named(later.name.clone()),
            depth,
        ),
    }
}

/// An element of a tuple: an atom that is always the same, a map with fields, or a type.
#[derive(Clone, Copy)]
enum Element<'a> {
    Tag(&'a str),
    Fields,
    Of(&'a Type),
}

/// The tuples that are values of a type, by their elements.
fn tuples<'a>(model: &Model<'a>, r#type: &'a Type) -> Vec<Vec<Element<'a>>> {
    let of = |fields: &'a [Field]| fields.iter().map(|it| Element::Of(&it.r#type));
    let name = match r#type {
        Type::Tuple(items) => return vec![items.iter().map(Element::Of).collect()],
        Type::Named(name) => name,
        _ => return Vec::new(),
    };
    match model.definition(name).map(|it| &it.kind) {
        Some(Kind::Tuple(fields)) => vec![of(fields).collect()],
        Some(Kind::Record(tag, fields)) => {
            vec![[Element::Tag(tag)].into_iter().chain(of(fields)).collect()]
        }
        Some(Kind::TaggedEnum(variants)) => variants
            .iter()
            .filter_map(|variant| {
                let tag = Element::Tag(&variant.name);
                match &variant.shape {
                    Shape::Unit => None,
                    Shape::Fields(_) => Some(vec![tag, Element::Fields]),
                    Shape::Values(types) => Some(
                        [tag]
                            .into_iter()
                            .chain(types.iter().map(Element::Of))
                            .collect(),
                    ),
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether some tuples of `later` decode as those of `earlier`: each element may, and one of them
/// changes, or is a value of both.
fn tuple_decodes(model: &Model, earlier: &Type, later: &Type, depth: usize) -> Option<String> {
    let (first, second) = (tuples(model, earlier), tuples(model, later));
    first
        .iter()
        .any(|first| {
            second.iter().any(|second| {
                let pairs = || first.iter().copied().zip(second.iter().copied());
                first.len() == second.len()
                    && pairs().all(|(first, second)| elements_meet(model, first, second))
                    && pairs().any(|pair| match pair {
                        (Element::Of(first), Element::Of(second)) => {
                            decodes(model, first, second, depth - 1).is_some()
                        }
                        // Which keys they have is not gone into.
                        (Element::Fields, _) => true,
                        _ => false,
                    })
            })
        })
        .then(|| "both have tuples of the same elements".to_string())
}

fn elements_meet(model: &Model, first: Element, second: Element) -> bool {
    match (first, second) {
        (Element::Tag(first), Element::Tag(second)) => first == second,
        (Element::Tag(tag), Element::Of(r#type)) | (Element::Of(r#type), Element::Tag(tag)) => {
            has_atom(model, r#type, tag)
        }
        _ => first.classes(model) & second.classes(model) != 0,
    }
}

impl Element<'_> {
    fn classes(self, model: &Model) -> u8 {
        match self {
            Element::Tag(_) => ATOM,
            Element::Fields => MAP,
            Element::Of(r#type) => classes(model, r#type),
        }
    }
}

pub const NUMBER: u8 = 1;
pub const ATOM: u8 = 2;
pub const BINARY: u8 = 4;
pub const LIST: u8 = 8;
pub const MAP: u8 = 16;
const TUPLE: u8 = 32;
const IDENTIFIER: u8 = 64;

/// What kinds of terms the values of a type are, as a set of bits.
pub fn classes(model: &Model, r#type: &Type) -> u8 {
    match model.base(r#type) {
        Type::Scalar(scalar) if scalar.is_integer() || scalar.is_float() => NUMBER,
        Type::Scalar(Scalar::Bool | Scalar::Atom) => ATOM,
        Type::Scalar(Scalar::String | Scalar::Binary | Scalar::Path) => BINARY,
        Type::Scalar(Scalar::Pid | Scalar::Reference) => IDENTIFIER,
        Type::Scalar(_) | Type::Invalid(_) => u8::MAX,
        Type::Optional(item) => ATOM | classes(model, item),
        Type::List(_) => LIST,
        Type::Map(..) => MAP,
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

/// Why Rust decodes more than the values of a type as one of it, if it does.
fn takes_more(model: &Model, r#type: &Type) -> Option<String> {
    match r#type {
        Type::Scalar(scalar) if scalar.is_truncated_by_rustler() => Some(format!(
            "Rustler cuts a wider integer down to {}",
            scalar.name()
        )),
        Type::Scalar(Scalar::I128) => {
            Some("Rustler takes some integers below i128 for others within it".to_string())
        }
        Type::Scalar(scalar) if scalar.is_float() => {
            Some(format!("Rustler decodes every number as {}", scalar.name()))
        }
        Type::Scalar(_) | Type::Invalid(_) => None,
        Type::List(_) => Some("Rustler panics at a list that is improper".to_string()),
        Type::Optional(item) => takes_more(model, item),
        Type::Tuple(items) => items.iter().find_map(|it| takes_more(model, it)),
        Type::Map(key, _) if has_atoms(model, key) => {
            Some("Rustler takes a struct for a map".to_string())
        }
        Type::Map(key, value) => takes_more(model, key).or_else(|| takes_more(model, value)),
        Type::Named(name) if model.is_recursive(name) => Some(format!(
            "Rust fails at what is nested more deeply than {name} may be"
        )),
        Type::Named(name) => match &model.definition(name)?.kind {
            Kind::UnitEnum(_) => None,
            Kind::TaggedEnum(variants) | Kind::UntaggedEnum(variants) => variants
                .iter()
                .find_map(|it| shape_takes_more(model, name, &it.shape)),
            Kind::Tuple(fields) | Kind::Record(_, fields) => {
                fields.iter().find_map(|it| takes_more(model, &it.r#type))
            }
            Kind::Newtype(inner, _) => match limited(model, r#type) {
                None => takes_more(model, inner),
                Some(name) => Some(format!("Rust does not know what {name} asks of its values")),
            },
            Kind::Custom(_) => Some(format!("what the decoder of {name} takes is not known")),
            Kind::Struct(_)
            | Kind::Map(_)
            | Kind::Exception(_)
            | Kind::Options(_)
            | Kind::Resource(_) => Some(keys_to_spare(name)),
        },
    }
}

fn shape_takes_more(model: &Model, holder: &str, shape: &Shape) -> Option<String> {
    match shape {
        Shape::Unit => None,
        Shape::Values(types) => types.iter().find_map(|it| takes_more(model, it)),
        Shape::Fields(_) => Some(keys_to_spare(holder)),
    }
}

fn keys_to_spare(name: &str) -> String {
    format!("Rustler leaves out the keys that {name} does not have")
}

/// The newtype whose constraints keep some values out, if the type is one or holds nothing else.
fn limited<'a>(model: &Model<'a>, r#type: &'a Type) -> Option<&'a str> {
    let Type::Named(name) = r#type else {
        return None;
    };
    match &model.definition(name)?.kind {
        Kind::Newtype(_, constraints) if constraints.iter().any(|it| *it != Constraint::Trim) => {
            Some(name)
        }
        Kind::Newtype(inner, _) if !model.is_recursive(name) => limited(model, inner),
        _ => None,
    }
}

fn is_custom(model: &Model, name: &str) -> bool {
    model
        .definition(name)
        .is_some_and(|it| matches!(it.kind, Kind::Custom(_)))
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
        (Scalar::Path, Scalar::Binary) | (Scalar::Binary, Scalar::Path) => {
            Some("both are binaries; a tagged_enum would tell them apart".to_string())
        }
        (Scalar::Binary, Scalar::String) => {
            Some("every string is also a binary; put it first".to_string())
        }
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

/// Whether some values of the type are atoms.
pub(super) fn has_atoms(model: &Model, key: &Type) -> bool {
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
fn has_atom(model: &Model, r#type: &Type, atom: &str) -> bool {
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
