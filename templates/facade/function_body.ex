{%- set variables %}{{ <variables params={nif.params} /> }}{% endset -%}
{%- set is_stub = nif.answer.of == "stub" -%}
{%- set answer -%}
{%- if is_stub -%}
{{ <stub_answer nif={nif} /> }}
{%- elif nif.answer.of == "rust" -%}
{{ <native_call nif={nif} /> }}
{%- endif -%}
{%- endset -%}
{%- set taken -%}
{%- if nif.taken == "with_handles" -%}
{{ stubs }}.with_handles(fn -> Arguments.{{ nif.call }}({{ variables }}) end)
{%- elif nif.taken -%}
Arguments.{{ nif.call }}({{ variables }})
{%- elif is_stub -%}
{:ok, [{{ variables }}]}
{%- endif -%}
{%- endset -%}
{%- if nif.explains %}
{%- set problems -%}
{%- if nif.taken -%}
{{ taken }}
{%- elif nif.checks | length == 1 -%}
{{ <checked by={nif.checks[0].check} errors="[]" value={nif.checks[0].var} path={"[" ~ nif.checks[0].atom ~ "]"} /> }}
{%- endif -%}
{%- endset %}
{%- set refused -%}
{%- if nif.question -%}
{{ raise }}(ValidationError.new({{ problems }}, "{{ nif.label }}"))
{%- else -%}
ValidationError.error({{ problems }}, "{{ nif.label }}")
{%- endif -%}
{%- endset %}
{%- if problems and refused | length <= 85 %}
    with :invalid <- {{ answer }}, do: {{ refused }}
{%- else %}
    with :invalid <- {{ answer }} do
{%- if nif.taken %}
      {{ nif.params[0].var }}
      |> Arguments.{{ nif.call }}({% for param in nif.params %}{% if not loop.first %}{{ param.var }}{% if not loop.last %}, {% endif %}{% endif %}{% endfor %})
{%- else %}
      []
{%- for it in nif.checks %}
      |> {{ <checked by={it.check} value={it.var} path={"[" ~ it.atom ~ "]"} /> }}
{%- endfor %}
{%- endif %}
{%- if nif.question %}
      |> ValidationError.new("{{ nif.label }}")
      |> {{ raise }}()
{%- else %}
      |> ValidationError.error("{{ nif.label }}")
{%- endif %}
    end
{%- endif %}
{%- elif nif.taken and nif.question %}
    case {{ taken }} do
{%- if is_stub %}
      {:ok, arguments} -> {{ stubs }}.answer({:ok, arguments}, {{ answer }})
{%- else %}
      {:ok, [{{ variables }}]} -> {{ answer }}
{%- endif %}
{%- if nif.checked %}
      {:error, error} -> {{ raise }} error
{%- endif %}
    end
{%- elif nif.taken == "together" %}
{%- set call %}    {{ stubs }}.answer({{ taken }}, {{ answer }}){% endset -%}
{%- if call | length <= 98 %}
{{ call }}
{%- else %}
    {{ nif.params[0].var }} |> Arguments.{{ nif.call }}({% for param in nif.params %}{% if not loop.first %}{{ param.var }}{% if not loop.last %}, {% endif %}{% endif %}{% endfor %}) |> {{ stubs }}.answer({{ answer }})
{%- endif %}
{%- elif nif.taken == "with_handles" %}
    arguments = {{ taken }}
    {{ stubs }}.answer(arguments, {{ answer }})
{%- elif is_stub %}
    {{ stubs }}.answer({{ taken }}, {{ answer }})
{%- elif nif.taken %}
    with {:ok, [{{ variables }}]} <- {{ taken }}{% if nif.answer.feed %} do
      {{ answer }}
    end
{%- else %}, do: {{ answer }}
{%- endif %}
{%- else %}
{%- set given %}{% for it in nif.given %}{{ it.key }} {{ it.var }}{% if not loop.last %}, {% endif %}{% endfor %}{% endset -%}
{%- set arguments %}[{{ variables }}]{% if nif.given %}, {% if nif.cast_params %}given{% else %}{{ given }}{% endif %}{% endif %}{% endset -%}
{%- if nif.given and nif.cast_params %}
    given = [{{ given }}]
{%- endif %}
{%- for param in nif.cast_params %}
    {{ param.var }} = {{ param.cast }}
{%- endfor %}
{%- set one %}{% if nif.checks | length == 1 %}{{ <checked by={nif.checks[0].check} errors="[]" value={nif.checks[0].var} path={"[" ~ nif.checks[0].atom ~ "]"} /> }}{% endif %}{% endset -%}
{%- if nif.answer.of == "arguments" %}
{%- if not nif.checked %}
    {:ok, [{{ variables }}]}
{%- elif one %}
    ValidationError.result({{ one }}, {{ arguments }})
{%- else %}
    []
{%- for it in nif.checks %}
    |> {{ <checked by={it.check} value={it.var} path={"[" ~ it.atom ~ "]"} /> }}
{%- endfor %}
    |> ValidationError.result({{ arguments }})
{%- endif %}
{%- elif nif.checked %}
{%- if one %}
    errors = {{ one }}
{%- else %}
    errors =
      []
{%- for it in nif.checks %}
      |> {{ <checked by={it.check} value={it.var} path={"[" ~ it.atom ~ "]"} /> }}
{%- endfor %}

{% endif %}
{%- if nif.question %}
    {{ condition }} errors != [], do: {{ raise }}(ValidationError.new(errors))
    {{ answer }}
{%- else %}
{%- if nif.answer.feed %}
    {{ condition }} errors == [] do
      {{ answer }}
    else
      ValidationError.error(errors)
    end
{%- else %}
    {{ condition }} errors == [], do: {{ answer }}, else: ValidationError.error(errors)
{%- endif %}
{%- endif %}
{%- else %}
    {{ answer }}
{%- endif %}
{%- endif %}
