nif_codec::as_inner!({{ name }}{% if recursive %} via descend{% endif %}{% if condition %} where |it| {{ condition }}{% endif %});
