{% set fallback = "Options as a keyword list." -%}
{% include "type_head.ex" %}

{%- if fields %}

  ## Options
{% for field in fields %}
    * {{ <option_doc of={field} /> }}
{%- endfor %}
{%- endif %}
  """

{% include "aliases.ex" %}

{% if fields %}
  @type t :: [option()]
  @type option :: {% for field in fields %}{ {{- field.atom }}, {{ field.type -}} }{% if not loop.last %} | {% endif %}{% endfor %}
{% else %}
  @type t :: []
{% endif %}
{% include "options_functions.ex" %}
end
