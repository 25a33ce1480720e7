{%- if form == "nil" -%}
nil
{%- elif form == "integer" -%}
1
{%- elif form == "float" -%}
1.5
{%- elif form == "bool" -%}
true
{%- elif form == "string" -%}
"text"
{%- elif form == "binary" -%}
<<1, 2, 3>>
{%- elif form == "path" -%}
"path/to/file"
{%- elif form == "pid" -%}
self()
{%- elif form == "reference" -%}
make_ref()
{%- elif form == "atom" -%}
:name
{%- elif form == "term" -%}
:anything
{%- elif form == "char" -%}
?a
{%- elif form == "ip" -%}
{127, 0, 0, 1}
{%- elif form == "uuid" -%}
"01234567-89ab-cdef-0123-456789abcdef"
{%- elif form == "packed_floats" -%}
<<1.5::float-{{ bits }}-native>>
{%- elif form == "packed_integers" -%}
<<1::{{ bits }}-native>>
{%- elif form == "decimal" -%}
Decimal.new("1.25")
{%- elif form == "date" -%}
~D[2024-02-29]
{%- elif form == "time" -%}
~T[12:30:00]
{%- elif form == "naive_datetime" -%}
~N[2024-02-29 12:30:00]
{%- elif form == "datetime" -%}
~U[2024-02-29 12:30:00Z]
{%- elif form == "duration" -%}
Duration.new!(hour: 1, minute: 30)
{%- elif form == "range" -%}
1..10
{%- elif form == "tuple" -%}
{ {{- elements | join(sep=", ") -}} }
{%- elif form == "list" -%}
[{{ elements | join(sep=", ") }}]
{%- elif form == "set" -%}
MapSet.new({{ elements }})
{%- elif form == "duplicates" -%}
List.duplicate({{ element }}, {{ length }})
{%- elif form == "repeated" -%}
String.duplicate({{ character }}, {{ length }})
{%- elif form == "pairs" -%}
%{ {%- if pair %}{{ pair[0] }} => {{ pair[1] }}{% endif -%} }
{%- elif form == "from" -%}
{{ function }}({{ value }})
{%- elif form == "made" -%}
{{ facade }}.{{ function }}!({{ arguments | join(sep=", ") }})
{%- else -%}
{%- set pairs %}{% for field in fields %}{{ field.key }} {{ field.value }}{% if not loop.last %}, {% endif %}{% endfor %}{% endset -%}
{%- if form == "options" -%}
[{{ pairs }}]
{%- elif form == "struct" -%}
%{{ module }}{ {{- pairs -}} }
{%- else -%}
%{ {{- pairs -}} }
{%- endif -%}
{%- endif -%}
