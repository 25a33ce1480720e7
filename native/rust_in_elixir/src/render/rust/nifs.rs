//! The trait that the user implements, and the NIFs that call it.

use serde_json::json;

use super::RustSide;
use super::docs::documented;
use super::signature::{hook_signature, implementation, signature};
use super::source::{block, format_method, rust_string};
use crate::boundary::*;
use crate::contract;

/// Whether a literal of some source has a character beyond Latin-1, as itself or by its number.
fn has_wide_text(source: &str) -> bool {
    source.contains("\\u{") || source.chars().any(|it| it > '\u{ff}')
}

impl RustSide<'_> {
    pub(super) fn nifs_trait(&self) -> Result<String, String> {
        let methods: Vec<String> = self
            .model
            .boundary
            .nifs
            .iter()
            .map(|nif| {
                let otherwise = format!("`{}` in Elixir.", nif.label());
                let docs = documented(nif.doc.as_deref(), &otherwise).join("\n");
                format!("{docs}\n{};", signature(self.model, nif))
            })
            .collect();
        let hooks = self.model.hooks().into_iter().map(|hook| {
            let doc = if hook.is_drop {
                format!("Gets the `{}` whose last handle is gone.", hook.definition.name)
            } else {
                format!(
                    "Is called when the process that made the `{}` has ended, on a thread of its own.",
                    hook.definition.name
                )
            };
            format!("/// {doc}\n{};", hook_signature(self.model, &hook))
        });
        let methods: Vec<String> = methods.into_iter().chain(hooks).collect();
        let methods = methods
            .iter()
            .map(|method| format_method(method))
            .collect::<Result<Vec<_>, _>>()?;
        let opening =
            "/// What the crate does: one function for each NIF of the schema.\npub trait Nifs {";
        Ok(block(opening, &methods))
    }

    pub(super) fn nif_module(&self, codecs: Vec<String>) -> Result<String, String> {
        let boundary = self.model.boundary;
        let module = format!("{}.Native", boundary.facade);
        let mut items = Vec::new();
        for nif in &boundary.nifs {
            items.push(self.item("nif.rs", self.nif(nif))?);
        }
        items.extend(self.resource_of()?);
        items.extend(codecs);
        items.extend(self.floats()?);
        items.extend(self.streams()?);
        // A parameter borrows its path; only an owned one crosses as a `FilePath`.
        if items.iter().any(|it| it.contains("FilePath")) {
            items.push(self.item("file_path.rs", json!({}))?);
        }
        if items.iter().any(|it| it.contains("self::path(")) {
            items.push(self.item("path.rs", json!({}))?);
        }
        let uses = |function: &str| items.iter().any(|it| it.contains(function));
        let (uses_atoms, uses_map) = (uses("self::atom("), uses("self::map("));
        let uses_argument = uses("self::argument(");
        let is_done = |nif: &Nif| matches!(nif.returns, Return::Result(None, _));
        let uses_done = boundary.nifs.iter().any(is_done);
        let is_guarded = uses("self::unusable(") || uses("wanted::take_all(");
        let is_contained = uses("::contained(");
        let takes_locks = uses("wanted::take_all(");
        let wanted = json!({
            "shared": uses("Wanted::shared("),
            "exclusive": uses("Wanted::exclusive("),
        });
        if uses_atoms {
            let beyond_latin1 =
                self.model.uses(Scalar::Atom) || items.iter().any(|it| has_wide_text(it));
            items.push(self.item("make_atom.rs", json!({ "beyond_latin1": beyond_latin1 }))?);
        }
        if uses_map {
            items.push(self.item("make_map.rs", json!({}))?);
        }
        if self.model.is_any_recursive() {
            items.push("thread_local! {\n    /// How deep in a recursive value this thread is.\n    static DEPTH: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };\n}".to_string());
            items.push(self.item("stack.rs", json!({}))?);
        }
        items.push("#[cfg(panic = \"abort\")]\ncompile_error!(\"a panic in a NIF must unwind, or it stops the whole VM: take `panic = \\\"abort\\\"` out of the Cargo profile\");".to_string());
        items.push(self.contract());
        items.push("thread_local! {\n    /// Where the NIF that runs on this thread panicked; nothing while none runs.\n    static PLACE: std::cell::RefCell<Option<String>> = const { std::cell::RefCell::new(None) };\n}".to_string());
        if !boundary.nifs.is_empty() {
            items.push(format!(
                "/// A panic, as Elixir raises it.\n#[derive(rustler::NifException)]\n#[module = \"{}.PanicError\"]\nstruct PanicError {{\n    function: String,\n    reason: String,\n    location: String,\n}}",
                boundary.facade
            ));
            items.push(self.item("call.rs", json!({}))?);
        }
        if uses_done {
            items.push(self.item("done.rs", json!({}))?);
        }
        if uses_argument {
            let shows = !self.model.redacts();
            items.push(self.item("argument.rs", json!({ "shows": shows }))?);
        }
        if is_contained {
            items.push(self.item("contained.rs", json!({}))?);
        }
        if takes_locks {
            let opening = "/// The locks of a call that takes several.\nmod wanted {";
            items.push(block(opening, &[self.item("wanted.rs", wanted)?]));
        }
        if is_guarded {
            let context = json!({ "facade": boundary.facade });
            items.push(self.item("resource_error.rs", context)?);
        }
        items.push(self.item("load.rs", json!({ "module": module }))?);
        items.push(format!("rustler::init!(\"Elixir.{module}\", load = load);"));
        items.insert(0, self.imports(&items));
        Ok(block("#[cfg(feature = \"nif\")]\nmod nif {", &items))
    }

    fn imports(&self, items: &[String]) -> String {
        let mut imports = vec!["use super::*;".to_string()];
        if items.iter().any(|it| it.contains("Implementation")) {
            let implementation = implementation(self.model.boundary);
            imports.push(format!("use crate::{implementation} as Implementation;"));
        }
        if !self.uses_maps() {
            imports.push("use std::collections::HashMap;".to_string());
        }
        imports.join("\n")
    }

    pub(super) fn contract(&self) -> String {
        let digests: Vec<String> = contract::digests(self.model.boundary)
            .iter()
            .map(|(name, digest)| format!("    ({}, \"{digest}\"),\n", rust_string(name)))
            .collect();
        format!(
            "/// The digest of each function and type that this library was built from.\nconst CONTRACT: &[(&str, &str)] = &[\n{}];",
            digests.concat()
        )
    }
}
