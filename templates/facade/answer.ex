{#- The variables of parameters. -#}
{%- component variables(params) -%}
{% for param in params %}{{ param.var }}{% if not loop.last %}, {% endif %}{% endfor %}
{%- endcomponent variables -%}

{#- The call of the stub in the library, which returns what the facade does; but of a stream the iterator. -#}
{%- component native_call(nif) -%}
{%- set call %}Native.{{ nif.call }}({{ nif.answer.arguments | join(sep=", ") }}){% endset -%}
{%- if nif.answer.next -%}
Stream.result({{ call }}, Native, "{{ nif.label }}", :{{ nif.answer.next }}, {{ nif.chunk }})
{%- elif nif.answer.feed -%}
{%- set it = nif.answer.feed -%}
StreamInput.call{% if nif.question %}!{% endif %}({{ call }}, {{ it.var }}, %{native: Native, function: "{{ nif.label }}", parameter: {{ it.atom }}, chunk: {{ nif.chunk }}, check: {{ it.check }}
{%- if it.cast %}, cast: {{ it.cast }}{% endif %}
{%- if it.is_checked %}, checked?: true{% endif %}
{%- if it.dump %}, dump: {{ it.dump }}{% endif %}
{%- if it.is_json %}, json?: true{% endif %}})
{%- else -%}
{{ call }}
{%- endif -%}
{%- endcomponent native_call -%}

{#- What the double takes for the answer of a stub, beside the arguments. -#}
{%- component stub_answer(nif) -%}
{{ nif.answer.name }}, {{ nif.answer.expected }}, {% for returned in nif.answer.returns %}{{ returned.tag }}: {{ <held by={returned.held} /> }}{% if not loop.last %}, {% endif %}{% endfor -%}
{%- endcomponent stub_answer -%}

{#- How the double checks a result. -#}
{%- component held(by) -%}
{%- if by.form == "nothing" -%}
nil
{%- elif by.form == "exception" -%}
{{ by.module }}
{%- elif by.form == "result" -%}
%{ok: {{ <held_value by={by.ok} /> }}, error: {{ <held_value by={by.error} /> }}}
{%- else -%}
{{ <held_value by={by} /> }}
{%- endif -%}
{%- endcomponent held -%}

{%- component held_value(by) -%}
{%- if by.fill -%}
{ {{- by.check }}, {{ by.fill -}} }
{%- else -%}
{{ by.check }}
{%- endif -%}
{%- endcomponent held_value -%}
