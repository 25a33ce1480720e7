use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;

use super::completion::{complete, create, declare};
use super::{Stub, lib_source};
use crate::boundary::*;
use crate::properties;
use crate::text::diff::unified_diff;

fn stub(label: &str, signature: &str) -> Stub {
    let name = &signature[3..signature.find('(').expect("a function has parentheses")];
    Stub {
        name: name.to_string(),
        label: label.to_string(),
        signature: signature.to_string(),
    }
}

fn stubs() -> Vec<Stub> {
    vec![
        stub("ping/0", "fn ping()"),
        stub("match/1", "fn r#match(text: &str) -> bool"),
        stub("add/2", "fn add(a: i64, r#type: Option<&[u8]>) -> i64"),
    ]
}

const PING: &str = r#"    fn ping() {
        panic!("ping/0 is not implemented yet")
    }
"#;
const MATCH: &str = r#"    fn r#match(text: &str) -> bool {
        let _ = text;
        panic!("match/1 is not implemented yet")
    }
"#;
const ADD: &str = r#"    fn add(a: i64, r#type: Option<&[u8]>) -> i64 {
        let _ = (&a, &r#type);
        panic!("add/2 is not implemented yet")
    }
"#;

fn all() -> String {
    format!("{PING}\n{MATCH}\n{ADD}")
}

#[test]
fn makes_the_first_file() {
    let expected = format!(
        r#"//! Markdown rendering, done in Rust.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// The functions of the boundary, done in Rust.
pub struct Markdown;

impl Nifs for Markdown {{
{}}}
"#,
        all()
    );
    let doc = "\nMarkdown rendering, done in Rust.  \n\n    iex> MyApp.Markdown.ping()\n    :ok\n";
    assert_eq!(create(Some(doc), "Markdown", &[], &stubs()), expected);
    assert_eq!(
        complete(&expected, "Markdown", &stubs()),
        Ok(LibSource {
            text: expected,
            missing: vec![],
            mismatches: vec![],
        })
    );
}

#[test]
fn takes_the_first_paragraph_of_the_doc() {
    let cases = [
        (None, "//! What the NIFs of this crate do."),
        (Some(""), "//! What the NIFs of this crate do."),
        (Some("    iex> 1"), "//! What the NIFs of this crate do."),
        (
            Some("```\ncode\n```"),
            "//! What the NIFs of this crate do.",
        ),
        (Some("One\r\ntwo.\r\n\r\nThree."), "//! One\n//! two."),
        (Some("Løvely."), "//! Løvely."),
    ];
    for (doc, expected) in cases {
        let text = create(doc, "Markdown", &[], &[]);
        assert!(
            text.starts_with(&format!("{expected}\n\n#[rustfmt")),
            "{text}"
        );
        assert!(text.ends_with("\n\nimpl Nifs for Markdown {}\n"), "{text}");
    }
}

/// Checks what comes for the `▮`s of a text whose functions are missing, with line ends of either
/// kind and a byte order mark, and that nothing is missing then.
fn check_inserted(what: &str, marked: &str, inserted: &str, missing: &[&str]) {
    type Shaped = fn(&str) -> String;
    let forms: [(&str, Shaped); 3] = [
        ("plain", |text| text.to_string()),
        ("with CRLF", |text| text.replace('\n', "\r\n")),
        ("with a byte order mark", |text| format!("\u{feff}{text}")),
    ];
    for (form, shaped) in forms {
        let before = shaped(&marked.replace('▮', ""));
        let after = shaped(&marked.replace('▮', inserted));
        let completed = complete(&before, "Markdown", &stubs()).expect(what);
        assert_eq!(completed.text, after, "{what}, {form}");
        assert_eq!(completed.missing, missing, "{what}, {form}");
        let again = complete(&after, "Markdown", &stubs()).expect(what);
        assert_eq!(again.text, after, "{what}, {form}, again");
        assert!(again.missing.is_empty(), "{what}, {form}, again");
    }
}

#[test]
fn inserts_what_is_missing_and_leaves_every_other_byte() {
    let all_labels = ["ping/0", "match/1", "add/2"];
    let cases = [
        (
            "nothing",
            "impl Nifs for Markdown { fn ping() {} fn r#match() {} fn add() {} }".to_string(),
            String::new(),
            vec![],
        ),
        (
            "the last function",
            format!("impl Nifs for Markdown {{\n{PING}\n{MATCH}▮}}\n"),
            format!("\n{ADD}"),
            vec!["add/2"],
        ),
        (
            "two functions, after a comment and code that rustfmt did not see",
            "#![allow(dead_code)]\n// Å: \u{1F600} impl Nifs for Markdown {}\nuse boundary ::* ;\n\
             \nimpl boundary::Nifs for crate::Markdown{\n    fn r#match( text:&str )->bool{ \"}\"==text }\n\
             \x20   // no more, yet\t \n▮}\n// the end"
                .to_string(),
            format!("\n{PING}\n{ADD}"),
            vec!["ping/0", "add/2"],
        ),
        (
            "an empty block",
            "impl Nifs for Markdown {▮}\n".to_string(),
            format!("\n{}", all()),
            all_labels.to_vec(),
        ),
        (
            "an empty block over two lines",
            "impl Nifs for Markdown {\n▮}\n".to_string(),
            all(),
            all_labels.to_vec(),
        ),
        (
            "a block with a comment alone",
            "impl Nifs for Markdown {\n    // to come\n▮}\n".to_string(),
            format!("\n{}", all()),
            all_labels.to_vec(),
        ),
        (
            "a block that ends in a blank line",
            format!("impl Nifs for Markdown {{\n{PING}\n{ADD}\n▮}}\n"),
            MATCH.to_string(),
            vec!["match/1"],
        ),
        (
            "a block on one line",
            "impl Nifs for Markdown { fn ping() {} fn add() {} ▮}\n".to_string(),
            format!("\n\n{MATCH}"),
            vec!["match/1"],
        ),
        (
            "a body that does not parse",
            format!("impl Nifs for Markdown {{\n    fn ping() {{ let = ; 1 + }}\n\n{ADD}▮}}\n"),
            format!("\n{MATCH}"),
            vec!["match/1"],
        ),
        (
            "functions elsewhere",
            format!(
                "fn add() {{}}\nimpl Markdown {{ fn add() {{}} }}\nimpl Nifs for Other {{ fn add() {{}} }}\n\
                 impl Nifs for Markdown {{\n    fn ping() {{ fn add() {{}} }}\n\n{MATCH}▮}}\n"
            ),
            format!("\n{ADD}"),
            vec!["add/2"],
        ),
        (
            "a macro that names its functions",
            "impl Nifs for Markdown {\n    delegate! { to Other { fn ping(); fn r#match(a: &str) -> bool; } }\n▮}\n"
                .to_string(),
            format!("\n{ADD}"),
            vec!["add/2"],
        ),
        (
            "a shebang",
            format!("#!/usr/bin/env -S cargo +nightly -Zscript }}\nimpl Nifs for Markdown {{\n{PING}\n{ADD}▮}}\n"),
            format!("\n{MATCH}"),
            vec!["match/1"],
        ),
        (
            "an odd path",
            format!(
                "unsafe impl<T: for<'a> Fn(&'a T)> super :: boundary::Nifs for self::inner::Markdown<T> where T: Copy {{\n{PING}\n{ADD}▮}}\n"
            ),
            format!("\n{MATCH}"),
            vec!["match/1"],
        ),
        (
            "a block after a signature that is not finished",
            "fn a() -> impl Debug\nimpl Nifs for Markdown {\n▮}\n".to_string(),
            all(),
            all_labels.to_vec(),
        ),
        (
            "a block written twice, with its braces not yet in order",
            format!("impl Nifs for Markdown {{\n    impl Nifs for Markdown {{\n    }}\n\n{PING}▮}}\n"),
            format!("\n{MATCH}\n{ADD}"),
            vec!["match/1", "add/2"],
        ),
        (
            "a block in a function of a block",
            format!(
                "impl Nifs for Markdown {{\n    fn ping() {{\n        impl Nifs for Markdown {{}}\n    }}\n\n{MATCH}▮}}\n"
            ),
            format!("\n{ADD}"),
            vec!["add/2"],
        ),
    ];
    for (what, marked, inserted, missing) in cases {
        check_inserted(what, &marked, &inserted, &missing);
    }
}

#[test]
fn indents_like_the_block() {
    let indented = |text: &str, item: &str, unit: &str| -> String {
        text.lines()
            .map(|line| {
                let code = line.trim_start();
                let levels = (line.len() - code.len()).saturating_sub(4) / 4;
                match code {
                    "" => "\n".to_string(),
                    _ => format!("{item}{}{code}\n", unit.repeat(levels)),
                }
            })
            .collect()
    };
    let cases = [
        (
            "in a module",
            "mod inner {\n    impl crate::boundary::Nifs for super::Markdown {\n        fn ping() {}\n        fn add() {}\n▮    }\n}\n",
            "        ",
            "    ",
        ),
        (
            "by tabs",
            "impl Nifs for Markdown {\n\tfn ping() {}\n\tfn add() {}\n▮}\n",
            "\t",
            "\t",
        ),
        (
            "by two spaces, after a doc",
            "impl Nifs for Markdown {\n  /// Pings.\n  fn ping() {}\n  fn add() {}\n▮}\n",
            "  ",
            "  ",
        ),
        (
            "not at all",
            "impl Nifs for Markdown {\nfn ping() {}\nfn add() {}\n▮}\n",
            "",
            "    ",
        ),
        (
            "in a macro call",
            "cfg_if! {\n  if #[cfg(unix)] {\n\timpl Nifs for Markdown {\n\t\tfn ping() {}\n\t\tfn add() {}\n▮\t}\n  }\n}\n",
            "\t\t",
            "\t",
        ),
    ];
    for (what, marked, item, unit) in cases {
        let inserted = format!("\n{}", indented(MATCH, item, unit));
        check_inserted(what, marked, &inserted, &["match/1"]);
    }
}

#[test]
fn completes_each_block() {
    let before = "#[cfg(unix)]\nimpl Nifs for Markdown {\n    fn ping() {}\n}\n\
                  #[cfg(not(unix))]\nimpl Nifs for Markdown {\n    fn ping() {}\n    fn add() {}\n}\n";
    let after = format!(
        "#[cfg(unix)]\nimpl Nifs for Markdown {{\n    fn ping() {{}}\n\n{MATCH}\n{ADD}}}\n\
         #[cfg(not(unix))]\nimpl Nifs for Markdown {{\n    fn ping() {{}}\n    fn add() {{}}\n\n{MATCH}}}\n"
    );
    assert_eq!(
        complete(before, "Markdown", &stubs()),
        Ok(LibSource {
            text: after,
            missing: vec!["match/1".into(), "add/2".into()],
            mismatches: vec![],
        })
    );
}

#[test]
fn appends_a_block_where_there_is_none() {
    let module = "#[rustfmt::skip]\npub mod boundary;\n\n";
    let import = "use boundary::*;\n\n";
    let type_ = "/// The functions of the boundary, done in Rust.\npub struct Markdown;\n\n";
    let block = format!("impl Nifs for Markdown {{\n{}}}\n", all());
    let cases = [
        ("", format!("{module}{import}{type_}{block}")),
        (
            "pub fn a() {}",
            format!("\n\n{module}{import}{type_}{block}"),
        ),
        (
            "mod boundary;\n// impl Nifs for Markdown {}\n",
            format!("\n{import}{type_}{block}"),
        ),
        (
            "mod boundary;\nuse crate::boundary::*;\nuse md::Markdown;\n",
            format!("\n{block}"),
        ),
        (
            "mod boundary;\nuse boundary::*;\nstruct Markdown;\nimpl Nifs for &Markdown {}\nfn a() -> impl Nifs {}",
            format!("\n\n{block}"),
        ),
    ];
    for (before, appendix) in cases {
        let completed = complete(before, "Markdown", &stubs()).expect(before);
        assert_eq!(completed.text, format!("{before}{appendix}"));
        assert_eq!(completed.missing, ["ping/0", "match/1", "add/2"]);
        let again = complete(&completed.text, "Markdown", &stubs()).expect(before);
        assert_eq!(again.text, completed.text);
    }
}

#[test]
fn refuses_a_block_for_the_type_of_another_facade() {
    let text = "mod boundary;\nuse boundary::*;\nstruct Text;\nimpl Nifs for Text {}\n";
    let error = SyntaxError {
        line: 4,
        column: 1,
        message:
            "this implements Nifs for Text, and the facade asks for Markdown; rename the type here"
                .into(),
    };
    assert_eq!(complete(text, "Markdown", &stubs()), Err(error));
}

#[test]
fn says_where_a_file_falls_apart() {
    let cases = [
        (
            "fn a() {\n    (1\n}\n",
            (3, 1),
            "unexpected closing delimiter `}`",
        ),
        (
            "fn å() {\r\n  if a {\r\n}\r\n",
            (1, 8),
            "unclosed delimiter `{`",
        ),
        ("}", (1, 1), "unexpected closing delimiter `}`"),
        (
            "\u{feff}fn a() { \"x }",
            (1, 10),
            "unterminated or malformed string literal",
        ),
        ("r#\"\"", (1, 1), "unterminated or malformed string literal"),
        (
            "'ab'",
            (1, 1),
            "unterminated or malformed character literal",
        ),
        ("a\n  /* b", (2, 3), "unterminated block comment"),
        ("a \u{b7} b", (1, 3), "unknown start of token `\u{b7}`"),
        ("#!/bin/x\n)", (2, 1), "unexpected closing delimiter `)`"),
        (
            "<<<<<<< HEAD\n\"\n",
            (2, 1),
            "unterminated or malformed string literal",
        ),
    ];
    for (text, (line, column), message) in cases {
        let message = message.to_string();
        let error = SyntaxError {
            line,
            column,
            message,
        };
        assert_eq!(complete(text, "Markdown", &stubs()), Err(error), "{text:?}");
    }
}

/// Puts stubs of many widths before rustfmt itself.
#[test]
fn formats_as_rustfmt_does() {
    let mut stubs = vec![stub("ping/0", "fn ping()")];
    for width in 1..70 {
        let name = "n".repeat(width);
        stubs.push(stub("a/0", &format!("fn {name}()")));
        stubs.push(stub(
            "a/1",
            &format!("fn a{name}(a: &str) -> Result<(), (i64, Vec<Error>)>"),
        ));
        stubs.push(stub(
            "b/1",
            &format!("fn b{width}({name}: HashMap<String, u8>)"),
        ));
        stubs.push(stub(
            "c/2",
            &format!("fn c{width}(a: Option<&[u8]>, {name}: (u8, Point)) -> Point"),
        ));
        stubs.push(stub(
            "d/3",
            &format!("fn d{width}(r#in: u8, {name}: u8, a: u8)"),
        ));
        stubs.push(stub(
            &format!("{name}/0"),
            &format!("fn e{width}() -> Vec<u8>"),
        ));
        stubs.push(stub(
            &format!("{name}/0"),
            &format!("fn f{width}({name}: u8) -> impl Iterator<Item = u8> + Send + 'static"),
        ));
        stubs.push(stub(
            &format!("{name}/0"),
            &format!("fn g{width}() -> Result<impl Iterator<Item = u8> + Send + 'static, String>"),
        ));
    }
    let text = create(Some("Widths."), "Markdown", &[], &stubs);
    assert_eq!(unified_diff("lib.rs", &text, &rustfmt(&text)), "");
}

/// A boundary of `Demo.Text` with `resize/1`, `resize/2` and the resource `Grid`.
fn boundary(renames: &[(&str, &str)]) -> Boundary {
    let nif = |width: usize| Nif {
        name: "resize".to_string(),
        params: (0..width)
            .map(|at| Param {
                name: format!("x{at}"),
                r#type: Type::Scalar(Scalar::U8),
                passing: Passing::Plain,
                line: 1,
            })
            .collect(),
        returns: Return::Ok,
        schedule: Schedule::DirtyCpu,
        cast: false,
        returns_handle: false,
        chunk: 500,
        doc: None,
        line: 1,
    };
    let grid = Definition {
        name: "Grid".to_string(),
        kind: Kind::Resource(Resource {
            rust: "crate::Grid".to_string(),
            lock: None,
            on_drop: None,
            monitor: false,
        }),
        doc: None,
        cast: false,
        redact: false,
        line: 1,
    };
    Boundary {
        facade: "Demo.Text".to_string(),
        crate_name: "demo_text".to_string(),
        schema: "Demo.Text.Schema".to_string(),
        loader: None,
        precompiled: None,
        double: false,
        doc: None,
        definitions: vec![grid],
        nifs: vec![nif(1), nif(2)],
        waivers: vec![],
        renames: (renames.iter())
            .map(|(path, from)| Rename {
                path: path.to_string(),
                from: from.to_string(),
                line: 1,
            })
            .collect(),
        problems: vec![],
        texts: Default::default(),
    }
}

fn lib(types: &str, functions: &str) -> String {
    format!(
        "#[rustfmt::skip]\npub mod boundary;\nuse boundary::*;\n{types}\nstruct Text;\nimpl Nifs for Text {{\n{functions}\n}}\n"
    )
}

#[test]
fn a_renamed_function_is_renamed_and_gets_no_stub() {
    let old = "    fn resize(x0: u8) {}\n    fn r#match(x: u8) -> u8 { Self::resize(x); x /* match */ }\n    fn scale(x0: u8, x1: u8) {}";
    let renamed = [("resize/2", "match"), ("resize/1", "gone")];
    for (renames, functions, missing, mended) in [
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
        // What is there by its new name keeps both.
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
        assert_eq!(fixed.text, lib("struct Grid;", mended));
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
                Some("the schema calls Table Grid now; rename it in this crate")
            ),
            (7, None)
        ]
    );
}

#[test]
fn what_cannot_stand_beside_a_boundary_is_named_with_its_line() {
    let functions = "    fn resize(x0: u8) {}\n    fn resize_2(x0: u8, x1: u8) {}";
    let nif = "#[rustler::nif] does not belong in the crate of a boundary, which makes the NIFs itself; \
               move the body into impl Nifs for Text, and delete the rest";
    let init = "rustler::init! is called in boundary.rs already; delete this call";
    for (text, conflicts) in [
        (lib("struct Grid;", functions), vec![]),
        (
            lib(
                "struct Grid;\n#[rustler::nif]\nfn add(a: i64) -> i64 { a }\nmod more {\n    use rustler::nif;\n    #[nif(schedule = \"DirtyCpu\")]\n    pub fn sub() {}\n}\nrustler::init!(\"Elixir.A\", load = load);",
                functions,
            ),
            vec![(5, "add", nif), (9, "sub", nif), (12, "init!", init)],
        ),
        (
            lib(
                "struct Grid;\n#[cfg_attr(feature = \"nif\", doc = \"a\", ::rustler::nif(name = \"b\"))]\nasync fn c() {}\nuse rustler::init;\ninit!(\"Elixir.A\");\nother::init!(1);\ninit!();\n// #[rustler::nif]\n#[other::nif]\nfn d() {}",
                functions,
            ),
            vec![(5, "c", nif), (8, "init!", init)],
        ),
        (
            lib("struct Grid;", functions).replace(
                "#[rustfmt::skip]",
                "#[cfg_attr(all(), path = \"other.rs\")]",
            ),
            vec![(
                2,
                "boundary",
                "this attribute puts another file in the place of src/boundary.rs; write `#[rustfmt::skip] pub mod boundary;`",
            )],
        ),
        (
            lib("struct Grid;", functions).replace("boundary;\n", "boundary {}\n"),
            vec![(
                2,
                "boundary",
                "this module stands in the place of src/boundary.rs; write `#[rustfmt::skip] pub mod boundary;`",
            )],
        ),
        (
            lib("struct Grid;", functions).replace("pub mod boundary;", "mod other;"),
            vec![(
                1,
                "boundary",
                "src/boundary.rs is not part of this crate; write `#[rustfmt::skip] pub mod boundary;`",
            )],
        ),
    ] {
        let found = lib_source(Some(&text), &boundary(&[]), true).expect(&text);
        assert_eq!(found.text, text);
        let found: Vec<(u32, &str, &str)> = (found.mismatches.iter())
            .map(|it| {
                (
                    it.line,
                    it.label.as_str(),
                    it.advice.as_deref().unwrap_or_default(),
                )
            })
            .collect();
        assert_eq!(found, conflicts, "{text}");
    }
}

#[test]
fn declares_the_types_of_resources_that_are_missing() {
    let types = ["Table".to_string(), "Log".to_string()];
    let declared = |text: &str| {
        let found = LibSource {
            text: text.to_string(),
            missing: vec!["ping/0".to_string()],
            mismatches: vec![],
        };
        declare(found, &types, &[]).expect("the text falls into tokens")
    };
    let table = "\n/// What a handle on a `Table` leads to.\npub struct Table;\n";
    let log = "\n/// What a handle on a `Log` leads to.\npub struct Log;\n";
    for (before, after, missing) in [
        ("", format!("{table}{log}"), vec!["Table", "Log"]),
        (
            "fn a() {}",
            format!("fn a() {{}}\n{table}{log}"),
            vec!["Table", "Log"],
        ),
        (
            "struct Table;\n",
            format!("struct Table;\n{log}"),
            vec!["Log"],
        ),
        (
            "enum Log {}\npub(crate) type Table = u8;\n",
            "enum Log {}\npub(crate) type Table = u8;\n".into(),
            vec![],
        ),
        (
            "mod a;\nuse a::{Table, inner::T, Log as Log};\n",
            "mod a;\nuse a::{Table, inner::T, Log as Log};\n".into(),
            vec![],
        ),
        (
            "mod a;\npub use a::*;\nuse boundary::*;\n",
            "mod a;\npub use a::*;\nuse boundary::*;\n".into(),
            vec![],
        ),
        (
            "make!(Table, Log);\n",
            "make!(Table, Log);\n".into(),
            vec![],
        ),
        // What another module has is not at the root.
        (
            "mod tests { struct Table; use a::Log; }\n",
            format!("mod tests {{ struct Table; use a::Log; }}\n{table}{log}"),
            vec!["Table", "Log"],
        ),
        // Before the functions, and what stands above them.
        (
            "use boundary::*;\n\n#[rustfmt::skip]\n/// They.\nimpl Nifs for M {}\n#[cfg(test)]\nmod tests {}\n",
            format!(
                "use boundary::*;\n\n{}{}\n#[rustfmt::skip]\n/// They.\nimpl Nifs for M {{}}\n#[cfg(test)]\nmod tests {{}}\n",
                table.trim_start(),
                log
            ),
            vec!["Table", "Log"],
        ),
        (
            "#[cfg(\n    a\n)]\n// So.\n#[b]\nimpl Nifs for M {}\n",
            format!(
                "{}{}\n#[cfg(\n    a\n)]\n// So.\n#[b]\nimpl Nifs for M {{}}\n",
                table.trim_start(),
                log
            ),
            vec!["Table", "Log"],
        ),
        // Not inside of what ends in the same line.
        (
            "m![\n// a\n] impl Nifs for M {}\n",
            format!(
                "m![\n// a\n] {}{log}\nimpl Nifs for M {{}}\n",
                table.trim_start()
            ),
            vec!["Table", "Log"],
        ),
        // What only names it does not declare it.
        (
            "fn a(table: &Table, _: Log) {}\n",
            format!("fn a(table: &Table, _: Log) {{}}\n{table}{log}"),
            vec!["Table", "Log"],
        ),
        (
            "struct Log;\r\n",
            format!("struct Log;\r\n{}", table.replace('\n', "\r\n")),
            vec!["Table"],
        ),
    ] {
        let LibSource {
            text,
            missing: found,
            ..
        } = declared(before);
        assert_eq!(text, after, "{before:?}");
        assert_eq!(found[1..], missing, "{before:?}");
    }
}

fn rustfmt(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is part of the toolchain");
    let mut input = rustfmt.stdin.take().expect("the input is piped");
    input.write_all(text.as_bytes()).expect("rustfmt reads");
    drop(input);
    let output = rustfmt.wait_with_output().expect("rustfmt ends");
    String::from_utf8(output.stdout).expect("rustfmt writes UTF-8")
}

#[test]
fn deep_code_fits_in_the_stack_of_a_dirty_scheduler() {
    let depth = 50_000;
    let body = format!(
        "{}{}",
        "{ if a { match b { _ => ".repeat(depth),
        "} } }".repeat(depth)
    );
    let text = format!("impl Nifs for Markdown {{ fn ping() {body} }}");
    let completed = std::thread::Builder::new()
        .stack_size(320 * 1024)
        .spawn(move || complete(&text, "Markdown", &stubs()).map(|completed| completed.missing))
        .expect("a thread starts")
        .join()
        .expect("the reading ends");
    assert_eq!(completed, Ok(vec!["match/1".into(), "add/2".into()]));
}

/// Texts of which many fall into tokens, and many are nearly a block.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("impl Nifs for Markdown {\n"),
        Just("impl "),
        Just("-> impl Debug\n"),
        Just("impl Nifs for Markdown"),
        Just("fn ping() {"),
        Just("Nifs "),
        Just("for "),
        Just("Markdown"),
        Just("{"),
        Just("}"),
        Just("}\n"),
        Just("("),
        Just(")"),
        Just("fn add"),
        Just("fn r#match() {}\n"),
        Just("\n"),
        Just("\r\n"),
        Just("\t"),
        Just("    "),
        Just("// }\n"),
        Just("/* } */"),
        Just("\"}\""),
        Just("'}'"),
        Just("é"),
        Just(";"),
        Just("m! {"),
        Just("mod boundary;"),
        Just("use boundary::*;"),
        Just("struct Markdown;"),
        Just("where "),
        Just("<"),
        Just("/// "),
        Just("!"),
        Just("::"),
        Just("\u{feff}"),
        Just("#!"),
    ];
    // Most loose parts leave a bracket open, and such a text is refused; here each is closed.
    let nested = prop::collection::vec(part.clone(), 0..4)
        .prop_map(|parts| parts.concat())
        .prop_recursive(3, 12, 3, |inner| {
            let brackets = prop_oneof![
                Just(("impl Nifs for Markdown {", "}")),
                Just(("impl Nifs for Markdown {\n", "}\n")),
                Just(("    fn ping() {", "}\n")),
                Just(("m! {\n", "\t}")),
                Just(("(", ")")),
            ];
            let item = (brackets, inner)
                .prop_map(|((open, close), inner)| format!("{open}{inner}{close}"));
            prop::collection::vec(item, 1..3).prop_map(|items| items.concat())
        });
    prop_oneof![
        prop::collection::vec(part, 0..16).prop_map(|parts| parts.concat()),
        nested,
        "\\PC*",
    ]
}

proptest! {
    #![proptest_config(properties::config(1_000))]

    #[test]
    fn every_text_is_completed_without_the_loss_of_a_byte_or_refused(text in texts()) {
        if let Ok(completed) = complete(&text, "Markdown", &stubs()) {
            let mut left = completed.text.bytes();
            prop_assert!(text.bytes().all(|byte| left.any(|other| other == byte)));
            prop_assert_eq!(completed.missing.is_empty(), completed.text == text);
            let stubs_of_ping = completed.text.matches("ping/0 is not implemented yet").count();
            prop_assert!(stubs_of_ping <= text.matches("Nifs").count().max(1), "a stub came twice");
            let again = complete(&completed.text, "Markdown", &stubs());
            prop_assert_eq!(again, Ok(LibSource { text: completed.text, missing: vec![], mismatches: vec![] }));
        }
    }

    #[test]
    fn every_signature_makes_a_stub(signature in "[a-z(),:<>\\[\\]& -]*|\\PC*") {
        let stub = Stub { name: "a".into(), label: "a/1".into(), signature };
        create(None, "Markdown", &[], &[stub]);
    }
}
