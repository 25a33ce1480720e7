{%- for line in docs %}{{ line }}
{% endfor -%}
#[derive({{ derives | join(sep=", ") }})]
pub enum {{ name }} {
{%- for variant in variants %}
    {%- for line in variant.docs %}
    {{ line }}
    {%- endfor %}
    {{ variant.name }}
    {%- if variant.shape == "values" %}({% for it in variant.values %}{{ it.type }}, {% endfor %})
    {%- elif variant.shape == "fields" %} {
        {%- for field in variant.fields %}
        {%- for line in field.docs %}
        {{ line }}
        {%- endfor %}
        {{ field.name }}: {{ field.type }},
        {%- endfor %}
    }
    {%- endif %},
{%- endfor %}
}
