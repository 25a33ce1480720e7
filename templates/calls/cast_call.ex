{#- The call that casts a value. -#}
{%- component casted(by, value) -%}
{{ by.function }}({{ value }}{% for argument in by.arguments %}, {{ <call_argument of={argument} value={value} /> }}{% endfor %})
{%- endcomponent casted -%}

{#- The call, or a function that makes it. -#}
{%- if value -%}
{{ <casted by={by} value={value} /> }}
{%- elif by.arguments -%}
fn value -> {{ <casted by={by} value="value" /> }} end
{%- else -%}
&{{ by.function }}/1
{%- endif -%}
