{{ <docs of={docs} /> }}
{% if derives %}#[derive({{ derives | join(sep=", ") }})]
{% endif -%}
pub struct {{ name }}(pub {{ inner }});
