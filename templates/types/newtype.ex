{% set fallback = "A newtype over `" ~ notation ~ "`." -%}
{% include "type_head.ex" %}
{%- if constraint_docs %}

  It is {{ constraint_docs | join(sep=", ") }}.
{%- endif %}
  """

{% include "aliases.ex" %}

  @type t :: {{ type }}
{% include "newtype_functions.ex" %}
end
