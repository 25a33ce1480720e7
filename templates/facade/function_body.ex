{%- if nif.taken and nif.question %}
    case {{ nif.taken }} do
      {:ok, {{ nif.arguments }}} -> {{ nif.answer }}
{%- if nif.checked %}
      {:error, error} -> {{ raise }} error
{%- endif %}
    end
{%- elif nif.taken %}
    with {:ok, {{ nif.arguments }}} <- {{ nif.taken }} do
      {{ nif.answer }}
    end
{%- else %}
{%- for param in nif.params %}{% if param.cast %}
    {{ param.var }} = {{ param.cast }}
{%- endif %}{% endfor %}
{%- if nif.checked %}
{% if nif.single_check %}
    case {{ nif.single_check }} do
{%- else %}
    errors =
      []
{%- for check in nif.checks %}
      |> {{ check }}
{%- endfor %}

    case errors do
{%- endif %}
      [] -> {{ nif.answer }}
      {% if nif.single_check %}errors{% else %}_{% endif %} -> {% if nif.question %}{{ raise }} ValidationError.new(errors){% else %}{:error, ValidationError.new(errors)}{% endif %}
    end
{%- else %}
    {{ nif.answer }}
{%- endif %}
{%- endif %}