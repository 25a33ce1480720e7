//! The trait that the user implements, and the NIFs that call it.

use serde_json::{Value, json};

use super::RustSide;
use super::signature::{implementation, parameter_names, signature};
use super::source::{block, docs, format_method, rust_string};
use super::types::{Parameter, parameter};
use crate::boundary::*;
use crate::contract;
use crate::names;

impl RustSide<'_> {
    pub(super) fn nifs_trait(&self) -> Result<String, String> {
        let methods: Vec<String> = self
            .model
            .boundary
            .nifs
            .iter()
            .map(|nif| {
                let docs: Vec<String> = docs(nif.doc.as_deref())
                    .iter()
                    .map(|line| format!("///{line}\n"))
                    .collect();
                format!("{}{};", docs.concat(), signature(self.model, nif))
            })
            .collect();
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
        let implementation = implementation(boundary);
        let module = format!("{}.Native", boundary.facade);
        let mut items = vec![format!(
            "use super::*;\nuse crate::{implementation} as Implementation;"
        )];
        if !self.uses_maps() {
            items[0].push_str("\nuse std::collections::HashMap;");
        }
        for nif in &boundary.nifs {
            items.push(self.item("nif.rs", self.nif(nif))?);
        }
        let uses_atoms = codecs.iter().any(|it| it.contains("self::atom("));
        let uses_map = codecs.iter().any(|it| it.contains("self::map("));
        items.extend(codecs);
        if uses_atoms {
            items.push(self.item("make_atom.rs", json!({}))?);
        }
        if uses_map {
            items.push(self.item("make_map.rs", json!({}))?);
        }
        let is_recursive = |it: &Definition| self.model.is_recursive(&it.name);
        if boundary.definitions.iter().any(is_recursive) {
            items.push("thread_local! {\n    /// The outermost place on this thread's stack that was seen so far.\n    static OUTERMOST: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };\n}".to_string());
            items.push(self.item("stack.rs", json!({}))?);
        }
        items.push("#[cfg(panic = \"abort\")]\ncompile_error!(\"a panic in a NIF must unwind, or it stops the whole VM: take `panic = \\\"abort\\\"` out of the Cargo profile\");".to_string());
        items.push(self.contract());
        items.push(format!(
            "/// A panic, as Elixir raises it.\n#[derive(rustler::NifException)]\n#[module = \"{}.PanicError\"]\nstruct PanicError {{\n    function: String,\n    reason: String,\n    location: String,\n}}",
            boundary.facade
        ));
        items.push("thread_local! {\n    /// Where the NIF that runs on this thread panicked; nothing while none runs.\n    static PLACE: std::cell::RefCell<Option<String>> = const { std::cell::RefCell::new(None) };\n}".to_string());
        if !boundary.nifs.is_empty() {
            items.push(self.item("call.rs", json!({}))?);
        }
        items.push(self.item("load.rs", json!({ "module": module }))?);
        items.push(format!("rustler::init!(\"Elixir.{module}\", load = load);"));
        Ok(block("#[cfg(feature = \"nif\")]\nmod nif {", &items))
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

    pub(super) fn nif(&self, nif: &Nif) -> Value {
        let function = self.model.rust_function(nif);
        let mut taken = vec![
            "args".to_string(),
            "argc".to_string(),
            "argv".to_string(),
            "env".to_string(),
            "lifetime".to_string(),
            "nif_env".to_string(),
            "terms".to_string(),
            function.clone(),
        ];
        let reserved = taken.len();
        taken.extend(parameter_names(nif));
        let variables = names::distinct(taken).split_off(reserved);
        let parameters: Vec<Parameter> = nif
            .params
            .iter()
            .map(|param| parameter(self.model, &param.r#type))
            .collect();
        let arguments: Vec<String> = parameters
            .iter()
            .zip(&variables)
            .map(|(parameter, variable)| parameter.argument.replace("{}", variable))
            .collect();
        let call = format!("Implementation::{function}({})", arguments.join(", "));
        let is_binary = |it: &Type| *it == Type::Scalar(Scalar::Binary);
        let call = match &nif.returns {
            Return::Ok => format!("{{\n{call};\nrustler::types::atom::ok()\n}}"),
            Return::Value(value) if is_binary(value) => format!("Bytes({call})"),
            Return::Value(_) => call,
            Return::Result(value, error) => {
                let map_error = if is_binary(error) {
                    ".map_err(Bytes)"
                } else {
                    ""
                };
                match value {
                    Some(value) if is_binary(value) => format!("{call}.map(Bytes){map_error}"),
                    Some(_) => format!("{call}{map_error}"),
                    None => {
                        let error = if is_binary(error) {
                            "Bytes(error)"
                        } else {
                            "error"
                        };
                        format!(
                            "match {call} {{\n    Ok(()) => rustler::types::atom::ok().to_term(env),\n    Err(error) => rustler::Encoder::encode(&(rustler::types::atom::error(), {error}), env),\n}}"
                        )
                    }
                }
            }
        };
        json!({
            "name": (function != nif.name).then_some(&nif.name),
            "label": nif.label(),
            "function": function,
            "schedule": match nif.schedule {
                Schedule::Normal => "Normal",
                Schedule::DirtyCpu => "DirtyCpu",
                Schedule::DirtyIo => "DirtyIo",
            },
            "params": parameters.iter().zip(&variables)
                .map(|(parameter, variable)| json!({ "name": variable, "type": parameter.in_nif }))
                .collect::<Vec<_>>(),
            "call": call,
        })
    }
}
