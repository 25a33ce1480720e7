//! The trait that the user implements, and the NIFs that call it.

use super::docs::documented;
use super::signature::{hook_signature, signature};
use super::source::{Item, trait_function};
use super::{RustSide, nodes};

impl RustSide<'_> {
    pub(super) fn nifs_trait(&self) -> Result<Item, String> {
        let lines = |signature: nodes::Signature| {
            let signature = signature.to_string();
            trait_function(&signature).map_err(|error| format!("{error}\n{signature}"))
        };
        let functions = (self.model.boundary.nifs.iter())
            .map(|nif| {
                Ok(nodes::Function {
                    docs: documented(nif.doc.as_deref(), &format!("`{}` in Elixir.", nif.label())),
                    lines: lines(signature(self.model, nif))?,
                })
            })
            .collect::<Result<_, String>>()?;
        let hooks = self.model.hooks();
        let hooks = (hooks.iter())
            .map(|hook| {
                Ok(nodes::HookFunction {
                    resource: &hook.definition.name,
                    is_drop: hook.is_drop,
                    lines: lines(hook_signature(self.model, hook))?,
                })
            })
            .collect::<Result<_, String>>()?;
        self.item("nifs_trait.rs", &nodes::Trait { functions, hooks })
    }

    /// The wrappers of the functions, their table, and the codecs of what they answer by themselves.
    pub(super) fn nifs(
        &self,
        resources: &[nodes::Resource],
        context: &nodes::Helpers,
    ) -> Result<Vec<Item>, String> {
        let mut items = vec![self.nif_item("nifs.rs", &self.entries())?];
        let mut takes_locks = false;
        for (nif, function) in self.model.boundary.nifs.iter().zip(self.wrappers()) {
            let nif = self.nif(nif, function);
            takes_locks |= nif.locks.is_some();
            items.push(self.nif_item("nif.rs", &nif)?);
        }
        if !resources.is_empty() {
            items.push(self.nif_item("resources.rs", &nodes::Resources { resources })?);
        }
        if takes_locks {
            items.push(self.nif_item("unavailable_codec.rs", context)?);
        }
        Ok(items)
    }
}
