{%- if nif.errors %}
    case __MODULE__.{{ nif.call }}({% for param in nif.params %}{{ param.var }}{% if not loop.last %}, {% endif %}{% endfor %}) do
{%- if nif.value %}
      {:ok, value} -> value
{%- else %}
      :ok -> :ok
{%- endif %}
{%- if nif.raises_reason %}
{%- if nif.checked %}
      {:error, %ValidationError{} = error} -> {{ raise }} error
{%- endif %}
{%- if nif.guarded %}
      {:error, %ResourceError{} = error} -> {{ raise }} error
{%- endif %}
      {:error, reason} -> {{ raise }} CallError, function: "{{ nif.label }}", reason: reason
{%- else %}
      {:error, error} -> {{ raise }} error
{%- endif %}
    end
{%- else %}
    {{ <bare_answer nif={nif} /> }}
{%- endif %}