{% for alias in aliases %}
  alias {{ alias }}
{%- endfor %}
