//! The `Cargo.toml` of a workspace.

use super::*;

#[test]
fn makes_the_first_workspace() {
    let first = "[workspace]\nresolver = \"3\"\nmembers = [\"native/my_app\"]\n";
    for path in ["native/my_app", r"native\my_app"] {
        assert_eq!(workspace(None, &[(path, None)], &[]).as_deref(), Ok(first));
    }
    check(edit_workspace, "the first workspace", first, first);
}

#[test]
fn adds_a_member_that_nothing_covers() {
    let cases = [
        (
            "on one line",
            "[workspace]\nmembers = [\"native/a\"] # ours\n",
            "[workspace]\nmembers = [\"native/a\", \"native/my_app\"] # ours\n",
        ),
        (
            "on several lines",
            "[workspace]\nmembers = [\n  \"native/a\",\n  \"native/b\", # b\n]\nresolver = \"2\"\n",
            "[workspace]\nmembers = [\n  \"native/a\",\n  \"native/b\", # b\n  \"native/my_app\",\n]\nresolver = \"2\"\n",
        ),
        (
            "several to a line",
            "[workspace]\nmembers = [\n  \"native/a\", \"native/b\"\n]\n",
            "[workspace]\nmembers = [\n  \"native/a\", \"native/b\", \"native/my_app\"\n]\n",
        ),
        (
            "no members",
            "[workspace]\nresolver = \"2\"\n\n[profile.release]\nlto = true\n",
            "[workspace]\nresolver = \"2\"\nmembers = [\"native/my_app\"]\n\n[profile.release]\nlto = true\n",
        ),
        (
            "no workspace",
            "[profile.release]\nlto = true\n",
            "[profile.release]\nlto = true\n\n[workspace]\nresolver = \"3\"\nmembers = [\"native/my_app\"]\n",
        ),
        (
            "a package at the root",
            "[package]\nname = \"root\"\n",
            "[package]\nname = \"root\"\n\n[workspace]\nmembers = [\"native/my_app\"]\n",
        ),
        (
            "a workspace with inherited keys alone",
            "[workspace.package]\nedition = \"2024\"\n",
            "[workspace.package]\nedition = \"2024\"\n\n[workspace]\nmembers = [\"native/my_app\"]\n",
        ),
        (
            "an inline workspace",
            "workspace = { members = [] }\n",
            "workspace = { members = [\"native/my_app\"] }\n",
        ),
    ];
    for (what, before, after) in cases {
        check(edit_workspace, what, before, after);
    }
}

#[test]
fn puts_one_blank_line_before_a_new_table() {
    let before = "[package]\nname = \"root\"\n\n";
    let after = format!("{before}[workspace]\nmembers = [\"native/my_app\"]\n");
    assert_eq!(edit_workspace(before), Ok(after));
}

#[test]
fn knows_what_covers_a_member() {
    let cases = [
        ("members", "native/my_app", true),
        ("members", "./native//my_app/", true),
        ("members", "native/*", true),
        ("members", "native/my_*", true),
        ("members", "*/*app", true),
        ("members", "native/m*_*p", true),
        ("members", "native/my?app", true),
        ("members", "**", true),
        ("members", "**/my_app", true),
        ("members", "native/**/my_app", true),
        ("members", "*", false),
        ("members", "native", false),
        ("members", "native/my_ap", false),
        ("members", "native/my_app/*", false),
        ("members", "native/my_app?", false),
        ("members", "native/*x", false),
        ("members", "", false),
    ];
    for (key, pattern, is_covered) in cases {
        let text = format!("[workspace]\n{key} = [\"{pattern}\"]\n");
        let is_same = edit_workspace(&text).as_deref() == Ok(&*text);
        assert_eq!(is_same, is_covered, "{key} = {pattern}");
    }
}

#[test]
fn a_crate_that_is_excluded_is_made_a_member_by_name() {
    for (excluded, is_covered) in [
        ("native/my_app", false),
        ("./native", false),
        ("nat*", true),
        ("native/my", true),
        ("examples", true),
        ("", true),
    ] {
        let text = |members: &str| {
            format!("[workspace]\nmembers = [{members}]\nexclude = [\"{excluded}\"]\n")
        };
        let before = text("\"native/*\"");
        let after = match is_covered {
            true => before.clone(),
            false => text("\"native/*\", \"native/my_app\""),
        };
        check(edit_workspace, excluded, &before, &after);
    }
    let own = |manifest: &str| {
        let crates = [("native/my_app", Some(manifest))];
        workspace(None, &crates, &["deps"])
    };
    assert_eq!(
        own("[package]\nname = \"a\"\n[workspace]\n"),
        Ok(String::new())
    );
    assert_ne!(own("[package]\nname = \"a\"\n"), Ok(String::new()));
}

#[test]
fn keeps_the_crates_of_dependencies_out() {
    let first =
        "[workspace]\nresolver = \"3\"\nmembers = [\"native/my_app\"]\nexclude = [\"deps\"]\n";
    let rest = "members = [\"native/*\"]";
    let own = |excluded: &str| format!("[workspace]\n{rest}\nexclude = [{excluded}]\n");
    let in_members =
        |members: &str| format!("[workspace]\nmembers = [\"native/*\", \"{members}\"]\n");
    let with_deps = |text: String| text + "exclude = [\"deps\"]\n";
    check(
        edit_with_deps,
        "the first workspace",
        "\n",
        &format!("\n{first}"),
    );
    for (what, before, after) in [
        (
            "none yet",
            format!("[workspace]\n{rest}\n"),
            own("\"deps\""),
        ),
        ("others", own("\"examples\""), own("\"examples\", \"deps\"")),
        (
            "as Cargo takes it too",
            own("\"./deps/\""),
            own("\"./deps/\""),
        ),
        (
            "a member in there",
            in_members("deps/a/native/a"),
            in_members("deps/a/native/a"),
        ),
        (
            "members in there",
            in_members("*/*/native/*"),
            in_members("*/*/native/*"),
        ),
        ("any folder", in_members("**/a"), in_members("**/a")),
        (
            "a glob for native",
            in_members("n*/x"),
            with_deps(in_members("n*/x")),
        ),
    ] {
        check(edit_with_deps, what, &before, &after);
    }
}

#[test]
fn says_where_a_workspace_is_wrong() {
    let cases = [
        (
            "[workspace]\nmembers = 1",
            (2, 11),
            "expected an array of strings",
        ),
        (
            "[workspace]\nexclude = [2]",
            (2, 11),
            "expected an array of strings",
        ),
        ("workspace = 1", (1, 13), "expected a table"),
        (
            "[profile.release]\npanic = \"abort\"",
            (2, 9),
            "with `panic = \"abort\"` in `[profile.release]`, a panic in a NIF stops the whole VM; \
             remove this key, or move it to a profile of another name",
        ),
        (
            "[workspace]\nmembers = [",
            (2, 12),
            "unclosed array, expected `]`",
        ),
    ];
    for (text, (line, column), message) in cases {
        let message = message.into();
        let error = SyntaxError {
            line,
            column,
            message,
        };
        assert_eq!(edit_workspace(text), Err(error), "{text}");
    }
}
