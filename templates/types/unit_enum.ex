{% set fallback = "An enum of plain atoms." -%}
{% include "type_head.ex" %}{% include "variant_docs.ex" %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% include "unit_enum_functions.ex" %}
end
