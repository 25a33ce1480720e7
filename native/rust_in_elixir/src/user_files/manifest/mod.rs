//! The `Cargo.toml` of a crate and of the workspace that it is a member of.
//!
//! Both belong to the user. Only the keys that the boundary needs are set, and every other byte
//! stays as it is.

mod codec;
mod edits;
mod paths;
#[cfg(test)]
mod tests;
mod workspace;

use toml_edit::Item;

use crate::boundary::{Allocator, Boundary, Project, SyntaxError};
use crate::model::Model;
pub use codec::{FOLDER as CODEC_FOLDER, codec_manifest, codec_package};
use edits::{Edits, quoted};
use paths::segments;
pub use workspace::workspace;

const FIRST: &str = include_str!("../../../../../native_templates/crate/Cargo.toml");
const CRATE_TYPES: [&str; 2] = ["cdylib", "rlib"];
/// A crate that some boundaries need besides.
struct Extra {
    name: &'static str,
    /// The dependency on it.
    dependency: String,
    /// Whether only the NIFs need it.
    is_optional: bool,
}

/// Sets the keys of a crate's `Cargo.toml` that the boundary needs, or makes the first one out of
/// `None`.
///
/// | key | what it needs |
/// | --- | --- |
/// | `package.name`, `lib.name` | to be the crate's name, by which it is built and loaded; the second one if it is there |
/// | `lib.path` | to be `src/lib.rs`, if it is there |
/// | `lib.crate-type` | to hold `cdylib` and `rlib` |
/// | `features.nif` | to hold `dep:rustler` and `dep:nif_codec`, and `dep:stacker` and `dep:mimalloc` where these are optional |
/// | `dependencies.rustler` | the project's version, or a closer one such as `0.39.2`; `optional` |
/// | `dependencies.nif_codec` | to be the crate with the codecs; `optional` |
/// | `dependencies.stacker` | to be there, if a type of the boundary is recursive |
/// | `dependencies.mimalloc` | to be there, if it is the boundary's allocator |
/// | `dependencies.chrono`, … | to be there, if the boundary has its types |
///
/// A Rustler from the workspace keeps its source. The text comes back unchanged where nothing has to be set.
///
/// Errors are TOML's own, a key of another kind than Cargo takes, such as an array for a version, a Rustler or a
/// `nif_codec` that does not fit the crate with the codecs, and `panic = "abort"`, with which a panic in the user's
/// code would abort the VM.
pub fn manifest(
    text: Option<&str>,
    boundary: &Boundary,
    project: &Project,
) -> Result<String, SyntaxError> {
    let Some(text) = text else {
        return first(boundary, project);
    };
    let mut edits = Edits::new(text)?;
    refuse_abort(&edits)?;
    require_names(&mut edits, &boundary.crate_name)?;
    require_strings(&mut edits, &["lib", "crate-type"], &CRATE_TYPES)?;
    let extras = extras(boundary);
    require_feature(&mut edits, &extras)?;
    require_dependencies(&mut edits, project, &extras)?;
    Ok(edits.apply())
}

fn extras(boundary: &Boundary) -> Vec<Extra> {
    let model = Model::new(boundary);
    let for_nifs = |name, dependency: &str| Extra {
        name,
        dependency: dependency.to_string(),
        is_optional: true,
    };
    let mut extras = Vec::new();
    // Recursive types take more stack with it.
    if model.is_any_recursive() {
        extras.push(for_nifs(
            "stacker",
            r#"{ version = "0.1", optional = true }"#,
        ));
    }
    // Without that feature, musl does not load a library that has it.
    if boundary.allocator == Allocator::Mimalloc {
        let dependency =
            r#"{ version = "0.1", features = ["local_dynamic_tls"], optional = true }"#;
        extras.push(for_nifs("mimalloc", dependency));
    }
    extras.extend(model.type_crates().map(|it| Extra {
        name: it.package,
        dependency: quoted(it.version),
        is_optional: false,
    }));
    extras
}

/// The version that a `Cargo.toml` requires of a dependency; `None` if it names none, or is not TOML.
pub fn required_version(text: &str, dependency: &str) -> Option<String> {
    let edits = Edits::new(text).ok()?;
    let dependency = edits.get(&["dependencies", dependency])?;
    let version = dependency.as_table_like().and_then(|it| it.get("version"));
    version.unwrap_or(dependency).as_str().map(String::from)
}

/// The template is a manifest itself: it only lacks the name and the version of Rustler.
fn first(boundary: &Boundary, project: &Project) -> Result<String, SyntaxError> {
    let template = (project.templates.get("Cargo.toml")).map_or(FIRST, String::as_str);
    let named = Edits::new(template).and_then(|mut edits| {
        edits.set(&["package", "name"], &quoted(&boundary.crate_name))?;
        Ok(edits.apply())
    });
    named
        .and_then(|text| manifest(Some(&text), boundary, project))
        .map_err(|error| SyntaxError {
            message: format!("in the template Cargo.toml: {}", error.message),
            ..error
        })
}

fn refuse_abort(edits: &Edits) -> Result<(), SyntaxError> {
    for profile in ["dev", "release"] {
        let path = ["profile", profile, "panic"];
        if edits.get(&path).and_then(Item::as_str) == Some("abort") {
            let message = format!(
                "with `panic = \"abort\"` in `[profile.{profile}]`, a panic in a NIF stops the whole \
                 VM; remove this key, or move it to a profile of another name"
            );
            return Err(edits.error(&path, message));
        }
    }
    Ok(())
}

/// Loaders and Cargo know a crate and its library by their names, and only `src/lib.rs` is compared with the schema.
fn require_names(edits: &mut Edits, name: &str) -> Result<(), SyntaxError> {
    let name = quoted(name);
    let is_named = |edits: &Edits, path: &[&str]| {
        edits.get(path).and_then(Item::as_str).map(quoted).as_ref() == Some(&name)
    };
    // Without a package, Cargo itself reports the error.
    if edits.get(&["package"]).is_some() && !is_named(edits, &["package", "name"]) {
        edits.set(&["package", "name"], &name)?;
    }
    let library = ["lib", "name"];
    if edits.get(&library).is_some() && !is_named(edits, &library) {
        edits.set(&library, &name)?;
    }
    let source = ["lib", "path"];
    if let Some(path) = edits.get(&source)
        && path.as_str().map(segments) != Some(vec!["src", "lib.rs"])
    {
        edits.set(&source, &quoted("src/lib.rs"))?;
    }
    Ok(())
}

/// An array has to hold these strings.
fn require_strings<S: AsRef<str>>(
    edits: &mut Edits,
    path: &[&str],
    strings: &[S],
) -> Result<(), SyntaxError> {
    let strings: Vec<&str> = strings.iter().map(AsRef::as_ref).collect();
    if strings.is_empty() {
        return Ok(());
    }
    let Some(present) = edits.strings(path)? else {
        let strings: Vec<String> = strings.iter().map(|string| quoted(string)).collect();
        return edits.set(path, &format!("[{}]", strings.join(", ")));
    };
    let missing: Vec<&str> = (strings.iter().copied())
        .filter(|string| !present.contains(string))
        .collect();
    if !missing.is_empty() {
        edits.push(path, &missing);
    }
    Ok(())
}

fn require_feature(edits: &mut Edits, extras: &[Extra]) -> Result<(), SyntaxError> {
    let path = ["features", "nif"];
    let nif = edits.strings(&path)?.unwrap_or_default();
    let is_named = |name: &str| nif.contains(&name) && has_implicit_feature(edits, name);
    let mut needed = Vec::new();
    for (name, feature) in [("rustler", "dep:rustler"), (codec::NAME, "dep:nif_codec")] {
        if !is_named(name) {
            needed.push(feature.to_string());
        }
    }
    for Extra { name, .. } in extras.iter().filter(|it| it.is_optional) {
        if is_optional(edits, name) != Some(false) && !is_named(name) {
            needed.push(format!("dep:{name}"));
        }
    }
    match needed.is_empty() {
        true => Ok(()),
        false => require_strings(edits, &path, &needed),
    }
}

/// Says whether Cargo makes a feature out of a dependency, which it does until one says `dep:` and
/// its name. To say so here would break what the user wrote.
fn has_implicit_feature(edits: &Edits, dependency: &str) -> bool {
    let features = edits.get(&["features"]).and_then(Item::as_table_like);
    features.is_some_and(|features| {
        !features.contains_key(dependency)
            && (features.iter())
                .filter_map(|(_, feature)| feature.as_array())
                .flatten()
                .all(|name| {
                    name.as_str().and_then(|it| it.strip_prefix("dep:")) != Some(dependency)
                })
    })
}

/// Says whether a dependency that is there is optional.
fn is_optional(edits: &Edits, dependency: &str) -> Option<bool> {
    let optional = ["dependencies", dependency, "optional"];
    edits
        .get(&optional[..2])
        .map(|_| edits.get(&optional).and_then(Item::as_bool) == Some(true))
}

fn require_dependencies(
    edits: &mut Edits,
    project: &Project,
    extras: &[Extra],
) -> Result<(), SyntaxError> {
    require_types(edits, extras)?;
    let rustler = &*project.rustler;
    let optional = |version: &str| format!("{{ version = {}, optional = true }}", quoted(version));
    let always = [
        ("rustler", optional(rustler)),
        (codec::NAME, codec::dependency(project)),
    ];
    let extras = extras.iter().map(|it| (it.name, it.dependency.clone()));
    let needed = always.into_iter().chain(extras);
    let missing: Vec<(&str, String)> = needed
        .filter(|(name, _)| {
            let names = [name.to_string(), name.replace('-', "_")];
            names
                .iter()
                .all(|it| edits.get(&["dependencies", it]).is_none())
        })
        .collect();
    let missing: Vec<(&str, &str)> = (missing.iter()).map(|(name, it)| (*name, &**it)).collect();
    if !missing.is_empty() {
        // At once, for braces without an entry have no place for a second edit.
        edits.add(&["dependencies"], &missing)?;
    }
    codec::require_codec(edits, project)?;
    require_rustler(edits, rustler, optional)
}

/// The crates of types that are there have their own names, by which `boundary.rs` knows them, and are there without NIFs
/// too.
fn require_types(edits: &Edits, extras: &[Extra]) -> Result<(), SyntaxError> {
    let Some(present) = edits.get(&["dependencies"]).and_then(Item::as_table_like) else {
        return Ok(());
    };
    for (key, item) in present.iter() {
        let get = |of: &str| item.as_table_like().and_then(|it| it.get(of));
        let package = get("package").and_then(Item::as_str).unwrap_or(key);
        let is_optional = get("optional").and_then(Item::as_bool) == Some(true);
        for Extra { name, .. } in extras.iter().filter(|it| !it.is_optional) {
            let is_name = key.replace('-', "_") == name.replace('-', "_");
            let is_package = package.replace('-', "_") == name.replace('-', "_");
            let why = match (is_name, is_package) {
                (true, false) => "has to be the crate of that name, whose types the schema uses",
                (false, true) => {
                    "has to be a dependency under its own name, as generated code names it"
                }
                (true, true) if is_optional => {
                    "cannot be optional, for the trait `Nifs` has its types"
                }
                _ => continue,
            };
            return Err(edits.error(&["dependencies", key], format!("`{name}` {why}")));
        }
    }
    Ok(())
}

/// Sets the version of a Rustler that is there.
fn require_rustler(
    edits: &mut Edits,
    version: &str,
    dependency: impl Fn(&str) -> String,
) -> Result<(), SyntaxError> {
    let path = ["dependencies", "rustler"];
    let version_path = ["dependencies", "rustler", "version"];
    let wanted = quoted(version);

    let Some(present) = edits.get(&path) else {
        return Ok(());
    };
    if let Some(requirement) = present.as_str() {
        let kept = match is_within(requirement, version) {
            true => requirement,
            false => version,
        };
        return edits.set(&path, &dependency(kept));
    }
    let Some(present) = present.as_table_like() else {
        return Err(edits.error(&path, "expected a version or a table"));
    };
    if present.is_empty() {
        return edits.add(&path, &[("version", &wanted), ("optional", "true")]);
    }
    if (["path", "git"].iter()).any(|source| present.contains_key(source)) {
        let message = format!(
            "the crate in {CODEC_FOLDER} takes Rustler from crates.io, and two of them do not fit together; require \
             version {wanted} here, and put this source below `[patch.crates-io]` in the root Cargo.toml, for both"
        );
        return Err(edits.error(&path, message));
    }
    let is_inherited = present.contains_key("workspace");
    let is_within_range = (present.get("version").and_then(Item::as_str))
        .is_some_and(|requirement| is_within(requirement, version));
    let is_optional = present.get("optional").and_then(Item::as_bool) == Some(true);
    if !is_inherited && !is_within_range {
        edits.set(&version_path, &wanted)?;
    }
    if !is_optional {
        edits.set(&["dependencies", "rustler", "optional"], "true")?;
    }
    Ok(())
}

/// Says whether a requirement allows nothing but versions that `version` allows too.
fn is_within(requirement: &str, version: &str) -> bool {
    let digits = requirement
        .trim()
        .trim_start_matches(['^', '~', '='])
        .trim_start();
    digits
        .strip_prefix(version)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') && !rest.contains(','))
}
