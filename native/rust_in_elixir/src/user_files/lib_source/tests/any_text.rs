//! Texts that are no Rust, deep ones and random ones.

use proptest::prelude::*;

use super::*;
use crate::properties;

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
}
