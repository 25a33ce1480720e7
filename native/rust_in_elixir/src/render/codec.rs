//! The crate with the codecs that all boundaries of an application call.

use crate::boundary::*;
use crate::user_files::manifest::{CODEC_FOLDER, codec_manifest};

/// The files of the crate, by their paths in it. The build lists them.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/codec.rs"));

/// Renders the crate. Only its `Cargo.toml` depends on the project, and nothing in it can be replaced: its code is
/// not safe by itself, and calls itself.
pub fn codec(project: &Project) -> Result<Vec<SourceFile>, String> {
    (FILES.iter())
        .map(|(path, text)| {
            let (language, text) = match *path {
                "Cargo.toml" => (
                    Language::Text,
                    codec_manifest(text, project).map_err(|error| error.message)?,
                ),
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
