{#- A function or closure that converts a value to one that Rustler encodes. -#}
{%- component encodable(by) -%}
{%- if by.conversion and by.has_floats -%}
|value: {{ by.conversion[0] }}| FiniteFloats({{ by.conversion[1] }})
{%- elif by.conversion -%}
|value: {{ by.conversion[0] }}| {{ by.conversion[1] }}
{%- elif by.function and by.has_floats -%}
|value| FiniteFloats({{ by.function }}(value))
{%- elif by.function -%}
{{ by.function }}
{%- else -%}
FiniteFloats
{%- endif -%}
{%- endcomponent encodable -%}

{#- The value that Rustler encodes. -#}
{%- component encoded_answer(by, value) -%}
{%- if not by -%}
{{ value }}
{%- elif by.conversion -%}
{ let value: {{ by.conversion[0] }} = {{ value }}; {% if by.has_floats %}FiniteFloats({{ by.conversion[1] }}){% else %}{{ by.conversion[1] }}{% endif %} }
{%- elif by.function and by.has_floats -%}
FiniteFloats({{ by.function }}({{ value }}))
{%- else -%}
{{ <encodable by={by} /> }}({{ value }})
{%- endif -%}
{%- endcomponent encoded_answer -%}

{#- An iterator over items that Rustler encodes. -#}
{%- component encoded_items(answer, items) -%}
{{ items }}
{%- if answer.are_results and (answer.item or answer.item_error) -%}
.map(|item| item{{ <mapped method="map" by={answer.item} /> }}{{ <mapped method="map_err" by={answer.item_error} /> }})
{%- else -%}
{{ <mapped method="map" by={answer.item} /> }}
{%- endif -%}
{%- endcomponent encoded_items -%}

{%- component mapped(method, by) -%}
{% if by %}.{{ method }}({{ <encodable by={by} /> }}){% endif %}
{%- endcomponent mapped -%}

{%- set call -%}
<Implementation as Nifs>::{{ implementation }}({% for it in parameters %}
    {%- if locks %}{% set value = it.variable %}{% else %}{% set value = <argument parameter={it} label={label} /> %}{% endif -%}
    {{ <passed parameter={it} value={value} /> }}, {% endfor %})
{%- endset -%}

{%- if answer.kind == "ok" -%}
{{ call }};
Ok(rustler::types::atom::ok())
{%- elif answer.kind == "ok_or_error" -%}
Ok(OkOrError({{ call }}{{ <mapped method="map_err" by={answer.error} /> }}))
{%- elif answer.kind == "result" -%}
Ok({{ call }}{{ <mapped method="map" by={answer.value} /> }}{{ <mapped method="map_err" by={answer.error} /> }})
{%- elif answer.kind == "stream_or_error" -%}
Ok({{ call }}.map(|items| stream::Stream::start("{{ label }}", {{ <encoded_items answer={answer} items="items" /> }})){{ <mapped method="map_err" by={answer.error} /> }})
{%- else -%}
{%- set value -%}
{%- if answer.kind == "stream" -%}
stream::Stream::start("{{ label }}", {{ <encoded_items answer={answer} items={call} /> }})
{%- else -%}
{{ <encoded_answer by={answer.value} value={call} /> }}
{%- endif -%}
{%- endset -%}
Ok({% if answer.kind == "bare" %}{{ value }}{% else %}(rustler::types::atom::ok(), {{ value }}){% endif %})
{%- endif -%}
