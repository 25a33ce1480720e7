//! Parameters and constraints, which are arrays in a contract.

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::form::LINE;
use crate::boundary::*;
use crate::text::notation::parser;

#[derive(Serialize, Deserialize)]
#[serde(remote = "Constraint", rename_all = "snake_case")]
enum ConstraintForm {
    Trim,
    Min(Literal),
    Max(Literal),
    MinLength(u64),
    MaxLength(u64),
    MaxBytes(u64),
    Format(String),
    In(Vec<Literal>),
}

/// Its name, and its type with how it is passed.
impl Serialize for Param {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.name, self.notation()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Param {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (name, notation) = <(String, String)>::deserialize(deserializer)?;
        let (passing, r#type) = parser::param(&notation);
        Ok(Param {
            name,
            r#type,
            passing,
            line: LINE,
        })
    }
}

/// Its name, or its name and its value. Serde has these as one entry of an object.
impl Serialize for Constraint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = ConstraintForm::serialize(self, serde_json::value::Serializer);
        match form.map_err(S::Error::custom)? {
            Value::Object(entry) => entry.into_iter().next().serialize(serializer),
            name => name.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Constraint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = match Value::deserialize(deserializer)? {
            Value::Array(pair) => {
                let (name, value): (String, Value) =
                    serde_json::from_value(Value::Array(pair)).map_err(D::Error::custom)?;
                Value::from_iter([(name, value)])
            }
            name => name,
        };
        ConstraintForm::deserialize(form).map_err(D::Error::custom)
    }
}
