{% if has_field_docs %}

  ## Fields
{% for field in fields %}{% if field.doc %}
    * `{{ field.atom }}` - {{ field.doc }}
{%- endif %}{% endfor %}
{%- endif %}