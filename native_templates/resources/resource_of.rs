#[rustler::nif(name = "__resource__", schedule = "Normal")]
fn resource_of(reference: rustler::Term<'_>) -> Option<rustler::Atom> {
{%- for resource in resources %}
    if reference.decode::<rustler::ResourceArc<{{ resource.resource }}>>().is_ok() {
        return Some(module::{{ resource.atom }}());
    }
{%- endfor %}
    None
}

/// The modules of the handles.
mod module {
    rustler::atoms! {
{%- for resource in resources %}
        {{ resource.atom }} = "Elixir.{{ resource.module }}",
{%- endfor %}
    }
}
