{#- Documentation of an item. -#}
{%- component docs(of, indent="") -%}
{%- for line in of.lines %}
{%- if of.form == "comment" %}
{{ indent }}///{{ line }}
{%- else %}
{{ indent }}#[cfg_attr(not(doctest), doc = {{ line }})]
{%- endif %}
{%- endfor %}
{%- endcomponent docs -%}

{#- Documentation of the file. -#}
{%- component docs_of_file(of) -%}
{%- for line in of.lines -%}
{%- if of.form == "comment" -%}
//!{{ line }}
{%- else -%}
#![cfg_attr(not(doctest), doc = {{ line }})]
{%- endif %}
{% endfor -%}
{%- endcomponent docs_of_file -%}
