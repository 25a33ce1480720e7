{%- for line in docs %}{{ line }}
{% endfor -%}
#[derive({{ derives | join(sep=", ") }})]
{%- if derive %}
#[cfg_attr(feature = "nif", derive(rustler::{{ derive }}){% if module %}, module = "{{ module }}"{% endif %}{% if tag %}, tag = {{ tag }}{% endif %})]
{%- endif %}
pub struct {{ name }} {
{%- for field in fields %}
    {%- for line in field.docs %}
    {{ line }}
    {%- endfor %}
    pub {{ field.name }}: {{ field.value.type }},
{%- endfor %}
}
