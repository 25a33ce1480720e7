//! Finds input that was taken unchanged and is now cast to something else.
//!
//! An untagged enum takes its first matching variant. A cast brings input into the shape of an earlier variant, so that
//! `"left"`, which was a string, is the variant `:left` of an enum from then on.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Comparing, rules};
use crate::boundary::*;
use crate::check::overlap::{ATOM, BINARY, LIST, MAP, NUMBER, classes};
use crate::model::Model;
use crate::text::names;

/// The input that is cast to an earlier type of an enum and matches a later one unchanged: by enum, earlier and later type.
type Meanings = BTreeMap<(String, String, String), BTreeSet<String>>;

impl Comparing<'_> {
    /// Reports input of a function that means something else because it is now cast.
    pub(super) fn meanings(&mut self, old: &Nif, new: &Nif) {
        let [before, after] = [
            meanings(&self.subtypes.old.model, old),
            meanings(&self.subtypes.new.model, new),
        ];
        for ((name, earlier, later), input) in after {
            let definition = self.new.definitions.iter().find(|it| it.name == name);
            let was_there = self
                .old
                .definitions
                .iter()
                .find(|it| self.subtypes.current(&it.name) == name && holds(&it.kind, &later));
            let (Some(definition), Some(was)) = (definition, was_there) else {
                continue;
            };
            let key = (was.name.clone(), earlier.clone(), later.clone());
            let known = before.get(&key).cloned().unwrap_or_default();
            let fresh: Vec<String> = input.difference(&known).cloned().collect();
            if fresh.is_empty() {
                continue;
            }
            let (path, line) = if new.cast && !old.cast {
                (new.label(), new.line)
            } else {
                (name.clone(), definition.line)
            };
            let message = format!(
                "`{path}` now casts {} to `{earlier}` of `{name}` instead of taking it as `{later}`, so the same call means something else; remove the cast, or tell the two apart with a `tagged_enum`",
                fresh.join(", ")
            );
            if self.findings.iter().any(|it| it.message == message) {
                continue;
            }
            self.report(
                &rules::CAST_CHANGES_VALUES,
                &path,
                line,
                (Some(later), Some(earlier)),
                message,
            );
        }
    }
}

fn holds(kind: &Kind, later: &str) -> bool {
    match kind {
        Kind::UntaggedEnum(variants) => variants
            .iter()
            .flat_map(|it| it.shape.types())
            .any(|it| it.to_string() == later),
        _ => false,
    }
}

fn meanings(model: &Model, nif: &Nif) -> Meanings {
    let mut meanings = Meanings::new();
    let mut seen = HashSet::new();
    for param in &nif.params {
        collect(model, &param.r#type, nif.cast, &mut seen, &mut meanings);
    }
    meanings
}

fn collect(
    model: &Model,
    r#type: &Type,
    everywhere: bool,
    seen: &mut HashSet<(String, bool)>,
    meanings: &mut Meanings,
) {
    for name in r#type.references() {
        let everywhere = everywhere || model.declares_cast(name);
        let Some(definition) = model.definition(name) else {
            continue;
        };
        if !seen.insert((name.to_string(), everywhere)) {
            continue;
        }
        if let Kind::UntaggedEnum(variants) = &definition.kind {
            let types: Vec<&Type> = variants.iter().flat_map(|it| it.shape.types()).collect();
            for (at, later) in types.iter().enumerate() {
                for earlier in &types[..at] {
                    let input = shared(model, earlier, later, everywhere);
                    if !input.is_empty() {
                        let key = (name.to_string(), earlier.to_string(), later.to_string());
                        meanings.insert(key, input);
                    }
                }
            }
        }
        for held in definition.types() {
            collect(model, held, everywhere, seen, meanings);
        }
    }
}

/// The input that a cast turns into the earlier type, and that the later type accepts unchanged.
fn shared(model: &Model, earlier: &Type, later: &Type, everywhere: bool) -> BTreeSet<String> {
    let mut input = Vec::new();
    cast_from(model, earlier, everywhere, &mut HashSet::new(), &mut input);
    // A struct is cast to nothing but itself.
    let is_struct = matches!(model.base(later), Type::Named(name) if matches!(
        model.definition(name).map(|it| &it.kind),
        Some(Kind::Struct(_) | Kind::Exception(_) | Kind::Resource(_))
    ));
    let taken = if is_struct { 0 } else { classes(model, later) };
    let shared = input.into_iter().filter(|(class, _)| class & taken != 0);
    shared.map(|(_, words)| words).collect()
}

/// What JSON has in the place of a built-in type: the kind of term, and a description.
fn cast_from_json(scalar: Scalar) -> Option<(u8, String)> {
    let (class, words) = match scalar {
        Scalar::Atom => (BINARY, "the name of an atom"),
        Scalar::Decimal => (BINARY | NUMBER, "a decimal as a string or integer"),
        Scalar::Duration => (BINARY, "a duration in ISO 8601"),
        Scalar::Range => (MAP, "a map with `first` and `last`"),
        Scalar::Char => (BINARY, "a string of one character"),
        Scalar::Ip => (BINARY, "an address as a string"),
        Scalar::Uuid => (BINARY, "a UUID in upper case"),
        it if it.is_calendar() => (BINARY, "a string in ISO 8601"),
        it if it.is_float() => (NUMBER, "an integer"),
        _ => return None,
    };
    Some((class, words.to_string()))
}

/// The input that a cast turns into a value of the type: the kind of term, and a description.
fn cast_from<'a>(
    model: &Model<'a>,
    r#type: &'a Type,
    everywhere: bool,
    seen: &mut HashSet<&'a str>,
    input: &mut Vec<(u8, String)>,
) {
    let is_cast = |it: &Type| model.casts(it, everywhere);
    let list = |size: usize| (LIST, format!("a list of {size}"));
    match r#type {
        Type::Scalar(scalar) if everywhere => input.extend(cast_from_json(*scalar)),
        Type::Scalar(_) | Type::Invalid(_) => {}
        Type::Optional(item) => cast_from(model, item, everywhere, seen, input),
        Type::Array(item, length) if is_cast(item) => input.push(list(*length as usize)),
        Type::List(item) if is_cast(item) => input.push((LIST, "a list".to_string())),
        Type::Set(_) if everywhere => input.push((LIST, "a list".to_string())),
        Type::Set(item) if is_cast(item) => input.push((MAP, "a set".to_string())),
        Type::Tuple(items) if everywhere => input.push(list(items.len())),
        Type::Map(..) if is_cast(r#type) => input.push((MAP, "a map".to_string())),
        Type::List(_) | Type::Array(..) | Type::Set(_) | Type::Tuple(_) | Type::Map(..) => {}
        Type::Named(name) if seen.insert(name) => {
            let everywhere = everywhere || model.declares_cast(name);
            let Some(definition) = model.definition(name) else {
                return;
            };
            match &definition.kind {
                Kind::Newtype(inner, _) => cast_from(model, inner, everywhere, seen, input),
                Kind::UntaggedEnum(variants) => {
                    for held in variants.iter().flat_map(|it| it.shape.types()) {
                        cast_from(model, held, everywhere, seen, input);
                    }
                }
                Kind::Custom(_) if is_cast(r#type) => {
                    let any = NUMBER | ATOM | BINARY | LIST | MAP;
                    input.push((any, format!("input that `{name}` casts")));
                }
                _ if !everywhere => {}
                Kind::UnitEnum(variants) | Kind::TaggedEnum(variants) => {
                    input.extend(variants.iter().map(|it| match it.shape {
                        Shape::Unit => (BINARY, names::elixir_string(&it.name)),
                        _ => (
                            MAP,
                            format!("a map with the key {}", names::elixir_string(&it.name)),
                        ),
                    }));
                }
                Kind::Tuple(fields) => input.push(list(fields.len())),
                Kind::Record(_, fields) => input.push(list(fields.len() + 1)),
                Kind::Struct(_) | Kind::Exception(_) | Kind::Map(_) | Kind::Options(_) => {
                    input.push((MAP, "a map".to_string()));
                }
                // No untagged enum has a type of another library.
                Kind::Remote(..) | Kind::Custom(_) | Kind::Resource(_) => {}
            }
        }
        Type::Named(_) => {}
    }
}
