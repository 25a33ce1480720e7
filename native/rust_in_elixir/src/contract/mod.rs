//! The contract that both sides agree on, without docs.
//!
//! The contract is the same for declarations that mean the same: its parts are sorted by name,
//! and docs, lines and formatting are not part of it.

mod form;
pub mod lock;
mod pairs;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::boundary::*;
use crate::model::Model;
use form::{DefinitionForm, NifForm};

/// Types by their names, and functions by their labels.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Contract {
    facade: String,
    #[serde(rename = "crate")]
    crate_name: String,
    /// The packages of the crates whose types stand for built-in ones: what they can represent differs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    type_crates: Vec<String>,
    types: BTreeMap<String, Value>,
    nifs: BTreeMap<String, Value>,
}

impl Contract {
    fn of(boundary: &Boundary) -> Self {
        Self {
            facade: boundary.facade.clone(),
            crate_name: boundary.crate_name.clone(),
            type_crates: (Model::new(boundary).type_crates())
                .map(|it| it.package.to_string())
                .collect(),
            types: (boundary.definitions.iter())
                .map(|it| (it.name.clone(), json(DefinitionForm::from(it))))
                .collect(),
            nifs: (boundary.nifs.iter())
                .map(|it| (it.label(), json(NifForm::from(it))))
                .collect(),
        }
    }
}

/// The whole contract as canonical JSON.
pub fn canonical(boundary: &Boundary) -> String {
    json(Contract::of(boundary)).to_string()
}

/// The digest of each function, type and crate of types, sorted by name.
pub fn digests(boundary: &Boundary) -> Vec<(String, String)> {
    let contract = Contract::of(boundary);
    let crates = contract.type_crates.into_iter();
    let crates = crates.map(|it| (it.clone(), Value::String(it)));
    let parts = contract
        .types
        .into_iter()
        .chain(contract.nifs)
        .chain(crates);
    let mut digests: Vec<(String, String)> = parts
        .map(|(name, part)| (name, digest(&part.to_string())))
        .collect();
    digests.sort();
    digests
}

/// The digests in lines, each as `name:digest`, after the version of what a facade and a library make of a call.
pub fn digest_lines(boundary: &Boundary) -> Vec<String> {
    const WIDTH: usize = 90;
    /// To be raised when stubs return something else, so that no facade is loaded with an older library.
    const CALLS: &str = "calls:2";
    let mut lines = vec![CALLS.to_string()];
    for (name, digest) in digests(boundary) {
        let word = format!("{name}:{digest}");
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < WIDTH => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// Reads a contract back into the boundary that it was made from, but for docs and lines. The error completes a
/// sentence about the contract.
pub fn read(contract: &str) -> Result<Boundary, String> {
    let value: Value =
        serde_json::from_str(contract).map_err(|error| format!("is not valid JSON ({error})"))?;
    let contract = Contract::deserialize(value).map_err(|error| format!("is invalid ({error})"))?;
    if contract.facade.is_empty() {
        return Err("has no facade".into());
    }
    let has_crate = |package: &str| contract.type_crates.iter().any(|it| it == package);
    Ok(Boundary {
        time: match has_crate("jiff") {
            true => TimeCrate::Jiff,
            false => TimeCrate::Chrono,
        },
        decimal: match has_crate("bigdecimal") {
            true => DecimalCrate::Bigdecimal,
            false => DecimalCrate::RustDecimal,
        },
        definitions: (contract.types.iter())
            .map(|(name, part)| match DefinitionForm::deserialize(part) {
                Ok(form) => Ok(form.named(name)),
                Err(error) => Err(unreadable("type", name, error)),
            })
            .collect::<Result<_, _>>()?,
        nifs: (contract.nifs.iter())
            .map(|(label, part)| match NifForm::deserialize(part) {
                Ok(form) => Ok(form.labelled(label)),
                Err(error) => Err(unreadable("function", label, error)),
            })
            .collect::<Result<_, _>>()?,
        ..Boundary::named(&contract.facade, &contract.crate_name)
    })
}

/// Every part that any version wrote can be read, so that this one is from a version to come.
fn unreadable(what: &str, name: &str, error: serde_json::Error) -> String {
    format!(
        "has the {what} `{name}`, which this version of rust_in_elixir cannot read ({error}); \
         update rust_in_elixir"
    )
}

/// The keys of what is written this way are sorted, unlike those of a struct that is written as text at once.
fn json(form: impl Serialize) -> Value {
    serde_json::to_value(form).expect("strings, numbers and objects become JSON")
}

/// The first 64 bits of a SHA-256, in hexadecimal digits.
fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())[..8])
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
