//! Texts that are not manifests, deep ones and random ones.

use proptest::prelude::*;
use toml_edit::{Document, Item};

use super::*;
use crate::properties;

#[test]
fn says_where_a_manifest_is_wrong() {
    let abort = |profile: &str| {
        format!(
            "with `panic = \"abort\"` in `[profile.{profile}]`, a panic in a NIF stops the whole VM; \
             remove this key, or move it to a profile of another name"
        )
    };
    let strings = "expected an array of strings";
    let cases = [
        (
            "[package\nname = 1",
            (1, 9),
            "unclosed table, expected `]`".to_string(),
        ),
        (
            "# é\r\né = 1\r\n",
            (2, 1),
            "invalid unquoted key, expected letters, numbers, `-`, `_`".into(),
        ),
        ("a = 1\na = 2", (2, 1), "duplicate key".into()),
        (
            "[profile.release]\nlto = true\npanic = \"abort\"\n",
            (3, 9),
            abort("release"),
        ),
        ("profile.dev.panic = 'abort'", (1, 21), abort("dev")),
        ("[lib]\ncrate-type = \"cdylib\"", (2, 14), strings.into()),
        ("[features]\nnif = [1]", (2, 7), strings.into()),
        ("lib = 5", (1, 7), "expected a table".into()),
        ("[[features]]", (1, 1), "expected a table".into()),
        (
            "dependencies.rustler = 4",
            (1, 24),
            "expected a version or a table".into(),
        ),
        (
            "dependencies.rustler.version = [ # c\n]",
            (1, 32),
            "expected a value, not an array".into(),
        ),
        (
            "[dependencies.rustler]\nversion = \"0.40\"\noptional = { a = 1 }",
            (3, 12),
            "expected a value, not a table".into(),
        ),
    ];
    for (text, (line, column), message) in cases {
        let error = SyntaxError {
            line,
            column,
            message,
        };
        assert_eq!(edit_manifest(text), Err(error), "{text}");
    }
}

#[test]
fn a_deep_manifest_fits_in_the_stack_of_a_dirty_scheduler() {
    // Frames are larger without optimisation, and the core that is loaded is optimised.
    let kibibytes = if cfg!(debug_assertions) { 1024 } else { 320 };
    for depth in [10, 79, 1_000, 100_000] {
        let text = format!("a = {}1{}\n", "[".repeat(depth), "]".repeat(depth));
        let edited = std::thread::Builder::new()
            .stack_size(kibibytes * 1024)
            .spawn(move || edit_manifest(&text))
            .expect("a thread starts")
            .join()
            .expect("the edit ends");
        assert_eq!(edited.is_ok(), depth < 80, "{depth}");
    }
}

/// Texts of which many are TOML, and of which many say something about what is edited.
fn texts() -> impl Strategy<Value = String> {
    let keys = prop_oneof![
        Just("lib"),
        Just("crate-type"),
        Just("features"),
        Just("nif"),
        Just("dependencies"),
        Just("rustler"),
        Just("version"),
        Just("optional"),
        Just("name"),
        Just("path"),
        Just("workspace"),
        Just("members"),
        Just("exclude"),
        Just("package"),
        Just("'quoted'"),
        Just("profile"),
        Just("release"),
        Just("panic"),
    ];
    let known = prop_oneof![
        Just("lib.crate-type"),
        Just("features.nif"),
        Just("dependencies.rustler"),
        Just("dependencies.rustler.version"),
        Just("dependencies.rustler.optional"),
        Just("dependencies.stacker"),
        Just("dependencies.stacker.optional"),
        Just("package.name"),
        Just("lib.path"),
        Just("workspace.exclude"),
        Just("workspace.members"),
    ];
    let path = prop_oneof![
        prop::collection::vec(keys, 1..4).prop_map(|keys| keys.join(".")),
        known.prop_map(String::from),
    ];
    let value = prop_oneof![
        Just("1".to_string()),
        Just("true".into()),
        Just("\"0.40\"".into()),
        Just("[]".into()),
        Just("[ # c\n]".into()),
        Just("[\n  \"cdylib\" # c\n]".into()),
        Just("[ 'a' # c\n  , # d\n]".into()),
        Just("['a', ]".into()),
        Just("{}".into()),
        Just("{ # c\n}".into()),
        Just("{\n\tversion = '1' # c\n}".into()),
        Just("{ optional = false, # c\n}".into()),
        Just("{ version = '1' }".into()),
        Just("{ rust.x = 1, }".into()),
        Just("'''\n#\n'''".into()),
        Just("\"abort\"".into()),
    ];
    let line = prop_oneof![
        (path.clone(), value).prop_map(|(path, value)| format!("{path} = {value}")),
        path.clone().prop_map(|path| format!("[{path}]")),
        path.prop_map(|path| format!("[[{path}]]")),
        Just(String::new()),
        Just("  # comment, with \"]} é".into()),
        "\\PC{0,8}",
    ];
    (
        prop::collection::vec(line, 0..8),
        prop_oneof![Just("\n"), Just("\r\n")],
    )
        .prop_map(|(lines, line_end)| lines.join(line_end))
}

/// The parts of a manifest that must stay: everything but the values that an edit may replace.
fn kept(text: &str) -> String {
    let document = Document::parse(text).expect("an edited text is TOML");
    let replaced = [
        &["package", "name"][..],
        &["lib", "name"],
        &["lib", "path"],
        &["dependencies", "rustler"],
        &["dependencies", "rustler", "version"],
        &["dependencies", "rustler", "optional"],
    ];
    let mut spans: Vec<_> = (replaced.iter())
        .filter_map(|path| {
            path.iter().try_fold(document.as_item(), |item, key| {
                item.as_table_like()?.get(key)
            })
        })
        .filter(|item| item.is_value() && !item.is_array() && !item.is_inline_table())
        .filter_map(Item::span)
        .collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut kept = text.to_string();
    for span in spans {
        kept.replace_range(span, "");
    }
    kept
}

proptest! {
    #![proptest_config(properties::config(500))]

    #[test]
    fn every_text_is_edited_to_one_that_stays_or_refused(text in texts()) {
        for edit in [edit_manifest, edit_recursive, edit_workspace, edit_with_deps] {
            if let Ok(edited) = edit(&text) {
                let again = edit(&edited);
                prop_assert_eq!(again.as_deref(), Ok(&*edited));
                let kept = kept(&text);
                let mut left = edited.bytes();
                prop_assert!(
                    kept.bytes().all(|byte| left.any(|other| other == byte)),
                    "{kept:?} is not in {edited:?}"
                );
            }
        }
    }
}
