use std::collections::HashMap;

use proptest::prelude::*;
use toml_edit::{Document, Item};

use super::{manifest, required_version, workspace};
use crate::boundary::{Boundary, Definition, Kind, Loader, Project, SyntaxError, Type};
use crate::properties;

const FIRST: &str = r#"[package]
name = "my_app_markdown"
version = "0.1.0"
edition = "2024"
rust-version = "1.91"
publish = false

[lib]
crate-type = ["cdylib", "rlib"]

[features]
# Switched on by the loader; without it the crate builds and tests as plain Rust.
nif = ["dep:rustler"]

[dependencies]
rustler = { version = "0.40", optional = true }

[lints.rust]
unsafe_code = "forbid"
"#;

fn boundary() -> Boundary {
    Boundary {
        facade: "MyApp.Markdown".into(),
        crate_name: "my_app_markdown".into(),
        schema: "MyApp.Markdown.Schema".into(),
        loader: None,
        precompiled: None,
        double: false,
        doc: None,
        definitions: vec![],
        nifs: vec![],
        waivers: vec![],
        renames: vec![],
        texts: Default::default(),
        problems: vec![],
    }
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

fn edit_workspace(text: &str) -> Result<String, SyntaxError> {
    workspace(Some(text), &[("native/my_app".into(), None)], &[])
}

/// Edits for a project with dependencies in `deps`.
fn edit_with_deps(text: &str) -> Result<String, SyntaxError> {
    let crates = [("native/my_app".into(), None)];
    workspace(Some(text), &crates, &["deps".into()])
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
nif = ["dep:rustler"]

[dependencies]
rustler = { version = "0.40", optional = true }
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

/// What every manifest below has beside its features and dependencies.
const REST: &str = r#"
[lib]
crate-type = ["cdylib", "rlib"]

[lints.rust]
unsafe_code = "forbid"
"#;

#[test]
fn recursive_types_take_more_stack_with_a_dependency() {
    let cases = [
        (
            "as the first manifest",
            "[features]\nnif = [\"dep:rustler\"]\n\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\n",
            "[features]\nnif = [\"dep:rustler\", \"dep:stacker\"]\n\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = { version = \"0.1\", optional = true }\n",
        ),
        (
            "neither, in braces",
            "dependencies = {}\nfeatures = { nif = [] }\n",
            "dependencies = { rustler = { version = \"0.40\", optional = true }, stacker = { version = \"0.1\", optional = true } }\nfeatures = { nif = [\"dep:rustler\", \"dep:stacker\"] }\n",
        ),
        (
            "one that is always there",
            "[features]\nnif = [\"dep:rustler\"]\n[dependencies]\nrustler = \"0.40\"\nstacker = \"0.1.15\"\n",
            "[features]\nnif = [\"dep:rustler\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = \"0.1.15\"\n",
        ),
        (
            "one of a later version, with the feature that Cargo makes",
            "[features]\nnif = [\"dep:rustler\", \"stacker\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = { version = \"0.2\", optional = true }\n",
            "[features]\nnif = [\"dep:rustler\", \"stacker\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = { version = \"0.2\", optional = true }\n",
        ),
        (
            "one that is optional and not asked for",
            "[features]\ndeep = [\"dep:stacker\"]\nnif = [\"dep:rustler\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = { workspace = true, optional = true }\n",
            "[features]\ndeep = [\"dep:stacker\"]\nnif = [\"dep:rustler\", \"dep:stacker\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = { workspace = true, optional = true }\n",
        ),
    ];
    for (what, before, after) in cases {
        let [before, after] = [before, after].map(|text| format!("{text}{REST}"));
        check(edit_recursive, what, &before, &after);
    }

    let own_table = format!(
        "[features]\nnif = [\"dep:rustler\"]\n[dependencies.rustler]\nversion = \"0.40\"\noptional = true\n{REST}"
    );
    let edited = own_table.replace("r\"]\n[dep", "r\", \"dep:stacker\"]\n[dep")
        + "\n[dependencies]\nstacker = { version = \"0.1\", optional = true }\n";
    check(
        edit_recursive,
        "Rustler in a table of its own",
        &own_table,
        &edited,
    );
}

#[test]
fn sets_only_what_the_boundary_needs() {
    let cases = [
        (
            "a library as cargo makes it",
            r#"[package]
name = "my_app_markdown"
version = "0.1.0"
edition = "2024"

[dependencies]
"#,
            r#"[package]
name = "my_app_markdown"
version = "0.1.0"
edition = "2024"

[dependencies]
rustler = { version = "0.40", optional = true }

[lib]
crate-type = ["cdylib", "rlib"]

[features]
nif = ["dep:rustler"]
"#,
        ),
        (
            "everything there, in a style of its own",
            r#"# Ours.
lib . crate-type = [ 'rlib' ,"cdylib","staticlib", ] # all three
"dependencies" = { serde.version = "1", "rustler" = {optional=true,version="^0.40.1"} }
serde_is_not = { a = 1 } # unknown to Cargo
[ features ]
default=[]
nif = [
    # why
    "dep:rustler", "extra"]
  [ lints . rust ] # ours
    unsafe_code = { level='forbid', priority = 1 }
"#,
            r#"# Ours.
lib . crate-type = [ 'rlib' ,"cdylib","staticlib", ] # all three
"dependencies" = { serde.version = "1", "rustler" = {optional=true,version="^0.40.1"} }
serde_is_not = { a = 1 } # unknown to Cargo
[ features ]
default=[]
nif = [
    # why
    "dep:rustler", "extra"]
  [ lints . rust ] # ours
    unsafe_code = { level='forbid', priority = 1 }
"#,
        ),
        (
            "what `mix rustler.new` makes",
            r#"[package]
name = "my_app_markdown"
version = "0.1.0"
authors = []
edition = "2021"

[lib]
name = "my_app_markdown"
path = "src/lib.rs"
crate-type = ["cdylib"]

[dependencies]
rustler = "0.36.0" # from mix rustler.new
serde_json = "1"

[lints.rust]
unsafe_code = "warn" # for now
"#,
            r#"[package]
name = "my_app_markdown"
version = "0.1.0"
authors = []
edition = "2021"

[lib]
name = "my_app_markdown"
path = "src/lib.rs"
crate-type = ["cdylib", "rlib"]

[dependencies]
rustler = { version = "0.40", optional = true } # from mix rustler.new
serde_json = "1"

[lints.rust]
unsafe_code = "warn" # for now

[features]
nif = ["dep:rustler"]
"#,
        ),
        (
            "arrays over several lines, with and without a last comma",
            r#"[lib]
crate-type = [
  "cdylib" # for the VM
]

[features]
nif = [
	"extra", # ours
	# the last
]

[dependencies]
rustler = { version = "0.40", optional = true }

[lints]
workspace = true
"#,
            r#"[lib]
crate-type = [
  "cdylib", # for the VM
  "rlib"
]

[features]
nif = [
	"extra", # ours
	"dep:rustler",
	# the last
]

[dependencies]
rustler = { version = "0.40", optional = true }

[lints]
workspace = true
"#,
        ),
        (
            "arrays without elements",
            r#"[lib]
crate-type = [ ]
[features]
nif = [
  # none yet
  ]
[dependencies]
rustler = {}
[lints]
rust = { }
"#,
            r#"[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = [
  # none yet
      "dep:rustler",
  ]
[dependencies]
rustler = { version = "0.40", optional = true }
[lints]
rust = { }
"#,
        ),
        (
            "a dependency in a table of its own",
            r#"[dependencies.rustler]
version = "0.37" # pinned
features = ["nif_version_2_17"]
# the end of it

[dependencies.serde]
version = "1"

[lib]
crate-type = ["cdylib", "rlib"]
name = "x"
[features]
nif = ["dep:rustler"]
[lints.clippy]
all = "warn"
"#,
            r#"[dependencies.rustler]
version = "0.40" # pinned
features = ["nif_version_2_17"]
optional = true
# the end of it

[dependencies.serde]
version = "1"

[lib]
crate-type = ["cdylib", "rlib"]
name = "my_app_markdown"
[features]
nif = ["dep:rustler"]
[lints.clippy]
all = "warn"
"#,
        ),
        (
            "dependencies with tables of their own alone",
            r#"[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
[dependencies.serde]
version = "1"
"#,
            r#"[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
[dependencies.serde]
version = "1"

[dependencies]
rustler = { version = "0.40", optional = true }
"#,
        ),
        (
            "dotted keys, indented and out of order",
            r#"lib.name = "x"
[dependencies]
  serde.version = "1"
  rustler.version = "0.1"
  rand = "0.9"
  serde.features = ["derive"] # why

[features]
[lints]
  clippy.all = "warn"
  rust.dead_code = "deny"
  clippy.pedantic = "warn"
"#,
            r#"lib.name = "my_app_markdown"
lib.crate-type = ["cdylib", "rlib"]
[dependencies]
  serde.version = "1"
  rustler.version = "0.40"
  rustler.optional = true
  rand = "0.9"
  serde.features = ["derive"] # why

[features]
nif = ["dep:rustler"]
[lints]
  clippy.all = "warn"
  rust.dead_code = "deny"
  clippy.pedantic = "warn"
"#,
        ),
        (
            "inline tables all the way",
            r#"lib = { name = "x" }
features = { default = [] }
dependencies = { rustler = { version = "0.40.7", features = ["a"], } }
lints = { rust.dead_code = "deny" } # few
"#,
            r#"lib = { name = "my_app_markdown", crate-type = ["cdylib", "rlib"] }
features = { default = [], nif = ["dep:rustler"] }
dependencies = { rustler = { version = "0.40.7", features = ["a"], optional = true, } }
lints = { rust.dead_code = "deny" } # few
"#,
        ),
        (
            "an empty table for Rustler",
            r#"[dependencies.rustler] # to come

[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
            r#"[dependencies.rustler] # to come
version = "0.40"
optional = true

[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
        ),
        (
            "empty braces for Rustler",
            r#"[dependencies]
rustler = {}
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
            r#"[dependencies]
rustler = { version = "0.40", optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
        ),
        (
            "braces with a comment alone for Rustler",
            r#"[dependencies]
rustler = {
  # to come
}
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
            r#"[dependencies]
rustler = {
  # to come
    version = "0.40",
    optional = true,
}
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
        ),
        (
            "a Rustler from a path",
            r#"[dependencies]
rustler = { path = "../rustler", default-features = false }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
            r#"[dependencies]
rustler = { path = "../rustler", default-features = false, optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
        ),
        (
            "a Rustler from the workspace, named by the feature",
            r#"[dependencies]
rustler = { workspace = true, features = ["a"], optional = false }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["rustler"]
all = ["rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
            r#"[dependencies]
rustler = { workspace = true, features = ["a"], optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["rustler"]
all = ["rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
        ),
        (
            "a feature named like the dependency",
            r#"[dependencies]
rustler.git = "https://github.com/rusterlium/rustler"
rustler.optional = true
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["rustler"]
rustler = []
[lints.rust]
unsafe_code = "forbid"
"#,
            r#"[dependencies]
rustler.git = "https://github.com/rusterlium/rustler"
rustler.optional = true
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["rustler", "dep:rustler"]
rustler = []
[lints.rust]
unsafe_code = "forbid"
"#,
        ),
        (
            "a lint of the user's",
            r#"[lints.rust]
unsafe_code = { level = "deny", priority = 1 }
[dependencies]
rustler = { version = "0.40", optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
"#,
            r#"[lints.rust]
unsafe_code = { level = "deny", priority = 1 }
[dependencies]
rustler = { version = "0.40", optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler"]
"#,
        ),
    ];
    for (what, before, after) in cases {
        check(edit_manifest, what, before, after);
    }
}

#[test]
fn keeps_a_requirement_that_is_no_wider_than_the_projects() {
    let cases = [
        ("0.40", true),
        ("0.40.0", true),
        ("^0.40.3", true),
        ("=0.40.3", true),
        ("~ 0.40.3", true),
        ("0.40.*", true),
        ("0.4", false),
        ("0.401", false),
        ("0", false),
        ("*", false),
        (">=0.40", false),
        ("0.40.1, <0.42", false),
        ("0.39.2", false),
    ];
    for (requirement, is_kept) in cases {
        let text = FIRST.replace("0.40", requirement);
        let expected = if is_kept { &*text } else { FIRST };
        assert_eq!(
            edit_manifest(&text).as_deref(),
            Ok(expected),
            "{requirement}"
        );
    }
}

#[test]
fn says_where_a_manifest_is_wrong() {
    let abort = |profile: &str| {
        format!(
            "with panic = \"abort\" in [profile.{profile}] a panic in a NIF ends the whole VM; \
             remove this key, or move it to a profile of another name"
        )
    };
    let strings = "an array of strings has to stand here";
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
        ("lib = 5", (1, 7), "a table has to stand here".into()),
        ("[[features]]", (1, 1), "a table has to stand here".into()),
        (
            "dependencies.rustler = 4",
            (1, 24),
            "a version or a table has to stand here".into(),
        ),
        (
            "dependencies.rustler.version = [ # c\n]",
            (1, 32),
            "a value has to stand here, not an array".into(),
        ),
        (
            "[dependencies.rustler]\nversion = \"0.40\"\noptional = { a = 1 }",
            (3, 12),
            "a value has to stand here, not a table".into(),
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
fn leaves_other_profiles_alone() {
    let text =
        format!("{FIRST}\n[profile.standalone]\ninherits = \"release\"\npanic = \"abort\"\n");
    assert_eq!(edit_manifest(&text), Ok(text));
}

#[test]
fn makes_the_first_workspace() {
    let first = "[workspace]\nresolver = \"3\"\nmembers = [\"native/my_app\"]\n";
    for path in ["native/my_app", r"native\my_app"] {
        assert_eq!(
            workspace(None, &[(path.into(), None)], &[]).as_deref(),
            Ok(first)
        );
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
        let crates = [("native/my_app".into(), Some(manifest.into()))];
        workspace(None, &crates, &["deps".into()])
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
fn the_library_has_the_name_of_the_crate_and_the_source_that_is_held_against_the_schema() {
    let manifest = |name: &str, library: &str| {
        FIRST
            .replace("name = \"my_app_markdown\"", &format!("name = {name}"))
            .replace("[lib]\n", &format!("[lib]\n{library}"))
    };
    let name = "\"my_app_markdown\"";
    for (before, after) in [
        (
            manifest("\"other\" # mine", ""),
            manifest("\"my_app_markdown\" # mine", ""),
        ),
        (
            manifest("'my_app_markdown'", ""),
            manifest("'my_app_markdown'", ""),
        ),
        (
            manifest(name, "name = \"other\"\npath = \"src/main.rs\"\n"),
            manifest(name, "name = \"my_app_markdown\"\npath = \"src/lib.rs\"\n"),
        ),
        (
            manifest(name, "name = \"my_app_markdown\"\npath = './src//lib.rs'\n"),
            manifest(name, "name = \"my_app_markdown\"\npath = './src//lib.rs'\n"),
        ),
    ] {
        check(edit_manifest, &before, &before, &after);
    }
}

#[test]
fn says_where_a_workspace_is_wrong() {
    let cases = [
        (
            "[workspace]\nmembers = 1",
            (2, 11),
            "an array of strings has to stand here",
        ),
        (
            "[workspace]\nexclude = [2]",
            (2, 11),
            "an array of strings has to stand here",
        ),
        ("workspace = 1", (1, 13), "a table has to stand here"),
        (
            "[profile.release]\npanic = \"abort\"",
            (2, 9),
            "with panic = \"abort\" in [profile.release] a panic in a NIF ends the whole VM; \
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

#[test]
fn the_required_version_is_found_in_every_form_of_a_dependency() {
    for text in [
        "[dependencies]\nrustler = \"0.39\"",
        "[dependencies]\nrustler = { optional = true, version = '0.39' } # \"0.1\"",
        "[dependencies]\nrustler.optional = true\nrustler.version = \"0.39\"",
        "[dependencies.rustler]\nfeatures = [\"big_integer\"]\nversion = \"0.39\"",
        "dependencies = { rustler = { version = \"0.39\" } }",
        "[dev-dependencies]\nrustler = \"0.1\"\n[dependencies]\n\"rustler\" = \"\\u0030.39\"",
    ] {
        assert_eq!(
            required_version(text, "rustler").as_deref(),
            Some("0.39"),
            "{text}"
        );
    }
    for text in [
        "",
        "[dependencies]\nrustler = { path = \"../rustler\" }",
        "[dev-dependencies]\nrustler = \"0.39\"",
        "[dependencies]\n# rustler = \"0.39\"",
        "[dependencies]\nrustler = 1",
        "[dependencies]\nrustler = \"0.39\"\n}",
    ] {
        assert_eq!(required_version(text, "rustler"), None, "{text}");
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

/// What of a manifest has to stay: everything but the values that an edit may replace.
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
