#[rustler::nif({% if name %}name = "{{ name }}", {% endif %}schedule = "{{ schedule }}")]
fn {{ function }}<'a>(env: rustler::Env<'a>, {% for param in params %}{{ param.name }}: {{ param.type }}, {% endfor %}) -> rustler::NifResult<rustler::Term<'a>> {
    self::{{ wrapper }}(env, "{{ label }}", {{ call }})
}
