//! The functions and types of a boundary as both sides declare them.

use super::Templates;
use super::elixir::ElixirSide;
use super::rust::RustSide;
use crate::boundary::*;
use crate::model::Model;

/// What both sides declare, with the functions of Rust in lines of a width.
pub fn declarations(
    model: &Model,
    project: &Project,
    templates: &Templates,
    width: usize,
) -> Result<Declarations, String> {
    let elixir = ElixirSide::new(model, project, templates);
    let rust = RustSide::new(model, project, templates);
    let functions = model.boundary.nifs.iter().map(|nif| {
        Ok(Declaration {
            name: nif.label(),
            elixir: elixir.specs(nif)?,
            rust: rust.method(nif, width),
        })
    });
    let own = model.boundary.definitions.iter();
    let own = own.filter(|it| it.owner.is_none());
    let types = own.map(|definition| {
        Ok(Declaration {
            name: definition.name.clone(),
            elixir: elixir.typespec(definition)?,
            rust: rust.declared(definition)?,
        })
    });
    Ok(Declarations {
        functions: functions.collect::<Result<_, String>>()?,
        types: types.collect::<Result<_, String>>()?,
    })
}
