{{ <docs of={docs} /> }}
{% if derives %}#[derive({{ derives | join(sep=", ") }})]
{% endif -%}
pub enum {{ name }} {
{%- for variant in variants %}{{ <docs of={variant.docs} indent="    " /> }}
    {{ variant.name }}
    {%- if variant.shape == "values" %}({% for it in variant.values %}{{ it.type }}{% if not loop.last %}, {% endif %}{% endfor %})
    {%- elif variant.shape == "fields" %} {
        {%- for field in variant.fields %}{{ <docs of={field.docs} indent="        " /> }}
        {{ field.name }}: {{ field.type }},
        {%- endfor %}
    }
    {%- endif %},
{%- endfor %}
}
