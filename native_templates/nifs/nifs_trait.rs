/// The functions that the crate implements, one for each NIF of the schema.
pub trait Nifs {
{%- for function in functions %}
    {%- for line in function.docs %}
    {{ line }}
    {%- endfor %}
    {{ function.signature }};
{%- endfor %}
{%- for hook in hooks %}
    {%- if hook.is_drop %}
    /// Gets the `{{ hook.resource }}` whose last handle is gone.
    {%- else %}
    /// Is called when the process that made the `{{ hook.resource }}` has ended, on a thread of its own.
    {%- endif %}
    {{ hook.signature }};
{%- endfor %}
}
