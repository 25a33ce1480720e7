//! Functions and types that the schema calls by another name than the user's `lib.rs` still does.

use std::ops::Range;

use super::root_types::RootTypes;
use super::tokens::Block;
use crate::boundary::Rename;
use crate::render::rust::Stub;
use crate::text::names;

/// A function that is written with the name that it had before.
pub struct Renamed<'a> {
    /// Its name in the text, without the `r#` of a raw one.
    pub from: String,
    pub stub: &'a Stub,
}

/// The functions that are written with their old names, and not with their new ones.
pub fn functions<'a>(blocks: &[Block], stubs: &'a [Stub], renames: &[Rename]) -> Vec<Renamed<'a>> {
    let is_written = |name: &str| blocks.iter().any(|it| it.functions.contains(name));
    let is_asked_for = |name: &str| stubs.iter().any(|stub| plain(&stub.signature.name) == name);
    let old_name = |stub: &Stub| {
        let rename = renames.iter().find(|it| it.path == stub.label)?;
        let (_, arity) = stub.label.rsplit_once('/')?;
        // With two arities of one name, the second function has its arity in its name.
        [format!("{}_{arity}", rename.from), rename.from.clone()]
            .into_iter()
            .map(|name| plain(&names::rust_value(&name)).to_string())
            .find(|name| is_written(name) && !is_asked_for(name))
    };
    (stubs.iter())
        .filter(|stub| !is_written(plain(&stub.signature.name)))
        .filter_map(|stub| old_name(stub).map(|from| Renamed { from, stub }))
        .collect()
}

/// The edits that give the functions of a text their new names.
pub fn edits(blocks: &[Block], renamed: &[Renamed]) -> Vec<(Range<usize>, String)> {
    let new_name = |name: &str| {
        let renamed = renamed.iter().find(|it| it.from == name)?;
        Some(renamed.stub.signature.name.clone())
    };
    (blocks.iter().flat_map(|block| &block.written))
        .filter_map(|function| Some((function.written_name.clone(), new_name(&function.name)?)))
        .collect()
}

/// The type of a renamed resource that a text still declares by its old name, and where.
pub fn old_type(name: &str, root: &RootTypes, renames: &[Rename]) -> Option<(String, usize)> {
    let rename = (renames.iter()).find(|it| names::rust_type(&it.path) == name)?;
    let old = names::rust_type(&rename.from);
    let place = root.declared(&old)?;
    Some((old, place))
}

/// The Rust names that types of the boundary had before.
pub fn old_type_names(renames: &[Rename]) -> impl Iterator<Item = String> {
    (renames.iter())
        .filter(|it| !it.path.contains(['.', '/']))
        .flat_map(|it| [names::rust_type(&it.from), names::rust_handle(&it.from)])
}

fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
