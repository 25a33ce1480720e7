//! The first `lib.rs`, and what one that is there is completed by: stubs, and the types of resources.

use tera::{Context, Tera};

use super::renames;
use super::root_types::RootTypes;
use super::stub::Indentation;
use super::tokens::{self, Block, Tokens};
use crate::boundary::{LibSource, Mismatch, Rename, SyntaxError};
use crate::render::rust::{self, Stub};
use crate::user_files::lines::{indentation, is_space, line_end, line_of, line_start};

const FIRST: &str = include_str!("../../../../../native_templates/crate/lib.rs");
const NO_DOC: &str = "The NIFs of this crate.";
const SPACES: Indentation = Indentation {
    item: "    ",
    unit: "    ",
};

/// The first `lib.rs` of a crate, with a stub for each function and each resource.
///
/// Of the boundary's doc it takes the first paragraph: what follows is Elixir's, and rustdoc
/// would take an indented example for a test in Rust.
pub(super) fn create(
    doc: Option<&str>,
    implementation: &str,
    types: &[String],
    stubs: &[Stub],
) -> String {
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
/// A body that does not parse is no error.
pub(super) fn complete(
    text: &str,
    tokens: &Tokens,
    implementation: &str,
    stubs: &[Stub],
) -> Result<LibSource, SyntaxError> {
    let line_end = line_end(text);
    let labels = |stubs: &[&Stub]| stubs.iter().map(|stub| stub.label.clone()).collect();
    if let (true, Some((place, other))) = (tokens.blocks.is_empty(), tokens.others.first()) {
        return Err(SyntaxError::at(
            text,
            *place,
            format!(
                "this implements `Nifs` for `{other}`, but the facade needs `{implementation}`; rename the type here"
            ),
        ));
    }
    if tokens.blocks.is_empty() {
        return Ok(LibSource {
            text: format!(
                "{text}{}",
                appendix(text, tokens, implementation, stubs, line_end)
            ),
            missing: labels(&stubs.iter().collect::<Vec<_>>()),
            mismatches: vec![],
        });
    }
    let is_missing = |block: &Block, stub: &&Stub| {
        let name = &stub.signature.name;
        let name = name.strip_prefix("r#").unwrap_or(name);
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
        mismatches: vec![],
    })
}

/// Adds a declaration for each type of a resource that a `lib.rs` neither declares nor imports,
/// before the implementation of the functions, or at the end where that is missing.
///
/// A type that is still declared by its old name is reported instead.
pub(super) fn declare(
    found: LibSource,
    types: &[String],
    renames: &[Rename],
) -> Result<LibSource, SyntaxError> {
    if types.is_empty() {
        return Ok(found);
    }
    let root = RootTypes::read(&found.text)?;
    let LibSource {
        mut text,
        mut missing,
        mut mismatches,
    } = found;
    let line_end = line_end(&text);
    let mut undeclared: Vec<&String> = types.iter().filter(|it| !root.may_have(it)).collect();
    undeclared.retain(|name| match renames::old_type(name, &root, renames) {
        Some((old, place)) => {
            mismatches.push(Mismatch {
                label: name.to_string(),
                line: line_of(&text, place),
                found: old.clone(),
                expected: None,
                advice: Some(format!(
                    "the schema now calls `{old}` `{name}`; rename it in this crate"
                )),
            });
            false
        }
        None => true,
    });
    if undeclared.is_empty() {
        return Ok(LibSource {
            text,
            missing,
            mismatches,
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
        mismatches,
    })
}

/// A type for a resource, for the user to fill in.
fn declaration(name: &str, line_end: &str) -> String {
    format!("/// The data behind a handle to a `{name}`.{line_end}pub struct {name};")
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

/// The missing parts of a `lib.rs` without a block.
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
            "/// Implements the functions of the boundary.{line_end}pub struct {implementation};"
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
        false => indentation(text, block.inside.start),
    };
    let default_unit = if outer.starts_with('\t') {
        "\t"
    } else {
        "    "
    };
    let default_item = format!("{outer}{default_unit}");
    let item = (block.first_item)
        .filter(|at| is_space(&text[line_start(text, *at)..*at]))
        .map_or(&*default_item, |at| indentation(text, at));
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
