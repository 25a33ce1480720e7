{%- if checked %}

  @doc false
{%- if recursive %}
  def check(errors, _value, path) when length(path) > 128 do
    Validation.too_deep(errors, path)
  end
{% endif %}
  def check(errors, value, path) do
{%- if checks == 0 %}
    Validation.keys(errors, value, path, [{{ required | join(sep=", ") }}], [{{ optional | join(sep=", ") }}])
{%- else %}
    errors
    |> Validation.keys(value, path, [{{ required | join(sep=", ") }}], [{{ optional | join(sep=", ") }}])
{%- for field in fields %}{% if field.check_fun %}
    |> Validation.key(value, {{ field.atom }}, path, {{ field.check_fun }})
{%- endif %}{% endfor %}
{%- endif %}
  end
{% endif %}
{%- include "judged_defaults.ex" %}
{%- if dumped %}
  @doc false
  def dump(value) do
{%- for field in dumps %}
    {{ field.var }} = {% if field.absent_ok %}Map.get(value, {{ field.atom }}, {{ field.default }}){% else %}Map.fetch!(value, {{ field.atom }}){% endif %}
{%- endfor %}
    %{ {%- for field in fields %}{{ field.key }} {% if field.dump %}{{ field.dump }}{% elif field.absent_ok %}Map.get(value, {{ field.atom }}, {{ field.default }}){% else %}Map.fetch!(value, {{ field.atom }}){% endif %}{% if not loop.last %}, {% endif %}{% endfor -%} }
  end
{% endif %}
{%- if loaded %}
  @doc false
  def load(%{ {%- for field in loads %}{{ field.key }} {{ field.var }}{% if not loop.last %}, {% endif %}{% endfor -%} } = value) do
    %{value | {% for field in loads %}{{ field.key }} {{ field.load }}{% if not loop.last %}, {% endif %}{% endfor %}}
  end
{% endif %}
{%- for cast in casts %}
  @doc false
{%- if cast.everywhere %}
  def {{ cast.function }}(value) do
    Cast.map(value, [{{ <entries of={cast.field_list} /> }}])
  end
{% else %}
  def {{ cast.function }}(value) do
{%- if cast.fields | length == 1 %}
    Cast.key(value, {{ cast.fields[0].atom }}, {{ cast.fields[0].fun }})
{%- else %}
    value
{%- for field in cast.fields %}
    |> Cast.key({{ field.atom }}, {{ field.fun }})
{%- endfor %}
{%- endif %}
  end
{% endif %}
{%- endfor %}