//! The crate with the codecs that all boundaries of an application call.

use crate::boundary::*;
use crate::model::type_crates::{self, TypeCrate};
use crate::user_files::manifest::{CODEC_FOLDER, codec_manifest};

/// The files of the crate, by their paths in it. The build lists them.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/codec.rs"));

/// What a boundary needs of the crate, beside what every one does, begins with it.
const NEED: &str = "nif_codec.";

/// What a boundary needs of the crate, in the list of what it shares with others.
pub fn needs(crates: impl Iterator<Item = &'static TypeCrate>) -> impl Iterator<Item = String> {
    crates.map(|it| format!("{NEED}{}", it.package))
}

/// Renders the crate, with the codecs of those crates that some boundary needs. Nothing in it can be replaced: its code
/// is not safe by itself, and calls itself.
pub fn codec(needs: &[&str], project: &Project) -> Result<Vec<SourceFile>, String> {
    let is_needed = |it: &TypeCrate| {
        let mut packages = needs.iter().filter_map(|need| need.strip_prefix(NEED));
        packages.any(|package| package == it.package)
    };
    let omitted = |names: fn(&TypeCrate) -> &[&'static str]| {
        let (needed, others): (Vec<_>, Vec<_>) =
            type_crates::ALL.iter().partition(|it| is_needed(it));
        let mut others: Vec<&str> = others.into_iter().flat_map(names).copied().collect();
        others.retain(|name| !needed.iter().any(|it| names(it).contains(name)));
        others
    };
    let (modules, dependencies) = (omitted(|it| it.codecs), omitted(|it| it.codec_dependencies));
    let is_omitted = |path: &str| {
        let module = path
            .strip_prefix("src/")
            .and_then(|it| it.strip_suffix(".rs"));
        module.is_some_and(|it| modules.contains(&it))
    };
    (FILES.iter())
        .filter(|(path, _)| !is_omitted(path))
        .map(|(path, text)| {
            let (language, text) = match *path {
                "Cargo.toml" => {
                    let lines = dependencies.iter().map(|it| format!("{it} = "));
                    let text = without(text, lines.collect());
                    let text = codec_manifest(&text, project).map_err(|error| error.message)?;
                    (Language::Text, text)
                }
                "src/lib.rs" => {
                    let lines = modules.iter().map(|it| format!("mod {it};"));
                    (Language::Rust, without(text, lines.collect()))
                }
                path if path.ends_with(".rs") => (Language::Rust, text.to_string()),
                _ => (Language::Text, text.to_string()),
            };
            Ok(SourceFile {
                path: format!("{CODEC_FOLDER}/{path}"),
                language,
                text,
            })
        })
        .collect()
}

/// A text without the lines that begin with one of these.
fn without(text: &str, beginnings: Vec<String>) -> String {
    let is_kept = |line: &&str| !beginnings.iter().any(|it| line.starts_with(it));
    text.split_inclusive('\n').filter(is_kept).collect()
}
