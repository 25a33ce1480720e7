//! The NIFs of this crate.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// The functions of the boundary, done in Rust.
pub struct Empty;

impl Nifs for Empty {}
