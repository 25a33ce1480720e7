{%- for line in docs %}{{ line }}
{% endfor -%}
#[derive({{ derives | join(sep=", ") }})]
{%- if derive %}
#[cfg_attr(feature = "nif", derive(rustler::{{ derive }}))]
{%- endif %}
pub enum {{ name }} {
{%- for variant in variants %}
    {%- for line in variant.docs %}
    {{ line }}
    {%- endfor %}
    {{ variant.name }}
    {%- if variant.shape == "values" %}({% for it in variant.values %}{{ it.value.type }}, {% endfor %})
    {%- elif variant.shape == "fields" %} {
        {%- for field in variant.fields %}
        {%- for line in field.docs %}
        {{ line }}
        {%- endfor %}
        {{ field.name }}: {{ field.value.type }},
        {%- endfor %}
    }
    {%- endif %},
{%- endfor %}
}
