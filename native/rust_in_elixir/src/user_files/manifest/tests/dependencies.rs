//! Rustler and stacker among the dependencies.

use super::*;

/// The rest of every manifest below, besides features and dependencies.
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
            "[features]\nnif = [\"dep:rustler\", \"dep:nif_codec\", \"dep:stacker\"]\n\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nnif_codec = { package = \"my_app_nif_codec\", path = \"../nif_codec\", optional = true }\nstacker = { version = \"0.1\", optional = true }\n",
        ),
        (
            "neither, in braces",
            "dependencies = {}\nfeatures = { nif = [] }\n",
            "dependencies = { rustler = { version = \"0.40\", optional = true }, nif_codec = { package = \"my_app_nif_codec\", path = \"../nif_codec\", optional = true }, stacker = { version = \"0.1\", optional = true } }\nfeatures = { nif = [\"dep:rustler\", \"dep:nif_codec\", \"dep:stacker\"] }\n",
        ),
        (
            "one that is always there",
            "[features]\nnif = [\"dep:rustler\"]\n[dependencies]\nrustler = \"0.40\"\nstacker = \"0.1.15\"\n",
            "[features]\nnif = [\"dep:rustler\", \"dep:nif_codec\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = \"0.1.15\"\nnif_codec = { package = \"my_app_nif_codec\", path = \"../nif_codec\", optional = true }\n",
        ),
        (
            "one of a later version, with the feature that Cargo makes",
            "[features]\nnif = [\"dep:rustler\", \"stacker\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = { version = \"0.2\", optional = true }\n",
            "[features]\nnif = [\"dep:rustler\", \"stacker\", \"dep:nif_codec\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = { version = \"0.2\", optional = true }\nnif_codec = { package = \"my_app_nif_codec\", path = \"../nif_codec\", optional = true }\n",
        ),
        (
            "one that is optional and not asked for",
            "[features]\ndeep = [\"dep:stacker\"]\nnif = [\"dep:rustler\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = { workspace = true, optional = true }\n",
            "[features]\ndeep = [\"dep:stacker\"]\nnif = [\"dep:rustler\", \"dep:nif_codec\", \"dep:stacker\"]\n[dependencies]\nrustler = { version = \"0.40\", optional = true }\nstacker = { workspace = true, optional = true }\nnif_codec = { package = \"my_app_nif_codec\", path = \"../nif_codec\", optional = true }\n",
        ),
    ];
    for (what, before, after) in cases {
        let [before, after] = [before, after].map(|text| format!("{text}{REST}"));
        check(edit_recursive, what, &before, &after);
    }

    let own_table = format!(
        "[features]\nnif = [\"dep:rustler\"]\n[dependencies.rustler]\nversion = \"0.40\"\noptional = true\n{REST}"
    );
    let edited = own_table.replace(
        "r\"]\n[dep",
        "r\", \"dep:nif_codec\", \"dep:stacker\"]\n[dep",
    ) + "\n[dependencies]\nnif_codec = { package = \"my_app_nif_codec\", path = \"../nif_codec\", optional = true }\nstacker = { version = \"0.1\", optional = true }\n";
    check(
        edit_recursive,
        "Rustler in a table of its own",
        &own_table,
        &edited,
    );
}

#[test]
fn the_crates_of_types_are_dependencies_of_the_plain_crate_too() {
    let before = format!(
        "[features]\nnif = [\"dep:rustler\", \"dep:nif_codec\"]\n[dependencies]\nrustler = {{ version = \"0.40\", optional = true }}\nnif_codec = {{ package = \"my_app_nif_codec\", path = \"../nif_codec\", optional = true }}\n{REST}"
    );
    let after = before.replace(
        "codec\", optional = true }\n",
        "codec\", optional = true }\nchrono = \"0.4\"\nrust_decimal = \"1\"\n",
    );
    check(edit_with_type_crates, "crates of types", &before, &after);

    // Those that the user has stay as they are.
    let own = before.replace(
        "[dependencies]\n",
        "[dependencies]\nchrono = { version = \"0.4.40\", features = [\"serde\"] }\nrust_decimal.workspace = true\n",
    );
    check(edit_with_type_crates, "the user's own", &own, &own);
}

#[test]
fn a_crate_of_types_that_the_boundary_cannot_name_is_an_error() {
    for (dependency, why) in [
        (
            "chrono = { version = \"0.4\", optional = true }",
            "`chrono` cannot be optional",
        ),
        (
            "chrono = { package = \"jiff\", version = \"0.2\" }",
            "`chrono` has to be the crate of that name",
        ),
        (
            "time = { package = \"chrono\", version = \"0.4\" }",
            "`chrono` has to be a dependency under its own name",
        ),
    ] {
        let error = edit_with_type_crates(&format!("[dependencies]\n{dependency}\n"));
        let error = error.expect_err(dependency);
        assert!(error.message.starts_with(why), "{}", error.message);
        assert_eq!(error.line, 2, "{dependency}");
    }
}

#[test]
fn another_allocator_is_a_dependency() {
    let before = format!(
        "[features]\nnif = [\"dep:rustler\", \"dep:nif_codec\"]\n[dependencies]\nrustler = {{ version = \"0.40\", optional = true }}\nnif_codec = {{ package = \"my_app_nif_codec\", path = \"../nif_codec\", optional = true }}\n{REST}"
    );
    let after = before
        .replace("codec\"]", "codec\", \"dep:mimalloc\"]")
        .replace(
            "codec\", optional = true }\n",
            "codec\", optional = true }\nmimalloc = { version = \"0.1\", features = [\"local_dynamic_tls\"], optional = true }\n",
        );
    check(edit_with_mimalloc, "mimalloc", &before, &after);

    // One that the user has for all builds stays as it is.
    let own = before.replace(
        "[dependencies]\n",
        "[dependencies]\nmimalloc = { version = \"0.1.48\", features = [\"v3\"] }\n",
    );
    check(edit_with_mimalloc, "a mimalloc of the user's", &own, &own);
}

#[test]
fn sets_a_rustler_of_every_form() {
    let cases = [
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
nif = ["dep:rustler", "dep:nif_codec"]
[lints.clippy]
all = "warn"

[dependencies]
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
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
nif = ["dep:rustler", "dep:nif_codec"]
[lints.rust]
unsafe_code = "forbid"
[dependencies.serde]
version = "1"

[dependencies]
rustler = { version = "0.40", optional = true }
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
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
nif = ["dep:rustler", "dep:nif_codec"]
[lints.rust]
unsafe_code = "forbid"

[dependencies]
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
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
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler", "dep:nif_codec"]
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
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler", "dep:nif_codec"]
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
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["rustler", "dep:nif_codec"]
all = ["rustler"]
[lints.rust]
unsafe_code = "forbid"
"#,
        ),
        (
            "a feature named like the dependency",
            r#"[dependencies]
rustler.version = "0.40.1"
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
rustler.version = "0.40.1"
rustler.optional = true
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["rustler", "dep:rustler", "dep:nif_codec"]
rustler = []
[lints.rust]
unsafe_code = "forbid"
"#,
        ),
    ];
    for (what, before, after) in cases {
        check(edit_manifest, what, before, after);
    }
}

#[test]
fn refuses_a_rustler_that_the_crate_of_the_codecs_has_not() {
    for dependency in [
        "{ path = \"../rustler\", optional = true }",
        "{ version = \"0.40\", git = \"https://example.com/rustler\", optional = true }",
    ] {
        let text = FIRST.replace("{ version = \"0.40\", optional = true }", dependency);
        let error = edit_manifest(&text).expect_err(dependency);
        assert_eq!((error.line, error.column), (16, 11));
        assert_eq!(
            error.message,
            "the crate in native/nif_codec takes Rustler from crates.io, and two of them do not fit together; \
             require version \"0.40\" here, and put this source below `[patch.crates-io]` in the root Cargo.toml, \
             for both"
        );
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
