{% if has_variant_docs %}

  ## Variants
{% for variant in variants %}{% if variant.doc %}
    * `{{ variant.atom }}` - {{ variant.doc }}
{%- endif %}{% endfor %}
{%- endif %}