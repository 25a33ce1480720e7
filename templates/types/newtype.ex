{% set fallback = "A newtype over `" ~ notation ~ "`." -%}
{% include "type_head.ex" %}
{%- if constraint_docs %}

  It is {{ constraint_docs | join(sep=", ") }}.
{%- endif %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% include "newtype_functions.ex" %}
end
