{{ <docs of={docs} /> }}
{% if derives %}#[derive({{ derives | join(sep=", ") }})]
{% endif -%}
pub struct {{ name }} {
{%- for field in fields %}{{ <docs of={field.docs} indent="    " /> }}
    pub {{ field.name }}: {{ field.type }},
{%- endfor %}{% if fields %}
{% endif %}}
