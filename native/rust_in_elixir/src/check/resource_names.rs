//! Names that come with a resource in Rust.

use std::collections::HashMap;

use super::Check;
use crate::boundary::Definition;
use crate::text::names;

impl<'a> Check<'a> {
    /// The generated Rust names of a resource must not clash with declared types.
    pub(super) fn names_of_resources(&mut self) {
        let definitions = self.model.boundary.definitions.iter();
        let types: Vec<(&Definition, String)> = definitions
            .map(|it| (it, names::rust_snake(&names::rust_type(&it.name))))
            .collect();
        for (definition, _) in self.model.resources() {
            let rust = names::rust_camel(&definition.name);
            let own = names::rust_snake(&rust);
            let made = ["Handle", "Resource", "ReadGuard", "WriteGuard"]
                .map(|suffix| names::rust_snake(&format!("{rust}{suffix}")));
            for (other, snake) in &types {
                if other.name != definition.name && *snake == own {
                    self.report(
                        definition.line.max(other.line),
                        format!(
                            "the type `{}` and the resource `{}` (line {}) would share names in Rust; rename one of them",
                            other.name, definition.name, definition.line
                        ),
                    );
                } else if made.contains(snake) {
                    self.report(
                        other.line,
                        format!(
                            "the type `{}` would clash with the Rust type `{}` generated for the resource `{}` (line {}); rename one of them",
                            other.name,
                            names::rust_type(&other.name),
                            definition.name,
                            definition.line
                        ),
                    );
                }
            }
        }
        let mut taken: HashMap<String, String> = self
            .model
            .boundary
            .nifs
            .iter()
            .map(|nif| (self.model.rust_function(nif), format!("`{}`", nif.label())))
            .collect();
        for hook in self.model.hooks() {
            let what = if hook.is_drop { "on_drop" } else { "monitor" };
            let owner = format!("`{what}` of `{}`", hook.definition.name);
            if let Some(other) = taken.insert(hook.name.clone(), owner.clone()) {
                self.report(
                    hook.definition.line,
                    format!(
                        "{owner} and {other} would both be the Rust function `{}`; rename one of them",
                        hook.name
                    ),
                );
            }
        }
    }
}
