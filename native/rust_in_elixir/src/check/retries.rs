//! Whether an untagged enum tries a part of its values more than once.
//!
//! A value is tried as one variant after the other. Where two variants hold the enum itself at the same place, that
//! part is tried for both, at each level anew, and a value of 20 levels is tried a million times.

use std::collections::HashSet;

use super::overlap;
use crate::boundary::*;
use crate::model::Model;

/// The first two variants that hold the enum itself at the same place.
pub fn twice<'a>(
    model: &Model<'a>,
    name: &str,
    variants: &'a [Variant],
) -> Option<(&'a Variant, &'a Variant)> {
    let holders: Vec<(&Variant, Vec<Holder>)> = variants
        .iter()
        .map(|variant| {
            let mut seen = HashSet::from([name]);
            let types = variant.shape.types().into_iter();
            let holders = types.flat_map(|it| holders(model, name, it, &mut seen));
            (variant, holders.collect())
        })
        .collect();
    let is_cast = model.is_cast(name) || model.declares_cast(name);
    holders
        .iter()
        .enumerate()
        .find_map(|(at, (second, later))| {
            holders[..at].iter().find_map(|(first, earlier)| {
                let meet = earlier
                    .iter()
                    .any(|it| later.iter().any(|other| it.meets(other, is_cast)));
                meet.then_some((*first, *second))
            })
        })
}

/// Where values of one outer shape hold the enum.
struct Holder<'a> {
    outer: Outer<'a>,
    places: Places<'a>,
}

/// What tells values apart before anything in them is looked at.
#[derive(Clone, Copy, PartialEq)]
enum Outer<'a> {
    List,
    /// A tuple of a size, and its first element where that is always the same atom.
    Tuple(usize, Option<&'a str>),
    Map,
    Struct(&'a str),
    /// A map of any keys, and whether they can be atoms.
    Entries(bool),
    /// The map that JSON has for a variant of a tagged enum, and nothing of Elixir's.
    JsonVariant,
}

enum Places<'a> {
    Everywhere,
    At(Vec<usize>),
    Under(Vec<&'a str>),
}

impl Holder<'_> {
    fn meets(&self, other: &Self, is_cast: bool) -> bool {
        let outer = match (self.outer, other.outer) {
            (Outer::Tuple(size, tag), Outer::Tuple(other, other_tag)) => {
                size == other && (tag.is_none() || other_tag.is_none() || tag == other_tag)
            }
            (Outer::Tuple(..) | Outer::List, Outer::Tuple(..) | Outer::List) => {
                is_cast || self.outer == other.outer
            }
            (Outer::Tuple(..) | Outer::List, _) | (_, Outer::Tuple(..) | Outer::List) => false,
            // A map may have the keys of a struct.
            (Outer::Map, Outer::Map | Outer::Struct(_)) | (Outer::Struct(_), Outer::Map) => true,
            (Outer::Entries(_), Outer::Entries(_)) => true,
            (Outer::Entries(has_atoms), Outer::Map | Outer::Struct(_))
            | (Outer::Map | Outer::Struct(_), Outer::Entries(has_atoms)) => has_atoms || is_cast,
            _ => is_cast,
        };
        outer && self.places.meet(&other.places)
    }
}

impl Places<'_> {
    fn meet(&self, other: &Self) -> bool {
        match (self, other) {
            (Places::At(one), Places::At(other)) => one.iter().any(|it| other.contains(it)),
            (Places::Under(one), Places::Under(other)) => one.iter().any(|it| other.contains(it)),
            _ => true,
        }
    }
}

/// The values of a type that hold the enum, those of other untagged enums among them.
fn holders<'a>(
    model: &Model<'a>,
    name: &str,
    r#type: &'a Type,
    seen: &mut HashSet<&'a str>,
) -> Vec<Holder<'a>> {
    let leads_back = |it: &Type| model.reached(&[it]).contains(name);
    if !leads_back(r#type) {
        return Vec::new();
    }
    let at = |types: &mut dyn Iterator<Item = &Type>, before: usize| {
        let places = types.enumerate().filter(|(_, it)| leads_back(it));
        Places::At(places.map(|(index, _)| index + before).collect())
    };
    let under = |fields: &'a [Field]| {
        let fields = fields.iter().filter(|it| leads_back(&it.r#type));
        Places::Under(fields.map(|it| it.name.as_str()).collect())
    };
    let held = match r#type {
        Type::Optional(item) => return holders(model, name, item, seen),
        Type::List(_) => return vec![holder(Outer::List, Places::Everywhere)],
        Type::Map(key, _) => {
            let outer = Outer::Entries(overlap::has_atoms(model, key));
            return vec![holder(outer, Places::Everywhere)];
        }
        Type::Tuple(items) => {
            let places = at(&mut items.iter(), 0);
            return vec![holder(Outer::Tuple(items.len(), None), places)];
        }
        Type::Named(held) if seen.insert(held) => held,
        Type::Named(_) | Type::Scalar(_) | Type::Invalid(_) => return Vec::new(),
    };
    match model.definition(held).map(|it| &it.kind) {
        Some(Kind::Newtype(inner, _)) => holders(model, name, inner, seen),
        Some(Kind::UntaggedEnum(variants)) => variants
            .iter()
            .flat_map(|it| it.shape.types())
            .flat_map(|it| holders(model, name, it, seen))
            .collect(),
        Some(Kind::Struct(fields) | Kind::Exception(fields)) => {
            vec![holder(Outer::Struct(held), under(fields))]
        }
        Some(Kind::Map(fields)) => vec![holder(Outer::Map, under(fields))],
        Some(Kind::Tuple(fields)) => {
            let places = at(&mut fields.iter().map(|it| &it.r#type), 0);
            vec![holder(Outer::Tuple(fields.len(), None), places)]
        }
        Some(Kind::Record(tag, fields)) => {
            let places = at(&mut fields.iter().map(|it| &it.r#type), 1);
            vec![holder(Outer::Tuple(fields.len() + 1, Some(tag)), places)]
        }
        Some(Kind::TaggedEnum(variants)) => variants
            .iter()
            .flat_map(|variant| {
                let tag = variant.name.as_str();
                let (size, places) = match &variant.shape {
                    Shape::Unit => return Vec::new(),
                    Shape::Values(types) => (types.len() + 1, at(&mut types.iter(), 1)),
                    Shape::Fields(fields) if fields.iter().any(|it| leads_back(&it.r#type)) => {
                        (2, Places::At(vec![1]))
                    }
                    Shape::Fields(_) => (2, Places::At(Vec::new())),
                };
                let is_held = !matches!(&places, Places::At(places) if places.is_empty());
                let json = is_held.then(|| holder(Outer::JsonVariant, Places::Under(vec![tag])));
                let tuple = holder(Outer::Tuple(size, Some(tag)), places);
                [tuple].into_iter().chain(json).collect()
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn holder<'a>(outer: Outer<'a>, places: Places<'a>) -> Holder<'a> {
    Holder { outer, places }
}
