{%- for line in docs %}{{ line }}
{% endfor -%}
#[derive({{ derives | join(sep=", ") }})]
pub struct {{ name }}(pub {{ inner }});
