//! The signatures of the user's functions, compared with those that the trait declares.
//!
//! They are compared as types, not as text: paths by their last names, lifetimes not at all. An
//! alias of the user's passes for any type; what is wrong about it rustc tells.

mod compare;
mod edits;

use std::collections::HashMap;
use std::ops::Range;

use syn::parse::{ParseStream, Parser};
use syn::{Signature, Token, Visibility};

use super::renames::Renamed;
use crate::boundary::Mismatch;
use crate::render::rust::Stub;
use crate::text::stack::with_large_stack;
use crate::user_files::lines::line_of;

/// A function in a block, by its position in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name, without the `r#` of a raw one.
    pub name: String,
    /// Where its name is written.
    pub written_name: Range<usize>,
    /// From `fn`, or from what qualifies it, up to its body.
    pub signature: Range<usize>,
}

/// How deep types may nest before they are left to rustc.
const DEEPEST: usize = 64;

/// Names that mean the same type everywhere.
const KNOWN: &[&str] = &[
    "AnyTerm",
    "Atom",
    "BTreeMap",
    "Box",
    "Bytes",
    "HashMap",
    "HashSet",
    "IpAddr",
    "Option",
    "Packed",
    "Path",
    "PathBuf",
    "Pid",
    "Reference",
    "Result",
    "String",
    "Vec",
    "bool",
    "char",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// A mismatch of one function, and the edits of the text that fix it.
pub struct Finding {
    pub mismatch: Mismatch,
    /// `None` if only a person can fix it.
    pub edits: Option<Vec<(Range<usize>, String)>>,
}

/// The schema's side, which the functions of a text are compared with.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub stubs: &'a [Stub],
    /// The functions that are still written with the names that they had before.
    pub renamed: &'a [Renamed<'a>],
    /// The Rust names of the types that the boundary declares, or declared.
    pub names: &'a [String],
    /// The names of the user's own types for some of them.
    pub own: &'a [String],
}

/// Compares the functions of a text with the stubs.
pub fn findings(
    text: &str,
    functions: &[Function],
    asked: Asked,
    may_alias: &(dyn Fn(&str) -> bool + Sync),
) -> Vec<Finding> {
    let stubs: HashMap<&str, &Stub> = (asked.stubs.iter())
        .map(|stub| (stub.signature.name.trim_start_matches("r#"), stub))
        .collect();
    with_large_stack(|| {
        let comparison = Comparison {
            text,
            names: asked.names,
            own: asked.own,
            may_alias,
        };
        (functions.iter())
            .filter_map(|function| comparison.function(function, functions, &stubs, asked))
            .collect()
    })
}

struct Comparison<'a> {
    text: &'a str,
    names: &'a [String],
    own: &'a [String],
    may_alias: &'a (dyn Fn(&str) -> bool + Sync),
}

impl Comparison<'_> {
    fn function(
        &self,
        function: &Function,
        functions: &[Function],
        stubs: &HashMap<&str, &Stub>,
        asked: Asked,
    ) -> Option<Finding> {
        let found = self.text[function.signature.clone()].trim_end();
        let mismatch = |label: &str, expected: Option<String>| Mismatch {
            label: label.to_string(),
            line: line_of(self.text, function.signature.start),
            found: one_line(found),
            expected,
            advice: None,
        };
        let Some(stub) = stubs.get(&*function.name) else {
            let renamed = asked.renamed.iter().find(|it| it.from == function.name);
            return Some(Finding {
                mismatch: match renamed {
                    Some(it) => mismatch(&it.stub.label, Some(it.stub.signature.to_string())),
                    None => mismatch(&function.name, None),
                },
                edits: None,
            });
        };
        let expected = stub.signature.to_string();
        // As it was generated.
        if found == expected {
            return None;
        }
        let there = parse(found)?;
        let asked = parse(&expected)?;
        if self.same_signature(&there, &asked) {
            return None;
        }
        // Of a function that is written for several configurations one has to fit.
        let fits = |other: &&Function| {
            other.name == function.name
                && parse(&self.text[other.signature.clone()])
                    .is_none_or(|it| self.same_signature(&it, &asked))
        };
        if functions.iter().any(|other| fits(&other)) {
            return None;
        }
        Some(Finding {
            edits: self.edits(function, &there, &expected, &asked),
            mismatch: mismatch(&stub.label, Some(expected)),
        })
    }

    /// The names that are not aliases in a signature, including its own type parameters.
    fn names_within(&self, signature: &Signature) -> Vec<String> {
        let own = (signature.generics.type_params()).map(|it| it.ident.to_string());
        self.names.iter().cloned().chain(own).collect()
    }

    fn with<'b>(&'b self, names: &'b [String]) -> Comparison<'b> {
        Comparison { names, ..*self }
    }

    /// Whether a path may lead to a type of another name.
    fn may_be_alias(&self, path: &syn::Path) -> bool {
        let Some(last) = path.segments.last() else {
            return true;
        };
        let name = last.ident.to_string();
        let name = name.trim_start_matches("r#");
        let is_known = KNOWN.contains(&name) || self.names.iter().any(|it| it == name);
        let is_own = || self.own.iter().any(|it| it == name);
        let is_alias = || name == "Self" || is_own() || (self.may_alias)(name);
        !is_known && (path.segments.len() > 1 || is_alias())
    }
}

/// Parses the head of a function, with whatever may stand before its `fn` anywhere in Rust.
fn parse(signature: &str) -> Option<Signature> {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for character in signature.chars() {
        match character {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if deepest > DEEPEST {
        return None;
    }
    let head = |input: ParseStream| {
        input.parse::<Visibility>()?;
        input.parse::<Option<Token![default]>>()?;
        input.parse()
    };
    head.parse_str(signature).ok()
}

/// A signature as one line, as the trait has it.
fn one_line(signature: &str) -> String {
    let line = signature.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("( ", "(")
        .replace(", )", ")")
        .replace(",)", ")")
        .replace(" )", ")")
}

#[cfg(test)]
mod tests;
