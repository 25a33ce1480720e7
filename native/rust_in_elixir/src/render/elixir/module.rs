//! One module while it is rendered.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::ElixirSide;
use crate::boundary::*;
use crate::text::names;

/// One module while it is rendered: it gathers the modules that it refers to, and says what it needs of shared ones.
pub(super) struct Module<'a> {
    pub(super) side: &'a ElixirSide<'a>,
    /// The type whose module this is.
    pub(super) own: Option<&'a str>,
    pub(super) aliases: RefCell<BTreeSet<String>>,
}

impl Module<'_> {
    /// The typespec of a type expression.
    pub(super) fn typespec(&self, r#type: &Type) -> String {
        match r#type {
            Type::Scalar(scalar) => self.scalar_typespec(*scalar),
            Type::Named(name) if self.side.model.is_foreign(name) => {
                format!("{}.t()", self.side.model.module_source(name))
            }
            Type::Named(name) if self.own == Some(name.as_str()) => "t()".to_string(),
            Type::Named(name) => format!("{}.t()", self.module(name)),
            Type::List(item) | Type::Array(item, _) => format!("[{}]", self.typespec(item)),
            Type::Set(item) => {
                let module = self.elixir_module("MapSet");
                format!("{module}.t({})", self.typespec(item))
            }
            Type::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|it| self.typespec(it)).collect();
                format!("{{{}}}", items.join(", "))
            }
            Type::Map(key, value) => format!(
                "%{{optional({}) => {}}}",
                self.typespec(key),
                self.typespec(value)
            ),
            Type::Optional(item) => format!("{} | nil", self.typespec(item)),
            Type::Invalid(_) => "term()".to_string(),
        }
    }

    /// A type of the schema may have the name of Elixir's own module, such as `Time`.
    fn scalar_typespec(&self, scalar: Scalar) -> String {
        let typespec = scalar.typespec();
        match typespec.strip_suffix(".t()") {
            Some(module) => format!("{}.t()", self.elixir_module(module)),
            None => typespec,
        }
    }

    fn elixir_module(&self, name: &str) -> String {
        match self.side.model.definition(name) {
            Some(_) => format!("Elixir.{name}"),
            None => name.to_string(),
        }
    }

    /// The module that validates a type, and the alias that it needs.
    pub(super) fn module(&self, name: &str) -> String {
        let facade = &self.side.model.boundary.facade;
        if names::is_aliased(facade, name) {
            self.alias(name);
        }
        names::elixir_reference(facade, name)
    }

    pub(super) fn alias(&self, name: &str) {
        self.aliases.borrow_mut().insert(name.to_string());
    }

    /// Notes that this module calls a shared one, such as `CallError`, or a helper of one, such as
    /// `Validation.string`; gives the name by which it is called.
    pub(super) fn need(&self, name: &str) -> String {
        self.alias(name.split_once('.').map_or(name, |(module, _)| module));
        self.side.need(name);
        name.to_string()
    }

    pub(super) fn need_if(&self, is_needed: bool, name: &str) {
        if is_needed {
            self.need(name);
        }
    }
}
