nif_codec::as_opaque!({{ name }}{% if is %}, {{ is }}{% endif %});
