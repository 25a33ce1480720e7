{{ doc }}

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// The functions of the boundary, done in Rust.
pub struct {{ implementation }};

{{ block }}
