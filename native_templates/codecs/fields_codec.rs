{%- component entry(field) -%}
{{ field.name }}{% if field.key %}: {{ field.key }}{% endif %}
{%- endcomponent entry -%}

nif_codec::{% if exception %}as_exception{% elif module %}as_struct{% else %}as_map{% endif %}!({{ name }}{% if module %} as "Elixir.{{ module }}"{% endif %} {
{%- if is_long %}
{%- for field in fields %}
    {{ <entry field={field} /> }},
{%- endfor %}
}
{%- elif fields %} {% for field in fields %}{{ <entry field={field} /> }}{% if not loop.last %}, {% endif %}{% endfor %} }
{%- else %}}
{%- endif %}{% if recursive %} via descend{% endif %});
