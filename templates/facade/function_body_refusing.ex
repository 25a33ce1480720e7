{%- set variables %}{{ <variables params={nif.params} /> }}{% endset -%}
{%- set patterns = nif.accepted.patterns | join(sep=", ") -%}
{%- set is_one = nif.params | length == 1 -%}
{%- set given %}{% if is_one %}{{ variables }}{% else %}{ {{- variables -}} }{% endif %}{% endset -%}
{%- set accepted %}{% if is_one %}{{ patterns }}{% else %}{ {{- patterns -}} }{% endif %}{% endset %} do
    case {{ given }} do
      {{ accepted }}{% if nif.accepted.guard %} when {{ nif.accepted.guard }}{% endif %} ->
        {{ take }}({{ nif.tagged }}({{ variables }}), "{{ nif.label }}")

      {{ given }} ->
        {:error, error} = {{ nif.tagged }}({{ variables }})
        {{ raise }} error
    end
  end
