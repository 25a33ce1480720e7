//! The core with hostile input: random, and everything that ever failed.

mod input;
mod promises;
#[path = "../../src/properties.rs"]
mod properties;

use proptest::prelude::*;
use rust_in_elixir::Core;
use rust_in_elixir::boundary::*;

use input::boundaries;
use promises::{ALL, DIRTY_SCHEDULER, Promise, hold};

/// Without optimisation frames are several times as large.
const STACK: usize = 8 * DIRTY_SCHEDULER;

/// Texts that once broke a promise, each with its name.
const FOUND: &[(&str, &str)] = &[
    // A lone carriage return at the end was taken for the end of a line, and lost.
    ("manifest", "\r"),
    ("manifest", "[package]\r"),
    ("workspace", "\0\0\0\0\0\0[workspace]\r"),
    // A type was declared inside of the brackets that end in the line of the block.
    ("lib_source", "[f\nc#g(a)] impl Nifs for Text {}\n"),
];

fn promise(name: &str) -> Promise {
    let (_, promise) = (ALL.iter().find(|(it, _)| *it == name)).expect("there is such a promise");
    *promise
}

#[test]
fn what_was_found_once_stays_mended() {
    for (name, text) in FOUND {
        hold(promise(name), text.as_bytes(), STACK);
    }
}

#[test]
fn imports_of_any_depth_fit_in_the_stack() {
    let text = format!("use {}a{};", "{".repeat(50_000), "}".repeat(50_000));
    hold(promise("lib_source"), text.as_bytes(), DIRTY_SCHEDULER);
}

#[test]
fn the_type_of_a_resource_with_a_raw_name_is_declared_once() {
    let [_, mut boundary, _] = boundaries();
    for definition in &mut boundary.definitions {
        if let Kind::Resource(resource) = &mut definition.kind {
            resource.rust = "crate::r#type".to_string();
        }
    }
    let complete = |text: Option<&str>| Core::lib_source(text, boundary.clone(), false);
    let first = complete(None).expect("a first text is made").text;
    let again = complete(Some(&first)).expect("it can be read").text;
    assert_eq!(again, first);
}

/// Rendering and formatting recurse into a type.
#[test]
fn types_of_any_depth_that_a_schema_may_have_fit_in_the_stack() {
    let [mut boundary, _, _] = boundaries();
    for wrap in [
        |held| Type::List(Box::new(held)),
        |held| Type::Tuple(vec![held]),
        |held| Type::Map(Box::new(Type::Scalar(Scalar::U8)), Box::new(held)),
    ] as [fn(Type) -> Type; 3]
    {
        let deep = (0..64).fold(Type::Scalar(Scalar::U8), |held, _| wrap(held));
        boundary.definitions.truncate(1);
        boundary.nifs[0].params[0].r#type = deep.clone();
        boundary.nifs[0].returns = Return::Value(deep);
        let boundary = boundary.clone();
        let rendered = std::thread::Builder::new()
            .stack_size(DIRTY_SCHEDULER)
            .spawn(move || {
                let (project, needs) = (promises::project(), vec!["Validation.u8"]);
                [
                    Core::generate(boundary.clone(), project.clone()).is_ok(),
                    Core::user_test(boundary, project.clone()).is_ok(),
                    Core::support(needs, project).is_ok(),
                ]
            })
            .expect("a thread starts")
            .join()
            .expect("all is rendered");
        assert_eq!(rendered, [true; 3]);
    }
}

proptest! {
    #![proptest_config(properties::config(64))]

    #[test]
    fn any_bytes_keep_every_promise(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        for (_name, promise) in ALL {
            hold(*promise, &bytes, STACK);
        }
    }

    #[test]
    fn what_looks_like_a_lib_keeps_its_promise(
        words in proptest::collection::vec(proptest::sample::select(LIB), 0..40),
    ) {
        hold(promise("lib_source"), words.concat().as_bytes(), STACK);
    }

    #[test]
    fn what_looks_like_a_manifest_keeps_its_promises(
        words in proptest::collection::vec(proptest::sample::select(TOML), 0..40),
    ) {
        hold(promise("manifest"), words.concat().as_bytes(), STACK);
        hold(promise("workspace"), words.concat().as_bytes(), STACK);
    }
}

const LIB: &[&str] = &[
    "impl Nifs for Text {",
    "impl ",
    "Nifs ",
    "for ",
    "Text ",
    "fn upcase(",
    "fn insert(",
    "fn rows(",
    "text: &str",
    "table: &Table",
    ") ",
    "-> String ",
    "-> Result<",
    "Vec<",
    "u8",
    ">",
    "{",
    "}",
    "(",
    "[",
    "]",
    ",",
    ";",
    "\n",
    "\r\n",
    "    ",
    "\t",
    "// a\n",
    "/// a\n",
    "//! a\n",
    "/* a */",
    "#[a]",
    "#![a]",
    "use ",
    "boundary::*;",
    "mod boundary;",
    "struct Table;",
    "m!",
    "r#\"}\"#",
    "'a ",
    "\"{\"",
    "where ",
    "pub ",
    "#",
];

const TOML: &[&str] = &[
    "[package]\n",
    "[lib]\n",
    "[features]\n",
    "[dependencies]\n",
    "[dependencies.rustler]\n",
    "[lints.rust]\n",
    "[workspace]\n",
    "name = \"a\"\n",
    "crate-type = [\"cdylib\"]\n",
    "crate-type = [\n  \"rlib\", # a\n]\n",
    "nif = []\n",
    "nif = [\"rustler\"]\n",
    "rustler = \"0.38\"\n",
    "rustler = { path = \"a\" }\n",
    "rustler.version = \"0.39.1\"\n",
    "nif_codec = \"1\"\n",
    "nif_codec = { path = \"../nif_codec\" }\n",
    "nif_codec.workspace = true\n",
    "lib.crate-type = []\n",
    "features = { nif = [] }\n",
    "dependencies = {}\n",
    "version = \"0.3\"\n",
    "optional = false\n",
    "unsafe_code = \"warn\"\n",
    "unsafe_code = { level = \"deny\", priority = 1 }\n",
    "lints.workspace = true\n",
    "members = [\"native/*\"]\n",
    "members = []\n",
    "exclude = [\"a\"]\n",
    "# a\n",
    "\n",
    "\r\n",
    " ",
    "\t",
    "a = 1\n",
    "\u{feff}",
];
