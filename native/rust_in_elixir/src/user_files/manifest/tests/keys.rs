//! The keys of a crate, in every style that they are written in.

use super::*;

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
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }

[lib]
crate-type = ["cdylib", "rlib"]

[features]
nif = ["dep:rustler", "dep:nif_codec"]
"#,
        ),
        (
            "everything there, in a style of its own",
            r#"# Ours.
lib . crate-type = [ 'rlib' ,"cdylib","staticlib", ] # all three
"dependencies" = { serde.version = "1", "rustler" = {optional=true,version="^0.40.1"}, nif_codec={path='./../nif_codec/',optional=true,package='my_app_nif_codec'} }
serde_is_not = { a = 1 } # unknown to Cargo
[ features ]
default=[]
nif = [
    # why
    "dep:rustler", "extra", 'dep:nif_codec']
  [ lints . rust ] # ours
    unsafe_code = { level='forbid', priority = 1 }
"#,
            r#"# Ours.
lib . crate-type = [ 'rlib' ,"cdylib","staticlib", ] # all three
"dependencies" = { serde.version = "1", "rustler" = {optional=true,version="^0.40.1"}, nif_codec={path='./../nif_codec/',optional=true,package='my_app_nif_codec'} }
serde_is_not = { a = 1 } # unknown to Cargo
[ features ]
default=[]
nif = [
    # why
    "dep:rustler", "extra", 'dep:nif_codec']
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
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }

[lints.rust]
unsafe_code = "warn" # for now

[features]
nif = ["dep:rustler", "dep:nif_codec"]
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
	"dep:nif_codec",
	# the last
]

[dependencies]
rustler = { version = "0.40", optional = true }
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }

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
      "dep:nif_codec",
  ]
[dependencies]
rustler = { version = "0.40", optional = true }
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
[lints]
rust = { }
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
  nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }

[features]
nif = ["dep:rustler", "dep:nif_codec"]
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
features = { default = [], nif = ["dep:rustler", "dep:nif_codec"] }
dependencies = { rustler = { version = "0.40.7", features = ["a"], optional = true, }, nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true } }
lints = { rust.dead_code = "deny" } # few
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
nif_codec = { package = "my_app_nif_codec", path = "../nif_codec", optional = true }
[lib]
crate-type = ["cdylib", "rlib"]
[features]
nif = ["dep:rustler", "dep:nif_codec"]
"#,
        ),
    ];
    for (what, before, after) in cases {
        check(edit_manifest, what, before, after);
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
fn leaves_other_profiles_alone() {
    let text =
        format!("{FIRST}\n[profile.standalone]\ninherits = \"release\"\npanic = \"abort\"\n");
    assert_eq!(edit_manifest(&text), Ok(text));
}
