//! The outer form of the values of a type, by which they are told apart before their parts are looked at, and these parts.

use std::collections::HashSet;

use super::overlap::has_atoms;
use crate::boundary::*;
use crate::model::Model;

/// The values of a type that look the same from outside.
pub struct Outline<'a> {
    outer: Outer<'a>,
    pub parts: Vec<(Place<'a>, Part<'a>)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Outer<'a> {
    List,
    /// A tuple of a size, and its first element where that is always the same atom.
    Tuple(usize, Option<&'a str>),
    Map,
    Struct(&'a str),
    /// A map of any keys, and whether they can be atoms.
    Entries(bool),
    /// The map that JSON, but not Elixir, has for a variant of a tagged enum.
    JsonVariant,
}

/// Where in a value a part of it is.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    Anywhere,
    At(usize),
    Under(&'a str),
}

/// The type or types of a part of a value.
#[derive(Clone, Copy, PartialEq)]
pub enum Part<'a> {
    Of(&'a Type),
    /// The fields of a variant of a tagged enum.
    Fields(&'a [Field]),
    /// The values of such a variant, as JSON lists them.
    Values(&'a [Type]),
}

impl<'a> Part<'a> {
    pub fn types(self) -> Vec<&'a Type> {
        match self {
            Part::Of(r#type) => vec![r#type],
            Part::Fields(fields) => fields.iter().map(|it| &it.r#type).collect(),
            Part::Values(types) => types.iter().collect(),
        }
    }
}

impl<'a> Outline<'a> {
    /// Whether a value may be tried as both; where `is_cast`, it may be decoded JSON.
    pub fn meets(&self, other: &Self, is_cast: bool) -> bool {
        match (self.outer, other.outer) {
            (Outer::Tuple(size, tag), Outer::Tuple(other, other_tag)) => {
                size == other && (tag.is_none() || other_tag.is_none() || tag == other_tag)
            }
            (Outer::Tuple(..) | Outer::List, Outer::Tuple(..) | Outer::List) => {
                is_cast || self.outer == other.outer
            }
            (Outer::Tuple(..) | Outer::List, _) | (_, Outer::Tuple(..) | Outer::List) => false,
            // A map may have the keys of a struct.
            (Outer::Map, Outer::Map | Outer::Struct(_)) | (Outer::Struct(_), Outer::Map) => true,
            (Outer::Struct(one), Outer::Struct(other)) => one == other || is_cast,
            (Outer::Entries(_), Outer::Entries(_)) => true,
            (Outer::Entries(has_atoms), Outer::Map | Outer::Struct(_))
            | (Outer::Map | Outer::Struct(_), Outer::Entries(has_atoms)) => has_atoms || is_cast,
            _ => is_cast,
        }
    }

    /// The parts at a place.
    pub fn at(&self, place: Place<'a>) -> impl Iterator<Item = Part<'a>> {
        self.parts
            .iter()
            .filter(move |(other, _)| place.meets(*other))
            .map(|(_, part)| *part)
    }
}

impl Place<'_> {
    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Place::At(one), Place::At(other)) => one == other,
            (Place::Under(one), Place::Under(other)) => one == other,
            _ => true,
        }
    }
}

/// The outlines of what the part is a value of, with those of what an untagged enum takes, unless it was `seen`.
pub fn outlines<'a>(
    model: &Model<'a>,
    part: Part<'a>,
    seen: &mut HashSet<&'a str>,
) -> Vec<Outline<'a>> {
    let part = match part {
        Part::Of(r#type) => Part::Of(model.base(r#type)),
        part => part,
    };
    match part {
        Part::Of(Type::Optional(item)) => outlines(model, Part::Of(item), seen),
        Part::Of(Type::List(item) | Type::Array(item, _)) => {
            one(Outer::List, vec![(Place::Anywhere, Part::Of(item))])
        }
        Part::Of(Type::Map(key, value)) => one(
            Outer::Entries(has_atoms(model, key)),
            vec![(Place::Anywhere, Part::Of(value))],
        ),
        Part::Of(Type::Tuple(items)) => one(Outer::Tuple(items.len(), None), at(items, 0)),
        Part::Of(Type::Named(name)) if seen.insert(name) => match model.definition(name) {
            Some(definition) => of_definition(model, definition, seen),
            None => Vec::new(),
        },
        Part::Of(Type::Named(_) | Type::Scalar(_) | Type::Set(_) | Type::Invalid(_)) => Vec::new(),
        Part::Fields(fields) => one(Outer::Map, under(fields)),
        Part::Values(types) => one(Outer::List, at(types, 0)),
    }
}

/// The same for a type of the boundary.
pub fn of_definition<'a>(
    model: &Model<'a>,
    definition: &'a Definition,
    seen: &mut HashSet<&'a str>,
) -> Vec<Outline<'a>> {
    match &definition.kind {
        Kind::UntaggedEnum(variants) => variants
            .iter()
            .flat_map(|it| it.shape.types())
            .flat_map(|it| outlines(model, Part::Of(it), seen))
            .collect(),
        Kind::Struct(fields) | Kind::Exception(fields) => {
            one(Outer::Struct(&definition.name), under(fields))
        }
        Kind::Map(fields) => one(Outer::Map, under(fields)),
        Kind::Tuple(fields) => one(Outer::Tuple(fields.len(), None), of_fields(fields, 0)),
        Kind::Record(tag, fields) => one(
            Outer::Tuple(fields.len() + 1, Some(tag)),
            of_fields(fields, 1),
        ),
        Kind::TaggedEnum(variants) => variants.iter().flat_map(of_variant).collect(),
        _ => Vec::new(),
    }
}

fn of_variant(variant: &Variant) -> Vec<Outline<'_>> {
    let tag = variant.name.as_str();
    let (size, parts, in_json) = match &variant.shape {
        Shape::Unit => return Vec::new(),
        Shape::Values(types) => {
            let in_json = match &types[..] {
                [held] => Part::Of(held),
                _ => Part::Values(types),
            };
            (types.len() + 1, at(types, 1), in_json)
        }
        Shape::Fields(fields) => {
            let fields = Part::Fields(fields);
            (2, vec![(Place::At(1), fields)], fields)
        }
    };
    vec![
        outline(Outer::Tuple(size, Some(tag)), parts),
        outline(Outer::JsonVariant, vec![(Place::Under(tag), in_json)]),
    ]
}

fn at(types: &[Type], before: usize) -> Vec<(Place<'_>, Part<'_>)> {
    let places = types.iter().enumerate();
    places
        .map(|(index, it)| (Place::At(index + before), Part::Of(it)))
        .collect()
}

fn of_fields(fields: &[Field], before: usize) -> Vec<(Place<'_>, Part<'_>)> {
    let places = fields.iter().enumerate();
    places
        .map(|(index, it)| (Place::At(index + before), Part::Of(&it.r#type)))
        .collect()
}

fn under(fields: &[Field]) -> Vec<(Place<'_>, Part<'_>)> {
    fields
        .iter()
        .map(|it| (Place::Under(&it.name), Part::Of(&it.r#type)))
        .collect()
}

fn one<'a>(outer: Outer<'a>, parts: Vec<(Place<'a>, Part<'a>)>) -> Vec<Outline<'a>> {
    vec![outline(outer, parts)]
}

fn outline<'a>(outer: Outer<'a>, parts: Vec<(Place<'a>, Part<'a>)>) -> Outline<'a> {
    Outline { outer, parts }
}
