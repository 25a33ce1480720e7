/// The digest of each function and type that this library was built from.
const CONTRACT: &str = "
{%- for line in digests %}
    {{ line }}
{%- endfor %}
";
