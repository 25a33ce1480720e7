//! How values cross between Elixir and Rust.
//!
//! [`Decode`] checks a term while it reads it, by the rules of validation in Elixir, and stops at the first thing that is
//! wrong. [`Encode`] makes a term. Both call the functions of the VM directly, which takes less time than Rustler's own
//! codecs, and all that is `unsafe` stands in `raw.rs`.
//!
//! The types of a boundary get their codecs from the macros here, one for each kind.

mod answer;
mod atoms;
mod decode;
mod encode;
mod macros;
mod raw;
mod refusal;

pub use answer::{OkOrError, Success};
pub use atoms::{Keys, Name, atom, atom_name};
pub use decode::Decode;
pub use encode::{Encode, NotFinite};
pub use raw::{Atom, Elements, RawEnv, RawTerm};
pub use refusal::{decode_by_rustler, decode_custom};
