//! The signatures of the functions that the user implements.

use super::nodes::{Returned, Signature};
use super::types::{parameter, returned, streamed};
use crate::boundary::*;
use crate::model::{Hook, Model};
use crate::text::names;

/// A function of the boundary that the user's `lib.rs` has to implement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// The name in Elixir with its arity, such as `move_point/2`.
    pub label: String,
    pub signature: Signature,
}

/// The stub of each function that the user implements.
pub fn stubs(model: &Model) -> Vec<Stub> {
    let of_nifs = model.boundary.nifs.iter().map(|nif| Stub {
        label: nif.label(),
        signature: signature(model, nif),
    });
    let of_hooks = model.hooks().into_iter().map(|hook| Stub {
        label: format!("{}/1", hook.name),
        signature: hook_signature(model, &hook),
    });
    of_nifs.chain(of_hooks).collect()
}

/// The types of the user's that `boundary.rs` takes from the root of the crate: its resources,
/// unless they lie elsewhere.
pub fn resource_types(model: &Model) -> Vec<String> {
    model
        .resources()
        .filter_map(|(_, resource)| resource.rust.strip_prefix("crate::"))
        .filter(|path| !path.contains("::"))
        .map(str::to_string)
        .collect()
}

/// The Rust names of all types that `boundary.rs` declares or takes from the crate.
pub fn type_names(model: &Model) -> Vec<String> {
    let definitions = &model.boundary.definitions;
    let handles = model
        .resources()
        .map(|(it, _)| names::rust_handle(&it.name));
    definitions
        .iter()
        .map(|it| names::rust_type(&it.name))
        .chain(handles)
        .collect()
}

/// The names of the user's own types for types of the schema.
pub fn own_names(model: &Model) -> Vec<String> {
    (model.boundary.definitions.iter())
        .filter_map(|definition| match &definition.kind {
            Kind::Custom(custom) => Some(&custom.rust),
            Kind::Resource(resource) => Some(&resource.rust),
            _ => None,
        })
        .filter_map(|path| path.rsplit("::").next())
        .map(str::to_string)
        .collect()
}

/// The type that implements the trait: the facade's last name.
pub fn implementation(boundary: &Boundary) -> String {
    let name = names::rust_type(names::last_segment(&boundary.facade));
    let taken = boundary
        .definitions
        .iter()
        .any(|definition| names::rust_type(&definition.name) == name);
    if taken { format!("{name}Nifs") } else { name }
}

/// A Rust signature, as the trait declares it.
pub(super) fn signature(model: &Model, nif: &Nif) -> Signature {
    let mut types: Vec<String> = (nif.params.iter())
        .map(|it| parameter(model, nif, it).in_trait)
        .collect();
    let borrows: usize = types.iter().map(|it| it.matches('&').count()).sum();
    // Of a single borrow Rust knows by itself that the result borrows from it.
    let names_lifetime = nif.returns_slices() && borrows > 1;
    if names_lifetime {
        for (r#type, param) in types.iter_mut().zip(&nif.params) {
            if param.can_be_sliced() {
                *r#type = with_lifetime(r#type);
            }
        }
    }
    let returned = |it: &Type, is_handle| {
        let written = returned(model, it, is_handle);
        match names_lifetime {
            true => with_lifetime(&written),
            false => written,
        }
    };
    let value = |it| returned(it, nif.returns_handle);
    let error = |it| returned(it, false);
    Signature {
        name: model.rust_function(nif),
        names_lifetime,
        params: parameter_names(nif).into_iter().zip(types).collect(),
        returns: match &nif.returns {
            Return::Ok => Returned::Nothing,
            Return::Value(it) => Returned::Value(value(it)),
            Return::Result(it, failure) => Returned::Result {
                value: it.as_ref().map_or_else(|| "()".to_string(), value),
                error: error(failure),
            },
            Return::Stream(item, item_error, failure) => {
                let item = streamed(model, item, item_error.as_ref());
                match failure {
                    None => Returned::Stream { item },
                    Some(failure) => Returned::StreamOrError {
                        item,
                        error: error(failure),
                    },
                }
            }
        },
    }
}

/// A type whose references have the lifetime that the signature names.
fn with_lifetime(r#type: &str) -> String {
    r#type.replace('&', "&'a ")
}

/// The Rust signature of a function that the VM has called for a resource.
pub(super) fn hook_signature(model: &Model, hook: &Hook) -> Signature {
    let name = &hook.definition.name;
    let borrow = match (hook.is_drop, model.locking(name)) {
        (true, _) => "",
        (false, Some(_)) => "&mut ",
        (false, None) => "&",
    };
    let param = names::rust_value(&names::rust_snake(name));
    Signature {
        name: hook.name.clone(),
        names_lifetime: false,
        params: vec![(param, format!("{borrow}{}", names::rust_type(name)))],
        returns: Returned::Nothing,
    }
}

pub(super) fn parameter_names(nif: &Nif) -> Vec<String> {
    names::distinct(
        nif.params
            .iter()
            .map(|param| names::rust_value(&param.name)),
    )
}
