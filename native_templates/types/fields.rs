{%- for line in docs %}{{ line }}
{% endfor -%}
#[derive({{ derives | join(sep=", ") }})]
pub struct {{ name }} {
{%- for field in fields %}
    {%- for line in field.docs %}
    {{ line }}
    {%- endfor %}
    pub {{ field.name }}: {{ field.type }},
{%- endfor %}
}
