//! What is declared of each function and type, without the module around it.

use super::{ElixirSide, nodes};
use crate::boundary::*;

impl ElixirSide<'_> {
    /// The spec of a function, and of the one beside it that raises.
    pub(in crate::render) fn specs(&self, nif: &Nif) -> Result<String, String> {
        let spec = self.new_module().spec(nif);
        let declared = [false, true]
            .into_iter()
            .filter(|raises| !raises || spec.bang.is_some());
        let specs = declared.map(|raises| {
            let node = nodes::DeclaredSpec { nif: &spec, raises };
            self.templates.render("spec.ex", node)
        });
        Ok(specs.collect::<Result<Vec<_>, _>>()?.join("\n\n"))
    }

    /// The types in the module of a type, which is named by itself.
    pub(in crate::render) fn typespec(&self, definition: &Definition) -> Result<String, String> {
        let name = &definition.name;
        let node = (self.module_of(Some(name))).type_module(definition, name.clone())?;
        let text = self.templates.render("typespec.ex", node)?;
        Ok(text.trim().to_string())
    }
}
