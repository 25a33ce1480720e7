//! The helpers that generated code calls. A helper is printed if other printed code refers to it, and
//! not otherwise: a template that names one brings it.

use super::source::Item;
use super::{RustSide, nodes};
use crate::contract;

/// A name, and the template that prints its item.
type Helper = (&'static str, &'static str);

/// The helpers beside the types, in the order in which they are printed.
pub(super) const BESIDE_TYPES: &[Helper] = &[
    ("Unavailable", "unavailable.rs"),
    ("locks", "lock_order.rs"),
];

/// The helpers in the module `nif`, in the order in which they are printed.
pub(super) const BESIDE_NIFS: &[Helper] = &[("descend", "stack.rs"), ("CONTRACT", "contract.rs")];

impl RustSide<'_> {
    /// The helpers that some items refer to, and those that these refer to.
    pub(super) fn helpers(
        &self,
        helpers: &[Helper],
        context: &nodes::Helpers,
        users: &[&Item],
        item: impl Fn(&str, &nodes::Helpers<'_>) -> Result<Item, String>,
    ) -> Result<Vec<Item>, String> {
        let mut printed: Vec<Option<Item>> = helpers.iter().map(|_| None).collect();
        loop {
            let is_wanted = |name| {
                let users = users.iter().copied().chain(printed.iter().flatten());
                users.into_iter().any(|it| it.refers_to(name))
            };
            let next = (helpers.iter().enumerate())
                .find(|(index, (name, _))| printed[*index].is_none() && is_wanted(name));
            let Some((index, (_, template))) = next else {
                return Ok(printed.into_iter().flatten().collect());
            };
            printed[index] = Some(item(template, context)?);
        }
    }

    /// The parts of the helpers that depend on the schema.
    pub(super) fn helper_context(&self) -> nodes::Helpers<'_> {
        let boundary = self.model.boundary;
        let mut resources = self.model.resources();
        nodes::Helpers {
            native: boundary.native_module(),
            namespace: &self.namespace,
            digests: contract::digest_lines(boundary),
            shows: !self.model.redacts(),
            closes: resources.any(|(it, _)| self.model.is_taken(&it.name)),
            ordered: self.model.orders_locks(),
        }
    }
}
