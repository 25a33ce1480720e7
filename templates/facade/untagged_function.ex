{%- set variables %}{{ <variables params={nif.params} /> }}{% endset -%}
{%- set head %}{{ nif.definition }}{% if nif.params or nif.is_keyword %}({% for param in nif.params %}{{ param.var }}{% if param.is_options %} \\ []{% endif %}{% if not loop.last %}, {% endif %}{% endfor %}){% endif %}{% endset -%}
{%- if nif.raises and not nif.errors %}
{%- if nif.value %}  def {{ head }} do
    {:ok, value} = {{ <native_call nif={nif} /> }}
    value
  end
{%- else %}  def {{ head }}, do: {{ <native_call nif={nif} /> }}
{%- endif %}
{%- else %}
{%- if nif.raises and nif.accepted %}  def {{ head }}{% include "function_body_refusing.ex" %}
{%- elif nif.accepted %}
{%- if nif.has_options %}  def {{ head }}

{% endif %}  def {{ nif.definition }}({{ nif.accepted.patterns | join(sep=", ") }}){% if nif.accepted.guard %} when {{ nif.accepted.guard }}{% endif %} do
    with {:ok, value} <- {{ nif.tagged }}({{ variables }}), do: value
  end

  def {{ nif.definition }}({{ variables }}), do: {:error, _} = {{ nif.tagged }}({{ variables }})
{%- else %}  def {{ head }}{% include "function_body_untagged.ex" %}
{%- endif %}

  defp {{ nif.tagged }}{% if nif.params %}({{ variables }}){% endif %}
{%- if nif.checked %} do
{%- include "function_body.ex" %}
  end
{%- else %}, do:
{%- include "function_body.ex" %}
{%- endif %}
{%- endif %}