//! The crate with the codecs, which all boundaries of an application depend on.

use toml_edit::Item;

use super::edits::{Edits, quoted};
use super::paths::segments;
use crate::boundary::{Project, SyntaxError};

/// The name of the dependency, and so of the crate in Rust.
pub(super) const NAME: &str = "nif_codec";
/// The folder of the crate.
pub const FOLDER: &str = "native/nif_codec";

/// Makes the `Cargo.toml` of the crate out of its template, which only lacks the name and the version of Rustler.
pub fn codec_manifest(template: &str, project: &Project) -> Result<String, SyntaxError> {
    let mut edits = Edits::new(template)?;
    edits.set(&["package", "name"], &quoted(&codec_package(project)))?;
    edits.set(&["dependencies", "rustler"], &quoted(&project.rustler))?;
    Ok(edits.apply())
}

/// A package has to have a name of its own in a workspace, where several applications can be.
pub fn codec_package(project: &Project) -> String {
    format!("{}_{NAME}", project.otp_app)
}

/// The folder of the crate, from that of the boundary's crate.
fn path(project: &Project) -> String {
    let from = segments(&project.crate_dir);
    let to = segments(FOLDER);
    let common = (from.iter().zip(&to))
        .take_while(|(one, other)| one == other)
        .count();
    [vec![".."; from.len() - common], to[common..].to_vec()]
        .concat()
        .join("/")
}

/// The dependency as it is added.
pub(super) fn dependency(project: &Project) -> String {
    let [package, path] = [codec_package(project), path(project)].map(|it| quoted(&it));
    format!("{{ package = {package}, path = {path}, optional = true }}")
}

/// Sets the keys of a dependency that is there, unless it is on another crate. One of the workspace keeps its source.
pub(super) fn require_codec(edits: &mut Edits, project: &Project) -> Result<(), SyntaxError> {
    let dependency = ["dependencies", NAME];
    let Some(present) = edits.get(&dependency) else {
        return Ok(());
    };
    let present = present.as_table_like();
    let get = |key: &str| present.and_then(|it| it.get(key));
    let [package, path] = [codec_package(project), path(project)];
    let is_package = get("package").and_then(Item::as_str) == Some(&*package);
    let is_path = get("path").and_then(Item::as_str).map(segments) == Some(segments(&path));
    let is_inherited = get("workspace").is_some();
    let is_empty = present.is_some_and(|it| it.is_empty());
    if !(is_package || is_path || is_inherited || is_empty) {
        let message = format!(
            "`{NAME}` has to be the crate in {FOLDER}, which the generated code calls; give this dependency another \
             name, such as `other_codec = {{ package = \"{NAME}\", version = \"1\" }}`"
        );
        return Err(edits.error(&dependency, message));
    }
    let is_optional = get("optional").and_then(Item::as_bool) == Some(true);
    let keys = [
        ("package", quoted(&package), is_package || is_inherited),
        ("path", quoted(&path), is_path || is_inherited),
        ("optional", "true".to_string(), is_optional),
    ];
    let (wrong, missing): (Vec<_>, Vec<_>) = (keys.iter())
        .filter(|(_, _, is_right)| !is_right)
        .map(|(key, value, _)| (*key, &**value))
        .partition(|(key, _)| get(key).is_some());
    for (key, value) in wrong {
        edits.set(&["dependencies", NAME, key], value)?;
    }
    match missing.is_empty() {
        true => Ok(()),
        // At once, for braces without an entry have no place for a second edit.
        false => edits.add(&dependency, &missing),
    }
}
