//! The helpers that generated code calls. A helper is printed if other printed code refers to it, and
//! not otherwise: a template that names one brings it.

use super::source::Item;
use super::{RustSide, nodes};
use crate::boundary::*;
use crate::contract;

/// A name, and the template that prints its item.
type Helper = (&'static str, &'static str);

/// The helpers beside the types, in the order in which they are printed.
pub(super) const BESIDE_TYPES: &[Helper] =
    &[("Unavailable", "unavailable.rs"), ("locks", "locks.rs")];

/// The helpers in the module `nif`, in the order in which they are printed.
pub(super) const BESIDE_NIFS: &[Helper] = &[
    ("watch", "watch.rs"),
    ("I128", "wide.rs"),
    ("FiniteFloats", "floats.rs"),
    ("stream", "stream.rs"),
    ("FilePath", "file_path.rs"),
    ("as_path", "as_path.rs"),
    ("atom", "make_atom.rs"),
    ("map", "make_map.rs"),
    ("descend", "stack.rs"),
    ("PLACE", "place.rs"),
    ("PanicError", "panic_error.rs"),
    ("caught", "caught.rs"),
    ("combine_panics", "combine_panics.rs"),
    ("encoded", "encoded.rs"),
    ("call", "call.rs"),
    ("OkOrError", "ok_or_error.rs"),
    ("argument", "argument.rs"),
    ("contained", "contained.rs"),
    ("pending_locks", "pending_locks.rs"),
    ("unusable", "resource_error.rs"),
    ("raised", "raised.rs"),
    ("CONTRACT", "contract.rs"),
];

impl RustSide<'_> {
    /// The helpers that some items refer to, and those that these refer to.
    pub(super) fn helpers(
        &self,
        helpers: &[Helper],
        context: &nodes::Helpers,
        users: &[&Item],
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
            printed[index] = Some(self.item(template, context)?);
        }
    }

    /// The parts of the helpers that depend on the schema.
    pub(super) fn helper_context(&self) -> nodes::Helpers<'_> {
        let boundary = self.model.boundary;
        let mut resources = self.model.resources();
        let locks = || {
            let nifs = boundary.nifs.iter();
            nifs.filter(|nif| self.model.takes_several_locks(nif))
                .flat_map(|nif| self.model.locked_loans(nif))
        };
        let is_exclusive = |it: Passing| matches!(it, Passing::Mut | Passing::Take);
        nodes::Helpers {
            facade: &boundary.facade,
            namespace: &self.namespace,
            digests: contract::digest_lines(boundary),
            shows: !self.model.redacts(),
            beyond_latin1: self.model.uses(Scalar::Atom) || self.has_wide_atoms(),
            closes: resources.any(|(it, _)| self.model.is_taken(&it.name)),
            ordered: self.model.orders_locks(),
            shared: locks().any(|it| !is_exclusive(it.passing)),
            exclusive: locks().any(|it| is_exclusive(it.passing)),
            nexts: self.next_chunks(),
            floats: self.floats(),
        }
    }

    /// Whether an atom of the schema has a character that is not in Latin-1.
    fn has_wide_atoms(&self) -> bool {
        let is_wide = |name: &str| name.chars().any(|it| it > '\u{ff}');
        let has_wide_fields = |fields: &[Field]| fields.iter().any(|it| is_wide(&it.name));
        (self.model.boundary.definitions.iter()).any(|it| match &it.kind {
            Kind::UntaggedEnum(_) | Kind::Tuple(_) => false,
            Kind::Record(tag, _) => is_wide(tag),
            _ => {
                let mut variants = it.variants().iter();
                has_wide_fields(it.fields())
                    || variants.any(|it| is_wide(&it.name) || has_wide_fields(it.shape.fields()))
            }
        })
    }
}
