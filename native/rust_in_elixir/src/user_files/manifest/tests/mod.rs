mod any_text;
mod codec;
mod dependencies;
mod keys;
mod workspaces;

use std::collections::HashMap;

use toml_edit::DocumentMut;

use super::{manifest, required_version, workspace};
use crate::boundary::{
    Allocator, Boundary, Definition, Kind, Loader, Project, Scalar, SyntaxError, Type,
};

const FIRST: &str = r#"[package]
name = "my_app_markdown"
version = "0.1.0"
edition = "2024"
rust-version = "1.91"
publish = false

[lib]
crate-type = ["cdylib", "rlib"]

[features]
# Enabled by the loader; without it, the crate builds and tests as plain Rust.
nif = ["dep:rustler", "dep:nif_codec"]

[dependencies]
rustler = { version = "0.40", optional = true }
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }

[lints.rust]
unsafe_code = "forbid"
"#;

fn boundary() -> Boundary {
    Boundary::named("MyApp.Markdown", "my_app_markdown")
}

fn project(templates: &[(&str, &str)]) -> Project {
    Project {
        otp_app: "my_app".into(),
        loader: Loader::Rustler,
        lib_dir: "lib".into(),
        crate_dir: "native/my_app_markdown".into(),
        rustler: "0.40".into(),
        templates: (templates.iter())
            .map(|(name, text)| (name.to_string(), text.to_string()))
            .collect::<HashMap<_, _>>(),
    }
}

fn edit_manifest(text: &str) -> Result<String, SyntaxError> {
    manifest(Some(text), &boundary(), &project(&[]))
}

/// Edits for a boundary with a recursive type.
fn edit_recursive(text: &str) -> Result<String, SyntaxError> {
    let list_of_itself = Type::List(Box::new(Type::Named("Chain".into())));
    let chain = Definition {
        name: "Chain".into(),
        owner: None,
        kind: Kind::Newtype(list_of_itself, vec![]),
        doc: None,
        cast: false,
        redact: false,
        line: 1,
    };
    let boundary = Boundary {
        definitions: vec![chain],
        ..boundary()
    };
    manifest(Some(text), &boundary, &project(&[]))
}

/// Edits for a boundary that takes memory from mimalloc.
fn edit_with_mimalloc(text: &str) -> Result<String, SyntaxError> {
    let boundary = Boundary {
        allocator: Allocator::Mimalloc,
        ..boundary()
    };
    manifest(Some(text), &boundary, &project(&[]))
}

/// Edits for a boundary with dates and decimals.
fn edit_with_type_crates(text: &str) -> Result<String, SyntaxError> {
    let scalar = |it| Type::List(Box::new(Type::Scalar(it)));
    let held = Definition {
        name: "Booking".into(),
        owner: None,
        kind: Kind::Newtype(
            Type::Tuple(vec![scalar(Scalar::Date), scalar(Scalar::Decimal)]),
            vec![],
        ),
        doc: None,
        cast: false,
        redact: false,
        line: 1,
    };
    let boundary = Boundary {
        definitions: vec![held],
        ..boundary()
    };
    manifest(Some(text), &boundary, &project(&[]))
}

fn edit_workspace(text: &str) -> Result<String, SyntaxError> {
    workspace(Some(text), &[("native/my_app", None)], &[])
}

/// Edits for a project with dependencies in `deps`.
fn edit_with_deps(text: &str) -> Result<String, SyntaxError> {
    let crates = [("native/my_app", None)];
    workspace(Some(text), &crates, &["deps"])
}

/// Checks an edit in all the forms that the same text can have, and that a second edit changes
/// nothing.
fn check(edit: fn(&str) -> Result<String, SyntaxError>, what: &str, before: &str, after: &str) {
    type Shaped = fn(&str) -> String;
    let forms: [(&str, Shaped); 4] = [
        ("plain", |text| text.to_string()),
        ("with CRLF", |text| text.replace('\n', "\r\n")),
        ("with a byte order mark", |text| format!("\u{feff}{text}")),
        ("without a last line end", |text| {
            text.strip_suffix('\n').unwrap_or(text).to_string()
        }),
    ];
    for (form, shaped) in forms {
        let (before, after) = (shaped(before), shaped(after));
        if before.is_empty() {
            continue;
        }
        let edited = edit(&before);
        assert_eq!(edited.as_deref(), Ok(&*after), "{what}, {form}");
        assert_eq!(
            edit(&after).as_deref(),
            Ok(&*after),
            "{what}, {form}, again"
        );
    }
}

#[test]
fn makes_the_first_manifest() {
    let first = manifest(None, &boundary(), &project(&[]));
    assert_eq!(first.as_deref(), Ok(FIRST));
    check(edit_manifest, "the first manifest", FIRST, FIRST);
}

#[test]
fn takes_the_projects_own_template() {
    let template = "[package]\nname = \"?\"\nversion = \"0.1.0\"\nlicense = \"MIT\"\n\n\
                    [lints]\nworkspace = true\n";
    assert_eq!(
        manifest(None, &boundary(), &project(&[("Cargo.toml", template)])).as_deref(),
        Ok(r#"[package]
name = "my_app_markdown"
version = "0.1.0"
license = "MIT"

[lints]
workspace = true

[lib]
crate-type = ["cdylib", "rlib"]

[features]
nif = ["dep:rustler", "dep:nif_codec"]

[dependencies]
rustler = { version = "0.40", optional = true }
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
"#)
    );
    assert_eq!(
        manifest(None, &boundary(), &project(&[("Cargo.toml", "[package")])),
        Err(SyntaxError {
            line: 1,
            column: 9,
            message: "in the template Cargo.toml: unclosed table, expected `]`".into()
        })
    );
}

/// Why edits are spliced: decision 0024. Where this fails, `toml_edit` may have learnt to print what it read.
#[test]
fn a_printed_document_is_not_the_text_that_was_read() {
    let cases = [
        ("a.x = 1\nb = 2\na.y = 3\n", "a.x = 1\na.y = 3\nb = 2\n"),
        (
            "t = { a.x = 1, b = 2, a.y = 3 }\n",
            "t = { a.x = 1, a.y = 3 , b = 2}\n",
        ),
        ("\"a\".x = 1\na.y = 2\n", "\"a\".x = 1\n\"a\".y = 2\n"),
        ("a . x = 1\na.y = 2\n", "a . x = 1\na .y = 2\n"),
        ("[a . x]\n[a.y]\n", "[a . x]\n[a .y]\n"),
        ("[ a . b ]\n[ a ]\n", "[ a. b ]\n[ a ]\n"),
        ("a = 1\r\nb = 2\nc = 3\r\n", "a = 1\nb = 2\nc = 3\n"),
        ("a = 1\r\n", "a = 1\n"),
        ("\u{feff}a = 1\n", "a = 1\n"),
        ("a = 1", "a = 1\n"),
    ];
    for (text, printed) in cases {
        let document: DocumentMut = text.parse().expect("it is TOML");
        assert_eq!(document.to_string(), printed, "{text:?}");
    }
}
