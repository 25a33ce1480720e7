{% if checked %}
  @variants [{% for variant in variants %}{{ variant.atom }}{% if not loop.last %}, {% endif %}{% endfor %}]

  @doc false
  def check(errors, value, _path) when value in @variants, do: errors

  def check(errors, value, path), do: Validation.not_a_variant(errors, value, path, @variants)
{% endif %}
{%- for cast in casts %}
  @doc false
{%- for variant in variants %}
  def {{ cast.function }}({{ variant.string }}), do: {{ variant.atom }}
{%- endfor %}
  def {{ cast.function }}(value), do: value
{% endfor %}