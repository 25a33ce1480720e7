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

{% if typedoc %}  @typedoc {{ typedoc }}
{% endif %}  @opaque t :: %__MODULE__{reference: reference()}
{% if checked %}
  @doc false
  def check(errors, %__MODULE__{reference: reference} = value, path) when is_reference(reference) and map_size(value) == 2 do
    if {% if doubled %}Validation.resource(reference, Native){% else %}Native.__resource__(reference){% endif %} == __MODULE__,
      do: errors,
      else: Validation.not_a_handle(errors, value, path, __MODULE__, Native)
  end
{% if doubled %}
  def check(errors, %__MODULE__{reference: { {{- facade }}.Double, _}} = value, path) when map_size(value) == 2 do
    if {{ facade }}.Double.Stubs.with_handles?(),
      do: errors,
      else: Validation.not_a_handle(errors, value, path, __MODULE__, Native)
  end
{% endif %}
  def check(errors, value, path), do: Validation.not_a_handle(errors, value, path, __MODULE__, Native)
{% endif %}
  defimpl Inspect do
    # The numbers of the reference distinguish handles.
    def inspect(%{reference: reference}, _options) when is_reference(reference) do
      String.replace_prefix(Kernel.inspect(reference), "#Reference", "#" <> Kernel.inspect(@for))
    end

{% if doubled %}    def inspect(%{reference: { {{- facade }}.Double, reference}}, options) do
      __MODULE__.inspect(%{reference: reference}, options)
    end

{% endif %}    def inspect(value, options), do: Inspect.Any.inspect(value, options)
  end
end
