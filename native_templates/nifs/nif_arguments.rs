{#- The expression that decodes a term. -#}
{%- component argument(parameter, label) -%}
{%- set type %}{% if parameter.decoded %}::<{{ parameter.decoded }}>{% endif %}{% endset -%}
{%- if parameter.is_custom -%}
argument{{ type }}("{{ label }}", {{ parameter.name }}, {{ parameter.variable }})?
{%- else -%}
{{ parameter.variable }}.decode{{ type }}()?
{%- endif -%}
{%- endcomponent argument -%}

{#- The expression that is passed to the function for a decoded value. -#}
{%- component passed(parameter, value) -%}
{%- if parameter.passed == "as_is" -%}
{{ value }}
{%- elif parameter.passed == "slice" -%}
{{ value }}.as_slice()
{%- elif parameter.passed == "optional_slice" -%}
{{ value }}.as_ref().map(rustler::Binary::as_slice)
{%- elif parameter.passed == "path" -%}
as_path({{ value }}.as_slice())?
{%- elif parameter.passed == "owned_path" -%}
as_path({{ value }}.as_slice())?.to_path_buf()
{%- elif parameter.passed == "optional_path" -%}
{{ value }}.as_ref().map(|binary| as_path(binary.as_slice())).transpose()?
{%- elif parameter.passed == "bytes" -%}
{{ value }}.0
{%- elif parameter.passed == "optional_bytes" -%}
{{ value }}.map(|bytes| bytes.0)
{%- elif parameter.passed == "converted" -%}
{{ <converted by={parameter.by} value={value} /> }}
{%- elif parameter.passed == "deref" -%}
&*{{ value }}
{%- elif parameter.passed == "optional_deref" -%}
{{ value }}.as_deref()
{%- elif parameter.passed == "derefs" -%}
&{{ value }}.iter().map(|handle| &**handle).collect::<Vec<_>>()
{%- elif parameter.passed == "reference" -%}
&{{ value }}
{%- elif parameter.passed == "reference_mut" -%}
&mut {{ value }}
{%- elif parameter.passed == "shared" -%}
{{ value }}.lent(&{{ parameter.by }})
{%- elif parameter.passed == "optional_shared" -%}
{{ value }}.as_ref().map(|it| it.lent(&{{ parameter.by }}))
{%- else -%}
&{{ value }}.iter().map(|it| it.lent(&{{ parameter.by }})).collect::<Vec<_>>()
{%- endif -%}
{%- endcomponent passed -%}
