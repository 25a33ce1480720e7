{% if checked %}
  @doc false
{%- if recursive %}
  def check(errors, _value, path) when length(path) > 128 do
    Validation.too_deep(errors, path)
  end
{% endif %}
  def check(errors, value, path) do
    Validation.options(errors, value, path, [{{ required | join(sep=", ") }}], [{% for field in fields %}{{ field.key }} {{ field.check_fun }}{% if not loop.last %}, {% endif %}{% endfor %}])
  end

  @doc false
{%- if fields %}
  def dump(value) do
{%- for field in dumps %}
    {{ field.var }} = {% if field.absent_ok %}Keyword.get(value, {{ field.atom }}, {{ field.default }}){% else %}Keyword.fetch!(value, {{ field.atom }}){% endif %}
{%- endfor %}

    %{ {%- for field in fields %}{{ field.key }} {% if field.dump %}{{ field.dump }}{% elif field.absent_ok %}Keyword.get(value, {{ field.atom }}, {{ field.default }}){% else %}Keyword.fetch!(value, {{ field.atom }}){% endif %}{% if not loop.last %}, {% endif %}{% endfor -%} }
  end
{%- else %}
  def dump([]), do: %{}
{%- endif %}
{% endif %}
{%- include "judged_defaults.ex" %}
{%- for cast in casts %}
  @doc false
{%- if cast.everywhere %}
  def {{ cast.function }}(value) do
    Cast.options(value, [{{ <entries of={cast.field_list} /> }}])
  end
{% else %}
  def {{ cast.function }}(value) do
{%- if cast.fields | length == 1 %}
    Cast.option(value, {{ cast.fields[0].atom }}, {{ cast.fields[0].fun }})
{%- else %}
    value
{%- for field in cast.fields %}
    |> Cast.option({{ field.atom }}, {{ field.fun }})
{%- endfor %}
{%- endif %}
  end
{% endif %}
{%- endfor %}