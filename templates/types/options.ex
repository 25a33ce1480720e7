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

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% include "options_functions.ex" %}
end
