@spec {% if raises %}{{ nif.bang }}{% else %}{{ nif.definition }}{% endif -%}
({% for param in nif.params %}{{ param.type }}{% if not loop.last %}, {% endif %}{% endfor %}) ::{{ " " -}}
{% if raises %}{{ <value_type nif={nif} /> }}{% else %}{{ <returned_type nif={nif} /> }}{% endif -%}
