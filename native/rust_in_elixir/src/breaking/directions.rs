//! Which way the values of each type go: into Rust, or out of it.

use std::collections::{HashMap, HashSet};

use crate::boundary::*;

/// The directions in which values of a type cross.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Direction {
    pub(super) goes_in: bool,
    pub(super) comes_out: bool,
}

/// The directions in which each type crossed before and still does, by its new name.
///
/// Nobody depends on a new direction, and the loss of an old one is reported at the function or field that
/// it crossed through. A type that crosses in neither direction is treated as if it crossed in both.
pub(super) fn directions(
    old: &Boundary,
    new: &Boundary,
    renamed: &HashMap<String, String>,
) -> HashMap<String, Direction> {
    let current = |name: &str| renamed.get(name).map_or(name, String::as_str).to_string();
    let named = |names: HashSet<&str>| names.into_iter().map(current).collect::<HashSet<_>>();
    let (old_in, old_out) = (named(reached(old, true)), named(reached(old, false)));
    let (new_in, new_out) = (reached(new, true), reached(new, false));
    (new.definitions.iter())
        .map(|it| {
            let name = it.name.as_str();
            let [was_in, was_out] = [old_in.contains(name), old_out.contains(name)];
            let [is_in, is_out] = [new_in.contains(name), new_out.contains(name)];
            let both = [was_in && is_in, was_out && is_out];
            let either = [was_in || is_in, was_out || is_out];
            let [goes_in, comes_out] = [both, either, [true, true]]
                .into_iter()
                .find(|it| it[0] || it[1])
                .unwrap_or_default();
            (it.name.clone(), Direction { goes_in, comes_out })
        })
        .collect()
}

/// The types that go into Rust, or that come out of it.
fn reached(boundary: &Boundary, goes_in: bool) -> HashSet<&str> {
    let definitions: HashMap<&str, &Definition> = (boundary.definitions.iter())
        .map(|it| (it.name.as_str(), it))
        .collect();
    let mut open: Vec<&str> = (boundary.nifs.iter())
        .flat_map(|nif| {
            if goes_in {
                nif.params.iter().map(|it| &it.r#type).collect()
            } else {
                nif.returns.types()
            }
        })
        .flat_map(Type::references)
        .collect();
    let mut reached = HashSet::new();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(
                definitions
                    .get(name)
                    .into_iter()
                    .flat_map(|it| it.references()),
            );
        }
    }
    reached
}
