//! Tuples, element by element.

use super::classes::{ATOM, MAP, classes, has_atom};
use super::decodes;
use crate::boundary::*;
use crate::model::Model;

/// An element of a tuple: an atom that is always the same, a map with fields, or a type.
#[derive(Clone, Copy)]
enum Element<'a> {
    Tag(&'a str),
    Fields,
    Of(&'a Type),
}

/// The parts of an address of IPv4, and those of one of IPv6.
static IP_PARTS: [Type; 2] = [Type::Scalar(Scalar::U8), Type::Scalar(Scalar::U16)];

/// The tuples that are values of a type, by their elements.
fn tuples<'a>(model: &Model<'a>, r#type: &'a Type) -> Vec<Vec<Element<'a>>> {
    let of = |fields: &'a [Field]| fields.iter().map(|it| Element::Of(&it.r#type));
    let name = match r#type {
        Type::Tuple(items) => return vec![items.iter().map(Element::Of).collect()],
        Type::Scalar(Scalar::Ip) => {
            let of = |part, count| vec![Element::Of(part); count];
            return vec![of(&IP_PARTS[0], 4), of(&IP_PARTS[1], 8)];
        }
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
pub(super) fn tuple_decodes(
    model: &Model,
    earlier: &Type,
    later: &Type,
    depth: usize,
) -> Option<String> {
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
                        // Their keys are not compared.
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
