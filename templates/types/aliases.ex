{% for alias in aliases %}
  alias {{ alias }}
{%- endfor %}
{%- if requires_validation %}

  require Validation
{%- endif %}