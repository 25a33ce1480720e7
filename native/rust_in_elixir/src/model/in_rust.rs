//! The Rust form of a type or function: its name, boxes and derives.

use super::Model;
use crate::boundary::*;
use crate::text::names;

impl Model<'_> {
    /// The Rust function of a NIF. Rust tells functions apart by name alone: of those that differ
    /// only in arity, the one that is declared first has the plain name.
    pub fn rust_function(&self, nif: &Nif) -> String {
        let first = self.first_nifs.get(nif.name.as_str());
        if first.is_none_or(|first| first.params.len() == nif.params.len()) {
            names::rust_value(&nif.name)
        } else {
            names::rust_value(&format!("{}_{}", nif.name, nif.params.len()))
        }
    }

    /// Whether the field of `holder` that names `held` needs a `Box`, because `held` holds
    /// `holder` in turn.
    pub fn is_boxed(&self, holder: &str, held: &str) -> bool {
        let circle = self.inline_circles.get(holder);
        circle.is_some() && circle == self.inline_circles.get(held)
    }

    /// Whether a value of the type can hold another one of it, to any depth.
    pub fn is_recursive(&self, name: &str) -> bool {
        let circle = self.circles.get(name);
        circle.is_some()
            && self
                .references_of(name)
                .into_iter()
                .any(|held| self.circles.get(held) == circle)
    }

    /// Whether any type of the boundary is recursive.
    pub fn is_any_recursive(&self) -> bool {
        (self.boundary.definitions.iter()).any(|it| self.is_recursive(&it.name))
    }

    /// Whether a decoder or encoder of the crate's own has a part in a value of the type.
    pub fn reaches_custom(&self, r#type: &Type) -> bool {
        let mut held = r#type.references().into_iter();
        held.any(|it| self.with_custom.contains(it))
    }

    /// Whether Rust can derive `Eq` for the type.
    pub fn is_eq(&self, r#type: &Type) -> bool {
        let held = r#type.references();
        !r#type.has_float() && !held.into_iter().any(|it| self.without_eq.contains(it))
    }

    /// Whether Rust can derive `Hash` for the type.
    pub fn is_hash(&self, r#type: &Type) -> bool {
        let held = r#type.references();
        self.is_eq(r#type)
            && !r#type.has_map()
            && !held.into_iter().any(|it| self.with_map.contains(it))
    }
}
