{% if has_field_docs %}

  ## Fields
{% for field in fields %}
    * `{{ field.atom }}`{% if field.doc %} - {{ field.doc }}{% endif %}
{%- endfor %}
{%- endif %}