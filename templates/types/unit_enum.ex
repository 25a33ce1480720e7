{% set fallback = "An enum of plain atoms." -%}
{% include "type_head.ex" %}{% include "variant_docs.ex" %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "unit_enum_functions.ex" %}
end
