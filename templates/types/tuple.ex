{% set fallback = "A tuple whose elements are named fields in Rust." -%}
{% include "type_head.ex" %}{% include "field_docs.ex" %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% include "tuple_functions.ex" %}
end
