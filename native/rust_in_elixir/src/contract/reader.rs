//! Reads a contract back into the boundary that it was made from, but for docs and lines.
//!
//! A contract of an older version may lack what this one knows of; it counts as what such a schema
//! meant then.

use serde_json::{Map, Value};

use super::parser;
use crate::boundary::*;

/// The boundary of a contract. The error completes a sentence about the contract.
pub fn boundary(contract: &str) -> Result<Boundary, String> {
    let value: Value =
        serde_json::from_str(contract).map_err(|error| format!("is no valid JSON ({error})"))?;
    let facade = text(&value["facade"]);
    if facade.is_empty() {
        return Err("names no facade".into());
    }
    Ok(Boundary {
        facade,
        crate_name: text(&value["crate"]),
        schema: String::new(),
        loader: None,
        precompiled: None,
        double: false,
        doc: None,
        definitions: entries(&value["types"])
            .map(|(name, it)| definition(name, it))
            .collect::<Result<_, _>>()?,
        nifs: entries(&value["nifs"])
            .map(|(label, it)| nif(label, it))
            .collect(),
        waivers: Vec::new(),
        renames: Vec::new(),
        texts: HashMap::new(),
        problems: Vec::new(),
    })
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

fn truth(value: &Value) -> bool {
    value.as_bool().unwrap_or_default()
}

fn nif(label: &str, value: &Value) -> Nif {
    let name = label.rsplit_once('/').map_or(label, |(name, _)| name);
    Nif {
        name: name.to_string(),
        params: items(&value["params"])
            .map(|param| {
                let (passing, r#type) = parser::param(&text(&param[1]));
                Param {
                    name: text(&param[0]),
                    r#type,
                    passing,
                    line: 1,
                }
            })
            .collect(),
        returns: parser::returns(&text(&value["returns"])),
        schedule: match value["schedule"].as_str() {
            Some("normal") => Schedule::Normal,
            Some("dirty_io") => Schedule::DirtyIo,
            _ => Schedule::DirtyCpu,
        },
        cast: truth(&value["cast"]),
        returns_handle: truth(&value["returns_handle"]),
        chunk: (value["chunk"].as_u64())
            .and_then(|chunk| u32::try_from(chunk).ok())
            .unwrap_or(500),
        doc: None,
        line: 1,
    }
}

fn definition(name: &str, value: &Value) -> Result<Definition, String> {
    let fields = || items(&value["fields"]).map(field).collect();
    let variants = |read: fn(&Value) -> Variant| items(&value["variants"]).map(read).collect();
    let kind = match value["kind"].as_str().unwrap_or_default() {
        "unit_enum" => Kind::UnitEnum(variants(|it| new_variant(text(it), Shape::Unit))),
        "tagged_enum" => Kind::TaggedEnum(variants(|it| parser::variant(&text(it)))),
        "untagged_enum" => Kind::UntaggedEnum(variants(|it| {
            new_variant(
                String::new(),
                Shape::Values(vec![parser::type_of(&text(it))]),
            )
        })),
        "struct" => Kind::Struct(fields()),
        "map" => Kind::Map(fields()),
        "tuple" => Kind::Tuple(fields()),
        "exception" => Kind::Exception(fields()),
        "options" => Kind::Options(fields()),
        "record" => Kind::Record(text(&value["tag"]), fields()),
        "newtype" => Kind::Newtype(
            parser::type_of(&text(&value["type"])),
            items(&value["constraints"])
                .filter_map(constraint)
                .collect(),
        ),
        "custom" => Kind::Custom(Custom {
            typespec: text(&value["type"]),
            rust: text(&value["rust"]),
            validator: value["validator"].as_str().map(ToString::to_string),
            caster: value["caster"].as_str().map(ToString::to_string),
        }),
        "resource" => Kind::Resource(Resource {
            rust: text(&value["rust"]),
            lock: match value["lock"].as_str() {
                Some("rwlock") => Some(Locking::Rwlock),
                Some("mutex") => Some(Locking::Mutex),
                _ => None,
            },
            on_drop: value["on_drop"].as_str().map(ToString::to_string),
            monitor: truth(&value["monitor"]),
        }),
        other => {
            return Err(format!(
                "has the type {name} of the kind {other:?}, which this version does not know"
            ));
        }
    };
    Ok(Definition {
        name: name.to_string(),
        kind,
        doc: None,
        cast: truth(&value["cast"]),
        redact: truth(&value["redact"]),
        line: 1,
    })
}

fn new_variant(name: String, shape: Shape) -> Variant {
    Variant {
        name,
        shape,
        doc: None,
        line: 1,
    }
}

fn field(value: &Value) -> Field {
    Field {
        name: text(&value["name"]),
        r#type: parser::type_of(&text(&value["type"])),
        default: value["default"].as_str().map(|source| Default_ {
            value: Literal::Other(source.to_string()),
            source: source.to_string(),
        }),
        doc: None,
        redact: truth(&value["redact"]),
        line: 1,
    }
}

/// The values of constraints stay the source that they were written as.
fn constraint(value: &Value) -> Option<Constraint> {
    if value == "trim" {
        return Some(Constraint::Trim);
    }
    let limit = &value[1];
    Some(match value[0].as_str()? {
        "min" => Constraint::Min(Literal::Other(text(limit))),
        "max" => Constraint::Max(Literal::Other(text(limit))),
        "min_length" => Constraint::MinLength(limit.as_u64()?),
        "max_length" => Constraint::MaxLength(limit.as_u64()?),
        "max_bytes" => Constraint::MaxBytes(limit.as_u64()?),
        "format" => Constraint::Format(text(limit)),
        "in" => Constraint::In(items(limit).map(|it| Literal::Other(text(it))).collect()),
        _ => return None,
    })
}
