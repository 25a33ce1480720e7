{% set fallback = "An exception shared by Elixir and Rust." -%}
{% include "type_head.ex" %}{% include "field_docs.ex" %}
  """

{% include "aliases.ex" %}


{% if redacted %}
  @derive {Inspect, except: [{{ redacted | join(sep=", ") }}]}
{%- endif %}
{% if required %}
  @enforce_keys [{{ required | join(sep=", ") }}]
{%- endif %}
  defexception [{{ <entries of={members} /> }}]

{% include "typespec.ex" %}
{% include "type_cast.ex" %}

{%- if not has_message %}

  @impl true
  def message(error), do: inspect(error)
{%- endif %}
{% include "struct_functions.ex" %}
end
