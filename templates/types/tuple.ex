{% set fallback = "A tuple whose elements are named fields in Rust." -%}
{% include "type_head.ex" %}{% include "field_docs.ex" %}
  """

{% include "aliases.ex" %}

  @type t :: { {%- for field in fields %}{{ field.type }}{% if not loop.last %}, {% endif %}{% endfor %}}
{% include "tuple_functions.ex" %}
end
