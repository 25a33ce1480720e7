//! The text of `boundary.lock`, and of `support.lock`, which has no contract.
//!
//! Each file and each part of the contract has its own line, in sorted order, so that two
//! branches which generate different things merge.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::boundary::Lock;

const NOTE: &str = "Written by `mix rust_in_elixir.sync`; do not edit.";
const FORMAT: u64 = 1;

#[derive(Serialize, Deserialize)]
struct LockForm {
    #[serde(rename = "_", skip_deserializing)]
    note: &'static str,
    format: u64,
    #[serde(default, skip_serializing_if = "is_empty")]
    contract: Value,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    support: Vec<String>,
    files: BTreeMap<String, String>,
}

/// Writes a lock as text, which [`read`] returns unchanged.
///
/// A contract in canonical JSON (what `serde_json` prints for a [`Value`]) is in it as an
/// object. Any other text is in it as a string, so that nothing is lost.
pub fn write(lock: &Lock) -> String {
    let written = LockForm {
        note: NOTE,
        format: FORMAT,
        contract: canonical_object(&lock.contract)
            .unwrap_or_else(|| Value::String(lock.contract.clone())),
        support: lock.support.clone(),
        files: lock.files.clone().into_iter().collect(),
    };
    let mut text =
        serde_json::to_string_pretty(&written).expect("strings, numbers and objects become JSON");
    text.push('\n');
    text
}

/// Reads a lock out of its text.
///
/// The error says what is wrong, where, and what to do. Keys that this version does not know are
/// passed over.
pub fn read(text: &str) -> Result<Lock, String> {
    let text = text.trim_start_matches('\u{feff}');
    if let Some(line) = line_of_conflict(text) {
        return Err(format!(
            "a merge conflict in line {line}; take either side, \
             then run `mix rust_in_elixir.sync`"
        ));
    }
    let value: Value =
        serde_json::from_str(text).map_err(|error| broken(format!("invalid JSON ({error})")))?;
    check_format(value.get("format"))?;
    let read =
        LockForm::deserialize(value).map_err(|error| broken(format!("invalid lock ({error})")))?;
    Ok(Lock {
        contract: match read.contract {
            Value::String(text) => text,
            Value::Null => String::new(),
            object => object.to_string(),
        },
        files: read.files.into_iter().collect(),
        support: read.support,
    })
}

fn is_empty(contract: &Value) -> bool {
    contract == ""
}

fn check_format(format: Option<&Value>) -> Result<(), String> {
    let Some(format) = format else {
        return Err(broken("invalid lock (missing field `format`)".into()));
    };
    match format.as_u64() {
        Some(FORMAT) => Ok(()),
        Some(newer) if newer > FORMAT => Err(format!(
            "format {newer}, but this version of rust_in_elixir reads format {FORMAT}; \
             update rust_in_elixir"
        )),
        _ => Err(broken(format!("unknown format {format}"))),
    }
}

fn broken(reason: String) -> String {
    format!("{reason}; restore the file from your last commit, then run `mix rust_in_elixir.sync`")
}

fn canonical_object(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    let printed = value.to_string();
    (value.is_object() && printed == text).then_some(value)
}

/// JSON has no string over several lines, so no line of a lock can look like a marker.
fn line_of_conflict(text: &str) -> Option<usize> {
    (text.lines())
        .position(|line| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>"))
        .map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{read, write};
    use crate::boundary::Lock;
    use crate::properties;

    fn lock(contract: &str, files: &[(&str, &str)]) -> Lock {
        Lock {
            contract: contract.into(),
            files: (files.iter())
                .map(|(path, digest)| (path.to_string(), digest.to_string()))
                .collect(),
            support: Vec::new(),
        }
    }

    #[test]
    fn writes_a_line_for_each_part() {
        let lock = lock(
            r#"{"nifs":[{"name":"move_point","params":["Point"]}],"types":{}}"#,
            &[
                ("native/my_app/src/boundary.rs", "77aa"),
                ("lib/my_app/point.ex", "01ff"),
            ],
        );
        let text = r#"{
  "_": "Written by `mix rust_in_elixir.sync`; do not edit.",
  "format": 1,
  "contract": {
    "nifs": [
      {
        "name": "move_point",
        "params": [
          "Point"
        ]
      }
    ],
    "types": {}
  },
  "files": {
    "lib/my_app/point.ex": "01ff",
    "native/my_app/src/boundary.rs": "77aa"
  }
}
"#;
        assert_eq!(write(&lock), text);
        assert_eq!(read(text), Ok(lock.clone()));
        assert_eq!(read(&text.replace('\n', "\r\n")), Ok(lock.clone()));
        assert_eq!(read(&format!("\u{feff}{text}")), Ok(lock.clone()));
        let lock = Lock {
            support: vec!["PanicError".into(), "Validation.u8".into()],
            ..lock
        };
        let with_support = text.replace(
            "  \"files\"",
            "  \"support\": [\n    \"PanicError\",\n    \"Validation.u8\"\n  ],\n  \"files\"",
        );
        assert_eq!(write(&lock), with_support);
        assert_eq!(read(&with_support), Ok(lock.clone()));
        // Earlier versions wrote digests of the schema and the generator as well.
        let earlier = with_support.replace(
            "  \"contract\"",
            "  \"schema\": \"5f1d\",\n  \"generator\": \"a07c\",\n  \"contract\"",
        );
        assert_eq!(read(&earlier), Ok(lock));
    }

    #[test]
    fn gives_every_contract_back_as_it_was() {
        let contracts = [
            "",
            "{}",
            r#"{"a":1,"b":[true,null,1.5,"\u0007 \"q\" é"]}"#,
            r#"{"b":1,"a":2}"#,
            r#"{ "spaced": 1 }"#,
            r#"{"twice":1,"twice":2}"#,
            r#"{"beyond f64":340282366920938463463374607431768211456}"#,
            r#""a string""#,
            "[1]",
            "no JSON",
        ];
        for contract in contracts {
            let lock = lock(contract, &[]);
            assert_eq!(read(&write(&lock)), Ok(lock), "{contract}");
        }
    }

    #[test]
    fn says_why_a_text_is_no_lock_and_what_to_do() {
        let restore = "restore the file from your last commit, then run `mix rust_in_elixir.sync`";
        let cases = [
            (
                "{\n<<<<<<< HEAD\n  \"format\": 1,\n=======\n  \"format\": 2,\n>>>>>>> topic\n}",
                "a merge conflict in line 2; take either side, \
                 then run `mix rust_in_elixir.sync`"
                    .to_string(),
            ),
            (
                r#"{"format": 2, "anything": "else"}"#,
                "format 2, but this version of rust_in_elixir reads format 1; \
                 update rust_in_elixir"
                    .to_string(),
            ),
            (
                r#"{"format": "one"}"#,
                format!(r#"unknown format "one"; {restore}"#),
            ),
            (r#"{"format": 0}"#, format!("unknown format 0; {restore}")),
            (
                "",
                format!("invalid JSON (EOF while parsing a value at line 1 column 0); {restore}"),
            ),
            (
                "{\n  \"format\": 1\n  \"schema\": \"\"\n}",
                format!("invalid JSON (expected `,` or `}}` at line 3 column 3); {restore}"),
            ),
            (
                "[]",
                format!("invalid lock (missing field `format`); {restore}"),
            ),
            (
                r#"{"format": 1, "contract": {}}"#,
                format!("invalid lock (missing field `files`); {restore}"),
            ),
            (
                r#"{"format": 1, "contract": {}, "files": 5}"#,
                format!("invalid lock (invalid type: integer `5`, expected a map); {restore}"),
            ),
        ];
        for (text, message) in cases {
            assert_eq!(read(text), Err(message), "{text}");
        }
    }

    proptest! {
        #![proptest_config(properties::config(256))]

        #[test]
        fn what_was_written_reads_back_unchanged(
            contract: String,
            files in proptest::collection::hash_map(any::<String>(), any::<String>(), 0..5),
            support in proptest::collection::vec(any::<String>(), 0..3),
        ) {
            let lock = Lock { contract, files, support };
            prop_assert_eq!(read(&write(&lock)), Ok(lock));
        }

        #[test]
        fn no_text_makes_reading_panic(text in r#"[\{\}\[\]",:<> \n0-9a-z]*|\PC*"#) {
            let _ = read(&text);
        }
    }
}
