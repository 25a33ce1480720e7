{% if has_variant_docs %}

  ## Variants
{% for variant in variants %}
    * `{{ variant.atom }}`{% if variant.doc %} - {{ variant.doc }}{% endif %}
{%- endfor %}
{%- endif %}