//! Rust source: its literals, its layout, and the names in it.

use std::cell::OnceCell;
use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned;

/// A string as Rust source.
pub(super) fn rust_string(text: &str) -> String {
    format!("{text:?}")
}

/// Some items as they are printed, and what they refer to.
pub(super) struct Item {
    pub(super) text: String,
    names: OnceCell<HashSet<String>>,
}

impl Item {
    pub(super) fn new(source: &str) -> Result<Self, syn::Error> {
        match is_macro(source) {
            true => Ok(Self::printed(source)),
            false => Ok(Self::printed(&formatted(source)?)),
        }
    }

    /// Items that are printed as prettyplease would, which are formatted only where it may break or join lines.
    pub(super) fn laid_out(source: &str) -> Result<Self, syn::Error> {
        if source.contains("{\n}") || source.lines().any(may_break) {
            return Self::new(source);
        }
        let item = Self::printed(source);
        debug_assert_eq!(item.text, Self::new(source)?.text);
        Ok(item)
    }

    fn printed(text: &str) -> Self {
        Self {
            text: text.trim().to_string(),
            names: OnceCell::new(),
        }
    }

    /// Whether something in the same module, or in the one around it, is named here.
    pub(super) fn refers_to(&self, name: &str) -> bool {
        self.names.get_or_init(|| names(&self.text)).contains(name)
    }
}

/// The most that prettyplease prints in a line.
const MARGIN: usize = 89;

/// Whether a line may be broken, as is a block in it, or decides by an attribute on the empty line before it.
fn may_break(line: &str) -> bool {
    let code = line.trim_start();
    let is_special = || code.contains("{ ") || code.starts_with("#[cfg_attr");
    !code.starts_with("//") && (line.len() > MARGIN || is_special())
}

/// The lines of a function of a trait, broken where it is too long.
pub(super) fn trait_function(signature: &str) -> Result<String, syn::Error> {
    let line = format!("    {signature};");
    if !may_break(&line) {
        return Ok(line);
    }
    let item = formatted(&format!("trait It {{\n{line}\n}}"))?;
    let lines: Vec<&str> = item.lines().collect();
    Ok(lines[1..lines.len() - 1].join("\n"))
}

/// Whether an item is one of the macros of a codec, which stay as they are written.
fn is_macro(source: &str) -> bool {
    source.starts_with("nif_codec::")
}

fn formatted(source: &str) -> Result<String, syn::Error> {
    let marked = source_with_comments(source);
    match syn::parse_file(&marked) {
        Ok(file) => Ok(format_items(file.items, &marked).replace(MARKED_COMMENT, "//")),
        // A comment stands where no doc comment may.
        Err(_) => Ok(format_items(syn::parse_file(source)?.items, source)),
    }
}

/// The names of what items refer to.
fn names(text: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    if is_macro(text) {
        // It names types, fields and variants, and of functions only the one that a codec runs in.
        let function = text.split(" via ").nth(1);
        let name = |it: &str| it.split([' ', ')']).next().unwrap_or_default().to_string();
        names.extend(function.map(name));
    } else {
        add_names(text.parse().unwrap_or_default(), &mut names);
    }
    names
}

/// A placeholder for a comment during formatting: prettyplease keeps only doc comments.
const MARKED_COMMENT: &str = "///\u{1}";

/// A source whose comments on lines of their own are doc comments.
fn source_with_comments(source: &str) -> String {
    let marked = |line: &str| {
        let start = line.len() - line.trim_start().len();
        match line[start..].strip_prefix("//") {
            Some(text) if !text.starts_with(['/', '!']) => {
                format!("{}{MARKED_COMMENT}{text}", &line[..start])
            }
            _ => line.to_string(),
        }
    };
    source.lines().map(marked).collect::<Vec<_>>().join("\n")
}

/// Adds what stands without a path, or is called with one that leads no further than to the module around. A name in
/// snake case counts where it is called or leads to something else, since others may be variables and fields.
fn add_names(tokens: TokenStream, names: &mut HashSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => add_names(group.stream(), names),
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let is_value = name.starts_with(|first: char| first.is_lowercase());
                let is_named = !is_value || is_used(&tokens[index + 1..]);
                if is_local(&tokens[..index]) && is_named {
                    names.insert(name);
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Whether a name after some tokens is neither a field, a method, a part of another path nor a declaration.
fn is_local(before: &[TokenTree]) -> bool {
    const DECLARE: [&str; 6] = ["fn", "struct", "enum", "trait", "mod", "type"];
    match before {
        [.., TokenTree::Ident(start), first, second] if is(first, ':') && is(second, ':') => {
            start == "self" || start == "super"
        }
        [.., first, second] if is(first, ':') && is(second, ':') => false,
        [.., TokenTree::Ident(last)] => DECLARE.iter().all(|it| last != it),
        [.., last] => !is(last, '.'),
        [] => true,
    }
}

/// Whether a name before some tokens is that of a function that is called, or of a module.
fn is_used(after: &[TokenTree]) -> bool {
    match after {
        [TokenTree::Group(group), ..] => group.delimiter() == Delimiter::Parenthesis,
        [first, second, ..] => is(first, ':') && is(second, ':'),
        _ => false,
    }
}

fn is(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == character)
}

/// Formats items of a source, with an empty line between them, except for imports.
fn format_items(items: Vec<syn::Item>, source: &str) -> String {
    let is_use = |item: &syn::Item| matches!(item, syn::Item::Use(_));
    let mut before_is_use = false;
    let mut text = String::new();
    for item in items {
        if !text.is_empty() {
            let together = before_is_use && is_use(&item);
            text.push_str(if together { "\n" } else { "\n\n" });
        }
        before_is_use = is_use(&item);
        text.push_str(&format_item(item, source));
    }
    text
}

fn format_item(item: syn::Item, source: &str) -> String {
    match item {
        // Its tokens mean whatever the macro makes of them, so that they stay as they are written.
        syn::Item::Macro(_) => written(&item, source),
        syn::Item::Mod(mut item) => match item.content.take() {
            None => unparse(syn::Item::Mod(item)),
            Some((_, items)) => {
                let inner = indented(&format_items(items, source));
                let head = unparse(syn::Item::Mod(item));
                format!("{} {{\n{inner}\n}}", head.trim_end_matches(';'))
            }
        },
        item => space_out(&unparse(item)),
    }
}

fn unparse(item: syn::Item) -> String {
    let file = syn::File {
        frontmatter: None,
        shebang: None,
        attrs: Vec::new(),
        items: vec![item],
    };
    prettyplease::unparse(&file).trim_end().to_string()
}

/// An item as in its source, without the surrounding indentation.
fn written(item: &syn::Item, source: &str) -> String {
    let range = item.span().byte_range();
    let start = range.start;
    let line = source[..start].rfind('\n').map_or(0, |it| it + 1);
    let indentation = &source[line..start];
    let lines: Vec<&str> = source[range]
        .lines()
        .map(|line| line.strip_prefix(indentation).unwrap_or(line))
        .collect();
    lines.join("\n")
}

fn indented(text: &str) -> String {
    let indent = |line: &str| match line {
        "" => String::new(),
        line => format!("    {line}"),
    };
    text.lines().map(indent).collect::<Vec<_>>().join("\n")
}

/// Puts an empty line between the items inside of an item, which prettyplease does not keep.
fn space_out(text: &str) -> String {
    const STARTS: [&str; 4] = ["///", "#[", "fn ", "pub"];
    let is_trait = text.lines().any(|line| line.starts_with("pub trait "));
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let inner = line.trim_start();
        let starts = STARTS.iter().any(|start| inner.starts_with(start));
        let indent = line.len() - inner.len();
        let before = lines.last().copied().unwrap_or_default();
        let before_inner = before.trim_start();
        let is_doc = before_inner.starts_with("///");
        let follows = before.len() - before_inner.len() == indent && before.ends_with('}');
        let is_method = is_trait && inner.starts_with("///") && before.ends_with(';');
        if indent > 0 && !is_doc && (starts && follows || is_method) {
            lines.push("");
        }
        lines.push(line);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stand_apart_by_an_empty_line() {
        let item = Item::new("struct A; struct B { x : u8 }").unwrap();
        assert_eq!(item.text, "struct A;\n\nstruct B {\n    x: u8,\n}");
    }

    #[test]
    fn modules_are_formatted_like_files_and_macros_stay() {
        let source = "/// Told.\nmod a {\n    use b::C;\n    use d::E;\n    thread_local! {\n        /// Kept.\n        static F: u8 = const { 1 };\n    }\n    fn g ( ) { }\n}";
        let text = "/// Told.\nmod a {\n    use b::C;\n    use d::E;\n\n    thread_local! {\n        /// Kept.\n        static F: u8 = const { 1 };\n    }\n\n    fn g() {}\n}";
        assert_eq!(Item::new(source).unwrap().text, text);
    }

    #[test]
    fn methods_of_a_trait_stand_apart_where_they_have_docs() {
        let source = "pub trait A {\n    /// One.\n    fn a();\n    /// Two;\n    /// b.\n    fn b(\n    );\n    fn c();\n}";
        let text = "pub trait A {\n    /// One.\n    fn a();\n\n    /// Two;\n    /// b.\n    fn b();\n    fn c();\n}";
        assert_eq!(Item::new(source).unwrap().text, text);
    }

    #[test]
    fn comments_stay_where_they_are() {
        let source = "fn a() {\n    // One.\n    let b = 1;\n    match b {\n        // Two\n        // lines.\n        1 => {}\n        _ => {}\n    }\n    // Three.\n    if b == 2 {}\n}";
        let text = "fn a() {\n    // One.\n    let b = 1;\n    match b {\n        // Two\n        // lines.\n        1 => {}\n        _ => {}\n    }\n\n    // Three.\n    if b == 2 {}\n}";
        assert_eq!(Item::new(source).unwrap().text, text);
        let last = Item::new("fn a() {\n    b();\n    // No more.\n}").unwrap();
        assert_eq!(last.text, "fn a() {\n    b();\n}");
    }

    #[test]
    fn a_name_counts_where_it_stands_for_something_around() {
        let source = r#"
            /// call(it)
            fn call(map: Atom) -> rustler::Term {
                "descend(it)";
                map.atom(self::path(x));
                super::caught(|| Kind::FilePath(it), map);
                pending_locks::PendingLock::shared();
            }
        "#;
        let item = Item::new(source).unwrap();
        for name in ["Atom", "path", "caught", "pending_locks", "Kind"] {
            assert!(item.refers_to(name), "{name}");
        }
        let others = [
            "call",
            "map",
            "atom",
            "descend",
            "Term",
            "FilePath",
            "PendingLock",
            "shared",
        ];
        for name in others {
            assert!(!item.refers_to(name), "{name}");
        }
    }
}
