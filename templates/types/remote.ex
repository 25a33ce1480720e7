{% set fallback = "A type of another library, which crosses as `" ~ notation ~ "`." -%}
{% include "type_head.ex" %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% include "remote_functions.ex" %}
end
