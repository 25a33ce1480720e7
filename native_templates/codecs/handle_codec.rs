nif_codec::as_handle!({{ handle }} of {{ resource }} as "Elixir.{{ module }}"{% if monitor %} after watch{% endif %});
