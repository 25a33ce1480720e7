//! The nodes that the templates of the Rust side print: one type for each construct, with everything computed.
//!
//! A name, a type or a literal in them is Rust source already.

mod calls;
mod resources;
mod signature;
mod types;

use serde::Serialize;

pub use calls::*;
pub use resources::*;
pub use signature::*;
pub use types::*;

/// `boundary.rs` itself, around items that are printed already.
#[derive(Serialize)]
pub struct File<'a> {
    pub docs: Docs,
    pub crate_dir: &'a str,
    pub reexports: Vec<Reexport<'a>>,
    pub has_maps: bool,
    pub has_sets: bool,
    pub has_ranges: bool,
    pub has_addresses: bool,
    pub has_paths: bool,
    pub has_resources: bool,
    /// Whether a type is as wide as a pointer, which the VM's side takes for 64 bits.
    pub uses_sizes: bool,
    /// The unit struct that the crate takes memory from, unless that is the system.
    pub allocator: Option<&'static str>,
    pub items: Vec<String>,
    /// The items of the module `nif`.
    pub nif_items: Vec<String>,
    /// The import of the user's type, if the module calls it.
    pub implementation: Option<&'a String>,
    /// What the module imports besides.
    pub imports: Vec<Import>,
}

/// Documentation.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "form", content = "lines", rename_all = "snake_case")]
pub enum Docs {
    /// The lines of a comment, each from the space behind its mark on.
    Comment(Vec<String>),
    /// Strings in Rust, which rustdoc does not see when it looks for tests.
    Hidden(Vec<String>),
}

impl Docs {
    pub fn none() -> Self {
        Self::Comment(Vec::new())
    }
}

#[derive(Serialize)]
pub struct Import {
    /// The crate.
    pub path: &'static str,
    pub names: Vec<&'static str>,
}

/// A user's own type, under its name in the schema.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reexport<'a> {
    pub path: &'a str,
    pub alias: Option<String>,
}

/// The template of a single one.
#[derive(Serialize)]
pub struct Reexported<'a> {
    pub it: Reexport<'a>,
}

/// The trait that the user implements.
#[derive(Serialize)]
pub struct Trait<'a> {
    pub functions: Vec<Function>,
    pub hooks: Vec<HookFunction<'a>>,
}

#[derive(Serialize)]
pub struct Function {
    pub docs: Docs,
    /// Its signature, in lines.
    pub lines: String,
}

/// A function that the VM has called for a resource.
#[derive(Serialize)]
pub struct HookFunction<'a> {
    pub resource: &'a str,
    pub is_drop: bool,
    pub lines: String,
}

/// The parts of the helpers that depend on the schema.
#[derive(Serialize)]
pub struct Helpers<'a> {
    /// The module of the stubs.
    pub native: String,
    /// The Elixir module under which the exceptions are that Rust raises.
    pub namespace: &'a str,
    /// The digests of functions and types, in lines.
    pub digests: Vec<String>,
    /// Whether messages may show arguments.
    pub shows: bool,
    /// Whether handles can be closed, and locks may have to be given up.
    pub closes: bool,
    pub ordered: bool,
}
