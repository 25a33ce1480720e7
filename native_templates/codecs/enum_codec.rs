nif_codec::as_enum!({{ name }} {
{%- for variant in variants %}
    {{ variant.name }} = {{ variant.atom }}
    {%- if variant.shape == "values" %}({% for it in variant.values %}{{ it.var }}{% if not loop.last %}, {% endif %}{% endfor %})
    {%- elif variant.shape == "fields" %} { {% for field in variant.fields %}{{ field.name }}{% if field.key %}: {{ field.key }}{% endif %}{% if not loop.last %}, {% endif %}{% endfor %} }
    {%- endif %},
{%- endfor %}
}{% if recursive %} via descend{% endif %});
