{% set fallback = "A value of one of several types." -%}
{% include "type_head.ex" %}{% include "variant_docs.ex" %}
  """

{% include "aliases.ex" %}

  @type t :: {% for variant in variants %}{{ variant.type }}{% if not loop.last %} | {% endif %}{% endfor %}
{% include "untagged_enum_functions.ex" %}
end
