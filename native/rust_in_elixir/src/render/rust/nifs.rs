//! The trait that the user implements, and the NIFs that call it.

use super::docs::documented;
use super::signature::{hook_signature, signature};
use super::source::Item;
use super::{RustSide, nodes};

impl RustSide<'_> {
    pub(super) fn nifs_trait(&self) -> Result<Item, String> {
        let functions = (self.model.boundary.nifs.iter())
            .map(|nif| nodes::Function {
                docs: documented(nif.doc.as_deref(), &format!("`{}` in Elixir.", nif.label())),
                signature: signature(self.model, nif),
            })
            .collect();
        let hooks = self.model.hooks();
        let hooks = (hooks.iter())
            .map(|hook| nodes::HookFunction {
                resource: &hook.definition.name,
                is_drop: hook.is_drop,
                signature: hook_signature(self.model, hook),
            })
            .collect();
        self.item("nifs_trait.rs", &nodes::Trait { functions, hooks })
    }

    /// The wrappers of the functions, and the NIF that tells what a reference leads to.
    pub(super) fn nifs(&self, resources: &[nodes::Resource]) -> Result<Vec<Item>, String> {
        let mut items = Vec::new();
        for nif in &self.model.boundary.nifs {
            items.push(self.nif_item("nif.rs", &self.nif(nif)?)?);
        }
        if !resources.is_empty() {
            items.push(self.nif_item("resource_of.rs", &nodes::Resources { resources })?);
        }
        Ok(items)
    }
}
