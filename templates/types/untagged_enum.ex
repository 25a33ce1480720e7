{% set fallback = "A value of one of several types." -%}
{% include "type_head.ex" %}{% include "variant_docs.ex" %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% include "untagged_enum_functions.ex" %}
end
