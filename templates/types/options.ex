{% set fallback = "Options as a keyword list." -%}
{% include "type_head.ex" %}

{%- if fields %}

  ## Options
{% for field in fields %}
    * `{{ field.atom }}` ({% if field.absent_ok %}`{{ field.default_doc }}` by default{% else %}required{% endif %}){% if field.doc %} - {{ field.doc }}{% endif %}
{%- endfor %}
{%- endif %}
  """

{% include "aliases.ex" %}

{% if fields %}
{% if typedoc %}  @typedoc {{ typedoc }}
{% endif %}  @type t :: [option()]
  @type option ::
{%- for field in fields %}
    {% if not loop.first %}| {% endif %}{ {{- field.atom }}, {{ field.type -}} }
{%- endfor %}
{% else %}
  @type t :: []
{% endif %}
{% include "options_functions.ex" %}
end
