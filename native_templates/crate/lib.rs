{{ doc }}

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

{% for type in types -%}
{{ type }}

{% endfor -%}
/// Implements the functions of the boundary.
pub struct {{ implementation }};

{{ block }}
