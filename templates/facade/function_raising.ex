{%- if nif.errors %}
    CallError.value!(__MODULE__.{{ nif.call }}({% for param in nif.params %}{{ param.var }}{% if not loop.last %}, {% endif %}{% endfor %}), "{{ nif.label }}")
{%- else %}
    {{ <bare_answer nif={nif} /> }}
{%- endif %}