fn atom<'a>(env: rustler::Env<'a>, name: &str) -> rustler::Term<'a> {
    rustler::types::atom::Atom::from_str(env, name)
        .expect("a name of at most 255 characters is an atom")
        .to_term(env)
}
