{% set fallback = "A `" ~ name ~ "`, which stays in Rust." -%}
{% include "type_head.ex" %}

  This struct is a handle: the value itself stays in Rust until its last handle is gone
{%- if taken %}, or a
  function takes it{% endif %}.
  It is valid only on the node that made it, until that node stops.
  """

{% include "aliases.ex" %}

  @enforce_keys [:reference]
  defstruct [:reference]

{% include "typespec.ex" %}
{% if checked %}
  @doc false
{%- if doubled %}
  def check(errors, %__MODULE__{reference: { {{- facade }}.Double, _}} = value, path) when map_size(value) == 2 do
    if {{ facade }}.Double.Stubs.with_handles?(),
      do: errors,
      else: Validation.not_a_handle(errors, value, path, __MODULE__, Native)
  end
{% endif %}
  def check(errors, value, path), do: Validation.handle(errors, value, path, __MODULE__, Native)
{% endif %}
  defimpl Inspect do
{%- if doubled %}
    def inspect(%{reference: { {{- facade }}.Double, reference}}, options) do
      __MODULE__.inspect(%{reference: reference}, options)
    end

{% endif %}
    def inspect(handle, options), do: Validation.inspect(handle, @for, options)
  end
end
