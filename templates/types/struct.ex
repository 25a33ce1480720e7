{% set fallback = "A struct shared by Elixir and Rust." -%}
{% include "type_head.ex" %}{% include "field_docs.ex" %}
  """

{% include "aliases.ex" %}


{% if redacted %}
  @derive {Inspect, except: [{{ redacted | join(sep=", ") }}]}
{%- endif %}
{% if required %}
  @enforce_keys [{{ required | join(sep=", ") }}]
{%- endif %}
  defstruct [{{ <entries of={members} /> }}]

{% include "typespec.ex" %}
{% include "type_cast.ex" %}
{% include "struct_functions.ex" %}
end
