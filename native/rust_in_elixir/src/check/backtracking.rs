//! How often an untagged enum tries a part of its values.
//!
//! A value is tried as one variant after the other. Where two variants hold something at the same place, that part is
//! tried for both. If it is the enum itself, each level of a value doubles that, and a value of 20 levels is tried a
//! million times. If it is another enum of that kind, each enum doubles it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Check;
use super::outlines::{Outline, Part, of_definition, outlines};
use crate::boundary::*;
use crate::model::Model;

/// How often a part of a value may be tried.
const MOST: u64 = 64;

/// The first two variants that hold the enum itself at the same place.
pub fn twice<'a>(
    model: &Model<'a>,
    name: &'a str,
    variants: &'a [Variant],
) -> Option<(&'a Variant, &'a Variant)> {
    let leads_back = |part: Part| model.reached(&part.types()).contains(name);
    let holders: Vec<(&Variant, Vec<Outline>)> = variants
        .iter()
        .map(|variant| {
            let mut seen = HashSet::from([name]);
            let parts = variant.shape.types().into_iter().map(Part::Of);
            let mut holders: Vec<Outline> = parts
                .filter(|it| leads_back(*it))
                .flat_map(|it| outlines(model, it, &mut seen))
                .collect();
            for holder in &mut holders {
                holder.parts.retain(|(_, part)| leads_back(*part));
            }
            (variant, holders)
        })
        .collect();
    let is_cast = is_cast(model, name);
    let meet = |one: &Outline, other: &Outline| {
        one.meets(other, is_cast)
            && one
                .parts
                .iter()
                .any(|(place, _)| other.at(*place).next().is_some())
    };
    holders
        .iter()
        .enumerate()
        .find_map(|(at, (second, later))| {
            holders[..at].iter().find_map(|(first, earlier)| {
                let is_twice = earlier
                    .iter()
                    .any(|it| later.iter().any(|other| meet(it, other)));
                is_twice.then_some((*first, *second))
            })
        })
}

fn is_cast(model: &Model, name: &str) -> bool {
    model.is_cast(name) || model.declares_cast(name)
}

impl<'a> Check<'a> {
    /// Untagged enums that hold each other in such a way that a part of a value is tried again and again.
    pub(super) fn backtracking(&mut self) {
        let mut circles: BTreeMap<usize, Vec<&Definition>> = BTreeMap::new();
        for definition in &self.model.boundary.definitions {
            if let Some(circle) = self.model.circle(&definition.name) {
                circles.entry(circle).or_default().push(definition);
            }
        }
        let mut tries = Tries::new(&self.model);
        for (circle, definitions) in circles.into_iter().rev() {
            tries.add(circle, &definitions);
        }
        for (definition, count) in tries.too_many {
            let name = &definition.name;
            self.report(
                definition.line,
                format!(
                    "a part of a value of `{name}` may be tried {count} times, and the limit is {MOST}: variants of `{name}` contain \
                     other untagged enums at the same place, and so do variants of those; make some of them a `tagged_enum`"
                ),
            );
        }
    }
}

/// How often parts of values are tried, for each circle of types that hold each other. Within a circle nothing is tried
/// twice, or else [`twice`] finds it.
struct Tries<'m, 'a> {
    model: &'m Model<'a>,
    /// Nothing where it is too often, so that what holds it is not reported as well.
    known: HashMap<usize, Option<u64>>,
    too_many: Vec<(&'a Definition, u64)>,
}

impl<'m, 'a> Tries<'m, 'a> {
    fn new(model: &'m Model<'a>) -> Self {
        Self {
            model,
            known: HashMap::new(),
            too_many: Vec::new(),
        }
    }

    /// Takes the types of a circle, after those that they hold.
    fn add(&mut self, circle: usize, definitions: &[&'a Definition]) {
        let mut most = Some(1);
        for definition in definitions {
            let mut count = self.of_definition(definition, circle);
            if let Some(found) = count
                && found > MOST
            {
                self.too_many.push((definition, found));
                count = None;
            }
            most = most.zip(count).map(|(most, count)| most.max(count));
        }
        self.known.insert(circle, most);
    }

    fn of_definition(&self, definition: &'a Definition, circle: usize) -> Option<u64> {
        if let Kind::Newtype(inner, _) = &definition.kind {
            return self.of_part(Part::Of(inner), circle);
        }
        let mut seen = HashSet::from([definition.name.as_str()]);
        let outlines = of_definition(self.model, definition, &mut seen);
        match &definition.kind {
            Kind::UntaggedEnum(_) => self.of_variants(&definition.name, &outlines, circle),
            _ => self.of_parts(&outlines, circle),
        }
    }

    /// Of what is in values of these outlines, that which is tried most often if each is tried once.
    fn of_parts(&self, outlines: &[Outline<'a>], within: usize) -> Option<u64> {
        outlines
            .iter()
            .flat_map(|it| it.parts.iter())
            .try_fold(1, |most, (_, part)| {
                Some(most.max(self.of_part(*part, within)?))
            })
    }

    fn of_part(&self, part: Part<'a>, within: usize) -> Option<u64> {
        match part {
            Part::Of(Type::Optional(item)) => self.of_part(Part::Of(item), within),
            Part::Of(Type::Named(name)) => match self.model.circle(name) {
                Some(circle) if circle != within => self.known.get(&circle).copied().flatten(),
                Some(_) => Some(0),
                None => Some(1),
            },
            _ => {
                let outlines = outlines(self.model, part, &mut HashSet::new());
                self.of_parts(&outlines, within)
            }
        }
    }

    /// The same if a value is tried as each of them.
    fn of_variants(&self, name: &str, variants: &[Outline<'a>], within: usize) -> Option<u64> {
        let is_cast = is_cast(self.model, name);
        let mut most = 1;
        for variant in variants {
            let met: Vec<&Outline> = (variants.iter())
                .filter(|it| variant.meets(it, is_cast))
                .collect();
            for (place, _) in &variant.parts {
                let parts: Vec<Part> = met.iter().flat_map(|it| it.at(*place)).collect();
                most = most.max(self.at_one_place(&parts, within, is_cast)?);
            }
        }
        Some(most)
    }

    fn at_one_place(&self, parts: &[Part<'a>], within: usize, is_cast: bool) -> Option<u64> {
        let counts = parts
            .iter()
            .map(|it| self.of_part(*it, within))
            .collect::<Option<Vec<u64>>>()?;
        (0..parts.len())
            .map(|one| {
                let also = (0..parts.len()).filter(|other| {
                    one == *other || self.may_be_both(parts[one], parts[*other], is_cast)
                });
                also.fold(0_u64, |sum, it| sum.saturating_add(counts[it]))
            })
            .max()
    }

    /// Whether what is tried as the one is looked into if it is tried as the other.
    fn may_be_both(&self, one: Part<'a>, other: Part<'a>, is_cast: bool) -> bool {
        let outlines = |part| outlines(self.model, part, &mut HashSet::new());
        one == other || {
            let others = outlines(other);
            outlines(one)
                .iter()
                .any(|it| others.iter().any(|other| it.meets(other, is_cast)))
        }
    }
}
