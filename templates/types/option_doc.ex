{#- What documentation says of an option. -#}
{%- component option_doc(of) -%}
`{{ of.atom }}` ({% if of.absent_ok %}`{{ of.default_doc }}` by default{% else %}required{% endif %}){% if of.doc %} - {{ of.doc }}{% endif %}
{%- endcomponent option_doc -%}
