//! Contracts of older versions.

use super::*;

/// A missing key means what a schema meant before the key existed.
#[test]
fn a_contract_of_the_first_version_is_read() {
    let first = r#"{"facade": "Demo", "crate": "demo", "types": {
        "Money": {"kind": "custom", "type": "Decimal.t()", "rust": "crate::Money"},
        "Point": {"kind": "struct", "fields": [{"name": "x", "type": "u8"}]},
        "Table": {"kind": "resource", "rust": "crate::Table"}
    }, "nifs": {
        "rows/1": {"params": [["table", "Table"]], "returns": "stream(u8)"}
    }}"#;
    let kinds = [
        (
            "Money",
            Kind::Custom(Custom {
                typespec: "Decimal.t()".into(),
                rust: "crate::Money".into(),
                validator: None,
                caster: None,
            }),
        ),
        (
            "Point",
            Kind::Struct(vec![field("x", Type::Scalar(Scalar::U8))]),
        ),
        (
            "Table",
            Kind::Resource(Resource {
                rust: "crate::Table".into(),
                lock: None,
                on_drop: None,
                monitor: false,
            }),
        ),
    ];
    let read = read(first).unwrap();
    let definitions: Vec<(&str, Kind)> = (read.definitions.iter())
        .map(|it| (it.name.as_str(), it.kind.clone()))
        .collect();
    assert_eq!(definitions, kinds);
    let table = ("table", Passing::Plain, named("Table"));
    let rows = Return::Stream(Type::Scalar(Scalar::U8), None, None);
    let rows = nif("rows", vec![table], rows);
    let schedule = Schedule::DirtyCpu;
    assert_eq!(read.nifs, [Nif { schedule, ..rows }]);
}
