{#- The type of the value that a function gives back. -#}
{%- component value_type(nif) -%}
{%- if not nif.value -%}
:ok
{%- elif nif.value.form == "value" -%}
{{ nif.value.type }}
{%- elif nif.value.item_error -%}
Enumerable.t({:ok, {{ nif.value.item }}} | {:error, {{ nif.value.item_error }}})
{%- else -%}
Enumerable.t({{ nif.value.item }})
{%- endif -%}
{%- endcomponent value_type -%}

{#- The type of all that a function may give back. -#}
{%- component returned_type(nif) -%}
{%- if nif.value and not nif.question -%}
{:ok, {{ <value_type nif={nif} /> }}}
{%- else -%}
{{ <value_type nif={nif} /> }}
{%- endif -%}
{%- if nif.errors %} | {:error, {{ nif.errors | join(sep=" | ") }}}{% endif -%}
{%- endcomponent returned_type -%}
