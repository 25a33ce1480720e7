{#- The variables of parameters. -#}
{%- component variables(params) -%}
{% for param in params %}{{ param.var }}{% if not loop.last %}, {% endif %}{% endfor %}
{%- endcomponent variables -%}

{#- The call of the stub in the library, which returns what the facade does; but of a stream the iterator. -#}
{%- component native_call(nif) -%}
{%- set call %}Native.{{ nif.call }}({{ nif.answer.arguments | join(sep=", ") }}){% endset -%}
{%- set answer -%}
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
{%- endset -%}
{%- if nif.answer.loads -%}
{{ <loaded answer={answer} by={nif.answer.loads} /> }}
{%- else -%}
{{ answer }}
{%- endif -%}
{%- endcomponent native_call -%}

{#- What Elixir has of an answer from Rust. -#}
{%- component loaded(answer, by) -%}
{%- set value -%}
{%- if by.item or by.item_error -%}
fn stream -> Elixir.Stream.map(stream, {% if by.has_results %}fn item -> {{ <loaded_result answer="item" value={by.item} error={by.item_error} /> }} end{% else %}{{ by.item }}{% endif %}) end
{%- elif by.value -%}
{{ by.value }}
{%- endif -%}
{%- endset -%}
{{ <loaded_result answer={answer} value={value} error={by.error} /> }}
{%- endcomponent loaded -%}

{%- component loaded_result(answer, value, error) -%}
Representation.result({{ answer }}, {% if value %}{{ value }}{% else %}&Function.identity/1{% endif %}{% if error %}, {{ error }}{% endif %})
{%- endcomponent loaded_result -%}

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
{ {{- by.check }}, {{ by.fill }}{% if by.load %}, {{ by.load }}{% endif -%} }
{%- else -%}
{{ by.check }}
{%- endif -%}
{%- endcomponent held_value -%}
