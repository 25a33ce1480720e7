{% set fallback = "An enum of plain atoms." -%}
{% include "type_head.ex" %}{% include "variant_docs.ex" %}
  """

{% include "aliases.ex" %}

  @type t :: {% for variant in variants %}{{ variant.atom }}{% if not loop.last %} | {% endif %}{% endfor %}
{% include "unit_enum_functions.ex" %}
end
