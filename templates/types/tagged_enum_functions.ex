{% if checked %}
  @variants [{% for variant in variants %}{ {{- variant.atom }}, {{ variant.term -}} }{% if not loop.last %}, {% endif %}{% endfor %}]

  @doc false
{%- if recursive %}
  def check(errors, _value, path) when length(path) > 128 do
    Validation.too_deep(errors, path)
  end
{% endif %}
{%- for variant in variants %}
{%- if variant.shape == "unit" %}
  def check(errors, {{ variant.atom }}, _path), do: errors
{% elif variant.shape == "values" %}
{%- if variant.checks == 0 %}
  def check(errors, { {{- variant.atom }}{% for value in variant.values %}, _{{ value.var }}{% endfor -%} }, _path), do: errors
{% else %}
  def check(errors, { {{- variant.atom }}{% for value in variant.values %}, {% if not value.check %}_{% endif %}{{ value.var }}{% endfor -%} }, path) do
{%- if variant.checks == 1 %}
{%- for value in variant.values %}{% if value.check %}
    {{ <checked by={value.check} errors="errors" value={value.var} path={"[{:" ~ variant.step ~ ", " ~ value.position ~ "} | path]"} /> }}
{%- endif %}{% endfor %}
{%- else %}
    errors
{%- for value in variant.values %}{% if value.check %}
    |> {{ <checked by={value.check} value={value.var} path={"[{:" ~ variant.step ~ ", " ~ value.position ~ "} | path]"} /> }}
{%- endif %}{% endfor %}
{%- endif %}
  end
{% endif %}
{%- else %}
  def check(errors, { {{- variant.atom }}, fields}, path) when is_map(fields) and not is_struct(fields) do
    path = [{:elem, 1} | path]
{% if variant.checks == 0 %}
    Validation.keys(errors, fields, path, [{{ variant.required | join(sep=", ") }}], [{{ variant.optional | join(sep=", ") }}])
{%- else %}
    errors
    |> Validation.keys(fields, path, [{{ variant.required | join(sep=", ") }}], [{{ variant.optional | join(sep=", ") }}])
{%- for field in variant.fields %}{% if field.check_fun %}
    |> Validation.key(fields, {{ field.atom }}, path, {{ field.check_fun }})
{%- endif %}{% endfor %}
{%- endif %}
  end
{% endif %}
{%- endfor %}
  def check(errors, value, path), do: Validation.not_a_variant(errors, value, path, @variants)
{% endif %}
{%- if dumped %}
  @doc false
{%- for variant in variants %}{% if variant.dumped %}
{%- if variant.shape == "values" %}
  def dump({ {{- variant.atom }}{% for value in variant.values %}, {{ value.var }}{% endfor -%} }) do
    { {{- variant.atom }}{% for value in variant.values %}, {% if value.dump %}{{ value.dump }}{% else %}{{ value.var }}{% endif %}{% endfor -%} }
  end
{% else %}
  def dump({ {{- variant.atom }}, fields}) do
{%- for field in variant.fields %}
    {{ field.var }} = {% if field.absent_ok %}Map.get(fields, {{ field.atom }}, {{ field.default }}){% else %}Map.fetch!(fields, {{ field.atom }}){% endif %}
{%- endfor %}
    { {{- variant.atom }}, %{ {%- for field in variant.fields %}{{ field.key }} {% if field.dump %}{{ field.dump }}{% else %}{{ field.var }}{% endif %}{% if not loop.last %}, {% endif %}{% endfor -%} }}
  end
{% endif %}
{%- endif %}{% endfor %}
  def dump(value), do: value
{% endif %}
{%- if loaded %}
  @doc false
{%- for variant in variants %}{% if variant.loaded %}
{%- if variant.shape == "values" %}
  def load({ {{- variant.atom }}{% for value in variant.values %}, {{ value.var }}{% endfor -%} }) do
    { {{- variant.atom }}{% for value in variant.values %}, {% if value.load %}{{ value.load }}{% else %}{{ value.var }}{% endif %}{% endfor -%} }
  end
{% else %}
  def load({ {{- variant.atom }}, %{ {%- for field in variant.loads %}{{ field.key }} {{ field.var }}{% if not loop.last %}, {% endif %}{% endfor -%} } = fields}) do
    { {{- variant.atom }}, %{fields | {% for field in variant.loads %}{{ field.key }} {{ field.load }}{% if not loop.last %}, {% endif %}{% endfor %}}}
  end
{% endif %}
{%- endif %}{% endfor %}
  def load(value), do: value
{% endif %}
{%- for cast in casts %}
  @doc false
{%- for variant in variants %}
{%- set casting = cast.variants[loop.index0] %}
{%- if variant.shape == "unit" %}
{%- if cast.everywhere %}
  def {{ cast.function }}({{ variant.string }}), do: {{ variant.atom }}
{%- endif %}
{%- elif variant.shape == "values" %}
{%- if cast.everywhere %}
  def {{ cast.function }}(%{ {{- variant.string }} => {% if casting.vars | length == 1 %}value{% else %}[{{ casting.vars | join(sep=", ") }}]{% endif %}} = map) when map_size(map) == 1 do
    { {{- variant.atom }}, {{ casting.calls | join(sep=", ") -}} }
  end
{% endif %}
{%- if casting.changes %}
  def {{ cast.function }}({ {{- variant.atom }}, {{ casting.vars | join(sep=", ") -}} }) do
    { {{- variant.atom }}, {{ casting.calls | join(sep=", ") -}} }
  end
{% endif %}
{%- elif cast.everywhere %}
  def {{ cast.function }}(%{ {{- variant.string }} => fields} = map) when map_size(map) == 1 do
    {{ cast.function }}({ {{- variant.atom }}, fields})
  end

  def {{ cast.function }}({ {{- variant.atom }}, fields}) do
    fields = Cast.map(fields, [{{ <entries of={casting.field_list} /> }}])

    { {{- variant.atom }}, fields}
  end
{% elif casting.fields %}
  def {{ cast.function }}({ {{- variant.atom }}, %{} = fields}) do
{%- if casting.fields | length == 1 %}
    fields = Cast.key(fields, {{ casting.fields[0].atom }}, {{ casting.fields[0].fun }})
{%- else %}
    fields =
      fields
{%- for field in casting.fields %}
      |> Cast.key({{ field.atom }}, {{ field.fun }})
{%- endfor %}
{%- endif %}

    { {{- variant.atom }}, fields}
  end
{% endif %}
{%- endfor %}
  def {{ cast.function }}(value), do: value
{% endfor %}