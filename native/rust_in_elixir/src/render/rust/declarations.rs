//! What is declared of each function and type, without docs and derives.

use super::signature::signature;
use super::{RustSide, nodes, type_template};
use crate::boundary::*;

impl RustSide<'_> {
    /// A function of the trait, in lines of a width.
    pub(in crate::render) fn method(&self, nif: &Nif, width: usize) -> String {
        let lines = signature(self.model, nif).lines(width, ";").into_iter();
        let lines = lines.map(|(level, line)| "    ".repeat(level) + &line);
        lines.collect::<Vec<_>>().join("\n")
    }

    /// A type as its template lays it out; of one of the user's own its import, and its handle.
    pub(in crate::render) fn declared(&self, definition: &Definition) -> Result<String, String> {
        let mut texts = Vec::new();
        if let Some(it) = self.reexport(definition) {
            texts.push(
                self.templates
                    .render("reexport.rs", nodes::Reexported { it })?,
            );
        }
        match &definition.kind {
            Kind::Custom(_) => {}
            Kind::Resource(resource) => {
                let node = self.resource(definition, resource);
                texts.push(self.templates.render("handle_struct.rs", node)?);
            }
            kind => {
                let mut node = self.definition(definition);
                node.leave_out_docs();
                texts.push(self.templates.render(type_template(kind), node)?);
            }
        }
        let texts: Vec<&str> = texts.iter().map(|it| it.trim()).collect();
        Ok(texts.join("\n\n"))
    }
}
