{% if checked %}
{%- set representation %}{{ from }}(value){% endset -%}
{%- set within %}[{:from, {{ step }}} | path]{% endset -%}
{%- set checks_it %}{% if check %}{{ <checked by={check} errors="errors" value={representation} path={within} /> }}{% endif %}{% endset %}
  @doc false
{%- for cast in casts %}
  # What a cast made no value of.
  def check(errors, {__MODULE__, representation}, path) do
    Representation.refused(errors, representation, path, {{ check_fun }}, { {{- cast.expected }}, {{ in_json }}, %{}})
  end
{% endfor %}
{%- if validator %}
  def check(errors, value, path) do
    case {{ validator }}(value) do
      :ok -> {{ checks_it }}
      {:error, message} -> Validation.refused(errors, value, path, message)
    end
  end
{%- else %}
  def check(errors, %{{ struct_module }}{} = value, path), do: {{ checks_it }}

  def check(errors, value, path), do: Validation.mismatch(errors, value, path, { {{- expected }}, {{ in_json }}, %{}}, {{ hint }})
{%- endif %}
{% endif %}
{%- if dumped %}
  @doc false
{%- if inner_dump %}
  def dump(value) do
    value = {{ from }}(value)
    {{ inner_dump }}
  end
{%- else %}
  def dump(value), do: {{ from }}(value)
{%- endif %}
{% endif %}
{%- if loaded %}
  @doc false
{%- set value %}{{ to }}({% if inner_load %}{{ inner_load }}{% else %}value{% endif %}){% endset %}
  def load(value), do: {% if struct_module %}%{{ struct_module }}{} = {% endif %}{{ value }}
{% endif %}
{%- for cast in casts %}
  @doc false
{%- set call %}Representation.cast({{ cast.call }}, __MODULE__, {{ check_fun }}, [{% for fill in cast.fills %}{{ fill }}, {% endfor %}&{{ to }}/1]){% endset %}
{%- if validator %}
  def {{ cast.function }}(value) do
    if {{ validator }}(value) == :ok, do: value, else: {{ call }}
  end
{%- else %}
  def {{ cast.function }}(%{{ struct_module }}{} = value), do: value

  def {{ cast.function }}(value) do
    {{ call }}
  end
{%- endif %}
{% endfor %}