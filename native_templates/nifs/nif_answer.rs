{#- A value or the items of an iterator, converted to what has a codec. -#}
{%- component converted(value, by) -%}
{% if by %}{{ by }}({{ value }}){% else %}{{ value }}{% endif %}
{%- endcomponent converted -%}

{%- component mapped(method, by) -%}
{% if by %}.{{ method }}({{ by }}){% endif %}
{%- endcomponent mapped -%}

{%- set call -%}
<Implementation as Nifs>::{{ implementation }}({% for it in parameters %}{{ <passed parameter={it} value={it.variable} /> }}{% if not loop.last %}, {% endif %}{% endfor %})
{%- endset -%}

{%- if answer.kind == "ok" -%}
Ok({{ call }})
{%- elif answer.kind == "ok_or_error" -%}
Ok(nif_codec::OkOrError({{ call }}{{ <mapped method="map_err" by={answer.error} /> }}))
{%- elif answer.kind == "result" -%}
Ok({{ call }}{{ <mapped method="map" by={answer.value} /> }}{{ <mapped method="map_err" by={answer.error} /> }})
{%- elif answer.kind == "stream_or_error" -%}
Ok({{ call }}.map(|items| call.stream(items)){{ <mapped method="map_err" by={answer.error} /> }})
{%- elif answer.kind == "bare" -%}
Ok({{ <converted value={call} by={answer.value} /> }})
{%- elif answer.kind == "stream" -%}
Ok(nif_codec::Success(call.stream({{ call }})))
{%- else -%}
Ok(nif_codec::Success({{ <converted value={call} by={answer.value} /> }}))
{%- endif -%}
