//! Compares the NIFs of a crate with the functions of the Elixir module that loads them.

use super::examiner::Findings;
use super::rules::{NIF_WITHOUT_STUB, NOT_READ, STUB_WITHOUT_NIF};
use crate::boundary::StubModule;
use crate::crate_source::{CrateSource, Place};

pub fn check(source: &CrateSource, modules: &[StubModule], findings: &mut Findings) {
    // Of a generated boundary, both sides come from one schema, and are compared when the library is loaded.
    let Some(init) = source.init.as_ref().filter(|_| source.table.is_empty()) else {
        return;
    };
    let name = init.module.strip_prefix("Elixir.");
    let Some(module) = modules
        .iter()
        .find(|module| name.is_some_and(|name| name == module.name))
    else {
        let message = match name {
            Some(name) => format!("no module `{name}` was found in the project"),
            None => format!(
                "`:{}` is not an Elixir module, so its stubs are not read",
                init.module
            ),
        };
        return findings.at(&NOT_READ, &init.place, message);
    };
    for function in &source.functions {
        let Some(nif) = &function.nif else { continue };
        let has = (module.functions.iter())
            .any(|stub| stub.name == nif.name && stub.arity == function.arity());
        // A condition may hold where the module has no such function.
        if !has && !module.computed && function.conditions.is_empty() {
            let label = format!("{}/{}", nif.name, function.arity());
            let message = format!("`{}` has no function `{label}`", module.name);
            findings.at(&NIF_WITHOUT_STUB, &function.place, message);
        }
    }
    if source.computed_nifs || !source.unread.is_empty() {
        return;
    }
    for stub in module.functions.iter().filter(|stub| stub.stub) {
        let has = (source.functions.iter()).any(|function| {
            (function.nif.as_ref())
                .is_some_and(|nif| nif.name == stub.name && function.arity() == stub.arity)
        });
        if !has {
            let place = Place {
                path: module.path.clone(),
                line: stub.line,
            };
            let message = format!("`{}/{}` has no NIF in the crate", stub.name, stub.arity);
            findings.at(&STUB_WITHOUT_NIF, &place, message);
        }
    }
}
