//! The user's `lib.rs`: made once, and from then on only completed by the stubs of functions that
//! are missing.

mod completion;
mod conflicts;
mod renames;
mod root_types;
mod signatures;
mod stub;
#[cfg(test)]
mod tests;
mod tokens;

use std::ops::Range;
use std::sync::LazyLock;

use crate::boundary::{Boundary, LibSource, Rename, SyntaxError};
use crate::model::Model;
use crate::render::rust;
use crate::render::rust::Stub;
use crate::text::stack::with_large_stack;
use completion::{complete, create, declare};
use root_types::RootTypes;
use signatures::{Asked, Finding};
use tokens::Tokens;

/// Compares the user's `lib.rs` with a boundary, or creates the first one from `None`.
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
            mismatches: vec![],
        });
    };
    let renames = &boundary.renames;
    let mut names = rust::type_names(&model);
    names.extend(renames::old_type_names(renames));
    let own = rust::own_names(&model);
    let text = match fix {
        true => rename(text, &implementation, &stubs, renames)?,
        false => text.to_string(),
    };
    let blocks = match renames.is_empty() {
        true => vec![],
        false => Tokens::read(&text, &implementation)?.blocks,
    };
    let renamed = renames::functions(&blocks, &stubs, renames);
    let asked = Asked {
        stubs: &stubs,
        renamed: &renamed,
        names: &names,
        own: &own,
    };
    let text = match fix {
        true => fix_signatures(&text, &implementation, asked)?,
        false => text,
    };
    // A function that is there by its old name gets no stub beside it.
    let missing: Vec<Stub> = (stubs.iter())
        .filter(|stub| renamed.iter().all(|it| it.stub != *stub))
        .cloned()
        .collect();
    let mut tokens = Tokens::read(&text, &implementation)?;
    let completed = complete(&text, &tokens, &implementation, &missing)?;
    let mut found = declare(completed, &types, renames)?;
    if found.text != text {
        tokens = Tokens::read(&found.text, &implementation)?;
    }
    let findings = findings(&found.text, &tokens, asked);
    (found.mismatches).extend(findings.into_iter().map(|finding| finding.mismatch));
    (found.mismatches).extend(conflicts::mismatches(&found.text, &tokens, &implementation));
    found.mismatches.sort_by_key(|mismatch| mismatch.line);
    Ok(found)
}

/// The mismatches of the functions of a text that has them all.
fn findings(text: &str, tokens: &Tokens, asked: Asked) -> Vec<Finding> {
    // Rarely asked for, and then where other spans are in use. The text fell into tokens before.
    let root = LazyLock::new(|| with_large_stack(|| RootTypes::read(text).unwrap_or_default()));
    (tokens.blocks.iter())
        .flat_map(|block| {
            let may_alias = |name: &str| root.may_alias(name, block);
            signatures::findings(text, &block.written, asked, &may_alias)
        })
        .collect()
}

/// Renames the functions of a text to their current names in the schema.
fn rename(
    text: &str,
    implementation: &str,
    stubs: &[Stub],
    renames: &[Rename],
) -> Result<String, SyntaxError> {
    let blocks = Tokens::read(text, implementation)?.blocks;
    let renamed = renames::functions(&blocks, stubs, renames);
    Ok(edited(text, renames::edits(&blocks, &renamed)))
}

/// Brings the signatures of a text up to date; every byte of a body stays.
fn fix_signatures(text: &str, implementation: &str, asked: Asked) -> Result<String, SyntaxError> {
    let tokens = Tokens::read(text, implementation)?;
    let edits = findings(text, &tokens, asked)
        .into_iter()
        .filter_map(|finding| finding.edits)
        .flatten()
        .collect();
    Ok(edited(text, edits))
}

fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut edited = text.to_string();
    for (range, new) in edits {
        edited.replace_range(range, &new);
    }
    edited
}
