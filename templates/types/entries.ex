{#- The entries of a list: atoms, and keys with their values. -#}
{%- component entries(of) -%}
{% for entry in of %}{{ entry.name }}{% if entry.value %} {{ entry.value }}{% endif %}{% if not loop.last %}, {% endif %}{% endfor %}
{%- endcomponent entries -%}
