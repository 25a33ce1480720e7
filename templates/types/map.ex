{% set fallback = "A plain map with atom keys." -%}
{% include "type_head.ex" %}{% include "field_docs.ex" %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "type_cast.ex" %}

{% include "map_functions.ex" %}
end
