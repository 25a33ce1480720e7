{%- if nif.raises -%}
{% include "function_body_raising.ex" %}
{%- else %} do
    with {:ok, value} <- {{ nif.own_call }}({{ <variables params={nif.params} /> }}), do: value
  end
{%- endif -%}
