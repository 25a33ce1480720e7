//! The NIFs of this crate.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// Implements the functions of the boundary.
pub struct Empty;

impl Nifs for Empty {}
