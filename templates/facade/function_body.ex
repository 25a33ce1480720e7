{%- set variables %}{{ <variables params={nif.params} /> }}{% endset -%}
{%- set arguments %}{% if nif.taken == "apart" %}[{{ variables }}]{% else %}arguments{% endif %}{% endset -%}
{%- set taken -%}
{%- if nif.taken == "with_handles" -%}
__MODULE__.Stubs.with_handles(fn -> Arguments.{{ nif.call }}({{ variables }}) end)
{%- elif nif.taken -%}
Arguments.{{ nif.call }}({{ variables }})
{%- endif -%}
{%- endset -%}
{%- set answer -%}
{%- if nif.answer.form == "raising" -%}
case {{ <answer nif={nif} /> }} do
{:ok, value} -> value
{:error, error} -> {{ raise }} error
end
{%- else -%}
{{ <answer nif={nif} /> }}
{%- endif -%}
{%- endset -%}
{%- if nif.taken and nif.question %}
    case {{ taken }} do
      {:ok, {{ arguments }}} -> {{ answer }}
{%- if nif.checked %}
      {:error, error} -> {{ raise }} error
{%- endif %}
    end
{%- elif nif.taken %}
    with {:ok, {{ arguments }}} <- {{ taken }} do
      {{ answer }}
    end
{%- else %}
{%- for param in nif.cast_params %}
    {{ param.var }} = {{ param.cast }}
{%- endfor %}
{%- if nif.checked %}
{% if nif.checks | length == 1 %}
    case {{ <checked by={nif.checks[0].check} errors="[]" value={nif.checks[0].var} path={"[" ~ nif.checks[0].atom ~ "]"} /> }} do
{%- else %}
    errors =
      []
{%- for it in nif.checks %}
      |> {{ <checked by={it.check} value={it.var} path={"[" ~ it.atom ~ "]"} /> }}
{%- endfor %}

    case errors do
{%- endif %}
      [] -> {{ answer }}
      {% if nif.checks | length == 1 %}errors{% else %}_{% endif %} -> {% if nif.question %}{{ raise }} ValidationError.new(errors){% else %}{:error, ValidationError.new(errors)}{% endif %}
    end
{%- else %}
    {{ answer }}
{%- endif %}
{%- endif %}