{% set fallback = "A record: a tuple that starts with its tag." -%}
{% include "type_head.ex" %}{% include "field_docs.ex" %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% include "tuple_functions.ex" %}
end
