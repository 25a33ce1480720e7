{% for alias in aliases %}
  alias {{ alias }}
{%- endfor %}
{%- if macros %}
  require {{ macros }}, as: Validation
{%- endif %}