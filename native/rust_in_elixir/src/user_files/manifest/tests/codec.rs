//! The dependency on the crate with the codecs, and that crate's own manifest.

use super::super::codec_manifest;
use super::*;

const DEPENDENCY: &str =
    r#"nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }"#;

fn with_dependency(dependency: &str) -> String {
    FIRST.replace(DEPENDENCY, dependency)
}

#[test]
fn sets_a_dependency_of_every_form() {
    let cases = [
        ("", DEPENDENCY),
        ("nif_codec = {}", DEPENDENCY),
        (
            "nif_codec = { path = '../nif_codec' } # ours",
            "nif_codec = { path = '../nif_codec', package = \"my_app_nif_codec\", optional = true } # ours",
        ),
        (
            "nif_codec = { optional = true, path = \"../../codec\", package = \"my_app_nif_codec\", features = [\"a\"] }",
            "nif_codec = { optional = true, path = \"../nif_codec\", package = \"my_app_nif_codec\", features = [\"a\"] }",
        ),
        (
            "nif_codec.path = \"../nif_codec\"\nnif_codec.package = \"old_app_nif_codec\"",
            "nif_codec.path = \"../nif_codec\"\nnif_codec.package = \"my_app_nif_codec\"\nnif_codec.optional = true",
        ),
        (
            "nif_codec = { workspace = true, optional = false }",
            "nif_codec = { workspace = true, optional = true }",
        ),
        (
            "\n[dependencies.nif_codec]\npath = \"../nif_codec\"\n# the end",
            "\n[dependencies.nif_codec]\npath = \"../nif_codec\"\npackage = \"my_app_nif_codec\"\noptional = true\n# the end",
        ),
    ];
    for (before, after) in cases {
        let text = match before.is_empty() {
            true => FIRST.replace(&format!("{DEPENDENCY}\n"), ""),
            false => with_dependency(before),
        };
        check(edit_manifest, before, &text, &with_dependency(after));
    }
}

#[test]
fn asks_for_the_feature_unless_cargo_makes_it() {
    let implicit = FIRST.replace("dep:nif_codec", "nif_codec");
    check(edit_manifest, "implicit", &implicit, &implicit);
    let feature_of_that_name =
        implicit.replace("[dependencies]", "nif_codec = []\n\n[dependencies]");
    let edited =
        feature_of_that_name.replace("\"nif_codec\"]", "\"nif_codec\", \"dep:nif_codec\"]");
    check(edit_manifest, "a feature", &feature_of_that_name, &edited);
}

#[test]
fn refuses_another_crate_of_that_name() {
    for (dependency, column) in [
        ("nif_codec = \"1\"", 13),
        ("nif_codec = { version = \"1\", optional = true }", 13),
        (
            "nif_codec = { path = \"../codec\", package = \"codec\" }",
            13,
        ),
    ] {
        assert_eq!(
            edit_manifest(&with_dependency(dependency)),
            Err(SyntaxError {
                line: 17,
                column,
                message: "`nif_codec` has to be the crate in native/nif_codec, which the generated code calls; \
                          give this dependency another name, such as `other_codec = { package = \"nif_codec\", \
                          version = \"1\" }`"
                    .into(),
            }),
            "{dependency}"
        );
    }
    for dependency in ["nif_codec = true", "nif_codec = []"] {
        assert!(edit_manifest(&with_dependency(dependency)).is_err());
    }
}

#[test]
fn the_path_leads_from_wherever_the_crate_lies() {
    for (crate_dir, path) in [
        ("native/my_app_markdown", "../nif_codec"),
        ("native/deep/er", "../../nif_codec"),
        ("crates/markdown", "../../native/nif_codec"),
    ] {
        let project = Project {
            crate_dir: crate_dir.into(),
            ..project(&[])
        };
        let first = manifest(None, &boundary(), &project).expect("the template is right");
        assert!(
            first.contains(&DEPENDENCY.replace("../nif_codec", path)),
            "{first}"
        );
    }
}

#[test]
fn the_crate_has_the_name_of_the_application_and_the_rustler_of_its_boundaries() {
    let template = include_str!("../../../../../../native_templates/codec_crate/Cargo.toml");
    let text = codec_manifest(template, &project(&[])).expect("the template is right");
    let own = template
        .replace("\"nif_codec\"", "\"my_app_nif_codec\"")
        .replace("0.39", "0.40");
    assert_eq!(text, own);
    assert_eq!(required_version(&text, "rustler").as_deref(), Some("0.40"));
    let rust_version = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("rust-version"))
            .map(str::to_string)
    };
    assert_eq!(rust_version(&text), rust_version(FIRST));
}
