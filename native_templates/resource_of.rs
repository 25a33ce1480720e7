#[rustler::nif(name = "__resource__", schedule = "Normal")]
fn resource_of<'a>(env: rustler::Env<'a>, reference: rustler::Term<'a>) -> Option<rustler::Term<'a>> {
{%- for resource in resources %}
    if reference.decode::<rustler::ResourceArc<{{ resource.resource }}>>().is_ok() {
        return Some(self::atom(env, "Elixir.{{ resource.module }}"));
    }
{%- endfor %}
    None
}
