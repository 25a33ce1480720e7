//! Names in Rust.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Rust keywords that a raw identifier makes usable.
const RUST_KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Rust keywords that no raw identifier makes usable.
const RUST_PATH_KEYWORDS: &[&str] = &["crate", "self", "super", "Self", "_"];

/// Names of types, traits and values that generated Rust refers to without a path, those of Rust's
/// prelude, which a type in the same module would hide, the trait that Rustler's derives import by its
/// name (`Encoder`), and the two types (`Env`, `Term`) that its `nif` attribute tells by theirs.
const RUST_TYPES: &[&str] = &[
    "AnyTerm",
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Atom",
    "Box",
    "Bytes",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Encoder",
    "Env",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "FilePath",
    "FiniteFloats",
    "Fn",
    "FnMut",
    "FnOnce",
    "FoundFloat",
    "From",
    "FromIterator",
    "Future",
    "HashMap",
    "HoldsFloats",
    "I128",
    "Implementation",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "IpAddr",
    "Iterator",
    "Nifs",
    "None",
    "Ok",
    "OkOrError",
    "Option",
    "Ord",
    "Packed",
    "PartialEq",
    "PartialOrd",
    "Path",
    "PathBuf",
    "Pid",
    "Reference",
    "RefusedArgument",
    "Result",
    "Self",
    "Send",
    "Shared",
    "Sized",
    "Some",
    "String",
    "Sync",
    "Term",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unavailable",
    "Unpin",
    "Vec",
];

/// The Rust name of a type: its own, or with an underscore where Rust uses it already.
pub fn rust_type(name: &str) -> String {
    let camel = rust_camel(name);
    if RUST_TYPES.contains(&camel.as_str()) {
        format!("{camel}_")
    } else {
        camel
    }
}

/// The name of a type in camel case as rustc sees it, without underscores inside.
pub fn rust_camel(name: &str) -> String {
    let stem = name.trim_end_matches('_');
    let mut camel = String::with_capacity(name.len());
    let mut starts_word = false;
    for character in stem.chars() {
        match character {
            '_' => starts_word = true,
            first if starts_word => {
                camel.push(first.to_ascii_uppercase());
                starts_word = false;
            }
            other => camel.push(other),
        }
    }
    camel.push_str(&name[stem.len()..]);
    camel
}

/// The Rust name of the handles to a resource.
pub fn rust_handle(name: &str) -> String {
    format!("{}Handle", rust_camel(name))
}

/// The name of what the handles to a resource share.
pub fn rust_resource(name: &str) -> String {
    format!("{}Resource", rust_camel(name))
}

/// The Rust name of a field, parameter or function.
pub fn rust_value(name: &str) -> String {
    let plain = if is_snake_case(name) {
        name.to_string()
    } else {
        let words: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        let snake = words.to_snake_case();
        match snake.chars().next() {
            None => "unnamed".to_string(),
            // Clippy asks for more than digits and underscores.
            Some(_) if snake.chars().all(|c| c.is_ascii_digit() || c == '_') => format!("n{snake}"),
            Some(first) if first.is_ascii_digit() => format!("_{snake}"),
            Some(_) => snake,
        }
    };
    if RUST_PATH_KEYWORDS.contains(&plain.as_str()) {
        format!("{plain}_")
    } else if RUST_KEYWORDS.contains(&plain.as_str()) {
        format!("r#{plain}")
    } else {
        plain
    }
}

/// The Rust name of a value of a type, such as `http_server` for `HTTPServer`.
pub fn rust_snake(name: &str) -> String {
    name.to_snake_case()
}

/// The Rust name of an enum's variant.
pub fn rust_variant(name: &str) -> String {
    let words: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let camel = words.to_upper_camel_case();
    match camel.chars().next() {
        None => "Unnamed".to_string(),
        Some(first) if first.is_ascii_digit() => format!("_{camel}"),
        Some(_) if camel == "Self" => "Self_".to_string(),
        Some(_) => camel,
    }
}

/// Makes each of a list of names differ from the ones before it.
pub fn distinct(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut taken = HashSet::new();
    let free = |mut name: String| {
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        name
    };
    names.into_iter().map(free).collect()
}

/// Whether rustc takes the name for one in snake case: two underscores stand at its ends only.
fn is_snake_case(name: &str) -> bool {
    let words = name.trim_matches('_');
    name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && words.contains(|c: char| c.is_ascii_lowercase())
        && !words.contains("__")
        && words
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
