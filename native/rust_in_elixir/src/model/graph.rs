//! Types as a graph: who reaches whom, which hold each other, and whose values end.

use std::collections::{HashMap, HashSet};

use crate::boundary::*;

/// The types of a boundary by their names.
pub(super) struct Graph<'a> {
    definitions: HashMap<&'a str, &'a Definition>,
    /// For each type those that refer to it.
    held_by: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(boundary: &'a Boundary) -> Self {
        let definitions = boundary.definitions.iter();
        let mut graph = Self {
            definitions: definitions.map(|it| (it.name.as_str(), it)).collect(),
            held_by: HashMap::new(),
        };
        graph.held_by = reversed(&graph.names(), |name| graph.references(name));
        graph
    }

    pub(super) fn names(&self) -> HashSet<&'a str> {
        self.definitions.keys().copied().collect()
    }

    pub(super) fn definition(&self, name: &str) -> Option<&'a Definition> {
        self.definitions.get(name).copied()
    }

    /// The names of the types that a type uses.
    pub(super) fn references(&self, name: &str) -> Vec<&'a str> {
        self.definition(name)
            .map(Definition::references)
            .unwrap_or_default()
    }

    /// The same, with nothing on the heap between.
    pub(super) fn inline_references(&self, name: &str) -> Vec<&'a str> {
        self.definition(name)
            .map(Definition::types)
            .unwrap_or_default()
            .into_iter()
            .flat_map(Type::inline_references)
            .collect()
    }

    /// How many values a value of the type holds with nothing on the heap between, those of the types in `open` left out,
    /// counted until there are more than `most`.
    pub(super) fn inline_values<'b>(
        &self,
        r#type: &'b Type,
        most: usize,
        open: &mut Vec<&'b str>,
    ) -> usize
    where
        'a: 'b,
    {
        let parts: Vec<&'b Type> = match r#type {
            Type::Array(item, length) => {
                let of_item = self.inline_values(item, most, open);
                return of_item.saturating_mul(*length as usize);
            }
            Type::Optional(item) => vec![item],
            Type::Tuple(items) => items.iter().collect(),
            Type::Named(name) if !open.contains(&name.as_str()) => {
                open.push(name);
                self.definition(name)
                    .map(Definition::types)
                    .unwrap_or_default()
            }
            _ => return 1,
        };
        let mut values = 0_usize;
        for part in parts {
            if values > most {
                break;
            }
            values = values.saturating_add(self.inline_values(part, most, open));
        }
        if matches!(r#type, Type::Named(_)) {
            open.pop();
        }
        values.max(1)
    }

    /// Of these types those for which something holds, and those that hold one of them.
    pub(super) fn holders(
        &self,
        names: &HashSet<&'a str>,
        holds: impl Fn(&'a str) -> bool,
    ) -> HashSet<&'a str> {
        let holding = names.iter().copied().filter(|name| holds(name));
        reach(holding, |name| {
            let held_by = self.held_by.get(name).into_iter().flatten().copied();
            held_by.filter(|it| names.contains(it)).collect()
        })
    }

    /// Whether a value in one of the type takes another shape for Rust, but for those of other libraries.
    pub(super) fn is_filled(&self, definition: &'a Definition) -> bool {
        reach(definition.references(), |held| self.references(held))
            .into_iter()
            .filter_map(|held| self.definition(held))
            .any(|it| it.changes_on_its_own() && !it.is_remote())
    }

    /// The type inside of any newtypes.
    pub(super) fn base<'b>(&self, r#type: &'b Type) -> &'b Type
    where
        'a: 'b,
    {
        let mut base = r#type;
        for _ in 0..self.definitions.len() {
            match base {
                Type::Named(name) => match self.definition(name).map(|it| &it.kind) {
                    Some(Kind::Newtype(inner, _)) => base = inner,
                    _ => break,
                },
                _ => break,
            }
        }
        base
    }

    /// The items of a list or map that must not be empty.
    fn items_asked_for(&self, definition: &'a Definition) -> Option<&'a Type> {
        let Kind::Newtype(inner, constraints) = &definition.kind else {
            return None;
        };
        let asks = |it: &Constraint| matches!(it, Constraint::MinLength(least) if *least > 0);
        constraints.iter().any(asks).then_some(())?;
        match self.base(inner) {
            Type::List(item) | Type::Map(_, item) => Some(item),
            _ => None,
        }
    }
}

/// Everything that can be reached from some names, themselves included.
pub(super) fn reach<'a>(
    from: impl IntoIterator<Item = &'a str>,
    references: impl Fn(&str) -> Vec<&'a str>,
) -> HashSet<&'a str> {
    let mut reached = HashSet::new();
    let mut open: Vec<&str> = from.into_iter().collect();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(references(name));
        }
    }
    reached
}

/// For each name those that refer to it.
fn reversed<'a>(
    names: &HashSet<&'a str>,
    references: impl Fn(&str) -> Vec<&'a str>,
) -> HashMap<&'a str, Vec<&'a str>> {
    let mut reversed: HashMap<&str, Vec<&str>> = HashMap::new();
    for name in names {
        for held in references(name) {
            reversed.entry(held).or_default().push(name);
        }
    }
    reversed
}

/// For each name the number of its circle: those names that it reaches and that reach it.
///
/// This is Kosaraju's algorithm. What finishes last reaches all others, or has nothing to do with
/// them; so whatever reaches it in turn, and is in no circle yet, is in its circle.
pub(super) fn circles<'a>(
    names: &HashSet<&'a str>,
    references: impl Fn(&str) -> Vec<&'a str>,
) -> HashMap<&'a str, usize> {
    let mut seen = HashSet::new();
    let mut finished = Vec::new();
    for start in names {
        let mut open = vec![(*start, false)];
        while let Some((name, is_left)) = open.pop() {
            if is_left {
                finished.push(name);
            } else if seen.insert(name) {
                open.push((name, true));
                open.extend(references(name).into_iter().map(|held| (held, false)));
            }
        }
    }

    let held_by = reversed(names, references);
    let mut circles = HashMap::new();
    for (number, start) in finished.into_iter().rev().enumerate() {
        let mut open = vec![start];
        while let Some(name) = open.pop() {
            if !circles.contains_key(name) {
                circles.insert(name, number);
                open.extend(held_by.get(name).into_iter().flatten());
            }
        }
    }
    circles
}

/// The names of the types of which some value ends.
pub(super) fn finite<'a>(graph: &Graph<'a>) -> HashSet<&'a str> {
    let mut finite: HashSet<&str> = HashSet::new();
    loop {
        let before = finite.len();
        for (name, definition) in &graph.definitions {
            let ends = |held: &str| finite.contains(held) || !graph.definitions.contains_key(held);
            if definition.ends(&ends)
                && graph
                    .items_asked_for(definition)
                    .is_none_or(|it| it.ends(&ends))
            {
                finite.insert(name);
            }
        }
        if finite.len() == before {
            return finite;
        }
    }
}
