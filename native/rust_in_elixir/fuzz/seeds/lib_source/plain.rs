//! Text.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// Implements the functions of the boundary.
pub struct Text;

impl Nifs for Text {
    fn upcase(text: &str) -> String {
        text.to_uppercase() // so
    }
}
