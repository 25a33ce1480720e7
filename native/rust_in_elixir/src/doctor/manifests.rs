//! Reads the `Cargo.toml` of a crate, Cargo's settings and its lock.

use std::ops::Range;

use toml_edit::{Document, Item, TableLike};

use super::examiner::Findings;
use super::rules::{PANIC_ABORT, RUSTLER_VERSIONS};
use crate::boundary::{CrateInput, LockedPackage, Problem, SyntaxError, TextFile};
use crate::crate_source::Place;

/// What a manifest says of its crate.
pub struct Manifest {
    pub name: String,
    /// The path of the root, from the folder of the crate.
    pub root: String,
    pub uses_rustler: bool,
}

type Toml = Document<String>;

fn parse(text: &str) -> Result<Toml, SyntaxError> {
    Document::parse(text.to_string()).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        SyntaxError::at(text, start, error.message())
    })
}

/// Reads a manifest; `None` for that of a workspace alone.
pub fn read(file: &TextFile) -> Result<Option<Manifest>, Problem> {
    let document = parse(&file.text).map_err(|error| Problem {
        line: error.line,
        message: format!("is not valid TOML: {}", error.message),
    })?;
    let text = |keys: &[&str]| get(document.as_item(), keys)?.as_str().map(str::to_string);
    let Some(name) = text(&["package", "name"]) else {
        return Ok(None);
    };
    Ok(Some(Manifest {
        name,
        root: text(&["lib", "path"]).unwrap_or_else(|| "src/lib.rs".to_string()),
        uses_rustler: dependency(&document).is_some(),
    }))
}

/// `rustler` in `dependencies`, also of one target.
fn dependency(document: &Toml) -> Option<&Item> {
    let own = get(document.as_item(), &["dependencies", "rustler"]);
    let of_targets = || {
        let targets = document.get("target")?.as_table_like()?;
        targets
            .iter()
            .find_map(|(_, target)| get(target, &["dependencies", "rustler"]))
    };
    own.or_else(of_targets)
}

fn get<'a>(item: &'a Item, keys: &[&str]) -> Option<&'a Item> {
    keys.iter()
        .try_fold(item, |item, key| item.as_table_like()?.get(key))
}

/// The packages in a `Cargo.lock`.
pub fn locked_packages(text: &str) -> Result<Vec<LockedPackage>, SyntaxError> {
    let document = parse(text)?;
    let packages = document.get("package").and_then(Item::as_array_of_tables);
    Ok((packages.into_iter().flatten())
        .filter_map(|package| {
            let text = |key| package.get(key).and_then(Item::as_str).map(str::to_string);
            let (name, version) = (text("name")?, text("version")?);
            Some(LockedPackage {
                name,
                version,
                source: text("source"),
            })
        })
        .collect())
}

/// `panic = "abort"`, wherever Cargo reads it for this crate.
pub fn check_panic(input: &CrateInput, findings: &mut Findings) {
    for file in std::iter::once(&input.manifest).chain(&input.settings) {
        let Ok(document) = parse(&file.text) else {
            continue;
        };
        let profiles = document.get("profile").and_then(Item::as_table_like);
        for (name, profile) in profiles.map(TableLike::iter).into_iter().flatten() {
            let panic = get(profile, &["panic"]);
            if !matches!(name, "test" | "bench") && panic.and_then(Item::as_str) == Some("abort") {
                let place = place(file, panic.and_then(Item::span));
                let message = format!("`panic = \"abort\"` in the profile `{name}`");
                findings.at(&PANIC_ABORT, &place, message);
            }
        }
        check_flags(file, &document, findings);
    }
}

/// `-C panic=abort` in Cargo's configuration.
fn check_flags(file: &TextFile, document: &Toml, findings: &mut Findings) {
    let targets = document.get("target").and_then(Item::as_table_like);
    let of_targets = targets.map(TableLike::iter).into_iter().flatten();
    let flags = (of_targets.map(|(_, target)| target))
        .chain(document.get("build"))
        .filter_map(|table| get(table, &["rustflags"]));
    for item in flags {
        let words: Vec<&str> = match (item.as_str(), item.as_array()) {
            (Some(text), _) => text.split_whitespace().collect(),
            (_, Some(list)) => list.iter().filter_map(|word| word.as_str()).collect(),
            _ => Vec::new(),
        };
        if words
            .iter()
            .any(|word| word.trim_start_matches("-C") == "panic=abort")
        {
            let message = "`panic=abort` in `rustflags`";
            findings.at(&PANIC_ABORT, &place(file, item.span()), message);
        }
    }
}

fn place(file: &TextFile, span: Option<Range<usize>>) -> Place {
    let start = span.map_or(0, |span| span.start);
    let line = SyntaxError::at(&file.text, start, "").line;
    Place {
        path: file.path.clone(),
        line,
    }
}

/// A minor version, such as `0.36` of `^0.36.1`; `None` for a range.
fn minor(version: &str) -> Option<(u32, u32)> {
    let version = version.trim_start_matches(['^', '=', '~', ' ']);
    let mut numbers = version.split('.').map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => Some((major, minor)),
        _ => None,
    }
}

/// The version that a manifest requires, as text.
fn required(document: &Toml) -> Option<(String, Option<Range<usize>>)> {
    let item = dependency(document)?;
    let version = item
        .as_str()
        .or_else(|| get(item, &["version"])?.as_str())?;
    Some((version.to_string(), item.span()))
}

/// Versions of Rustler that drifted apart.
pub fn check_versions(input: &CrateInput, findings: &mut Findings) {
    let Ok(document) = parse(&input.manifest.text) else {
        return;
    };
    let Some((required_here, span)) = required(&document) else {
        return;
    };
    let here = place(&input.manifest, span);
    let locked = input
        .lock
        .as_ref()
        .and_then(|lock| locked_packages(&lock.text).ok());
    let locked = locked
        .into_iter()
        .flatten()
        .filter(|package| package.name == "rustler");
    let versions: Vec<String> = locked.map(|package| package.version).collect();
    // Of several in the lock, the one that this crate has is that of its own requirement.
    let own = (versions.iter())
        .find(|version| minor(version) == minor(&required_here))
        .unwrap_or(&required_here);
    if let Some(package) = &input.rustler_package
        && let (Some(of_crate), Some(of_package)) = (minor(own), minor(package))
        && of_crate != of_package
        && !is_known_pair(of_crate, of_package)
    {
        let message =
            format!("the crate `rustler` is {own}, and the package in mix.lock {package}");
        findings.at(&RUSTLER_VERSIONS, &here, message);
    }
    for sibling in &input.siblings {
        let Some((other, _)) = parse(&sibling.text).ok().and_then(|it| required(&it)) else {
            continue;
        };
        if let (Some(own), Some(theirs)) = (minor(&required_here), minor(&other))
            && own < theirs
        {
            let path = &sibling.path;
            let message = format!("it requires `rustler` {required_here}, and {path} {other}");
            findings.at(&RUSTLER_VERSIONS, &here, message);
        }
    }
}

/// Versions that were tried together: there is no package 0.39.
fn is_known_pair(of_crate: (u32, u32), of_package: (u32, u32)) -> bool {
    (of_crate, of_package) == ((0, 39), (0, 38))
}
