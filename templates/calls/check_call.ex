{#- The call that validates a value. Without errors, those found so far are piped into it. -#}
{%- component checked(by, value, path, errors="") -%}
{{ by.function }}({% if errors %}{{ errors }}, {% endif %}{{ value }}, {{ path }}{% for argument in by.arguments %}, {{ <call_argument of={argument} value={value} /> }}{% endfor %})
{%- endcomponent checked -%}

{#- An argument that follows the value and its path. -#}
{%- component call_argument(of, value) -%}
{%- if of.kind == "list" -%}
[{{ of.source | join(sep=", ") }}]
{%- elif of.kind == "size" -%}
{{ of.source }}({{ value }})
{%- else -%}
{{ of.source }}
{%- endif -%}
{%- endcomponent call_argument -%}

{#- The check as a function. -#}
{%- if by.arguments -%}
{{ by.function }}({% for argument in by.arguments %}{{ <call_argument of={argument} value="value" /> }}{% if not loop.last %}, {% endif %}{% endfor %})
{%- else -%}
&{{ by.function }}/3
{%- endif -%}
