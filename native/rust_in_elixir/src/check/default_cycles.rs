//! Defaults that lead back to themselves.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;

use super::{Check, literal};
use crate::boundary::*;
use crate::text::names;

impl<'a> Check<'a> {
    /// A default that leaves out what stands for itself would be filled in without end, and a struct is
    /// made when its module is compiled, with the structs in its defaults made before.
    pub(super) fn defaults_without_end(&mut self) {
        let boundary = self.model.boundary;
        let mut fields: HashMap<(String, String), BTreeSet<(String, String)>> = HashMap::new();
        let mut structs: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut defaults = Vec::new();
        for definition in &boundary.definitions {
            for field in definition.fields().iter().filter(|it| it.default.is_some()) {
                let dependencies = literal::dependencies(&self.model, field);
                let key = (definition.name.clone(), field.name.clone());
                fields.insert(key.clone(), dependencies.fields);
                if matches!(definition.kind, Kind::Struct(_) | Kind::Exception(_)) {
                    let held = structs.entry(definition.name.clone()).or_default();
                    held.extend(dependencies.structs.clone());
                }
                defaults.push((key, field, dependencies.structs));
            }
        }
        for (key, field, made) in defaults {
            let name = &key.0;
            let makes_itself =
                structs.contains_key(name) && closure(&made, &structs).contains(name);
            let why = if makes_itself {
                format!(
                    "creates a struct whose own defaults lead back to `{name}`; remove one of them"
                )
            } else if closure(&fields[&key], &fields).contains(&key) {
                "never ends, because the fields it leaves out have defaults that lead back to it; write those fields out"
                    .to_string()
            } else {
                continue;
            };
            let field_name = names::elixir_atom(&field.name);
            self.report(
                field.line,
                format!("the default of the field `{field_name}` of `{name}` {why}"),
            );
        }
    }
}

/// Some keys and all that they lead to.
fn closure<K: Clone + Eq + Hash>(
    from: &BTreeSet<K>,
    edges: &HashMap<K, BTreeSet<K>>,
) -> HashSet<K> {
    let mut reached = HashSet::new();
    let mut open: Vec<&K> = from.iter().collect();
    while let Some(key) = open.pop() {
        if reached.insert(key.clone()) {
            open.extend(edges.get(key).into_iter().flatten());
        }
    }
    reached
}
