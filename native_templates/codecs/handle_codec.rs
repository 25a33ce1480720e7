nif_codec::as_handle!({{ handle }} as "Elixir.{{ module }}"{% if monitor %} after watch{% endif %});
