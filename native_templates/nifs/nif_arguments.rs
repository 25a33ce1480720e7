{#- The expression that decodes a term. -#}
{%- component argument(parameter) -%}
{%- set type %}{% if parameter.decoded %}::<{{ parameter.decoded }}>{% endif %}{% endset -%}
{%- if parameter.decoder == "decode" -%}
call.decode{{ type }}(&arguments[{{ parameter.index }}])?
{%- else -%}
call.{{ parameter.decoder }}{{ type }}({{ parameter.name }}, &arguments[{{ parameter.index }}])?
{%- endif -%}
{%- endcomponent argument -%}

{#- The expression that is passed to the function for a decoded value. -#}
{%- component passed(parameter, value) -%}
{%- if parameter.passed == "as_is" -%}
{{ value }}
{%- elif parameter.passed == "bytes" -%}
{{ value }}.0
{%- elif parameter.passed == "optional_bytes" -%}
{{ value }}.map(|bytes| bytes.0)
{%- elif parameter.passed == "optional_deref" -%}
{{ value }}.as_deref()
{%- elif parameter.passed == "derefs" -%}
&{{ value }}.iter().map(|handle| &**handle).collect::<Vec<_>>()
{%- elif parameter.passed == "value" -%}
&{{ value }}.value
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
