{% set fallback = "A record: a tuple that starts with its tag." -%}
{% include "type_head.ex" %}{% include "field_docs.ex" %}
  """

{% include "aliases.ex" %}

  @type t :: { {{- tag_prefix }}{% for field in fields %}{{ field.type }}{% if not loop.last %}, {% endif %}{% endfor %}}
{% include "tuple_functions.ex" %}
end
