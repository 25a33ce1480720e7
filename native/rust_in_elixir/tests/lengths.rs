//! How long a file and a function of the core may be.

use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::{ImplItem, Item, TraitItem};

const FILE: usize = 400;
const FUNCTION: usize = 60;

#[test]
fn no_file_has_more_than_400_lines_and_no_function_more_than_60() {
    let mut too_long = Vec::new();
    for path in sources(&root()) {
        let text = fs::read_to_string(&path).expect("a source is text");
        let name = path.strip_prefix(root()).expect("it is below");
        let name = name.to_string_lossy().replace('\\', "/");
        let file = [(name.clone(), text.lines().count(), FILE)];
        let functions = (functions(&text).into_iter())
            .filter(|_| !is_test(&name))
            .map(|(function, length)| (format!("{name} {function}"), length, FUNCTION));
        too_long.extend(
            file.into_iter()
                .chain(functions)
                .filter(|(_, length, limit)| length > limit),
        );
    }
    assert_eq!(too_long, []);
}

#[test]
fn a_function_is_found_wherever_it_stands() {
    let text = "fn a() {\n}\nimpl T {\n    /// Doc.\n    fn b(\n        &self,\n    ) {\n    }\n}\n\
                trait U {\n    fn c() {}\n    fn d();\n}\nmod m {\n    fn e() {}\n}\n\
                #[cfg(test)]\nmod tests {\n    fn f() {}\n}\n";
    let found = [("a", 2), ("b", 4), ("c", 1), ("e", 1)];
    assert_eq!(
        functions(text),
        found.map(|(name, length)| (name.to_string(), length))
    );
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All sources but the one that the tool generates.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder can be read");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| !path.ends_with("src/boundary.rs"))
        .collect();
    paths.sort();
    (paths.into_iter())
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => vec![path],
        })
        .collect()
}

/// A function of a test may be as long as its table.
fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

/// Each function of a text with its lines, without those of its tests.
fn functions(text: &str) -> Vec<(String, usize)> {
    let file = syn::parse_file(text).expect("a source is Rust");
    let mut found = Vec::new();
    add(&file.items, &mut found);
    found
}

fn add(items: &[Item], found: &mut Vec<(String, usize)>) {
    let mut function = |signature: &syn::Signature, body: &syn::Block| {
        let first = signature.span().start().line;
        let length = body.span().end().line + 1 - first;
        found.push((signature.ident.to_string(), length));
    };
    let mut modules = Vec::new();
    for item in items {
        match item {
            Item::Fn(it) => function(&it.sig, &it.block),
            Item::Impl(it) => (it.items.iter()).for_each(|item| {
                if let ImplItem::Fn(it) = item {
                    function(&it.sig, &it.block);
                }
            }),
            Item::Trait(it) => (it.items.iter()).for_each(|item| {
                if let TraitItem::Fn(it) = item
                    && let Some(body) = &it.default
                {
                    function(&it.sig, body);
                }
            }),
            Item::Mod(it) if it.ident != "tests" => modules.extend(&it.content),
            _ => {}
        }
    }
    for (_, items) in modules {
        add(items, found);
    }
}
