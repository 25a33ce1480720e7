nif_codec::resources!(
{%- for it in resources %}
    {{ it.resource }} as "Elixir.{{ it.module }}",
{%- endfor %}
);
