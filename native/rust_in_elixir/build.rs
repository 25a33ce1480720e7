//! Lists the built-in templates, and takes the fingerprint of everything that decides what the core says.
//!
//! Nothing is listed by hand, so no forgotten file can make out-of-date output count as current.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

const SOURCES: &str = "src";
const TEMPLATES: [&str; 2] = ["../../templates", "../../native_templates"];
/// A crate as it is generated, so that its files are known by their paths.
const CODEC: &str = "../../native_templates/codec_crate";

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap());
    let sources = files_below(&root.join(SOURCES), "rs");
    let templates: Vec<PathBuf> = (TEMPLATES.iter())
        .flat_map(|folder| files_below(&root.join(folder), ""))
        .filter(|path| path.extension().is_none_or(|it| it != "md"))
        .collect();

    // Files and no folders: with a folder, `RustInElixir.Loader` would have to ask cargo each time. A new file comes with
    // a change of the file that names it.
    for path in sources.iter().chain(&templates) {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    println!("cargo:rerun-if-changed=build.rs");

    let mut fingerprint = Fingerprint::new();
    for path in sources.iter().chain(&templates) {
        let name = path.strip_prefix(&root).unwrap_or(path);
        fingerprint.add(name.to_string_lossy().replace('\\', "/").as_bytes());
        fingerprint.add(&fs::read(path).unwrap());
    }
    println!("cargo:rustc-env=CORE_FINGERPRINT={:032x}", fingerprint.0);

    let out = PathBuf::from(env::var("OUT_DIR").unwrap());
    let codec = root.join(CODEC);
    let (codec_files, templates): (Vec<_>, Vec<_>) =
        (templates.iter()).partition(|path| path.starts_with(&codec));
    let path_in = |path: &Path| {
        path.strip_prefix(&codec)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/")
    };
    let codec_files = codec_files.into_iter().map(|path| (path_in(path), path));
    let templates = templates.into_iter().map(|path| {
        (
            path.file_name().unwrap().to_str().unwrap().to_string(),
            path,
        )
    });
    fs::write(out.join("codec.rs"), table(codec_files)).unwrap();
    fs::write(out.join("templates.rs"), table(templates)).unwrap();
}

/// The files below a folder, in the same order everywhere; with an extension only those that have it.
fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    paths.sort();
    (paths.into_iter())
        .flat_map(|path| match path.is_dir() {
            true => files_below(&path, extension),
            false => vec![path],
        })
        .filter(|path| extension.is_empty() || path.extension().is_some_and(|it| it == extension))
        .collect()
}

/// The source of a slice of each file's name and text.
fn table<'a>(files: impl Iterator<Item = (String, &'a PathBuf)>) -> String {
    let mut by_name = BTreeMap::new();
    for (name, path) in files {
        if let Some(other) = by_name.insert(name, path) {
            panic!("{} and {} have one name", other.display(), path.display());
        }
    }
    let entries: String = (by_name.iter())
        .map(|(name, path)| format!("    ({name:?}, include_str!({path:?})),\n"))
        .collect();
    format!("&[\n{entries}]\n")
}

/// FNV-1a of 128 bits: the same on every machine, with every version of Rust.
struct Fingerprint(u128);

impl Fingerprint {
    fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn add(&mut self, bytes: &[u8]) {
        let length = (bytes.len() as u64).to_le_bytes();
        for byte in length.iter().chain(bytes) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    }
}
