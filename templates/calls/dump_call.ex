{#- Converts a valid value to the shape that Rust decodes. -#}
{%- component dumped(dump, value) -%}
{%- if dump.form == "function" -%}
{{ dump.by }}({{ value }})
{%- elif dump.form == "list" -%}
Enum.map({{ value }}, {{ dump.by }})
{%- elif dump.form == "optional" -%}
{{ value }} && {{ dump.by }}
{%- elif dump.form == "map" -%}
Map.new({{ value }}, fn {key, value} -> {key, {{ dump.by }}} end)
{%- else -%}
with({ {%- for part in dump.by %}value{{ loop.index }}{% if not loop.last %}, {% endif %}{% endfor -%} } <- {{ value }}, do: { {{- dump.by | join(sep=", ") -}} })
{%- endif -%}
{%- endcomponent dumped -%}

{#- The expression, or a function that evaluates it. -#}
{%- if value -%}
{{ <dumped dump={by} value={value} /> }}
{%- elif by.form == "function" -%}
&{{ by.by }}/1
{%- else -%}
fn value -> {{ <dumped dump={by} value="value" /> }} end
{%- endif -%}
