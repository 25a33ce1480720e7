{#- The type of the value that a function returns. -#}
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

{#- The return type of a function. -#}
{%- component returned_type(nif) -%}
{%- if nif.value and not nif.raises and not nif.tagged -%}
{:ok, {{ <value_type nif={nif} /> }}}
{%- else -%}
{{ <value_type nif={nif} /> }}
{%- endif -%}
{%- if nif.errors and not nif.raises %} | {:error, {{ nif.errors | join(sep=" | ") }}}{% endif -%}
{%- endcomponent returned_type -%}
