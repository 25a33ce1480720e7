{% set fallback = "A record: a tuple that starts with its tag." -%}
{% set separator %}{% if fields %}, {% endif %}{% endset -%}
{% set tag_prefix = tag ~ separator -%}
{% set tag_string_prefix = tag_string ~ separator -%}
{% include "type_head.ex" %}{% include "field_docs.ex" %}
  """

{% include "aliases.ex" %}

{% if typedoc %}  @typedoc {{ typedoc }}
{% endif %}  @type t :: { {{- tag_prefix }}{% for field in fields %}{{ field.type }}{% if not loop.last %}, {% endif %}{% endfor %}}
{% include "tuple_functions.ex" %}
end
