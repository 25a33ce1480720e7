nif_codec::nifs!(
{%- for it in entries %}
    {{ it.schedule }} "{{ it.name }}"/{{ it.arity }} => {{ it.function }},
{%- endfor %}
);
