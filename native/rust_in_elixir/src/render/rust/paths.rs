//! Short paths in the module `nif`: what it names most is imported, unless a name of the schema stands in the way.

use super::nodes;
use super::signature::implementation;
use super::source::Item;
use crate::model::Model;
use crate::text::names;

/// What is imported where it is used.
const IMPORTED: [(&str, &[&str]); 2] = [
    ("nif_codec", &["Answer", "Argument", "Call", "Success"]),
    ("rustler", &["Env", "Term"]),
];

pub(super) struct Paths {
    /// The user's type, which implements the trait.
    pub(super) implementation: String,
    /// Crates, and what may be imported from each.
    imported: Vec<(&'static str, Vec<&'static str>)>,
}

impl Paths {
    pub(super) fn new(model: &Model) -> Self {
        let implementation = implementation(model.boundary);
        let taken: Vec<String> = (model.boundary.definitions.iter())
            .map(|it| names::rust_type(&it.name))
            .chain([implementation.clone()])
            .collect();
        let is_free = |name: &&str| taken.iter().all(|it| it != name);
        Self {
            implementation,
            imported: IMPORTED
                .map(|(path, names)| (path, names.iter().copied().filter(is_free).collect()))
                .into(),
        }
    }

    /// What an item names by short paths.
    pub(super) fn shorten(&self, item: &str) -> String {
        if is_module(item) {
            return item.to_string();
        }
        let names = |(path, names): &(&'static str, Vec<&'static str>)| {
            let path = *path;
            names.clone().into_iter().map(move |name| (path, name))
        };
        let imported = self.imported.iter().flat_map(names);
        let item = imported.fold(item.to_string(), |item, (path, name)| {
            without_path(&item, path, name)
        });
        item.replace(
            "<Implementation as Nifs>",
            &format!("<{} as Nifs>", self.implementation),
        )
    }

    /// What some items name under short paths.
    pub(super) fn imports(&self, items: &[Item]) -> Vec<nodes::Import> {
        let is_used = |name: &&'static str| {
            let mut items = items.iter().filter(|it| !is_module(&it.text));
            items.any(|it| it.refers_to(name))
        };
        (self.imported.iter())
            .map(|(path, names)| nodes::Import {
                path,
                names: names.iter().copied().filter(is_used).collect(),
            })
            .filter(|it| !it.names.is_empty())
            .collect()
    }
}

/// Whether an item is a module, which imports what it needs itself.
fn is_module(item: &str) -> bool {
    let mut lines = item.lines().filter(|line| !line.starts_with("//"));
    lines.next().is_some_and(|line| line.starts_with("mod "))
}

/// A source that names something of another crate without its path.
fn without_path(source: &str, path: &str, name: &str) -> String {
    let path = format!("{path}::{name}");
    let mut parts = source.split(&*path);
    let mut text = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let is_longer = part.starts_with(|first: char| first.is_alphanumeric() || first == '_');
        text += if is_longer { &path } else { name };
        text += part;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> Paths {
        Paths {
            implementation: "Shop".to_string(),
            imported: vec![("rustler", vec!["Term"])],
        }
    }

    #[test]
    fn a_path_is_short_where_the_whole_name_is_imported() {
        let item = "fn a(b: rustler::Term<'_>, c: rustler::Env<'_>) -> rustler::TermType";
        assert_eq!(
            paths().shorten(item),
            "fn a(b: Term<'_>, c: rustler::Env<'_>) -> rustler::TermType"
        );
    }

    #[test]
    fn a_module_keeps_its_paths() {
        let item = "/// A module.\nmod a {\n    use rustler::Term;\n}";
        assert_eq!(paths().shorten(item), item);
    }
}
