//! Text.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// The functions of the boundary, done in Rust.
pub struct Text;

impl Nifs for Text {
    fn upcase(text: &str) -> String {
        text.to_uppercase() // so
    }
}
