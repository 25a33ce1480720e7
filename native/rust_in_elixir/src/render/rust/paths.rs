//! Short paths in the module `nif`: what it names most is imported, unless a name of the schema stands in the way.

use super::signature::implementation;
use super::source::Item;
use crate::model::Model;
use crate::text::names;

/// What is imported from Rustler where it is used.
const FROM_RUSTLER: [&str; 10] = [
    "Binary",
    "Decoder",
    "Encoder",
    "Env",
    "Error",
    "NewBinary",
    "NifResult",
    "ResourceArc",
    "Term",
    "TermType",
];

/// Types of the module itself, which the user's type is imported beside.
const OWN_TYPES: [&str; 2] = ["PanicError", "ResourceError"];

pub(super) struct Paths {
    implementation: String,
    from_rustler: Vec<&'static str>,
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
            from_rustler: FROM_RUSTLER.into_iter().filter(is_free).collect(),
        }
    }

    /// What an item names by short paths.
    pub(super) fn shorten(&self, item: &str) -> String {
        if is_module(item) {
            return item.to_string();
        }
        let imported = self.from_rustler.iter();
        let item = imported.fold(item.to_string(), |item, name| without_path(&item, name));
        item.replace(
            "<Implementation as Nifs>",
            &format!("<{} as Nifs>", self.implementation()),
        )
    }

    /// What some items name of Rustler's under short paths.
    pub(super) fn imports(&self, items: &[Item]) -> Vec<&'static str> {
        let is_used = |name: &&'static str| {
            let mut items = items.iter().filter(|it| !is_module(&it.text));
            items.any(|it| it.refers_to(name))
        };
        self.from_rustler.iter().copied().filter(is_used).collect()
    }

    /// The user's type as it is imported.
    pub(super) fn import(&self) -> String {
        match self.alias() {
            Some(alias) => format!("{} as {alias}", self.implementation),
            None => self.implementation.clone(),
        }
    }

    /// The user's type as it is called.
    pub(super) fn implementation(&self) -> &str {
        self.alias().unwrap_or(&self.implementation)
    }

    fn alias(&self) -> Option<&str> {
        let is_own = OWN_TYPES.iter().any(|it| *it == self.implementation);
        is_own.then_some("Implementation")
    }
}

/// Whether an item is a module, which imports what it needs itself.
fn is_module(item: &str) -> bool {
    let mut lines = item.lines().filter(|line| !line.starts_with("//"));
    lines.next().is_some_and(|line| line.starts_with("mod "))
}

/// A source that names something of Rustler's without its path.
fn without_path(source: &str, name: &str) -> String {
    let path = format!("rustler::{name}");
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

    fn paths(implementation: &str, from_rustler: &[&'static str]) -> Paths {
        Paths {
            implementation: implementation.to_string(),
            from_rustler: from_rustler.to_vec(),
        }
    }

    #[test]
    fn a_path_is_short_where_the_whole_name_is_imported() {
        let paths = paths("Shop", &["Term"]);
        let item = "fn a(b: rustler::Term<'_>, c: rustler::Env<'_>) -> rustler::TermType";
        assert_eq!(
            paths.shorten(item),
            "fn a(b: Term<'_>, c: rustler::Env<'_>) -> rustler::TermType"
        );
    }

    #[test]
    fn a_module_keeps_its_paths() {
        let item = "/// A module.\nmod a {\n    use rustler::Term;\n}";
        assert_eq!(paths("Shop", &["Term"]).shorten(item), item);
    }

    #[test]
    fn a_type_of_the_module_does_not_hide_the_user_s() {
        let paths = paths("PanicError", &[]);
        assert_eq!(paths.import(), "PanicError as Implementation");
        assert_eq!(
            paths.shorten("<Implementation as Nifs>::size(b)"),
            "<Implementation as Nifs>::size(b)"
        );
    }
}
