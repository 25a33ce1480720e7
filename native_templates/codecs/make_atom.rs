fn atom<'a>(env: rustler::Env<'a>, name: &str) -> rustler::Term<'a> {
    rustler::types::atom::Atom::from_str(env, name)
{%- if beyond_latin1 %}
        .map_or_else(|_| any_atom(env, name), |atom| atom.to_term(env))
}

/// Creates an atom by way of the external term format: the VM's own function supports only Latin-1.
fn any_atom<'a>(env: rustler::Env<'a>, name: &str) -> rustler::Term<'a> {
    let length = u16::try_from(name.len()).expect("an atom has at most 255 characters");
    let bytes = [&[131, 118], &length.to_be_bytes()[..], name.as_bytes()].concat();
    let (atom, _) = env
        .binary_to_term(&bytes)
        .expect("an atom has at most 255 characters");
    atom
}
{%- else %}
        .expect("an atom has at most 255 characters")
        .to_term(env)
}
{%- endif %}
