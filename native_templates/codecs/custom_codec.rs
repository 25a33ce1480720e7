nif_codec::as_custom!({{ name }});
