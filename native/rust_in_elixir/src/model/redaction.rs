//! Values that no message may show.

use super::Model;
use super::graph::reach;
use crate::boundary::*;

impl Model<'_> {
    /// Whether no message may show a value of the type: it is declared so, or a value of it is
    /// one of a type that is.
    pub fn is_redacted(&self, name: &str) -> bool {
        reach([name], |held| self.alternatives_of(held))
            .into_iter()
            .any(|held| self.definition(held).is_some_and(|it| it.redact))
    }

    /// Whether to show a value of the type is to show a redacted one.
    pub fn shows_redacted(&self, r#type: &Type) -> bool {
        r#type
            .references()
            .into_iter()
            .any(|it| self.is_redacted(it))
    }

    /// Whether there are values that no message may show.
    pub fn redacts(&self) -> bool {
        let of_variants = |it: &Definition| {
            let fields = it.variants().iter().flat_map(|it| it.shape.fields());
            fields.chain(it.fields()).any(|field| field.redact)
        };
        let mut definitions = self.boundary.definitions.iter();
        definitions.any(|it| it.redact || of_variants(it))
    }
}
