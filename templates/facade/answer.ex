{#- The variables of parameters. -#}
{%- component variables(params) -%}
{% for param in params %}{{ param.var }}{% if not loop.last %}, {% endif %}{% endfor %}
{%- endcomponent variables -%}

{#- The call of the stub in the library. -#}
{%- component native_call(nif) -%}
Native.{{ nif.call }}({{ nif.answer.arguments | join(sep=", ") }})
{%- endcomponent native_call -%}

{%- component new_stream(nif, iterator, function="new") -%}
Stream.{{ function }}({{ iterator }}, Native, "{{ nif.label }}", :{{ nif.answer.next }}, {{ nif.chunk }})
{%- endcomponent new_stream -%}

{#- What the double takes for the answer of a stub, beside the arguments. -#}
{%- component stub_answer(nif) -%}
{{ nif.answer.name }}, {{ nif.answer.expected }}, {% for returned in nif.answer.returns %}{{ returned.tag }}: {{ <held by={returned.held} /> }}{% if not loop.last %}, {% endif %}{% endfor -%}
{%- endcomponent stub_answer -%}

{#- What a function of the facade answers. -#}
{%- component answer(nif) -%}
{%- if nif.answer.form == "tagged" -%}
{:ok, {{ <native_call nif={nif} /> }}}
{%- elif nif.answer.form == "stream" -%}
{%- set call %}{{ <native_call nif={nif} /> }}{% endset -%}
{:ok, {{ <new_stream nif={nif} iterator={call} /> }}}
{%- elif nif.answer.form == "stream_or_error" -%}
{%- set call %}{{ <native_call nif={nif} /> }}{% endset -%}
{{ <new_stream nif={nif} iterator={call} function="result" /> }}
{%- else -%}
{{ <native_call nif={nif} /> }}
{%- endif -%}
{%- endcomponent answer -%}

{#- The result of a function that cannot fail, without its tag. -#}
{%- component bare_answer(nif) -%}
{%- if nif.answer.of == "stub" and nif.value -%}
with({:ok, value} <- {{ nif.own_call }}({{ <variables params={nif.params} /> }}), do: value)
{%- elif nif.answer.of == "stub" -%}
{{ nif.own_call }}({{ <variables params={nif.params} /> }})
{%- elif nif.streams -%}
{%- set call %}{{ <native_call nif={nif} /> }}{% endset -%}
{{ <new_stream nif={nif} iterator={call} /> }}
{%- else -%}
{{ <native_call nif={nif} /> }}
{%- endif -%}
{%- endcomponent bare_answer -%}

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
