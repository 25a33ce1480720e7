//! The `Cargo.toml` of a workspace, and which crates it takes in.

use super::edits::{Edits, quoted};
use super::paths::{covers, is_below, reaches, segments};
use super::{refuse_abort, require_strings};
use crate::boundary::SyntaxError;

/// Makes crates members of a workspace's `Cargo.toml`, or makes the first one out of `None`.
///
/// A crate is its path from the workspace, such as `native/my_app_markdown`, and its manifest; one that is
/// a workspace itself is left out. A crate is a member if the members name it, or if a glob among them
/// covers it and no exclusion does. Of globs, `*`, `?` and `**` are known.
///
/// The folders `foreign` are excluded unless members are in them: without that, a workspace takes in every
/// crate below it, and those of dependencies do not build then.
pub fn workspace(
    text: Option<&str>,
    crates: &[(&str, Option<&str>)],
    foreign: &[&str],
) -> Result<String, SyntaxError> {
    let text = text.unwrap_or_default();
    let mut edits = Edits::new(text)?;
    refuse_abort(&edits)?;

    let members = edits.strings(&["workspace", "members"])?;
    let excluded = edits
        .strings(&["workspace", "exclude"])?
        .unwrap_or_default();
    let is_member = |path: &[&str]| {
        let members = members.iter().flatten();
        let is_excluded = excluded.iter().any(|it| is_below(it, path));
        (members.map(|it| segments(it))).any(|it| it == path || !is_excluded && covers(&it, path))
    };
    let missing: Vec<String> = (crates.iter())
        .filter(|(_, manifest)| !manifest.is_some_and(is_workspace))
        .map(|(path, _)| path.replace('\\', "/"))
        .filter(|path| !is_member(&segments(path)))
        .collect();
    let holds_member = |folder: &[&str]| {
        let members = members.iter().flatten();
        (members.map(|it| segments(it))).any(|it| reaches(&it, folder))
    };
    let captured: Vec<String> = (foreign.iter())
        .map(|path| path.replace('\\', "/"))
        .filter(|path| {
            let folder = segments(path);
            !folder.is_empty()
                && !excluded.iter().any(|it| is_below(it, &folder))
                && !holds_member(&folder)
        })
        .collect();

    if missing.is_empty() && edits.get(&["workspace"]).is_none() {
        return Ok(text.to_string());
    }
    // With a package, its edition sets the resolver.
    if edits.get(&["workspace"]).is_none() && edits.get(&["package"]).is_none() {
        edits.set(&["workspace", "resolver"], &quoted("3"))?;
    }
    require_strings(&mut edits, &["workspace", "members"], &missing)?;
    require_strings(&mut edits, &["workspace", "exclude"], &captured)?;
    Ok(edits.apply())
}

/// Whether a manifest has its own workspace.
fn is_workspace(manifest: &str) -> bool {
    Edits::new(manifest).is_ok_and(|edits| edits.get(&["workspace"]).is_some())
}
