//! Conflicts in a `lib.rs` with a boundary: leftovers of plain Rustler, and another module `boundary`.

use proc_macro2::{Delimiter, TokenTree};

use super::tokens::{Tokens, for_each_level, is_braces, is_ident, is_punct};
use crate::boundary::Mismatch;
use crate::user_files::lines::line_of;

/// A piece of a text that gets in the boundary's way, by where it stands.
#[derive(Debug, PartialEq)]
pub enum Conflict {
    /// The attribute `#[rustler::nif]`, with the name of its function where one follows.
    Nif(usize, Option<String>),
    /// A call of `rustler::init!`.
    Init(usize),
    /// A `mod boundary` that is written in place.
    InlineBoundary(usize),
    /// A `#[path]` that makes another file the module `boundary`.
    OtherBoundary(usize),
}

/// Code that conflicts with the boundary, in a text that has all functions.
pub(super) fn mismatches(text: &str, tokens: &Tokens, implementation: &str) -> Vec<Mismatch> {
    let mismatch = |place, label: &str, found: &str, advice: String| Mismatch {
        label: label.to_string(),
        line: line_of(text, place),
        found: found.to_string(),
        expected: None,
        advice: Some(advice),
    };
    let declaration = "`#[rustfmt::skip] pub mod boundary;`";
    let of_module = |place, found, what| {
        mismatch(
            place,
            "boundary",
            found,
            format!("{what}; write {declaration}"),
        )
    };
    let mut mismatches: Vec<Mismatch> = (tokens.conflicts.iter())
        .map(|conflict| match conflict {
            Conflict::Nif(place, name) => mismatch(
                *place,
                name.as_deref().unwrap_or("nif"),
                "#[rustler::nif]",
                format!(
                    "`#[rustler::nif]` cannot be used in the crate of a boundary, which generates the NIFs itself; \
                     move the body into `impl Nifs for {implementation}`, and delete the rest"
                ),
            ),
            Conflict::Init(place) => mismatch(
                *place,
                "init!",
                "rustler::init!",
                "boundary.rs already calls `rustler::init!`; delete this call".to_string(),
            ),
            Conflict::InlineBoundary(place) => of_module(
                *place,
                "mod boundary { … }",
                "this module replaces src/boundary.rs",
            ),
            Conflict::OtherBoundary(place) => of_module(
                *place,
                "#[path] mod boundary",
                "this attribute replaces src/boundary.rs with another file",
            ),
        })
        .collect();
    if !tokens.declares_boundary {
        let what = "src/boundary.rs is not part of this crate";
        mismatches.push(of_module(0, "", what));
    }
    mismatches
}

/// Whether the item that comes after these tokens has an attribute `path`.
pub(super) fn has_path(before: &[TokenTree]) -> bool {
    (before.iter().rev())
        .take_while(|token| !is_punct(token, ';') && !is_braces(token))
        .any(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                let mut has_path = false;
                for_each_level(group.stream(), |level| {
                    has_path |= (level.windows(2))
                        .any(|pair| is_ident(&pair[0], "path") && is_punct(&pair[1], '='));
                });
                has_path
            }
            _ => false,
        })
}

/// Whether an attribute is `rustler::nif`, with or without options, or adds it by `cfg_attr`.
pub(super) fn is_nif(attribute: &[TokenTree]) -> bool {
    match attribute {
        [word, TokenTree::Group(added)] if is_ident(word, "cfg_attr") => {
            let added: Vec<TokenTree> = added.stream().into_iter().collect();
            (added.split(|token| is_punct(token, ',')).skip(1)).any(is_nif)
        }
        [word] | [word, TokenTree::Group(_)] => is_ident(word, "nif"),
        [path @ .., TokenTree::Group(_)] => is_rustler_nif(path),
        path => is_rustler_nif(path),
    }
}

fn is_rustler_nif(path: &[TokenTree]) -> bool {
    matches!(path, [.., rustler, first, second, nif]
        if is_ident(rustler, "rustler") && is_punct(first, ':') && is_punct(second, ':') && is_ident(nif, "nif"))
}

/// Where `rustler::init!` is called, if the token at `index` is its `init`. Imported, it is known by
/// the module that it is given.
pub(super) fn init_call(level: &[TokenTree], index: usize) -> Option<usize> {
    let [init, bang, TokenTree::Group(call), ..] = &level[index..] else {
        return None;
    };
    if !is_ident(init, "init") || !is_punct(bang, '!') {
        return None;
    }
    let start = index
        .checked_sub(3)
        .filter(|at| is_ident(&level[*at], "rustler"));
    let names_module = || {
        let first = call.stream().into_iter().next();
        first.is_some_and(|it| it.to_string().starts_with("\"Elixir."))
    };
    match start {
        Some(at) => Some(level[at].span().byte_range().start),
        None if names_module() => Some(init.span().byte_range().start),
        None => None,
    }
}
