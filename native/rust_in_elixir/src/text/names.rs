//! Names on both sides of the boundary.
//!
//! A schema's names are Elixir's. Each function here makes the name that stands for one of them
//! at one kind of place, so that keywords, reserved names and odd spellings never reach a template.

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
    "Iterator",
    "Nifs",
    "None",
    "Ok",
    "OkOrError",
    "Option",
    "Ord",
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

/// Words that Elixir's parser takes for itself.
const ELIXIR_KEYWORDS: &[&str] = &[
    "after", "and", "catch", "do", "else", "end", "false", "fn", "in", "nil", "not", "or",
    "rescue", "true", "when",
];

/// The path by which a function of the implementation is called. Without the trait in it, Rust would
/// take a function of the user's own, or one of another trait, of the same name.
pub fn implementation_path(function: &str) -> String {
    format!("<Implementation as Nifs>::{function}")
}

/// Elixir modules that generated Elixir calls, and those that it makes beside the schema's types.
const ELIXIR_MODULES: &[&str] = &[
    "Atom",
    "Elixir",
    "Enum",
    "Enumerable",
    "Exception",
    "Float",
    "Function",
    "Inspect",
    "Integer",
    "Kernel",
    "Keyword",
    "List",
    "Map",
    "Regex",
    "Rustler",
    "String",
    "Tuple",
];

/// The modules that a boundary may have under its facade beside those of its types.
pub const OWN_MODULES: &[&str] = &[
    "CallError",
    "Cast",
    "Native",
    "PanicError",
    "ResourceError",
    "Stream",
    "Validation",
    "ValidationError",
];

/// The modules that it has beside them where the schema asks for a double.
pub const DOUBLE_MODULES: &[&str] = &["Arguments", "Behaviour", "Double"];

/// Every module that a boundary may have beside those of its types.
pub fn own_modules(double: bool) -> impl Iterator<Item = &'static str> {
    let of_double: &[&str] = if double { DOUBLE_MODULES } else { &[] };
    OWN_MODULES.iter().chain(of_double).copied()
}

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

/// The Rust name of the handles on a resource.
pub fn rust_handle(name: &str) -> String {
    format!("{}Handle", rust_camel(name))
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
    let mut taken: Vec<String> = Vec::new();
    for name in names {
        let mut free = name;
        while taken.contains(&free) {
            free.push('_');
        }
        taken.push(free);
    }
    taken
}

/// The name that Rustler's enum derives give to a Rust identifier.
pub fn rustler_atom(identifier: &str) -> String {
    identifier.to_snake_case()
}

/// An atom as Elixir source, such as `:left` or `:"not plain"`.
pub fn elixir_atom(name: &str) -> String {
    if matches!(name, "nil" | "true" | "false") {
        name.to_string()
    } else if is_plain_atom(name) {
        format!(":{name}")
    } else {
        format!(":{}", elixir_string(name))
    }
}

/// A name in a message: as it is, or as the atom that it is where it would not look like a name.
pub fn elixir_name(name: &str) -> String {
    if is_plain_atom(name) {
        name.to_string()
    } else {
        elixir_atom(name)
    }
}

/// A key of a keyword list or map as Elixir source, such as `left:` or `"not plain":`.
///
/// Quotation marks and backslashes in it stand by their numbers, for the formatter of Elixir 1.14
/// prints `"a\"b":` without the backslash, and the rest of the name would be code.
pub fn elixir_key(name: &str) -> String {
    if is_plain_atom(name) {
        return format!("{name}:");
    }
    let mut key = String::with_capacity(name.len() + 3);
    let escaped = elixir_escape(name, true);
    let mut characters = escaped.chars();
    while let Some(character) = characters.next() {
        match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('"') => key.push_str("\\u0022"),
                Some('\\') => key.push_str("\\u005C"),
                other => key.extend(['\\'].into_iter().chain(other)),
            },
            (other, false) => key.push(other),
        }
    }
    format!("\"{key}\":")
}

/// A string as Elixir source, with nothing in it left to interpolate.
pub fn elixir_string(text: &str) -> String {
    format!("\"{}\"", elixir_escape(text, true))
}

/// A name in the manner of environment variables: `my_app` becomes `MY_APP`.
pub fn environment_variable(name: &str) -> String {
    name.chars()
        .map(|it| match it.is_ascii_alphanumeric() {
            true => it.to_ascii_uppercase(),
            false => '_',
        })
        .collect()
}

/// Text as it stands inside an Elixir heredoc.
pub fn elixir_heredoc(text: &str) -> String {
    elixir_escape(text, false).replace("\"\"\"", "\\\"\\\"\\\"")
}

fn elixir_escape(text: &str, in_string: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '"' if in_string => escaped.push_str("\\\""),
            '\n' if in_string => escaped.push_str("\\n"),
            '\n' | '\t' => escaped.push(character),
            '#' if characters.peek() == Some(&'{') => escaped.push_str("\\#"),
            refused if is_refused_by_elixir(refused) => {
                escaped.push_str(&format!("\\u{{{:X}}}", u32::from(refused)));
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// Whether Elixir's tokenizer refuses a character as it is, because it controls something, reorders the text around
/// it or, from 1.20 on, because editors begin a line there. Ends of lines and tabs are not among them.
pub fn is_refused_by_elixir(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => true,
        other => other.is_control(),
    }
}

/// Whether Elixir can call a function by the name as it is, and the VM finds it in a library. The VM
/// reads the names in a library as Latin-1, so that only ASCII means the same on both sides.
pub fn is_function_name(name: &str) -> bool {
    let stem = name.strip_suffix('?').unwrap_or(name);
    stem.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && stem.contains(|c: char| c.is_ascii_alphanumeric())
        && stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a function is a question, such as `valid?`: it has one form in Elixir, which gives back a bare boolean.
pub fn is_question(function: &str) -> bool {
    function.ends_with('?')
}

/// The name of a function where Elixir defines it.
pub fn elixir_definition(name: &str) -> String {
    if is_elixir_keyword(name) {
        format!("unquote(:{name})")
    } else {
        name.to_string()
    }
}

/// Whether Elixir's parser takes the name for itself.
pub fn is_elixir_keyword(name: &str) -> bool {
    ELIXIR_KEYWORDS.contains(&name)
}

/// The longest part of a name that is in a variable, which is an atom as well, and may get underscores.
const LONGEST_VARIABLE: usize = 200;

/// The variable that stands for a field or parameter where `taken` are already in use.
pub fn elixir_variable(name: &str, taken: &[&str]) -> String {
    let words: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .take(LONGEST_VARIABLE)
        .collect();
    let trimmed = words.trim_matches('_');
    let mut variable = match trimmed.chars().next() {
        None => "unnamed".to_string(),
        Some(first) if first.is_ascii_digit() => format!("n{trimmed}"),
        Some(first) => format!("{}{}", first.to_ascii_lowercase(), &trimmed[1..]),
    };
    if ELIXIR_KEYWORDS.contains(&variable.as_str()) || taken.contains(&variable.as_str()) {
        variable.push('_');
    }
    variable
}

/// The module of a type, as other modules of the boundary refer to it: by its last name where an
/// alias makes that clear, whole where the last name is one of Elixir's own.
pub fn elixir_reference(facade: &str, name: &str) -> String {
    if is_aliased(facade, name) {
        name.to_string()
    } else {
        format!("{facade}.{name}")
    }
}

/// Whether a type's module is called by an alias, which must not hide a module of Elixir's nor
/// the one that the facade's name begins with.
pub fn is_aliased(facade: &str, name: &str) -> bool {
    !ELIXIR_MODULES.contains(&name) && facade.split('.').next() != Some(name)
}

/// The path of a module's file under its source folder, as `Macro.underscore/1` makes it.
pub fn elixir_path(module: &str) -> String {
    let mut path = String::with_capacity(module.len() + 4);
    for (index, segment) in module.split('.').enumerate() {
        if index > 0 {
            path.push('/');
        }
        let characters: Vec<char> = segment.chars().collect();
        for (at, &character) in characters.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| characters[before]);
            let after = characters.get(at + 1);
            let starts_word = character.is_ascii_uppercase()
                && before.is_some_and(|before| {
                    before != '_'
                        && (!before.is_ascii_uppercase()
                            || after.is_some_and(|next| {
                                !(next.is_ascii_uppercase()
                                    || next.is_ascii_digit()
                                    || *next == '_')
                            }))
                });
            if starts_word {
                path.push('_');
            }
            path.push(character.to_ascii_lowercase());
        }
    }
    path
}

/// The last segment of a module's name.
pub fn last_segment(module: &str) -> &str {
    module.rsplit('.').next().unwrap_or(module)
}

/// The nearest of some names, if one is near enough to be a slip of the keyboard.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro(name, candidate), candidate))
        .filter(|(score, _)| *score > 0.77)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
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

fn is_plain_atom(name: &str) -> bool {
    let stem = name.strip_suffix(['?', '!']).unwrap_or(name);
    let mut characters = stem.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_macro_underscore() {
        // Each right side was printed by `Macro.underscore/1`.
        for (module, path) in [
            ("MyApp.Markdown", "my_app/markdown"),
            ("HTTPServer2", "http_server2"),
            ("IPv6Addr", "i_pv6_addr"),
            ("SAPExample", "sap_example"),
            ("Foo_Bar", "foo_bar"),
            ("A1B", "a1_b"),
        ] {
            assert_eq!(elixir_path(module), path, "{module}");
        }
    }

    #[test]
    fn rust_names_are_usable_where_the_schema_uses_a_keyword() {
        for (name, rust) in [
            ("type", "r#type"),
            ("match", "r#match"),
            ("self", "self_"),
            ("crate", "crate_"),
            ("valid?", "valid"),
            ("fooBar", "foo_bar"),
            ("x", "x"),
            ("_hidden", "_hidden"),
            ("2d", "_2d"),
            ("a__b", "a_b"),
            ("__info__", "__info__"),
            ("_", "unnamed"),
            ("__", "unnamed"),
            ("_1", "n1"),
            ("1.5", "n1_5"),
        ] {
            assert_eq!(rust_value(name), rust, "{name}");
        }
        for (name, rust) in [
            ("left", "Left"),
            ("foo_bar", "FooBar"),
            ("self", "Self_"),
            ("2d", "_2d"),
            ("not plain", "NotPlain"),
        ] {
            assert_eq!(rust_variant(name), rust, "{name}");
        }
    }

    #[test]
    fn types_are_in_camel_case_and_hide_nothing() {
        for (name, rust) in [
            ("Point", "Point"),
            ("HTTPServer", "HTTPServer"),
            ("Foo_1", "Foo1"),
            ("Foo__bar", "FooBar"),
            ("A_", "A_"),
            ("Vec", "Vec_"),
            ("V_ec", "VEc"),
        ] {
            assert_eq!(rust_type(name), rust, "{name}");
        }
        assert_eq!(rust_handle("Vec"), "VecHandle");
    }

    #[test]
    fn elixir_source_escapes_what_could_run_or_end_it() {
        for (text, source) in [
            ("plain", r#""plain""#),
            ("#{System.halt()}", r##""\#{System.halt()}""##),
            (r#"a"b"#, r#""a\"b""#),
            ("a\nb", r#""a\nb""#),
            ("\u{202E}", r#""\u{202E}""#),
            ("a\u{2028}b\u{B}", r#""a\u{2028}b\u{B}""#),
        ] {
            assert_eq!(elixir_string(text), source, "{text}");
        }
        assert_eq!(elixir_heredoc("a \"\"\" b"), r#"a \"\"\" b"#);
        assert_eq!(elixir_atom("not plain"), r#":"not plain""#);
        assert_eq!(elixir_atom("nil"), "nil");
        assert_eq!(elixir_key("valid?"), "valid?:");
        assert_eq!(elixir_key("a\"b\\"), r#""a\u0022b\u005C":"#);
    }

    #[test]
    fn variables_never_meet_a_keyword_or_one_of_ours() {
        for (name, variable) in [
            ("end", "end_"),
            ("path", "path_"),
            ("valid?", "valid"),
            ("X", "x"),
            ("_a", "a"),
        ] {
            assert_eq!(elixir_variable(name, &["path"]), variable, "{name}");
        }
    }

    #[test]
    fn only_a_near_name_is_proposed() {
        assert_eq!(nearest("strng", ["string", "u8"]), Some("string"));
        assert_eq!(nearest("Pont", ["Point", "Delta"]), Some("Point"));
        assert_eq!(nearest("zzz", ["string", "u8"]), None);
    }
}
