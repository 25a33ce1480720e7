//! The files that belong to the user and that the generator adds to: `lib.rs` and `Cargo.toml`.

pub mod lib_source;
mod lines;
pub mod manifest;
mod syntax_error;
