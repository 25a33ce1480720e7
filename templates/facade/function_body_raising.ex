{%- if nif.errors -%}
, do: {{ take }}({{ nif.own_call }}({{ <variables params={nif.params} /> }}), "{{ nif.label }}")
{%- elif nif.value %} do
    {:ok, value} = {{ nif.own_call }}({{ <variables params={nif.params} /> }})
    value
  end
{%- else -%}
, do: {{ nif.own_call }}({{ <variables params={nif.params} /> }})
{%- endif -%}
