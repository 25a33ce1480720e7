#[rustler::nif(name = "{{ name }}", schedule = "{{ schedule }}")]
{%- if params | length > 6 %}
#[allow(clippy::too_many_arguments)]
{%- endif %}
fn {{ function }}<'a>(env: rustler::Env<'a>, {% for param in params %}{{ param.name }}: {{ param.type }}, {% endfor %}) -> rustler::NifResult<rustler::Term<'a>> {
    self::call(env, "{{ label }}", || {{ call }})
}
