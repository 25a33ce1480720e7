/// The functions that the crate implements, one for each NIF of the schema.
pub trait Nifs {
{%- for function in functions %}
{%- if not loop.first %}
{% endif %}
{{- <docs of={function.docs} indent="    " /> }}
{{ function.lines }}
{%- endfor %}
{%- for hook in hooks %}
{%- if functions or not loop.first %}
{% endif %}
    {%- if hook.is_drop %}
    /// Receives the `{{ hook.resource }}` when its last handle is gone.
    {%- else %}
    /// Runs on its own thread when the process that created the `{{ hook.resource }}` has ended.
    {%- endif %}
{{ hook.lines }}
{%- endfor %}
}
