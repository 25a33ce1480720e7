//! The trait that the user implements, and the NIFs that call it.

use super::docs::documented;
use super::signature::{hook_signature, signature};
use super::source::Item;
use super::{RustSide, nodes};
use crate::boundary::*;

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

    /// The wrappers of the functions, and the NIFs that read streams and tell what a reference leads to.
    pub(super) fn nifs(
        &self,
        resources: &[nodes::Resource],
        context: &nodes::Helpers,
    ) -> Result<Vec<Item>, String> {
        let mut items = Vec::new();
        for nif in &self.model.boundary.nifs {
            items.push(self.nif_item("nif.rs", &self.nif(nif))?);
        }
        let is_stream = |nif: &Nif| matches!(nif.returns, Return::Stream(..));
        if self.model.boundary.nifs.iter().any(is_stream) {
            items.push(self.nif_item("stream.rs", context)?);
        }
        if !resources.is_empty() {
            items.push(self.nif_item("resource_of.rs", &nodes::Resources { resources })?);
        }
        Ok(items)
    }
}
