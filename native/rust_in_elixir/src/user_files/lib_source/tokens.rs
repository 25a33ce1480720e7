//! The user's `lib.rs` as tokens.
//!
//! Only signatures are parsed any further, for two reasons. A body that is being written, and does not
//! parse yet, keeps nobody from adding a function beside it. And a parser recurses into what it
//! reads: `syn` overflows the stack of a dirty scheduler, and so ends the VM, on some twenty
//! nested blocks. Nothing here recurses; `signatures.rs` has its own stack.

use std::collections::HashSet;
use std::ops::Range;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

use super::conflicts::{Conflict, has_path, init_call, is_nif};
use super::signatures::Function;
use crate::boundary::SyntaxError;
use crate::user_files::lines::line_start;

/// The qualifiers before `fn`, besides the ABI of an `extern` and the scope of a `pub`.
const QUALIFIERS: [&str; 7] = [
    "async", "const", "default", "extern", "pub", "safe", "unsafe",
];

/// An `impl` of the boundary's trait, by its position in the text.
#[derive(Debug, PartialEq)]
pub struct Block {
    /// The text between the braces.
    pub inside: Range<usize>,
    /// Where its first token starts, if it has one.
    pub first_item: Option<usize>,
    /// The functions in it, without the `r#` of raw names.
    pub functions: HashSet<String>,
    /// Those of them that are written in it, and not by a macro, in the order of the text.
    pub written: Vec<Function>,
}

/// The parts of the boundary in a `lib.rs`.
#[derive(Debug, PartialEq)]
pub struct Tokens {
    /// The blocks `impl Nifs for …`, in the order of the text; none is inside another.
    pub blocks: Vec<Block>,
    /// The types that `Nifs` is implemented for beside the one that is looked for, each with the
    /// place of its block.
    pub others: Vec<(usize, String)>,
    /// Whether there is a `mod boundary`.
    pub declares_boundary: bool,
    /// Whether there is a `use boundary::*`.
    pub imports_boundary: bool,
    /// Whether the implementing type is named anywhere.
    pub names_implementation: bool,
    /// Code that conflicts with a boundary.
    pub conflicts: Vec<Conflict>,
}

impl Tokens {
    /// Finds the blocks that implement `Nifs` for a type, by whatever paths they name the two,
    /// and wherever they stand: in a module, and in the braces of a macro too. What stands in a
    /// block is that block's own.
    pub fn read(text: &str, implementation: &str) -> Result<Self, SyntaxError> {
        let stream = tokens_of(text)?;
        let mut found = Self {
            blocks: Vec::new(),
            others: Vec::new(),
            declares_boundary: false,
            imports_boundary: false,
            names_implementation: false,
            conflicts: Vec::new(),
        };
        for_each_level(stream, |level| found.add(level, implementation));
        found.blocks.sort_by_key(|block| block.inside.start);
        // In a text that is being written, an `impl` without braces takes those of the next one,
        // and one whose end is missing takes in all that follows.
        found
            .blocks
            .dedup_by(|block, kept| block.inside.end <= kept.inside.end);
        // The thread keeps a copy of every text that was ever parsed on it, for its spans. There
        // are none left of this one.
        proc_macro2::extra::invalidate_current_thread_spans();
        Ok(found)
    }

    fn add(&mut self, level: &[TokenTree], implementation: &str) {
        for (index, token) in level.iter().enumerate() {
            let next = &level[index + 1..];
            if is_ident(token, implementation) {
                self.names_implementation = true;
            }
            if is_ident(token, "mod") && next.first().is_some_and(|name| is_ident(name, "boundary"))
            {
                self.declares_boundary = true;
                let place = token.span().byte_range().start;
                if next.get(1).is_some_and(is_braces) {
                    self.conflicts.push(Conflict::InlineBoundary(place));
                }
                if has_path(&level[..index]) {
                    self.conflicts.push(Conflict::OtherBoundary(place));
                }
            }
            if is_ident(token, "boundary") && starts_with(next, "::*") {
                self.imports_boundary = true;
            }
            if is_ident(token, "impl")
                && let Some((name, group)) = nifs_for(next)
            {
                if name == implementation {
                    self.blocks.push(Block::new(group));
                } else {
                    self.others.push((token.span().byte_range().start, name));
                }
            }
            if is_punct(token, '#')
                && let Some(TokenTree::Group(attribute)) = next.first()
                && attribute.delimiter() == Delimiter::Bracket
                && is_nif(&attribute.stream().into_iter().collect::<Vec<_>>())
            {
                let name = (next.windows(2))
                    .find(|pair| is_ident(&pair[0], "fn"))
                    .and_then(|pair| last_segment(&pair[1..]));
                let place = token.span().byte_range().start;
                self.conflicts.push(Conflict::Nif(place, name));
            }
            if let Some(place) = init_call(level, index) {
                self.conflicts.push(Conflict::Init(place));
            }
        }
    }
}

impl Block {
    fn new(group: &Group) -> Self {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        Self {
            inside: group.span_open().byte_range().end..group.span_close().byte_range().start,
            first_item: tokens.first().map(|token| token.span().byte_range().start),
            functions: functions(&tokens),
            written: written(&tokens),
        }
    }
}

/// Where the first `impl Nifs for …` at the top level of a text starts, with the attributes that belong to
/// it and the comments in the lines above.
pub fn first_block(text: &str) -> Result<Option<usize>, SyntaxError> {
    let level: Vec<TokenTree> = tokens_of(text)?.into_iter().collect();
    let place = (0..level.len())
        .find(|index| is_ident(&level[*index], "impl") && nifs_for(&level[index + 1..]).is_some())
        .map(|index| item_start(text, &level, index));
    proc_macro2::extra::invalidate_current_thread_spans();
    Ok(place)
}

/// Where the item starts whose keyword is the token at `index`.
fn item_start(text: &str, level: &[TokenTree], index: usize) -> usize {
    let is_attribute = |at: usize| {
        matches!(&level[at - 2..at], [hash, TokenTree::Group(group)]
            if is_punct(hash, '#') && group.delimiter() == Delimiter::Bracket)
    };
    let mut first = index;
    while first >= 2 && is_attribute(first) {
        first -= 2;
    }
    // The code before it may end on the same line.
    let floor = first
        .checked_sub(1)
        .map_or(0, |before| level[before].span().byte_range().end);
    let keyword = level[first].span().byte_range().start;
    let mut start = line_start(text, keyword);
    if start < floor {
        return keyword;
    }
    while start > floor {
        let above = line_start(text, start - 1);
        let line = text[above..start].trim();
        if above < floor || !line.starts_with("//") || line.starts_with("//!") {
            break;
        }
        start = above;
    }
    start
}

pub(super) fn tokens_of(text: &str) -> Result<TokenStream, SyntaxError> {
    without_shebang(text)
        .parse()
        .map_err(|error: proc_macro2::LexError| syntax_error(text, error.span().byte_range().start))
}

/// The type that an `impl` block implements `Nifs` for, and its braces; `tokens` are what follows
/// the word `impl`.
fn nifs_for(tokens: &[TokenTree]) -> Option<(String, &Group)> {
    let end = tokens
        .iter()
        .position(|token| is_punct(token, ';') || is_braces(token))?;
    let TokenTree::Group(body) = &tokens[end] else {
        return None;
    };
    let header = &tokens[..end];
    let header = match header.iter().position(|token| is_ident(token, "where")) {
        Some(at) => &header[..at],
        None => header,
    };
    let at = (header.windows(2))
        .position(|pair| is_ident(&pair[0], "Nifs") && is_ident(&pair[1], "for"))?;
    Some((last_segment(&header[at + 2..])?, body))
}

/// The last name of a path, without its generics; `None` if it is not a path.
fn last_segment(tokens: &[TokenTree]) -> Option<String> {
    let mut last = None;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => last = Some(plain(name)),
            TokenTree::Punct(colon) if colon.as_char() == ':' => {}
            TokenTree::Punct(generics) if generics.as_char() == '<' => break,
            _ => return None,
        }
    }
    last
}

/// The functions of an `impl` block. One that stands in a macro call counts, for the macro most
/// likely writes it; one that stands in a function's body does not.
fn functions(tokens: &[TokenTree]) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut add = |level: &[TokenTree]| {
        for pair in level.windows(2) {
            if let [word, TokenTree::Ident(name)] = pair
                && is_ident(word, "fn")
            {
                names.insert(plain(name));
            }
        }
    };
    add(tokens);
    for pair in tokens.windows(2) {
        if let [bang, TokenTree::Group(call)] = pair
            && is_punct(bang, '!')
        {
            for_each_level(call.stream(), &mut add);
        }
    }
    names
}

/// The functions that are written in an `impl` block, each with a body.
fn written(tokens: &[TokenTree]) -> Vec<Function> {
    let mut functions = Vec::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        if let [word, TokenTree::Ident(name)] = pair
            && is_ident(word, "fn")
            && let Some(end) = tokens[index..]
                .iter()
                .find(|token| is_punct(token, ';') || is_braces(token))
            && is_braces(end)
        {
            let first = &tokens[qualified_from(tokens, index)];
            functions.push(Function {
                name: plain(name),
                written_name: name.span().byte_range(),
                signature: first.span().byte_range().start..end.span().byte_range().start,
            });
        }
    }
    functions
}

/// The index of the first token that belongs to the function whose `fn` is at `index`.
fn qualified_from(tokens: &[TokenTree], index: usize) -> usize {
    let is_qualifier = |at: usize| match &tokens[at] {
        TokenTree::Ident(word) => QUALIFIERS.iter().any(|it| word == it),
        // The ABI of an `extern`, or the place of a `pub`.
        TokenTree::Literal(_) => at > 0 && is_ident(&tokens[at - 1], "extern"),
        TokenTree::Group(_) => at > 0 && is_ident(&tokens[at - 1], "pub"),
        TokenTree::Punct(_) => false,
    };
    (0..index)
        .rev()
        .take_while(|at| is_qualifier(*at))
        .last()
        .unwrap_or(index)
}

/// Hands over the tokens of a stream, then those of each group in it, however deep.
pub(super) fn for_each_level(stream: TokenStream, mut visit: impl FnMut(&[TokenTree])) {
    let mut streams = vec![stream];
    while let Some(stream) = streams.pop() {
        let level: Vec<TokenTree> = stream.into_iter().collect();
        visit(&level);
        streams.extend(level.iter().filter_map(|token| match token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        }));
    }
}

pub(super) fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

pub(super) fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

fn starts_with(tokens: &[TokenTree], puncts: &str) -> bool {
    let mut tokens = tokens.iter();
    (puncts.chars()).all(|char| tokens.next().is_some_and(|token| is_punct(token, char)))
}

pub(super) fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

pub(super) fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), String::from)
}

/// The text with spaces for a first line such as `#!/usr/bin/env …`, so that offsets stay.
fn without_shebang(text: &str) -> String {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let Some(rest) = text[start..].strip_prefix("#!") else {
        return text.to_string();
    };
    // `#![…]` is an attribute.
    if rest.trim_start().starts_with('[') {
        return text.to_string();
    }
    let end = text.find('\n').unwrap_or(text.len());
    format!("{}{}", " ".repeat(end), &text[end..])
}

/// The error of the lexer, in rustc's words if possible.
fn syntax_error(text: &str, offset: usize) -> SyntaxError {
    let rest = &text[text.floor_char_boundary(offset)..];
    let is_string = [
        "\"", "b\"", "c\"", "r\"", "r#", "br\"", "br#", "cr\"", "cr#",
    ]
    .iter()
    .any(|start| rest.starts_with(start));
    let message = match rest.chars().next() {
        Some(open @ ('(' | '[' | '{')) => format!("unclosed delimiter `{open}`"),
        Some(close @ (')' | ']' | '}')) => format!("unexpected closing delimiter `{close}`"),
        _ if rest.starts_with("/*") => "unterminated block comment".to_string(),
        _ if is_string => "unterminated or malformed string literal".to_string(),
        Some('\'') => "unterminated or malformed character literal".to_string(),
        Some(char) => format!("unknown start of token `{char}`"),
        None => "unexpected end of file".to_string(),
    };
    SyntaxError::at(text, offset, message)
}
