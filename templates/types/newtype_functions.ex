{% if checked %}
  @doc false
{%- if recursive %}
  def check(errors, _value, path) when length(path) > 128 do
    Validation.too_deep(errors, path)
  end
{% endif %}
{%- if text_check or constraints and check %}
  # The search has ended: the value was not checked.
  def check([:more | _] = errors, _value, _path), do: errors
{% endif %}
{%- if text_check %}
  def check(errors, value, path) do
    case {{ <checked by={text_check} errors="errors" value="value" path="path" /> }} do
      ^errors -> check_trimmed(errors, String.trim(value), path)
      errors -> errors
    end
  end
{% endif %}
{%- if constraints %}
  {% if text_check %}defp check_trimmed{% else %}def check{% endif %}(errors, value, path) do
{%- if check %}
    case {{ <checked by={check} errors="errors" value="value" path="path" /> }} do
      ^errors ->
{%- if trim and not text_check %}
        value = String.trim(value)

{%- endif %}
{%- if constraints | length == 1 %}
        {{ <checked by={constraints[0]} errors="errors" value="value" path="path" /> }}
{%- else %}
        errors
{%- for constraint in constraints %}
        |> {{ <checked by={constraint} value="value" path="path" /> }}
{%- endfor %}
{%- endif %}

      errors ->
        errors
    end
{%- elif constraints | length == 1 %}
    {{ <checked by={constraints[0]} errors="errors" value="value" path="path" /> }}
{%- else %}
    errors
{%- for constraint in constraints %}
    |> {{ <checked by={constraint} value="value" path="path" /> }}
{%- endfor %}
{%- endif %}
  end
{%- elif check %}
  {% if text_check %}defp check_trimmed{% else %}def check{% endif %}(errors, value, path), do: {{ <checked by={check} errors="errors" value="value" path="path" /> }}
{%- else %}
  def check(errors, _value, _path), do: errors
{%- endif %}
{% endif %}
{%- if dumped %}
  @doc false
  def dump(value), do: {% if trim %}String.trim(value){% elif inner_dump %}{{ inner_dump }}{% else %}value{% endif %}
{% endif %}
{%- if loaded %}
  @doc false
  def load(value), do: {{ inner_load }}
{% endif %}
{%- for cast in casts %}
  @doc false
  def {{ cast.function }}(value), do: {{ cast.call }}
{% endfor %}