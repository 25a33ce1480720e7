//! Functions and types that the schema calls by another name.

use super::*;

#[test]
fn a_renamed_function_is_renamed_and_gets_no_stub() {
    let old = "    fn resize(x0: u8) {}\n    fn r#match(x: u8) -> u8 { Self::resize(x); x /* match */ }\n    fn scale(x0: u8, x1: u8) {}";
    let renamed = [("resize/2", "match"), ("resize/1", "gone")];
    for (renames, functions, missing, expected) in [
        (
            &renamed,
            old,
            vec![],
            "    fn resize(x0: u8) {}\n    fn resize_2(x0: u8, x1: u8) { Self::resize(x); x /* match */ }\n    fn scale(x0: u8, x1: u8) {}",
        ),
        // The first of two arities had no number.
        (
            &[("resize/2", "size"), ("resize/1", "size")],
            "    fn size(x0: u8) {}\n    fn size_2(x0: u8, x1: u8) {}",
            vec![],
            "    fn resize(x0: u8) {}\n    fn resize_2(x0: u8, x1: u8) {}",
        ),
        // A function that exists under its new name keeps both.
        (
            &[("resize/2", "scale"), ("resize/1", "gone")],
            "    fn resize(x0: u8) {}\n    fn resize_2(x0: u8, x1: u8) {}\n    fn scale() {}",
            vec![],
            "    fn resize(x0: u8) {}\n    fn resize_2(x0: u8, x1: u8) {}\n    fn scale() {}",
        ),
    ] {
        let boundary = boundary(renames);
        let text = lib("struct Grid;", functions);
        let found = lib_source(Some(&text), &boundary, false).expect(functions);
        assert_eq!((found.text, found.missing), (text.clone(), missing));
        let fixed = lib_source(Some(&text), &boundary, true).expect(functions);
        assert_eq!(fixed.text, lib("struct Grid;", expected));
        assert_eq!(fixed.missing, Vec::<String>::new());
    }

    let text = lib("struct Grid;", old);
    let mismatches = lib_source(Some(&text), &boundary(&renamed), false).map(|it| it.mismatches);
    let mismatch = |label: &str, line, found: &str, expected: Option<&str>| Mismatch {
        label: label.to_string(),
        line,
        found: found.to_string(),
        expected: expected.map(String::from),
        advice: None,
    };
    assert_eq!(
        mismatches,
        Ok(vec![
            mismatch(
                "resize/2",
                8,
                "fn r#match(x: u8) -> u8",
                Some("fn resize_2(x0: u8, x1: u8)")
            ),
            mismatch("scale", 9, "fn scale(x0: u8, x1: u8)", None),
        ])
    );
}

#[test]
fn a_renamed_type_is_no_alias_and_gets_no_second_declaration() {
    let boundary = boundary(&[("Grid", "Table")]);
    let functions = "    fn resize(x0: Table) {}\n    fn resize_2(x0: u8, x1: u8) {}";
    let text = lib("pub struct Table {}", functions);
    let found = lib_source(Some(&text), &boundary, false).expect("the text falls into tokens");
    assert_eq!((&found.text, &found.missing), (&text, &vec![]));
    let mismatches: Vec<(u32, Option<&str>)> = (found.mismatches.iter())
        .map(|it| (it.line, it.advice.as_deref()))
        .collect();
    assert_eq!(
        mismatches,
        [
            (
                4,
                Some("the schema now calls `Table` `Grid`; rename it in this crate")
            ),
            (7, None)
        ]
    );
}
