{% if checked %}
  @doc false
{%- if recursive %}
  def check(errors, _value, path) when length(path) > 128 do
    Validation.too_deep(errors, path)
  end
{% endif %}
{%- if exception %}
  def check(errors, %{{ reference }}{__exception__: mark}, path) when mark != true do
    Validation.mismatch(errors, mark, [:__exception__ | path], "true")
  end
{% endif %}
  def check(errors, value, path) do
    Validation.struct(errors, value, path, {{ reference }}, [{% for field in fields %}{{ field.key }} {{ field.check_fun }}{% if not loop.last %}, {% endif %}{% endfor %}])
  end
{% endif %}
{%- include "judged_defaults.ex" %}
{%- if dumped %}
  @doc false
  def dump(%{{ reference }}{ {%- for field in dumps %}{{ field.key }} {{ field.var }}{% if not loop.last %}, {% endif %}{% endfor -%} } = value) do
    %{value | {% for field in dumps %}{{ field.key }} {{ field.dump }}{% if not loop.last %}, {% endif %}{% endfor %}}
  end
{% endif %}
{%- if loaded %}
  @doc false
  def load(%{{ reference }}{ {%- for field in loads %}{{ field.key }} {{ field.var }}{% if not loop.last %}, {% endif %}{% endfor -%} } = value) do
    %{value | {% for field in loads %}{{ field.key }} {{ field.load }}{% if not loop.last %}, {% endif %}{% endfor %}}
  end
{% endif %}
{%- for cast in casts %}
  @doc false
{%- if cast.everywhere %}
  def {{ cast.function }}(value) do
    Cast.struct(value, {{ reference }}, [{{ required | join(sep=", ") }}], [{{ <entries of={cast.field_list} /> }}])
  end
{% else %}
  def {{ cast.function }}(%{{ reference }}{ {%- for field in cast.fields %}{{ field.key }} {{ field.var }}{% if not loop.last %}, {% endif %}{% endfor -%} } = value) do
    %{value | {% for field in cast.fields %}{{ field.key }} {{ field.call }}{% if not loop.last %}, {% endif %}{% endfor %}}
  end

  def {{ cast.function }}(value), do: value
{% endif %}
{%- endfor %}