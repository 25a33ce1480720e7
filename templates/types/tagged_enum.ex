{% set fallback = "An enum whose variants carry values." -%}
{% include "type_head.ex" %}{% include "variant_docs.ex" %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% include "tagged_enum_functions.ex" %}
end
