//! The names that `use` brings into a module.

use std::collections::HashMap;

use syn::{Path, UseTree};

/// The full path of each name.
#[derive(Default)]
pub struct Imports(HashMap<String, Vec<String>>);

impl Imports {
    pub fn add(&mut self, tree: &UseTree) {
        self.add_below(Vec::new(), tree);
    }

    fn add_below(&mut self, mut above: Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                above.push(path.ident.to_string());
                self.add_below(above, &path.tree);
            }
            UseTree::Name(name) if name.ident == "self" => self.insert(above),
            UseTree::Name(name) => {
                above.push(name.ident.to_string());
                self.insert(above);
            }
            UseTree::Rename(rename) => {
                if rename.ident != "self" {
                    above.push(rename.ident.to_string());
                }
                self.0.insert(rename.rename.to_string(), above);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_below(above.clone(), tree);
                }
            }
            _ => {}
        }
    }

    fn insert(&mut self, path: Vec<String>) {
        if let Some(last) = path.last() {
            self.0.insert(last.clone(), path);
        }
    }

    /// The full path of a path in the code, as far as `use` says it: `std::fs::read` of `fs::read`.
    pub fn resolve(&self, path: &Path) -> String {
        let mut names: Vec<String> = (path.segments.iter())
            .map(|segment| segment.ident.to_string())
            .collect();
        if path.leading_colon.is_none()
            && let Some(full) = names.first().and_then(|first| self.0.get(first))
        {
            names.splice(..1, full.iter().cloned());
        }
        names.join("::")
    }
}
