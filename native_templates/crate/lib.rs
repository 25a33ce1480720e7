{{ doc }}

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

{% for type in types -%}
{{ type }}

{% endfor -%}
/// The functions of the boundary, done in Rust.
pub struct {{ implementation }};

{{ block }}
