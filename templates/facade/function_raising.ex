{%- if nif.errors -%}
, do: CallError.value!({{ nif.own_call }}({% for param in nif.params %}{{ param.var }}{% if not loop.last %}, {% endif %}{% endfor %}), "{{ nif.label }}")
{%- else -%}
, do: {{ <bare_answer nif={nif} /> }}
{%- endif -%}
