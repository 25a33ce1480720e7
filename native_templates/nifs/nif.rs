#[rustler::nif({% if name %}name = "{{ name }}", {% endif %}schedule = "{{ schedule }}")]
fn {{ function }}<'a>(env: rustler::Env<'a>, {% for param in params %}{{ param }}: rustler::Term<'a>, {% endfor %}) -> rustler::NifResult<rustler::Term<'a>> {
    self::call(env, "{{ label }}", {{ call }})
}
