//! Names, text and paths in Elixir.

use crate::boundary::Boundary;

/// Words that Elixir's parser takes for itself.
const ELIXIR_KEYWORDS: &[&str] = &[
    "after", "and", "catch", "do", "else", "end", "false", "fn", "in", "nil", "not", "or",
    "rescue", "true", "when",
];

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

/// The module that each boundary has under its facade beside those of its types.
pub const STUBS: &str = "Native";

/// The module that casts and validates arguments, for a double or as JSON.
pub const ARGUMENTS: &str = "Arguments";

/// The modules that it has beside it where the schema asks for a double.
pub const DOUBLE_MODULES: &[&str] = &["Behaviour", "Double"];

/// The modules that all boundaries of an application share, under its namespace.
pub const SUPPORT_MODULES: &[&str] = &[
    "CallError",
    "Cast",
    "PanicError",
    "Representation",
    "ResourceError",
    "Stream",
    "StreamInput",
    "Validation",
    "ValidationError",
];

/// Every module that a boundary may have under its facade beside those of its types.
pub fn own_modules(boundary: &Boundary) -> impl Iterator<Item = &'static str> {
    let casts = boundary.nifs.iter().any(|it| it.cast);
    let casts = casts || boundary.definitions.iter().any(|it| it.cast);
    let of_double: &[&str] = if boundary.double { DOUBLE_MODULES } else { &[] };
    let arguments = (boundary.double || casts).then_some(ARGUMENTS);
    ([STUBS].into_iter().chain(arguments)).chain(of_double.iter().copied())
}

/// The module under which the boundaries of an application share what they call: `my_app` has `MyApp.Rust`, as
/// `Macro.camelize/1` makes it.
pub fn namespace(otp_app: &str) -> String {
    let mut camel = String::with_capacity(otp_app.len() + 8);
    let mut starts_word = true;
    for character in otp_app.chars() {
        if !character.is_ascii_alphanumeric() {
            starts_word = true;
            continue;
        }
        let first = camel.is_empty();
        if first && !character.is_ascii_alphabetic() {
            continue;
        }
        camel.push(match starts_word {
            true => character.to_ascii_uppercase(),
            false => character,
        });
        starts_word = false;
    }
    if camel.is_empty() {
        camel.push_str("App");
    }
    camel.push_str(".Rust");
    camel
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

/// Whether a function is a question, such as `valid?`: it has one form in Elixir, which returns a bare boolean.
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

/// Functions and macros that every module imports from `Kernel`, or has as special forms.
const KERNEL: &[&str] = &[
    "abs",
    "alias",
    "alias!",
    "apply",
    "binary_part",
    "binary_slice",
    "binding",
    "bit_size",
    "byte_size",
    "case",
    "ceil",
    "cond",
    "dbg",
    "def",
    "defdelegate",
    "defexception",
    "defguard",
    "defguardp",
    "defimpl",
    "defmacro",
    "defmacrop",
    "defmodule",
    "defoverridable",
    "defp",
    "defprotocol",
    "defstruct",
    "destructure",
    "div",
    "elem",
    "exit",
    "floor",
    "for",
    "function_exported?",
    "get_and_update_in",
    "get_in",
    "hd",
    "if",
    "import",
    "inspect",
    "is_atom",
    "is_binary",
    "is_bitstring",
    "is_boolean",
    "is_exception",
    "is_float",
    "is_function",
    "is_integer",
    "is_list",
    "is_map",
    "is_map_key",
    "is_nil",
    "is_non_struct_map",
    "is_number",
    "is_pid",
    "is_port",
    "is_reference",
    "is_struct",
    "is_tuple",
    "length",
    "macro_exported?",
    "make_ref",
    "map_size",
    "match?",
    "max",
    "min",
    "node",
    "pop_in",
    "put_elem",
    "put_in",
    "quote",
    "raise",
    "receive",
    "rem",
    "require",
    "reraise",
    "round",
    "self",
    "send",
    "spawn",
    "spawn_link",
    "spawn_monitor",
    "struct",
    "struct!",
    "super",
    "tap",
    "then",
    "throw",
    "tl",
    "to_char_list",
    "to_charlist",
    "to_string",
    "to_timeout",
    "trunc",
    "try",
    "tuple_size",
    "unless",
    "unquote",
    "unquote_splicing",
    "update_in",
    "use",
    "var!",
    "with",
];

/// The name of a function where its own module calls it: one of `Kernel`'s stands in the way of the same name.
pub fn elixir_own_call(name: &str) -> String {
    if is_elixir_keyword(name) || KERNEL.contains(&name) || name.starts_with("sigil_") {
        format!("__MODULE__.{name}")
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

/// The variable for a field or parameter where `taken` are already in use.
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

fn is_plain_atom(name: &str) -> bool {
    let stem = name.strip_suffix(['?', '!']).unwrap_or(name);
    let mut characters = stem.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}
