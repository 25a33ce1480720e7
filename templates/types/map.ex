{% set fallback = "A plain map with atom keys." -%}
{% include "type_head.ex" %}{% include "field_docs.ex" %}
  """

{% include "aliases.ex" %}

  @type t :: %{ {%- for field in fields %}{% if not optional or not taken_in %}{{ field.key }} {% elif field.absent_ok %}optional({{ field.atom }}) => {% else %}required({{ field.atom }}) => {% endif %}{{ field.type }}{% if not loop.last %}, {% endif %}{% endfor -%} }

{% include "map_functions.ex" %}
end
