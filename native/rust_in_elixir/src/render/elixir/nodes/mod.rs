//! The nodes that the templates of the Elixir side print: one type for each construct, with everything computed.
//!
//! A name, a type, a literal or an expression in them is Elixir source already.

mod calls;
mod functions;
mod modules;
mod starter_test;
mod types;

use serde::Serialize;

pub use calls::*;
pub use functions::*;
pub use modules::*;
pub use starter_test::*;
pub use types::*;

/// A file with a module, around what its own template prints.
#[derive(Serialize)]
pub struct File<'a, T> {
    pub module: String,
    pub facade: &'a str,
    /// The module under which those are that all boundaries share.
    pub namespace: &'a str,
    pub schema_path: String,
    pub aliases: Vec<String>,
    #[serde(flatten)]
    pub content: T,
}
