//! The types at the root of a crate.

use std::collections::{HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};

use super::tokens::{Block, for_each_level, is_ident, is_punct, plain, tokens_of};
use crate::boundary::SyntaxError;

/// The types at the root of a crate, as far as its `lib.rs` tells.
#[derive(Debug, Default)]
pub struct RootTypes {
    names: HashSet<String>,
    /// Those of them that may be other names of types that lie elsewhere.
    aliases: HashSet<String>,
    /// Where the braces at the root begin.
    braces: HashSet<usize>,
    /// Where those are named that are declared, and not imported.
    places: HashMap<String, usize>,
    /// Whether something is imported by a `*`, or included, which may be any type.
    has_glob: bool,
}

impl RootTypes {
    /// Finds the types that a text declares or imports at its top level. One whose name stands in
    /// a macro call counts, for the macro most likely declares it.
    pub fn read(text: &str) -> Result<Self, SyntaxError> {
        const DECLARATIONS: [&str; 4] = ["struct", "enum", "union", "type"];
        let level: Vec<TokenTree> = tokens_of(text)?.into_iter().collect();
        let braces = (level.iter())
            .filter_map(|token| match token {
                TokenTree::Group(group) => Some(group.span_open().byte_range().end),
                _ => None,
            })
            .collect();
        let mut found = Self {
            braces,
            ..Self::default()
        };
        for (index, pair) in level.windows(2).enumerate() {
            match pair {
                [word, TokenTree::Ident(name)]
                    if DECLARATIONS.iter().any(|it| is_ident(word, it)) =>
                {
                    found.names.insert(plain(name));
                    if is_ident(word, "type") {
                        found.aliases.insert(plain(name));
                    }
                    (found.places).insert(plain(name), name.span().byte_range().start);
                }
                [bang, TokenTree::Group(call)] if is_punct(bang, '!') => {
                    found.has_glob |= index > 0 && is_ident(&level[index - 1], "include");
                    found.add_all(call.stream());
                }
                [word, _] if is_ident(word, "use") => {
                    let import: Vec<TokenTree> = level[index + 1..]
                        .iter()
                        .take_while(|token| !is_punct(token, ';'))
                        .cloned()
                        .collect();
                    let is_boundary = matches!(&import[..], [.., name, colon, _, star]
                        if is_ident(name, "boundary") && is_punct(colon, ':') && is_punct(star, '*'));
                    found.add_import(import.into_iter().collect(), is_boundary);
                }
                _ => {}
            }
        }
        proc_macro2::extra::invalidate_current_thread_spans();
        Ok(found)
    }

    /// Whether there is, or may be, a type of this name.
    pub fn may_have(&self, name: &str) -> bool {
        self.has_glob || self.names.contains(name.strip_prefix("r#").unwrap_or(name))
    }

    /// Where a type of this name is declared, if it is.
    pub fn declared(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// Whether a block inside of some braces may name a type so that does not have this name, as far as the root tells.
    pub fn may_alias(&self, name: &str, block: &Block) -> bool {
        let is_at_root = self.braces.contains(&block.inside.start);
        !is_at_root || self.has_glob || self.aliases.contains(name)
    }

    fn add_import(&mut self, import: TokenStream, is_boundary: bool) {
        for_each_level(import.clone(), |level| {
            self.has_glob |= !is_boundary && level.iter().any(|it| is_punct(it, '*'));
        });
        self.add_all(import);
    }

    fn add_all(&mut self, stream: TokenStream) {
        for_each_level(stream, |level| {
            for token in level {
                if let TokenTree::Ident(name) = token {
                    self.names.insert(plain(name));
                    self.aliases.insert(plain(name));
                }
            }
        });
    }
}
