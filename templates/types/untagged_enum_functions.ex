{% if checked %}
  @doc false
{%- if recursive %}
  def check(errors, _value, path) when length(path) > 128 do
    Validation.too_deep(errors, path)
  end
{% endif %}
  def check(errors, value, path) do
    Validation.any(errors, value, path, {{ expected }}, [{% for variant in variants %}{{ variant.check_fun }}{% if not loop.last %}, {% endif %}{% endfor %}])
  end
{% endif %}
{%- if dumped %}
  @doc false
  def dump(value) do
    cond do
{%- for variant in variants %}
      [] |> {{ <checked by={variant.check} value="value" path="[]" /> }} |> Enum.empty?() -> {% if variant.dump %}{{ variant.dump }}{% else %}value{% endif %}
{%- endfor %}
    end
  end
{% endif %}
{%- for cast in casts %}
  @doc false
  def {{ cast.function }}(value) do
    Cast.first(value, [{% for variant in variants %}{ {{- cast.funs[loop.index0] }}, {{ variant.check_fun -}} }{% if not loop.last %}, {% endif %}{% endfor %}])
  end
{% endfor %}