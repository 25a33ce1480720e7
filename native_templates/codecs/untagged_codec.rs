nif_codec::as_untagged!({{ name }} { {% for variant in variants %}{{ variant.name }}{% if not loop.last %}, {% endif %}{% endfor %} }{% if recursive %} via descend{% endif %});
