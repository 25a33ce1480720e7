{% set fallback = "An enum whose variants carry values." -%}
{% include "type_head.ex" %}{% include "variant_docs.ex" %}
  """

{% include "aliases.ex" %}

  @type t ::
{%- for variant in variants %} {% if not loop.first %}| {% endif %}
{%- if variant.shape == "unit" %}{{ variant.atom }}
{%- elif variant.shape == "values" %}{ {{- variant.atom }}{% for value in variant.values %}, {{ value.type }}{% endfor %}}
{%- else %}{ {{- variant.atom }}, %{ {%- for field in variant.fields %}{% if not variant.optional %}{{ field.key }} {% elif field.absent_ok %}optional({{ field.atom }}) => {% else %}required({{ field.atom }}) => {% endif %}{{ field.type }}{% if not loop.last %}, {% endif %}{% endfor -%} }}
{%- endif %}
{%- endfor %}
{% include "tagged_enum_functions.ex" %}
end
