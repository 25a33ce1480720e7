/// The digest of each function and type that this library was built from.
const CONTRACT: &[(&str, &str)] = &[
{%- for it in digests %}
    ({{ it[0] }}, "{{ it[1] }}"),
{%- endfor %}
];
