{#- A value converted to another type; its parts are converted already. -#}
{%- component converted(by, value) -%}
{%- if by.form == "unwrapped" -%}
{{ value }}.0
{%- elif by.form == "wrapped" -%}
{{ by.type }}({{ value }})
{%- elif by.form == "optional" -%}
{{ value }}.map({{ <closure part={by.parts[0]} /> }})
{%- elif by.form == "list" -%}
{{ value }}.into_iter().map({{ <closure part={by.parts[0]} /> }}).collect{% if by.type %}::<{{ by.type }}>{% endif %}()
{%- elif by.form == "map" -%}
{{ value }}.into_iter().map(|(key, value)| ({{ by.parts[0].value }}, {{ by.parts[1].value }})).collect{% if by.type %}::<{{ by.type }}>{% endif %}()
{%- else -%}
{ let ({% for part in by.parts %}it{{ loop.index }}, {% endfor %}): {{ by.type }} = {{ value }}; ({% for part in by.parts %}{{ part.value }}, {% endfor %}) }
{%- endif -%}
{%- endcomponent converted -%}

{#- A closure that converts a value called `it`. -#}
{%- component closure(part) -%}
{% if part.function %}{{ part.function }}{% else %}|it| {{ part.value }}{% endif %}
{%- endcomponent closure -%}

{#- The call on a term that decodes a value. -#}
{%- component decoded(value) -%}
decode(){% if value.crossing %}.map(|it: {{ value.crossing.type }}| {{ value.crossing.narrowed }}){% endif %}
{%- endcomponent decoded -%}

{#- The expression to encode for the value at a place, or for the one that a variable borrows. -#}
{%- component encoded(value, place, borrowed=false) -%}
{%- if not value.crossing -%}
{% if not borrowed %}&{% endif %}{{ place }}
{%- elif value.crossing.is_copy -%}
{%- if borrowed %}{% set place = "*" ~ place %}{% endif -%}
&{{ <converted by={value.crossing.widened} value={place} /> }}
{%- else -%}
&{{ <converted by={value.crossing.widened} value={place ~ ".clone()"} /> }}
{%- endif -%}
{%- endcomponent encoded -%}

{{ <converted by={by} value={value} /> }}
