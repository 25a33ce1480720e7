{% set fallback = "A type with its own encoding and decoding." -%}
{% include "type_head.ex" %}
  """

{% include "aliases.ex" %}

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% if checked %}
  @doc false
{%- if validator %}
  def check(errors, value, path) do
    case {{ validator }}(value) do
      :ok -> errors
      {:error, message} -> Validation.refused(errors, value, path, message)
    end
  end
{%- else %}
  def check(errors, _value, _path), do: errors
{%- endif %}
{% endif %}
{%- for cast in casts %}
  @doc false
  def {{ cast.function }}(value), do: {{ caster }}(value)
{% endfor %}
end
