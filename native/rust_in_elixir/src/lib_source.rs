//! The user's `lib.rs`: made once, and from then on only completed by the stubs of functions that
//! are missing.

mod signatures;
mod stub;
#[cfg(test)]
mod tests;
mod tokens;

use std::ops::Range;

use tera::{Context, Tera};

use crate::boundary::{Boundary, LibSource, SyntaxError};
use crate::model::Model;
use crate::render::rust;
use crate::render::rust::Stub;
use signatures::Finding;
use stub::Indentation;
use tokens::{Block, RootTypes, Tokens};

const FIRST: &str = include_str!("../../../native_templates/lib.rs");
const NO_DOC: &str = "What the NIFs of this crate do.";
const SPACES: Indentation = Indentation {
    item: "    ",
    unit: "    ",
};

/// Holds the user's `lib.rs` against a boundary, or makes the first one out of `None`.
///
/// With `fix` the signatures in it are brought up to date, their bodies left alone.
pub fn lib_source(
    text: Option<&str>,
    boundary: &Boundary,
    fix: bool,
) -> Result<LibSource, SyntaxError> {
    let implementation = rust::implementation(boundary);
    let model = Model::new(boundary);
    let stubs = rust::stubs(&model);
    let types = rust::resource_types(&model);
    let Some(text) = text else {
        return Ok(LibSource {
            text: create(boundary.doc.as_deref(), &implementation, &types, &stubs),
            missing: vec![],
            misfits: vec![],
        });
    };
    let names = rust::type_names(&model);
    let fixed = if fix {
        fix_signatures(text, &implementation, &stubs, &names)?
    } else {
        text.to_string()
    };
    let mut found = declare(complete(&fixed, &implementation, &stubs)?, &types)?;
    found.misfits = findings(&found.text, &implementation, &stubs, &names)?
        .into_iter()
        .map(|finding| finding.misfit)
        .collect();
    Ok(found)
}

/// What is wrong with the functions of a text that has them all.
fn findings(
    text: &str,
    implementation: &str,
    stubs: &[Stub],
    names: &[String],
) -> Result<Vec<Finding>, SyntaxError> {
    let mut findings = Vec::new();
    for block in Tokens::read(text, implementation)?.blocks {
        findings.extend(signatures::findings(text, &block.written, stubs, names));
    }
    Ok(findings)
}

/// Brings the signatures of a text up to date; every byte of a body stays.
pub fn fix_signatures(
    text: &str,
    implementation: &str,
    stubs: &[Stub],
    names: &[String],
) -> Result<String, SyntaxError> {
    let mut edits: Vec<(Range<usize>, String)> = findings(text, implementation, stubs, names)?
        .into_iter()
        .filter_map(|finding| finding.edits)
        .flatten()
        .collect();
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut fixed = text.to_string();
    for (range, new) in edits {
        fixed.replace_range(range, &new);
    }
    Ok(fixed)
}

/// The first `lib.rs` of a crate, with a stub for each function and each resource.
///
/// Of the boundary's doc it takes the first paragraph: what follows is Elixir's, and rustdoc
/// would take an indented example for a test in Rust.
pub fn create(doc: Option<&str>, implementation: &str, types: &[String], stubs: &[Stub]) -> String {
    let mut context = Context::new();
    context.insert("doc", &crate_doc(doc));
    context.insert("implementation", implementation);
    let types: Vec<String> = types.iter().map(|it| declaration(it, "\n")).collect();
    context.insert("types", &types);
    context.insert("block", &block(implementation, stubs, "\n"));
    Tera::one_off(FIRST, &context, false).expect("the template has no other variables")
}

/// Inserts a stub for each function that a `lib.rs` lacks, at the end of `impl Nifs for …`, and
/// says which they are. Every other byte stays.
///
/// Where the block is written more than once, as under opposite `#[cfg]`s, each is completed; one
/// that stands inside another is not. Where there is none it is appended, with whatever else of the first `lib.rs` it needs.
///
/// A block or a function that only comes out of a macro cannot be seen, unless its name stands in
/// the macro's call. Functions that the boundary does not have are left alone.
///
/// The error is that of a text which does not fall into tokens: an unclosed brace, say. A body
/// that does not parse is none.
pub fn complete(
    text: &str,
    implementation: &str,
    stubs: &[Stub],
) -> Result<LibSource, SyntaxError> {
    let tokens = Tokens::read(text, implementation)?;
    let line_end = line_end(text);
    let labels = |stubs: &[&Stub]| stubs.iter().map(|stub| stub.label.clone()).collect();
    if let (true, Some((place, other))) = (tokens.blocks.is_empty(), tokens.others.first()) {
        return Err(SyntaxError::at(
            text,
            *place,
            format!(
                "this implements Nifs for {other}, and the facade asks for {implementation}; rename the type here"
            ),
        ));
    }
    if tokens.blocks.is_empty() {
        return Ok(LibSource {
            text: format!(
                "{text}{}",
                appendix(text, &tokens, implementation, stubs, line_end)
            ),
            missing: labels(&stubs.iter().collect::<Vec<_>>()),
            misfits: vec![],
        });
    }
    let is_missing = |block: &Block, stub: &&Stub| {
        let name = stub.name.strip_prefix("r#").unwrap_or(&stub.name);
        !block.functions.contains(name)
    };
    let mut completed = text.to_string();
    for block in tokens.blocks.iter().rev() {
        let missing: Vec<&Stub> = (stubs.iter())
            .filter(|stub| is_missing(block, stub))
            .collect();
        if !missing.is_empty() {
            let (place, insertion) = insertion(text, block, &missing, line_end);
            completed.insert_str(place, &insertion);
        }
    }
    let missing: Vec<&Stub> = (stubs.iter())
        .filter(|stub| tokens.blocks.iter().any(|block| is_missing(block, stub)))
        .collect();
    Ok(LibSource {
        text: completed,
        missing: labels(&missing),
        misfits: vec![],
    })
}

/// Adds a declaration for each type of a resource that a `lib.rs` neither declares nor imports,
/// before the implementation of the functions, or at the end where that is missing.
pub fn declare(found: LibSource, types: &[String]) -> Result<LibSource, SyntaxError> {
    let root = RootTypes::read(&found.text)?;
    let LibSource {
        mut text,
        mut missing,
        misfits,
    } = found;
    let line_end = line_end(&text);
    let undeclared: Vec<&String> = types.iter().filter(|it| !root.may_have(it)).collect();
    if undeclared.is_empty() {
        return Ok(LibSource {
            text,
            missing,
            misfits,
        });
    }
    let declarations = undeclared
        .iter()
        .map(|name| declaration(name, line_end))
        .collect::<Vec<_>>()
        .join(&line_end.repeat(2));
    match tokens::first_block(&text)? {
        Some(place) => text.insert_str(place, &format!("{declarations}{}", line_end.repeat(2))),
        None => {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push_str(line_end);
            }
            text.push_str(&format!("{line_end}{declarations}{line_end}"));
        }
    }
    missing.extend(undeclared.into_iter().cloned());
    Ok(LibSource {
        text,
        missing,
        misfits,
    })
}

/// A type for a resource, which the user fills.
fn declaration(name: &str, line_end: &str) -> String {
    format!("/// What a handle on a `{name}` leads to.{line_end}pub struct {name};")
}

fn line_end(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((line, _)) if line.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

fn crate_doc(doc: Option<&str>) -> String {
    match doc.and_then(rust::first_paragraph) {
        Some(lines) => (lines.iter())
            .map(|line| format!("//!{line}"))
            .collect::<Vec<_>>()
            .join("\n"),
        None => format!("//! {NO_DOC}"),
    }
}

/// The whole block, for a `lib.rs` that has none.
fn block(implementation: &str, stubs: &[Stub], line_end: &str) -> String {
    if stubs.is_empty() {
        return format!("impl Nifs for {implementation} {{}}");
    }
    let stubs = render(&stubs.iter().collect::<Vec<_>>(), SPACES, line_end);
    format!("impl Nifs for {implementation} {{{line_end}{stubs}{line_end}}}")
}

fn render(stubs: &[&Stub], indentation: Indentation, line_end: &str) -> String {
    (stubs.iter())
        .map(|stub| stub.render(indentation, line_end))
        .collect::<Vec<_>>()
        .join(&line_end.repeat(2))
}

/// What a `lib.rs` without a block lacks.
fn appendix(
    text: &str,
    tokens: &Tokens,
    implementation: &str,
    stubs: &[Stub],
    line_end: &str,
) -> String {
    let mut parts = Vec::new();
    if !tokens.declares_boundary {
        parts.push(format!("#[rustfmt::skip]{line_end}pub mod boundary;"));
    }
    if !tokens.imports_boundary {
        parts.push("use boundary::*;".to_string());
    }
    if !tokens.names_implementation {
        parts.push(format!(
            "/// The functions of the boundary, done in Rust.{line_end}pub struct {implementation};"
        ));
    }
    parts.push(block(implementation, stubs, line_end));
    let gap = match text {
        "" | "\u{feff}" => String::new(),
        _ if text.ends_with('\n') => line_end.to_string(),
        _ => line_end.repeat(2),
    };
    format!("{gap}{}{line_end}", parts.join(&line_end.repeat(2)))
}

/// Where stubs come into a block, and as what text.
fn insertion(text: &str, block: &Block, stubs: &[&Stub], line_end: &str) -> (usize, String) {
    let inside = &text[block.inside.clone()];
    let (last_line, closes_on_own_line) = match inside.rfind('\n') {
        Some(at) => (&inside[at + 1..], is_space(&inside[at + 1..])),
        None => (inside, false),
    };
    let outer = match closes_on_own_line {
        true => last_line,
        false => leading_space(text, block.inside.start),
    };
    let default_unit = if outer.starts_with('\t') {
        "\t"
    } else {
        "    "
    };
    let default_item = format!("{outer}{default_unit}");
    let item = (block.first_item)
        .filter(|at| is_space(&text[line_start(text, *at)..*at]))
        .map_or(&*default_item, |at| leading_space(text, at));
    let unit = (item.strip_prefix(outer))
        .filter(|unit| !unit.is_empty())
        .unwrap_or(default_unit);
    let stubs = render(stubs, Indentation { item, unit }, line_end);

    let is_blank = inside.trim().is_empty();
    if !closes_on_own_line {
        let gap = line_end.repeat(if is_blank { 1 } else { 2 });
        return (block.inside.end, format!("{gap}{stubs}{line_end}{outer}"));
    }
    let place = block.inside.end - last_line.len();
    let before = &text[block.inside.start..place];
    let gap = match is_blank || before.lines().last().is_some_and(is_space) {
        true => "",
        false => line_end,
    };
    (place, format!("{gap}{stubs}{line_end}"))
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |at| at + 1)
}

/// The space that the line of an offset starts with.
fn leading_space(text: &str, offset: usize) -> &str {
    let line = &text[line_start(text, offset)..offset];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

fn is_space(text: &str) -> bool {
    text.trim_matches([' ', '\t']).is_empty()
}
