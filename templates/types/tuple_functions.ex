{% if checked %}
  @doc false
{%- if recursive %}
  def check(errors, _value, path) when length(path) > 128 do
    Validation.too_deep(errors, path)
  end
{% endif %}
  def check(errors, { {{- tag_prefix }}{% for field in fields %}{% if not field.check %}_{% endif %}{{ field.var }}{% if not loop.last %}, {% endif %}{% endfor %}}, {% if checks == 0 %}_{% endif %}path) do
{%- if checks == 1 %}
{%- for field in fields %}{% if field.check %}
    {{ <checked by={field.check} errors="errors" value={field.var} path={"[{:elem, " ~ field.position ~ "} | path]"} /> }}
{%- endif %}{% endfor %}
{%- else %}
    errors
{%- for field in fields %}{% if field.check %}
    |> {{ <checked by={field.check} value={field.var} path={"[{:elem, " ~ field.position ~ "} | path]"} /> }}
{%- endif %}{% endfor %}
{%- endif %}
  end

  def check(errors, value, path) do
    Validation.not_a_tuple(errors, value, path, {{ expected }}, {{ size }})
  end
{% endif %}
{%- include "judged_defaults.ex" %}
{%- if dumped %}
  @doc false
  def dump({ {{- tag_prefix }}{% for field in fields %}{{ field.var }}{% if not loop.last %}, {% endif %}{% endfor %}}) do
    { {{- tag_prefix }}{% for field in fields %}{% if field.dump %}{{ field.dump }}{% else %}{{ field.var }}{% endif %}{% if not loop.last %}, {% endif %}{% endfor %}}
  end
{% endif %}
{%- if loaded %}
  @doc false
  def load({ {{- tag_prefix }}{% for field in fields %}{{ field.var }}{% if not loop.last %}, {% endif %}{% endfor %}}) do
    { {{- tag_prefix }}{% for field in fields %}{% if field.load %}{{ field.load }}{% else %}{{ field.var }}{% endif %}{% if not loop.last %}, {% endif %}{% endfor %}}
  end
{% endif %}
{%- for cast in casts %}
  @doc false
{%- if cast.everywhere %}
  def {{ cast.function }}([{{ tag_string_prefix }}{% for field in cast.fields %}{{ field.var }}{% if not loop.last %}, {% endif %}{% endfor %}]) do
    { {{- tag_prefix }}{% for field in cast.fields %}{{ field.call }}{% if not loop.last %}, {% endif %}{% endfor %}}
  end
{% endif %}
  def {{ cast.function }}({ {{- tag_prefix }}{% for field in fields %}{{ field.var }}{% if not loop.last %}, {% endif %}{% endfor %}}) do
    { {{- tag_prefix }}{% for value in cast.values %}{{ value }}{% if not loop.last %}, {% endif %}{% endfor %}}
  end

  def {{ cast.function }}(value), do: value
{% endfor %}