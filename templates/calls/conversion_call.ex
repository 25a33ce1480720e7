{#- Converts a valid value to the shape that Rust decodes, or what comes from Rust to the value of Elixir. -#}
{%- component converted_value(conversion, value) -%}
{%- if conversion.form == "function" -%}
{{ conversion.by }}({{ value }})
{%- elif conversion.form == "list" -%}
Enum.map({{ value }}, {{ conversion.by }})
{%- elif conversion.form == "optional" -%}
{{ value }} && {{ conversion.by }}
{%- elif conversion.form == "unless" -%}
Representation.optional({{ value }}, {{ conversion.by }})
{%- elif conversion.form == "map" -%}
Map.new({{ value }}, fn {key, value} -> {key, {{ conversion.by }}} end)
{%- else -%}
with({ {%- for part in conversion.by %}value{{ loop.index }}{% if not loop.last %}, {% endif %}{% endfor -%} } <- {{ value }}, do: { {{- conversion.by | join(sep=", ") -}} })
{%- endif -%}
{%- endcomponent converted_value -%}

{#- The expression, or a function that evaluates it. -#}
{%- if value -%}
{{ <converted_value conversion={by} value={value} /> }}
{%- elif by.form == "function" -%}
&{{ by.by }}/1
{%- else -%}
fn value -> {{ <converted_value conversion={by} value="value" /> }} end
{%- endif -%}
