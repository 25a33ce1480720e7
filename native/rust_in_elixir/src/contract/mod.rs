//! What both sides agree on, without what only people read.
//!
//! The contract is the same for declarations that mean the same: its parts are sorted by name,
//! and docs, lines and formatting are no part of it.

pub mod lock;
mod parser;
pub mod reader;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::boundary::*;
use crate::text::notation::elixir_literal;

/// The whole contract as canonical JSON.
pub fn canonical(boundary: &Boundary) -> String {
    let types: serde_json::Map<String, Value> = boundary
        .definitions
        .iter()
        .map(|it| (it.name.clone(), definition(it)))
        .collect();
    let nifs: serde_json::Map<String, Value> = boundary
        .nifs
        .iter()
        .map(|it| (it.label(), nif(it)))
        .collect();
    json!({
        "facade": boundary.facade,
        "crate": boundary.crate_name,
        "types": types,
        "nifs": nifs,
    })
    .to_string()
}

/// The digest of each function and type, sorted by name.
pub fn digests(boundary: &Boundary) -> Vec<(String, String)> {
    let types = boundary
        .definitions
        .iter()
        .map(|it| (it.name.clone(), digest(&definition(it).to_string())));
    let nifs = boundary
        .nifs
        .iter()
        .map(|it| (it.label(), digest(&nif(it).to_string())));
    let mut digests: Vec<(String, String)> = types.chain(nifs).collect();
    digests.sort();
    digests
}

/// The first 64 bits of a SHA-256, in hexadecimal digits.
fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())[..8])
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn nif(nif: &Nif) -> Value {
    let params: Vec<Value> = nif
        .params
        .iter()
        .map(|param| json!([param.name, param.notation()]))
        .collect();
    let mut value = json!({
        "params": params,
        "returns": nif.returns.to_string(),
        "schedule": match nif.schedule {
            Schedule::Normal => "normal",
            Schedule::DirtyCpu => "dirty_cpu",
            Schedule::DirtyIo => "dirty_io",
        },
        "cast": nif.cast,
    });
    if matches!(nif.returns, Return::Stream(..)) {
        value["chunk"] = json!(nif.chunk);
    }
    if nif.returns_handle {
        value["returns_handle"] = json!(true);
    }
    value
}

fn definition(definition: &Definition) -> Value {
    let mut value = match &definition.kind {
        Kind::UnitEnum(variants) => {
            let names: Vec<&str> = variants.iter().map(|it| it.name.as_str()).collect();
            json!({ "kind": "unit_enum", "variants": names })
        }
        Kind::TaggedEnum(variants) => {
            let terms: Vec<String> = variants.iter().map(Variant::term).collect();
            let defaults: Vec<Value> = variants
                .iter()
                .flat_map(|it| it.shape.fields())
                .filter(|it| it.default.is_some() || it.redact)
                .map(field)
                .collect();
            json!({ "kind": "tagged_enum", "variants": terms, "fields": defaults })
        }
        Kind::UntaggedEnum(variants) => {
            let types: Vec<String> = variants
                .iter()
                .flat_map(|it| it.shape.types())
                .map(ToString::to_string)
                .collect();
            json!({ "kind": "untagged_enum", "variants": types })
        }
        Kind::Struct(fields) => of_fields("struct", fields),
        Kind::Map(fields) => of_fields("map", fields),
        Kind::Tuple(fields) => of_fields("tuple", fields),
        Kind::Exception(fields) => of_fields("exception", fields),
        Kind::Options(fields) => of_fields("options", fields),
        Kind::Record(tag, fields) => {
            let mut value = of_fields("record", fields);
            value["tag"] = json!(tag);
            value
        }
        Kind::Newtype(inner, constraints) => {
            let constraints: Vec<Value> = constraints.iter().map(constraint).collect();
            json!({ "kind": "newtype", "type": inner.to_string(), "constraints": constraints })
        }
        Kind::Resource(resource) => json!({
            "kind": "resource",
            "rust": resource.rust,
            "lock": match resource.lock {
                None => Value::Null,
                Some(Locking::Rwlock) => json!("rwlock"),
                Some(Locking::Mutex) => json!("mutex"),
            },
            "on_drop": resource.on_drop,
            "monitor": resource.monitor,
        }),
        Kind::Custom(custom) => {
            let mut value = json!({
                "kind": "custom",
                "type": custom.typespec,
                "rust": custom.rust,
                "validator": custom.validator,
            });
            if let Some(caster) = &custom.caster {
                value["caster"] = json!(caster);
            }
            value
        }
    };
    value["cast"] = json!(definition.cast);
    value["redact"] = json!(definition.redact);
    value
}

fn of_fields(kind: &str, fields: &[Field]) -> Value {
    json!({ "kind": kind, "fields": fields.iter().map(field).collect::<Vec<_>>() })
}

fn field(field: &Field) -> Value {
    let mut value = json!({ "name": field.name, "type": field.r#type.to_string() });
    if let Some(default) = &field.default {
        value["default"] = json!(default.source);
    }
    if field.redact {
        value["redact"] = json!(true);
    }
    value
}

fn constraint(constraint: &Constraint) -> Value {
    match constraint {
        Constraint::Trim => json!("trim"),
        Constraint::Min(limit) => json!(["min", elixir_literal(limit)]),
        Constraint::Max(limit) => json!(["max", elixir_literal(limit)]),
        Constraint::MinLength(length) => json!(["min_length", length]),
        Constraint::MaxLength(length) => json!(["max_length", length]),
        Constraint::MaxBytes(length) => json!(["max_bytes", length]),
        Constraint::Format(format) => json!(["format", format]),
        Constraint::In(values) => {
            json!(["in", values.iter().map(elixir_literal).collect::<Vec<_>>()])
        }
    }
}
