//! Declarations of the types of resources.

use super::*;

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
    let table = "\n/// The data behind a handle to a `Table`.\npub struct Table;\n";
    let log = "\n/// The data behind a handle to a `Log`.\npub struct Log;\n";
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
        // A type in another module is not at the root.
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
        // Naming a type does not declare it.
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
